"""One build: reads the modules that have changed, makes their files, publishes them, and reports progress as events.

What has changed is found in three steps, each more expensive than the one before: whether any input or output has changed
at all (`unchanged_build`, which loads the standard library only), which modules have, and which of their files have.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from builder.check.course import cyclic_prerequisites
from builder.core.disk.names import folded
from builder.core.faults import HINT, FaultError, fault
from builder.core.names import COURSE_ID
from builder.core.problems import Problem, ProblemCode, Problems, problem_from_dict
from builder.core.source import NOWHERE, Span
from builder.engine.books import Books
from builder.engine.job import Setting, TaskResult, pack, theme_hash
from builder.engine.output.accessibility import DeckAccessibility, deck_accessibility
from builder.engine.output.claim import claim_folder
from builder.engine.output.entries import tool_versions
from builder.engine.output.folder import Displaced, OutputFolder
from builder.engine.output.manifest import ManifestHead, ManifestRow
from builder.engine.pending import PendingWork, find_pending
from builder.engine.plan import BuildPart, folder_of
from builder.engine.preparing import prepare_workers
from builder.engine.reading.reader import CourseReader, OpenCourse
from builder.engine.reading.sessions import Reading
from builder.engine.request import BuildRequest
from builder.engine.schedule import Unit, run_parts
from builder.engine.site import Site
from builder.engine.state.keys import common_key, module_key, tool_key
from builder.engine.state.records import ModuleNote, as_records
from builder.engine.state.state import State
from builder.engine.workers.background import BackgroundJobs
from builder.engine.workers.libraries import is_machine_fault, prepare_worker
from builder.engine.workers.limits import worker_count
from builder.engine.workers.pool import Pool
from builder.engine.workers.sandbox.access import Access, access_of_workers
from builder.engine.workers.stopped import StoppedError
from builder.model.course import Course
from builder.transform.editions import EDITIONS

_TOOL = "tool"


@dataclass(frozen=True)
class PartDone:
    """Progress: `done` of `total`, in estimated tenths of a second; `name` is the module of the last finished part."""

    name: str
    done: int
    total: int


@dataclass(frozen=True)
class Finished:
    """The end of a build. `written` and `kept` are paths below the output folder of new and of unchanged files.

    `skipped` are the modules that were not built, or not wholly; `why` maps each written file to the reason, `decks` each
    written .pptx to the result of its accessibility check. `outputs` are the hashes of these files and of all that stands
    beside them, by path, and `beside` those of the files which have to stand beside one that is not ours, by planned path.
    """

    written: tuple[str, ...]
    kept: tuple[str, ...]
    skipped: tuple[str, ...]
    why: dict[str, str] = field(repr=False)
    decks: dict[str, DeckAccessibility] = field(repr=False)
    outputs: dict[str, str] = field(repr=False)
    beside: dict[str, str] = field(repr=False)
    problems: Problems = field(repr=False)


Event = PartDone | Finished


def build(request: BuildRequest, state: State, problems: Problems) -> Iterator[Event]:
    """Build, and yield a `PartDone` after each part and a `Finished` at the end. The manifest is written last.

    Results are noted in `state`, which the caller writes. Problems are added to `problems`. Raises OSError when a file
    cannot be written or a library is missing, TakenFolderError for another course's output folder, and BlockedFolderError
    when a link or a file stands where a folder has to be.
    """
    root, where = request.folder.root.resolve(), request.output.resolve()
    written = request.course.origin or request.course
    claim_folder(where, request.ledger, root, written.file.title)
    output = OutputFolder(where, request.ledger, state, force=request.force)
    common = common_key(state, root, request.lang)
    keys = {name: module_key(state, root, name, common) for name in request.modules}
    books = Books(request, state, dict(keys))
    if books.labels:
        keys[COURSE_ID] = books.key(common)
    todo = find_pending(request, state, output, books, keys)
    kept = _keep_unchanged(todo, problems)
    taken = {folded(note["id"]): folder_of(label) for label, note in todo.idle.items()}
    spent, total = 0, sum(part.cost for part in todo.work)
    with ExitStack() as stack:
        reader = request.reader or stack.enter_context(_reader(request))  # before there are threads
        reading = Reading(request, reader, state, output, keys, todo.before, taken, problems)
        access = access_of_workers(request.cache, request.theme.fonts, request.sandboxing)
        setting = _setting(request, state, access.write or request.cache)
        packed = pack(setting)
        executor, room = _executor(request, access, todo.work, packed, stack)
        background = BackgroundJobs(executor)
        # called also when the user stops the build, so that the finished files are listed
        stack.callback(output.close, partial(_manifest_head, written, background))
        if todo.work:
            output.begin_update(set(kept))
        yield PartDone("", 0, total)
        if todo.sessions:
            background.start(_TOOL, tool_versions)  # where the renderer is loaded anyway
        site = Site(request, setting.theme_key, common, output, state, background, reader, problems, setting.cache)
        site.start_fonts()
        reading.sound = site.start_entry
        results = _Results(output, site, background, request, kept)
        # books come last: they are made from the modules' files
        for units in (reading.units(todo.sessions), books.units(todo.books, reading)):
            for unit, part, done in run_parts(units, packed, executor, room, _failed_part):
                reading.record_problems(unit.name, done.problems)
                results.add(unit, done)
                site.publish_ready()
                if unit.is_finished and not unit.stopped:
                    note = _module_note(unit, keys[folder_of(unit.name)], reading.found.pop(unit.name))
                    state.modules[f"{request.key}/{unit.name}"] = note
                spent += part.cost
                yield PartDone(unit.name, spent, total)
        cyclic_prerequisites(reading.heads, problems)
        output.forget(_removed_modules(output, request, state, reading.taken))
        yield PartDone("", total, total)
        unsound = {
            session.name for session in todo.sessions if not session.minutes and session.label not in results.sound
        }
        site.finish(_display_order(output.artifacts), frozenset(unsound))
        decks = {path: _accessibility(background, path) for path in sorted(results.decks.values())}
    report_displaced(output.displaced, problems)
    skipped = tuple(session.label for session in todo.sessions if session.label not in results.whole | reading.alike)
    yield Finished(
        tuple(sorted(results.written)),
        tuple(output.path_of(planned) for planned in results.kept),
        skipped,
        results.why,
        decks,
        _hashes(output, {*results.written, *map(output.path_of, results.kept)}),
        output.beside(),
        problems,
    )


def _keep_unchanged(todo: PendingWork, problems: Problems) -> list[str]:
    """Take over the problems of the modules that have not changed; return the planned paths of their files."""
    for note in todo.idle.values():
        problems.extend(problem_from_dict(found) for found in note["problems"])
    return [path for note in todo.idle.values() for path in note["files"]]


def _hashes(output: OutputFolder, files: set[str]) -> dict[str, str]:
    """Return the hashes of these files of modules, of the whole catalogue, and of the files that list them, by path."""
    rows = [row for row in output.artifacts.values() if row["path"] in files]
    return {row["path"]: row["sha256"] for row in (*rows, *output.site.values())} | output.ledger.listing


_DISPLACED = "move your changes into the module; once your file is gone, the next build puts its own at that name"


def report_displaced(displaced: list[Displaced], problems: Problems) -> None:
    """Report each file of somebody else's that has, or had, a name of ours."""
    for one in displaced:
        was = "has been changed since it was made" if one.known else "was not made here"
        there = one.other.rpartition("/")[2]
        done = (
            f"it is now {there}, and the new file has its name" if one.moved else f"it stays; the new file is {there}"
        )
        hint = "" if one.moved else _DISPLACED
        problems.add(ProblemCode.KEPT_OUTPUT, f"{one.name} {was}: {done}", NOWHERE, hint)


