"""One build: read what has changed, make it, publish it, and say what happened as events.

Three looks, each dearer than the one before: are all inputs and outputs as the last build left them (`unchanged_build`, which
needs little but the standard library)? Which modules have changed? Which of their files?
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from builder import __version__
from builder.check.course import cyclic_prerequisites
from builder.core.names import COURSE_ID
from builder.core.problems import Code, Problem, Problems, problem_from_dict
from builder.core.source import Span
from builder.engine.books import Books
from builder.engine.job import Done, Setting, pack, theme_hash
from builder.engine.output.accessibility import DeckAccessibility, deck_accessibility
from builder.engine.output.folder import OutputFolder
from builder.engine.pending import files_of, find_pending
from builder.engine.plan import BuildPart, folder_of
from builder.engine.reading import Reading
from builder.engine.request import BuildRequest
from builder.engine.schedule import Unit, run_parts
from builder.engine.site import Site
from builder.engine.state import FOLDER, State, common_key, module_key, tool_key
from builder.engine.workers.background import BackgroundJobs
from builder.engine.workers.libraries import is_machine_fault, prepare_worker
from builder.engine.workers.limits import worker_count
from builder.engine.workers.pool import Pool, StoppedError
from builder.model.course import Course
from builder.transform.editions import EDITIONS

_TOOL = "tool"


@dataclass(frozen=True)
class Step:
    """Files are being made: `done` of `total` (tenths of a second of work, about); `name` says of what the last were."""

    name: str
    done: int
    total: int


@dataclass(frozen=True)
class Finished:
    """All is done. `written` are the paths below the output folder; `kept` those that had not changed.

    `skipped` are the modules left out, in whole or in part; `why` says of each written file why it was made, `decks` of
    each written .pptx how accessible it is.
    """

    written: tuple[str, ...]
    kept: tuple[str, ...]
    skipped: tuple[str, ...]
    why: dict[str, str] = field(repr=False)
    decks: dict[str, DeckAccessibility] = field(repr=False)
    problems: Problems = field(repr=False)


Event = Step | Finished


def build(request: BuildRequest, state: State, problems: Problems) -> Iterator[Event]:
    """Build, yielding an event after each part and one at the end. Files appear whole; the manifest comes last.

    What was done is noted in `state`; the caller keeps it.
    """
    root = request.folder.root.resolve()
    output = OutputFolder(request.output.resolve())
    common = common_key(state, root)
    keys = {name: module_key(state, root, name, common) for name in request.modules}
    books = Books(request, state, dict(keys))
    if books.labels:
        keys[COURSE_ID] = books.key(common)
    todo = find_pending(request, state, books, keys)
    kept = [path for note in todo.idle.values() for path in files_of(note)]
    for note in todo.idle.values():
        output.rows |= {path: note["records"][path]["entry"] for path in files_of(note)}
        problems.extend(problem_from_dict(found) for found in note["problems"])
    taken = {str(note["id"]): folder_of(label) for label, note in todo.idle.items()}
    reading = Reading(request, state, todo.notes, taken, problems)
    spent, total = 0, sum(part.cost for part in todo.work)
    with ExitStack() as stack:
        executor, room = _crew(request, len(todo.work), stack)
        background = BackgroundJobs(executor)
        stack.callback(
            output.close, partial(_head, request.course, background)
        )  # when the user stops it, what is there is listed
        if todo.work:
            output.begin_update(set(kept))
        yield Step("", 0, total)
        if todo.sessions:
            background.start(_TOOL, tool_versions)  # where the renderer is loaded anyway
        setting = _setting(request, state)
        packed = pack(setting)
        site = Site(request, setting.theme_key, common, output, state, background, problems)
        site.begin()
        reading.sound = site.read
        made = _Made(output, site, background, request, kept)
        for units in (
            reading.units(todo.sessions),
            books.units(todo.books, reading),
        ):  # books are made of the modules' files
            for unit, part, done in run_parts(units, packed, executor, room, _failed):
                reading.record_problems(unit.name, done.problems)
                made.take(unit, done)
                site.gather()
                if unit.is_finished and not unit.stopped:
                    note = _noted(unit, keys[folder_of(unit.name)], reading.found.pop(unit.name))
                    state.modules[f"{request.key}/{unit.name}"] = note
                spent += part.cost
                yield Step(unit.name, spent, total)
        cyclic_prerequisites(reading.heads, problems)
        output.forget(_strangers(output, request, state, reading.taken))
        yield Step("", total, total)
        unsound = {session.name for session in todo.sessions if not session.minutes and session.label not in made.sound}
        site.finish(_in_order(output.rows), frozenset(unsound))
        decks = {path: _accessibility(background, path) for path in sorted(made.written) if path.endswith(".pptx")}
    skipped = tuple(session.label for session in todo.sessions if session.label not in made.whole | reading.alike)
    yield Finished(tuple(sorted(made.written)), tuple(made.kept), skipped, made.why, decks, problems)


@dataclass
class _Made:
    """What a build has come to so far. `whole` are the modules all whose files were made, `sound` those without errors."""

    output: OutputFolder
    site: Site
    background: BackgroundJobs
    request: BuildRequest
    kept: list[str]
    written: list[str] = field(default_factory=list)
    whole: set[str] = field(default_factory=set)
    sound: set[str] = field(default_factory=set)
    why: dict[str, str] = field(default_factory=dict)

    def take(self, unit: Unit, done: Done) -> None:
        """Publish what a part gave, at once; when warnings count, only once all parts of its unit gave none."""
        if not self.request.strict:
            self._publish(unit, done)
        if unit.is_finished and not unit.stopped:
            for kept in unit.done.values() if self.request.strict else ():
                self._publish(unit, kept)
            self.sound.add(unit.name)
            if not unit.lost:
                self.whole.add(unit.name)
                self.output.forget(unit.records.keys() - {path for one in unit.done.values() for path in one.records})

    def _publish(self, unit: Unit, done: Done) -> None:
        if unit.stopped:
            return
        whole = not unit.parts[0].minutes
        for artifact in done.artifacts:
            self.output.publish(artifact)
            self.written.append(artifact.path)
            if whole or self.request.options.minutes:
                self.site.made_file(artifact, whole=whole)
            if artifact.path.endswith(".pptx"):
                self.background.start(artifact.path, partial(deck_accessibility, artifact.data))
        kept = {path for path, record in done.records.items() if path not in done.why and not record["hidden"]}
        self.kept += sorted(kept)
        self.output.rows |= {path: done.records[path]["entry"] for path in kept}
        self.output.forget(set(done.empty))
        self.why |= done.why


def _setting(request: BuildRequest, state: State) -> Setting:
    return Setting(
        theme=request.theme,
        theme_key=theme_hash(request.theme),
        paper=request.course.file.paper,
        tool=tool_key(state),
        strict=request.strict,
        cache=request.folder.root.resolve() / FOLDER,
        requested=request.options.editions,
    )


def _crew(request: BuildRequest, most: int, stack: ExitStack) -> tuple[Executor, int]:
    """Return where files are made, and how many at a time: the caller's workers, or some that go with `stack`."""
    number = min(worker_count(request.workers), max(most, 1))
    if request.executor is not None:
        return request.executor, number
    pool = Pool(
        number, request.limits, warm=partial(prepare_worker, request.theme, request.folder.root.resolve() / FOLDER)
    )
    stack.callback(pool.shutdown, wait=False, cancel_futures=True)
    return pool, number


