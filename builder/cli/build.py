"""`coursewright build`: options, progress, the summary, and the notes for the next build."""

from __future__ import annotations

import errno
import hashlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.cache import cache_option, find_cache
from builder.cli.course import ModuleName, find_root, report_reading_errors, root_option
from builder.cli.messages import (
    CONTENT,
    TOOL,
    USAGE,
    count_text,
    epoch,
    missing_library,
    named,
    relative,
    report,
    say_json,
    stop,
    talk,
    tally,
)
from builder.cli.sandbox import require_sandbox, sandbox_in_words, sandbox_option
from builder.core.disk.directory import LinkRefusedError
from builder.core.disk.writable import BlockedFolderError, WritableFolder
from builder.core.names import COURSE_ID
from builder.engine.output.claim import TakenFolderError, find_links
from builder.engine.output.lock import Busy, lock_folder
from builder.engine.state.keys import request_key, whole_key
from builder.engine.state.state import read_state, write_state
from builder.transform.editions import BOUND_EDITIONS, EDITIONS, SEVERAL_UP
from builder.writers.pdf.patches.guard import UnknownRendererError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from builder.core.problems import Problems
    from builder.engine.output.accessibility import DeckAccessibility
    from builder.engine.plan import OutputOptions
    from builder.engine.reading.reader import CourseReader, OpenCourse
    from builder.engine.request import BuildRequest
    from builder.engine.run import Event
    from builder.engine.state.records import BuildNote
    from builder.engine.state.state import State
    from builder.engine.workers.sandbox.access import Sandboxing
    from builder.model.outputs import Imposition
    from builder.theme.theme import Theme


@click.command()
@click.argument("modules", nargs=-1, type=ModuleName())
@root_option
@click.option(
    "--edition",
    "editions",
    multiple=True,
    type=click.Choice(tuple(EDITIONS)),
    help="Only this edition (may be repeated).",
)
@click.option("--minutes", type=click.IntRange(1, 1440), help="A session of so many minutes: each module cut to it.")
@click.option("--theme", help="The theme to build under (default: the course's).")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="Paper to print on (default: the course's).")
@click.option("--large-print", is_flag=True, help="Printed editions in large print.")
@click.option("--ink", type=click.Choice(["grey"]), help="Printed editions without color.")
@click.option("--booklet", is_flag=True, help="Printed editions as booklets: to print on both sides and fold.")
@click.option("--two-up", is_flag=True, help="Printed editions with two pages on each side of a sheet.")
@click.option(
    "--slide-handout",
    "up",
    type=click.Choice(["1", "2", "3", "6"]),
    help="Slides to share, so many a page with lines to write on.",
)
@click.option("--output", type=click.Path(path_type=Path), help="Where the files go (default: output/ in the course).")
@click.option(
    "--jobs",
    "workers",
    type=click.IntRange(0, 64),
    default=0,
    help="Processes to build modules in (default: one for each core).",
)
@cache_option
@sandbox_option
@click.option("--force", is_flag=True, help="Make every file; files that you have changed are kept under a dated name.")
@click.option("--explain", is_flag=True, help="Say why each file was made, or not.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--json", "as_data", is_flag=True, help="Print the manifest of what was built as JSON on stdout.")
def build(
    modules: tuple[str, ...],
    root: Path | None,
    editions: tuple[str, ...],
    minutes: int | None,
    theme: str | None,
    paper: str | None,
    large_print: bool,  # click's way
    ink: str | None,
    booklet: bool,
    two_up: bool,
    up: str | None,
    output: Path | None,
    cache: Path | None,
    workers: int,
    sandboxing: Sandboxing,
    force: bool,
    explain: bool,
    strict: bool,
    as_data: bool,
) -> None:
    """Make the files of MODULE…, or of all modules that the course lists. What has not changed is not made again."""
    folder = find_root(root)
    where = output or folder.root / "output"
    if COURSE_ID in modules:  # the books are made of every module
        modules = ()
    imposition = _imposition(editions, booklet=booklet, two_up=two_up, slides=bool(up))
    key = request_key(
        modules, editions, minutes, theme, paper, large_print, ink, imposition, up, where.resolve(), epoch(), strict
    )
    here, notes = folder.root.resolve(), find_cache(cache, folder.root)
    ours, theirs = notes.of_course(here), notes.of_output(where)
    try:
        find_links(folder.root, where)
        with lock_folder(ours) as kept, lock_folder(theirs):
            state = read_state(ours)
            note = None if force or as_data else state.unchanged(whole_key(state, here), key, where.resolve())
            if note is not None:
                sys.exit(_report_unchanged(note, where))
            require_sandbox(sandboxing)
            if explain:
                talk(f"sandbox of workers: {sandbox_in_words(sandboxing)}")
            from builder.engine.workers.pool import start_forkserver

            start_forkserver()  # loads the workers' libraries while the course is read
            wanted = replace(
                _output_options(editions, paper, up, large_print=large_print, grey=ink == "grey"),
                minutes=minutes,
                imposition=imposition,
            )
            from builder.core.problems import Problems
            from builder.engine.output.ledger import read_ledger
            from builder.engine.reading.reader import CourseReader
            from builder.engine.request import BuildRequest
            from builder.engine.workers.sandbox.access import Access

            with CourseReader(folder, theme, Access((folder.root,), None, sandboxing)) as reader:
                opened, names = _open(reader, modules)
                request = BuildRequest(
                    folder, opened.course, opened.theme, where, names, ours, read_ledger(theirs), key, wanted, epoch(),
                    strict, force, workers, reader=reader, sandboxing=sandboxing,
                )  # fmt: skip
                found = Problems(list(opened.problems))
                code = _run(request, state, found, as_data=as_data, explain=explain, keep=kept)
            sys.exit(code)
    except TakenFolderError as error:
        stop(f"{error} Name another folder with --output, or remove that one if nobody needs it.", USAGE)
    except BlockedFolderError as error:
        stop(f"{error}, where the build would write. Remove it, or name another folder with --output.", USAGE)
    except Busy as error:
        stop(f"Another build (process {error}) is at work in this course. Wait for it to end.", USAGE)
    except (LinkRefusedError, NotADirectoryError) as error:
        stop(f"{named(str(error.filename or error))} was replaced while the build wrote there. Build again.", USAGE)
    except UnknownRendererError as error:
        stop(str(error), TOOL)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            stop(
                f"The disk is full: {named(str(error.filename or where))} could not be written. Make room and build again.",
                USAGE,
            )
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            stop(
                f"{named(str(error.filename or where))} cannot be written to. Name another folder with --output.", USAGE
            )
        missing_library(error)