@dataclass
class _Results:
    """The results so far: paths of files `written`, planned ones of those `kept`; `decks` maps planned paths of decks to theirs.

    `sound` are the modules without errors, `whole` those of them all whose files were made.
    """

    output: OutputFolder
    site: Site
    background: BackgroundJobs
    request: BuildRequest
    kept: list[str]
    decks: dict[str, str] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    whole: set[str] = field(default_factory=set)
    sound: set[str] = field(default_factory=set)
    why: dict[str, str] = field(default_factory=dict)

    def add(self, unit: Unit, done: TaskResult) -> None:
        """Publish the files of a part at once; with `strict` only when all parts of its unit are done without warnings."""
        if not self.request.strict:
            self._publish(unit, done)
        if unit.is_finished and not unit.stopped:
            for kept in unit.done.values() if self.request.strict else ():
                self._publish(unit, kept)
            self.sound.add(unit.name)
            if not unit.lost:
                self.whole.add(unit.name)
                self.output.forget(unit.before - {path for one in unit.done.values() for path in one.records})

    def _publish(self, unit: Unit, done: TaskResult) -> None:
        if unit.stopped:
            return
        whole = not unit.parts[0].minutes
        known = self.site.state.output(self.output.root)
        known["files"] |= done.records
        known["hidden"] |= done.hidden
        for artifact in done.artifacts:
            path = self.output.publish(artifact)
            self.written.append(path)
            self.why[path] = done.why[artifact.path]
            if whole or self.request.options.minutes:
                self.site.start_pictures(artifact, whole=whole)
            if path.endswith(".pptx"):
                self.decks[artifact.path] = path
                self.background.start(path, partial(deck_accessibility, artifact.data))
        self.kept += sorted(done.records.keys() - done.why.keys())
        self.output.forget(set(done.empty))


