"""LiaScript: quizzes, what the narrator says, steps of an animation, macros (documented at liascript.github.io).

What a quiz marks as right becomes a right mark, an answer, or stays with the guide: it is never text for participants.
"""

from __future__ import annotations

import re

from builder.parse.dialects.boxes.kinds import Kin
from builder.parse.dialects.translation import Lines, Translation, indent_of
from builder.parse.lines.reader import LineReader
from builder.parse.lines.signs.patterns import DIV, FENCE, HEADING, ITEM, QUOTE, RULE

_SPOKEN = re.compile(r"^\s*--\{\{\s*\d++[^{}]*\}\}--\s*(.*)$")
_STEP = re.compile(r"^\s*\{\{(?:\s*\d+(?:\s*-\s*\d+)?\s*|\s*\|>\s*)\}\}\s*$")
_STARS = re.compile(r"^\s*\*{4,}\s*$")
_OPTION = re.compile(r"^\s*(?:[-*+]\s+)?\[([(\[])([^()\[\]]{0,12})[)\]]\]\s+(.*)$")
_NAME = re.compile(r"\[[(\[]([^()\[\]]*)[)\]]\]")
_HINT = re.compile(r"^\s*\[\[\?\]\]\s*(.*)$")
_ANSWER = re.compile(r"^\s*\[\[((?:(?!\]\]).)+)\]\]\s*$")
_MATRIX = re.compile(r"^\s*\[\s*(?:[\[(][^\])]*[\])]\s*){2,}\]|^\s*\[(?:\s+[(\[][ xX][)\]])+|^\s*\[->\[|^\s*\[\[!\]\]")
_MACRO = re.compile(r"^\s*@[A-Za-z][\w.]*(?:\(.*\)|\s*)$")
_CONTENTS = re.compile(r"(?i)^_?(?:toc|table of contents|contents)_?$")


