"""Parts of a drawing that not every viewer shows, in a form that all do: choices, links, and text written in HTML.

draw.io and Mermaid write labels as HTML inside `foreignObject`, draw.io with a plain label beside it in a `switch`
(w3.org/TR/SVG2, struct.html#ConditionalProcessing), which it shortens. No word may be lost by that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from builder.pictures.drawing.names import HREFS, REFUSED, SVG, XHTML
from builder.pictures.formats import UnsafePicture

if TYPE_CHECKING:
    from lxml import etree

LINKS = "its links lead nowhere any more"
HTML_TEXT = "text in it is written as a page's text (`foreignObject`), and set plainly"
FOR_SOME = "what it shows in some languages alone is left out"
FLOWED = "flowed text in it is left out, as in browsers; in Inkscape: Text, Convert to Text"

_FOREIGN = f"{SVG}foreignObject"
_BLOCKS = {
    f"{XHTML}{name}" for name in ("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "ul", "ol", "br")
}
_SHOWING = ("display", "visibility", "opacity")
_UNREAD = frozenset("style template title head noscript datalist".split())
"""Elements of pages whose text is not shown."""

_CHARACTER = 0.5
"""Width of a character in em, taken broadly, to break lines."""

_LINE = 1.2
_ASCENT = 0.35
"""Line height in em, and how far below its middle a line's baseline lies."""


def resolve_fallbacks(root: etree._Element, changes: dict[str, None]) -> None:
    """Change a tree so that it has neither `switch` nor `foreignObject` nor `a`. Raises UnsafePicture for script in them."""
    for element in root.iter(_FOREIGN, f"{SVG}a"):
        _check(element)
    for choice in list(root.iter(f"{SVG}switch")):
        _choose(choice, changes)
    for some in [one for one in root.iter("*") if _is_for_some(one)]:
        if some.get("systemLanguage") is not None and some.tag != f"{SVG}svg":
            changes[FOR_SOME] = None
        _replace(some, None)
    for foreign in list(root.iter(_FOREIGN)):
        _replace(foreign, None if _is_unseen(foreign) else _plain_text(foreign, changes))
    for link in list(root.iter(f"{SVG}a")):
        if any(key in link.attrib for key in HREFS):
            changes[LINKS] = None
        parent = link.getparent()
        inside = parent is not None and parent.tag in {f"{SVG}text", f"{SVG}tspan", f"{SVG}textPath"}
        link.tag = f"{SVG}tspan" if inside else f"{SVG}g"
        for key in (*HREFS, "type"):
            link.attrib.pop(key, "")
    for flowed in list(root.iter(f"{SVG}flowRoot")):
        if "".join(map(str, flowed.itertext())).strip():
            changes[FLOWED] = None
        _replace(flowed, None)


def _is_for_some(element: etree._Element) -> bool:
    """Say whether an element is shown only to readers of a language, or by programs that know more than SVG."""
    if element.getparent() is None or not str(element.tag).startswith(SVG):
        return False
    extensions = element.get("requiredExtensions")
    return element.get("systemLanguage") is not None or (extensions is not None and extensions != XHTML[1:-1])


def _is_unseen(element: etree._Element) -> bool:
    """Say whether an element of a page is not displayed, and so its words are nobody's to read."""
    styles = dict(re.findall(r"(?<![\w-])([\w-]++)\s*+:\s*([^;]+)", element.get("style", "")))
    shown = {key: styles.get(key, element.get(key, "")).replace("!important", "").strip() for key in _SHOWING}
    return (
        element.get("hidden") is not None
        or str(element.tag).removeprefix(XHTML) in _UNREAD
        or shown["display"] == "none"
        or shown["visibility"] in {"hidden", "collapse"}
        or bool(re.fullmatch(r"0?\.?0+%?", shown["opacity"]))
    )


def _check(element: etree._Element) -> None:
    """Raise UnsafePicture for a link that runs script, and for script and frames in text of pages."""
    for key in HREFS:
        if re.match(r"(?i)[\s\x00-\x1f]*(?:java|vb)?script:|data:|file:", element.get(key, "")):
            raise UnsafePicture("it holds script (`href`)")
    if element.tag != _FOREIGN:
        return
    for inner in element.iter("*"):
        name = str(inner.tag).rpartition("}")[2]
        handlers = [str(key) for key in inner.attrib if str(key).lower().startswith("on")]
        if name in REFUSED or handlers:
            raise UnsafePicture(f"it holds script, or reaches for other files (`{handlers[0] if handlers else name}`)")


def _choose(choice: etree._Element, changes: dict[str, None]) -> None:
    """Make a `switch` a group of the one child that is to be shown."""
    children = [child for child in choice if str(child.tag).startswith(SVG)]
    foreign = [child for child in children if child.tag == _FOREIGN and not child.get("requiredExtensions")]
    able = [
        child
        for child in children
        if child.tag != _FOREIGN and child.find(f".//{_FOREIGN}") is None and not child.get("requiredExtensions")
    ]
    able.sort(key=lambda child: bool(child.get("systemLanguage")))
    chosen = able[0] if able else None
    if foreign and foreign[0] is next(iter(children), None):
        words, shown = "".join(_lines(foreign[0], 0)), _words(chosen) if chosen is not None else ""
        drawn = (chosen is not None and chosen.find(f".//{SVG}image") is not None) or (
            chosen is not None and chosen.tag == f"{SVG}image"
        )
        if not drawn and re.sub(r"\s", "", words) != re.sub(r"\s", "", shown):
            model = chosen if chosen is not None and chosen.tag == f"{SVG}text" else None
            chosen = _plain_text(foreign[0], changes, model)
    for child in list(choice):
        choice.remove(child)
    choice.text = None
    if chosen is not None:
        chosen.tail = None
        for key in ("systemLanguage", "requiredExtensions"):
            chosen.attrib.pop(key, "")
        choice.append(chosen)
    choice.tag = f"{SVG}g"


