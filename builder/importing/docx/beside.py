"""What stands beside a document's text: comments, headers and footers, notes that nothing calls, macros, other parts."""

from __future__ import annotations

from builder.importing.document import DocBlock, DocPlace
from builder.importing.docx.assemble import assemble
from builder.importing.docx.blocks import read_entries
from builder.importing.docx.context import WordContext, optional_tree
from builder.importing.docx.names import W
from builder.importing.docx.runs import all_text

_PARTS = {
    "vbaProject": ("macros", "a module runs nothing"),
    "attachedTemplate": ("template", "a module has a theme"),
    "glossaryDocument": ("building blocks", "they are no part of the text"),
    "oleObject": ("embedded object", "objects are not opened"),
    "package": ("embedded file", "files in it are not opened"),
    "video": ("film", "films are not taken over"),
    "audio": ("sound", "sounds are not taken over"),
}
"""Kinds of relationships that tell of something that a module does not have."""

_LOOKS = {
    "underline": "underlined text is text: underlines are for links",
    "color": "colors are the theme's",
    "highlight": "highlighted text is text",
    "page break": "pages are broken anew",
    "soft hyphen": "words are hyphenated anew",
    "section": "pages are laid out anew",
    "tracked change of look": "looks are the theme's",
    "small capitals": "they are small letters in the file",
    "capitals": "they are small letters in the file",
    "line across the page": "it says nothing",
}


def read_notes(context: WordContext) -> dict[str, tuple[DocBlock, ...]]:
    """Return the footnotes and endnotes that the text calls, by their labels; others are noted."""
    found: dict[str, tuple[DocBlock, ...]] = {}
    for kind in ("footnote", "endnote"):
        name = next(iter(context.office.led_to(context.main, f"{kind}s")), "")
        root = optional_tree(context.office, name, context.file, context.log)
        for note in root if root is not None else ():
            if note.get(f"{W}type", "normal") not in {"normal", ""}:
                continue  # the lines that part notes from text
            label = context.notes.get(f"{kind} {note.get(f'{W}id', '')}")
            if label is None:
                context.log.note_left(DocPlace(context.file, part=f"{kind}s"), kind, "nothing calls it", all_text(note))
                continue
            context.part, context.inner = name, kind
            found[label] = tuple(assemble(context, read_entries(context, note)))
            context.note_taken(kind)
            context.part, context.inner = context.main, ""
    for key, label in context.notes.items():
        if label not in found:
            context.log.note_left(DocPlace(context.file), key.split(" ", 1)[0], "it is called, and is not in the file")
    return found


def report_beside(context: WordContext) -> None:
    """Note comments, headers and footers, and what else a file holds that is no part of a module."""
    root = context.optional("comments")
    for comment in root.iter(f"{W}comment") if root is not None else ():
        at = context.comments.get(comment.get(f"{W}id", ""), DocPlace(context.file, part="comments"))
        context.log.note_left(at, "comment", "comments are for those who write", all_text(comment))
    for name, what in margin_parts(context):
        tree = optional_tree(context.office, name, context.file, context.log)
        if tree is not None:
            text = all_text(tree)
            if text or tree.find(f".//{W}drawing") is not None or tree.find(f".//{W}pict") is not None:
                context.log.note_left(DocPlace(context.file, part=what), what, "a theme has its own", text)
    kinds = [one.kind for one in context.office.links(context.main).values()]
    for kind, (what, why) in _PARTS.items():
        if count := kinds.count(kind):
            context.log.note_left(context.whole, what, why, count=count)
    for what, count in sorted(context.looks.items()):
        if count:
            context.log.note_left(context.whole, what, _LOOKS.get(what, "it is text alone"), count=count)


def margin_parts(context: WordContext) -> list[tuple[str, str]]:
    """Return the parts that are headers and footers, each once, with what they are."""
    related = context.office.links(context.main).values()
    found = {one.target: one.kind for one in related if one.kind in {"header", "footer"} and not one.external}
    return [(name, kind) for name, kind in found.items() if context.office.has(name)]
