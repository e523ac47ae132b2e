"""Colors of an organization's template that cannot be read where we use them, and others of its scheme that can.

Text of placeholders has the colors that the organization chose. But links, tables and charts take theirs from the scheme,
which does not know what a layout draws behind them: on a dark picture they are black, or blue on blue. Contrast: WCAG 2.2, 1.4.3.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from builder.core.frozen import replace
from builder.slides.deck.layouts import Layout, Layouts, Slot
from builder.slides.template.masters import A, P, require
from builder.slides.template.package import Package
from builder.theme.contrast import contrast

LEAST = 4.5
SCHEME = ("dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")


def least_contrast(color: str, papers: Sequence[str]) -> float:
    """Return the contrast of a color to the paper that is nearest to it; more than enough where no paper is known."""
    return min((contrast(color, paper) for paper in papers), default=21.0)


def with_legible_links(package: Package, every: Sequence[Layout], colors: dict[str, str]) -> bool:
    """Map links of layouts to a color of the scheme (`dk1` to `accent6`) that can be read there; say whether any was changed.

    The layout's color map does it (ECMA-376-1, 20.1.6.7), so that the deck still follows another theme.
    """
    changed = False
    for layout in every:
        texts = [slot for slot in layout.slots if slot.kind == "text"]
        papers = tuple(dict.fromkeys(paper for slot in texts for paper in layout.behind(slot)))
        if not texts or least_contrast(layout.link, papers) >= LEAST:
            continue
        ink = texts[0].levels[0].color
        known = [name for name in SCHEME if name in colors]
        fitting = [name for name in known if least_contrast(colors[name], papers) >= LEAST]
        fitting.sort(key=lambda name: (not name.startswith("accent"), colors[name] == ink))
        best = fitting[0] if fitting else max(known, key=lambda name: least_contrast(colors[name], papers), default="")
        if best and least_contrast(colors[best], papers) > least_contrast(layout.link, papers):
            _map_links(package, layout.part, best)
            changed = True
    return changed


def _map_links(package: Package, part: str, name: str) -> None:
    """Write a layout's color map with links in the color `name` of the scheme."""
    root = etree.fromstring(package.parts[part])
    holder = root.find(f"{P}clrMapOvr")
    own = holder.find(f"{A}overrideClrMapping") if holder is not None else None
    if own is None:
        master = package.related_parts(part, "slideMaster")[0].target
        above = require(etree.fromstring(package.parts[master]).find(f"{P}clrMap"))
        own = etree.Element(f"{A}overrideClrMapping", {str(key): str(value) for key, value in above.attrib.items()})
    for key in ("hlink", "folHlink"):
        own.set(key, name)
    if holder is None:
        holder = etree.Element(f"{P}clrMapOvr")
        root.insert(list(root).index(require(root.find(f"{P}cSld"))) + 1, holder)
    for old in list(holder):
        holder.remove(old)
    holder.append(own)
    package.parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def with_legible_ink(layout: Layout, layouts: Layouts) -> Layout:
    """Return a layout whose tables and charts are written in a color that can be read, where the one they inherit cannot."""
    text = next((slot.levels[0].color for slot in layout.slots if slot.kind == "text"), "")
    return replace(layout, slots=tuple(_with_ink(slot, layout, text, layouts.colors) for slot in layout.slots))


def _with_ink(slot: Slot, layout: Layout, text: str, colors: dict[str, str]) -> Slot:
    if slot.kind not in {"table", "chart"}:
        return slot
    papers = layout.behind(slot)
    # programs differ in what wins in tables: the file's default text style, or the scheme's color of text
    inherited = {layout.text, *(level.color for level in slot.levels)} - {""}
    if all(least_contrast(color, papers) >= LEAST for color in inherited):
        return slot
    choices = [one for one in (text, colors.get("lt1"), colors.get("dk1")) if one]
    ink = max(choices, key=lambda color: min(least_contrast(color, papers), LEAST))
    return replace(slot, ink=ink, levels=tuple(replace(level, color=ink) for level in slot.levels))
