"""One build: read what has changed, make it, publish it, and say what happened as events.

Three looks, each dearer than the one before: are all inputs and outputs as the last build left them (`unchanged`, which
needs little but the standard library)? Which modules have changed? Which of their files?
"""

from __future__ import annotations

import multiprocessing
import os
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from builder import __version__
from builder.build import Bench, check_together, imprint_of, read_module
from builder.course import Course
from builder.engine.files import remove, sweep, write_whole
from builder.engine.job import Done, Task, build_module, stops
from builder.engine.manifest import checksums, manifest_bytes, merged, read_manifest
from builder.engine.plan import Asked, jobs
from builder.engine.state import FOLDER, State, common_key, module_key, tool_key
from builder.model import Module
from builder.problems import Code, Problems, problem_of
from builder.source import Folder
from builder.theme import Theme


@dataclass(frozen=True)
class Started:
    """Modules are being made: `number` of `total` are done; `name` is the next or last."""

    name: str
    number: int
    total: int


@dataclass(frozen=True)
class Finished:
    """All is done. `written` are the paths below the output folder; `kept` those that had not changed.

    `skipped` are the modules left out for their errors; `why` says of each written file why it was made.
    """

    written: tuple[str, ...]
    kept: tuple[str, ...]
    skipped: tuple[str, ...]
    why: dict[str, str] = field(repr=False)
    problems: Problems = field(repr=False)


Event = Started | Finished


@dataclass(frozen=True)
class Order:
    """What to build, and where to put it. `strict`: warnings stop a module too; `force`: nothing is taken as done.

    `key` names what was asked, so that one course can have several builds noted.

    `workers`: processes to build modules in; 0 = one for each core.
    """

    folder: Folder
    course: Course
    theme: Theme
    output: Path
    modules: tuple[str, ...]
    key: str = ""
    asked: Asked = field(default_factory=Asked)
    epoch: date | None = None
    strict: bool = False
    force: bool = False
    workers: int = 0


def read_modules(
    folder: Folder, course: Course, names: tuple[str, ...], problems: Problems
) -> dict[str, tuple[Module, Problems]]:
    """Return each module that could be read, with what was found wrong in it; everything found goes to `problems` too."""
    read: dict[str, tuple[Module, Problems]] = {}
    for name in names:
        own = Problems()
        module = read_module(folder, course, name, own)
        problems.sources |= own.sources
        if module is not None:
            read[name] = (module, own)
        problems.extend(own.found)
    return read


def check_modules(folder: Folder, course: Course, theme: Theme, names: tuple[str, ...], problems: Problems) -> None:
    """Find everything that is wrong, from parsing to fitting slides, without making a file."""
    read = read_modules(folder, course, names, problems)
    _check_ids(read, {}, problems)
    check_together({name: module for name, (module, _) in read.items()}, problems)
    for module, own in read.values():
        if not own.has_errors:
            found = Problems(sources=problems.sources)
            rules = course.rules(module.folder)
            imprint = imprint_of(module, course)
            bench = Bench(module, theme, imprint, course.file.paper, found, rules=rules, pageless=True)
            bench.check()
            problems.extend(found.found)


def build(order: Order, state: State, problems: Problems) -> Iterator[Event]:
    """Build, yielding an event before each module and one at the end. Files appear whole; the manifest comes last.

    What was done is noted in `state`; the caller keeps it.
    """
    root, output = order.folder.root.resolve(), order.output.resolve()
    sweep(output)
    common = common_key(state, root)
    keys = {name: module_key(state, root, name, common) for name in order.modules}
    notes = {} if order.force else {name: state.modules.get(f"{order.key}/{name}", {}) for name in order.modules}
    idle = {
        name: note
        for name, note in notes.items()
        if note.get("key") == keys[name] and state.intact({p: r["sha256"] for p, r in note["records"].items()}, output)
    }
    read = read_modules(order.folder, order.course, tuple(name for name in order.modules if name not in idle), problems)
    _check_ids(read, idle, problems)
    check_together({name: module for name, (module, _) in read.items()}, problems)
    tasks = {
        name: _task(order, state, module, notes.get(name, {}))
        for name, (module, own) in read.items()
        if not stops(own.found, strict=order.strict)
    }
    made = _Made()
    for note in idle.values():
        made.entries += [record["entry"] for record in note["records"].values()]
        made.kept += note["records"]
        problems.extend(problem_of(found) for found in note["problems"])
    yield Started(next(iter(tasks), ""), 0, len(tasks))
    for number, (name, done) in enumerate(_each(tasks, order.workers), 1):
        for problem in done.problems:
            problems.add(problem.code, problem.message, problem.at, problem.hint)
        if done.stopped:
            made.stopped.append(name)
        else:
            made.take(done, order.output)
            found = [problem for problem in problems if problem.at.path in {read[name][0].path, ""}]
            kept = [{**problem.as_dict(), "excerpt": problem.excerpt} for problem in found]
            state.modules[f"{order.key}/{name}"] = {
                "key": keys[name], "id": read[name][0].id, "records": done.records, "problems": kept,
            }  # fmt: skip
        yield Started(name, number, len(tasks))
    if made.entries:
        _publish(order, made)
    skipped = tuple(name for name in order.modules if name not in idle and (name not in tasks or name in made.stopped))
    yield Finished(tuple(made.written), tuple(made.kept), skipped, made.why, problems)


