"""What a build makes: which editions of which modules, set how, under which names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from builder.course import Course, Paper
from builder.editions import EDITIONS
from builder.model import Module
from builder.outputs import Variant

MADE = {
    "handout": ("pdf",),
    "sheet": ("pdf",),
    "workbook": ("pdf",),
    "answers": ("pdf",),
    "cards": ("pdf",),
    "slides": ("pptx", "pdf"),
    "slides-share": ("pdf",),
    "guide": ("pdf",),
}
"""Editions that have writers, and the formats of each."""

LARGE = frozenset({"handout"})
"""Editions that a plain build also makes in large print."""

PAPERLESS = frozenset({"slides", "slides-share"})
"""Editions whose size is the theme's, not the paper's: a page a slide."""

HANDOUT = "slides-share"
"""The edition that can also be made with several slides a page, on paper."""


@dataclass(frozen=True)
class Asked:
    """What the command line asks for; empty or None means: as the course says."""

    editions: tuple[str, ...] = ()
    paper: Paper | None = None
    large: bool = False
    grey: bool = False
    up: int = 0


@dataclass(frozen=True)
class Job:
    """One file to make."""

    edition: str
    format: str
    variant: Variant


def jobs(course: Course, asked: Asked) -> tuple[Job, ...]:
    """Return the files to make of each module, in the order people wait for them: handouts first, guides last."""
    found: dict[Job, None] = {}
    for edition, formats in MADE.items():
        if edition not in (asked.editions or ((HANDOUT,) if asked.up else MADE)):
            continue
        for variant in _variants(edition, course, asked):
            for form in formats:
                found[Job(edition, form, variant)] = None
    return tuple(found)


def _variants(edition: str, course: Course, asked: Asked) -> Iterator[Variant]:
    plain = Variant(asked.paper or course.file.paper)
    if edition == HANDOUT and asked.up:
        yield replace(plain, up=asked.up)
        return
    if edition in PAPERLESS:
        yield Variant(course.file.paper)
        return
    if asked.large or asked.grey:
        yield replace(plain, large=asked.large, grey=asked.grey)
        return
    yield plain
    if edition in LARGE:
        yield replace(plain, large=True)
    if asked.paper:
        return
    for output in course.file.outputs:
        if output.edition in {"", edition}:
            yield Variant(output.paper or course.file.paper, large=output.large_print, grey=output.ink == "grey")


def paperless(job: Job) -> bool:
    """Say whether a file has slides, and no pages of a paper."""
    return job.edition in PAPERLESS and not job.variant.up


def path_of(job: Job, module: Module, default: Paper) -> str:
    """Return where a file goes below the output folder (DESIGN §8)."""
    variant = job.variant
    parts = [module.id]
    parts += [f"{variant.minutes}min"] if variant.minutes else []
    parts += [job.edition]
    parts += ["large"] if variant.large else []
    parts += ["grey"] if variant.grey else []
    parts += [f"{variant.up}up"] if variant.up else []
    parts += [variant.paper] if variant.paper != default and not paperless(job) else []
    return f"{module.lang}/{module.id}/{'-'.join([*parts, module.lang])}.{job.format}"


def row_of(job: Job, module: Module, theme: str, count: int, inputs: str) -> dict[str, object]:
    """Return the row of the manifest for a finished file, without path, size and hash."""
    variant = job.variant
    named = [
        word for word, on in (("large", variant.large), ("grey", variant.grey), (f"{variant.up}up", variant.up)) if on
    ]
    return {
        "module": module.id,
        "edition": job.edition,
        "audience": EDITIONS[job.edition].audience,
        "format": job.format,
        "language": module.lang,
        "paper": None if paperless(job) else variant.paper,
        "variant": "-".join(named),
        "minutes": variant.minutes or module.meta.minutes,
        "theme": theme,
        "slides" if paperless(job) else "pages": count,
        "inputs_sha256": inputs,
    }