def _words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _plain_text(
    foreign: etree._Element, changes: dict[str, None], model: etree._Element | None = None
) -> etree._Element | None:
    """Return the words of a `foreignObject` as text, in lines as wide as its box; None when it has none.

    `model` is the label that the drawing itself has in its place: its position and its look are taken.
    """
    from lxml import etree

    style = _styles(foreign)
    size = _px(style.get("font-size", "")) or _px(model.get("font-size", "") if model is not None else "") or 0.0
    drawn = size or 16.0
    width = _px(style.get("width", "")) or _px(foreign.get("width", "")) or _px(style.get("max-width", ""))
    nowrap = "nowrap" in style.get("white-space", "")
    lines = _lines(foreign, 0 if nowrap or not width else max(int(width / drawn / _CHARACTER), 4))
    if not lines:
        return None
    changes[HTML_TEXT] = None
    left = _px(foreign.get("x", "")) + _px(style.get("margin-left", ""))
    top = _px(foreign.get("y", "")) + _px(style.get("padding-top", ""))
    height = _px(style.get("height", "")) or _px(foreign.get("height", ""))
    side = style.get("justify-content", "") + " " + style.get("text-align", "center")
    anchor = (
        "start"
        if re.search(r"flex-start|\bleft", side)
        else "end"
        if re.search(r"flex-end|\bright", side)
        else "middle"
    )
    x = left + {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    place = style.get("align-items", "")
    above = {"start": 0.0, "end": 1.0}.get("start" if "start" in place else "end" if "end" in place else "", 0.5)
    if model is not None:
        x, anchor = _px(model.get("x", "")) or x, model.get("text-anchor", "start")
    tall = drawn * _LINE * len(lines)
    first = top + height * above - tall * above + drawn * (_LINE / 2 + _ASCENT)
    if model is not None and model.get("y"):
        first = _px(model.get("y", "")) - (len(lines) - 1) * drawn * _LINE / 2
    text = etree.Element(f"{SVG}text")
    for key, value in (model.attrib if model is not None else foreign.attrib).items():
        if key not in {"x", "y", "width", "height", "style", "requiredFeatures"} or (
            key == "style" and model is not None
        ):
            text.set(str(key), str(value))
    text.set("text-anchor", anchor)
    if size:
        text.set("font-size", f"{size:g}")
    for key, name in (("color", "fill"), ("font-family", "font-family"), ("font-weight", "font-weight")):
        if key in style and not (model is not None and model.get(name)):
            text.set(name, style[key])
    for number, line in enumerate(lines):
        part = etree.SubElement(text, f"{SVG}tspan", {"x": f"{x:g}", "y": f"{first + number * drawn * _LINE:g}"})
        part.text = line
    return text


def _styles(foreign: etree._Element) -> dict[str, str]:
    """Return the style properties of the boxes around the words: an inner box's own before those of boxes around it."""
    found: dict[str, str] = {}
    for element in foreign.iter("*"):
        for name, value in re.findall(r"(?<![\w-])([\w-]++)\s*+:\s*([^;]+)", element.get("style", "")):
            if name == "font-size" and not _px(value):  # draw.io sets boxes at 0 px to rid them of gaps
                continue
            if (
                name in {"width", "height", "margin-left", "padding-top", "justify-content", "align-items"}
                and name in found
            ):
                continue
            found[name] = value.strip()
    return found


def _lines(foreign: etree._Element, most: int) -> list[str]:
    """Return words in lines of at most `most` characters (0: any number), broken where the page's text begins a line."""
    parts: list[str] = []

    def collect(element: etree._Element) -> None:
        block = element.tag in _BLOCKS
        parts.append("\n" if block else "")
        parts.append(re.sub(r"\s+", " ", str(element.text or "")))
        for child in element:
            if not _is_unseen(child):
                collect(child)
            parts.append(re.sub(r"\s+", " ", str(child.tail or "")))
        parts.append("\n" if block else "")

    collect(foreign)
    lines: list[str] = []
    for paragraph in "".join(parts).split("\n"):
        line = ""
        for word in paragraph.split():
            if line and most and len(line) + 1 + len(word) > most:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        if line:
            lines.append(line)
    return lines


def _px(text: str) -> float:
    found = re.match(r"\s*(-?\d+(?:\.\d+)?)(?:px)?\s*$", text)
    return float(found[1]) if found else 0.0


def _replace(element: etree._Element, by: etree._Element | None) -> None:
    """Put an element in the place of another, or nothing; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if by is None:
        keep_tail(element, parent)
        parent.remove(element)
        return
    by.tail = element.tail
    parent.replace(element, by)


def keep_tail(element: etree._Element, parent: etree._Element) -> None:
    """Move the text after an element that is to be removed to what stands before it."""
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
