"""Fences of backticks, tildes and colons: which are directives of MyST, which are cells, which are code with a title."""

from __future__ import annotations

import re

from builder.parse.dialects.boxes.kramdown import ATTRIBUTE_LINE, language_of
from builder.parse.dialects.fences.cells import is_cell, read_cell, read_text_cell
from builder.parse.dialects.fences.colons import read_colons
from builder.parse.dialects.myst.directives import Directive, directive_lines
from builder.parse.dialects.translation import Lines, Translation, indent_of
from builder.parse.inlines.attributes import read_attributes
from builder.parse.lines.braces import join_attributes
from builder.parse.lines.normalize import column_of, expand_tabs
from builder.parse.lines.reader import LineReader
from builder.parse.lines.signs.patterns import DIV, FENCE

_DIRECTIVE = re.compile(r"^\{([A-Za-z][\w:.+-]*)\}[ \t]*(.*)$")
_TITLE = re.compile(
    r"""(?:^|\s)(?:title|filename|caption|lst-cap|name|file)\s*=\s*(?:"([^"]*)"|'([^']*)'|\{"([^"]*)"\})"""
)
_BLOCK_ENGINE = re.compile(r"^\{(block2?|asis)\b([^}]*)\}")
_FILE_NAME = re.compile(r"^([\w+#]+)[ \t]+[+-]?([\w./-]+\.\w+)\s*$")
_STYLE = re.compile(r"""(?<!\s)\s*\bstyle\s*=\s*(?:"[^"]*"|'[^']*')""")
_WORDS = re.compile(r"^([\w+#]+)[ \t]+[+-]?([^@{}=\s][^@{}=]*?)\s*$")
_AFTER_COLON = re.compile(r"^([\w+#-]+):([\w./-]+\.\w+)\b")


def read_fence(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read a fence of backticks or tildes with all its lines."""
    number, raw = reader.next
    text = expand_tabs(raw)
    found = FENCE.match(text.lstrip())
    if not found or (found[1][0] == "`" and "`" in found[2] and not _DIRECTIVE.match(found[2])):
        return False
    reader.take()
    indent = indent_of(text)
    body, closed = take_fenced(reader, found[1])
    directive = _DIRECTIVE.match(found[2])
    if directive and not is_cell(directive[1]):
        if not closed:
            translation.report_unclosed(number, f"{{{directive[1]}}}", found[1])
        inner = _dedent(body, len(indent))
        out += directive_lines(translation, Directive(directive[1], directive[2], inner, number, indent))
        return True
    if box := _BLOCK_ENGINE.match(found[2]):
        out += read_text_cell(translation, number, indent, box, _dedent(body, len(indent)))
        return True
    close = [(closed, indent + found[1])] if closed else []
    if is_cell_info(found[2]):
        out += read_cell(translation, number, indent, found, [*body], close)
        return True
    info, title = _code_info(_STYLE.sub("", found[2]), titled="liascript" in translation.tools)
    if macro := re.search(r"@[A-Za-z][\w.]*", info):
        translation.name(f"macro {macro[0]}", number, f"the macro `{macro[0]}` is left out", needle=macro[0])
    if reader and (after := ATTRIBUTE_LINE.match(reader.next[1].strip())):
        reader.take()
        info = info or language_of(after[1])
    if title:
        out += [(number, ""), (number, f"{indent}**{title}**"), (number, "")]
    opening = raw if info == found[2] else f"{indent}{found[1]}{info}"
    out += [(number, opening), *body, *close]
    return True


def is_cell_info(info: str) -> bool:
    """Say whether the info string is that of a cell: `{python}`, `{r, echo=FALSE}`, `{webr-r}`."""
    named = re.match(r"^\{([A-Za-z][\w+-]*)(?=[\s,}])", info)
    return bool(named) and is_cell(named[1] if named else "")


def take_fenced(reader: LineReader, fence: str) -> tuple[Lines, int]:
    """Take the lines up to the closing fence, and return them with its line, 0 when there is none."""
    body: Lines = []
    while reader:
        number, raw = reader.take()
        end = FENCE.match(raw.strip())
        if end and end[1].startswith(fence) and not end[2]:
            return body, number
        body.append((number, raw))
    return body, 0


def _dedent(lines: Lines, width: int) -> Lines:
    shown = [(number, expand_tabs(text)) for number, text in lines]
    return [(number, text[min(width, column_of(text)) :]) for number, text in shown]


def _code_info(info: str, *, titled: bool) -> tuple[str, str]:
    """Return the info string without a title, and the title: `title="x.py"`, `{.py filename="x.py"}`, `js:app.js`, `js app.js`, and in files that are `titled` any words."""
    if found := _AFTER_COLON.match(info) or _FILE_NAME.match(info):
        return found[1], found[2]
    if titled and (words := _WORDS.match(info)):
        return words[1], words[2]
    attributes = read_attributes(info) if info.startswith("{") else None
    if attributes:
        named = [attributes.values.get(key, "") for key in ("title", "filename", "caption", "lst-cap")]
        return info, next(filter(None, named), "")
    if found := _TITLE.search(info):
        return info.split(maxsplit=1)[0] if not info.startswith("{") else "", next(filter(None, found.groups()), "")
    return info, ""


def read_colon_fence(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read `:::{name} Title` of MyST with its lines; of other fences of colons, the line that opens or closes."""
    if not reader.next[1].lstrip().startswith(":::"):
        return False
    number, raw = reader.take()
    text = join_attributes(reader, expand_tabs(raw))
    found = DIV.match(text.lstrip())
    if not found:
        reader.at -= 1
        return False
    directive = _DIRECTIVE.match(found[2])
    if not directive:
        out += read_colons(translation, number, indent_of(text), found, reader.lines[reader.at : reader.at + 4])
        return True
    indent = indent_of(text)
    body: Lines = []
    deep, closed = 0, False
    while reader and not closed:
        line, inner = reader.take()
        mark = inner.strip()
        if mark.startswith(found[1]):  # one that opens with as many colons is not MyST's rule, but often written
            opens = bool(mark.strip(": \t\u00a0"))
            closed = not opens and not deep
            deep += 1 if opens else -1
        body += [] if closed else [(line, inner)]
    if not closed:
        translation.report_unclosed(number, f"{{{directive[1]}}}", found[1])
    out += directive_lines(
        translation, Directive(directive[1], directive[2], _dedent(body, len(indent)), number, indent)
    )
    return True
