"""What a build makes: which editions of which modules, set how, under which names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from builder.core.frozen import dataclass
from builder.model.course import Course, Output, Paper
from builder.model.module import Module
from builder.model.outputs import Variant
from builder.transform.editions import EDITIONS, LAST, SEVERAL_UP, Edition


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
    for edition in EDITIONS.values():
        if edition.name not in (asked.editions or ((SEVERAL_UP,) if asked.up else EDITIONS)):
            continue
        for variant in _variants(edition, course, asked, minutes):
            for form in edition.formats:
                # a page for phones has neither paper nor print size: one is made, of the plain edition
                if form.writer != "phone" or variant == Variant(course.file.paper, minutes=variant.minutes):
                    found[Job(edition.name, form.ending, variant)] = None
    return tuple(found)


def _variants(edition: Edition, course: Course, asked: Asked, minutes: int | None) -> Iterator[Variant]:
    plain = Variant(asked.paper or course.file.paper, minutes=minutes)
    listed = [
        output for output in course.file.outputs if output.edition in {"", edition.name} and output.minutes == minutes
    ]
    if minutes and not asked.minutes:
        yield from (_as_listed(output, course) for output in listed)
        return
    if edition.several_up and asked.up:
        yield replace(plain, up=asked.up, grey=asked.grey)
        return
    if not edition.has_paper:
        yield replace(plain, paper=course.file.paper)
        return
    if asked.large or asked.grey:
        yield replace(plain, large=asked.large, grey=asked.grey)
        return
    yield plain
    if edition.large:
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


def parts(wanted: tuple[Job, ...], paper: Paper, referred: frozenset[str] = frozenset()) -> tuple[Part, ...]:
    """Return a module's files as parts, each after those that it needs, in the order in which they are best begun.

    What an edition refers to, in lines of its own (`Edition.names`) or in the author's (`referred`: the editions that any
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
            jobs=tuple(groups[edition, variant]) or (Job(edition, EDITIONS[edition].endings[0], variant),),
            after=frozenset(places[name, _plain(variant, paper)] for name in _needs(edition, referred)),
            before=frozenset(waiting.get((edition, variant), ())),
            hidden=not groups[edition, variant],
            cost=EDITIONS[edition].cost,
        )
        for edition, variant in order
    )


def _plain(variant: Variant, paper: Paper) -> Variant:
    """Return how an edition is set to which others refer: always on the course's own paper."""
    return replace(Variant(paper), minutes=variant.minutes)


def _needs(name: str, referred: frozenset[str]) -> list[str]:
    """Return the editions that must be made before an edition, in the table's order."""
    edition = EDITIONS[name]
    lower = {other for other in referred if other in EDITIONS and EDITIONS[other].rank < edition.rank}
    return [other for other in EDITIONS if other in {*edition.names, *lower, edition.deck_of}]


def _rank(key: tuple[str, Variant], paper: Paper) -> int:
    edition, variant = key
    return EDITIONS[edition].start if variant == _plain(variant, paper) else LAST


def has_paper(job: Job) -> bool:
    """Say whether a file has pages of a paper size: several slides on a page have, too."""
    return EDITIONS[job.edition].format(job.format).paper or bool(job.variant.up)


def path_of(job: Job, module: Module, default: Paper) -> str:
    """Return where a file goes below the output folder (DESIGN §8)."""
    variant = job.variant
    parts = [module.id]
    parts += [f"{variant.minutes}min"] if variant.minutes else []
    parts += [job.edition]
    parts += ["large"] if variant.large else []
    parts += ["grey"] if variant.grey else []
    parts += [f"{variant.up}up"] if variant.up else []
    parts += [variant.paper] if variant.paper != default and has_paper(job) else []
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
        "paper": variant.paper if has_paper(job) else None,
        "variant": "-".join(named),
        "minutes": variant.minutes or module.meta.minutes,
        "theme": theme,
        **_count(job, count),
        "inputs_sha256": inputs,
    }


def _count(job: Job, count: int) -> dict[str, object]:
    """Return how much a file holds, by what is counted in it: pages, slides or questions; a page that flows has none."""
    unit = "pages" if has_paper(job) else EDITIONS[job.edition].format(job.format).counts
    return {unit: count} if unit else {}
