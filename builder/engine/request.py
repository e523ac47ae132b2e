"""What a build is asked to do."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import field
from datetime import date
from pathlib import Path

from builder.core.frozen import dataclass
from builder.core.source import Folder
from builder.engine.plan import Asked
from builder.engine.workers.limits import Limits
from builder.model.course import Course
from builder.theme.theme import Theme


@dataclass(frozen=True)
class BuildRequest:
    """What to build, and where to put it. `strict`: warnings stop a module too; `force`: nothing is taken as done.

    `key` names what was asked, so that one course can have several builds noted. `workers`: processes to make files in;
    0 = as many as the machine bears, within `limits`. `executor`: where to make them instead, kept warm by the caller.
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
    limits: Limits = field(default_factory=Limits)
    executor: Executor | None = None
