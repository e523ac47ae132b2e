"""Form fields of the fillable workbook: lines to write on, boxes to tick, options to choose.

WeasyPrint 70's own `add_forms` names groups after their first option, lists options twice, leaves out appearances and
asks viewers to make them up (NeedAppearances). So ours takes its place while a workbook is written: see `fillable`. The
fields themselves are invisible: lines and boxes are drawn on the page, so paper shows them too.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fontTools.ttLib import TTFont

from builder.theme.theme import Theme
from builder.writers.pdf.patches.faults.form_fields import write_fields_with

_FONT = "CwText"
"""Name of the font that people's own words are set in."""

_MULTILINE, _RADIO, _PRINTED = 1 << 12, 1 << 15, 1 << 2
_CIRCLE = 4 / 3 * (math.sqrt(2) - 1)
"""How far the handles of a quarter circle reach, in radii."""


@contextmanager
def form_fields(theme: Theme) -> Iterator[None]:
    """Write form fields as ours while the context lasts. Each input of the page needs a `name` and a `title`."""
    with write_fields_with(_Form(theme).add):
        yield


@dataclass
class _Form:
    """The one form of a document, in the making. `groups` are the choices met so far, `names` all field names."""

    theme: Theme
    groups: dict[str, Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    font: Any = None

    def add(self, forms: Any, matrix: Any, pdf: Any, page: Any, resources: Any, stream: Any, font_map: Any) -> None:
        """Add the fields of one page: WeasyPrint calls this in place of its own, before it paints the page."""
        import pydyf  # comes with WeasyPrint

        for box, rectangle in (found for inputs in forms.values() for found in inputs):
            if "AcroForm" not in pdf.catalog:
                pdf.catalog["AcroForm"] = self.start(pdf)
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
                    "TU": pydyf.String(_asked(box.element, "title")),
                }
            )
            pdf.add_object(widget)
            self.fill(pdf, widget, box, place[2] - place[0], place[3] - place[1])
            page.setdefault("Annots", pydyf.Array()).append(widget.reference)
            box.widget_annotation = widget

    def fill(self, pdf: Any, widget: Any, box: Any, width: float, height: float) -> None:
        """Give a widget its kind, its name and its looks."""
        import pydyf  # comes with WeasyPrint

        kind, name = box.element.get("type", ""), _asked(box.element, "name")
        color = " ".join(f"{part:.3f}".rstrip("0").rstrip(".") for part in box.style["color"].to("srgb").coordinates)
        if kind in {"checkbox", "radio"}:
            state = _asked(box.element, "value")
            drawn = _disc(width, height) if kind == "radio" else _tick(width, height)
            marked, empty = (_picture(pdf, words, width, height) for words in (f"{color} rg {drawn} f", ""))
            widget |= {"AS": "/Off", "AP": pydyf.Dictionary({"N": pydyf.Dictionary({state: marked, "Off": empty})})}
            if kind == "radio":
                group = self.group(pdf, name, box.element)
                widget["Parent"] = group.reference
                group["Kids"].append(widget.reference)
                return
            widget |= {"FT": "/Btn", "V": "/Off"}
        else:
            size = f"{box.style['font_size'] * 0.75:.2f}".rstrip("0").rstrip(".")
            looks = {"Font": pydyf.Dictionary({_FONT: self.font})}
            empty = _picture(pdf, "/Tx BMC EMC", width, height, pydyf.Dictionary(looks))
            widget |= {
                "FT": "/Tx",
                "Ff": _MULTILINE if box.element.tag == "textarea" else 0,
                "V": pydyf.String(""),
                "DA": pydyf.String(f"/{_FONT} {size} Tf {color} rg"),
                "AP": pydyf.Dictionary({"N": empty}),
                # What a viewer draws under typed words: white, or the lines would run through them.
                "MK": pydyf.Dictionary({"BG": pydyf.Array((1,))}),
            }
        widget["T"] = pydyf.String(self.own(name))
        pdf.catalog["AcroForm"]["Fields"].append(widget.reference)

    def group(self, pdf: Any, name: str, element: Any) -> Any:
        """Return the field that the options of one question share."""
        import pydyf  # comes with WeasyPrint

        if name not in self.groups:
            self.groups[name] = group = pydyf.Dictionary(
                {
                    "FT": "/Btn",
                    "Ff": _RADIO,
                    "T": pydyf.String(self.own(name)),
                    "TU": pydyf.String(_asked(element, "data-group")),
                    "V": "/Off",
                    "Kids": pydyf.Array(),
                }
            )
            pdf.add_object(group)
            pdf.catalog["AcroForm"]["Fields"].append(group.reference)
        return self.groups[name]

    def own(self, name: str) -> str:
        """Return a field name that no other field has. A full stop would make it a name within a name."""
        name = found = name.replace(".", "-")
        count = 1
        while found in self.names:
            count += 1
            found = f"{name}-{count}"
        self.names.add(found)
        return found

    def start(self, pdf: Any) -> Any:
        """Return the empty form, with the font that people's own words are set in."""
        import pydyf  # comes with WeasyPrint

        self.font = _font(pdf, self.theme)
        return pydyf.Dictionary(
            {
                "Fields": pydyf.Array(),
                "DR": pydyf.Dictionary({"Font": pydyf.Dictionary({_FONT: self.font})}),
                "DA": pydyf.String(f"/{_FONT} {self.theme.tokens.typography.base.size:g} Tf 0 g"),
                "NeedAppearances": "false",
            }
        )


