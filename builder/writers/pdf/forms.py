"""Form fields of the workbook: text fields, check boxes and radio buttons (ISO 32000-1:2008, 12.7).

WeasyPrint 70's own `add_forms` names groups after their first option, lists options twice, leaves out appearances and
asks viewers to make them up (NeedAppearances). So ours takes its place while a workbook is written: see `fillable`. The
fields themselves are invisible: lines and boxes are drawn on the page, so paper shows them too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builder.theme.theme import Theme
from builder.writers.pdf.patches.faults.form_fields import write_fields_with
from builder.writers.pdf.typed_font import typed_font

_FONT = "Wingdings"
"""Resource name of the font for text that people type; any name will do for all viewers but one.

PDFium (Chrome, Edge) types Greek, Cyrillic and all that is not Western European in fonts of the system, where it finds some, unless the
name is that of a font of symbols: then it takes the named font for each letter that the font has (cpdf_bafontmap.cpp).
"""

_MULTILINE, _RADIO, _PRINTED = 1 << 12, 1 << 15, 1 << 2
_CIRCLE = 4 / 3 * (math.sqrt(2) - 1)
"""Distance of the control points of a quarter circle from its ends, in radii."""


@contextmanager
def form_fields(theme: Theme, cache: Path | None = None) -> Iterator[None]:
    """Write form fields as ours while the context lasts. Each input of the page needs a `name` and a `title`.

    `cache` is a folder that keeps their font.
    """
    with write_fields_with(_Form(theme, cache).add_page):
        yield


@dataclass
class _Form:
    """The form of a document. `groups`: radio button groups by name; `names`: all field names so far, `titles`: what is said at them."""

    theme: Theme
    cache: Path | None = None
    groups: dict[str, Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    font: Any = None

    def add_page(
        self, forms: Any, matrix: Any, pdf: Any, page: Any, resources: Any, stream: Any, font_map: Any
    ) -> None:
        """Add the fields of one page: WeasyPrint calls this in place of its own, before it paints the page."""
        import pydyf  # comes with WeasyPrint

        for box, rectangle in (item for inputs in forms.values() for item in inputs):
            if "AcroForm" not in pdf.catalog:
                pdf.catalog["AcroForm"] = self.new_form(pdf)
            x1, y1 = matrix.transform_point(*rectangle[:2])
            x2, y2 = matrix.transform_point(*rectangle[2:])
            place = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
            widget = pydyf.Dictionary(
                {
                    "Type": "/Annot",
                    "Subtype": "/Widget",
                    "Rect": pydyf.Array(round(side, 3) for side in place),
                    "P": page.reference,
                    "F": _PRINTED,
                    "Border": pydyf.Array((0, 0, 0)),
                    "TU": pydyf.String(self.unique_title(_attribute(box.element, "title"))),
                }
            )
            pdf.add_object(widget)
            self.set_kind(pdf, widget, box, place[2] - place[0], place[3] - place[1])
            page.setdefault("Annots", pydyf.Array()).append(widget.reference)
            box.widget_annotation = widget

    def set_kind(self, pdf: Any, widget: Any, box: Any, width: float, height: float) -> None:
        """Set the type, name and appearances of a widget of `width` × `height` pt."""
        import pydyf  # comes with WeasyPrint

        kind, name = box.element.get("type", ""), _attribute(box.element, "name")
        color = " ".join(f"{part:.3f}".rstrip("0").rstrip(".") for part in box.style["color"].to("srgb").coordinates)
        if kind in {"checkbox", "radio"}:
            state = _attribute(box.element, "value")
            path = _disc(width, height) if kind == "radio" else _tick(width, height)
            marked, empty = (_appearance(pdf, operators, width, height) for operators in (f"{color} rg {path} f", ""))
            widget |= {"AS": "/Off", "AP": pydyf.Dictionary({"N": pydyf.Dictionary({state: marked, "Off": empty})})}
            if kind == "radio":
                group = self.group(pdf, name, box.element)
                widget["Parent"] = group.reference
                group["Kids"].append(widget.reference)
                return
            widget |= {"FT": "/Btn", "V": "/Off"}
        else:
            size = f"{box.style['font_size'] * 0.75:.2f}".rstrip("0").rstrip(".")
            resources = {"Font": pydyf.Dictionary({_FONT: self.font})}
            empty = _appearance(pdf, "/Tx BMC EMC", width, height, pydyf.Dictionary(resources))
            widget |= {
                "FT": "/Tx",
                "Ff": _MULTILINE if box.element.tag == "textarea" else 0,
                "V": pydyf.String(""),
                "Q": 2 if box.style["direction"] == "rtl" else 0,
                "DA": pydyf.String(f"/{_FONT} {size} Tf {color} rg"),
                "AP": pydyf.Dictionary({"N": empty}),
                # What a viewer draws under typed words: white, or the lines would run through them.
                "MK": pydyf.Dictionary({"BG": pydyf.Array((1,))}),
            }
        widget["T"] = pydyf.String(self.unique_name(name))
        pdf.catalog["AcroForm"]["Fields"].append(widget.reference)

    def group(self, pdf: Any, name: str, element: Any) -> Any:
        """Return the parent field of a question's radio buttons; add it if it is new."""
        import pydyf  # comes with WeasyPrint

        if name not in self.groups:
            self.groups[name] = group = pydyf.Dictionary(
                {
                    "FT": "/Btn",
                    "Ff": _RADIO,
                    "T": pydyf.String(self.unique_name(name)),
                    "TU": pydyf.String(self.unique_title(_attribute(element, "data-group"))),
                    "V": "/Off",
                    "Kids": pydyf.Array(),
                }
            )
            pdf.add_object(group)
            pdf.catalog["AcroForm"]["Fields"].append(group.reference)
        return self.groups[name]

    def unique_name(self, name: str) -> str:
        """Return `name`, changed if another field has it. Periods are replaced: they separate levels of field names (12.7.3.2)."""
        return _unique(name.replace(".", "-"), self.names, "{}-{}")

    def unique_title(self, title: str) -> str:
        """Return what is said at a field, with a number if the same is said at another: nobody could tell them apart."""
        return _unique(title, self.titles, "{} ({})")

    def new_form(self, pdf: Any) -> Any:
        """Return an empty form with the font for typed text."""
        import pydyf  # comes with WeasyPrint

        self.font = typed_font(pdf, self.theme, self.cache)
        return pydyf.Dictionary(
            {
                "Fields": pydyf.Array(),
                "DR": pydyf.Dictionary({"Font": pydyf.Dictionary({_FONT: self.font})}),
                "DA": pydyf.String(f"/{_FONT} {self.theme.tokens.typography.base.size:g} Tf 0 g"),
                "NeedAppearances": "false",
            }
        )


