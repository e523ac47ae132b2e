"""Reading several modules, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from builder.core.disk.folder import Folder
from builder.core.disk.names import folded
from builder.core.faults import FaultError
from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source
from builder.engine.reading.opening import reading_stopped
from builder.engine.workers.answers import ApartError
from builder.engine.workers.apart import run_each
from builder.engine.workers.limits import READING, worker_count
from builder.model.course import Course
from builder.model.module import Module
from builder.read import read_and_check

T = TypeVar("T")


def read_modules(
    folder: Folder, course: Course, names: tuple[str, ...], problems: Problems
) -> dict[str, tuple[Module, Problems]]:
    """Return each module that could be read, by folder, with its problems. All problems are added to `problems` too."""
    read: dict[str, tuple[Module, Problems]] = {}
    for name, found in each_module(names, partial(_read, folder, course), problems):
        module, own = found
        problems.extend(own.found)
        if module is not None:
            read[name] = module, own
    return {name: read[name] for name in names if name in read}


def _read(folder: Folder, course: Course, name: str) -> tuple[Module | None, Problems]:
    own = Problems()
    return read_and_check(folder, course, name, own), Problems(own.found)


def each_module(names: Sequence[str], call: Callable[[str], T], problems: Problems) -> Iterator[tuple[str, T]]:
    """Call a function with the name of each module, in a process of its own, and yield the results as they come.

    A module that stops its reader, or meets a fault of ours, is a problem, and the others go on.
    """
    for name, outcome in run_each(call, names, READING, worker_count()):
        try:
            found = outcome()
        except (ApartError, FaultError) as error:
            problems.extend([reading_stopped(error, name)])
            continue
        yield name, found


def head_of(source: Source) -> Source:
    """Return a module's source up to its text: checks across modules point at nothing after it, and memory is saved."""
    return replace(source, text=source.text.partition("\n---\n")[0])


def check_id(name: str, module: Module, taken: dict[str, str], own: Problems) -> None:
    """Report when a module read before, or one that has not changed, has the same id."""
    first = taken.setdefault(folded(module.id), name)
    if first != name:
        source = own.sources[module.path]
        line = next((n for n, text in enumerate(source.lines, 1) if text.startswith("id:")), 1)
        message = f"`{module.id}` is also the id of modules/{first}/module.md"
        own.add(ProblemCode.DUPLICATE_MODULE, message, source.whole_line(line), "give one of them another `id:`")
