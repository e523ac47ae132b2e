"""The request of one build: what to build, from where, to where, and under which limits."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import field
from datetime import date
from pathlib import Path

from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass
from builder.engine.output.ledger import Ledger
from builder.engine.plan import OutputOptions
from builder.engine.reading.reader import CourseReader
from builder.engine.workers.limits import Limits
from builder.engine.workers.sandbox.access import Sandboxing
from builder.model.course import Course
from builder.theme.theme import Theme


@dataclass(frozen=True)
class BuildRequest:
    """What to build, and where to write it. `strict`: warnings keep a module from being built; `force`: make every file.

    `cache` is the course's folder in the user's cache, and `ledger` tells what was made in the output folder before.

    `key` is a hash of the options, under which the state file notes this build. `workers` is the number of worker
    processes, 0 = as many as the machine allows, each within `limits`, and confined as `sandboxing` says. `executor` is used
    instead of workers when given, and `reader` instead of one that is started.
    """

    folder: Folder
    course: Course
    theme: Theme
    output: Path
    modules: tuple[str, ...]
    cache: Path
    ledger: Ledger
    key: str = ""
    options: OutputOptions = field(default_factory=OutputOptions)
    epoch: date | None = None
    strict: bool = False
    force: bool = False
    workers: int = 0
    limits: Limits = field(default_factory=Limits)
    executor: Executor | None = None
    sandboxing: Sandboxing = "auto"
    reader: CourseReader | None = None

    @property
    def lang(self) -> str:
        """The language of the course where it is a translation, "" for its own."""
        return self.course.file.lang if self.course.origin else ""
