"""Turns rows of the manifest into downloads as the catalogue lists them: name, format, paper, length, size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder.model.catalogue import ArtifactRow
from builder.transform.editions import EDITIONS, SEVERAL_UP
from builder.writers.shared.labels import Labels

GROUPS = ("participants", "facilitators")

CARD = (("handout", "pdf"), ("handout", "html"), ("slides", "pptx"), ("guide", "pdf"))
"""The (edition, format) of the downloads on a module's card; all others are on the module's page."""


@dataclass(frozen=True)
class Download:
    """One file to download with the facts as printed. `minutes` is the length of the session it is for, 0 for any."""

    path: str
    name: str
    edition: str
    form: str
    paper: str
    length: str
    size: str
    minutes: int
    plain: bool
    language: str

    @property
    def facts(self) -> str:
        """`PDF, 6 pages, 430 kB`."""
        return ", ".join(filter(None, (self.form, self.length, self.size)))

    @property
    def all_facts(self) -> str:
        """The same with the paper, where the file has one: `PDF, Letter, 6 pages, 430 kB`."""
        return ", ".join(filter(None, (self.form, self.paper, self.length, self.size)))


def group_of(row: ArtifactRow) -> str:
    """Return the group that a file is offered to. Answers go to facilitators, who give them out."""
    edition = EDITIONS.get(str(row["edition"]))
    return edition.offered_to if edition else str(row["audience"])


def downloads(rows: Iterable[ArtifactRow], labels: Labels) -> tuple[Download, ...]:
    """Return downloads sorted by edition, then longer sessions first, then format, then plain files before variants."""
    return tuple(_download(row, labels) for row in sorted(rows, key=_order))


def card_downloads(rows: Iterable[ArtifactRow], labels: Labels) -> tuple[Download, ...]:
    """Return the downloads of a card: those in CARD, else the first two."""
    every = sorted(rows, key=_order)
    chosen = [found for kind in CARD if (found := next((row for row in every if _kind(row) == kind), None))]
    return tuple(_download(row, labels) for row in chosen or every[:2])


def archive_names(rows: Sequence[ArtifactRow]) -> dict[str, str]:
    """Return what each file, by path, is called in a ZIP archive: those for shorter sessions stand in a folder of their own."""
    minutes = {str(row["path"]): int(row.get("minutes") or 0) for row in rows}
    longest = max(minutes.values(), default=0)
    return {
        path: (f"{length}-min/" if length < longest else "") + path.rpartition("/")[2]
        for path, length in minutes.items()
    }


def _kind(row: ArtifactRow) -> tuple[str, str]:
    return str(row["edition"]), str(row["format"])


def _order(row: ArtifactRow) -> tuple[object, ...]:
    edition = EDITIONS.get(str(row["edition"]))
    formats = edition.endings if edition else ()
    form = str(row["format"])
    return (
        edition is None,
        edition.rank if edition else 0,
        str(row["edition"]),
        -int(row.get("minutes") or 0),
        formats.index(form) if form in formats else len(formats),
        bool(row.get("variant")),
        str(row["path"]),
    )


def _download(row: ArtifactRow, labels: Labels) -> Download:
    form, paper = str(row["format"]), str(row.get("paper") or "")
    unit = next((unit for unit in ("pages", "slides", "questions") if row.get(unit)), "")
    return Download(
        path=str(row["path"]),
        name=labels("plan-list").join([_name(row, labels), *_variant(row, labels)]),
        edition=str(row["edition"]),
        form=_label_or(labels, f"format-{form}", form.upper()),
        paper=_label_or(labels, f"paper-{paper}", paper),
        length=labels.count(f"count-{unit}", int(row[unit])) if unit else "",
        size=size_text(int(row["bytes"]), labels),
        minutes=int(row.get("minutes") or 0),
        plain=not row.get("variant"),
        language=str(row["language"]),
    )


def _name(row: ArtifactRow, labels: Labels) -> str:
    """Return a file's name: the label for its edition and format, else for its edition, else the edition's own name."""
    edition = str(row["edition"])
    keys = (f"download-{edition}-{row['format']}", f"download-{edition}", edition)
    return next((labels(key) for key in keys if labels.has(key)), edition)


def _variant(row: ArtifactRow, labels: Labels) -> list[str]:
    """Return the labels of a variant: `large` → large print; for slides `2up` → 2 a page."""
    names = []
    for word in filter(None, str(row.get("variant") or "").split("-")):
        if row["edition"] == SEVERAL_UP and word.endswith("up"):
            names.append(labels.count("download-up", int(word[:-2])))
        else:
            names.append(_label_or(labels, f"download-{word}", word))
    return names


def size_text(count: int, labels: Labels) -> str:
    """Return a number of bytes in kB or MB (powers of 1000)."""
    if count < 950_000:
        return labels("size-kb", count=max(1, round(count / 1000)))
    return labels("size-mb", count=f"{count / 1_000_000:.1f}".replace(".", labels.plain("decimal-mark")))


def _label_or(labels: Labels, key: str, other: str) -> str:
    return labels(key) if labels.has(key) else other
