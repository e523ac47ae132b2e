"""The inside of a paragraph: runs of text with their look, fields, links, notes, tracked changes, and what is anchored in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from builder.core.frozen import replace
from builder.importing.document import DocBlock, DocFormula, DocRun
from builder.importing.docx.context import WordContext
from builder.importing.docx.drawings import read_drawing, read_embedded, read_vml
from builder.importing.docx.names import MC, M, R, W, is_on, shown_children, value, walk_shown
from builder.importing.docx.signs.fields import FORGOTTEN, link_of_field
from builder.importing.docx.signs.omml import formula_text
from builder.importing.docx.signs.symbols import sign_of, with_symbols

_TRANSPARENT = frozenset(
    {f"{W}{name}" for name in ("smartTag", "customXml", "ins", "moveTo", "bdo", "dir", "sdtContent", "rubyBase")}
    | {f"{MC}Choice", f"{MC}Fallback"}
)
"""Elements that hold runs and say nothing that a module has a place for. What was inserted while changes were tracked is text."""

_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_SCRIPTS = {"superscript": "sup", "subscript": "sub"}


@dataclass
class Inline:
    """What a paragraph holds: its runs, blocks that are anchored in it, the names of its bookmarks, and the text of a page's break."""

    runs: list[DocRun] = field(default_factory=list)
    blocks: list[DocBlock] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    formulas: int = 0

    @property
    def text(self) -> str:
        """The words of the runs."""
        return "".join(run.text for run in self.runs)


def read_inline(context: WordContext, element: etree._Element, into: Inline, link: str = "") -> Inline:
    """Read what is in an element into `into`, and return it. `link` is where all of it leads."""
    for child in shown_children(element):
        tag = child.tag
        if tag == f"{W}r":
            _read_run(context, child, into, link)
        elif tag == f"{W}hyperlink":
            read_inline(context, child, into, _target(context, child) or link)
        elif tag in _TRANSPARENT:
            if tag in {f"{W}ins", f"{W}moveTo"}:
                context.note_taken("tracked insertion")
            read_inline(context, child, into, link)
        elif tag in _DELETED:
            _leave(
                context, "tracked deletion", "deleted in the file; the text is taken as if changes were accepted", child
            )
        elif tag == f"{W}sdt":
            _read_control(context, child, into, link)
        elif tag == f"{W}fldSimple":
            _read_simple_field(context, child, into, link)
        elif tag == f"{W}bookmarkStart":
            into.anchors.append(child.get(f"{W}name", ""))
        elif tag == f"{W}ruby":
            _read_ruby(context, child, into, link)
        elif tag == f"{M}oMath":
            text = " ".join(formula_text(child).split())
            if text:
                into.formulas += 1
                into.runs.append(DocRun(text, formula=True, link=link))
                context.log.note_changed(context.at, "formula", "written on one line as text")
        elif tag == f"{M}oMathPara":
            text = " ".join(formula_text(child).split())
            if text:
                into.blocks.append(DocFormula(text, context.at))
                context.log.note_changed(context.at, "formula", "written on one line as text")
        elif tag == f"{W}subDoc":
            context.log.note_left(context.at, "document in a document", "it is kept in another file")
    return into


def _target(context: WordContext, element: etree._Element) -> str:
    """Return where a link leads: an address, or `#` and the name of a bookmark."""
    related = context.related(element.get(f"{R}id", ""))
    anchor = element.get(f"{W}anchor", "")
    if related is not None and related.external and related.target:
        return f"{related.target}#{anchor}" if anchor and "#" not in related.target else related.target
    return f"#{anchor}" if anchor else ""


def _leave(context: WordContext, what: str, why: str, element: etree._Element) -> None:
    text = all_text(element)
    context.log.note_left(context.at, what, why, text)


def all_text(element: etree._Element) -> str:
    """Return all text in an element, deleted text too, with a space where a paragraph or line ends."""
    parts: list[str] = []
    for one in walk_shown(element):
        name = etree.QName(one).localname
        if name in {"t", "delText"} and one.text:
            parts.append(one.text)
        elif name in {"p", "br", "cr", "tab", "tc"}:
            parts.append(" ")
    return " ".join("".join(parts).split())


# ── runs ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _read_run(context: WordContext, run: etree._Element, into: Inline, link: str) -> None:
    properties = run.find(f"{W}rPr")
    if properties is not None and properties.find(f"{W}del") is not None:
        _leave(context, "tracked deletion", "deleted in the file", run)
        return
    if is_on(properties, "vanish") or is_on(properties, "webHidden"):
        _leave(context, "hidden text", "Word shows it to nobody", run)
        return
    look = _look(context, properties)
    font = _font(properties)
    for child in shown_children(run):
        _read_piece(context, child, into, look, link, font)


