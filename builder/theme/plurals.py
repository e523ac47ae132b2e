"""Plural forms of languages: which form of a word goes with a whole number (Unicode CLDR 46, cardinal rules)."""

from __future__ import annotations

from collections.abc import Callable

_NONE = frozenset("id ja jv km ko lo ms my su th vi wo yo zh".split())
"""Languages whose words have one form with every number."""

_ZERO_TOO = frozenset("am as bn fa fr gu hi hy kn pa pt si zu".split())
"""Languages in which nothing is counted as one thing is."""


def plural_category(lang: str, count: int) -> str:
    """Return CLDR's category of a number in a language: zero, one, two, few, many or other; `lang` is a BCP 47 tag.

    A language that is not known is taken to have one form for 1 and another for the rest, as English has.
    """
    own = lang.lower().split("-", maxsplit=1)[0]
    if own in _NONE:
        return "other"
    if own in _RULES:
        return _RULES[own](count, count % 10, count % 100)
    return "one" if count == 1 or (count == 0 and own in _ZERO_TOO) else "other"


Rule = Callable[[int, int, int], str]
"""From a number, its last digit and its last two digits to a category."""


def _russian(_count: int, last: int, two: int) -> str:
    if last == 1 and two != 11:
        return "one"
    return "few" if last in {2, 3, 4} and two not in {12, 13, 14} else "many"


def _serbian(count: int, last: int, two: int) -> str:
    found = _russian(count, last, two)
    return "other" if found == "many" else found


def _polish(count: int, last: int, two: int) -> str:
    return "one" if count == 1 else "many" if last == 1 else _russian(count, last, two)


def _czech(count: int, _last: int, _two: int) -> str:
    return "one" if count == 1 else "few" if count in {2, 3, 4} else "other"


def _lithuanian(_count: int, last: int, two: int) -> str:
    if last == 0 or two in range(11, 20):
        return "other"
    return "one" if last == 1 else "few"


def _latvian(_count: int, last: int, two: int) -> str:
    if last == 0 or two in range(11, 20):
        return "zero"
    return "one" if last == 1 else "other"


def _romanian(count: int, _last: int, two: int) -> str:
    return "one" if count == 1 else "few" if count == 0 or two in range(1, 20) else "other"


def _slovenian(_count: int, _last: int, two: int) -> str:
    return {1: "one", 2: "two", 3: "few", 4: "few"}.get(two, "other")


def _icelandic(_count: int, last: int, two: int) -> str:
    return "one" if last == 1 and two != 11 else "other"


def _arabic(count: int, _last: int, two: int) -> str:
    if count in {0, 1, 2}:
        return ("zero", "one", "two")[count]
    return "few" if two in range(3, 11) else "many" if two >= 11 else "other"


def _maltese(count: int, _last: int, two: int) -> str:
    if count in {1, 2}:
        return ("one", "two")[count - 1]
    return "few" if count == 0 or two in range(3, 11) else "many" if two in range(11, 20) else "other"


def _hebrew(count: int, _last: int, _two: int) -> str:
    return {1: "one", 2: "two"}.get(count, "other")


def _irish(count: int, _last: int, _two: int) -> str:
    return {1: "one", 2: "two", **dict.fromkeys(range(3, 7), "few"), **dict.fromkeys(range(7, 11), "many")}.get(
        count, "other"
    )


def _gaelic(count: int, _last: int, _two: int) -> str:
    if count in {1, 11}:
        return "one"
    return "two" if count in {2, 12} else "few" if count in range(3, 20) else "other"


def _welsh(count: int, _last: int, _two: int) -> str:
    return {0: "zero", 1: "one", 2: "two", 3: "few", 6: "many"}.get(count, "other")


_RULES: dict[str, Rule] = {
    **dict.fromkeys(("ru", "uk", "be"), _russian),
    **dict.fromkeys(("sr", "hr", "bs", "sh"), _serbian),
    **dict.fromkeys(("cs", "sk"), _czech),
    **dict.fromkeys(("is", "mk"), _icelandic),
    **dict.fromkeys(("ro", "mo"), _romanian),
    **dict.fromkeys(("ar", "ars"), _arabic),
    "pl": _polish,
    "lt": _lithuanian,
    "lv": _latvian,
    "sl": _slovenian,
    "mt": _maltese,
    **dict.fromkeys(("he", "iw"), _hebrew),
    "ga": _irish,
    "gd": _gaelic,
    "cy": _welsh,
}  # fmt: skip