@dataclass
class _Made:
    """What a build has come to so far."""

    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    entries: list[dict[str, object]] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    why: dict[str, str] = field(default_factory=dict)

    def take(self, done: Done, output: Path) -> None:
        """Publish a module's files."""
        for artifact in done.artifacts:
            write_whole(output / artifact.path, artifact.data)
            self.written.append(artifact.path)
        self.entries += [record["entry"] for record in done.records.values()]
        self.kept += [path for path in done.records if path not in done.why]
        self.why |= done.why


def _task(order: Order, state: State, module: Module, note: dict[str, Any]) -> Task:
    records: dict[str, dict[str, Any]] = note.get("records", {})
    output = order.output.resolve()
    trusted = frozenset(path for path, record in records.items() if state.intact({path: record["sha256"]}, output))
    return Task(
        module=module,
        course=order.course,
        theme=order.theme,
        jobs=jobs(order.course, order.asked),
        tool=tool_key(state),
        epoch=order.epoch,
        strict=order.strict,
        cache=order.folder.root.resolve() / FOLDER,
        records=records,
        trusted=trusted,
        asked=order.asked.editions,
    )


def _check_ids(read: dict[str, tuple[Module, Problems]], idle: dict[str, dict[str, Any]], problems: Problems) -> None:
    """Find modules that have the same id, among those read and those that have not changed."""
    ids = {str(note["id"]): name for name, note in idle.items()}
    for name, (module, own) in read.items():
        first = ids.setdefault(module.id, name)
        if first != name:
            source = problems.sources[module.path]
            line = next((n for n, text in enumerate(source.lines, 1) if text.startswith("id:")), 1)
            message = f"`{module.id}` is also the id of modules/{first}/module.md"
            own.sources |= problems.sources
            own.add(Code.DUPLICATE_MODULE, message, source.whole_line(line), "give one of them another `id:`")
            problems.extend(own.found)


def _each(tasks: dict[str, Task], workers: int) -> Iterator[tuple[str, Done]]:
    """Yield each module's result as it comes: from a pool of warm processes, or from here when that is quicker."""
    cores = workers or os.cpu_count() or 1
    if min(cores, len(tasks)) < 2:
        yield from ((name, build_module(task)) for name, task in tasks.items())
        return
    with ProcessPoolExecutor(min(cores, len(tasks)), multiprocessing.get_context("spawn")) as pool:
        waiting: dict[Future[Done], str] = {pool.submit(build_module, task): name for name, task in tasks.items()}
        try:
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _publish(order: Order, made: _Made) -> None:
    """Write manifest and checksums; files of modules that the course no longer has go."""
    old = read_manifest(order.output)
    if not made.written and {str(entry["path"]) for entry in made.entries} <= _paths(old):
        return
    head: dict[str, object] = {
        "course": order.course.file.title,
        "course_version": order.course.file.version,
        "tool": tool_versions(),
    }
    ids = {str(entry["module"]) for entry in made.entries} | set(order.course.modules)
    manifest = merged(old, head, made.entries, ids)
    for path in sorted(_paths(old) - _paths(manifest)):
        remove(order.output / path, order.output)
    write_whole(order.output / "SHA256SUMS", checksums(manifest))
    write_whole(order.output / "manifest.json", manifest_bytes(manifest))


def _paths(manifest: dict[str, object]) -> set[str]:
    rows = manifest.get("artifacts")
    return {str(row["path"]) for row in rows if isinstance(row, dict)} if isinstance(rows, list) else set()


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
