"""Small signs as they are printed: the apostrophe (U+2019). Texts keep their length."""

from __future__ import annotations

import re
from dataclasses import dataclass

APOSTROPHE = "’"

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


@dataclass
class Apostrophes:
    """Straight apostrophes of running text to printed ones, piece by piece. What may be a quotation mark stays.

    `before` is the character that the next piece follows, "" at the beginning; `quoted` says that a straight single
    quotation mark is open.
    """

    before: str = ""
    quoted: bool = False

    def printed(self, text: str, lang: str) -> str:
        """Return a piece of text in a language (BCP 47) with its apostrophes as they are printed, as long as it was."""
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


def printed(text: str, lang: str) -> str:
    """Return a text that stands alone, such as a title, with its apostrophes as they are printed in a language."""
    return Apostrophes().printed(text, lang)


def plain_signs(text: str) -> str:
    """Return a text of the same length with straight apostrophes, to compare it with what somebody typed."""
    return text.replace(APOSTROPHE, "'")
