"""Which part of which module is made next, and where: parts go to an executor as soon as those that they need are done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from typing import Any

from builder.engine.job import Done, Task, make
from builder.engine.plan import Part


@dataclass
class Unit:
    """A module, or what is built like one, on its way: its parts, and what has come of each so far.

    `records` are of its last build, `trusted` the paths whose files still are as it left them. `known`
    has the places in editions that no part of it makes. `lost` are parts that
    cannot be made, and those that need them; `stopped`: an error of the author's keeps the unit back.
    """

    name: str
    ident: str
    path: str
    subject: bytes = field(repr=False)
    parts: tuple[Part, ...]
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    trusted: frozenset[str] = frozenset()
    known: dict[str, dict[str, int]] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    done: dict[int, Done] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)
    stopped: bool = False

    def ready(self) -> int | None:
        """Return the part to begin next, None when there is none now."""
        if self.stopped:
            return None
        for number, part in enumerate(self.parts):
            if number not in self.begun | self.lost and part.after <= self.done.keys():
                return number
        return None

    def lose(self, number: int) -> None:
        """Give up a part, and those that wait for it."""
        self.lost.add(number)
        for other, part in enumerate(self.parts):
            if number in part.after and other not in self.lost:
                self.lose(other)

    @property
    def ended(self) -> bool:
        """Say whether nothing more will come."""
        if self.begun - self.done.keys() - self.lost:
            return False
        return self.stopped or len(self.done.keys() | self.lost) == len(self.parts)

    def task(self, number: int, setting: bytes) -> Task:
        """Return what has to be known to make a part."""
        part = self.parts[number]
        needed = [self.done[n] for n in sorted(part.after)]
        return Task(
            setting=setting,
            subject=self.subject,
            part=part,
            records=self.records,
            trusted=self.trusted,
            known=self.known | {edition: places for done in needed for edition, places in done.places.items()},
            carried=next((done.carried for done in needed if done.carried), None),
            first=number == 0,
        )


def run_parts(
    units: Iterator[Unit],
    setting: bytes,
    executor: Executor,
    room: int,
    failed: Callable[[Unit, Part, Exception], Done],
) -> Iterator[tuple[Unit, Part, Done]]:
    """Have all parts of all units made, `room` at a time, and yield what comes of each. Units are taken as there is room.

    `failed` says what comes of a part whose making raised an exception.
    """
    open_units: list[Unit] = []
    running: dict[Future[Done], tuple[Unit, int]] = {}
    came: list[tuple[Unit, Part, Done]] = []
    while True:
        while len(running) < room:
            found = next(((unit, n) for unit in open_units if (n := unit.ready()) is not None), None)
            if found is None:
                fresh = next(units, None)
                if fresh is None:
                    break
                open_units.append(fresh)
                continue
            unit, number = found
            unit.begun.add(number)
            running[executor.submit(make, unit.task(number, setting))] = unit, number
        yield from came  # once the next part is begun: files are published meanwhile
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
        open_units = [one for one in open_units if not one.ended]
