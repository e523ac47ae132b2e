"""Layouts of ours drawn in an organization's template: a copy of one of its layouts, with our slots in its content area.

A copy keeps the master, background, title, pictures, footers and colors of its original. Text has the template's fonts and
text color; frames have the text color too, so that their contrast is sufficient.
Rules: ECMA-376-1, 19.3.1.36 (placeholders), 19.3.1.39 (layouts), 21.1.2.4 (list styles).
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from xml.sax.saxutils import quoteattr

from lxml import etree

from builder.core.frozen import replace
from builder.slides.brand.form_rules import RULE, moved, rules_of
from builder.slides.brand.match_layouts import text_slots
from builder.slides.deck.deck import EMU_PER_INCH, EMU_PER_POINT, Box
from builder.slides.deck.layouts import FOOT, LINE_PITCH, Layout, Level, Slot
from builder.slides.deck.numbering import NUMBERINGS
from builder.slides.template.masters import A, P, require

_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
KICKER = round(0.36 * EMU_PER_INCH)
"""Height of the slot `kicker`, EMU."""

SOURCE = round(0.66 * EMU_PER_INCH)
"""Height of the slot `source`, EMU: three lines of 14 pt."""

GAP = EMU_PER_INCH // 12
"""Space between kicker, content and sources, EMU."""

SMALL = 16.0
"""Text of ours up to this size (pt) is not scaled to the template's text size."""

BODY = 24.0
"""Size of body text in our layouts, pt, to which other sizes are in proportion."""

MOST_BODY, MOST = 28.0, 48.0
"""Largest text size of a template (pt) to which ours is scaled, and the largest size that results."""

SHARE = 0.8
"""Text of ours larger than that may have so large a part of its size."""

LEAST = {"right": 0.75, "reason": 0.75}
"""Least heights of slots, inches, where slots below can give room: two lines at the smallest size."""

_FEET = {"ftr", "sldNum", "dt"}
_TITLES = {"title", "ctrTitle"}
_AROUND = {"title", "footer", "number"}
_LINE = round(1.25 * EMU_PER_POINT)
FILLED = 3
"""How many times as wide the frame of a slot is that we fill, such as a right option: the template's paper stays."""


@dataclass(frozen=True, slots=True)
class ContentArea:
    """The area for content of a template's layout, and its text size, pt."""

    box: Box
    size: float


