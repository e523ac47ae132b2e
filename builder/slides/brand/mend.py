"""Layouts of an organization's template in which text could not be read, mended, and what is said about each kind of fault.

Mended are: text too close in color to what is behind it, text smaller than can be read from the last row, feet too. The file's
own colors are used. A layout of ours that stands in one of the template's is told under the name of that one, once for each kind.
Contrast: WCAG 2.2, 1.4.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from builder.core.frozen import replace
from builder.slides.brand.legible import LEAST, SCHEME, least_contrast
from builder.slides.brand.match_layouts import NAMES
from builder.slides.brand.template_faults import TEXT, TemplateFaults, said_of, width_across
from builder.slides.deck.deck import EMU_PER_INCH, Box
from builder.slides.deck.layouts import BODY, FOOT, SMALL_PRINT, TABLE, Layout, Level, Slot
from builder.slides.template.list_styles import with_own_levels
from builder.slides.template.masters import A, P
from builder.slides.template.package import Package
from builder.theme.contrast import contrast

LARGE, LEAST_LARGE = 18.0, 3.0
"""From this size (pt) on, this contrast is enough."""

_FILLS = {"solidFill", "gradFill", "noFill", "pattFill", "blipFill", "grpFill"}

_PLATES = ("lt1", "dk1", "lt2", "dk2")
"""Colors of the scheme that a plate behind text may have."""

_SHORT = {"title", "secHead"}
_SHORT_NAMES = {*NAMES["title"], *NAMES["section"], *NAMES["closing"], "title", "section", "closing"}
"""Types and names of layouts that hold a few words."""

LEAST_ROOM = 0.2
"""Share of a slide that placeholders for text must have, so that a list of some lines fits."""

PARTLY = 0.12
"""Share of a box for text that a shape must cover to be what words of it stand on: boxes are larger than their text."""

_DEEPEST = 3
"""How many levels of lists our slides have at most."""


def layouts_of_ours(own: Sequence[Layout], ours: Iterable[Layout]) -> dict[str, Layout]:
    """Return the parts of a template's layouts whose placeholders stand as those of a layout of ours, with that one: the template was ours, exported."""
    known = {_places(layout): layout for layout in ours}
    return {layout.part: known[_places(layout)] for layout in own if _places(layout) in known}


def _places(layout: Layout) -> frozenset[tuple[str, int, Box]]:
    return frozenset((slot.type, slot.idx, slot.box) for slot in layout.slots if slot.kind in TEXT)


def mend_layouts(
    package: Package,
    every: Sequence[Layout],
    used: Mapping[str, tuple[str, Layout | None]],
    colors: Mapping[str, str],
    faults: TemplateFaults,
) -> bool:
    """Mend the layouts in parts `used`; say whether any was changed.

    `used` has the name that people read for each, and the layout of ours that was drawn there, None for one of the template's
    own. `colors` is the file's scheme. Adds what was mended to `faults`.
    """
    changed = False
    for layout in every:
        if layout.part in used:
            root = etree.fromstring(package.parts[layout.part])
            shown, ours = used[layout.part]
            done = [
                _mend_slot(root, layout, slot, shown, colors, faults, _least_size(slot, ours))
                for slot in layout.slots
                if slot.kind in TEXT
            ]
            if any(done):
                package.parts[layout.part] = etree.tostring(
                    root, xml_declaration=True, encoding="UTF-8", standalone=True
                )
                changed = True
    return changed


