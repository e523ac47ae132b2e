"""What of a drawing nobody sees: whoever opens the file would read it, and search engines and screen readers do.

Removed are parts that are not displayed, wholly clear or beside the drawing, text without size or color, definitions that
nothing uses, and words where SVG shows none. Style rules count by CSS's cascade as far as it is plain; in doubt a part stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from builder.core.frozen import dataclass, replace
from builder.pictures.drawing.expansion import referenced_ids
from builder.pictures.drawing.fallbacks import keep_tail
from builder.pictures.drawing.names import SVG

if TYPE_CHECKING:
    from lxml import etree

_WORDS = frozenset(f"{SVG}{name}" for name in ("text", "tspan", "textPath", "style"))
_TEXT = f"{SVG}text"
_DEFINING = frozenset(
    f"{SVG}{name}" for name in "symbol linearGradient radialGradient pattern clipPath mask marker filter".split()
)
"""Elements that are seen only where others refer to them."""

_HIDING = frozenset(
    {"display", "visibility", "opacity", "font-size", "fill", "fill-opacity", "stroke", "stroke-opacity"}
)
_RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*)\}")
_COMPOUND = re.compile(r"(\*|[A-Za-z]\w*)?((?:[.#][\w-]+)*)")
_CLEAR = re.compile(
    r"(?i)(?<!\s)\s*+(?:none|transparent|rgba\([^()]*[,\s/]\s*0?\.?0+%?\s*\)|#[0-9a-f]{6}00|#[0-9a-f]{3}0)\s*"
)
_NOTHING = re.compile(r"(?<!\s)\s*+[+-]?0*\.?0+\s*(?:%|[a-z]{0,4})\s*")
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
UNSEEN_SIGNS = re.compile("[\u202d\u202e\u2060-\u2064\ufff9-\ufffb\U000e0000-\U000e0fff]")
_UNKNOWN = "?"
_LONGEST = 200
"""Most characters of a value that is judged. A longer one, and what it says, stays."""


class _Declared(NamedTuple):
    """A rule's value for a property: its rank among others, and the last part of its selector."""

    rank: tuple[bool, int, int, int, int]
    element: str
    ids: frozenset[str]
    classes: frozenset[str]
    value: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """What an element hands down: whether it is visible, its font size, its colors; where it lies, None when unknown."""

    visibility: str = "visible"
    size: str = "16"
    fill: str = "black"
    fill_opacity: str = "1"
    stroke: str = "none"
    stroke_opacity: str = "1"
    place: tuple[float, float, float, float] | None = (1.0, 1.0, 0.0, 0.0)


def drop_hidden(root: etree._Element) -> None:
    """Remove what nobody sees of a cleaned drawing, whose names are ours (`rename`)."""
    _drop_loose_words(root)
    _drop_unused(root)
    used = {name for element in root.iter("*") for name in _references(element)}
    rules = _Rules(root)
    box = [float(one) for one in re.findall(_NUMBER, root.get("viewBox", ""))]
    _drop_below(root, _seen(root, _Seen() if len(box) == 4 else _Seen(place=None), rules), rules, used, box)
    _drop_unused(root)


def _references(element: etree._Element) -> Iterator[str]:
    """Yield the ids that an element, or the rules of a style sheet, refer to."""
    yield from referenced_ids(element)
    if element.tag == f"{SVG}style":
        yield from re.findall(r"url\(#([\w-]+)", element.text or "")


def drop_ids(root: etree._Element) -> None:
    """Remove ids that nothing in a drawing refers to."""
    used = {name for element in root.iter("*") for name in referenced_ids(element)}
    for style in root.iter(f"{SVG}style"):
        used |= set(re.findall(r"#([\w-]+)", style.text or ""))
    for element in root.iter("*"):
        if element.get("id") not in used:
            element.attrib.pop("id", "")


def _drop_loose_words(root: etree._Element) -> None:
    """Remove characters that stand outside of text elements, and those that nobody sees: tags, overrides of direction."""
    for element in root.iter("*"):
        for part in ("text", "tail"):
            if (words := getattr(element, part)) and UNSEEN_SIGNS.search(words):
                setattr(element, part, UNSEEN_SIGNS.sub("", words))
        if element.tag not in _WORDS and str(element.text or "").strip():
            element.text = None
        parent = element.getparent()
        if str(element.tail or "").strip() and (parent is None or parent.tag not in _WORDS):
            element.tail = None


