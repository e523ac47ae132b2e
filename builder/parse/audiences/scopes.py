"""Which editions see each line of a source, by the divs and headings around it; what a line defines is seen no further."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import field

from builder.core.frozen import dataclass
from builder.parse.divs.vocabulary import AUDIENCES, FOR_FACILITATORS, RESTRICTING, closes, known_name
from builder.parse.inlines.attributes import Attributes
from builder.transform.audience import ALL, CONTENT, SHOWN_BY, Seen
from builder.transform.editions import EDITIONS

PARTICIPANTS: Seen = frozenset(name for name, edition in EDITIONS.items() if edition.audience == "participants")
"""The editions that participants get, at the latest when a session ends."""
GUIDE_ALONE: Seen = SHOWN_BY["facilitator"]
ANSWERS: Seen = SHOWN_BY["answers"]


def seen_in(name: str) -> Seen:
    """Return the editions that see a div of the vocabulary; ALL for one that keeps nothing from participants."""
    kind = RESTRICTING.get(name)
    return SHOWN_BY[CONTENT[kind]] if kind and name in FOR_FACILITATORS else ALL


def seen_in_div(attributes: Attributes | None) -> Seen:
    """Return the editions that see what is in a div; the guide alone where its attributes could not be read."""
    if attributes is None:
        return GUIDE_ALONE
    seen = ALL.intersection(*(seen_in(known_name(name)) for name in attributes.classes))
    closed = AUDIENCES.get(attributes.values.get("audience", "participants"), RESTRICTING["facilitator"])
    return seen & GUIDE_ALONE if closed or any(closes(name) for name in attributes.classes) else seen


@dataclass
class Scopes:
    """The editions that see the lines of a source, from each line on where they change. Lines come in order."""

    begin: list[int] = field(default_factory=lambda: [0])
    seen: list[Seen] = field(default_factory=lambda: [ALL])

    def change(self, line: int, around: Iterable[Seen]) -> None:
        """Note that from `line` on, text is seen by the editions that are in all of `around`."""
        seen = ALL.intersection(*around)
        if seen != self.seen[-1]:
            self.begin.append(max(line, self.begin[-1]))
            self.seen.append(seen)

    def reaches(self, defined: int, used: int) -> bool:
        """Say whether all who see line `used` see line `defined` too."""
        return self.at(used) <= self.at(defined)

    def at(self, line: int) -> Seen:
        """Return the editions that see a line."""
        return self.seen[bisect_right(self.begin, line) - 1]
