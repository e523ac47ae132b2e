"""Writes running text as the runs of a Word file."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from itertools import zip_longest
from typing import assert_never

from builder.core.bidi import FALLBACK, OWN, by_language, direction, pieces
from builder.core.frozen import dataclass, replace
from builder.model import module as m
from builder.model.outputs import PageIndex
from builder.writers.docx import oxml
from builder.writers.docx.flow import FOOTNOTES, Flow, bookmark_name
from builder.writers.docx.oxml import Marks
from builder.writers.shared.back_matter import BackMatter
from builder.writers.shared.labels import Labels

SOURCE, TERM = "source", "term"
"""Kinds of bookmarks: entries of the list of sources, and of the glossary."""

_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_NAMED = {
    m.Activity: "activity",
    m.Table: "table",
    m.Figure: "figure",
    m.Chart: "figure",
    m.Check: "question",
    m.Matching: "question",
    m.Ordering: "question",
}


@dataclass(frozen=True)
class RunWriter:
    """Writes inline content. `footnote` writes the blocks of a footnote; `picture` a picture in a line of text.

    `edition` is the edition that is written; places in others are those of `page_index`.
    """

    flow: Flow
    labels: Labels
    back_matter: BackMatter
    page_index: PageIndex
    edition: str
    footnote: Callable[[tuple[m.Block, ...]], str]
    picture: Callable[[m.InlineImage], str]

    def __call__(self, content: tuple[m.Inline, ...], marks: Marks = Marks()) -> str:  # noqa: B008  # frozen
        """Return inline content as runs. No space is left before a raised mark, as on pages."""
        written, colon = "", False
        for here, following in zip_longest(content, content[1:]):
            if isinstance(here, m.Text):
                colon = here.text.rstrip().endswith(":")
                raised = isinstance(following, m.Citation | m.Footnote) and not colon
                written += self.text(here.text.rstrip() if raised else here.text, _in_language(marks, here))
            elif isinstance(here, m.Citation):
                written += self.sources_in_words(here, marks) if colon else self.citation(here, marks)
                colon = False
            else:
                written += self._inline(here, marks)
                colon = False
        return written

    def text(self, text: str, marks: Marks = Marks()) -> str:  # noqa: B008  # frozen
        """Return a text as runs: what runs the other way, and words of ours that are not translated, in runs of their own."""
        if FALLBACK in text or OWN in text:
            parts = by_language(text, [])
            return "".join(
                self._with_direction(piece, replace(marks, lang="en") if ours else marks) for piece, ours in parts
            )
        return self._with_direction(text, marks)

    def _with_direction(self, text: str, marks: Marks) -> str:
        base = direction(marks.lang or self.labels.lang)
        return "".join(
            oxml.run(piece, replace(marks, rtl=(way or base) == "rtl")) for piece, way in pieces(text, base) if piece
        )

    def label(self, text: str) -> str:
        """Return words of ours that say what follows, with a space."""
        return self.text(text, Marks("Label")) + oxml.run(" ", Marks())

    def lead_in(self, name: str) -> str:
        """Return a name with the sign that stands before what it names: “Table 2:”."""
        return self.label(self.labels("lead-in", name=name))

    def _inline(self, node: m.Inline, marks: Marks) -> str:
        marks = _in_language(marks, node)
        match node:
            case m.Text():
                return self.text(node.text, marks)
            case m.Strong():
                return self(node.content, replace(marks, bold=True))
            case m.Emphasis():
                return self(node.content, replace(marks, italic=True))
            case m.Strike():
                return self(node.content, replace(marks, strike=True))
            case m.Subscript():
                return self(node.content, replace(marks, lowered=True))
            case m.Superscript():
                return self(node.content, replace(marks, raised=True))
            case m.Highlight():
                return self(node.content, replace(marks, style="Highlight"))
            case m.Phrase():
                return self(node.content, marks)
            case m.Key():
                return self(node.content, replace(marks, style="KeySentence"))
            case m.Explained():
                return oxml.jump(bookmark_name(node.entry, TERM), self(node.content, marks))
            case m.Link():
                return self.flow.address(node.target, self(node.content, replace(marks, style="Hyperlink")))
            case m.Reference():
                return self._reference(node, marks)
            case m.Code():
                return oxml.run(node.text, replace(marks, style="Code", rtl=False))
            case m.Keyboard():
                return oxml.run(node.text, replace(marks, style="Keyboard", rtl=False))
            case m.Abbreviation():
                return self.text(node.text, marks)
            case m.LineBreak():
                return oxml.run("\n", marks)
            case m.Citation():
                return self.citation(node, marks)
            case m.Footnote():
                return self._footnote(node)
            case m.InlineImage():
                return self.picture(node)
            case _:
                assert_never(node)

    def _footnote(self, node: m.Footnote) -> str:
        if self.flow.part == FOOTNOTES:  # a note cannot have a note
            return oxml.run(f" ({m.plain(*node.body)})", Marks())
        self.flow.notes.append("")
        ident = len(self.flow.notes)
        text = self.footnote(node.body)
        if "<w:p" not in text:
            text = oxml.paragraph(self.flow.sheet.style("footnote text"), "")
        self.flow.notes[ident - 1] = text.replace(
            "</w:pPr>", "</w:pPr>" + oxml.FOOTNOTE_MARK + oxml.run(" ", Marks()), 1
        )
        return oxml.footnote_call(ident)

    def in_footnotes(self, write: Callable[[], None]) -> str:
        """Return what is written into the part of footnotes."""
        with self.flow.apart(FOOTNOTES) as written:
            write()
            return "".join(written)

    def _reference(self, node: m.Reference, marks: Marks) -> str:
        """Return a link within this file, or the name of a place in another edition with its page there, where that is known."""
        target = self.back_matter.blocks.get(node.target)
        words = self(node.content, marks) or self.block_name(target, marks)
        if node.edition and node.edition != self.edition:
            found = self.page_index.find(node.edition, node.target)
            place = self.labels(f"at-{node.edition}", number=found) if found else self.labels(node.edition)
            if not words:
                return self.text(place, marks)
            before, after = self.labels.split_at("reference-elsewhere", "name", place=place)
            return self.text(before, marks) + words + self.text(after, marks)
        return oxml.jump(bookmark_name(node.target), words) if target is not None and words else words

    def block_name(self, block: m.Block | None, marks: Marks = Marks()) -> str:  # noqa: B008  # frozen
        """Return how to refer to a block: “Activity 1”, “Table 2”, else its title or caption."""
        key, number = _NAMED.get(type(block), ""), getattr(block, "number", 0)
        if key and number:
            return self.text(self.labels(key, number=number), marks)
        titled = (getattr(block, name, ()) for name in ("title", "caption", "content"))
        return self(next(filter(None, titled), ()), marks)

    def citation(self, node: m.Citation, marks: Marks) -> str:
        """Return a citation as the style writes it: raised numbers, or names and years in brackets."""
        style = self.back_matter.bibliography
        raised = replace(marks, style="Citation") if style.numbered else marks
        between = oxml.run(style.between, raised)
        inner = between.join(self._mark(cited, raised) for cited in node.items)
        return (
            inner if style.numbered else oxml.run(f" {style.opening}", marks) + inner + oxml.run(style.closing, marks)
        )

    def _mark(self, cited: m.Cited, marks: Marks) -> str:
        number = self.back_matter.number.get(cited.key)
        if number is None:
            return oxml.run(cited.key, marks)
        mark = self.html(str(self.back_matter.bibliography.marks[cited.key]), marks)
        made = oxml.jump(bookmark_name(str(number), SOURCE), mark)
        return made + oxml.run(f", {cited.locator}", marks) if cited.locator else made

    def sources_in_words(self, node: m.Citation, marks: Marks) -> str:
        """Return a citation after a colon (“Sources: …”) as words, where raised numbers alone could not be read."""
        written = []
        for cited in node.items:
            number = self.back_matter.number.get(cited.key)
            if number is None or not self.back_matter.bibliography.numbered:
                written.append(self._mark(cited, marks))
                continue
            short = self.back_matter.sources[number - 1].short(self.labels.plain)
            words = ", ".join(filter(None, (short, cited.locator)))
            raised = self._mark(m.Cited(key=cited.key), replace(marks, style="Citation"))
            written.append(oxml.run(words, marks) + raised)
        return oxml.run("; ", marks).join(written)

    def html(self, text: str, marks: Marks = Marks()) -> str:  # noqa: B008  # frozen
        """Return what citeproc writes, HTML with `i`, `b`, `sup` and `sub`, as runs."""
        written, at, open_tags = "", 0, [marks]
        changes = {"i": "italic", "em": "italic", "b": "bold", "strong": "bold", "sup": "raised", "sub": "lowered"}
        for found in (*_TAG.finditer(text), None):
            piece = unescape(text[at : found.start() if found else len(text)])
            written += self._with_direction(piece, open_tags[-1]) if piece else ""
            if found is None:
                break
            at = found.end()
            if found[1] and len(open_tags) > 1:
                open_tags.pop()
            elif not found[1]:
                name = changes.get(found[2])
                open_tags.append(replace(open_tags[-1], **{name: True}) if name else open_tags[-1])  # type: ignore[arg-type]
        return written


def _in_language(marks: Marks, node: m.Node) -> Marks:
    return replace(marks, lang=node.lang) if node.lang else marks
