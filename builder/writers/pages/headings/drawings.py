"""Icons, dots and the motifs of covers as SVG in a page. They say nothing: readers pass over them, and in PDF they are artifacts."""

from __future__ import annotations

from markupsafe import Markup

from builder.slides.deck.deck import Box
from builder.slides.decorate.dots import dot_grid
from builder.theme.icons import GRID, LINE, icon_paths
from builder.theme.motif import TONES, motif

_HIDDEN = Markup('aria-hidden="true" focusable="false"')

_DOTS = 10_000
"""The side of the square that dots are laid out in, in units of its drawing."""

MOTIF_LINE = 0.008
"""Width of a motif's lines as a share of its width."""


def icon_drawing(name: str, ink: str) -> Markup:
    """Return an icon, as large as the text around it; empty where there is none of the name.

    `ink` is its color, `#rrggbb`, "" for that of the text.
    """
    path = icon_paths().get(name)
    if path is None:
        return Markup("")
    return Markup(
        '<svg class="icon" {0} viewBox="0 0 {1} {1}" width="{1}" height="{1}"{2} fill="none" stroke="currentColor" stroke-width="{3}"'
        ' stroke-linecap="round" stroke-linejoin="round"><path d="{4}"></path></svg>'
    ).format(_HIDDEN, GRID, _color(ink), LINE, path)


def motif_drawing(ident: str, number: int, wide: float, high: float, ink: str) -> Markup:
    """Return the motif of a module with an id, the `number`-th of its course, in one color: `#rrggbb`, "" for the text's."""
    line = Markup(
        ' stroke="currentColor" stroke-width="{:.2f}" stroke-linecap="round" fill="none" stroke-opacity="{:g}"'
    )
    plane = Markup(' fill="currentColor" fill-opacity="{:g}"')
    shapes = Markup("").join(
        Markup('<path d="{}"{}></path>').format(
            shape.path,
            line.format(wide * MOTIF_LINE, TONES[shape.tone]) if shape.is_line else plane.format(TONES[shape.tone]),
        )
        for shape in motif(ident, number, wide, high)
    )
    return Markup('<svg class="motif" {0} viewBox="0 0 {1:g} {2:g}" width="{1:g}" height="{2:g}"{3}>{4}</svg>').format(
        _HIDDEN, wide, high, _color(ink), shapes
    )


def dots_drawing(value: float, of: float, ink: str, *, rtl: bool) -> Markup:
    """Return so many of a whole as dots in one color, as slides have them: discs and rings; empty where there is nothing to count."""
    dots = dot_grid(value, of, Box(0, 0, _DOTS, _DOTS), rtl=rtl)
    if not dots:
        return Markup("")
    across, down = (
        max(edge) for edge in zip(*((d.box.x + d.box.width, d.box.y + d.box.height) for d in dots), strict=True)
    )
    left, top = min(d.box.x for d in dots), min(d.box.y for d in dots)
    ring = Markup(' fill="none" stroke="currentColor" stroke-width="{}"')
    shapes = Markup("").join(
        Markup('<circle cx="{}" cy="{}" r="{}"{}></circle>').format(
            dot.box.x + dot.box.width // 2,
            dot.box.y + dot.box.height // 2,
            dot.box.width // 2,
            ring.format(dot.line_width) if dot.line else "",
        )
        for dot in dots
    )
    line = max(dot.line_width for dot in dots)
    frame = f"{left - line} {top - line} {across - left + 2 * line} {down - top + 2 * line}"
    return Markup('<svg class="dots" {0} viewBox="{1}"{2} fill="currentColor">{3}</svg>').format(
        _HIDDEN, frame, _color(ink), shapes
    )


def _color(ink: str) -> Markup:
    return Markup(' color="{}"').format(ink) if ink else Markup("")
