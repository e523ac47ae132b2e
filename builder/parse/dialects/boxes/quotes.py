"""Quotes that are boxes: GitHub's alerts, Obsidian's callouts, and the old style of The Carpentries' lessons."""

from __future__ import annotations

import re

from builder.parse.audiences.words import restricting_word
from builder.parse.dialects.boxes.kinds import KINDS, nearest_kin, of_title
from builder.parse.dialects.boxes.kramdown import ATTRIBUTE_LINE, classes_of
from builder.parse.dialects.translation import Lines, Translation, indent_of, indented
from builder.parse.lines.reader import LineReader
from builder.parse.lines.signs.patterns import QUOTE, starts_block

_ALERT = re.compile(r"^\[!([A-Za-z][\w -]*)\][+-]?[ \t]*(.*?)\s*$")
"""`[!NOTE]` (GitHub: https://docs.github.com/en/get-started/writing-on-github), also with a fold and a title (Obsidian)."""

_HEADING = re.compile(r"^#{1,6}\s+(.*[^\s#])[\s#]*$")

_HEADED = re.compile(
    r"^(challenge|exercise|solution|answer|callout|checklist|discussion|keypoints|key points|objectives|prerequisites"
    r"|prereq|testimonial|instructor|teacher|trainer|facilitator)s?(?: notes?)?\b",
    re.IGNORECASE,
)


def read_quote(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read a quote: a box if its first line or the attributes after it say so, else a quote of translated lines."""
    number, raw = reader.next
    indent = indent_of(raw)
    inner = _take(reader, len(indent.expandtabs(4)))
    at = next((place for place, (_, text) in enumerate(inner) if text.strip()), 0)
    body = inner[at + 1 :]
    if alert := _ALERT.match(inner[at][1].strip()):
        kin = nearest_kin(alert[1].strip().replace(" ", "-"), alert[2])
        out += translation.div(number, kin, indented(translation.translate(body), indent), indent=indent)
        return True
    kind = _kind_after(translation, reader)
    heading = _HEADING.match(inner[at][1].strip())
    if not kind and heading:
        named = _HEADED.match(heading[1])
        kind = named[1].casefold().replace(" ", "-") if named else of_title(heading[1])
        if kind:
            message = f"this quote is read as `{nearest_kin(kind).name}`, by its heading"
            translation.name(
                f"headed quote {kind}", number, message, "write a `:::` div, or take the heading out of the quote"
            )
    if not kind:
        out += [
            (n, f"{indent}> {text}".rstrip(" ") + "  " * text.endswith("  "))
            for n, text in translation.translate(inner)
        ]
        return True
    kin = nearest_kin(kind, heading[1] if heading else "")
    shown = translation.translate(body if heading else inner)
    out += translation.div(number, kin, indented(shown, indent), indent=indent)
    return True


def _take(reader: LineReader, column: int) -> Lines:
    """Take the lines of a quote that stands in `column`, without their signs; lines that go on lazily belong to it."""
    taken: Lines = []
    lazy = False
    while reader:
        number, raw = reader.next
        text = raw.strip()
        if (found := QUOTE.match(raw.lstrip())) and len(indent_of(raw).expandtabs(4)) >= column:
            taken.append((number, found[1]))
            lazy = bool(found[1].strip()) and not found[1].lstrip().startswith(("#", "[!", "```", "~~~", "|"))
        elif lazy and text and not starts_block(text, inside=False) and not ATTRIBUTE_LINE.match(text):
            taken.append((number, text))
        else:
            break
        reader.take()
    return taken


def _kind_after(translation: Translation, reader: LineReader) -> str:
    """Take the line of attributes that follows a quote, and return the name of a box in it, "" for none."""
    if not reader or not (found := ATTRIBUTE_LINE.match(reader.next[1].strip())):
        return ""
    number = reader.take()[0]
    classes = classes_of(found[1])
    known = [name for name in classes if name in KINDS or restricting_word(name)]
    if classes and not known:
        translation.name(
            f"quote {classes[0]}",
            number,
            f"`{classes[0]}` is not a box that is known; its text is a quote",
            needle=classes[0],
        )
    return known[0] if known else ""
