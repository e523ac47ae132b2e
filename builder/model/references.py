"""Sources that modules cite, with the variables of CSL (citationstyles.org), and their text on slides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from builder.core.addresses import NO_ADDRESS, Address, safe_address
from builder.core.records import LinedModel
from builder.model.addresses import WebAddress, judged


class Name(LinedModel):
    """A person (`family`, `given`) or body (`literal`)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    family: str = ""
    given: str = ""
    literal: str = ""

    def __str__(self) -> str:
        """Return the name as printed."""
        return self.literal or " ".join(filter(None, (self.given, self.family)))


def _issue_date_text(value: object) -> object:
    """Read CSL's `{date-parts: [[2022, 9]]}`, a plain year or an ISO date as text."""
    if isinstance(value, dict):
        parts = value.get("date-parts") or [[value.get("year", ""), value.get("month", ""), value.get("day", "")]]
        return "-".join(str(part).zfill(2) for part in parts[0] if part)
    return str(value.isoformat() if isinstance(value, date) else value)


def _names(value: object) -> object:
    return (
        [{"literal": name} if isinstance(name, str) else name for name in value] if isinstance(value, list) else value
    )


Names = Annotated[tuple[Name, ...], BeforeValidator(_names)]


def _identifier(value: object) -> object:
    """Judge a DOI by the address that it gets (doi.org)."""
    judged(f"https://doi.org/{value}")
    return value


CSL_VARIABLES = frozenset(
    """abstract annote archive archive_collection archive_location archive-place authority available-date call-number
    categories chair chapter-number citation-key citation-label citation-number collection-editor collection-number
    collection-title compiler composer container-author container-title-short contributor curator custom dimensions
    director division editor-translator editorial-director event event-date event-place event-title executive-producer
    first-reference-note-number guest host illustrator interviewer ISBN ISSN journalAbbreviation jurisdiction keyword
    language locator medium narrator number-of-pages number-of-volumes organizer original-author original-date
    original-publisher original-publisher-place original-title page-first part-number part-title performer PMCID PMID
    printing-number producer publisher-place recipient references reviewed-author reviewed-genre reviewed-title scale
    script-writer section series-creator shortTitle source status submitted supplement-number title-short translator
    version volume-title year-suffix""".split()
)
"""Variables of CSL 1.0.2 that a library of references may hold and that we do not print."""


class Work(LinedModel):
    """One source. Keys are CSL variables, and three of ours: `seen`, `copy_dated` and `volatile`.

    `accessed` is the day on which somebody opened the source, `seen` what they had before them then, and `copy_dated` how old a
    stored copy was. `volatile` sources change often. `note` is ours to read and is not printed.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    id: str
    type: str = ""
    title: str
    author: Names = ()
    editor: Names = ()
    container_title: str = Field(default="", alias="container-title")
    publisher: str = ""
    number: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    edition: str = ""
    genre: str = ""
    issued: Annotated[str, BeforeValidator(_issue_date_text)] = ""
    accessed: Annotated[str, BeforeValidator(_issue_date_text)] = ""
    url: WebAddress = Field(default=NO_ADDRESS, alias="URL")
    doi: Annotated[str, BeforeValidator(_identifier)] = Field(default="", alias="DOI")
    seen: Literal["", "original", "abstract", "copy", "secondary"] = ""
    copy_dated: Annotated[str, BeforeValidator(_issue_date_text)] = ""
    volatile: bool = False
    note: str = ""

    @property
    def is_opened_at_original(self) -> bool:
        """Whether somebody opened the source itself; a date alone says so."""
        return bool(self.accessed) and self.seen in {"", "original"}

    def opening_note(self, label: Callable[..., str]) -> str:
        """Return what readers are told of a source that nobody read at the original, or that changes often; "" of others.

        `label` returns a printed word by its key, filled in.
        """
        said = []
        if self.accessed and not self.is_opened_at_original:
            copied = _month(self.copy_dated, label)
            key = f"seen-{self.seen}{'-of' if copied else ''}"
            said.append(label(key, month=_month(self.accessed, label), copied=copied))
        if self.volatile:
            said.append(label("source-volatile"))
        return " ".join(said)

    @property
    def year(self) -> str:
        """The year of publication, "" when it is unknown or given as `undated`."""
        return self.issued[:4] if self.issued[:4].isdigit() else ""

    @property
    def address(self) -> Address:
        """Its web address or that of its DOI, or ""."""
        return self.url or (safe_address(f"https://doi.org/{self.doi}") if self.doi else NO_ADDRESS)

    def full(self) -> str:
        """Return author, title, container and year as on a slide's list of sources. Pages use a CSL style instead."""
        who = ", ".join(str(name) for name in self.author or self.editor)
        journal = " ".join(
            filter(None, (self.container_title, self.volume + (f"({self.issue})" if self.issue else "")))
        )
        where = ", ".join(
            filter(None, (journal, self.page, self.publisher if self.publisher != who else "", self.number))
        )
        parts = (part for part in (who, self.title, where, self.year) if part)
        return " ".join(part if part.endswith(("?", "!")) else f"{part.rstrip('.')}." for part in parts)

    def short(self, label: Callable[..., str]) -> str:
        """Return author (or title) and year, as under a slide or table. `label` gives the words that stand between and for them."""
        who = [name.literal or name.family for name in self.author]
        if len(who) > 2:
            named = label("names-others", name=who[0])
        else:
            named = label("names-two", first=who[0], second=who[1]) if len(who) == 2 else "".join(who)
        return f"{named or self.title}, {self.year or label('undated')}"


@dataclass(frozen=True)
class OpeningNotes:
    """What readers are told of how sources were read, in a list of them: what many share is said once, and marked in each.

    `legend`: each mark and what it means, to stand before the list. `notes`: what stands with a source, by key.
    """

    legend: tuple[tuple[str, str], ...]
    notes: dict[str, str] = field(repr=False)


_SHARED_BY = 2
"""So many sources share a note before it is said once at the head of their list."""


def opening_notes(works: Collection[Work], label: Callable[..., str]) -> OpeningNotes:
    """Return the notes of a list of sources. `label` returns a printed word by its key, filled in."""
    notes = {work.id: work.opening_note(label) for work in works}
    shared = Counter(
        (work.seen, work.accessed[:7])
        for work in works
        if work.accessed and work.seen not in {"", "original"} and not work.copy_dated
    )
    legend: dict[str, tuple[str, str]] = {}
    months: dict[str, str] = {}
    for (seen, month), count in shared.most_common():
        if count >= _SHARED_BY and seen not in legend:
            legend[seen] = (label(f"mark-{seen}"), label(f"seen-{seen}", month=_month(month, label), copied=""))
            months[seen] = month
    for work in works:
        if work.accessed and months.get(work.seen) == work.accessed[:7]:
            copied = _month(work.copy_dated, label)
            mark = label(f"mark-{work.seen}{'-of' if copied else ''}", copied=copied)
            notes[work.id] = " ".join(filter(None, (mark, label("source-volatile") if work.volatile else "")))
    return OpeningNotes(tuple(legend.values()), notes)


def _month(day: str, label: Callable[..., str]) -> str:
    """Return a date (`2026-11-27`, `2026-11`, `2026`) as month and year, or as far as it is known."""
    year, month, *_ = *day.split("-"), ""
    if not year.isdigit():
        return ""
    return label("month-year", month=label(f"month-{int(month)}"), year=year) if month.isdigit() else year
