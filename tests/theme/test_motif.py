"""The motifs of covers: the same for the same module, other for its neighbors, and all within their box."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from builder.theme.icons import icon_paths
from builder.theme.motif import FIGURES, motif

BOXES = ((333.0, 540.0), (255.0, 540.0), (300.0, 300.0))
COMMAND = re.compile(r"([MLCZ])([^MLCZ]*)")


def outline(path: str) -> Iterator[complex]:
    """Yield points on the lines and curves of a path."""
    here = 0j
    for kind, written in COMMAND.findall(path):
        values = [float(one) for one in written.split()]
        points = [complex(x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
        if kind == "C":
            one, two, end = points
            for t in (0.1, 0.25, 0.4, 0.6, 0.75, 0.9):
                u = 1 - t
                yield u**3 * here + 3 * u * u * t * one + 3 * u * t * t * two + t**3 * end
        yield from points[-1:]
        here = points[-1] if points else here


@pytest.mark.parametrize("number", range(1, len(FIGURES) + 1))
def test_a_motif_stays_within_its_box(number: int) -> None:
    for wide, high in BOXES:
        points = [p for n in range(6) for shape in motif(f"m{n}", number, wide, high) for p in outline(shape.path)]
        assert all(-0.1 <= p.real <= wide + 0.1 and -0.1 <= p.imag <= high + 0.1 for p in points), (wide, high)


def test_a_module_keeps_its_motif_and_neighbors_have_others() -> None:
    course = [motif(f"module-{n}", n, *BOXES[0]) for n in range(1, len(FIGURES) + 1)]
    assert course == [motif(f"module-{n}", n, *BOXES[0]) for n in range(1, len(FIGURES) + 1)]
    assert len(set(course)) == len(course)
    assert len({len(one) for one in course}) > len(course) // 2, (
        "neighbors are of other kinds, not only of other measures"
    )
    assert motif("a", 0, *BOXES[0]) != motif("b", 0, *BOXES[0]), "without a place in a course, too"


def test_icons_hold_what_shapes_of_powerpoint_can_draw() -> None:
    paths = icon_paths()
    assert len(paths) >= 60
    assert all(set(re.sub(r"[\d. -]", "", path)) <= set("MLCZ") for path in paths.values())
    edge = [p for path in paths.values() for p in outline(path)]
    assert all(0 <= p.real <= 24 and 0 <= p.imag <= 24 for p in edge)
