"""Reading modules for a check or a build: each on its own, cut to the sessions asked for, and compared with each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from builder.build import imprint_of, read_module
from builder.check.course import cyclic_prerequisites, unused_terms
from builder.core.disk.folder import Folder
from builder.core.disk.names import folded
from builder.core.faults import HINT, FaultError, faults_at
from builder.core.problems import Problem, ProblemCode, Problems
from builder.core.source import Source, Span
from builder.engine.job import Subject, is_held_back, pack
from builder.engine.module_build import ModuleInputs
from builder.engine.module_check import ModuleCheck
from builder.engine.output.folder import OutputFolder
from builder.engine.plan import BuildPart, OutputOptions, Session, build_parts, folder_of, jobs, path_of, sessions
from builder.engine.request import BuildRequest
from builder.engine.schedule import Unit
from builder.engine.state.state import State
from builder.model.course import Course
from builder.model.module import Module, Reference, walk
from builder.model.outputs import Imprint
from builder.theme.theme import Theme
from builder.transform.lengths import cut


def read_modules(
    folder: Folder, course: Course, names: tuple[str, ...], problems: Problems
) -> dict[str, tuple[Module, Problems]]:
    """Return each module that could be read, by folder, with its problems. All problems are added to `problems` too."""
    read: dict[str, tuple[Module, Problems]] = {}
    for name in names:
        own = Problems()
        module = read_module(folder, course, name, own)
        problems.sources |= own.sources
        if module is not None:
            read[name] = (module, own)
        problems.extend(own.found)
    return read


def check_modules(
    folder: Folder,
    course: Course,
    theme: Theme,
    names: tuple[str, ...],
    problems: Problems,
    cache: Path | None = None,
) -> None:
    """Report everything that is wrong, from parsing to fitting slides, without making a file.

    `cache` is the course's folder in the user's cache.
    """
    read = read_modules(folder, course, names, problems)
    known: dict[str, str] = {}
    for name, (module, own) in read.items():
        _check_id(name, module, known, own)
        problems.extend(own.found)
    modules = {name: module for name, (module, _) in read.items()}
    cyclic_prerequisites(modules, problems)
    unused_terms(course, modules, problems)
    for module, own in read.values():
        if not own.has_errors:
            for session in sessions(course, OutputOptions(), (module.folder,)):
                if session.minutes:
                    cut(module, session.minutes, problems)
            found = Problems(sources=problems.sources)
            rules = course.rules(module.folder)
            imprint = imprint_of(module, course)
            inputs = ModuleInputs(module, theme, imprint, course.file.paper, cache, rules)
            try:
                with faults_at(Span(module.path)):
                    ModuleCheck(inputs, found).check()
            except FaultError as error:  # what stands after this module is still checked
                found.add(ProblemCode.RENDERER_STOPPED, f"the slides could not be laid out: {error}", error.at, HINT)
            problems.extend(found.found)


@dataclass
class Reading:
    """The modules that a build reads. `taken` maps the ids known so far to the folders of their modules.

    `keys` has the hash of each module's inputs, by folder; `before` the planned paths of the last build's files, by label.

    `found` has what is wrong in each session, by label; `heads` the modules without their text, for checks of several;
    `alike` the shorter sessions that would cut nothing. `sound` is told each whole module without errors, once.
    """

    request: BuildRequest
    state: State
    output: OutputFolder
    keys: Mapping[str, str]
    before: Mapping[str, list[str]]
    taken: dict[str, str]
    problems: Problems
    found: dict[str, Problems] = field(default_factory=dict)
    heads: dict[str, Module] = field(default_factory=dict)
    alike: set[str] = field(default_factory=set)
    sound: Callable[[Module, Imprint], None] = lambda _module, _imprint: None
    last: tuple[str, Module | None, Problems] | None = None

    def units(self, todo: list[Session]) -> Iterator[Unit]:
        """Read one module after the other, when the next is asked for, and yield the sessions that can be built."""
        request = self.request
        for session in todo:
            module, read = self._read(session.name)
            own = self.found[session.label] = Problems(list(read.found), dict(read.sources))
            if module is not None and session.minutes and not is_held_back(own.found, strict=request.strict):
                module = self._cut(module, session, own)
            self.problems.extend(own.found)
            if module is None or is_held_back(own.found, strict=request.strict):
                continue
            referred = frozenset(node.edition for node in walk(*module.body) if isinstance(node, Reference))
            wanted = jobs(request.course, request.options, session.minutes)
            imprint = imprint_of(module, request.course, request.epoch)
            if not session.minutes:
                self.sound(module, imprint)
            subject = Subject(module, imprint, request.course.rules(module.folder))
            yield self.unit(session.label, subject, build_parts(wanted, request.course.file.paper, referred))

    def unit(
        self, label: str, subject: Subject, plan: tuple[BuildPart, ...], places: dict[str, dict[str, int]] | None = None
    ) -> Unit:
        """Return what is to be built of a subject, with the records of its files."""
        self.found.setdefault(label, Problems())
        known, paper = self.state.output(self.output.root), self.request.course.file.paper
        paths = {path_of(job, subject.module, paper) for part in plan for job in part.jobs}
        records = {path: record for path, record in known["files"].items() if path in paths}
        return Unit(
            name=label,
            ident=subject.module.id,
            path=subject.module.path,
            subject=pack(subject),
            parts=plan,
            records=records,
            hidden={path: record for path, record in known["hidden"].items() if path in paths},
            trusted=frozenset(path for path, one in records.items() if self.output.has(path, one["sha256"])),
            changed=frozenset(path for path in paths if self.output.is_changed(path)),
            source=self.keys[folder_of(label)],
            before=frozenset(self.before.get(label, ())),
            known=places or {},
        )

    def _read(self, name: str) -> tuple[Module | None, Problems]:
        """Return a module and its problems. It is read once for all its sessions, which are asked for one after the other."""
        if self.last is None or self.last[0] != name:
            own = Problems()
            module = read_module(self.request.folder, self.request.course, name, own)
            if module is not None:
                _check_id(name, module, self.taken, own)
                self.heads[name] = replace(module, body=(), assets={})
            self.problems.sources |= {path: _head(source) for path, source in own.sources.items()}
            self.last = name, module, own
        return self.last[1], self.last[2]

    def _cut(self, module: Module, session: Session, own: Problems) -> Module | None:
        """Return a module cut to a session; None when it cannot be so short, or when course.yml lists it and nothing is cut."""
        shorter = cut(module, session.minutes or 0, own)
        if shorter is not None and shorter.body == module.body and not self.request.options.minutes:
            self.alike.add(session.label)
            return None
        return shorter

    def record_problems(self, name: str, problems: Iterable[Problem]) -> None:
        """Add the problems found while a module's files were made, with the lines of its source."""
        for problem in problems:
            self.found[name].add(problem.code, problem.message, problem.at, problem.hint)
        self.problems.extend(self.found[name].found)


def _head(source: Source) -> Source:
    """Return a module's source up to its text: checks across modules point at nothing after it, and memory is saved."""
    return replace(source, text=source.text.partition("\n---\n")[0])


def _check_id(name: str, module: Module, taken: dict[str, str], own: Problems) -> None:
    """Report when a module read before, or one that has not changed, has the same id."""
    first = taken.setdefault(folded(module.id), name)
    if first != name:
        source = own.sources[module.path]
        line = next((n for n, text in enumerate(source.lines, 1) if text.startswith("id:")), 1)
        message = f"`{module.id}` is also the id of modules/{first}/module.md"
        own.add(ProblemCode.DUPLICATE_MODULE, message, source.whole_line(line), "give one of them another `id:`")
