"""The motif of a module's cover: a few calm circles, lines and planes, drawn from the module's id. They stand for nothing.

The kind of figure goes by the module's place in its course, so that neighbors on a shelf differ; measures and sides go by a
hash of its id. So a module has the same motif in every output, however large, and a renamed one another.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from builder.core.frozen import dataclass

TONES = {"faint": 0.08, "soft": 0.14, "half": 0.45, "full": 1.0}
"""How much of the ink each tone has: what overlaps becomes darker."""

_KAPPA = 0.5523
"""How far the control points of a quarter of a circle lie from its ends, in radii."""


@dataclass(frozen=True, slots=True)
class MotifShape:
    """A path of absolute moves, lines and curves, filled with a tone or drawn as a line of it, in the units of its box."""

    path: str
    tone: str
    is_line: bool = False


@dataclass
class _Drawing:
    """Collects the shapes of a motif `wide` and `high`, and draws measures from the seed."""

    wide: float
    high: float
    measures: bytes
    turned: bool = False

    def __post_init__(self) -> None:
        """Begin at the first measure, with no shapes."""
        self.shapes: list[MotifShape] = []
        self.taken = 0

    @property
    def least(self) -> float:
        """The shorter side."""
        return min(self.wide, self.high)

    def choose(self, count: int) -> int:
        """Return the next number of the seed, from 0, below a count."""
        self.taken += 1
        return self.measures[self.taken % len(self.measures)] % count

    def between(self, low: float, high: float) -> float:
        """Return the next measure of the seed between two."""
        return low + (high - low) * self.choose(9) / 8

    def put(self, path: str, tone: str, *, line: bool = False) -> None:
        """Add a path."""
        self.shapes.append(MotifShape(path, tone, line))

    def at(self, x: float, y: float) -> str:
        """Return a point as path data; a turned motif runs from the bottom up."""
        return f"{x:.1f} {self.high - y if self.turned else y:.1f}"

    def quarter(self, x: float, y: float, dx: float, dy: float) -> str:
        """Return a quarter of a circle around a point, from the direction `dx` (along x) to `dy`: a curve after a move."""
        return f"C{self.at(x + dx, y + dy * _KAPPA)} {self.at(x + dx * _KAPPA, y + dy)} {self.at(x, y + dy)}"

    def disc(self, x: float, y: float, radius: float, tone: str, *, line: bool = False) -> None:
        """Add a circle, which must lie within the box."""
        k, r = radius * _KAPPA, radius
        corners = ((r, k, k, r, 0, r), (-k, r, -r, k, -r, 0), (-r, -k, -k, -r, 0, -r), (k, -r, r, -k, r, 0))
        curves = "".join(
            f"C{self.at(x + a, y + b)} {self.at(x + c, y + d)} {self.at(x + e, y + f)}" for a, b, c, d, e, f in corners
        )
        self.put(f"M{self.at(x + r, y)}{curves}Z", tone, line=line)

    def plane(self, x: float, y: float, wide: float, high: float, tone: str) -> None:
        """Add a rectangle."""
        corners = (self.at(x + wide, y), self.at(x + wide, y + high), self.at(x, y + high))
        self.put(f"M{self.at(x, y)}" + "".join(f"L{corner}" for corner in corners) + "Z", tone)

    def rule(self, x: float, y: float, end_x: float, end_y: float, tone: str = "full") -> None:
        """Add a line."""
        self.put(f"M{self.at(x, y)}L{self.at(end_x, end_y)}", tone, line=True)

    def arc(self, x: float, y: float, dx: float, dy: float, tone: str, *, line: bool = False) -> None:
        """Add a quarter of a circle around a corner of the box; a filled one has its sides too."""
        begin = f"M{self.at(x + dx, y)}{self.quarter(x, y, dx, dy)}"
        self.put(begin if line else f"{begin}L{self.at(x, y)}Z", tone, line=line)

    def half(self, x: float, y: float, radius: float, side: int, tone: str) -> None:
        """Add a half disc whose straight side stands at `x`, to the left (-1) or right (1) of it."""
        k, r, far = radius * _KAPPA, radius, radius * side
        curves = (
            f"C{self.at(x + side * k, y - r)} {self.at(x + far, y - k)} {self.at(x + far, y)}"
            f"C{self.at(x + far, y + k)} {self.at(x + side * k, y + r)} {self.at(x, y + r)}"
        )
        self.put(f"M{self.at(x, y - r)}{curves}Z", tone)


def _two_circles(d: _Drawing) -> None:
    ring, disc = d.least * d.between(0.30, 0.38), d.least * d.between(0.24, 0.32)
    x, y = ring + d.wide * 0.04, max(d.high * d.between(0.30, 0.38), ring + d.wide * 0.02)
    below = min(y + ring * 0.9 + disc * 0.35, d.high - disc)
    d.disc(d.wide - disc, below, disc, "soft")
    d.disc(d.wide - disc, below, disc * 0.55, "faint")
    d.disc(x, y, ring, "full", line=True)
    d.disc(x + ring * 0.7071, y + ring * 0.7071, d.least * 0.022, "full")


def _arcs(d: _Drawing) -> None:
    count, far = 4 + d.choose(3), min(d.wide, d.high) * 0.98
    step = far / count
    d.arc(d.wide, 0, -step * (count - 1), step * (count - 1), "faint")
    inner = step * (1 + d.choose(2))
    d.arc(d.wide, 0, -inner, inner, "soft")
    for number in range(1, count + 1):
        d.arc(d.wide, 0, -step * number, step * number, "full" if number == count - 1 else "half", line=True)


def _half_discs(d: _Drawing) -> None:
    count = 3 + d.choose(2)
    radius = min(d.high / (2 * count), d.wide * 0.42)
    axis, first = d.wide * d.between(0.45, 0.58), d.choose(2) * 2 - 1
    tones = ("soft", "half", "faint", "soft")
    for number in range(count):
        side = first if number % 2 else -first
        d.half(axis, d.high / 2 + (number - (count - 1) / 2) * 2 * radius, radius, side, tones[number % 4])
    d.rule(axis, 0, axis, d.high)


def _horizon(d: _Drawing) -> None:
    count, level = 6 + d.choose(3), d.high * d.between(0.46, 0.56)
    radius = min(d.least * d.between(0.20, 0.28), level * 0.48)
    d.disc(d.wide * d.between(0.42, 0.62), level - radius, radius, "soft")
    d.plane(0, level, d.wide, d.high - level, "faint")
    room = d.high - level
    for number in range(count):
        y = level + room * (number / count) ** 1.6
        d.rule(d.wide * 0.04 * number, y, d.wide, y, "full" if number == 0 else "half")


def _planes(d: _Drawing) -> None:
    wide, high = d.wide * d.between(0.44, 0.54), d.high * d.between(0.34, 0.42)
    x, y = d.wide * d.between(0.04, 0.12), d.high * d.between(0.12, 0.20)
    d.plane(x, y, wide, high, "soft")
    d.plane(x + wide * 0.5, y + high * 0.45, wide, high, "soft")
    d.plane(d.wide - wide * 0.62, y + high * 1.05, wide * 0.62, min(high * 0.9, d.high - y - high * 1.05), "faint")
    edge = x + wide * 0.5
    d.rule(edge, 0, edge, d.high)
    d.rule(edge, y + high * 0.45, d.wide, y + high * 0.45, "half")


def _dots(d: _Drawing) -> None:
    across = 5 + d.choose(2)
    step = d.wide / across
    down = int(d.high / step)
    corner = d.choose(2) * (across - 1)
    far = ((across - 1) ** 2 + (down - 1) ** 2) ** 0.5 or 1
    top = (d.high - down * step) / 2
    for row in range(down):
        for column in range(across):
            away = ((column - corner) ** 2 + row**2) ** 0.5 / far
            radius = step * (0.05 + 0.36 * (1 - away) ** 1.5)
            tone = "half" if (row + column) % 3 == 0 else "soft"
            d.disc(step * (column + 0.5), top + step * (row + 0.5), radius, tone)


def _curves(d: _Drawing) -> None:
    count, rise = 7 + d.choose(3), d.high * d.between(0.20, 0.34)
    step = (d.high - rise) / count
    for number in range(count):
        y = rise + step * (number + 0.5)
        bend = rise * (1 - number / count)
        d.put(
            f"M{d.at(0, y)}C{d.at(d.wide * 0.35, y - bend * 1.3)} {d.at(d.wide * 0.6, y + bend * 0.7)} {d.at(d.wide, y - bend * 0.5)}",
            "full" if number == count // 3 else "half",
            line=True,
        )
    radius = d.least * 0.11
    d.disc(d.wide * d.between(0.62, 0.78), max(rise * 0.6, radius), radius, "soft")


def _diagonals(d: _Drawing) -> None:
    count, radius = 6 + d.choose(4), d.least * d.between(0.26, 0.34)
    d.disc(d.wide - radius * 1.1, max(d.high * d.between(0.30, 0.42), radius), radius, "soft")
    step = (d.wide + d.high) / (count + 1)
    for number in range(1, count + 1):
        along = step * number
        x, y = (along, 0.0) if along <= d.wide else (d.wide, along - d.wide)
        end_x, end_y = (0.0, along) if along <= d.high else (along - d.high, d.high)
        d.rule(x, y, end_x, end_y, "full" if number == count // 2 else "half")


FIGURES: tuple[Callable[[_Drawing], None], ...] = (
    _two_circles,
    _arcs,
    _planes,
    _curves,
    _half_discs,
    _horizon,
    _dots,
    _diagonals,
)
"""The kinds of figures, so ordered that neighbors look least alike."""


def motif(ident: str, number: int, wide: float, high: float) -> tuple[MotifShape, ...]:
    """Return the motif of the module with an id, the `number`-th of its course (0: of none), in a box of any unit.

    All of it lies within the box. The same arguments give the same shapes.
    """
    measures = sha256(ident.encode()).digest()
    kind = number - 1 if number else measures[0]
    drawing = _Drawing(wide, high, measures, turned=bool(measures[31] % 2))
    FIGURES[kind % len(FIGURES)](drawing)
    return tuple(drawing.shapes)