def grow_texts(package: Package, every: Iterable[Layout], size: tuple[int, int]) -> dict[str, float]:
    """Make placeholders for text higher, down to what stands below, where they take less than LEAST_ROOM of a slide.

    Returns the parts of these layouts, with the share that they took. Titles, dividers and captions of pictures need no more.
    """
    found: dict[str, float] = {}
    for layout in every:
        texts = [slot for slot in layout.slots if slot.kind == "text" and slot.type in {"", "obj", "body"}]
        share = sum(slot.box.width * slot.box.height for slot in texts) / (size[0] * size[1])
        kinds = {slot.kind for slot in layout.slots}
        short = layout.type in _SHORT or layout.name in _SHORT_NAMES or "picture" in kinds
        if not texts or short or share >= LEAST_ROOM or "title" not in kinds:
            continue
        root = etree.fromstring(package.parts[layout.part])
        low = max(slot.box.y for slot in texts)
        for slot in (one for one in texts if one.box.y + one.box.height > low):
            box, end = slot.box, slot.box.y + slot.box.height
            below = [one.box.y for one in layout.slots if one.box.y >= end and width_across(one.box, box) > 0]
            bottom = min([*below, round(size[1] * 0.94)]) - EMU_PER_INCH // 20
            shape = _shape_of(root, slot)
            if shape is not None and bottom > end:
                _place(shape, replace(box, height=bottom - box.y))
        package.parts[layout.part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        found[layout.part] = share
    return found


def _place(shape: etree._Element, box: Box) -> None:
    """Give a placeholder a box of its own."""
    properties = shape.find(f"{P}spPr")
    if properties is None:
        return
    frame = properties.find(f"{A}xfrm")
    if frame is None:
        frame = etree.Element(f"{A}xfrm")
        properties.insert(0, frame)
    for old in list(frame):
        frame.remove(old)
    etree.SubElement(frame, f"{A}off", x=str(box.x), y=str(box.y))
    etree.SubElement(frame, f"{A}ext", cx=str(box.width), cy=str(box.height))


def _mend_slot(
    root: etree._Element,
    layout: Layout,
    slot: Slot,
    shown: str,
    colors: Mapping[str, str],
    faults: TemplateFaults,
    least: float,
) -> bool:
    """Mend one placeholder, whose text should have `least` pt; say whether it was changed."""
    shape = _shape_of(root, slot)
    if shape is None:
        return False
    papers = papers_behind(layout, slot)
    bad = {n: level for n, level in enumerate(slot.levels, 1) if least_contrast(level.color, papers) < needed(level)}
    deepest = 1 if slot.type == "body" else _DEEPEST  # words beside content are no lists
    small = [n for n, level in enumerate(slot.levels[:deepest], 1) if level.size < least]
    if bad:
        _recolor(shape, slot, layout, shown, bad, colors, faults)
    if small:
        size = slot.levels[small[0] - 1].size
        faults.add("small", shown, size, f"{said_of(slot)} of {size:g} pt")
        for style in with_own_levels(shape, small):
            style.set("sz", str(round(least * 100)))
    return bool(bad or small)


def needed(level: Level) -> float:
    """Return the contrast that text of a level needs to its ground."""
    return LEAST_LARGE if level.size >= LARGE else LEAST


def _least_size(slot: Slot, ours: Layout | None) -> float:
    """Return the least size (pt) of a slot's text; 0 for what is small in our own layout too. `ours` is None for a layout of the template's."""
    if slot.kind in {"footer", "number"}:
        return FOOT
    if slot.kind != "text" or slot.name in SMALL_PRINT or slot.type not in {"", "obj", "body"}:
        return 0.0
    drawn = ours.slot(slot.name) if ours else None
    if ours and drawn is None:  # names are lost in a file
        drawn = next((one for one in ours.slots if (one.type, one.idx) == (slot.type, slot.idx)), None)
    return BODY if drawn is None or min(level.size for level in drawn.levels[:_DEEPEST]) > TABLE else 0.0


def _recolor(
    shape: etree._Element,
    slot: Slot,
    layout: Layout,
    shown: str,
    bad: Mapping[int, Level],
    colors: Mapping[str, str],
    faults: TemplateFaults,
) -> None:
    """Write text in colors of the scheme that can be read, over a plate where none can."""
    papers = papers_behind(layout, slot)
    first = min(bad, key=lambda n: least_contrast(bad[n].color, papers) / needed(bad[n]))
    color, least = bad[first].color, needed(bad[first])
    ratio, paper = min((contrast(color, paper), paper) for paper in papers)
    what = f"{said_of(slot)} of {color} on {paper}, {ratio:.1f}:1 of {least:g}:1"
    inks = {n: nearest(level.color, papers, colors) for n, level in bad.items()}
    if not all(inks.values()):
        plate = _plate(color, papers, colors)
        faults.add("plate", shown, ratio, what)
        _fill(shape, plate)
        ground = (colors[plate],)
        inks = {
            n: nearest(level.color, ground, colors)
            for n, level in enumerate(slot.levels, 1)
            if least_contrast(level.color, ground) < needed(level)
        }
    else:
        faults.add("color", shown, ratio, what)
    for n, ink in inks.items():
        for style in with_own_levels(shape, [n]):
            _paint(style, ink)
    frame = shape.find(f"{P}spPr/{A}ln")
    if frame is not None and slot.line and least_contrast(slot.line, papers) < LEAST_LARGE and inks:
        _paint(frame, next(iter(inks.values())))


def papers_behind(layout: Layout, slot: Slot) -> tuple[str, ...]:
    """Return the colors that a slot's text may stand on, those too of shapes that reach under a part of it."""
    found = layout.behind(slot)
    if slot.fill:
        return found
    box = slot.box
    for shape in layout.decorations:
        down = min(box.y + box.height, shape.box.y + shape.box.height) - max(box.y, shape.box.y)
        covered = max(width_across(box, shape.box), 0) * max(down, 0)
        if not shape.picture and PARTLY * box.width * box.height < covered < box.width * box.height:
            found += tuple(color for color in shape.colors if color not in found)
    return found


def nearest(color: str, papers: Sequence[str], colors: Mapping[str, str]) -> str:
    """Return the name of the scheme's color nearest to `color` that can be read on all papers, "" without one.

    Colors for text come before accents.
    """
    fitting = [name for name in SCHEME if name in colors and least_contrast(colors[name], papers) >= LEAST]
    return min(fitting, key=lambda name: (name.startswith("accent"), _distance(colors[name], color)), default="")


def _plate(color: str, papers: Sequence[str], colors: Mapping[str, str]) -> str:
    """Return the name of the scheme's color for a plate: one on which text keeps its color, if there is one, and nearest to the papers."""
    known = [name for name in _PLATES if name in colors]
    return min(
        known,
        key=lambda name: (
            contrast(color, colors[name]) < LEAST,
            not nearest(color, (colors[name],), colors),
            sum(_distance(colors[name], paper) for paper in papers),
        ),
    )


def _distance(one: str, other: str) -> int:
    return sum((int(one[n : n + 2], 16) - int(other[n : n + 2], 16)) ** 2 for n in (1, 3, 5))


def _shape_of(root: etree._Element, slot: Slot) -> etree._Element | None:
    for shape in root.iter(f"{P}sp"):
        ph = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
        if ph is not None and ph.get("type", "") == slot.type and int(ph.get("idx", "0")) == slot.idx:
            return shape
    return None


def _paint(holder: etree._Element, name: str) -> None:
    """Give a run's style, or a line, a color of the scheme."""
    line = holder.find(f"{A}ln")
    _set_fill(holder, name, 0 if line is None else 1)


def _fill(shape: etree._Element, name: str) -> None:
    """Fill a placeholder with a color of the scheme. Of its properties the geometry comes first (20.1.2.2.35)."""
    properties = shape.find(f"{P}spPr")
    if properties is not None:
        before = [one for one in properties if etree.QName(one).localname in {"xfrm", "custGeom", "prstGeom"}]
        _set_fill(properties, name, len(before))


def _set_fill(holder: etree._Element, name: str, place: int) -> None:
    """Put a color of the scheme at a place among the children of `holder`, instead of any fill (EG_FillProperties, 20.1.8)."""
    for old in [one for one in holder if etree.QName(one).localname in _FILLS]:
        holder.remove(old)
    fill = etree.Element(f"{A}solidFill")
    etree.SubElement(fill, f"{A}schemeClr").set("val", name)
    holder.insert(place, fill)
