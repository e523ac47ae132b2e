"""Bringing a PO file up to date with its source: what stayed keeps its translation, what was edited is fuzzy, what went is obsolete.

Units are paired by their words first, wherever they stand now; then, between those, by their names and by how many words they
share. So an edited sentence is one fuzzy unit, with the words that its translation was made of, and a moved block is none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict

from builder.core.frozen import dataclass, replace
from builder.translation.extract import TextUnit
from builder.translation.po import Catalog, PoEntry

_ALIKE = 0.5
"""Share of words that two texts have in common when one is taken for an edited form of the other; of one name, half of that."""


@dataclass(frozen=True)
class Updated:
    """A catalog that is up to date, and how many units are `fresh` (without translation), `fuzzy` by this change, and `gone`."""

    catalog: Catalog
    fresh: int
    fuzzy: int
    gone: int


def update_catalog(catalog: Catalog, units: tuple[TextUnit, ...]) -> Updated:
    """Return a catalog that has these units, in their order."""
    old = catalog.entries
    pairs = _same(old, units)
    _edited(old, units, pairs)
    revived = {entry.source: entry for entry in catalog.obsolete if entry.text}
    entries: list[PoEntry] = []
    fresh = fuzzy = 0
    for number, unit in enumerate(units):
        before = old[pairs[number]] if number in pairs else revived.pop(unit.text, None)
        entry = _entry(unit, before)
        fresh += not entry.text
        fuzzy += entry.fuzzy and not (before and before.fuzzy)
        entries.append(entry)
    used = set(pairs.values())
    gone = [
        replace(entry, comments=(), place="", fuzzy=False, previous="")
        for n, entry in enumerate(old)
        if n not in used and entry.text
    ]
    left = [entry for entry in catalog.obsolete if entry.source in revived]
    return Updated(replace(catalog, entries=tuple(entries), obsolete=(*left, *gone)), fresh, fuzzy, len(gone))


def _entry(unit: TextUnit, before: PoEntry | None) -> PoEntry:
    """Return the entry of a unit, with the translation of what it was before."""
    entry = PoEntry(unit.context, unit.text, comments=unit.comments, place=unit.path)
    if before is None:
        return entry
    entry = replace(entry, text=before.text, note=before.note)
    if not before.text:
        return entry
    if before.source == unit.text:
        return replace(entry, fuzzy=before.fuzzy, previous=before.previous)
    if before.fuzzy and before.previous == unit.text:  # what it was translated from is back
        return entry
    return replace(entry, fuzzy=True, previous=before.previous or before.source)


def _same(old: tuple[PoEntry, ...], units: tuple[TextUnit, ...]) -> dict[int, int]:
    """Return the pairs of units and entries with the same words: those of the same name first, then in order."""
    named: dict[tuple[str, str], int] = {}
    for number, entry in enumerate(old):
        named.setdefault((entry.context, entry.source), number)
    pairs = {n: named[unit.context, unit.text] for n, unit in enumerate(units) if (unit.context, unit.text) in named}
    taken = set(pairs.values())
    free: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(old):
        if number not in taken:
            free[entry.source].append(number)
    for number, unit in enumerate(units):
        if number not in pairs and free.get(unit.text):
            pairs[number] = free[unit.text].pop(0)
    known = {entry.source: number for number, entry in reversed([*enumerate(old)]) if entry.text}
    for number, unit in enumerate(units):  # a further text of the same words has the same translation
        if number not in pairs and unit.text in known:
            pairs[number] = known[unit.text]
    return pairs


def _edited(old: tuple[PoEntry, ...], units: tuple[TextUnit, ...], pairs: dict[int, int]) -> None:
    """Add the pairs of units and entries of which one is an edited form of the other, the most alike first."""
    taken = set(pairs.values())
    waiting = [n for n in range(len(units)) if n not in pairs]
    free = [n for n in range(len(old)) if n not in taken and old[n].text]
    if not waiting or not free:
        return
    words = {n: Counter(old[n].source.split()) for n in free}
    contexts = {old[n].context: n for n in reversed(free)}
    paired = sorted(pairs)
    found: list[tuple[float, int, int]] = []
    for number in waiting:
        at = bisect_left(paired, number)
        low = pairs[paired[at - 1]] if at else -1
        high = pairs[paired[at]] if at < len(paired) else len(old)
        near = [n for n in free if min(low, high) < n < max(low, high)]
        named = contexts.get(units[number].context)
        ours = Counter(units[number].text.split())
        for candidate in {*near, *([named] if named is not None else [])}:
            alike = _likeness(ours, words[candidate])
            if alike >= (_ALIKE / 2 if candidate == named else _ALIKE):
                found.append((alike + (candidate == named) / 10, number, candidate))
    for _, number, candidate in sorted(found, key=lambda one: (-one[0], one[1], one[2])):
        if number not in pairs and candidate not in taken:
            pairs[number] = candidate
            taken.add(candidate)


def _likeness(ours: Counter[str], theirs: Counter[str]) -> float:
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())
