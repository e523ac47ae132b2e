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
from builder.pictures.drawing.names import HREFS, SVG
from builder.pictures.drawing.places import HERE, NUMBER, Place, is_empty, is_flat, is_outside, is_tiny, moved

if TYPE_CHECKING:
    from lxml import etree

_WORDS = frozenset(f"{SVG}{name}" for name in ("text", "tspan", "textPath", "style"))
_TEXT = f"{SVG}text"
_DEFINING = frozenset(
    f"{SVG}{name}" for name in "symbol linearGradient radialGradient pattern clipPath mask marker filter".split()
)
"""Elements that are seen only where others refer to them."""

_HIDING = frozenset(
    "display visibility opacity font-size color fill fill-opacity stroke stroke-opacity stroke-width clip-path mask".split()
)
_RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*)\}")
_COMPOUND = re.compile(r"(\*|[A-Za-z]\w*)?((?:[.#][\w-]+)*)")
_CLEAR = re.compile(r"(?i)\s*+(?:none|transparent|#[0-9a-f]{6}0[0-5]|#[0-9a-f]{3}0)\s*+")
_MIXED = re.compile(r"(?i)\s*+[a-z]++\(([^()]*+)\)\s*+")
_AMOUNT = re.compile(rf"(?:calc\()?\s*+({NUMBER})\s*+(%?)[a-z]*+\s*+\)?")
_FAINTEST = 0.02
"""How much of a color is left where people see nothing of it."""

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
    color: str = "black"
    fill: str = "black"
    fill_opacity: str = "1"
    stroke: str = "none"
    stroke_opacity: str = "1"
    stroke_width: str = "1"
    place: Place | None = HERE


def drop_hidden(root: etree._Element) -> None:
    """Remove what nobody sees of a cleaned drawing, whose names are ours (`rename`)."""
    _drop_loose_words(root)
    _drop_unused(root)
    used = {name for element in root.iter("*") for name in _references(element)}
    rules = _Rules(root)
    box = [float(one) for one in re.findall(NUMBER, root.get("viewBox", ""))]
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
        around = above if element.get("id") not in used else _Seen(place=None)
        seen = _seen(element, around, rules)
        if element.tag in _DEFINING or element.tag in {f"{SVG}defs", f"{SVG}svg"}:
            seen = replace(seen, place=None)
        own = _values(element, rules)
        gone = own.get("display", "").strip() == "none" or _is_nothing(own.get("opacity", "1")) or is_empty(element)
        gone = gone or any(_names(own.get(key, "")) & rules.empty for key in ("clip-path", "mask"))
        if not gone and element.tag in _WORDS and element.tag != f"{SVG}style":
            gone = _is_unreadable(element, seen, rules) or is_flat(seen.place) or _is_tiny(element, seen, rules, box)
            gone = gone or (element.tag == f"{SVG}textPath" and not any(element.get(key) for key in HREFS))
        gone = gone or is_outside(element, around.place if element.tag == f"{SVG}svg" else seen.place, seen.size, box)
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
        values.get("color", above.color),
        values.get("fill", above.fill),
        values.get("fill-opacity", above.fill_opacity),
        values.get("stroke", above.stroke),
        values.get("stroke-opacity", above.stroke_opacity),
        values.get("stroke-width", above.stroke_width),
        moved(above.place, element, restless=rules.restless),
    )


def _is_unreadable(element: etree._Element, seen: _Seen, rules: _Rules) -> bool:
    """Say whether the words of a text are hidden, of no size, or of no color, in it and in all parts of it."""
    filled = not _is_clear(seen.fill, seen.color) and not _is_nothing(seen.fill_opacity)
    drawn = not _is_clear(seen.stroke, seen.color) and not _is_nothing(seen.stroke_opacity)
    drawn = drawn and not _is_nothing(seen.stroke_width, 0)
    unseen = seen.visibility in {"hidden", "collapse"} or _is_nothing(seen.size, 0) or not (filled or drawn)
    return unseen and all(
        _is_unreadable(part, _seen(part, seen, rules), rules) for part in element if part.tag in _WORDS
    )


def _is_tiny(element: etree._Element, seen: _Seen, rules: _Rules, box: list[float]) -> bool:
    """Say whether a text and all of its parts are too small to read."""
    return is_tiny(seen.place, seen.size, box) and all(
        _is_tiny(part, _seen(part, seen, rules), rules, box) for part in element if part.tag in _WORDS
    )


def _is_clear(value: str, current: str) -> bool:
    """Say whether nothing is seen of a color; `current`: what `currentColor` is."""
    if value.lower() == "currentcolor":
        value = "black" if current.lower() == "currentcolor" else current
    if len(value) > _LONGEST or _CLEAR.fullmatch(value):
        return len(value) <= _LONGEST
    found = _MIXED.fullmatch(value)
    parts = re.split(r"[,/]", found[1]) if found else []
    return (len(parts) == 4 or (len(parts) == 2 and "/" in value)) and _is_nothing(parts[-1])


def _is_nothing(value: str, most: float = _FAINTEST) -> bool:
    """Say whether an amount, or a share of one, is so small that nothing is seen."""
    found = _AMOUNT.fullmatch(value.strip()) if len(value) <= _LONGEST else None
    return bool(found) and float(found[1]) / (100 if found[2] else 1) <= most  # type: ignore[index]  # it is found


def _names(value: str) -> set[str]:
    return set(re.findall(r"url\(#([\w-]+)", value))


class _Rules:
    """The declarations of a drawing's style rules that may hide something, by what their selectors end in."""

    def __init__(self, root: etree._Element) -> None:
        """Read the style sheets of a cleaned drawing."""
        self.by_key: dict[str, list[tuple[str, _Declared]]] = {}
        self.restless = any("transform" in (style.text or "") for style in root.iter(f"{SVG}style"))
        cutting = root.iter(f"{SVG}clipPath", f"{SVG}mask")
        self.empty = {str(one.get("id")) for one in cutting if all(is_empty(shape) for shape in one)}
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