def _open(reader: CourseReader, modules: tuple[str, ...]) -> tuple[OpenCourse, tuple[str, ...]]:
    """Return the course and the modules to build. Exits when one of them cannot be had."""
    from builder.engine import run
    from builder.engine.reading.opening import choose_modules

    del run  # loaded while the course is read
    with report_reading_errors():
        opened = reader.opened()
        return opened, choose_modules(opened.course, modules)
    raise AssertionError


def _output_options(
    editions: tuple[str, ...], paper: str | None, up: str | None, *, large_print: bool, grey: bool
) -> OutputOptions:
    """Return what the options ask for. Exits 2 for what cannot be made."""
    from builder.engine.plan import OutputOptions

    if up and editions and SEVERAL_UP not in editions:
        stop(f"--slide-handout is a way to set the edition `{SEVERAL_UP}`: name it too, or no edition.", USAGE)
    return OutputOptions(
        editions, "a4" if paper == "a4" else "letter" if paper else None, large_print, grey, int(up or 0)
    )


def _imposition(editions: tuple[str, ...], *, booklet: bool, two_up: bool, slides: bool) -> Imposition:
    """Return how pages are to be set on sheets. Exits 2 for what cannot be made."""
    option: Imposition = "booklet" if booklet else "2up" if two_up else ""
    if option and ((booklet and two_up) or slides):
        stop("--booklet, --two-up and --slide-handout are ways to set pages on sheets: choose one.", USAGE)
    if option and not set(editions) <= set(BOUND_EDITIONS):
        stop(f"--booklet and --two-up are for {', '.join(BOUND_EDITIONS)}: name some of these, or no edition.", USAGE)
    return option


def _report_unchanged(note: BuildNote, where: Path) -> int:
    """Report the last build's problems and summary again, and return its exit code."""
    from builder.core.problems import Problems, problem_from_dict

    problems = Problems()
    problems.extend(problem_from_dict(kept) for kept in note["problems"])
    report(problems, "text", err=True)
    skipped = f"; left out for errors: {', '.join(map(named, note['skipped']))}" if note.get("skipped") else ""
    talk(
        f"Nothing has changed: {count_text(note.get('files', 0), 'file')} in {relative(where)}{skipped} ({tally(problems)})."
    )
    return note.get("code", 0)


