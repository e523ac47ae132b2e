"""Slides of reveal.js and remark: the speaker's notes, what divides slides, and properties of a slide.

https://revealjs.com/markdown/ and https://github.com/gnab/remark/wiki/Markdown
"""

from __future__ import annotations

import re

from builder.parse.dialects.boxes.kinds import Kin, hiding_kin
from builder.parse.dialects.recognize import GUESSED
from builder.parse.dialects.translation import Lines, Translation, indent_of
from builder.parse.lines.reader import LineReader
from builder.parse.lines.signs.patterns import FENCE, HEADING, RULE

_NOTE = re.compile(r"^\s*notes?:[ \t]*(.*?)\s*$", re.IGNORECASE)
_PROPERTY = re.compile(
    r"^(class|name|template|layout|background-\w+|background|count|exclude|continued|background-image):[ \t]*(.*?)\s*$"
)
_HIDDEN = re.compile(r"""<!--\s*\.slide:[^>]*visibility\s*=\s*["']?hidden""")
_HIDDEN_MARK = "%%hidden-slide%%"
_CLASS = re.compile(r"^\s*((?:\.[A-Za-z][\w-]*)+)\[\s*$")
_SECTION = re.compile(
    r"""^(?:(<section\b(?![^>]*(?:hidden|class\s*=\s*["']?(?:notes|speaker|instructor))))[^>]*>"""
    r"|</section\s*>|</?(?:textarea|script)\b[^>]*(?:template|markdown)[^>]*>|</(?:textarea|script)\s*>)$"
)
_DIVIDER = re.compile(r"^-{2}\s*$")


def _take_slide(reader: LineReader, *, headings: bool) -> Lines:
    """Take the lines up to the end of the slide, which a heading also is if `headings`; code is taken whole."""
    taken: Lines = []
    fence = ""
    while reader:
        number, raw = reader.next
        text = raw.strip()
        if found := FENCE.match(text):
            fence = "" if fence and found[1].startswith(fence) and not found[2] else fence or found[1]
        if not fence and (RULE.match(text) or _DIVIDER.match(text) or (headings and HEADING.match(text))):
            break
        if not fence and text.startswith(("</section", "</script", "</textarea")):
            break
        taken.append((number, raw))
        reader.take()
    while taken and not taken[-1][1].strip():
        taken.pop()
    return taken


