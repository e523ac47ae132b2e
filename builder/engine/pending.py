"""What a build has to make: found by hashes of inputs and outputs in the state file, before any module is read."""

from __future__ import annotations

from dataclasses import dataclass

from builder.engine.books import Books
from builder.engine.output.folder import OutputFolder
from builder.engine.plan import BuildPart, Session, build_parts, folder_of, jobs, sessions
from builder.engine.request import BuildRequest
from builder.engine.state.records import ModuleNote
from builder.engine.state.state import State


@dataclass(frozen=True)
class PendingWork:
    """Sessions and books to make, and their parts as far as they are known before modules are read.

    `before` maps the labels of all that was requested to the planned paths of the last build's files; `idle` has the notes
    of what is up to date.
    """

    sessions: list[Session]
    books: list[str]
    work: list[BuildPart]
    before: dict[str, list[str]]
    idle: dict[str, ModuleNote]


def find_pending(
    request: BuildRequest, state: State, output: OutputFolder, books: Books, keys: dict[str, str]
) -> PendingWork:
    """Return what has to be made for a request. `keys` has the hash of all inputs of each module, and of the books."""
    course = request.course
    asked = {session.label: session for session in sessions(course, request.options, request.modules)}
    labels = [*asked, *books.labels]
    notes = {label: note for label in labels if (note := state.modules.get(f"{request.key}/{label}"))}
    idle = {
        label: note
        for label, note in notes.items()
        if not request.force and note["key"] == keys[folder_of(label)] and _is_intact(note, state, output)
    }
    todo = [session for label, session in asked.items() if label not in idle]
    unbound = [label for label in books.labels if label not in idle]
    plans = {
        minutes: build_parts(jobs(course, request.options, minutes), course.file.paper)
        for minutes in {s.minutes for s in todo}
    }
    work = [part for session in todo for part in plans[session.minutes]]
    work += [part for label in unbound for part in books.parts[label]]
    before = {label: list(note["files"]) for label, note in notes.items()}
    return PendingWork(todo, unbound, work, before, idle)


def _is_intact(note: ModuleNote, state: State, output: OutputFolder) -> bool:
    records = state.records_of(note, output.root)
    return records is not None and all(output.has(path, records[path]["sha256"]) for path in note["files"])