def read_spoken(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read `--{{1}}--`: the paragraph or block after it is what the narrator says."""
    number, raw = reader.next
    found = _SPOKEN.match(raw)
    if not found:
        return False
    reader.take()
    body = [(number, found[1])] if found[1] else []
    while not body and reader and not reader.next[1].strip():
        reader.take()
    body += _take_block(reader)
    out += translation.div(number, Kin("notes"), translation.translate([(n, text.strip()) for n, text in body]))
    return True


def _take_block(reader: LineReader) -> Lines:
    """Take the lines between two lines of stars, without these; else those up to a blank line."""
    taken: Lines = []
    if reader and _STARS.match(reader.next[1]):
        reader.take()
        while reader and not _STARS.match(reader.next[1]):
            taken.append(reader.take())
        if reader:
            reader.take()
        return taken
    while reader and reader.next[1].strip():
        taken.append(reader.take())
    return taken


def read_step(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read `{{1}}` before what appears at a step: it is shown from the first."""
    number, raw = reader.next
    if not _STEP.match(raw):
        return False
    reader.take()
    translation.name("step", number, f"`{raw.strip()}` has no effect: everything is shown at once", needle=raw.strip())
    if reader and _STARS.match(reader.next[1]):
        out += [(number, ""), *translation.translate(_take_block(reader)), (number, "")]
    return True


def read_macro(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read a line that calls a macro of LiaScript: it is left out, and named."""
    number, raw = reader.next
    if "liascript" not in translation.tools or not _MACRO.match(raw):
        return False
    reader.take()
    name = raw.strip().split("(")[0]
    translation.name(f"macro {name}", number, f"the macro `{raw.strip()[:120]}` is left out", needle=name)
    out.append((number, ""))
    return True


def read_quiz(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read a quiz with its hints and its solution; what is not understood of one is for the guide alone."""
    number, raw = reader.next
    lia = "liascript" in translation.tools
    options, survey = _take_options(reader, lia=lia)
    if options:
        select = "none" if survey else "many" if "[[" in raw else "one"
        if survey:
            places = (_NAME.search(translation.source.line(n)) for n, _ in options)
            names = ", ".join(found[1] for found in places if found)
            message = f"the names of this survey's options are left out: {names}"
            translation.name(f"survey {number}", number, message, "their words stay")
        out += _check(translation, number, out, options, select=select, reader=reader)
        return True
    if found := _ANSWER.match(raw):
        if _CONTENTS.match(found[1].strip()):
            reader.take()
            translation.name(
                "contents", number, "the list of contents is left out: every edition has its own", needle=raw.strip()
            )
            return True
        parts = found[1].split("|")
        if lia and len(parts) > 1 and any(part.strip().startswith("(") for part in parts):
            reader.take()
            shown = [(part.strip(), part.strip().strip("()").strip()) for part in parts]
            options = [(number, f"- [{'x' if part.startswith('(') else ' '}] {words}") for part, words in shown]
            out += _check(translation, number, out, options, select="one", reader=reader)
            return True
        if lia and "[[" not in found[1]:
            reader.take()
            answer = translation.div(number, Kin("answer"), [(number, found[1].strip())])
            out += _check(translation, number, out, answer, select="one", reader=reader)
            return True
    alone = bool(_ANSWER.match(raw)) or bool(_MATRIX.match(raw))
    if not alone and not lia:
        return False
    if not alone and not re.search(r"\[\[[^\[\]]+\]\]|\[\[[^\]]*\|", raw):
        return False
    body = _pop_question(out) if not alone and out and out[-1][1].strip() else []
    while reader and reader.next[1].strip():
        body.append(reader.take())
    message = "this looks like a quiz that cannot be read; it is kept for the guide alone"
    translation.name(f"quiz {number}", number, message, "write `::: check` with `- [x]` and `- [ ]`, or `::: answer`")
    out += translation.div(number, Kin("facilitator"), body, indent=indent_of(body[0][1])[: translation.column])
    return True


def _take_options(reader: LineReader, *, lia: bool) -> tuple[Lines, bool]:
    """Take the options of a quiz, as items with boxes, and say whether it is a survey: names in place of marks.

    Elsewhere than in LiaScript only options with a usual mark are taken.
    """
    options: Lines = []
    marks = set[str]()
    while reader and (found := _OPTION.match(reader.next[1])):
        mark = found[2].strip()
        if mark in {"?", "!"} or not (lia or mark in {"", "x", "X"}):
            break
        marks.add(mark)
        options.append((reader.take()[0], f"- [{'x' if mark in {'X', 'x'} else ' '}] {found[3]}"))
    return options, bool(marks - {""}) and not marks & {"x", "X"}


def _check(
    translation: Translation, number: int, out: Lines, choices: Lines, *, select: str, reader: LineReader
) -> Lines:
    """Return a question: the paragraph before it, its options or answer, then hints and the solution as its answer."""
    question = _pop_question(out)
    hints: Lines = []
    while reader and (found := _HINT.match(reader.next[1])):
        line = reader.take()[0]
        hints.append((line, f"- {found[1]}"))
    solution: Lines = []
    if reader and _STARS.match(reader.next[1]):
        solution = translation.translate([(n, text.strip()) for n, text in _take_block(reader)])
    opening = "::: check" if select == "one" else f"::: {{.check select={select}}}"
    lead, indent = "", ""
    if question and (item := ITEM.match(question[0][1].lstrip())):
        indent = indent_of(question[0][1])
        lead = question[0][1][: len(question[0][1]) - len(item[5] or "")]
        question[0] = (question[0][0], item[5] or "")
        indent = " " * len(lead)
    else:
        indent = indent_of(question[0][1]) if question else " " * translation.column
    width = len(indent_of(question[0][1])) if question and not lead else 0
    rows: Lines = [*((n, text[min(width, len(indent_of(text))) :]) for n, text in question), (number, ""), *choices]
    if hints or solution:
        rows += [(number, ""), *translation.div(number, Kin("answer"), [*hints, (number, ""), *solution])]
    first = (question[0][0] if question else number, (lead or indent) + opening)
    return [
        (number, ""),
        first,
        *((n, indent + text if text else "") for n, text in rows),
        (number, f"{indent}:::"),
        (number, ""),
    ]


def _pop_question(out: Lines) -> Lines:
    """Take what a quiz asks out of the lines: the last paragraph, quote or list item, with code after it; [] when it is none."""
    end = len(out)
    while end and not out[end - 1][1].strip():
        end -= 1
    start = end
    if end and FENCE.match(out[end - 1][1].strip()):
        start = _opening_fence(out, end - 1)
        while start and not out[start - 1][1].strip():
            start -= 1
    quoted = start and QUOTE.match(out[start - 1][1].lstrip())
    while start and out[start - 1][1].strip():
        text = out[start - 1][1].strip()
        if bool(QUOTE.match(text)) != bool(quoted) or (not quoted and _is_block(text)):
            break
        start -= 1
        if ITEM.match(text):
            break
    taken = out[start:end]
    del out[start:]
    if quoted:
        taken = [(n, QUOTE.sub(r"\1", text.lstrip()) if QUOTE.match(text.lstrip()) else text) for n, text in taken]
    return taken


def _opening_fence(out: Lines, closing: int) -> int:
    """Return the index of the line that opens the code which the line at `closing` closes."""
    fence = out[closing][1].strip()
    return next((n for n in range(closing - 1, -1, -1) if out[n][1].strip().startswith(fence)), closing)


def _is_block(text: str) -> bool:
    return any(sign.match(text) for sign in (DIV, FENCE, HEADING, RULE)) or text.startswith(("|", "<", "!["))
