"""How lists on slides are numbered: the values of `SlideLine.bullet` and `Level.bullet` that count.

A name is the first marker of such a list: `A.`, `(i)`. `number` and `letter` are `1.` and `A.`, the numberings of layouts.
"""

from __future__ import annotations

from builder.core.frozen import dataclass

_SYSTEMS = {
    "1": ("decimal", "arabic"),
    "A": ("upper-alpha", "alphaUc"),
    "a": ("lower-alpha", "alphaLc"),
    "I": ("upper-roman", "romanUc"),
    "i": ("lower-roman", "romanLc"),
}
"""First numeral → CSS counter style, and the beginning of DrawingML's name (ST_TextAutonumberScheme)."""

_AROUND = {".": ("", ". ", "Period"), ")": ("", ") ", "ParenR"), "()": ("(", ") ", "ParenBoth")}
"""Delimiters → what stands before a numeral, what after it, and the end of DrawingML's name."""

_ROMAN = {
    1000: "M",
    900: "CM",
    500: "D",
    400: "CD",
    100: "C",
    90: "XC",
    50: "L",
    40: "XL",
    10: "X",
    9: "IX",
    5: "V",
    4: "IV",
    1: "I",
}


@dataclass(frozen=True, slots=True)
class Numbering:
    """One way to number items. `css` is the name of a counter style, `scheme` that of DrawingML's automatic numbers.

    `system` is the first numeral. `before` and `after` stand around a numeral; a space ends `after`.
    """

    system: str
    before: str
    after: str
    css: str
    scheme: str

    def marker(self, number: int) -> str:
        """Return the marker of an item, without a space after it."""
        return self.before + _numeral(self.system, max(number, 1)) + self.after.rstrip()

    @property
    def is_wide(self) -> bool:
        """Whether its markers are wider than a letter or two digits with a full stop."""
        return bool(self.before) or self.system in {"I", "i"}

    @property
    def rule(self) -> str:
        """The `@counter-style` rule of this numbering, "" for those that CSS has."""
        base = _SYSTEMS[self.system][0]
        if self.css == base:
            return ""
        return (
            f'@counter-style {self.css} {{ system: extends {base}; prefix: "{self.before}"; suffix: "{self.after}"; }}'
        )


def _numeral(system: str, number: int) -> str:
    match system:
        case "1":
            return str(number)
        case "A" | "a":
            letters = chr(64 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1)  # AA after Z, as PowerPoint counts
            return letters if system == "A" else letters.lower()
        case _:
            found, rest = "", number
            for value, letter in _ROMAN.items():
                found, rest = found + letter * (rest // value), rest % value
            return found if system == "I" else found.lower()


def _numbering(system: str, delimiter: str) -> Numbering:
    (css, scheme), (before, after, end) = _SYSTEMS[system], _AROUND[delimiter]
    named = css if delimiter == "." else f"{css}-{'parentheses' if before else 'parenthesis'}"
    return Numbering(system, before, after, named, scheme + end)


NUMBERINGS = {
    _AROUND[delimiter][0] + system + _AROUND[delimiter][1].rstrip(): _numbering(system, delimiter)
    for system in _SYSTEMS
    for delimiter in _AROUND
}
NUMBERINGS |= {"number": NUMBERINGS["1."], "letter": NUMBERINGS["A."]}


def counter_styles() -> str:
    """Return the rules of all numberings that CSS lacks."""
    return "".join(dict.fromkeys(numbering.rule for numbering in NUMBERINGS.values()))
