"""The known name that a misspelled one is most like."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from itertools import islice

LONGEST = 80
"""Longest name that is compared, in characters: the time grows with the square of it."""

MOST_KNOWN = 1_000
"""Most known names that are looked at, the first ones."""

MOST_COMPARED = 120
"""Most known names of about its length that a name is compared with: of more, the first that begin and end as it does."""

_ROUNDING = 1e-9
_LIKELY = 8
"""How many of the names that share most letters with a name are compared with it letter by letter."""


def nearest_name(name: str, known: Iterable[str], alike: float = 0.6) -> str:
    """Return the known name most like `name`, or "" when none is `alike`, from 0 to 1 (equal).

    Likeness is that of difflib's `ratio`. A stranger's file may have ten thousand names that are not known, and as many
    that are: only those that can be alike by their lengths and letters are compared.
    """
    size = len(name)
    if not 0 < size <= LONGEST:
        return ""
    least, most = size * alike / (2 - alike) - _ROUNDING, size * (2 - alike) / alike + _ROUNDING
    near = [one for one in islice(known, MOST_KNOWN) if least <= len(one) <= most]
    if len(near) > MOST_COMPARED:
        near = [*islice((one for one in near if one[0] == name[0] and one[-1] == name[-1]), MOST_COMPARED)]
    letters = [(letter, name.count(letter)) for letter in set(name)]
    shared = ((sum(min(count, one.count(letter)) for letter, count in letters), one) for one in near)
    likely = [pair for pair in shared if 2 * pair[0] / (size + len(pair[1])) >= alike - _ROUNDING]
    if not likely:
        return ""
    from difflib import SequenceMatcher  # only what is wrong needs it

    matcher = SequenceMatcher(b=name)
    best, found = alike, ""
    for _, one in heapq.nlargest(_LIKELY, likely):
        matcher.set_seq1(one)
        ratio = matcher.ratio()
        if ratio > best or (ratio == best and one > found):
            best, found = ratio, one
    return found
