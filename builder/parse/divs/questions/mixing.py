"""The order in which what is to be matched, or put in order, is printed: one that tells nothing of the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from builder.core.problems import ProblemCode
from builder.model import module as m
from builder.parse.divs.source import DivContext, DivSource

_TRIES = 100
"""How many other ways to mix are tried for a hint."""


def mixed_order(texts: Sequence[str], shuffle: int) -> list[int]:
    """Return indexes of texts in the order of a hash of each text and of `shuffle`, which the author chooses.

    It depends on which texts there are, and not on the order in which they are given: that is the answer.
    """
    return sorted(range(len(texts)), key=lambda number: hashlib.sha256(f"{shuffle}\n{texts[number]}".encode()).digest())


def report_unmixed(
    context: DivContext, div: DivSource, texts: Sequence[str], right: Sequence[str], shuffle: int
) -> None:
    """Report a warning `order-as-asked` where those of `texts` that are in `right` come out in its order; fewer than two have none."""

    def comes_out_right(number: int) -> bool:
        return [texts[n] for n in mixed_order(texts, number) if texts[n] in right] == [*right]

    if len(right) > 1 and comes_out_right(shuffle):
        others = (n for n in range(shuffle + 1, shuffle + _TRIES) if not comes_out_right(n))
        hint = f'write `shuffle="{next(others, shuffle + 1)}"` to mix them otherwise'
        message = "what is mixed here comes out in the right order nevertheless"
        context.problems.add(ProblemCode.ORDER_AS_ASKED, message, div.at, hint)


def words_of_content(content: tuple[m.Inline, ...]) -> str:
    """Return the words by which what is mixed is told apart."""
    return " ".join(m.plain(*content).split())