def _failed(unit: Unit, part: BuildPart, error: Exception) -> Done:
    """Say that a part could not be made, and why. What is wrong with this machine is raised: it is no module's fault."""
    if is_machine_fault(error):
        raise error
    message = f"the {part.edition} could not be made: {error}"
    hint = "try without the largest table or picture; if it stays, this is a fault of Coursewright's: please report it"
    return Done(problems=(Problem(Code.RENDERER_STOPPED, message, Span(unit.path), hint),))


def _noted(unit: Unit, key: str, found: Problems) -> dict[str, Any]:
    """Return what the next build has to know of a module; one with lost files is looked at again whatever changed."""
    records = {path: record for done in unit.done.values() for path, record in done.records.items()}
    problems = [{**problem.as_dict(), "excerpt": problem.excerpt} for problem in found]
    return {"key": "" if unit.lost else key, "id": unit.ident, "records": records, "problems": problems}


def _strangers(output: OutputFolder, request: BuildRequest, state: State, taken: dict[str, str]) -> set[str]:
    """Return the files of modules that the course no longer has. A module's id need not be the name of its folder."""
    folders = request.course.modules.keys()
    noted = {str(note["id"]): folder_of(key.rpartition("/")[2]) for key, note in state.modules.items()}
    ids = {ident for ident, name in {**noted, **taken}.items() if name in folders} | {COURSE_ID}
    if folders - {*noted.values(), *taken.values()}:  # some module's id is not known: it may be any that is not noted
        ids |= {str(row["module"]) for row in output.rows.values()} - noted.keys()
    return {path for path, row in output.rows.items() if row["module"] not in ids}


def _in_order(rows: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return rows in the order in which pages list files: workers finish in any."""
    made = list(EDITIONS)

    def place(path: str) -> tuple[int, str]:
        edition = str(rows[path]["edition"])
        return (made.index(edition) if edition in made else len(made), path)

    return {path: rows[path] for path in sorted(rows, key=place)}


def _accessibility(background: BackgroundJobs, path: str) -> DeckAccessibility:
    try:
        return background.result(path, DeckAccessibility)
    except StoppedError:
        return DeckAccessibility()


def _head(course: Course, background: BackgroundJobs) -> dict[str, object]:
    """Return what the manifest says of course and tool; a worker tells the tool's versions, when one was asked."""
    versions = background.result(_TOOL, tool_versions) if background.is_ready(_TOOL) else tool_versions()
    return {"course": course.file.title, "course_version": course.file.version, "tool": versions}


def tool_versions() -> dict[str, str]:
    """Return the versions that decide an output's bytes."""
    import weasyprint
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return {
        "version": __version__,
        "weasyprint": str(weasyprint.__version__),
        "pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
