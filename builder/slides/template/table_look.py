"""How a PowerPoint file draws tables, read from its default table style (ECMA-376-1, 20.1.4.2.27)."""

from __future__ import annotations

from builder.slides.deck.deck import EMU_PER_POINT, Insets
from builder.slides.deck.table_look import TableLook
from builder.slides.template.color_scheme import apply_transforms
from builder.slides.template.masters import A, Master, PackageParts
from builder.slides.template.package import Package

CELL_MARGINS = Insets(0, 63_500, 182_880, 63_500)
"""Margins of a table cell, EMU: none on the left, so that text begins at the slide's own left edge; 5 pt above and below."""


def read_own_table_look(package: Package) -> TableLook:
    """Return how a template of ours, with one master, draws tables."""
    main = "ppt/presentation.xml"
    master = package.related_parts(main, "slideMaster")[0].target
    parts = PackageParts(package.parts | package.relationship_parts(main, master))
    return read_table_look(parts, Master(parts, master, parts.xml(main)))


def read_table_look(package: PackageParts, master: Master) -> TableLook:
    """Return how a file draws tables: by its own default table style, when that sets rules under header and rows, and no fills.

    Fills are not known to the slides' PDF, and text that can be read on a layout need not be on them. Otherwise no style
    is used (`style` is ""), and writers draw rules themselves: 2 pt in the color of text under the header, 1 pt in a
    lighter tone of it under every other row.
    """
    ink = master.slot(master.map.get("tx1", "dk1"))
    rows = package.related_parts("ppt/presentation.xml", "tableStyles")
    root = package.xml(rows[0]) if rows else None
    style = next((e for e in root if e.get("styleId") == root.get("def")), None) if root is not None else None
    if style is not None and any(
        len(fill) and fill[0].tag != f"{A}noFill" for fill in style.iter(f"{A}fill", f"{A}fillRef")
    ):
        style = None
    lines = (
        [style.find(f"{A}{part}/{A}tcStyle/{A}tcBdr/{A}bottom/{A}ln") for part in ("firstRow", "wholeTbl")]
        if style is not None
        else []
    )
    if len(lines) == 2 and (header := lines[0]) is not None and (rule := lines[1]) is not None and style is not None:
        colors = [master.color(e.find(f"{A}solidFill")) or ink for e in (header, rule)]
        widths = [int(e.get("w", "12700")) for e in (header, rule)]
        first = style.find(f"{A}firstCol/{A}tcTxStyle")
        bold = first is not None and first.get("b") == "on"
        return TableLook(style.get("styleId", ""), colors[0], widths[0], colors[1], widths[1], CELL_MARGINS, bold)
    return TableLook(
        "",
        ink,
        2 * EMU_PER_POINT,
        apply_transforms(ink, (("lumMod", 50_000), ("lumOff", 50_000))),
        EMU_PER_POINT,
        CELL_MARGINS,
    )