def _drop_below(parent: etree._Element, above: _Seen, rules: _Rules, used: set[str], box: list[float]) -> None:
    for element in list(parent):
        seen = (
            _seen(element, above, rules) if element.get("id") not in used else _seen(element, _Seen(place=None), rules)
        )
        if element.tag in _DEFINING or element.tag in {f"{SVG}defs", f"{SVG}svg"}:
            seen = replace(seen, place=None)
        own = _values(element, rules)
        gone = own.get("display", "").strip() == "none" or _is_none(_NOTHING, own.get("opacity", "1"))
        if not gone and element.tag in _WORDS and element.tag != f"{SVG}style":
            gone = _is_unreadable(element, seen, rules)
        gone = gone or _is_outside(element, seen, box)
        if gone and not any(one.get("id") in used for one in element.iter("*")):
            keep_tail(element, parent)
            parent.remove(element)
        else:
            _drop_below(element, seen, rules, used, box)


def _seen(element: etree._Element, above: _Seen, rules: _Rules) -> _Seen:
    values = {name: value.strip() for name, value in _values(element, rules).items() if value.strip() != "inherit"}
    return _Seen(
        values.get("visibility", above.visibility),
        values.get("font-size", above.size),
        values.get("fill", above.fill),
        values.get("fill-opacity", above.fill_opacity),
        values.get("stroke", above.stroke),
        values.get("stroke-opacity", above.stroke_opacity),
        _moved(above.place, element),
    )


def _is_unreadable(element: etree._Element, seen: _Seen, rules: _Rules) -> bool:
    """Say whether the words of a text are hidden, of no size, or of no color, in it and in all parts of it."""
    filled = not _is_none(_CLEAR, seen.fill) and not _is_none(_NOTHING, seen.fill_opacity)
    drawn = not _is_none(_CLEAR, seen.stroke) and not _is_none(_NOTHING, seen.stroke_opacity)
    unseen = seen.visibility in {"hidden", "collapse"} or _is_none(_NOTHING, seen.size) or not (filled or drawn)
    return unseen and all(
        _is_unreadable(part, _seen(part, seen, rules), rules) for part in element if part.tag in _WORDS
    )


def _is_none(kind: re.Pattern[str], value: str) -> bool:
    return len(value) <= _LONGEST and bool(kind.fullmatch(value))


def _is_outside(element: etree._Element, seen: _Seen, box: list[float]) -> bool:
    """Say whether a text or picture lies beside the drawing, where its length is not to be measured with a wide margin."""
    if seen.place is None or element.tag not in {_TEXT, f"{SVG}image"}:
        return False
    across, down, right, below = seen.place
    if element.tag == _TEXT:
        if (
            element.find(f".//{SVG}tspan[@x]") is not None
            or element.find(f".//{SVG}tspan[@y]") is not None
            or element.find(f".//{SVG}textPath") is not None
        ):
            return False
        size = _length(seen.size) or 16.0
        reach = size * (2 + len("".join(map(str, element.itertext()))))
        sides = (_length(element.get("x", "0")), _length(element.get("y", "0")))
        if None in sides:
            return False
        x, y, left, top, width, height = sides[0] or 0.0, sides[1] or 0.0, reach, 2 * size, reach, 2 * size
    else:
        numbers = [_length(element.get(key, "0")) for key in ("x", "y", "width", "height")]
        if None in numbers or not (numbers[2] and numbers[3]):
            return False
        x, y, width, height = (one or 0.0 for one in numbers)
        left = top = 0.0
    edges = (
        sorted((right + across * (x - left), right + across * (x + width))),
        sorted((below + down * (y - top), below + down * (y + height))),
    )
    return (
        edges[0][0] > box[0] + 1.5 * box[2]
        or edges[0][1] < box[0] - box[2] / 2
        or edges[1][0] > box[1] + 1.5 * box[3]
        or edges[1][1] < box[1] - box[3] / 2
    )


def _moved(
    place: tuple[float, float, float, float] | None, element: etree._Element
) -> tuple[float, float, float, float] | None:
    """Return how an element's coordinates become the drawing's (scales, then shifts); None when it is turned, or unknown."""
    text = element.get("transform", "")
    if place is None or len(text) > _LONGEST or "transform" in element.get("style", "") or element.get("class"):
        return None
    for name, inner in re.findall(r"\b(\w++)\s*+\(([^()]*)\)", text):
        given = [float(one) for one in re.findall(_NUMBER, inner)]
        if name == "translate" and given:
            step = (1.0, 1.0, given[0], given[1] if len(given) > 1 else 0.0)
        elif name == "scale" and given:
            step = (given[0], given[-1], 0.0, 0.0)
        elif name == "matrix" and len(given) == 6 and given[1] == given[2] == 0:
            step = (given[0], given[3], given[4], given[5])
        else:
            return None
        place = (place[0] * step[0], place[1] * step[1], place[2] + place[0] * step[2], place[3] + place[1] * step[3])
    return place


