"""The loss report: what became of everything in a file that is imported. Taken, changed, left out, or added by us; with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum

from builder.core.frozen import dataclass, replace
from builder.importing.document import DocPlace


class Outcome(Enum):
    """What became of a part of a file."""

    TAKEN = "taken"
    CHANGED = "changed"
    LEFT = "left"
    ADDED = "added"


@dataclass(frozen=True)
class Loss:
    """What became of one thing, or of `count` of a kind at one place.

    `what` is its kind in the words of who made the file: "text box", "animation", "comment". `note` says how it was changed, or why
    it is left out. `words` is its text that is not in the module; `added` is text in the module that the file does not have.
    """

    at: DocPlace
    what: str
    outcome: Outcome
    note: str = ""
    words: str = ""
    added: str = ""
    count: int = 1


class LossLog:
    """A growing report. Readers and the writer of the module add to it; entries that are equal are counted."""

    def __init__(self) -> None:
        """Begin an empty report."""
        self._found: Counter[Loss] = Counter()

    def note_taken(self, at: DocPlace, what: str, count: int = 1) -> None:
        """Note something that is in the module as it was."""
        self._found[Loss(at, what, Outcome.TAKEN)] += count

    def note_changed(self, at: DocPlace, what: str, note: str, *, words: str = "", added: str = "") -> None:
        """Note something that is in the module in another form. `words` of it are not, `added` were not in the file."""
        self._found[Loss(at, what, Outcome.CHANGED, note, words, added)] += 1

    def note_left(self, at: DocPlace, what: str, note: str, words: str = "", count: int = 1) -> None:
        """Note something that is not in the module, with the words that it had."""
        self._found[Loss(at, what, Outcome.LEFT, note, words)] += count

    def note_added(self, at: DocPlace, what: str, note: str, words: str) -> None:
        """Note words of the module that the file does not have, such as a title for a slide without one."""
        self._found[Loss(at, what, Outcome.ADDED, note, added=words)] += 1

    def extend(self, others: Iterable[Loss]) -> None:
        """Add entries of another report."""
        for one in others:
            self._found[replace(one, count=1)] += one.count

    def entries(self) -> tuple[Loss, ...]:
        """Return the entries in the order of the files, the places in them, and of what was noted."""
        order: dict[str, int] = {}
        for loss in self._found:
            order.setdefault(loss.at.file, len(order))
        rows = [replace(loss, count=count) for loss, count in self._found.items()]
        return tuple(sorted(rows, key=lambda one: (order[one.at.file], one.at.number)))


def totals(losses: Iterable[Loss]) -> dict[str, Counter[str]]:
    """Return how many things of each kind were taken, changed, left and added, by outcome."""
    found = {outcome.value: Counter[str]() for outcome in Outcome}
    for loss in losses:
        found[loss.outcome.value][loss.what] += loss.count
    return found


_SHOWN = 200
"""Most characters of a text that the report for people quotes."""


def losses_text(losses: Iterable[Loss]) -> Iterator[str]:
    """Yield the lines of the report for people: a line for all of each kind that was taken, one each for what was not."""
    rows = list(losses)
    for outcome, kinds in totals(rows).items():
        if kinds:
            yield f"{outcome}: {', '.join(f'{count} × {what}' for what, count in sorted(kinds.items()))}"
    places: dict[tuple[str, ...], list[Loss]] = {}
    for loss in rows:
        if loss.outcome is not Outcome.TAKEN:
            words = "" if loss.words.isdigit() else loss.words  # numbers of slides differ, and say nothing
            same = (loss.at.file, loss.at.part, loss.what, loss.outcome.value, loss.note, words, loss.added)
            places.setdefault(same, []).append(loss)
    for found in places.values():
        one, count = found[0], sum(loss.count for loss in found)
        times = f" ({count} times)" if count > 1 else ""
        note = f": {one.note}" if one.note else ""
        yield f"{_places(found)}: {one.outcome.value}: {one.what}{times}{note}{_quoted(one) if len(found) == 1 or not one.words.isdigit() else ''}"


def _places(losses: list[Loss]) -> str:
    """Return the places of equal entries: `talk.pptx, slides 2–5, 9, notes`."""
    at = losses[0].at
    spans: list[list[int]] = []
    for number in sorted({loss.at.number for loss in losses}):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    numbers = ", ".join(f"{first}–{last}" if last > first else f"{first}" for first, last in spans)
    several = len(spans) > 1 or spans[0][0] != spans[0][1]
    unit = f"{at.unit}{'s' if several else ''} {numbers}" if at.unit else ""
    return ", ".join(filter(None, (at.file, unit, at.part)))


def _quoted(loss: Loss) -> str:
    text = " ".join((loss.words or loss.added).split())
    return f" “{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}”" if text else ""


def loss_record(loss: Loss) -> dict[str, object]:
    """Return an entry for the report as JSON."""
    return {
        "file": loss.at.file,
        "unit": loss.at.unit,
        "number": loss.at.number,
        "part": loss.at.part,
        "what": loss.what,
        "outcome": loss.outcome.value,
        "note": loss.note,
        "words": loss.words,
        "added": loss.added,
        "count": loss.count,
    }
