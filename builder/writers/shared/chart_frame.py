"""Where the parts of a chart stand, so that paper, phones, slides and native charts show it alike."""

from __future__ import annotations

from builder.core.frozen import dataclass
from builder.slides.deck.deck import ChartContent

CHARACTER = 0.52
"""The average width of a character, em; used to reserve space for names."""

_NAMES = 0.4
"""The largest share of a chart's width that names beside bars take; longer ones stand above their bars."""

_LINE = 1.8
"""The height of a line of words with its space, em."""

_EDGE = 0.6
"""Space at the upper and lower edge, em."""

_VALUE = 3.0
"""The least room for the value at the end of the longest bar, em."""

_DIGIT, _SIGN, _AROUND = 0.56, 0.3, 0.4
"""The width of a digit and of a mark between digits in a value, and the space around it, em."""


@dataclass(frozen=True)
class ChartFrame:
    """Places in a chart, from the side where lines begin and from the top, in the unit of its width.

    The plot, in which the longest bar or the highest mark has its place, begins at `left` and `top` and is `width` × `height`.
    `names` is the width of the names beside bars, 0 where they stand above them (`names_above`). `axis` and `measure` are the
    places of the titles of the axis and of the measure: the base of their line, and where it begins, ends or has its middle.
    """

    left: float
    top: float
    width: float
    height: float
    names: float
    names_above: bool
    axis: tuple[float, float]
    measure: tuple[float, float]

    @property
    def bottom(self) -> float:
        """Return the plot's lower edge."""
        return self.top + self.height


def names_stand_above(content: ChartContent, width: float, size: float) -> bool:
    """Say whether the names of bars are too long to stand beside them in a chart of this width and type size."""
    longest = max(map(len, content.categories), default=0)
    return content.kind == "bar" and longest * size * CHARACTER + size > width * _NAMES


def chart_frame(content: ChartContent, width: float, height: float, size: float) -> ChartFrame:
    """Return where the parts of a chart stand. `width`, `height` and the type's `size` have one unit."""
    top = size * (_EDGE + (_LINE if content.title else 0))
    bottom = height - size * (_EDGE + (_LINE if len(content.series) > 1 else 0))
    if content.kind != "bar":
        measure = (0.0, top + size * 1.2)
        top += size * (1.6 + (1.4 if content.measure else 0))
        bottom -= size * 1.6
        axis = (width / 2, bottom + size * 1.2)
        bottom -= size * (_LINE if content.axis else 0)
        return ChartFrame(0.0, top, width, max(bottom - top, 0), 0.0, False, axis, measure)  # noqa: FBT003  # names_above
    above = names_stand_above(content, width, size)
    longest = max(map(len, (*content.categories, content.axis)), default=0)
    names = 0.0 if above else min(longest * size * CHARACTER + size, width * _NAMES)
    line = top + size
    if above and content.axis and content.measure:  # one below the other, as names and bars are
        top += size * 1.4
    axis = (names - size * 0.6 if names else 0.0, line)
    measure = (names, top + size)
    if content.axis or content.measure:
        top += size * _LINE
    values = max((_value_width(content.number_format(value)) for row in content.values for value in row), default=0)
    room = size * max(_VALUE, values + _AROUND)
    return ChartFrame(names, top, max(width - names - room, 0), max(bottom - top, 0), names, above, axis, measure)


def _value_width(text: str) -> float:
    """Return the width of a value as printed, em."""
    return sum(_DIGIT if char.isalnum() else _SIGN for char in text)
