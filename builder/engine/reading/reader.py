"""The reader of a build: it opens a course, and reads its modules, in processes under limits. The build itself reads no source."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar, cast

from builder.build import imprint_of
from builder.core.disk.folder import Folder
from builder.core.faults import FaultError
from builder.core.frozen import dataclass, replace
from builder.core.problems import Problem, Problems
from builder.core.source import Source
from builder.engine.job import Subject, is_held_back, pack
from builder.engine.reading.opening import open_course, reading_stopped
from builder.engine.workers.answers import ApartError
from builder.engine.workers.host import Host
from builder.engine.workers.limits import READING, WHOLE_COURSE
from builder.engine.workers.sandbox.access import Access
from builder.model.course import Course
from builder.model.module import Module, Reference, walk
from builder.read import read_and_check
from builder.theme.load import bundled_fonts
from builder.theme.theme import Theme
from builder.transform.lengths import cut

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class OpenCourse:
    """A course and its theme, with what is wrong in them: warnings."""

    folder: Folder
    course: Course
    theme: Theme
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class SessionRequest:
    """Which sessions of a module are wanted: so many `minutes` each, None for the whole module.

    `strict`: a warning holds a session back, as an error does. `asked`: the length was asked for by name, so a session that
    leaves nothing out is made too. `epoch` is the date of modules without one.
    """

    name: str
    minutes: tuple[int | None, ...]
    strict: bool = False
    asked: bool = False
    epoch: date | None = None


@dataclass(frozen=True)
class ReadSession:
    """A session as it was read: the packed `Subject`, None when it is held back or would leave nothing out (`alike`).

    `found` is what was wrong in cutting it; `referred` are the editions that its references name.
    """

    subject: bytes | None = None
    found: tuple[Problem, ...] = ()
    referred: frozenset[str] = frozenset()
    alike: bool = False


@dataclass(frozen=True)
class ReadModule:
    """A module as it was read, without its text (`head`), None when it cannot be read; what is wrong in it; its `sessions`.

    `sources` are the files that problems can point at.
    """

    head: Module | None
    found: tuple[Problem, ...]
    sources: dict[str, Source]
    sessions: dict[int | None, ReadSession]


class CourseReader:
    """Reads one course. Close it at the end: its process holds the copies of the theme's own fonts."""

    def __init__(
        self, folder: Folder, theme: str | None, access: Access, opened: OpenCourse | None = None, lang: str = ""
    ) -> None:
        """Start opening a course under a theme (default: the course's own), unless it is `opened` already, confined to `access`.

        `lang` is the language to have it in, "" for its own.
        """
        self._folder = folder
        opening = partial(_open, folder, theme, lang) if opened is None else None
        self._host: Host[OpenCourse] = Host(opening, WHOLE_COURSE, READING, access, opened)

    def opened(self) -> OpenCourse:
        """Return the course. Raises UnusableCourseError when it cannot be used, ApartError when reading it was stopped.

        Other processes may read its folder and the folders of its fonts, so what was read has no say in where those are.
        """
        found = self._host.opened()
        if not all(self._is_font(font) for font in found.theme.fonts):
            raise ApartError("it names fonts that are none of the theme's", "")
        return replace(found, folder=self._folder)

    def _is_font(self, path: Path) -> bool:
        """Say whether a file is a bundled font, or a copy that the process has made."""
        made = self._host.folder
        own = path.is_relative_to(made) if made else True
        return ".." not in path.parts and (own or path.parent == bundled_fonts())

    def ask(self, request: SessionRequest) -> None:
        """Begin to read the sessions of a module, while something else is done."""
        self._host.ask(_read_sessions, request)

    def sessions(self, name: str) -> ReadModule:
        """Return what was asked for first, of the module `name`. A module that stops its reader is a problem."""
        try:
            return cast("ReadModule", self._host.answer())
        except (ApartError, FaultError) as error:
            return ReadModule(None, (reading_stopped(error, name),), {}, {})

    def module(self, name: str) -> tuple[Module | None, Problems]:
        """Return a whole module, None when it cannot be read, and what is wrong in it."""
        try:
            return self.call(_read_module, name)
        except (ApartError, FaultError) as error:
            return None, Problems([reading_stopped(error, name)])

    def call(self, function: Callable[Concatenate[OpenCourse, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what a function makes of the course. Call it when nothing else is asked for. Raises what `run_apart` raises."""
        self._host.ask(function, *args, **kwargs)
        return cast("T", self._host.answer())

    def close(self) -> None:
        """End its process."""
        self._host.close()

    def __enter__(self) -> Self:
        """Return this reader."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


# ── in the process ───────────────────────────────────────────────────────────────────────────────────────────────


def _open(folder: Folder, theme: str | None, lang: str) -> OpenCourse:
    course, chosen, problems = open_course(folder, theme, lang)
    return OpenCourse(folder, course, chosen, tuple(problems.found))


def _read_module(opened: OpenCourse, name: str) -> tuple[Module | None, Problems]:
    problems = Problems()
    module = read_and_check(opened.folder, opened.course, name, problems)
    return module and cut(module, None, problems), Problems(problems.found)


def _read_sessions(opened: OpenCourse, request: SessionRequest) -> ReadModule:
    own = Problems()
    module = read_and_check(opened.folder, opened.course, request.name, own)
    sources = {path: Source(source.path, source.text) for path, source in own.sources.items()}
    if module is None:
        return ReadModule(None, tuple(own.found), sources, {})
    sessions: dict[int | None, ReadSession] = {}
    if not is_held_back(own.found, strict=request.strict):
        sessions = {minutes: _session(opened.course, module, minutes, request, sources) for minutes in request.minutes}
    head = replace(module, body=(), assets={})
    return ReadModule(head, tuple(own.found), sources, sessions)


def _session(
    course: Course, module: Module, minutes: int | None, request: SessionRequest, sources: dict[str, Source]
) -> ReadSession:
    own = Problems(sources=dict(sources))
    shorter = cut(module, minutes, own)
    if minutes and shorter is not None and not request.asked:
        whole = cut(module, None, Problems())
        if whole is not None and shorter.body == whole.body:
            return ReadSession(found=tuple(own.found), alike=True)
    if shorter is None or is_held_back(own.found, strict=request.strict):
        return ReadSession(found=tuple(own.found))
    subject = Subject(shorter, imprint_of(shorter, course, request.epoch), course.rules(shorter.folder))
    referred = frozenset(node.edition for node in walk(*shorter.body) if isinstance(node, Reference))
    return ReadSession(pack(subject), tuple(own.found), referred)
