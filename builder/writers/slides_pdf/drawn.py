"""What a slide shows that is no text of it, as SVG: a template's freeforms, footers that do not stand below all else, decorations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from builder.slides.deck.deck import EMU_PER_POINT, DrawnShape
from builder.slides.deck.layouts import Decoration, Layout, Slot
from builder.slides.template.role_colors import RoleColors

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


def slide_drawing(drawn: Sequence[DrawnShape], layout: Layout, size: tuple[int, int], colors: RoleColors) -> str:
    """Return shapes that decorate a slide of `size` (EMU) as one SVG element, as large as the slide."""
    width, height = (length / EMU_PER_POINT for length in size)
    shapes = "".join(_drawn(shape, layout, colors) for shape in drawn)
    box = f'width="{width:g}pt" height="{height:g}pt" viewBox="0 0 {width:g} {height:g}"'
    return f'<svg aria-hidden="true" {box}>{shapes}</svg>'


def _drawn(shape: DrawnShape, layout: Layout, colors: RoleColors) -> str:
    looks = "".join(
        f' {what}="{(found := colors.of(role, layout, shape.opacity)).color}" {what}-opacity="{found.opacity:g}"'
        if role
        else f' {what}="none"'
        for what, role in (("fill", shape.fill), ("stroke", shape.line))
    )
    x, y, width, height = (
        length / EMU_PER_POINT for length in (shape.box.x, shape.box.y, shape.box.width, shape.box.height)
    )
    stroke = shape.line_width / EMU_PER_POINT
    round_ends = ' stroke-linecap="round" stroke-linejoin="round"'
    match shape.shape:
        case "rect":
            return f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" stroke-width="{stroke:.2f}"{looks}/>'
        case "ellipse":
            place = f'cx="{x + width / 2:.2f}" cy="{y + height / 2:.2f}" rx="{width / 2:.2f}" ry="{height / 2:.2f}"'
            return f'<ellipse {place} stroke-width="{stroke:.2f}"{looks}/>'
        case _:
            across, down, path = shape.path.split(" ", 2)
            wide, high = width / float(across), height / float(down)
            place = f'transform="translate({x:.2f} {y:.2f}) scale({wide:.5f} {high:.5f})"'
            return (
                f'<path {place} d="{escape(path)}" stroke-width="{stroke / max(wide, 0.001):.3f}"{round_ends}{looks}/>'
            )
