"""The order in which what is to be matched, or put in order, is printed: one that tells nothing of the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from builder.model import module as m


def mixed_order(texts: Sequence[str], shuffle: int) -> list[int]:
    """Return indexes of texts in the order of a hash of each text and of `shuffle`, which the author chooses.

    It depends on which texts there are, and not on the order in which they are given: that is the answer.
    """
    return sorted(range(len(texts)), key=lambda number: hashlib.sha256(f"{shuffle}\n{texts[number]}".encode()).digest())


def words_of_content(content: tuple[m.Inline, ...]) -> str:
    """Return the words by which what is mixed is told apart."""
    return " ".join(m.plain(*content).split())
