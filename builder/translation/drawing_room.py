"""How wide the words in a drawing may be: to the edge of the shape that they stand in, and to whatever stands beside them.

Where they have a shape to themselves, they may stand on two lines.

Widths are estimates, in the drawing's own units: which font a page or slide will set the words in is not known here.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from html import unescape

from builder.core.frozen import dataclass, replace

TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w:-]*+)(?P<attributes>[^<>]*+)>|<[!?][^<>]*+>")
_ATTRIBUTE = re.compile(r"(?<![\w:-])([\w:-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

FONT_SIZE = 16.0
"""Size of text that says none (SVG 2, 11.2; CSS's `medium`)."""

HALF_LINE = 0.56
"""How far each of two lines is from where one line stood, as a share of the size of the words."""

_BOLD = 600
_GROUND = 0.6
"""Share of a drawing from which on a shape is its ground, and no frame of words."""

_SAFE = 0.95
"""Share of the room that is used, because widths are estimates."""

_WIDTHS = ((0.28, "iljI.,;:'’|!· "), (0.37, "ftr()[]-/"), (0.84, "mw"), (0.9, "MW@%—"))
_LETTER = {letter: width for width, letters in _WIDTHS for letter in letters}
_UPPER, _OTHER, _WIDE = 0.68, 0.56, 1.0


@dataclass(frozen=True)
class Room:
    """By how much each piece of words may grow; and for one piece, where it stands, and how wide it may be on two lines (0: it may not)."""

    spare: float = 0.0
    x: float = 0.0
    y: float = 0.0
    on_two_lines: float = 0.0


def estimated_width(text: str) -> float:
    """Return about how wide a text is, in ems."""
    width = 0.0
    for sign in text:
        if unicodedata.east_asian_width(sign) in "WF":
            width += _WIDE
        elif not unicodedata.combining(sign):
            base = unicodedata.normalize("NFD", sign)[0]
            width += _LETTER.get(base, _UPPER if base.isupper() else _OTHER)
    return width


@dataclass(frozen=True)
class _Box:
    """What an element covers; `is_round` for a circle or an ellipse, `is_frame` for a shape that words may stand in."""

    left: float
    top: float
    right: float
    bottom: float
    is_round: bool = False
    is_frame: bool = False

    def holds(self, x: float, y: float) -> bool:
        return self.left < x < self.right and self.top < y < self.bottom

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.bottom - self.top)

    def span(self, top: float, bottom: float) -> tuple[float, float]:
        """Return from where to where it is wide between two heights."""
        if not self.is_round:
            return self.left, self.right
        middle, half = (self.top + self.bottom) / 2, (self.bottom - self.top) / 2
        off = min(max(abs(top - middle), abs(bottom - middle)) / half, 1.0) if half else 1.0
        across = (self.right - self.left) / 2 * math.sqrt(1 - off * off)
        center = (self.left + self.right) / 2
        return center - across, center + across


@dataclass(frozen=True)
class _Words:
    """A `<text>`: its place, its size, the width of its words, "start", "middle" or "end"."""

    x: float
    y: float
    size: float
    anchor: str
    width: float = 0.0
    pieces: int = 0
    is_known: bool = True
    bold: float = 1.0
    lines: int = 1

    @property
    def box(self) -> _Box:
        left = self.x - {"middle": self.width / 2, "end": self.width}.get(self.anchor, 0.0)
        more = (self.lines - 1) * HALF_LINE
        return _Box(left, self.y - (0.8 + more) * self.size, left + self.width, self.y + (0.25 + more) * self.size)


def rooms(svg: str) -> list[Room]:
    """Return the room of each `<text>` of a drawing, by texts in order; none where it is not known."""
    texts, boxes = _read(svg)
    found = re.search(r"viewBox\s*=\s*[\"']\s*([^\"']*)", svg)
    numbers = [float(one) for one in _NUMBER.findall(found[1])] if found else []
    if len(numbers) != 4:  # left, top, width, height
        return [Room()] * len(texts)
    left, top, width, height = numbers
    whole = _Box(left, top, left + width, top + height)
    boxes = [box for box in boxes if box.area < _GROUND * whole.area]
    return [
        Room(
            max(_room(one, texts, boxes, whole) - one.width, 0.0) / max(one.pieces, 1),
            one.x,
            one.y,
            _room(replace(one, lines=2), texts, boxes, whole) / one.bold if one.pieces == 1 else 0.0,
        )
        if one.is_known
        else Room()
        for one in texts
    ]


