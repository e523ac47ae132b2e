"""The plan of a build: which files are made of which modules, in which variants and order, and what they are called.

What differs by edition stands in the table of transform/editions.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from builder.core.frozen import dataclass
from builder.engine.output.manifest import ArtifactFacts, PartCount
from builder.model.course import Course, Output, Paper
from builder.model.module import Module
from builder.model.outputs import Imposition, Variant
from builder.transform.editions import BOUND_EDITIONS, EDITIONS, LAST, SEVERAL_UP, Edition, Format


@dataclass(frozen=True)
class OutputOptions:
    """The command line's choice of what to make; empty or None means: as the course says.

    `up` is the number of slides a page, 0 for none; `minutes` the length of the session to cut modules to; `imposition` how
    pages are set on sheets.
    """

    editions: tuple[str, ...] = ()
    paper: Paper | None = None
    large: bool = False
    grey: bool = False
    up: int = 0
    minutes: int | None = None
    imposition: Imposition = ""

    @property
    def only(self) -> tuple[str, ...]:
        """The only editions that can be set as the options ask, () when all can."""
        return (SEVERAL_UP,) if self.up else BOUND_EDITIONS if self.imposition else ()


@dataclass(frozen=True)
class Session:
    """A module as it is taught: whole, or cut to so many `minutes`. `name` is its folder."""

    name: str
    minutes: int | None = None

    @property
    def label(self) -> str:
        """The name in messages, and the key in the state of builds."""
        return f"{self.name} ({self.minutes} min)" if self.minutes else self.name


def folder_of(label: str) -> str:
    """Return the folder of the module that a session's label names."""
    return label.partition(" (")[0]


def sessions(course: Course, options: OutputOptions, names: tuple[str, ...]) -> list[Session]:
    """Return the sessions to build: of the length in the options, else each module whole and in the lengths of course.yml."""
    if options.minutes:
        return [Session(name, options.minutes) for name in names]
    alone = options.paper or options.large or options.grey or options.up or options.imposition
    shorter = () if alone else sorted({output.minutes for output in course.file.outputs if output.minutes})
    return [Session(name, minutes) for name in names for minutes in (None, *shorter)]


@dataclass(frozen=True)
class Job:
    """One file to make."""

    edition: str
    format: str
    variant: Variant


def jobs(course: Course, options: OutputOptions, minutes: int | None = None) -> tuple[Job, ...]:
    """Return the files to make for each session of `minutes` (None: whole modules), in the order of the table of editions."""
    found: dict[Job, None] = {}
    for edition in EDITIONS.values():
        if edition.name not in (options.editions or options.only or EDITIONS):
            continue
        for variant, asked in _variants(edition, course, options, minutes):
            for form in edition.formats:
                # a page for phones has neither paper nor print size: one is made, of the plain edition
                plain = form.writer != "phone" or variant == Variant(course.file.paper, minutes=variant.minutes)
                if plain and (form.ending == asked if asked else not form.asked):
                    found[Job(edition.name, form.ending, _settable(variant, form))] = None
    return tuple(found)


def _settable(variant: Variant, form: Format) -> Variant:
    """Return a variant without what a format cannot have: a Word file is printed, and so set in grey or on sheets, by others."""
    return replace(variant, grey=False, imposition="") if form.writer == "docx" else variant


def _variants(
    edition: Edition, course: Course, options: OutputOptions, minutes: int | None
) -> Iterator[tuple[Variant, str]]:
    """Yield the ways in which an edition is set: plain, and those that the options or course.yml ask for.

    With each comes the one format that was asked for, "" for those that are made without being asked for.
    """
    plain = Variant(options.paper or course.file.paper, minutes=minutes)
    named = edition.name in options.editions or not edition.asked
    listed = [
        output
        for output in course.file.outputs
        if (output.edition == edition.name or (not output.edition and not edition.asked))
        and output.minutes == minutes
        and (not output.imposition or edition.name in BOUND_EDITIONS)
    ]
    if minutes and not options.minutes:
        yield from (_as_listed(output, course) for output in listed)
        return
    if edition.several_up and options.up:
        yield replace(plain, up=options.up, grey=options.grey), ""
        return
    if not edition.has_paper:
        yield replace(plain, paper=course.file.paper), ""
        return
    if options.large or options.grey or options.imposition:
        bound = options.imposition if edition.name in BOUND_EDITIONS else ""
        if named:
            yield replace(plain, large=options.large, grey=options.grey, imposition=bound), ""
        return
    if named:
        yield plain, ""
    if edition.large:
        yield replace(plain, large=True), ""
    if not options.paper and not options.minutes:
        yield from (_as_listed(output, course) for output in listed)


