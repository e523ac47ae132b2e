"""The catalogue's filters: facets with their choices, and the tokens of each card that they match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from builder.model.catalogue import ArtifactRow, CatalogueEntry
from builder.writers.shared.labels import Labels
from builder.writers.shared.styles import css_text

STEPS = (30, 60, 90, 120)
"""The upper limits, in minutes, of the choices for the length of a session."""

_NAMES = {"for": "a", "time": "m", "level": "l", "format": "f", "lang": "g"}
"""The name of each facet in URLs, and the first letter of its tokens."""


@dataclass(frozen=True)
class Facet:
    """One filter. `choices` maps tokens to their labels; `any` is the label of the choice that filters nothing."""

    name: str
    label: str
    any: str
    choices: dict[str, str]

    @property
    def rules(self) -> Markup:
        """CSS rules that hide cards without the chosen token, so that filters work without scripts."""
        return Markup("").join(  # safe: tokens are letters, digits and hyphens, and quoted
            Markup(".find:has(option[value={0}]:checked)~.cards>li:not([data-f~={0}])").format(Markup(css_text(token)))
            + "{display:none}"
            for token in self.choices
        )


def facets(modules: Sequence[tuple[CatalogueEntry, Iterable[ArtifactRow]]], labels: Labels) -> tuple[Facet, ...]:
    """Return the filters of a catalogue; a filter without choices is left out."""
    words: dict[str, dict[str, str]] = {name: {} for name in _NAMES}
    for entry, rows in modules:
        for name, token, label in _facts(entry, rows, labels):
            words[name].setdefault(token, label)
    words["time"] = {token: words["time"][token] for token in _time_tokens() if token in words["time"]}
    for name in ("for", "format", "lang"):
        words[name] = dict(sorted(words[name].items(), key=lambda pair: pair[1].casefold()))
    return tuple(
        Facet(name, labels(f"find-{name}"), labels(f"find-{name}-any"), choices)
        for name, choices in words.items()
        if choices
    )


def tokens(entry: CatalogueEntry, rows: Iterable[ArtifactRow]) -> tuple[str, ...]:
    """Return the tokens of a module's card, in a fixed order."""
    return tuple(dict.fromkeys(token for _, token, _ in _facts(entry, rows, None)))


def _facts(entry: CatalogueEntry, rows: Iterable[ArtifactRow], labels: Labels | None) -> Iterator[tuple[str, str, str]]:
    """Yield (facet, token, label) for every choice that a module matches; without `labels` some labels are empty."""

    def label_or(key: str, other: str, **values: object) -> str:
        return labels(key, **values) if labels and labels.has(key) else other

    for who in entry.audience:
        yield "for", f"a-{slug(who)}", who
    rows = tuple(rows)
    lengths = {int(row.get("minutes") or 0) for row in rows} | {entry.minutes}
    for step in STEPS:
        if any(0 < minutes <= step for minutes in lengths):
            yield "time", f"m-{step}", label_or("find-time-upto", "", minutes=step)
    if any(minutes > STEPS[-1] for minutes in lengths):
        yield "time", "m-more", label_or("find-time-more", "")
    if entry.level:
        yield "level", f"l-{slug(entry.level)}", entry.level[:1].upper() + entry.level[1:]
    for form in sorted({str(row["format"]) for row in rows}):
        yield "format", f"f-{form}", label_or(f"format-{form}", form.upper())
    primary = entry.lang.split("-", maxsplit=1)[0]
    yield "lang", f"g-{primary}", label_or(f"language-{primary}", entry.lang)


def _time_tokens() -> tuple[str, ...]:
    return (*(f"m-{step}" for step in STEPS), "m-more")


def slug(text: str) -> str:
    """Return text as a token of letters and digits of any script and hyphens, at most 60 characters long."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")[:60]
