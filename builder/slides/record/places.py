"""Where a shape stands: its own frame, or that of the placeholder of its layout or master that it fills (ECMA-376-1, 19.3.1.36)."""

from __future__ import annotations

from lxml import etree

from builder.slides.record.parts import parse_part
from builder.slides.template.package import Package

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

Place = tuple[int, int, int, int]
"""Left, top, width and height, in thousandths of the slide's width or height."""


class ShapePlaces:
    """The places of shapes of one file, with the placeholders of its layouts and masters read once."""

    def __init__(self, package: Package, width: int, height: int) -> None:
        self.package, self.width, self.height = package, max(width, 1), max(height, 1)
        self._held: dict[str, list[tuple[str, str, Place | None]]] = {}

    def of(self, part: str, node: etree._Element, ph: etree._Element | None) -> Place | None:
        """Return the place of a shape of a slide, None where the file does not say it."""
        own = self._frame(node)
        if own is not None or ph is None:
            return own
        kind, idx = ph.get("type", "obj"), ph.get("idx", "0")
        for layout in self.package.related_parts(part, "slideLayout"):
            place = self._held_by(layout.target, kind, idx)
            if place is not None:
                return place
            for master in self.package.related_parts(layout.target, "slideMaster"):
                place = self._held_by(master.target, kind, "")
                if place is not None:
                    return place
        return None

    def _held_by(self, part: str, kind: str, idx: str) -> Place | None:
        """Return the place of a layout's placeholder of this number, else of this type."""
        if part not in self._held:
            self._held[part] = list(self._placeholders(part))
        rows = self._held[part]
        titles = {"title", "ctrTitle"}
        same = [
            place for other, number, place in rows if idx and number == idx and (kind in titles) == (other in titles)
        ]
        alike = [place for other, _, place in rows if other == kind or {other, kind} <= titles]
        return next((place for place in (*same, *alike) if place is not None), None)

    def _placeholders(self, part: str) -> list[tuple[str, str, Place | None]]:
        if part not in self.package.parts:
            return []
        root = parse_part(self.package.parts[part])
        shapes = ((shape, next(shape.iter(f"{_P}ph"), None)) for shape in root.iter(f"{_P}sp", f"{_P}pic"))
        return [
            (ph.get("type", "obj"), ph.get("idx", "0"), self._frame(shape)) for shape, ph in shapes if ph is not None
        ]

    def _frame(self, node: etree._Element) -> Place | None:
        frame = node.find(f"{_P}spPr/{_A}xfrm")
        frame = frame if frame is not None else node.find(f"{_P}xfrm")
        off = frame.find(f"{_A}off") if frame is not None else None
        ext = frame.find(f"{_A}ext") if frame is not None else None
        if off is None or ext is None:
            return None
        try:
            x, y, w, h = (int(e.get(name, "0")) for e, name in ((off, "x"), (off, "y"), (ext, "cx"), (ext, "cy")))
        except ValueError:
            return None
        return (
            round(1000 * x / self.width),
            round(1000 * y / self.height),
            round(1000 * w / self.width),
            round(1000 * h / self.height),
        )
