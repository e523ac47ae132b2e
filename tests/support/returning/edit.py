"""What a scripted edit says of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """An edit: its name, the kinds of change that it may be reported as (none: nothing), and words that must be in the report.

    `new` must be among the new words, `old` among those as made.
    """

    name: str
    kinds: frozenset[str]
    new: str = ""
    old: str = ""


class Unfit(Exception):  # noqa: N818  # raised by an edit that has nothing to do on this deck
    """The deck has nothing that this edit could be made to."""