def _asked(element: Any, name: str) -> str:
    """Return an attribute that every field must have: one without a name or a tooltip cannot be used without seeing it."""
    value = " ".join((element.get(name) or "").split())
    if not value:
        raise ValueError(f"a form field has no {name}: {dict(element.attrib)}")
    return value


def _picture(pdf: Any, words: str, width: float, height: float, resources: Any = None) -> Any:
    """Return a reference to the appearance of a field in one state."""
    import pydyf  # comes with WeasyPrint

    box = pydyf.Array((0, 0, round(width, 3), round(height, 3)))
    looks = {"Type": "/XObject", "Subtype": "/Form", "BBox": box, "Resources": resources or pydyf.Dictionary()}
    stream = pydyf.Stream([words.encode()], looks)
    pdf.add_object(stream)
    return stream.reference


def _tick(width: float, height: float) -> str:
    """Return the path of a tick."""
    points = ((0.12, 0.5), (0.24, 0.62), (0.42, 0.4), (0.78, 0.9), (0.92, 0.8), (0.44, 0.1))
    steps = [f"{x * width:.3f} {y * height:.3f} {'l' if place else 'm'}" for place, (x, y) in enumerate(points)]
    return " ".join(steps) + " h"


def _disc(width: float, height: float) -> str:
    """Return the path of a disc, a good half as wide as its ring."""
    cx, cy, rx, ry = width / 2, height / 2, width * 0.31, height * 0.31
    kx, ky = rx * _CIRCLE, ry * _CIRCLE
    curves = (
        (cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry),
        (cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy),
        (cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry),
        (cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy),
    )
    drawn = " ".join(" ".join(f"{number:.3f}" for number in curve) + " c" for curve in curves)
    return f"{cx + rx:.3f} {cy:.3f} m {drawn} h"


def _font(pdf: Any, theme: Theme) -> Any:
    """Return a reference to the theme's upright face as a simple font, which every viewer can set words in.

    It has the characters of WinAnsiEncoding, and no more: a viewer sets others in a font of its own.
    """
    import pydyf  # comes with WeasyPrint
    from fontTools import subset  # a sixth of a second, for workbooks alone

    codes = {code: bytes((code,)).decode("cp1252", "replace") for code in range(32, 256)}
    found = _face(theme)
    options = subset.Options(
        layout_features=[],
        hinting=True,
        notdef_outline=True,
        recalc_timestamp=False,
        drop_tables=["GSUB", "GPOS", "GDEF", "DSIG"],
    )
    chooser = subset.Subsetter(options)
    chooser.populate(text="".join(codes.values()))
    chooser.subset(found)
    out = io.BytesIO()
    found.save(out, reorderTables=None)
    scale = 1000 / found["head"].unitsPerEm
    cmap, widths = found.getBestCmap(), found["hmtx"]
    head, os2 = found["head"], found["OS/2"]
    file = pydyf.Stream([out.getvalue()], {"Length1": len(out.getvalue())}, compress=True)
    pdf.add_object(file)
    name = f"/{found['name'].getDebugName(6)}"
    descriptor = pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": 1 << 5,  # not symbolic
            "FontBBox": pydyf.Array(round(side * scale) for side in (head.xMin, head.yMin, head.xMax, head.yMax)),
            "ItalicAngle": 0,
            "Ascent": round(os2.sTypoAscender * scale),
            "Descent": round(os2.sTypoDescender * scale),
            "CapHeight": round(os2.sCapHeight * scale),
            "StemV": 80,
            "FontFile2": file.reference,
        }
    )
    pdf.add_object(descriptor)
    font = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/TrueType",
            "BaseFont": name,
            "Encoding": "/WinAnsiEncoding",
            "FirstChar": min(codes),
            "LastChar": max(codes),
            "Widths": pydyf.Array(
                round(widths[cmap[ord(char)]][0] * scale) if ord(char) in cmap else 0 for char in codes.values()
            ),
            "FontDescriptor": descriptor.reference,
        }
    )
    pdf.add_object(font)
    return font.reference


def _face(theme: Theme) -> TTFont:
    """Return the upright face that the theme sets text in."""
    wanted = theme.tokens.typography.base.family
    for path in theme.fonts:
        font = TTFont(path, recalcTimestamp=False)
        names = {font["name"].getDebugName(number) for number in (1, 16)}
        if wanted in names and font["OS/2"].usWeightClass == 400 and not font["post"].italicAngle:
            return font
        font.close()
    raise LookupError(f"no upright face of {wanted} is bundled")
