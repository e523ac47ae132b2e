"""What a build has to make: what has changed since the last one, in inputs or outputs, as notes tell without reading modules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.engine.books import Books
from builder.engine.plan import Part, Session, folder_of, jobs, parts, sessions
from builder.engine.request import BuildRequest
from builder.engine.state import State


@dataclass(frozen=True)
class Todo:
    """Sessions and books to make, and the parts of them, as far as is known before they are read.

    `notes` has what was noted of all that was asked for, by label; `idle` those that are as the last build left them.
    """

    sessions: list[Session]
    books: list[str]
    work: list[Part]
    notes: dict[str, dict[str, Any]]
    idle: dict[str, dict[str, Any]]


def look(request: BuildRequest, state: State, books: Books, keys: dict[str, str]) -> Todo:
    """Return what an order comes to. `keys` has what each module, and the books, are made from, as a hash."""
    course, output = request.course, request.output.resolve()
    asked = {session.label: session for session in sessions(course, request.asked, request.modules)}
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
        minutes: parts(jobs(course, request.asked, minutes), course.file.paper) for minutes in {s.minutes for s in todo}
    }
    work = [part for session in todo for part in plans[session.minutes]]
    work += [part for label in unbound for part in books.parts[label]]
    return Todo(todo, unbound, work, notes, idle)


def files_of(note: dict[str, Any]) -> list[str]:
    """Return the paths of the files that a module's last build published or kept."""
    return [path for path, record in note["records"].items() if not record["hidden"]]


def _intact(note: dict[str, Any], state: State, output: Path) -> bool:
    return state.intact({path: note["records"][path]["sha256"] for path in files_of(note)}, output)
