"""Reading modules for a build: each on its own, cut to the sessions asked for, and compared with each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from builder.core.problems import Problem, Problems
from builder.engine.job import is_held_back
from builder.engine.output.folder import OutputFolder
from builder.engine.plan import BuildPart, Session, build_parts, folder_of, jobs, path_of
from builder.engine.reading.modules import check_id, head_of
from builder.engine.reading.reader import CourseReader, ReadModule, ReadSession, SessionRequest
from builder.engine.request import BuildRequest
from builder.engine.schedule import Unit
from builder.engine.state.state import State
from builder.model.module import Module


@dataclass
class Reading:
    """The modules that a build reads. `taken` maps the ids known so far to the folders of their modules.

    `keys` has the hash of each module's inputs, by folder; `before` the planned paths of the last build's files, by label.

    `found` has what is wrong in each session, by label; `heads` the modules without their text, for checks of several;
    `alike` the shorter sessions that would cut nothing. `sound` is told the folder and the packed subject of each
    whole module without errors.
    """

    request: BuildRequest
    reader: CourseReader
    state: State
    output: OutputFolder
    keys: Mapping[str, str]
    before: Mapping[str, list[str]]
    taken: dict[str, str]
    problems: Problems
    found: dict[str, Problems] = field(default_factory=dict)
    heads: dict[str, Module] = field(default_factory=dict)
    alike: set[str] = field(default_factory=set)
    sound: Callable[[str, bytes], None] = lambda _name, _subject: None

    def units(self, todo: list[Session]) -> Iterator[Unit]:
        """Read one module after the other, when the next is asked for, and yield the sessions that can be built.

        The module after it is read meanwhile.
        """
        request = self.request
        lengths: dict[str, list[int | None]] = {}
        for session in todo:
            lengths.setdefault(session.name, []).append(session.minutes)
        asked = [
            SessionRequest(name, tuple(minutes), request.strict, bool(request.options.minutes), request.epoch)
            for name, minutes in lengths.items()
        ]
        for place, one in enumerate(asked):
            if not place:
                self.reader.ask(one)
            read = self.reader.sessions(one.name)
            for following in asked[place + 1 : place + 2]:
                self.reader.ask(following)
            yield from self._units(one, read)

    def _units(self, asked: SessionRequest, read: ReadModule) -> Iterator[Unit]:
        request, whole = self.request, Problems(list(read.found), dict(read.sources))
        if read.head is not None:
            check_id(asked.name, read.head, self.taken, whole)
            self.heads[asked.name] = read.head
        self.problems.sources |= {path: head_of(source) for path, source in read.sources.items()}
        for minutes in asked.minutes:
            label = Session(asked.name, minutes).label
            own = self.found[label] = Problems(list(whole.found), dict(whole.sources))
            held = read.head is None or is_held_back(own.found, strict=request.strict)
            session = ReadSession() if held else read.sessions[minutes]
            own.extend(session.found)
            self.problems.extend(own.found)
            if session.alike:
                self.alike.add(label)
            if session.subject is None or read.head is None:
                continue
            if not minutes:
                self.sound(asked.name, session.subject)
            wanted = jobs(request.course, request.options, minutes)
            parts = build_parts(wanted, request.course.file.paper, session.referred)
            yield self.unit(label, read.head, session.subject, parts)

    def unit(
        self,
        label: str,
        head: Module,
        subject: bytes,
        plan: tuple[BuildPart, ...],
        places: dict[str, dict[str, int]] | None = None,
    ) -> Unit:
        """Return what is to be built of a packed subject, with the records of its files. `head` is its module, perhaps without its text."""
        self.found.setdefault(label, Problems())
        known, paper = self.state.output(self.output.root), self.request.course.file.paper
        paths = {path_of(job, head, paper) for part in plan for job in part.jobs}
        records = {path: record for path, record in known["files"].items() if path in paths}
        return Unit(
            name=label,
            ident=head.id,
            path=head.path,
            subject=subject,
            parts=plan,
            records=records,
            hidden={path: record for path, record in known["hidden"].items() if path in paths},
            trusted=frozenset(path for path, one in records.items() if self.output.has(path, one["sha256"])),
            changed=frozenset(path for path in paths if self.output.is_changed(path)),
            source=self.keys[folder_of(label)],
            before=frozenset(self.before.get(label, ())),
            known=places or {},
        )

    def record_problems(self, name: str, problems: Iterable[Problem]) -> None:
        """Add the problems found while a module's files were made, with the lines of its source."""
        for problem in problems:
            self.found[name].add(problem.code, problem.message, problem.at, problem.hint)
        self.problems.extend(self.found[name].found)
