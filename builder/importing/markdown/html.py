"""HTML in Markdown that says how words look, or shows a picture, written as Markdown. What it means is kept; where it stands is not."""

from __future__ import annotations

import html
import re
from functools import partial

from builder.parse.audiences.words import restricting_word
from builder.parse.lines.reader import NumberedLine
from builder.parse.lines.signs.patterns import AROUND, FENCE

_IMAGE = re.compile(r"<img\b(?P<inner>[^<>]*?)/?>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![\w-])([\w-]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_LINK = re.compile(r"<a\b(?P<inner>[^<>]*)>(?P<words>(?:(?!</?a\b).)*)</a\s*>", re.IGNORECASE)
_PAIRS = (
    (re.compile(r"<(b|strong)\b[^<>]*>(?P<words>(?:(?!</?\1\b).)++)</\1\s*>", re.IGNORECASE), "**"),
    (re.compile(r"<(i|em|cite)\b[^<>]*>(?P<words>(?:(?!</?\1\b).)++)</\1\s*>", re.IGNORECASE), "*"),
    (re.compile(r"<(s|del|strike)\b[^<>]*>(?P<words>(?:(?!</?\1\b).)++)</\1\s*>", re.IGNORECASE), "~~"),
    (re.compile(r"<(code|tt|samp)\b[^<>]*>(?P<words>(?:(?!</?\1\b)[^`])++)</\1\s*>", re.IGNORECASE), "`"),
)
_HEADING = re.compile(r"^\s*<h([1-6])\b[^<>]*>(?P<words>.+?)</h\1\s*>\s*$", re.IGNORECASE)
_LAYOUT = re.compile(
    r"</?(p|center|div|span|font|small|big|u|figure|figcaption|section|article|main|header|footer|nobr|wbr|picture|source|hr)\b[^<>]*>",
    re.IGNORECASE,
)
"""Tags that say where and how large something stands. Those that can hide words from readers were read before this."""


_HIDES = re.compile(
    r"\bhidden\b|(?:display|visibility|opacity)\s*:|color\s*:\s*(?:white|transparent|#fff)", re.IGNORECASE
)
_TAG = re.compile(r"<([a-z][a-z0-9]*)\b([^<>]*)>", re.IGNORECASE)


def _hiding(lines: list[NumberedLine]) -> frozenset[str]:
    """Return the names of tags of which one may hide its text: none of that name is taken away, so that our own rules see them."""
    found = set()
    for _, text in lines:
        for tag, inner in _TAG.findall(text):
            words = re.findall(
                r"[\w-]+", " ".join(v for k, v in _values(inner).items() if k in {"class", "id", "role"})
            )
            if _HIDES.search(inner) or any(map(restricting_word, words)):
                found.add(tag.lower())
    return frozenset(found)


def without_html(lines: list[NumberedLine]) -> list[NumberedLine]:
    """Return lines in which pictures, links and emphasis in HTML are Markdown, and tags of layout are gone; code stays."""
    hiding = _hiding(lines)
    out: list[NumberedLine] = []
    fence = ""
    for number, text in lines:
        if mark := FENCE.match(AROUND.sub("", text).strip()):
            fence = "" if fence and mark[1].startswith(fence) and not mark[2] else fence or mark[1]
        if fence or mark or "<" not in text:
            out.append((number, text))
            continue
        shown = "".join(
            part if n % 2 else _markdown(part, hiding) for n, part in enumerate(re.split(r"(`+[^`]*`+)", text))
        )
        if shown.strip() or not text.strip():
            out.append((number, shown))
        else:
            out.append((number, ""))  # a tag was all there was: it ended the paragraph before it
    return out


def _markdown(text: str, hiding: frozenset[str]) -> str:
    if heading := _HEADING.match(text):
        text = f"{'#' * int(heading[1])} {heading['words'].strip()}"
    text = _IMAGE.sub(_picture, text)
    text = text if "a" in hiding else _LINK.sub(_link, text)
    for pattern, sign in _PAIRS:
        text = pattern.sub(partial(_emphasis, sign, hiding), text)
    return _LAYOUT.sub(lambda found: found[0] if found[1].lower() in hiding else "", text)


def _emphasis(sign: str, hiding: frozenset[str], found: re.Match[str]) -> str:
    if found[1].lower() in hiding:
        return found[0]
    words = found["words"] if sign == "`" else found["words"].strip()
    return f"{sign}{words}{sign}" if words else found["words"]


def _values(inner: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(inner)
    return {key.lower(): html.unescape(double or single or bare) for key, double, single, bare in found}


def _picture(found: re.Match[str]) -> str:
    values = _values(found["inner"])
    address = values.get("src", "")
    if not address or re.search(r"[\s()<>]", address):
        address = f"<{address}>" if address and not re.search(r"[<>\n]", address) else ""
    if not address:
        return found[0]
    alt = values.get("alt", values.get("title"))
    braces = "" if alt is None else "{.decorative}" if not alt.strip() else f'{{alt="{_quoted(alt)}"}}'
    return f"![]({address}){braces}"


def _link(found: re.Match[str]) -> str:
    address = _values(found["inner"]).get("href", "")
    if not address or re.search(r"[\s()<>]", address):
        return found["words"]
    return f"[{found['words']}]({address})"


def _quoted(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', "”")
