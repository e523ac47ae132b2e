"""Scheduling: the parts of modules go to an executor as soon as the parts that they depend on are done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field

from builder.engine.job import Task, TaskResult, run_task
from builder.engine.plan import BuildPart
from builder.engine.state.records import FileRecord


@dataclass
class Unit:
    """A module, or a book that is built like one, while it is built: its parts, and the results so far.

    `records`, `hidden`, `trusted`, `changed` and `source` are as in `Task`; `before` are the planned paths of the files of
    its last build. `known` maps editions that no part makes to the places in them. `begun`, `done` and `lost` hold numbers of parts: `lost` are those that failed
    and those that depend on them. `stopped`: an error in the source keeps the unit from being built.
    """

    name: str
    ident: str
    path: str
    subject: bytes = field(repr=False)
    parts: tuple[BuildPart, ...]
    records: dict[str, FileRecord] = field(default_factory=dict)
    hidden: dict[str, FileRecord] = field(default_factory=dict)
    trusted: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    source: str = ""
    before: frozenset[str] = frozenset()
    known: dict[str, dict[str, int]] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    done: dict[int, TaskResult] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)
    stopped: bool = False

    def next_part(self) -> int | None:
        """Return the number of the part to start next, None when none can start now."""
        if self.stopped:
            return None
        for number, part in enumerate(self.parts):
            if number not in self.begun | self.lost and part.after <= self.done.keys():
                return number
        return None

    def lose(self, number: int) -> None:
        """Mark a part, and those that depend on it, as lost."""
        self.lost.add(number)
        for other, part in enumerate(self.parts):
            if number in part.after and other not in self.lost:
                self.lose(other)

    @property
    def is_finished(self) -> bool:
        """Whether no part is running and none can start any more."""
        if self.begun - self.done.keys() - self.lost:
            return False
        return self.stopped or len(self.done.keys() | self.lost) == len(self.parts)

    def task(self, number: int, setting: bytes) -> Task:
        """Return the task of making a part, with all that a worker needs for it."""
        part = self.parts[number]
        needed = [self.done[n] for n in sorted(part.after)]
        return Task(
            setting=setting,
            subject=self.subject,
            part=part,
            records=self.records,
            hidden=self.hidden,
            trusted=self.trusted,
            changed=self.changed,
            source=self.source,
            known_places=self.known | {edition: places for done in needed for edition, places in done.places.items()},
            finished_deck=next((done.finished_deck for done in needed if done.finished_deck), None),
            first=number == 0,
        )


def run_parts(
    units: Iterator[Unit],
    setting: bytes,
    executor: Executor,
    room: int,
    failed: Callable[[Unit, BuildPart, Exception], TaskResult],
) -> Iterator[tuple[Unit, BuildPart, TaskResult]]:
    """Run all parts of all units, `room` at a time, and yield each result. Units are taken from the iterator as needed.

    `failed` turns an exception that a part raised into its result.
    """
    open_units: list[Unit] = []
    running: dict[Future[TaskResult], tuple[Unit, int]] = {}
    came: list[tuple[Unit, BuildPart, TaskResult]] = []
    while True:
        while len(running) < room:
            found = next(((unit, n) for unit in open_units if (n := unit.next_part()) is not None), None)
            if found is None:
                fresh = next(units, None)
                if fresh is None:
                    break
                open_units.append(fresh)
                continue
            unit, number = found
            unit.begun.add(number)
            running[executor.submit(run_task, unit.task(number, setting))] = unit, number
        yield from came  # after the next part was started: the caller publishes files while it runs
        if not running:
            return
        future = wait(running, return_when=FIRST_COMPLETED).done.pop()
        unit, number = running.pop(future)
        error = future.exception()
        if isinstance(error, Exception):
            unit.lose(number)
            done = failed(unit, unit.parts[number], error)
        else:
            done = unit.done[number] = future.result()
            unit.stopped |= done.stopped
        came = [(unit, unit.parts[number], done)]
        open_units = [one for one in open_units if not one.is_finished]
