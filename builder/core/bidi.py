"""Isolation of text that runs the other way: which pieces of a text need it, and marks for words of another language.

The Unicode bidirectional algorithm (UAX 9) puts numbers, signs and spaces by the letters around them, so “+1 555 0100” in
Arabic comes out as “0100 555 1+”. A piece that is isolated keeps its own order and does not disturb what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_LRI, _RLI, _FSI, _PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_JOINER = "\u2060"

FALLBACK, OWN, END = _LRI + _JOINER, _FSI + _JOINER, _PDI
"""Marks around words in English because they are not translated, and around words of the text's own language inside them.

They are isolates that no program shows, so that a text that nobody reads for its marks is still right. The word joiner
tells them from isolates that authors type.
"""

_RTL_LANGUAGES = frozenset(
    "ar arc ars arz ary apc ckb dv fa glk he iw ks lrc mzn nqo pnb prs ps sd syr ug ur yi".split()
)
_RTL_SCRIPTS = frozenset("adlm arab hebr mand nkoo rohg samr syrc thaa".split())
"""Languages and scripts written from right to left, by the subtags of BCP 47."""

_OURS = frozenset({FALLBACK, OWN})
_BETWEEN = re.compile(rf"{END}([^\w\u2066-\u2069]{{1,4}}){FALLBACK}")
"""What joins two marked texts, as in a list: they are read as one."""

_HEAD, _TAIL = re.compile(r"[^\w(\[{“«]*"), re.compile(r"[^\w)\]}”»]*$")
"""Signs between our words and the text's own. A bracket stays with the words that it is around."""


_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LTR = f"(?:(?![{_RTL}_\\d])\\w)"
"""A letter of a script that runs from left to right."""

_HAS_RTL = re.compile(f"[{_RTL}]")
_MARK = re.compile(f"[{_LRI}{_FSI}]{_JOINER}?|[{_RLI}{_PDI}]")

_GAP = "[ \u00a0\u202f]"
_NUMBER = rf"(?:\+?\d{{1,3}}{_GAP}?(?=\(\d))?[+(]?\(?\d(?:[\d)./\u2010-\u2013\u2212-]|{_GAP}(?=[\d-]))*(?<=[\d)])"
_MARKS = "[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
"""Signs above and below letters, which are not word characters to Python."""

_WORD = rf"(?:(?:{_LTR}\.){{2,}}|{_LTR}(?:{_LTR}|{_MARKS}|\d)*(?:[-'’.,:/@&_=?%+#~]+(?:{_LTR}|\d)(?:{_LTR}|{_MARKS}|\d)*)*(?:[+#]+|(?<=[A-Za-z0-9])/(?!\w))?)"
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d\D{1,3}(?:1[5-9]|20)\d\d")
_GROUPED = re.compile(rf"\d{{1,3}}(?:{_GAP}\d{{3}})+")
_PAIRS = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«"}
_CLOSING = ".,;:!?)]}”’»"


@cache
def _ltr_piece() -> re.Pattern[str]:
    """Return the pattern of what runs from the left in text from the right. Compiled when it is needed: it takes milliseconds."""
    return re.compile(
        rf"(?P<address>(?:https?://|www\.|mailto:|tel:)[^\s{_RTL}]+|(?<![\w.+-])[\w.+-]++@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
        rf"|(?P<number>(?<![\w.,]){_NUMBER}(?!\w))"
        rf"|(?P<amount>(?<![\w.,])(?:[-\u2212±](?:[$€£¥₪]{_GAP}?)?|[$€£¥₪]{_GAP}?[-\u2212]?)\d(?:[\d.,]*\d)?)"
        rf"|(?P<words>(?<!\w)[-/@#.$~]{{0,2}}{_WORD}(?:[^{_RTL}\n]*(?<!\w){_WORD})?(?:{_GAP}+(?:§{_GAP}?)?\d[\d.,]*\b|[ ]?\([^(){_RTL}]*\))?)"
    )


@cache
def _rtl_piece() -> re.Pattern[str]:
    """Return the pattern of words that run from the right."""
    return re.compile(rf"[{_RTL}](?:[{_RTL}]|[^\w\n<>{_RTL}]{{1,3}}(?=[{_RTL}]))*")


@cache
def _sentence() -> re.Pattern[str]:
    """Return the pattern of a text that runs from the left as a whole, with the sign at its end."""
    return re.compile(rf"\s*(?P<whole>{_LTR}[^{_RTL}]*[.!?])\s*")


def direction(lang: str) -> str:
    """Return "rtl" or "ltr" for a BCP 47 language tag: by its script where it names one, else by its language."""
    language, *rest = lang.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    return "rtl" if (script in _RTL_SCRIPTS if script else language in _RTL_LANGUAGES) else "ltr"


def has_rtl(text: str) -> bool:
    """Say whether a text has a letter that is written from right to left."""
    return bool(_HAS_RTL.search(text))