def _reader(request: BuildRequest) -> CourseReader:
    fonts = {font.parent for font in request.theme.fonts}
    access = Access((request.folder.root, *sorted(fonts)), None, request.sandboxing)
    return CourseReader(request.folder, None, access, OpenCourse(request.folder, request.course, request.theme))


def _setting(request: BuildRequest, state: State, cache: Path) -> Setting:
    return Setting(
        theme=request.theme,
        theme_key=theme_hash(request.theme),
        paper=request.course.file.paper,
        tool=tool_key(state),
        strict=request.strict,
        cache=cache,
        requested=request.options.editions,
        force=request.force,
    )


def _executor(
    request: BuildRequest, access: Access, work: list[BuildPart], setting: bytes, stack: ExitStack
) -> tuple[Executor, int]:
    """Return the executor for parts, and how many run at a time. A pool that is started here is shut down by `stack`."""
    number = min(worker_count(request.workers), max(len(work), 1))
    if request.executor is not None:
        return request.executor, number
    warm = partial(prepare_worker, request.theme, access.write or request.cache)
    made = [EDITIONS[part.edition] for part in work]
    decks = sum(any(form.writer == "slides_pptx" for form in edition.formats) for edition in made) >= number
    prepare = partial(
        prepare_workers, setting, request.course.file.lang, pages=any(edition.page for edition in made), decks=decks
    )
    pool = Pool(number, request.limits, warm=warm, access=access, prepare=prepare)
    stack.callback(pool.shutdown, wait=False, cancel_futures=True)
    return pool, number


def _failed_part(unit: Unit, part: BuildPart, error: Exception) -> TaskResult:
    """Return a result that reports why a part failed. Raises the error when the machine is at fault and no module is."""
    if is_machine_fault(error):
        raise error
    message = f"the {part.edition} could not be made: {error}"
    if isinstance(error, StoppedError):
        hint = (
            "try without the largest table or picture; if it stays, this is a fault of Coursewright's: please report it"
        )
        return TaskResult(problems=(Problem(ProblemCode.RENDERER_STOPPED, message, Span(unit.path), hint),))
    found = fault(error)
    message = f"the {part.edition} could not be made: {found}"
    at = found.at if found.at.path else Span(unit.path)
    return TaskResult(problems=(Problem(ProblemCode.RENDERER_STOPPED, message, at, HINT),))


def _module_note(unit: Unit, key: str, found: Problems) -> ModuleNote:
    """Return the note of a module for the next build. It has no key when files were lost, so that they are made again."""
    return {
        "key": "" if unit.lost else key,
        "id": unit.ident,
        "files": {path: record["key"] for done in unit.done.values() for path, record in done.records.items()},
        "hidden": {path: record["key"] for done in unit.done.values() for path, record in done.hidden.items()},
        "problems": as_records(found),
    }


def _removed_modules(output: OutputFolder, request: BuildRequest, state: State, taken: dict[str, str]) -> set[str]:
    """Return the planned paths of files of modules that the course no longer has. A module's id may differ from its folder's name."""
    folders = request.course.modules.keys()
    noted = {note["id"]: folder_of(key.rpartition("/")[2]) for key, note in state.modules.items()}
    ids = {ident for ident, name in {**noted, **taken}.items() if name in folders} | {COURSE_ID}
    if folders - {*noted.values(), *taken.values()}:  # a module's id is not known yet: it may be any that has no note
        ids |= {str(row["module"]) for row in output.artifacts.values()} - noted.keys()
    return {path for path, row in output.artifacts.items() if row["module"] not in ids}


def _display_order(rows: dict[str, ManifestRow]) -> dict[str, ManifestRow]:
    """Return rows in the order in which the catalogue lists files; workers finish in any order."""
    editions = list(EDITIONS)

    def place(path: str) -> tuple[int, str]:
        edition = rows[path]["edition"]
        return (editions.index(edition) if edition in editions else len(editions), path)

    return {path: rows[path] for path in sorted(rows, key=place)}


def _accessibility(background: BackgroundJobs, path: str) -> DeckAccessibility:
    try:
        return background.result(path, DeckAccessibility)
    except (StoppedError, FaultError):
        return DeckAccessibility()


def _manifest_head(course: Course, background: BackgroundJobs) -> ManifestHead:
    """Return the manifest's entries about course and tool. A worker has the versions, when one was asked for them."""
    versions = background.result(_TOOL, tool_versions) if background.is_ready(_TOOL) else tool_versions()
    return {"course": course.file.title, "course_version": course.file.version, "tool": versions}