def _length(text: str) -> float | None:
    found = re.fullmatch(rf"\s*({_NUMBER})(?:px)?\s*", text) if len(text) <= _LONGEST else None
    return float(found[1]) if found else None


class _Rules:
    """The declarations of a drawing's style rules that may hide something, by what their selectors end in."""

    def __init__(self, root: etree._Element) -> None:
        """Read the style sheets of a cleaned drawing."""
        self.by_key: dict[str, list[tuple[str, _Declared]]] = {}
        order = 0
        for style in root.iter(f"{SVG}style"):
            for selectors, body in _RULE.findall(style.text or ""):
                for name, value in re.findall(r"(?<![\w-])([\w-]++)\s*+:\s*([^;]*)", body):
                    order += 1
                    for selector in selectors.split(",") if name in _HIDING else ():
                        key, declared = _declared(selector.strip(), value, order)
                        self.by_key.setdefault(key, []).append((name, declared))

    def of(self, element: etree._Element) -> Iterator[tuple[str, _Declared]]:
        """Yield the declarations that may hold for an element, each with its property."""
        if not self.by_key:
            return
        local, ident, classes = (
            str(element.tag).removeprefix(SVG),
            element.get("id", ""),
            element.get("class", "").split(),
        )
        for key in dict.fromkeys(("*", local, f"#{ident}", *(f".{one}" for one in classes))):
            for name, rule in self.by_key.get(key, ()):
                if rule.element in {"*", local} and rule.ids <= {ident} and rule.classes <= set(classes):
                    yield name, rule


def _declared(selector: str, value: str, order: int) -> tuple[str, _Declared]:
    """Return a rule's value with its rank, and what the last part of its selector asks for; unknown unless that is all of it."""
    last = re.split(r"[\s>+~]", selector)[-1]
    found = _COMPOUND.fullmatch(last)
    names = re.findall(r"([.#])([\w-]+)", found[2] if found else "")
    ids, classes = (frozenset(name for sign, name in names if sign == one) for one in "#.")
    element = (found[1] or "*") if found else "*"
    plain = bool(found) and last == selector
    rank = (
        (value.rstrip().endswith("!important"), 1, len(ids), len(classes), order) if plain else (True, 9, 0, 0, order)
    )
    key = f"#{min(ids)}" if ids else f".{min(classes)}" if classes else element
    return key, _Declared(rank, element, ids, classes, value.replace("!important", "").strip() if plain else _UNKNOWN)


def _values(element: etree._Element, rules: _Rules) -> dict[str, str]:
    """Return an element's own values of what may hide it: its attributes, rules that match it, its style attribute."""
    found: dict[str, tuple[tuple[bool, int, int, int, int], str]] = {
        name: ((False, 0, 0, 0, 0), str(element.get(name))) for name in _HIDING if element.get(name) is not None
    }
    for name, rule in rules.of(element):
        if rule.rank >= found.get(name, (rule.rank, ""))[0]:
            found[name] = (rule.rank, rule.value)
    for name, value in re.findall(r"(?<![\w-])([\w-]++)\s*+:\s*([^;]*)", element.get("style", "")):
        rank = (value.rstrip().endswith("!important"), 5, 0, 0, 0)
        if name in _HIDING and rank >= found.get(name, (rank, ""))[0]:
            found[name] = (rank, value.replace("!important", "").strip())
    return {name: value for name, (_, value) in found.items()}


def _drop_unused(root: etree._Element) -> None:
    """Remove definitions that nothing seen refers to, directly or through others."""
    owners = {str(element.get("id")): element for element in root.iter("*") if element.get("id")}
    home: dict[etree._Element, etree._Element | None] = {root: None}
    for element in root.iter("*"):
        parent = element.getparent()
        if parent is not None:
            defining = element.tag in _DEFINING or parent.tag == f"{SVG}defs"
            home[element] = home[parent] if home[parent] is not None else element if defining else None
    alive: set[etree._Element] = set()
    waiting = [element for element, definition in home.items() if definition is None or element.tag == f"{SVG}style"]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{SVG}style" and (kept := home[element]) is not None:
            alive.add(kept)
        for name in _references(element):
            definition = home[owners[name]] if name in owners else None
            if definition is not None and definition not in alive:
                alive.add(definition)
                waiting += definition.iter("*")
    for definition in dict.fromkeys(one for one in home.values() if one is not None and one not in alive):
        parent = definition.getparent()
        if parent is not None:
            keep_tail(definition, parent)
            parent.remove(definition)
