"""Words for who sees a text, and cues of a script, where they have no effect: in running text, as Python-Markdown left it."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from builder.core.frozen import dataclass
from builder.core.problems import ProblemCode
from builder.model.cues import CUES
from builder.parse.audiences.words import is_listed, restricting_word
from builder.parse.divs.vocabulary import AUDIENCES, RESTRICTING, known_name
from builder.parse.inlines.attributes import Attributes, read_attributes
from builder.parse.stamps import STAMP, line_of

_ATTRIBUTES = "data-attributes"
_WORDED = frozenset({"alt", "fig-alt", "title", "lang", "dir", "width", "height", "caption", "rel", "style"})
"""Attributes whose values are words of the text, or about its looks."""

_NAMES = "|".join(CUES)
_CUE = re.compile(
    rf"^[\W_]*(?:{_NAMES})\s*(?:\([^()]{{0,40}}\)\s*)?(?:[:\ufe55\u2236\])}}]|[-–—]\s)"
    rf"|[.!?…][\"”’)]*\s+(?:{_NAMES})\s*[:\ufe55\u2236]"
)
_SIGNS = re.compile(
    f"[{{\uff01-\uff5e]|::|{_NAMES}|(?:^|[{STAMP.pattern[1:-1]}\n])[^\\w\\s{STAMP.pattern[1:-1]}]{{2}}|\\[[^\\W\\d_]"
)
"""What is in every text that has a fault; most have nothing of it."""
_BRACES = re.compile(r"\{([^{}]{1,200})\}")
_WORD = re.compile(r"([.#=:\"'“‘]?)(?<!\s)\s*+([^\W\d_][\w-]*)")
_COLONS = re.compile(r"(?<![:\uff1a])[:\uff1a]{3,}+\s*+\{?\s*+\.?([^\W\d_][\w-]*)")
_ALONE = re.compile(
    r"^[^\w\s]{2,}+\s*+([^\W\d_][\w-]*+)\s*+[^\w\s]*$|^\[/?([^\W\d_][\w-]*)\]$|(?:\{[{%][<%]?\s*+/?|\\begin\{)\s*([^\W\d_][\w-]*)"
)
"""A line of signs and one word, and the tags of other tools: `+++ answer`, `[hidden]`, `{% solution %}`, `{{< notes >}}`."""
_VALUES = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


@dataclass(frozen=True, slots=True)
class TextFault:
    """A fault in line `line` at the words `needle`, as a problem has it."""

    code: ProblemCode
    line: int
    needle: str
    message: str
    hint: str


def misplaced_word(attributes: Attributes, *, exact: bool = False) -> str:
    """Return the class or value that says who may see a text, "" if there is none. `exact`: classes may be languages."""
    for name in attributes.classes:
        word = is_listed(name) if exact else restricting_word(name) not in {"", "check"}
        if word or known_name(name) in RESTRICTING:
            return name
    for key, value in attributes.values.items():
        given = value.strip().casefold()
        if (key == "audience" and (given not in AUDIENCES or AUDIENCES[given])) or (
            key not in {*_WORDED, "audience"} and is_listed(value)
        ):
            return value
    return ""


def misplaced(word: str, line: int) -> TextFault:
    """Return the fault of a word for who sees a text that has no effect where it stands."""
    known = known_name(word) or restricting_word(word) or "facilitator"
    name = known if known in RESTRICTING else "facilitator"
    message = f"`{word}` has no effect here; the text is kept for the guide alone"
    return TextFault(
        ProblemCode.AUDIENCE_WITHOUT_EFFECT, line, word, message, f"put the text into a block, `::: {name}`"
    )


def faults_in(element: ET.Element, line: int) -> Iterator[TextFault]:
    """Yield the faults in the running text of an element that begins in `line`, without that of code."""
    marked = len(element) and any(inner.get(_ATTRIBUTES) or inner.tag == "dropped" for inner in element.iter())
    if not marked and not _SIGNS.search("".join(element.itertext())):
        return
    lines: list[tuple[int, list[str]]] = [(line, [])]
    for inner in _texts(element, lines):
        at = lines[-1][0]
        if braces := inner.get(_ATTRIBUTES):
            word = misplaced_word(read_attributes(braces) or Attributes(), exact=inner.tag == "code")
            if word:
                yield misplaced(word, at)
        elif inner.tag == "dropped" and (word := _word_of_tag(inner.get("tag", ""))):
            yield misplaced(word, at)
    for number, pieces in lines:
        text = "".join(pieces)
        yield from _faults_of_line(text if text.isascii() else unicodedata.normalize("NFKC", text), number)


def first_line(element: ET.Element) -> int:
    """Return the line in which the text of an element begins, 1 if it has none."""
    found = STAMP.search("".join(element.itertext()))
    return line_of(found[0]) if found else 1


def opening_tag(element: ET.Element) -> str:
    """Return the name of the first HTML element in an element that is left out, "" if there is none."""
    tags = (inner.get("tag", "") for inner in element.iter("dropped"))
    return next((found[1].lower() for tag in tags if (found := re.match(r"<([\w-]+)", tag))), "")


def closes_tag(element: ET.Element, name: str) -> bool:
    """Say whether the end of an HTML element stands in an element."""
    return any(inner.get("tag", "").lower().startswith(f"</{name}") for inner in element.iter("dropped"))


def _texts(element: ET.Element, lines: list[tuple[int, list[str]]]) -> Iterator[ET.Element]:
    """Add the text of an element to `lines`, a line of the source each, and yield each element inside where it stands."""
    _add(lines, element.text)
    for child in element:
        if child.tag == "milestone":
            continue
        yield child
        if child.tag == "code":
            _add(lines, "\ufffc")
        else:
            yield from _texts(child, lines)
        _add(lines, child.tail)


def _add(lines: list[tuple[int, list[str]]], text: str | None) -> None:
    if not text:
        return
    for piece in re.split(f"({STAMP.pattern})", text):
        if STAMP.fullmatch(piece):
            lines.append((line_of(piece), []))
        elif piece:
            lines[-1][1].append(piece)


def _word_of_tag(tag: str) -> str:
    """Return the word for who sees a text in an HTML tag, such as `<span class="answer">`."""
    if re.search(r"\shidden\b", tag, re.IGNORECASE):
        return "hidden"
    name = re.match(r"<([\w-]+)", tag)
    if name and is_listed(name[1]):
        return name[1]
    words = (word for found in _VALUES.findall(tag) for value in found for word in value.split())
    return next((word for word in words if is_listed(word)), "")


def _faults_of_line(text: str, line: int) -> Iterator[TextFault]:
    found = _ALONE.search(text)
    if found and is_listed(word := found[1] or found[2] or found[3]):
        yield misplaced(word, line)
    if found := _CUE.search(text):
        cue = found[0].strip(' .!?…"”’)')
        message = f"`{cue}` begins a line of the script, and stands outside the notes; it is kept for the guide alone"
        yield TextFault(ProblemCode.SCRIPT_OUTSIDE_NOTES, line, cue, message, "put the script into `::: notes`")
    for found in _BRACES.finditer(text) if "{" in text else ():
        inner = found[1].strip()
        for sign, word in _WORD.findall(inner):
            if (sign or word == inner) and (
                is_listed(word) if sign else restricting_word(word) in {"facilitator", "notes"}
            ):
                yield misplaced(word, line)
                break
    for found in _COLONS.finditer(text) if "::" in text else ():
        if known_name(found[1]) in {*RESTRICTING, "check"} or restricting_word(found[1]):
            yield misplaced(found[1], line)
