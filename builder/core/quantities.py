"""Formats of a chart's numbers, the same on pages, on slides and in text alternatives: 3,351 and 17.3, never 3.351e+03."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from builder.core.frozen import dataclass


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """The number format of one chart. `places`: digits after the decimal mark, None = as many as each number has."""

    places: int | None = None
    thousands: str = ","
    decimal: str = "."

    def __call__(self, number: float) -> str:
        """Return a number formatted for reading."""
        places = _places(number) if self.places is None else self.places
        whole, _, rest = f"{number:,.{places}f}".partition(".")
        return whole.replace(",", self.thousands) + (self.decimal + rest if rest else "")

    @property
    def format_code(self) -> str:
        """The same as an ECMA-376 format code (18.8.30); the reader's program replaces its `,` and `.` by local marks."""
        if self.places is None:
            return "General"
        return "#,##0" + ("." + "0" * self.places if self.places else "")


PLAIN_NUMBERS = NumberFormat()


def number_format(numbers: Iterable[float], thousands: str = ",", decimal: str = ".") -> NumberFormat:
    """Return one format for these numbers.

    If any reaches a thousand, all get as many decimal places as the number with the most: no ECMA-376 format code has
    both thousands separators and a variable number of places.
    """
    known = tuple(numbers)
    large = any(abs(number) >= 1000 for number in known)
    return NumberFormat(max(map(_places, known)) if large else None, thousands, decimal)


def _places(number: float) -> int:
    """Return how many digits the shortest notation of a number has after the decimal mark."""
    power = Decimal(repr(number)).normalize().as_tuple().exponent
    return max(0, -power) if isinstance(power, int) else 0
