"""What a build has to make: found by hashes of inputs and outputs in the state file, before any module is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from builder.engine.books import Books
from builder.engine.plan import BuildPart, Session, build_parts, folder_of, jobs, sessions
from builder.engine.request import BuildRequest
from builder.engine.state import ModuleNote, State


@dataclass(frozen=True)
class PendingWork:
    """Sessions and books to make, and their parts as far as they are known before modules are read.

    `notes` maps the labels of all that was requested to the last build's notes; `idle` is the subset that is up to date.
    """

    sessions: list[Session]
    books: list[str]
    work: list[BuildPart]
    notes: dict[str, ModuleNote]
    idle: dict[str, ModuleNote]


def find_pending(request: BuildRequest, state: State, books: Books, keys: dict[str, str]) -> PendingWork:
    """Return what has to be made for a request. `keys` has the hash of all inputs of each module, and of the books."""
    course, output = request.course, request.output.resolve()
    asked = {session.label: session for session in sessions(course, request.options, request.modules)}
    labels = [*asked, *books.labels]
    notes = {} if request.force else {label: state.modules.get(f"{request.key}/{label}", {}) for label in labels}
    idle = {
        label: note
        for label, note in notes.items()
        if note.get("key") == keys[folder_of(label)] and _intact(note, state, output)
    }
    todo = [session for label, session in asked.items() if label not in idle]
    unbound = [label for label in books.labels if label not in idle]
    plans = {
        minutes: build_parts(jobs(course, request.options, minutes), course.file.paper)
        for minutes in {s.minutes for s in todo}
    }
    work = [part for session in todo for part in plans[session.minutes]]
    work += [part for label in unbound for part in books.parts[label]]
    return PendingWork(todo, unbound, work, notes, idle)


def files_of(note: ModuleNote) -> list[str]:
    """Return the paths of the files that a module's last build wrote or kept."""
    return [path for path, record in note["records"].items() if not record["hidden"]]


def _intact(note: ModuleNote, state: State, output: Path) -> bool:
    return state.intact({path: note["records"][path]["sha256"] for path in files_of(note)}, output)