def _unique(text: str, known: set[str], form: str) -> str:
    """Return `text`, or the first of `form` filled with it and 2, 3 … that is not known yet; it is known then."""
    unique, count = text, 1
    while unique in known:
        count += 1
        unique = form.format(text, count)
    known.add(unique)
    return unique


def _attribute(element: Any, name: str) -> str:
    """Return an attribute that every field must have. Raises ValueError if it is missing: the field could not be used unseen."""
    value = " ".join((element.get(name) or "").split())
    if not value:
        raise ValueError(f"a form field has no {name}: {dict(element.attrib)}")
    return value


def _appearance(pdf: Any, operators: str, width: float, height: float, resources: Any = None) -> Any:
    """Add the appearance of a field in one state, and return a reference to it. `operators` are content stream operators."""
    import pydyf  # comes with WeasyPrint

    box = pydyf.Array((0, 0, round(width, 3), round(height, 3)))
    header = {"Type": "/XObject", "Subtype": "/Form", "BBox": box, "Resources": resources or pydyf.Dictionary()}
    stream = pydyf.Stream([operators.encode()], header)
    pdf.add_object(stream)
    return stream.reference


def _tick(width: float, height: float) -> str:
    """Return the path of a check mark in a box of `width` × `height` pt, as operators."""
    points = ((0.12, 0.5), (0.24, 0.62), (0.42, 0.4), (0.78, 0.9), (0.92, 0.8), (0.44, 0.1))
    steps = [f"{x * width:.3f} {y * height:.3f} {'l' if place else 'm'}" for place, (x, y) in enumerate(points)]
    return " ".join(steps) + " h"


def _disc(width: float, height: float) -> str:
    """Return the path of a disc in the middle of a box of `width` × `height` pt, 0.62 as wide, as operators."""
    cx, cy, rx, ry = width / 2, height / 2, width * 0.31, height * 0.31
    kx, ky = rx * _CIRCLE, ry * _CIRCLE
    curves = (
        (cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry),
        (cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy),
        (cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry),
        (cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy),
    )
    curve_operators = " ".join(" ".join(f"{number:.3f}" for number in curve) + " c" for curve in curves)
    return f"{cx + rx:.3f} {cy:.3f} m {curve_operators} h"