_KEEP = 100
"""The state is written after every so many parts, so that a killed build does not have to start from the beginning."""


def _run(request: BuildRequest, state: State, problems: Problems, *, as_data: bool, explain: bool, keep: bool) -> int:
    """Build, show progress, note the results in the state file, where they are to be kept, and return the exit code."""
    try:
        return _run_noted(request, state, problems, as_data=as_data, explain=explain, keep=keep)
    finally:  # also after Ctrl-C, so that finished files are not made again
        if keep:
            write_state(state)


def _run_noted(
    request: BuildRequest, state: State, problems: Problems, *, as_data: bool, explain: bool, keep: bool
) -> int:
    from builder.core.problems import PASSING, TOLD_ONCE, ProblemCode
    from builder.engine.run import Finished
    from builder.engine.run import build as run
    from builder.engine.state.records import as_records

    done = Finished((), (), (), {}, {}, {}, {}, problems)
    for count, event in enumerate(_with_progress(run(request, state, problems)), 1):
        if isinstance(event, Finished):
            done = event
        elif keep and count % _KEEP == 0:
            write_state(state)
    news = problems if request.strict else _untold(problems, state, request.theme)
    report(news, "text", err=True)
    if explain:
        for path in (*done.written, *done.kept):
            talk(f"{named(path)}: {'made, for ' + done.why[path] if path in done.why else 'kept, nothing has changed'}")
    if as_data:
        import json

        from builder.engine.output.manifest import MANIFEST

        where = WritableFolder(request.output)
        say_json(json.loads(where.read(MANIFEST)) if where.is_file(MANIFEST) else {})
    code = CONTENT if problems.has_errors or (request.strict and len(problems)) else 0
    once = {ProblemCode.KEPT_OUTPUT, *(() if request.strict else TOLD_ONCE)}
    passing = any(problem.code in PASSING for problem in problems)
    lasting = [problem for problem in problems if problem.code not in once]
    state.builds[request.key] = {
        "inputs": "" if passing else whole_key(state, request.folder.root.resolve()),
        "outputs": done.outputs,
        "beside": done.beside,
        "files": len(done.written) + len(done.kept),
        "problems": as_records(lasting),
        "skipped": list(done.skipped),
        "code": CONTENT if problems.has_errors or (request.strict and lasting) else 0,
    }
    summary = (
        f"Built {count_text(len(done.written), 'file')} in {relative(request.output)}"
        if done.written
        else "Built nothing"
    )
    if done.kept:
        summary += f", kept {count_text(len(done.kept), 'unchanged file')}"
    if done.skipped:
        summary += f"; left out for errors: {', '.join(map(named, done.skipped))}"
    talk(f"{summary} ({tally(news)}).")
    _report_decks(done.decks)
    return code


def _untold(problems: Problems, state: State, theme: Theme) -> Problems:
    """Return the problems without what was said before of the same PowerPoint template; notes in `state` what is said now."""
    from builder.core.problems import TOLD_ONCE, Problems

    digest = hashlib.sha256(theme.template.data if theme.template else b"").hexdigest()
    news = Problems(sources=problems.sources)
    for problem in problems:
        about = f"{problem.at.path}: {problem.message}"
        if problem.code in TOLD_ONCE and state.told.get(about) == digest:
            continue
        if problem.code in TOLD_ONCE:
            state.told[about] = digest
        news.extend((problem,))
    return news


def _report_decks(decks: Mapping[str, DeckAccessibility]) -> None:
    """Print the result of the accessibility check of each deck that was written."""
    for path, found in decks.items():
        module = path.split("/")[1]
        failed = "" if found.passed else f"; see `coursewright show {module} --stage accessibility`"
        talk(f"deck {named(module)}: {found.summary or 'its accessibility could not be looked at'}{failed}")


def _with_progress(events: Iterator[Event]) -> Iterator[Event]:
    """Yield the events unchanged, and show a progress bar when stderr is a terminal."""
    if not sys.stderr.isatty():
        yield from events
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from builder.engine.run import PartDone

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Reading", total=None)
        for event in events:
            if isinstance(event, PartDone):
                progress.update(
                    task, description=named(event.name) or "Starting", completed=event.done, total=event.total
                )
            yield event