def read_note(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read `Note:` in a file of reveal.js: the rest of the slide is the speaker's; elsewhere it is text, and named."""
    number, raw = reader.next
    found = _NOTE.match(raw)
    if not found:
        return False
    if "reveal" not in translation.tools:
        if not out or not out[-1][1].strip():
            message = f"`{raw.split(':')[0].strip()}:` is text that everyone reads"
            hint = "for a box write `::: note`; for the facilitator alone write `::: notes`"
            translation.name("Note:", number, message, hint, needle=raw.split(":")[0].strip())
        return False
    reader.take()
    if GUESSED in translation.tools:
        message = "`Note:` begins the speaker's notes in reveal.js: the rest of the slide is for the facilitator alone"
        translation.name("Note:", number, message, "write `::: notes`, or `::: note` for a box that everyone reads")
    first = [(number, found[1])] if found[1] else []
    body = [*first, *_dedented(_take_slide(reader, headings=False), len(indent_of(raw)))]
    out += translation.div(number, Kin("notes"), translation.translate(body))
    return True


def _dedented(lines: Lines, width: int) -> Lines:
    """Return lines without the indentation of the mark before them: notes end the list or box in which they begin."""
    return [(number, text[min(width, len(indent_of(text))) :]) for number, text in lines]


def read_notes_mark(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read remark's `???`: the rest of the slide is the presenter's. In other files it ends with the topic, and is named."""
    number, raw = reader.next
    if raw.strip() != "???":
        return False
    reader.take()
    known = "remark" in translation.tools
    body = _dedented(_take_slide(reader, headings=not known), len(indent_of(raw)))
    if not known:
        message = (
            "`???` begins notes in remark: what follows, up to the next slide or heading, is for the facilitator alone"
        )
        translation.name("???", number, message, "write `::: notes` and `:::` around it")
    out += translation.div(number, Kin("notes"), translation.translate(body))
    return True


def read_section(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read the tags around slides in a file of reveal.js: each section is a slide, the elements in it are none of ours."""
    number, raw = reader.next
    found = _SECTION.match(raw.strip())
    if not found or "reveal" not in translation.tools:
        return False
    reader.take()
    if raw.strip().startswith(("<textarea", "<script")):
        taken: Lines = []
        while reader and not re.match(r"\s*</(?:textarea|script)\s*>", reader.next[1]):
            taken.append(reader.take())
        width = min((len(indent_of(text)) for _, text in taken if text.strip()), default=0)
        out += [(number, ""), *translation.translate([(n, text[width:]) for n, text in taken]), (number, "")]
        return True
    begun = any(text.strip() for _, text in out) and out[-1][1] != "---"
    out += [(number, ""), (number, "---")] if found[1] and begun else [(number, "")]
    return True


def read_divider(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read a line of two dashes: in reveal.js it divides slides, in remark the steps of one slide."""
    number, raw = reader.next
    if not _DIVIDER.match(raw) or not translation.tools & {"reveal", "remark"}:
        return False
    reader.take()
    out += [(number, ""), (number, "---"), (number, "")] if "reveal" in translation.tools else [(number, "")]
    return True


def read_properties(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read the properties at the head of a slide of remark; a slide that it leaves out is for the facilitator alone."""
    if "remark" not in translation.tools:
        return False
    place = len(out) - 1
    while place >= 0 and not out[place][1].strip():
        place -= 1
    at_head = place < 0 or bool(RULE.match(out[place][1].strip())) or translation.in_properties == reader.next[0]
    found = _PROPERTY.match(reader.next[1])
    if not at_head or not found:
        return False
    number = reader.take()[0]
    translation.in_properties = number + 1
    if found[1] == "exclude" and found[2] == "true":
        out += translation.div(number, Kin("facilitator"), translation.translate(_take_slide(reader, headings=False)))
    elif found[1] not in {"count", "continued"}:
        translation.name(
            "properties",
            number,
            f"`{found[1]}: {found[2]}` has no effect: properties of remark's slides are not read",
            needle=found[0],
        )
    return True


def mark_hidden_slides(lines: Lines) -> Lines:
    """Return lines in which a slide that a comment of reveal.js hides begins with a mark of its own, see `read_hidden`."""
    return [(number, _HIDDEN_MARK if _HIDDEN.search(text) else text) for number, text in lines]


def read_hidden(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read a slide that is hidden in reveal.js: the rest of it is for the guide alone."""
    number, raw = reader.next
    if raw.strip() != _HIDDEN_MARK:
        return False
    reader.take()
    message = "a slide that reveal.js hides is kept for the guide alone"
    translation.name("hidden slide", number, message, "delete it if nobody needs it")
    out += translation.div(number, Kin("facilitator"), translation.translate(_take_slide(reader, headings=False)))
    return True


def read_class(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read `.class[` of remark with the lines up to its `]`: what is in it is shown, unless its class says otherwise."""
    number, raw = reader.next
    found = _CLASS.match(raw)
    hidden = next(filter(None, map(hiding_kin, filter(None, found[1].split(".")))), None) if found else None
    if not found or not (hidden or "remark" in translation.tools):
        return False
    reader.take()
    depth, taken = 1, Lines()
    while reader and depth:
        line, text = reader.take()
        depth += bool(_CLASS.match(text)) - (text.strip() == "]")
        taken += [(line, text)] if depth else []
    body = translation.translate(taken)
    out += translation.div(number, hidden, body) if hidden else [(number, ""), *body, (number, "")]
    return True