def _read_piece(context: WordContext, child: etree._Element, into: Inline, look: DocRun, link: str, font: str) -> None:
    tag = child.tag
    if tag == f"{W}t":
        text, lost = with_symbols(font, child.text or "")
        if lost:
            context.log.note_left(
                context.at, "symbol", f"a sign of the font {font or 'Wingdings'} whose meaning is not known", count=lost
            )
        _add_text(context, into, look, link, text)
    elif tag in _SIGNS:
        _add_text(context, into, look, link, _SIGNS[tag])
    elif tag in {f"{W}br", f"{W}cr"}:
        if child.get(f"{W}type", "textWrapping") in {"page", "column"}:
            context.looks["page break"] += child.get(f"{W}type") == "page"
        else:
            _add_text(context, into, look, link, "\n")
    elif tag == f"{W}softHyphen":
        context.looks["soft hyphen"] += 1
    elif tag == f"{W}sym":
        _add_text(context, into, look, link, _symbol(context, child))
    elif tag == f"{W}fldChar":
        _read_field_char(context, child)
    elif tag == f"{W}instrText":
        if context.fields:
            context.fields[-1].code += child.text or ""
    elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
        kind = "footnote" if "footnote" in tag else "endnote"
        label = context.notes.setdefault(f"{kind} {child.get(f'{W}id', '')}", f"note-{len(context.notes) + 1}")
        into.runs.append(DocRun("", footnote=label))
    elif tag in _ANCHORED:
        into.blocks += _ANCHORED[tag](context, child, link)
    elif tag == f"{W}delText":
        context.log.note_left(context.at, "tracked deletion", "deleted in the file", child.text or "")
    elif tag == f"{W}commentReference":
        context.comments[child.get(f"{W}id", "")] = context.at
    elif tag == f"{W}lastRenderedPageBreak":
        context.page += 1
    elif tag == f"{W}ruby":
        _read_ruby(context, child, into, link)


_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "\u2011"}
_ANCHORED = {f"{W}drawing": read_drawing, f"{W}pict": read_vml, f"{W}object": read_embedded}


def _symbol(context: WordContext, child: etree._Element) -> str:
    """Return a sign that is given by its number in a font; "" for one that is not known, which is noted."""
    sign = sign_of(child)
    if not sign:
        code, font = child.get(f"{W}char", ""), child.get(f"{W}font", "")
        context.log.note_left(
            context.at, "symbol", f"the meaning of {code[:6]} in {font[:40] or 'its font'} is not known"
        )
    return sign


def _add_text(context: WordContext, into: Inline, look: DocRun, link: str, text: str) -> None:
    if context.in_code():
        if text.strip():
            context.log.note_left(context.at, "code of a field", "it is no text", text)
        return
    if context.in_field(*FORGOTTEN):
        kind = next(one.kind for one in context.fields if one.in_result and one.kind in FORGOTTEN)
        context.forgotten.setdefault(kind, []).append(text)
        return
    link = next((found for one in reversed(context.fields) if (found := link_of_field(one.code))), "") or link
    into.runs.append(replace(look, text=text, link=link))


def _font(properties: etree._Element | None) -> str:
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    return fonts.get(f"{W}ascii", "") or fonts.get(f"{W}hAnsi", "") if fonts is not None else ""


def _look(context: WordContext, properties: etree._Element | None) -> DocRun:
    """Return a run without text that has the look of others: what direct formatting and styles for runs say."""
    if properties is None:
        return DocRun("")
    style = value(properties, "rStyle")
    styles = context.styles

    def flag(name: str) -> bool:
        own = is_on(properties, name)
        return styles.run_flag(style, name) if own is None else own

    underline = value(properties, "u")
    if underline not in {"", "none"} and style.lower() not in {"hyperlink", "internetlink"}:
        context.looks["underline"] += 1
    for name in ("highlight", "color", "caps", "smallCaps", "rPrChange"):
        if properties.find(f"{W}{name}") is not None:
            context.looks[
                {"rPrChange": "tracked change of look", "smallCaps": "small capitals", "caps": "capitals"}.get(
                    name, name
                )
            ] += 1
    script = _SCRIPTS.get(value(properties, "vertAlign"), "")
    return DocRun(
        "",
        bold=flag("b"),
        italic=flag("i"),
        struck=flag("strike") or flag("dstrike"),
        code=styles.is_code_run(style),
        script=script,  # type: ignore[arg-type]  # one of _SCRIPTS
        lang=_lang(properties),
    )


def _lang(properties: etree._Element) -> str:
    lang = properties.find(f"{W}lang")
    if lang is None:
        return ""
    return (lang.get(f"{W}bidi", "") if is_on(properties, "rtl") else lang.get(f"{W}val", "")) or ""


# ── fields, controls ──────────────────────────────────────────────────────────────────────────────────────────────


def _read_field_char(context: WordContext, char: etree._Element) -> None:
    match char.get(f"{W}fldCharType"):
        case "begin":
            context.begin_field()
        case "separate" if context.fields:
            context.fields[-1].in_result = True
        case "end" if context.fields:
            context.fields.pop()
        case _:
            pass


def _read_simple_field(context: WordContext, element: etree._Element, into: Inline, link: str) -> None:
    context.begin_field()
    context.fields[-1].code, context.fields[-1].in_result = element.get(f"{W}instr", ""), True
    read_inline(context, element, into, link)
    context.fields.pop()


def _read_control(context: WordContext, control: etree._Element, into: Inline, link: str) -> None:
    content = control.find(f"{W}sdtContent")
    if content is None:
        return
    properties = control.find(f"{W}sdtPr")
    if is_on(properties, "showingPlcHdr"):
        _leave(context, "placeholder", "nobody has filled in this field", content)
        return
    context.note_taken("content control")
    read_inline(context, content, into, link)


def _read_ruby(context: WordContext, ruby: etree._Element, into: Inline, link: str) -> None:
    base, above = ruby.find(f"{W}rubyBase"), ruby.find(f"{W}rt")
    if above is not None:
        _leave(context, "reading above characters", "its base stays", above)
    if base is not None:
        read_inline(context, base, into, link)
