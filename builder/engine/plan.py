"""What a build makes: which editions of which modules, set how, under which names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from builder.core.frozen import dataclass
from builder.engine.module_build import NAMED
from builder.model.course import Course, Output, Paper
from builder.model.module import Module
from builder.model.outputs import Variant
from builder.transform.editions import EDITIONS

MADE = {
    "handout": ("pdf", "html"),
    "sheet": ("pdf",),
    "workbook": ("pdf",),
    "answers": ("pdf",),
    "cards": ("pdf",),
    "slides": ("pptx", "pdf"),
    "slides-share": ("pdf",),
    "guide": ("pdf",),
    "questions": ("gift",),
}
"""Editions that have writers, and the formats of each."""

LARGE = frozenset({"handout"})
"""Editions that a plain build also makes in large print."""

PAPERLESS = frozenset({"slides", "slides-share", "questions"})
"""Editions that are not set on the paper: a page a slide, of the theme's size; or no pages at all."""

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
    minutes: int | None = None


@dataclass(frozen=True)
class Session:
    """A module as it is taught: whole, or cut to so many `minutes`. `name` is its folder."""

    name: str
    minutes: int | None = None

    @property
    def label(self) -> str:
        """What it is called in talk, and noted under."""
        return f"{self.name} ({self.minutes} min)" if self.minutes else self.name


def folder_of(label: str) -> str:
    """Return the folder of the module that a session's label names."""
    return label.partition(" (")[0]


def sessions(course: Course, asked: Asked, names: tuple[str, ...]) -> list[Session]:
    """Return what is built of modules: the length asked for, else each whole and in the lengths that course.yml lists."""
    if asked.minutes:
        return [Session(name, asked.minutes) for name in names]
    alone = asked.paper or asked.large or asked.grey or asked.up
    shorter = () if alone else sorted({output.minutes for output in course.file.outputs if output.minutes})
    return [Session(name, minutes) for name in names for minutes in (None, *shorter)]


@dataclass(frozen=True)
class Job:
    """One file to make."""

    edition: str
    format: str
    variant: Variant


def jobs(course: Course, asked: Asked, minutes: int | None = None) -> tuple[Job, ...]:
    """Return the files to make of each session of so many minutes, in the order people wait for them: handouts first."""
    found: dict[Job, None] = {}
    for edition, formats in MADE.items():
        if edition not in (asked.editions or ((HANDOUT,) if asked.up else MADE)):
            continue
        for variant in _variants(edition, course, asked, minutes):
            for form in formats:
                if form != "html" or variant == Variant(course.file.paper, minutes=variant.minutes):
                    found[Job(edition, form, variant)] = None
    return tuple(found)


def _variants(edition: str, course: Course, asked: Asked, minutes: int | None) -> Iterator[Variant]:
    plain = Variant(asked.paper or course.file.paper, minutes=minutes)
    listed = [output for output in course.file.outputs if output.edition in {"", edition} and output.minutes == minutes]
    if minutes and not asked.minutes:
        yield from (_as_listed(output, course) for output in listed)
        return
    if edition == HANDOUT and asked.up:
        yield replace(plain, up=asked.up, grey=asked.grey)
        return
    if edition in PAPERLESS:
        yield replace(plain, paper=course.file.paper)
        return
    if asked.large or asked.grey:
        yield replace(plain, large=asked.large, grey=asked.grey)
        return
    yield plain
    if edition in LARGE:
        yield replace(plain, large=True)
    if not asked.paper and not asked.minutes:
        yield from (_as_listed(output, course) for output in listed)


def _as_listed(output: Output, course: Course) -> Variant:
    """Return how a row of course.yml's `outputs:` is set."""
    grey = output.ink == "grey"
    return Variant(output.paper or course.file.paper, output.large_print, grey, output.minutes)


