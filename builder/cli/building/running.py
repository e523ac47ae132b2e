"""Running one build: progress, problems, the summary, and the notes for the next one."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from builder.cli.messages import CONTENT, count_text, named, relative, report, talk, tally
from builder.engine.state.keys import whole_key
from builder.engine.state.state import write_state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from builder.core.problems import Problems
    from builder.engine.output.accessibility import DeckAccessibility
    from builder.engine.request import BuildRequest
    from builder.engine.run import Event
    from builder.engine.state.records import BuildNote
    from builder.engine.state.state import State
    from builder.theme.theme import Theme


def report_unchanged(note: BuildNote, where: Path) -> int:
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


def run_build(request: BuildRequest, state: State, problems: Problems, *, explain: bool, keep: bool) -> int:
    """Build, show progress, note the results in the state file, where they are to be kept, and return the exit code."""
    try:
        return _run_noted(request, state, problems, explain=explain, keep=keep)
    finally:  # also after Ctrl-C, so that finished files are not made again
        if keep:
            write_state(state)


def _run_noted(request: BuildRequest, state: State, problems: Problems, *, explain: bool, keep: bool) -> int:
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
    code = CONTENT if problems.has_errors or (request.strict and len(problems)) else 0
    once = {ProblemCode.KEPT_OUTPUT, *(() if request.strict else TOLD_ONCE)}
    passing = any(problem.code in PASSING for problem in problems)
    lasting = [problem for problem in problems if problem.code not in once]
    state.builds[request.key] = {
        "inputs": "" if passing else whole_key(state, request.folder.root.resolve(), request.lang),
        "outputs": done.outputs,
        "beside": done.beside,
        "files": len(done.written) + len(done.kept),
        "problems": as_records(lasting),
        "skipped": list(done.skipped),
        "code": CONTENT if problems.has_errors or (request.strict and lasting) else 0,
        "languages": list(request.course.file.translations),
    }
    summary = (
        f"Built {count_text(len(done.written), 'file')} in {relative(request.output)}"
        if done.written
        else "Built nothing"
    )
    summary += f" for {request.lang}" if request.lang else ""
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
