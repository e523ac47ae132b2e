"""Regular expressions take time that grows with the text, not with its square: a stranger writes the text."""

from __future__ import annotations

import pytest

from tests.support.syntax.patterns import Used, attacks, patterns, seconds

OTHERS_READ = {
    "builder/writers/site/pages.py": "reads our own style sheets",
    "builder/writers/pdf/write.py": "reads our own pages",
    "builder/core/bidi.py": "one is matched with whole texts alone",
}
"""Files whose patterns never see a stranger's text as it is, and why."""

SIZES = 1_000, 2_000, 8_000
"""Characters of texts at first sight, and of the two that are compared."""

GROWTH = 9
"""How much longer a text four times as long may take: 4 times where time grows with the text, 16 with its square."""


def _grows(used: Used, number: int) -> float:
    short, long = ([*attacks(used.pattern, size)][number] for size in SIZES[1:])
    before = seconds(used, short, 3)
    return seconds(used, long) / before if before > 0.002 and (before > 1 or seconds(used, long) > 0.02) else 0


@pytest.mark.slow
def test_no_pattern_is_slow() -> None:
    slow = []
    for used in patterns():
        if used.place in OTHERS_READ:
            continue
        for number, text in enumerate(attacks(used.pattern, SIZES[0])):
            if seconds(used, text) > 0.0015 and _grows(used, number) > GROWTH:
                slow.append(f"{used.place}: {used.pattern.pattern!r} on {text[:20]!r}…")
                break
    assert slow == []
