"""Looks of slides that a theme chooses, laid over layouts.yml: looks.yml says what each changes.

A look changes boxes, colors, alignment and decorations. It adds no slot and takes none away, so that words go where they go
under every theme.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from builder.core.yaml_text import overlay


def with_looks(rows: dict[str, Any], changes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what layouts.yml says with each of the `changes` laid over it, in order."""
    for change in changes:
        grids = overlay(rows["grids"], change.get("grids", {}))
        pieces = overlay(rows["pieces"], change.get("pieces", {}))
        slots = overlay(rows["slots"], change.get("slots", {}))
        layouts = list(_changed(rows["layouts"], change.get("layouts", {})))
        everywhere = change.get("everywhere", [])
        rows = {
            **rows,
            "slots": slots,
            "grids": grids,
            "pieces": pieces,
            "layouts": list(_decorated(layouts, everywhere)),
        }
    return rows


def _changed(layouts: list[dict[str, Any]], changes: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for row in layouts:
        yield overlay(row, changes.get(row["name"], {}))


def _decorated(layouts: list[dict[str, Any]], everywhere: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield layouts with decorations behind their own. A variant that draws nothing itself has those of its layout."""
    papers = {row["name"]: row.get("background", "") for row in layouts}
    for row in layouts:
        is_on_paper = not (row.get("background", "") or papers.get(row.get("of", ""), ""))
        draws = "of" not in row or "decorations" in row or "grid" in row["slots"]
        takes = is_on_paper and draws and row.get("foot", True)
        yield {**row, "decorations": [*everywhere, *row.get("decorations", ())]} if everywhere and takes else row