def content_area(layout: Layout, *, tall: bool, height: int) -> ContentArea:
    """Return a layout's content area: around all its placeholders for content. `tall` extends it down to the footers."""
    slots = text_slots(layout) or [slot for slot in layout.slots if slot.kind not in _AROUND]
    left, top = min(slot.box.x for slot in slots), min(slot.box.y for slot in slots)
    right = max(slot.box.x + slot.box.width for slot in slots)
    bottom = max(slot.box.y + slot.box.height for slot in slots)
    if tall:
        # a title slide has a title of the module, and more words beneath it than its designer thought of
        titles = [slot.box for slot in layout.slots if slot.kind == "title"]
        if not any(slot.kind == "picture" for slot in layout.slots) and not layout.decorations:
            left, right = (
                min(left, *(box.x for box in titles), left),
                max(right, *(box.x + box.width for box in titles), right),
            )
        feet = [slot.box.y for slot in layout.slots if slot.kind in {"footer", "number"}]
        below = [slot.box.y for slot in layout.slots if slot.kind == "title" and slot.box.y >= top]
        bottom = max(bottom, min([*feet, *below, round(height * 0.94)]) - EMU_PER_INCH // 20)
    return ContentArea(Box(left, top, right - left, bottom - top), slots[0].levels[0].size)


def slot_boxes(ours: Layout, whole: Layout, theirs: Layout, room: ContentArea, slots: Sequence[Slot]) -> dict[str, Box]:
    """Return boxes for our slots in the content area: kicker above, sources below, the rest as in our layout, in proportion.

    Where the template's layout has exactly as many placeholders for text as we have slots, these keep their columns. `whole` is
    the layout that ours is a variant of: what it takes of that one's height, it takes of the area. Sources that follow the
    content stand right under it.
    """
    names = {slot.name for slot in slots}
    inner = room.box
    boxes: dict[str, Box] = {}
    if "kicker" in names:
        boxes["kicker"] = Box(inner.x, inner.y, inner.width, KICKER)
        inner = Box(inner.x, inner.y + KICKER + GAP, inner.width, inner.height - KICKER - GAP)
    if "source" in names:
        boxes["source"] = Box(inner.x, inner.y + inner.height - SOURCE, inner.width, SOURCE)
        inner = Box(inner.x, inner.y, inner.width, inner.height - SOURCE - GAP)
    rest = [slot for slot in slots if slot.name not in boxes]
    own = text_slots(theirs)
    if len(own) == len(rest) > 1 and all(slot.kind == "text" for slot in rest) and ours.name.endswith("columns"):
        for slot, there in zip(rest, sorted(own, key=lambda slot: slot.box.x), strict=True):
            boxes[slot.name] = Box(there.box.x, inner.y, there.box.width, inner.height)
        return boxes
    rules = rules_of(ours)
    area = _around(
        [slot.box for slot in whole.slots if slot.name in {one.name for one in rest}]
        + [rule.box for rule in rules_of(whole)]
    )
    across, down = inner.width / max(area.width, 1), inner.height / max(area.height, 1)
    for slot in rest:
        box, top = slot.box, round((slot.box.y - area.y) * down)
        high = min(
            round(box.height * down), inner.height - top
        )  # a variant's box may be higher than the one that it varies
        boxes[slot.name] = Box(
            inner.x + round((box.x - area.x) * across), inner.y + top, round(box.width * across), high
        )
    boxes = _with_least(boxes, [slot.name for slot in rest])
    for n, rule in enumerate(rules):
        x, y = round((rule.box.x - area.x) * across), round((rule.box.y - area.y) * down)
        place = Box(inner.x + x, inner.y + y, round(rule.box.width * across), round(rule.box.height * down))
        boxes[f"{RULE}{n}"] = moved(rule, place)
    if "source" in names and next(slot for slot in slots if slot.name == "source").anchor == "top":
        under = max(boxes[slot.name].y + boxes[slot.name].height for slot in rest) + GAP
        box, end = boxes["source"], boxes["source"].y + boxes["source"].height
        boxes["source"] = replace(box, y=min(under, box.y), height=end - min(under, box.y))
    return boxes


def _with_least(boxes: dict[str, Box], names: Sequence[str]) -> dict[str, Box]:
    """Return boxes enlarged to their `LEAST` height, at the cost of the last one."""
    for place, name in enumerate(names[:-1]):
        box, last = boxes[name], boxes[names[-1]]
        more = min(round(LEAST.get(name, 0.0) * EMU_PER_INCH) - box.height, last.height // 2)
        if more <= 0:
            continue
        boxes[name] = replace(box, height=box.height + more)
        for below in names[place + 1 : -1]:
            boxes[below] = replace(boxes[below], y=boxes[below].y + more)
        boxes[names[-1]] = replace(last, y=last.y + more, height=last.height - more)
    return boxes


def draw_layout(
    root: etree._Element,
    name: str,
    ours: Sequence[Slot],
    boxes: dict[str, Box],
    size: float,
    ink: etree._Element | None,
    prompts: dict[str, str],
    rules: Sequence[etree._Element] = (),
) -> etree._Element:
    """Return a copy of a layout part with our slots in place of its own, under another name.

    `size` is that of the template's text, pt; `ink` is the fill of its text, None = the color of text; `prompts` is what empty placeholders say, by kind of slot;
    `rules` are shapes behind them, which get their ids here.
    """
    made = copy.deepcopy(root)
    for attribute in ("type", "matchingName"):
        if attribute in made.attrib:
            del made.attrib[attribute]
    made.set("userDrawn", "1")
    made.set("preserve", "1")
    shown = require(made.find(f"{P}cSld"))
    shown.set("name", name)
    for element in (*made.findall(f"{P}timing"), *shown.findall(f"{P}extLst"), *made.findall(f"{P}extLst")):
        require(element.getparent()).remove(element)
    tree = require(shown.find(f"{P}spTree"))
    style = _remove_placeholders(tree)
    ident = 1 + max(int(element.get("id", "0")) for element in made.iter(f"{P}cNvPr"))
    after = next(n for n, child in enumerate(tree) if _kind(child) in _TITLES) + 1
    taken = {ph.get("idx", "0") for ph in tree.iter(f"{P}ph")}
    for n, given in enumerate(ours):
        clash = str(given.idx) in taken  # LibreOffice numbers feet from 1
        slot = replace(given, idx=next(idx for idx in count(40) if str(idx) not in taken)) if clash else given
        taken.add(str(slot.idx))
        shape = _shape(ident + n, slot, boxes[slot.name], style, size, ink, prompts.get(slot.kind, ""))
        tree.insert(after + n, shape)
    last = 1 + max(int(element.get("id", "0")) for element in made.iter(f"{P}cNvPr"))
    for n, rule in enumerate(rules):  # behind the placeholders
        require(rule.find(f"{P}nvSpPr/{P}cNvPr")).set("id", str(last + n))
        tree.insert(after + n, rule)
    return made


def text_fill(layout: etree._Element, master: etree._Element) -> etree._Element | None:
    """Return the fill of a layout's plain text where it names one: in its own placeholder, its master's, or the master's styles."""
    bodies = [
        shape
        for page in (layout, master)
        for shape in page.iter(f"{P}sp")
        if _kind(shape) in {"", "obj", "body", "subTitle"}
    ]
    styles = [style for shape in bodies if (style := shape.find(f"{P}txBody/{A}lstStyle")) is not None]
    written = master.find(f"{P}txStyles/{P}bodyStyle")
    for style in [*styles, *([written] if written is not None else [])]:
        fill = style.find(f"{A}lvl1pPr/{A}defRPr/{A}solidFill")
        if fill is not None:
            return fill
    return None


def _remove_placeholders(tree: etree._Element) -> etree._Element | None:
    """Remove a layout's own placeholders but title and feet; return the list style of the first that had text."""
    style = None
    for child in list(tree):
        kind = _kind(child)
        if kind is None or kind in _TITLES | _FEET:
            continue
        found = child.find(f"{P}txBody/{A}lstStyle")
        if style is None and kind in {"", "obj", "body", "subTitle"} and found is not None:
            style = found
        tree.remove(child)
    return style


def _kind(shape: etree._Element) -> str | None:
    """Return the type of a placeholder, "" for any content, None for what is no placeholder."""
    ph = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
    if ph is None:
        ph = shape.find(f"{P}nvPicPr/{P}nvPr/{P}ph")
    return None if ph is None else ph.get("type", "")


def _shape(
    ident: int, slot: Slot, box: Box, style: etree._Element | None, size: float, ink: etree._Element | None, prompt: str
) -> etree._Element:
    """Return one of our slots as the XML element of a placeholder."""
    kind = f' type="{slot.type}"' if slot.type not in {"", "subTitle"} else ' type="body"' if slot.type else ""
    frame = slot.line or slot.fill
    fill = (
        '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        if ink is None
        else etree.tostring(ink, encoding="unicode")
    )
    wide = _LINE * FILLED if slot.fill else _LINE
    line = f'<a:ln w="{wide}">{fill}</a:ln>' if frame else ""
    inset = slot.insets
    anchor = {"top": "t", "middle": "ctr", "bottom": "b"}[slot.anchor]
    levels = (
        ""
        if slot.kind in {"picture", "table"}
        else "".join(_level(n, slot, level, style, size, box) for n, level in enumerate(slot.levels, 1))
    )
    text = (
        f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{ident}" name={quoteattr(slot.name)}/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph{kind} sz="quarter" idx="{slot.idx}"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{box.x}" y="{box.y}"/>'
        f'<a:ext cx="{box.width}" cy="{box.height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{line}</p:spPr><p:txBody>'
        f'<a:bodyPr wrap="square" lIns="{inset.left}" tIns="{inset.top}" rIns="{inset.right}" bIns="{inset.bottom}" anchor="{anchor}">'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle>{levels}</a:lstStyle><a:p><a:r><a:rPr/><a:t></a:t></a:r></a:p></p:txBody></p:sp>"
    )
    shape = etree.fromstring(text)
    require(shape.find(f".//{A}t")).text = prompt
    return shape


def _level(n: int, slot: Slot, ours: Level, style: etree._Element | None, size: float, box: Box) -> str:
    """Return one level of a list style: the template's, with our size unless it is plain text, and our kind of bullets.

    A line of it is no higher than its `box`: numerals of steps are large, and areas of some templates low.
    """
    found = style.find(f"{A}lvl{n}pPr") if style is not None else None
    paragraph = copy.deepcopy(found) if found is not None else etree.fromstring(f"<a:lvl{n}pPr {_NS}/>")
    listed = ours.bullet and ours.bullet not in NUMBERINGS
    plain = listed and slot.levels[0].size == BODY and slot.levels[0].bullet
    room = (box.height - slot.insets.top - slot.insets.bottom) / EMU_PER_POINT / LINE_PITCH
    wanted = scaled_size(ours.size, size)
    wanted = max(min(wanted, room // 1), min(wanted, FOOT))
    runs = paragraph.find(f"{A}defRPr")
    if runs is None:
        runs = etree.SubElement(paragraph, f"{A}defRPr")
    if not plain:
        runs.set("sz", str(round(wanted * 100)))
    runs.set("b", str(int(ours.bold)))
    if ours.align == "center":  # under the dot of a scale
        paragraph.set("algn", "ctr")
    if not listed:
        left, hanging = (round(length * wanted / ours.size) for length in (ours.left, ours.hanging))
        paragraph.set("marL", str(left))
        paragraph.set("indent", str(-hanging))
        for tag in (
            "buClrTx",
            "buClr",
            "buSzTx",
            "buSzPct",
            "buSzPts",
            "buFontTx",
            "buFont",
            "buNone",
            "buAutoNum",
            "buChar",
            "buBlip",
        ):
            for bullet in paragraph.findall(f"{A}{tag}"):
                paragraph.remove(bullet)
        kind = NUMBERINGS[ours.bullet].scheme if ours.bullet else ""
        bullet = etree.Element(f"{A}buAutoNum", type=kind) if kind else etree.Element(f"{A}buNone")
        before = [e for e in paragraph if etree.QName(e).localname in {"lnSpc", "spcBef", "spcAft"}]
        paragraph.insert(len(before), bullet)
        if kind:
            paragraph.insert(len(before), etree.Element(f"{A}buSzTx"))
            paragraph.insert(len(before), etree.Element(f"{A}buClrTx"))
    elif not plain:
        left, hanging = (round(length * wanted / ours.size) for length in (ours.left, ours.hanging))
        paragraph.set("marL", str(left))
        paragraph.set("indent", str(-hanging))
    return etree.tostring(paragraph, encoding="unicode")


def scaled_size(ours: float, theirs: float) -> float:
    """Return the size (pt) for text of size `ours` in our layouts, in a template with plain text of size `theirs`."""
    if ours <= SMALL:
        return ours
    most = max(MOST, round(ours * SHARE))
    return max(min(round(ours * min(theirs, MOST_BODY) / BODY), most), min(ours, 18.0))


def _around(boxes: Sequence[Box]) -> Box:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    return Box(left, top, right - left, bottom - top)
