"""Labels: the words that outputs print beside the author's, in a module's language, with dates and counts."""

from __future__ import annotations

from datetime import date

from builder.core.frozen import dataclass
from builder.core.names import words_of
from builder.core.typography import tie_numbers
from builder.theme.theme import Theme

_HOLE = "\ue000"
"""Placeholder for a value that only layout knows; a private-use character, so that no label contains it."""


@dataclass(frozen=True)
class Labels:
    """The theme's labels by key: `labels("question", number=3)`."""

    theme: Theme
    lang: str

    def __call__(self, key: str, **values: object) -> str:
        """Return the label `key` with its values filled in, marked where it is not translated. Raises KeyError for an unknown key."""
        return self.theme.printed(key, self.lang, **values)

    def plain(self, key: str, **values: object) -> str:
        """Return the label `key` without marks, to compare it with an author's words or to write it where text is all there is."""
        return self.theme.label(key, self.lang, **values)

    def tie_numbers(self, key: str, **values: object) -> str:
        """Return the label `key` with no line break between a number and its unit."""
        return tie_numbers(self(key, **values), self.plain)

    def has(self, key: str) -> bool:
        """Say whether there is a label `key`."""
        return key in self.theme.labels["en"]

    def blank(self, name: str) -> str:
        """Return the label of a local line to fill in: ours (`local-…`) where there is one, else the author's words."""
        key = f"local-{name}"
        return self(key) if self.has(key) else words_of(name)

    def count(self, key: str, count: int) -> str:
        """Return the label for a number of things, in the form that goes with the number."""
        return self(self.theme.counted(key, count, self.lang), count=count)

    def group(self, words: str) -> str:
        """Return the label of a grouping: “in pairs”, “alone”."""
        return self.theme.group(words, self.lang)

    def month(self, day: date) -> str:
        """Return a date as month and year."""
        return self("month-year", month=self(f"month-{day.month}"), year=day.year)

    def split_at(self, key: str, *names: str, **values: object) -> tuple[str, ...]:
        """Return the text of a label before, between and after the values `names`, which are filled in later (a page number)."""
        return tuple(self(key, **dict.fromkeys(names, _HOLE), **values).split(_HOLE))
