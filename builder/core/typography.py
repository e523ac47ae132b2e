"""Typographic apostrophes (U+2019), no-break spaces in “5 minutes”, and breaks in long words. Texts keep their length in characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

APOSTROPHE = "’"
NO_BREAK = "\u00a0"

LONG_WORD = 30
"""A longer word (characters) may break where its style changes: renderers break words within one style alone."""

_CURLED = frozenset(
    "af br ca cs cy da de el en es et fi fr fy ga gd gl hr hu is it lb lt lv mt nb nl nn no oc pl pt rm ro sc sk sl sv sw tr".split()
)
"""Languages, by BCP 47 primary tag, whose apostrophe in words is U+2019. Others have a letter of their own (ʻokina,
geresh, Ukrainian U+02BC), or none: what their authors write stays."""

_LETTER = r"A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿͰ-Ͽἀ-῿"
"""Latin and Greek. Beside a letter of another script the sign may be that script's own."""

_SIGN = re.compile(
    r"(?P<address>(?<!\S)\S*(?:://|@|\bwww\.)\S*)"  # addresses stay as they are
    rf"|(?<=[{_LETTER}.”’»)\]])'(?=[{_LETTER}\d])|(?<=\d)'(?=[{_LETTER}])"  # in a word: don't, U.S.'s, 1990's
    rf"|(?P<end>(?<=[{_LETTER}])')"  # workers' – or the end of a quotation that was begun
    r"|(?<![\w'.,;:!?…”’»)\]])'(?=\d\ds?\b)"  # the '90s
    r"|(?P<begin>(?<![^\s(\[“‘«„—–/-])'(?!\s))"  # 'You must sign.'
    r"|(?P<other>')"
)

_STRAIGHT = str.maketrans("‘’‚ʼ“”„", "'" * 4 + '"' * 3)


def straight_quotes(text: str) -> str:
    """Return a text of the same length with straight quotation marks and apostrophes, for comparing.

    Programs curl them while people type, and our own typesetting does it with apostrophes.
    """
    return text.translate(_STRAIGHT)


@dataclass
class Apostrophes:
    """Replaces straight apostrophes in running text that comes in pieces. Possible quotation marks are left alone.

    `before` is the character before the next piece, "" at the beginning; `quoted` says whether a straight single
    quotation mark is open.
    """

    before: str = ""
    quoted: bool = False

    def typeset(self, text: str, lang: str) -> str:
        """Return the next piece of text with typographic apostrophes; `lang` is its BCP 47 tag. The length stays."""
        known = lang.lower().split("-", maxsplit=1)[0] in _CURLED
        led = self.before.replace("'", "‘") + text
        self.before = led[-1:]
        if "'" not in text or not known:
            return text
        return _SIGN.sub(self._sign, led)[len(led) - len(text) :]

    def _sign(self, found: re.Match[str]) -> str:
        kind = found.lastgroup
        if kind == "address":
            return found[0]
        if kind == "begin":
            self.quoted = True
        elif kind == "other" or (kind == "end" and self.quoted):
            self.quoted = False
        else:
            return APOSTROPHE
        return "'"


def typeset(text: str, lang: str) -> str:
    """Return a text that stands alone, such as a title, with typographic apostrophes; `lang` is its BCP 47 tag."""
    return Apostrophes().typeset(text, lang)


def straighten_apostrophes(text: str) -> str:
    """Return a text of the same length with straight apostrophes, to compare it with what somebody typed."""
    return text.replace(APOSTROPHE, "'")


# ── no-break spaces ───────────────────────────────────────────────────────────────────────────────────────────

_COUNTED = (
    "minutes", "minutes-1", "minutes-short", "pages", "pages-1", "page-number", "at-slides", "quick-sheets",
    "quick-sheets-1", "quick-people", "cards-cut", "slide-line", "slides-line",
)  # fmt: skip
"""Labels of a number with its unit."""

_PLURAL_KEYS = ("minutes", "pages", "quick-sheets", "cards-cut")
_PLURALS = ("-zero", "-one", "-two", "-few", "-many")

_DIGIT = re.compile(r"\d")


def tie_numbers(text: str, label: Callable[..., str]) -> str:
    """Return text with no-break spaces in “5 minutes” and “page 8”, so that no line break separates number and unit.

    `label` returns the printed words for a label key, in the language of the text.
    """
    if not _DIGIT.search(text):
        return text
    return _counts(*_phrases(label)).sub(lambda found: found[0].replace(" ", NO_BREAK), text)


def _phrases(label: Callable[..., str]) -> Iterator[str]:
    """Yield the phrases of a number with its unit, in all plural forms that the language has."""
    blank = {"count": "\0", "number": "\0", "slides": "\0"}
    for key in _COUNTED:
        yield label(key, **blank)
    for form in _PLURALS:
        with suppress(KeyError):  # a language has a form of all of them, or of none
            for key in _PLURAL_KEYS:
                yield label(f"{key}{form}", **blank)


@cache
def _counts(*names: str) -> re.Pattern[str]:
    """Return a pattern that matches any of these phrases; in each the null character stands for a number."""
    spelled = (re.escape(name).replace(re.escape("\0"), r"\d+") for name in names)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)", re.IGNORECASE)


def breaks_in_words(texts: Sequence[str]) -> frozenset[int]:
    """Return the indices of texts before which a line may break, though a word goes on there: that word is a long one."""
    whole = "".join(texts)
    if len(texts) < 2 or len(whole) <= LONG_WORD:
        return frozenset()
    starts = dict(zip(accumulate(map(len, texts), initial=0), range(len(texts)), strict=False))
    long = (found.span() for found in re.finditer(r"\S+", whole) if len(found[0]) > LONG_WORD)
    return frozenset(number for begin, end in long for start, number in starts.items() if begin < start < end)
