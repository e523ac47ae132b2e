"""The words we print ourselves, in a module's language, with dates and counts."""

from __future__ import annotations

from datetime import date

from builder.core.frozen import dataclass
from builder.core.typography import tie_numbers
from builder.theme.theme import Theme

_HOLE = "\ue000"
"""Stands for a value that only layout knows; a private-use character, so no label has it."""


@dataclass(frozen=True)
class Labels:
    """Printed words by key: `labels("question", number=3)`."""

    theme: Theme
    lang: str

    def __call__(self, key: str, **values: object) -> str:
        """Return the printed word for `key`."""
        return self.theme.label(key, self.lang, **values)

    def tie_numbers(self, key: str, **values: object) -> str:
        """Return the printed word for `key`, a number and its unit in one line."""
        return tie_numbers(self(key, **values), self)

    def has(self, key: str) -> bool:
        """Say whether there is a word for `key`."""
        return key in self.theme.labels["en"]

    def count(self, key: str, count: int) -> str:
        """Return the word for a number of things, with the form of its own that a number may have (`minutes-1`)."""
        own = f"{key}-{count}"
        return self(own if self.has(own) else key, count=count)

    def group(self, words: str) -> str:
        """Return how people work together: “in pairs”, or “alone”."""
        return self.theme.group(words, self.lang)

    def month(self, day: date) -> str:
        """Return a date to the month, as people read it."""
        return self("month-year", month=self(f"month-{day.month}"), year=day.year)

    def around(self, key: str, *names: str, **values: object) -> tuple[str, ...]:
        """Return the text of a label before, between and after `names`, whose values are put in later (a page number)."""
        return tuple(self(key, **dict.fromkeys(names, _HOLE), **values).split(_HOLE))
