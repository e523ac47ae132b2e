"""How the numbers of a chart are written, the same on pages, on slides and in words: 3,351 and 17.3, never 3.351e+03."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from builder.core.frozen import dataclass


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How all numbers of one chart are written. `places` after the decimal mark; None: as many as each number has."""

    places: int | None = None
    thousands: str = ","
    decimal: str = "."

    def __call__(self, number: float) -> str:
        """Return a number as people read it."""
        places = _places(number) if self.places is None else self.places
        whole, _, rest = f"{number:,.{places}f}".partition(".")
        return whole.replace(",", self.thousands) + (self.decimal + rest if rest else "")

    @property
    def format_code(self) -> str:
        """The same as a number format of ECMA-376 (18.8.30), in which `,` and `.` stand for the marks of who reads it."""
        if self.places is None:
            return "General"
        return "#,##0" + ("." + "0" * self.places if self.places else "")


PLAIN_NUMBERS = NumberFormat()


def number_format(numbers: Iterable[float], thousands: str = ",", decimal: str = ".") -> NumberFormat:
    """Return how these numbers are written.

    Where some reach a thousand, all have as many places as the one that has most: no number format has both marks
    between thousands and as many places as a number happens to have.
    """
    known = tuple(numbers)
    large = any(abs(number) >= 1000 for number in known)
    return NumberFormat(max(map(_places, known)) if large else None, thousands, decimal)


def _places(number: float) -> int:
    """Return how many digits a number has after the decimal mark, as it was written."""
    power = Decimal(repr(number)).normalize().as_tuple().exponent
    return max(0, -power) if isinstance(power, int) else 0