def _room(words: _Words, texts: list[_Words], boxes: list[_Box], whole: _Box) -> float:
    """Return how wide words may be between what stands beside them. Other words may grow as well, so half of what is between is theirs."""
    own = words.box
    around = [box for box in boxes if box.is_frame and box.holds(words.x, words.y - 0.3 * words.size)]
    frame = min(around, key=lambda box: box.area, default=whole)
    pad = 0.3 * words.size
    if words.lines > 1 and (frame is whole or own.top < frame.top or own.bottom > frame.bottom):
        return 0.0
    low, high = frame.span(own.top, own.bottom)
    low, high = low + pad, high - pad
    beside = [(other.box, other.anchor) for other in texts if other != replace(words, lines=1)]
    for box, anchor in (*beside, *((box, "") for box in boxes if box not in around)):
        if box.bottom <= own.top or box.top >= own.bottom:
            continue
        if box.right <= own.left + pad:
            grows = (own.left - box.right) / 2 if anchor in {"start", "middle"} else 0
            low = max(low, box.right + max(pad, grows))
        elif box.left >= own.right - pad:
            grows = (box.left - own.right) / 2 if anchor in {"end", "middle"} else 0
            high = min(high, box.left - max(pad, grows))
        else:  # it is drawn over already: what it may cover is not known
            return 0.0
    match words.anchor:
        case "middle":
            room = 2 * min(words.x - low, high - words.x)
        case "end":
            room = words.x - low
        case _:
            room = high - words.x
    return max(room * _SAFE, 0.0)


def _read(svg: str) -> tuple[list[_Words], list[_Box]]:
    """Return the texts and the shapes of a drawing, as far as their places are plain numbers."""
    texts: list[_Words] = []
    boxes: list[_Box] = []
    stack: list[dict[str, str]] = [{}]
    depth = at = 0
    for tag in TAG.finditer(svg):
        if depth and texts:
            weight = stack[-1].get("font-weight", "")
            bold = 1.06 if weight == "bold" or (weight.isdecimal() and int(weight) >= _BOLD) else 1.0
            size = _number(stack[-1].get("font-size"), texts[-1].size)
            words = " ".join(unescape(svg[at : tag.start()]).split())
            wide = texts[-1].width + estimated_width(words) * size * bold
            pieces = texts[-1].pieces + bool(words)
            texts[-1] = replace(texts[-1], width=wide, pieces=pieces, bold=bold if words else texts[-1].bold)
        at = tag.end()
        if tag["close"]:
            stack[1:] = stack[1:-1]
            depth -= depth > 0
            continue
        if tag["name"] is None:
            continue
        given = {name: double or single for name, double, single in _ATTRIBUTE.findall(tag["attributes"])}
        every = {**{name: stack[-1][name] for name in _INHERITED if name in stack[-1]}, **given}
        empty = tag["attributes"].endswith("/")
        if tag["name"] == "text" and not empty:
            texts.append(_text(every, given))
        else:
            boxes += _boxes(tag["name"], every)
        if not empty:
            stack.append(every)
            depth += depth > 0 or tag["name"] == "text"
    return texts, boxes


_INHERITED = ("font-size", "font-weight", "text-anchor", "transform")


def _text(every: dict[str, str], given: dict[str, str]) -> _Words:
    known = (
        "transform" not in every and "style" not in given and all(_is_number(given.get(name)) for name in ("x", "y"))
    )
    size = _number(every.get("font-size"), FONT_SIZE)
    return _Words(
        _number(given.get("x")), _number(given.get("y")), size, every.get("text-anchor", "start"), is_known=known
    )


def _boxes(name: str, every: dict[str, str]) -> Iterator[_Box]:
    value = {key: _number(text) for key, text in every.items()}

    def of(key: str) -> float:
        return value.get(key, 0.0)

    if "transform" in every:
        return
    edge = of("stroke-width") / 2
    match name:
        case "rect":
            left, top = of("x"), of("y")
            right, bottom = left + of("width"), top + of("height")
            yield _Box(left + edge, top + edge, right - edge, bottom - edge, is_frame=True)
        case "circle" | "ellipse":
            across, down = of("rx") or of("r"), of("ry") or of("r")
            x, y = of("cx"), of("cy")
            yield _Box(x - across + edge, y - down + edge, x + across - edge, y + down - edge, True, True)  # noqa: FBT003  # round, a frame
        case "line":
            left, right = sorted((of("x1"), of("x2")))
            top, bottom = sorted((of("y1"), of("y2")))
            yield _Box(left - edge, top - edge, right + edge, bottom + edge)
        case "path" | "polygon" | "polyline":
            points = [float(one) for one in _NUMBER.findall(every.get("d", every.get("points", "")))]
            if len(points) > 1 and not re.search(r"[a-yAHV]", every.get("d", "")):  # else they are no points
                xs, ys = points[::2], points[1::2]
                yield _Box(min(xs) - edge, min(ys) - edge, max(xs) + edge, max(ys) + edge)
        case _:
            return


def _is_number(text: str | None) -> bool:
    return bool(text and re.fullmatch(r"\s*-?\d+(?:\.\d+)?(?:px)?\s*", text))


def _number(text: str | None, default: float = 0.0) -> float:
    return float(text.strip().removesuffix("px")) if text and _is_number(text) else default