@dataclass(frozen=True)
class Part:
    """Files of one module that one process makes together: an edition, set in one way, in all its formats.

    `after`: the parts, by their place in the module's list, whose page numbers or slides this one needs; `before`: the
    editions that wait for it. `hidden`: it is made for its page numbers alone and not published. `cost` is about how
    long it takes, in tenths of a second.
    """

    jobs: tuple[Job, ...]
    after: frozenset[int] = frozenset()
    before: frozenset[str] = frozenset()
    hidden: bool = False
    cost: int = 5

    @property
    def edition(self) -> str:
        """The edition of its files."""
        return self.jobs[0].edition

    @property
    def minutes(self) -> int | None:
        """The length of the session that they are for, None for the whole module."""
        return self.jobs[0].variant.minutes


_COST = {"handout": 9, "slides": 15, "workbook": 5, "guide": 20, "slides-share": 10}
_FIRST = ("handout", "slides", "workbook", "sheet", "answers", "cards", "guide")
"""Editions whose plain form others wait for, or that people wait for longest: they are begun before all others."""


def parts(wanted: tuple[Job, ...], paper: Paper, referred: frozenset[str] = frozenset()) -> tuple[Part, ...]:
    """Return a module's files as parts, each after those that it needs, in the order in which they are best begun.

    What an edition refers to, in lines of its own (`NAMED`) or in the author's (`referred`: the editions that any
    reference of the module names), is made once, by a part of its own, though nobody asked for the file.
    """
    groups: dict[tuple[str, Variant], list[Job]] = {}
    waiting: dict[tuple[str, Variant], set[str]] = {}
    for job in wanted:
        groups.setdefault((job.edition, job.variant), []).append(job)
    asked = list(groups)
    for edition, variant in asked:  # grows while it is gone through: what is needed may need something itself
        for name in _needs(edition, referred):
            needed = name, _plain(variant, paper)
            waiting.setdefault(needed, set()).add(edition)
            if needed not in groups:
                groups[needed] = []
                asked.append(needed)
    order = sorted(groups, key=lambda key: _rank(key, paper))
    places = {key: n for n, key in enumerate(order)}
    return tuple(
        Part(
            jobs=tuple(groups[edition, variant]) or (Job(edition, MADE[edition][0], variant),),
            after=frozenset(places[name, _plain(variant, paper)] for name in _needs(edition, referred)),
            before=frozenset(waiting.get((edition, variant), ())),
            hidden=not groups[edition, variant],
            cost=_COST.get(edition, 4),
        )
        for edition, variant in order
    )


def _plain(variant: Variant, paper: Paper) -> Variant:
    """Return how an edition is set to which others refer: always on the course's own paper."""
    return replace(Variant(paper), minutes=variant.minutes)


def _needs(edition: str, referred: frozenset[str]) -> list[str]:
    """Return the editions that one waits for, in a fixed order. Slides to share are made of the deck itself."""
    if edition == "slides-share":
        return ["handout", "slides"]
    lower = {name for name in referred if name in MADE and EDITIONS[name].rank < EDITIONS[edition].rank}
    named = NAMED.get(edition, set()) | lower - {"slides-share"}
    return [name for name in MADE if name in named]


def _rank(key: tuple[str, Variant], paper: Paper) -> int:
    edition, variant = key
    return _FIRST.index(edition) if edition in _FIRST and variant == _plain(variant, paper) else len(_FIRST)


def paperless(job: Job) -> bool:
    """Say whether a file has no pages of a paper: it has slides or questions, or it flows."""
    return job.format == "html" or (job.edition in PAPERLESS and not job.variant.up)


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
        **_count(job, count),
        "inputs_sha256": inputs,
    }


def _count(job: Job, count: int) -> dict[str, object]:
    """Return how much a file holds: pages, slides or questions; one that flows has none of them."""
    match job.format:
        case "html":
            return {}
        case "gift":
            return {"questions": count}
        case _:
            return {"slides" if paperless(job) else "pages": count}
