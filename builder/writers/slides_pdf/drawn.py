"""What a template draws that is no text of the slide, as SVG: freeforms, and footers that do not stand below all else."""

from __future__ import annotations

import re
from html import escape

from builder.slides.deck.deck import EMU_PER_POINT
from builder.slides.deck.layouts import Decoration, Layout, Slot

_NAME = 'xmlns="http://www.w3.org/2000/svg"'
_STOP = re.compile(r"(#[0-9a-f]{6}|rgba\([^)]*\)) ([\d.]+)%")


def feet_below(layout: Layout, height: int) -> list[Slot]:
    """Return the footers and numbers below all that a layout holds, which are set in the page's margin; `height` is a slide's."""
    held = [slot.box.y + slot.box.height for slot in layout.slots if slot.kind not in {"footer", "number"}]
    least = max(min(max(held, default=0), round(0.97 * height)) - height // 20, height // 2)
    return [slot for slot in layout.slots if slot.kind in {"footer", "number"} and slot.box.y >= least]


def freeform(shape: Decoration) -> bytes:
    """Return a freeform as SVG that fills its box, mirrored as its shape is."""
    width, height, path = shape.outline.split(" ", 2)
    across, down = shape.flips
    mirror = f"matrix({-1 if across else 1} 0 0 {-1 if down else 1} {width if across else 0} {height if down else 0})"
    stops = _STOP.findall(shape.fill)
    paint, definitions = _opaque(shape.fill), ""
    if "gradient" in shape.fill and stops:
        turned = re.search(r"gradient\(([\d.]+)deg", shape.fill)
        parts = "".join(f'<stop offset="{at}%" {_opaque(color, "stop-color")}/>' for color, at in stops)
        way = f'gradientTransform="rotate({float(turned[1]) - 90:g} .5 .5)"' if turned else ""
        definitions = f'<defs><linearGradient id="g" {way}>{parts}</linearGradient></defs>'
        paint = 'fill="url(#g)"'
    box = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" preserveAspectRatio="none"'
    return f'<svg {_NAME} {box}>{definitions}<path transform="{mirror}" {paint} d="{escape(path)}"/></svg>'.encode()


def _opaque(color: str, name: str = "fill") -> str:
    """Return a CSS color as an attribute of SVG, its transparency as another."""
    found = re.fullmatch(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)", color)
    if not found:
        return f'{name}="{color}"'
    plain = "".join(f"{int(found[n]):02x}" for n in (1, 2, 3))
    share = "stop-opacity" if name == "stop-color" else "fill-opacity"
    return f'{name}="#{plain}" {share}="{found[4]}"'


def label_drawing(slot: Slot, words: str, family: str) -> bytes:
    """Return the words of a footer or number as SVG, where its slot sets them."""
    level, inset = slot.levels[0], slot.insets
    width, height = slot.box.width / EMU_PER_POINT, slot.box.height / EMU_PER_POINT
    left, right = inset.left / EMU_PER_POINT, width - inset.right / EMU_PER_POINT
    x, anchor = {"right": (right, "end"), "center": ((left + right) / 2, "middle")}.get(level.align, (left, "start"))
    y = {"top": level.size + inset.top / EMU_PER_POINT, "bottom": height - level.size * 0.3}.get(
        slot.anchor, height / 2 + level.size * 0.35
    )
    look = f'font-family="{escape(family)}" font-size="{level.size:g}" fill="{level.color}" text-anchor="{anchor}"'
    box = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    return f'<svg {_NAME} {box}><text x="{x:.2f}" y="{y:.2f}" {look}>{escape(words)}</text></svg>'.encode()
