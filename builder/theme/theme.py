"""A loaded theme, as pages, slides, charts and the catalogue use it. A theme changes looks, never content."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field
from pathlib import Path

from builder.core.bidi import direction, has_rtl, mark_fallback, mark_own
from builder.core.frozen import dataclass
from builder.core.quantities import NumberFormat, number_format
from builder.core.source import NOWHERE, Span
from builder.theme.labels import OF_DAY, tags_of
from builder.theme.plurals import plural_category
from builder.theme.tokens import Tokens

_NO_WORDS: dict[str, str] = {}
_NUMBERS = re.compile(r"[\d\s.,:/–-]*")
"""Text without words."""


def _counted_by(key: str, english: dict[str, str]) -> str:
    """Return the label that `key` is the form of for exactly so many, which other languages may do without; "" for none."""
    stem = key.rpartition("-")[0] if key[-1:].isdecimal() else ""
    return stem if "{" in english.get(stem, "") else ""


def _is_own(value: str, lang: str) -> bool:
    """Say whether a value has words in a text's language; names in Latin letters fit English words in Arabic better than its own."""
    if _NUMBERS.fullmatch(value):
        return False
    return direction(lang) == "ltr" or has_rtl(value) or not any(map(str.isalnum, value))


@dataclass(frozen=True)
class Logo:
    """A logo's bytes with its text alternative; `dark` are those for dark ground, b"" without."""

    name: str
    alt: str
    data: bytes = field(repr=False)
    dark: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class PowerPointFile:
    """An organization's own PowerPoint template: its name, its bytes, and where theme.yml names it."""

    name: str
    data: bytes = field(repr=False)
    at: Span = NOWHERE


@dataclass(frozen=True)
class Theme:
    """A loaded theme. `colors` maps each role, and accent1 … accent6, to `#rrggbb`.

    `files` holds the text of all templates, style sheets and slide layouts by their path below themes/base
    (`print/document.html`, `slides/layouts.yml`, `csl/numeric.csl`); `labels` the printed words by language.
    `fonts` are files named `Family-Style.ttf`; `fonts_key` is a hash of those that are the theme's own, "" without.
    """

    id: str
    tokens: Tokens
    colors: dict[str, str]
    files: dict[str, str] = field(repr=False)
    labels: dict[str, dict[str, str]] = field(repr=False)
    fonts: tuple[Path, ...] = field(repr=False)
    logo: Logo | None = None
    template: PowerPointFile | None = None
    fonts_key: str = ""

    def font_file(self, family: str, *, bold: bool = False, italic: bool = False) -> Path | None:
        """Return a family's file for a style, or the nearest that it has; None without the family."""
        files = {path.stem.lower(): path for path in self.fonts}
        stem = family.replace(" ", "").lower()
        names = ("Bold" * bold + "Italic" * italic or "Regular", "Bold" if bold else "Regular", "Regular")
        return next((files[name] for one in names if (name := f"{stem}-{one}".lower()) in files), None)

    def icon(self, kind: str, asked: str = "") -> str:
        """Return the name of a block's icon: what the author wrote, else that of blocks of its kind; "" or "none" for none."""
        return asked or next((name for block, name in self.tokens.icons.items() if block == kind), "")

    def label(self, key: str, lang: str, **values: object) -> str:
        """Return the printed text for `key` in `lang`, else in English, with its `{name}` placeholders filled in.

        Raises KeyError for a key that English does not have, which is a bug.
        """
        return (self._own_word(key, lang) or self.labels["en"][key]).format(**values)

    def _own_word(self, key: str, lang: str) -> str:
        """Return a label in a language, before it is filled; "" if it is not translated."""
        return next((word for tag in tags_of(lang) if (word := self.labels.get(tag, _NO_WORDS).get(key))), "")

    def untranslated(self, lang: str) -> list[str]:
        """Return the keys of labels that are not translated into a language, in order; forms of a number may be left out."""
        english = self.labels["en"]
        return [
            key
            for key in english
            if not self._own_word(key, lang) and not self._own_word(_counted_by(key, english), lang)
        ]

    def counted(self, key: str, count: int, lang: str) -> str:
        """Return the key of a label for a number of things, in `lang` where any is translated, else in English.

        It is the key for exactly so many (`minutes-1`), else for the number's plural form (`minutes-few`), else `key`.
        """
        keys = (f"{key}-{count}", f"{key}-{plural_category(lang, count)}", key)
        found = next((one for one in keys if self._own_word(one, lang)), "")
        return found or (keys[0] if keys[0] in self.labels["en"] else key)

    def month_of_day(self, month: int, lang: str) -> str:
        """Return a month, from 1, as it stands behind a day: Russian has another form for it, “12 мая”."""
        key = f"month-{month}{OF_DAY}"
        return self.label(key if self._own_word(key, lang) else f"month-{month}", lang)

    def letter(self, place: int, lang: str) -> str:
        """Return the letter of a question's option by its place, from 1; past the labels' letters A to Z go on, then numbers."""
        key = f"letter-{place}"
        if key in self.labels["en"]:
            return self.label(key, lang)
        return chr(64 + place) if place <= 26 and self.label("letter-1", lang) == "A" else str(place)

    def printed(self, key: str, lang: str, **values: object) -> str:
        """Return a label to be printed; in English for want of a translation, it and its values are marked (see core/bidi.py).

        Only words are marked, not numbers. Raises KeyError for a key that English does not have.
        """
        if self._own_word(key, lang) or lang.split("-", maxsplit=1)[0] == "en":
            return self.label(key, lang, **values)
        own = {
            name: mark_own(value) if isinstance(value, str) and _is_own(value, lang) else value
            for name, value in values.items()
        }
        text = self.label(key, lang, **own)
        return mark_fallback(text) if sum(map(str.isalpha, text)) > 1 else text  # letters of options are no language's

    def number_format(self, numbers: Iterable[float], lang: str) -> NumberFormat:
        """Return one format for these numbers with the separators of `lang`."""
        return number_format(numbers, self.label("thousands-mark", lang), self.label("decimal-mark", lang))

    def group(self, words: str, lang: str) -> str:
        """Return the grouping of an activity as printed: “in pairs”, but “alone”. A label lists the words that take “in”."""
        takes = set(words.casefold().replace(",", " ").split()[:1]) & set(self.label("in-group-words", lang).split())
        return self.label("in-group", lang, group=words) if takes else words
