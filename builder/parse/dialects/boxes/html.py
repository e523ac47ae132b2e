"""HTML that other tools read as boxes: `<aside class="notes">`, `<details>`, `<div class="…">`; and code that is no text."""

from __future__ import annotations

import re

from builder.core.frozen import replace
from builder.core.problems import ProblemCode
from builder.parse.dialects.boxes.kinds import KINDS, Kin, hiding_kin, nearest_kin
from builder.parse.dialects.translation import Lines, Translation, indent_of, indented
from builder.parse.lines.reader import LineReader
from builder.parse.lines.signs.patterns import AROUND, FENCE

_CLASSES = re.compile(r"""class\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
_BOXES = re.compile(r"^<(aside|details|div|section)\b([^>]*)>(.*)$", re.IGNORECASE | re.DOTALL)
_LESSONS = frozenset({"callout", "prereq", "checklist", "admonition", "note", "tip", "info", "important", "hint"})
_HIDDEN = re.compile(r"""(?:^|\s)hidden(?=\s|$|=)|visibility\s*[=:]\s*["']?hidden|display\s*:\s*none""", re.IGNORECASE)
_CODE = re.compile(r"<(script|style)\b(?![^<>]*text/(?:template|markdown|x-markdown))", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary[^<>]*>((?:(?!<summary).)*?)</summary\s*>", re.IGNORECASE | re.DOTALL)
_ALERTS = {"alert-info": "note", "alert-success": "tip", "alert-warning": "warning", "alert-danger": "danger"}


def read_html(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read an element that is a box to its tool, or code; other elements are left to the rules of running text."""
    number, raw = reader.next
    found = _BOXES.match(_opening(reader))
    if not found:
        return False
    tag, given = found[1].lower(), found[2]
    classes = " ".join(filter(None, found.groups())).split() if (found := _CLASSES.search(given)) else []
    kin = Kin("facilitator") if _HIDDEN.search(given) else _kin(tag, classes)
    if kin is None:
        return False
    taken, closed = _take_element(reader, tag)
    if not closed:
        translation.report_unclosed(number, f"<{tag}>", f"</{tag}>")
    title = ""
    if tag == "details":
        text = "\n".join(words for _, words in taken)
        summary = _SUMMARY.search(text)
        title = re.sub(r"<[^<>]*>", "", summary[1]).strip() if summary else ""
        title = re.sub(r"\s+", " ", title)
        kin = replace(kin, title=title)
        taken = _without_summary(taken)
    indent = indent_of(raw.expandtabs(4))
    width = min((len(indent_of(text)) for _, text in taken if text.strip()), default=0)
    body = translation.translate([(n, text[width:]) for n, text in taken])
    out += [(number, ""), *translation.div(number, kin, indented(body, indent), indent=indent), (number, "")]
    return True


def without_code(translation: Translation, lines: Lines) -> Lines:
    """Return lines without scripts and styles, which are code and no text; each is a problem. Code blocks stay."""
    if not any(_CODE.search(text) for _, text in lines):
        return lines
    kept: Lines = []
    left: list[tuple[int, str, str]] = []
    fence, tag = "", ""
    for number, text in lines:
        mark = FENCE.match(AROUND.sub("", text).strip()) if not tag else None
        if mark:
            fence = "" if fence and mark[1].startswith(fence) and not mark[2] else fence or mark[1]
        shown, rest = "", text
        while not fence and not mark and rest:
            if tag:
                closing = re.search(rf"</{tag}\s*>", rest, re.IGNORECASE)
                rest, tag = (rest[closing.end() :], "") if closing else ("", tag)
                continue
            found = _CODE.search(rest)
            if not found or (shown + rest[: found.start()]).count("`") % 2:
                break
            shown, rest, tag = shown + rest[: found.start()], rest[found.end() :], found[1]
            left.append((number, found[0], tag))
        if shown + rest or not text:
            kept.append((number, shown + rest))
    if tag:  # never closed: it may be meant as text
        return lines
    for number, sign, name in left:
        message = f"`<{name}>` is left out with what is in it: it is code, not text"
        at = translation.source.find(number, sign)
        translation.problems.add(ProblemCode.HTML_IGNORED, message, at, "delete it")
    return kept


def _kin(tag: str, classes: list[str]) -> Kin | None:
    """Return the box that an element is by its classes, or by its tag; None for one that is none."""
    if hidden := next(filter(None, map(hiding_kin, classes)), None):
        return hidden
    for name in classes:
        kind = _ALERTS.get(name, name)
        known = KINDS.get(kind)
        if known and (known != "note" or name in _ALERTS or name in _LESSONS or tag == "aside"):
            return nearest_kin(kind)
    return Kin("note") if tag == "details" else None


def _take_element(reader: LineReader, tag: str) -> tuple[Lines, bool]:
    """Take an element up to its closing tag, and return what is in it, and whether it was closed: all lines if it was not."""
    depth, taken, in_tag = 0, Lines(), False
    tags = re.compile(rf"<(/?){tag}\b[^>]*(>?)", re.IGNORECASE)
    while reader:
        number, text = reader.take()
        at = 0
        if in_tag:  # the opening tag goes on over lines
            at, in_tag = text.find(">") + 1, ">" not in text
            if in_tag:
                continue
        for found in tags.finditer(text, at):
            depth += -1 if found[1] else 1
            if depth == 1 and not found[1]:
                at, in_tag = found.end(), not found[2]
            elif depth <= 0:
                after = text[found.end() :]
                if text[at : found.start()].strip():
                    taken.append((number, text[at : found.start()]))
                if after.strip():
                    reader.at -= 1
                    reader.lines[reader.at] = (number, after)
                return taken, True
        if not in_tag:
            taken.append((number, text[at:]))
    return taken, False


def _opening(reader: LineReader) -> str:
    """Return the next line, with those after it up to the end of a tag that goes on over lines."""
    text = reader.next[1].strip()
    for _, more in reader.lines[reader.at + 1 : reader.at + 6] if text.startswith("<") and ">" not in text else ():
        text += " " + more.strip()
        if ">" in more:
            break
    return text


def _without_summary(lines: Lines) -> Lines:
    """Return the lines without the first summary, which may stand over several of them."""
    opened, at = _find(lines, re.compile(r"<summary\b", re.IGNORECASE), 0)
    closed, end = _find(lines, re.compile(r"</summary\s*>", re.IGNORECASE), 1)
    if opened < 0 or closed < opened:
        return lines
    (first, before), (last, after) = lines[opened], lines[closed]
    return [*lines[:opened], (first, before[:at]), (last, after[end:]), *lines[closed + 1 :]]


def _find(lines: Lines, sign: re.Pattern[str], edge: int) -> tuple[int, int]:
    """Return the first line that holds a sign, and the column where that begins (`edge` 0) or ends (1); -1 for none."""
    for index, (_, text) in enumerate(lines):
        if found := sign.search(text):
            return index, found.span()[edge]
    return -1, 0