def pieces(text: str, base: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text whose surroundings run in direction `base`, each with the direction to isolate it in, or "".

    From right to left: addresses, telephone numbers, amounts with a sign, numbers grouped by spaces, words of other scripts. A plain
    number, a time and a range such as 10–20 stay: the algorithm sets them as readers of the script expect. From left to
    right: words of scripts that run the other way, which otherwise draw a number after them to their own side.
    """
    at = 0
    if base == "ltr" and not _HAS_RTL.search(text):
        yield text, ""
        return
    if base == "rtl" and (sentence := _sentence().fullmatch(text)):
        yield from ((text[: sentence.start(1)], ""), (sentence[1], "ltr"), (text[sentence.end(1) :], ""))
        return
    for found in (_ltr_piece() if base == "rtl" else _rtl_piece()).finditer(text):
        start, end = found.span()
        if base == "rtl":
            if found.lastgroup == "address":
                end -= len(found[0]) - len(_trim_address(found[0]))
            elif found.lastgroup == "number" and not _needs_isolation(found[0]):
                continue
            elif opening := _PAIRS.get(text[end : end + 1]):
                end += found[0].count(opening) > found[0].count(text[end])
        if start > at:
            yield text[at:start], ""
        yield text[start:end], "ltr" if base == "rtl" else "rtl"
        at = end
    if at < len(text):
        yield text[at:], ""


def _trim_address(address: str) -> str:
    """Return an address without the signs that end the sentence around it."""
    while address[-1:] in _CLOSING and address and not (address[-1] == ")" and "(" in address):
        address = address[:-1]
    return address


def _needs_isolation(number: str) -> bool:
    """Say whether a number with signs in it would be put out of order: telephone numbers, dates as 2026-05-12, 1 234 567."""
    bare = number.removeprefix("(").removesuffix(")") if number.find(")") in {-1, len(number) - 1} else number
    if bare[0] in "+(" or _GROUPED.fullmatch(bare):
        return True
    if re.fullmatch(r"[\d.,:/]+", bare) or _YEARS.fullmatch(bare) or ". " in bare:
        return False
    digits = sum(char.isdigit() for char in bare)
    return len(re.findall(r"\d+", bare)) > 2 or digits > 6  # a local telephone number has seven


def isolate(text: str, base: str) -> str:
    """Return a text for where characters are all there is: pieces that run the other way stand between isolates."""
    return "".join(isolate_whole(piece, way) if way else piece for piece, way in pieces(text, base))


def isolate_whole(text: str, way: str) -> str:
    """Return a text between the isolates of a direction; white space at its ends stays outside."""
    inner = text.strip()
    return text.replace(inner, f"{_RLI if way == 'rtl' else _LRI}{inner}{_PDI}", 1) if inner else text


def mark_fallback(text: str) -> str:
    """Return words of ours that are in English for want of a translation, marked as such."""
    return f"{FALLBACK}{text}{END}" if text.strip() else text


def mark_own(text: str) -> str:
    """Return a value that is filled into such words, marked as of the text's own language; nothing is marked twice.

    A value that is marked as English itself loses its mark, because what it is filled into is English too.
    """
    if text.startswith(FALLBACK) and text.endswith(END) and text.count(FALLBACK) == 1:
        return text[len(FALLBACK) : -len(END)]
    return f"{OWN}{text}{END}"


def by_language(text: str, opened: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces without our marks, each with whether it is in English for want of a translation.

    `opened` are the isolates that are open, from earlier texts of the same line; it is kept up to date. Signs and spaces between
    English and the text's own words belong to neither, so that they stand between both whichever way the line runs.
    """
    text = _BETWEEN.sub(r"\1", text)
    at, before = 0, ""
    for found in (*_MARK.finditer(text), None):
        sign = found[0] if found else ""
        if found is None or sign in _OURS or (sign == END and (not opened or opened[-1] in _OURS)):
            piece = text[at : found.start() if found else len(text)]
            if _is_fallback(opened):
                head, tail = _HEAD.match(piece) if before == END else None, _TAIL.search(piece) if sign == OWN else None
                start, end = head.end() if head else 0, tail.start() if tail else len(piece)
                yield piece[:start], False
                yield piece[start:end], True
                yield piece[max(start, end) :], False
            else:
                yield piece, False
            at, before = found.end() if found else 0, sign
        if sign == END and opened:
            opened.pop()
        elif sign and sign != END:
            opened.append(sign)


def _is_fallback(opened: list[str]) -> bool:
    """Say whether the innermost of our marks that are open is that of English."""
    return next((mark for mark in reversed(opened) if mark in _OURS), "") == FALLBACK


def unmarked(text: str, base: str = "ltr") -> str:
    """Return a text without our marks; where it runs from right to left the isolates stay, which keep its order."""
    if FALLBACK not in text and OWN not in text:
        return text
    if base == "rtl":
        return text.replace(_JOINER, "")
    return "".join(piece for piece, _ in by_language(text, []))