def _as_listed(output: Output, course: Course) -> tuple[Variant, str]:
    """Return the variant that a row of course.yml's `outputs:` describes, and its format."""
    grey = output.ink == "grey"
    paper = output.paper or course.file.paper
    return Variant(paper, output.large_print, grey, output.minutes, imposition=output.imposition), output.format


@dataclass(frozen=True)
class BuildPart:
    """The files of one module that one process makes together: an edition in one variant, in all its formats.

    `after`: the parts, by index in the module's list, whose page numbers or slides this one needs. `before`: the
    editions that wait for it. `hidden`: it is made for its page numbers alone and is not published. `cost` is about how
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


def build_parts(wanted: tuple[Job, ...], paper: Paper, referred: frozenset[str] = frozenset()) -> tuple[BuildPart, ...]:
    """Return a module's files as parts, in the order in which they are best begun.

    `wanted` are the files to publish; `referred` are the editions that references in the module name. Whatever an
    edition refers to, in its author's lines or in lines of its own (`Edition.names`), is made once, by a hidden part
    where its file is not wanted.
    """
    groups: dict[tuple[str, Variant], list[Job]] = {}
    waiting: dict[tuple[str, Variant], set[str]] = {}
    for job in wanted:
        groups.setdefault((job.edition, job.variant), []).append(job)
    queue = list(groups)
    for edition, variant in queue:  # it grows in the loop: what is needed may need something itself
        for name in _needs(edition, referred):
            needed = name, _plain(variant, paper)
            waiting.setdefault(needed, set()).add(edition)
            if needed not in groups:
                groups[needed] = []
                queue.append(needed)
    order = sorted(groups, key=lambda key: _start(key, paper))
    places = {key: n for n, key in enumerate(order)}
    return tuple(
        BuildPart(
            jobs=tuple(groups[edition, variant]) or (Job(edition, EDITIONS[edition].endings[0], variant),),
            after=frozenset(places[name, _plain(variant, paper)] for name in _needs(edition, referred)),
            before=frozenset(waiting.get((edition, variant), ())),
            hidden=not groups[edition, variant],
            cost=EDITIONS[edition].cost,
        )
        for edition, variant in order
    )


def _plain(variant: Variant, paper: Paper) -> Variant:
    """Return the variant to whose pages other editions refer: plain, on the course's own paper."""
    return replace(Variant(paper), minutes=variant.minutes)


def _needs(name: str, referred: frozenset[str]) -> list[str]:
    """Return the editions that must be made before an edition, in the table's order."""
    edition = EDITIONS[name]
    lower = {other for other in referred if other in EDITIONS and EDITIONS[other].rank < edition.rank}
    return [other for other in EDITIONS if other in {*edition.names, *lower, edition.deck_of}]


def _start(key: tuple[str, Variant], paper: Paper) -> int:
    """Return the sort key of an edition in a variant: plain ones as the table says, all others last."""
    edition, variant = key
    return EDITIONS[edition].start if variant == _plain(variant, paper) else LAST


def has_paper(job: Job) -> bool:
    """Say whether a file has pages of a paper size: several slides on a page have, too."""
    return EDITIONS[job.edition].format(job.format).paper or bool(job.variant.up)


def path_of(job: Job, module: Module, default: Paper) -> str:
    """Return the path of a file below the output folder: see "Output names" in docs/contracts.md."""
    variant = job.variant
    parts = [module.id]
    parts += [f"{variant.minutes}min"] if variant.minutes else []
    parts += [job.edition]
    parts += ["large"] if variant.large else []
    parts += ["grey"] if variant.grey else []
    parts += [f"{variant.up}up"] if variant.up else []
    parts += [variant.imposition] if variant.imposition else []
    parts += [variant.paper] if variant.paper != default and has_paper(job) else []
    return f"{module.lang}/{module.id}/{'-'.join([*parts, module.lang])}.{job.format}"


def row_of(job: Job, module: Module, theme: str, count: int, inputs: str) -> ArtifactFacts:
    """Return the row of the manifest for a finished file, without path, size and hash: see "Manifest" in docs/contracts.md.

    `count` is the number of pages, slides or questions; `inputs` the hash of all that the file is made from.
    """
    variant = job.variant
    up = f"{variant.up}up" if variant.up else variant.imposition
    named = [word for word, on in (("large", variant.large), ("grey", variant.grey), (up, up)) if on]
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


def _count(job: Job, count: int) -> PartCount:
    """Return the number of pages, slides or questions under its manifest key; nothing for a page that flows."""
    unit: Literal["pages", "slides", "questions", ""] = (
        "pages" if job.variant.up else EDITIONS[job.edition].format(job.format).counts
    )
    counted: PartCount = {}
    if unit:
        counted[unit] = count
    return counted
