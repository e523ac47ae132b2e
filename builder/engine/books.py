"""The books of a course: a handbook and a guide that bind its modules, and the editions of the course's own pages.

They are made after all modules, because they name the pages of the modules' editions, and picture slides from the modules'
files in the output folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from builder.build import imprint_of
from builder.core.names import COURSE_ID
from builder.core.problems import ProblemCode
from builder.core.source import NOWHERE
from builder.engine.book_build import Chapter
from builder.engine.job import Subject, pack
from builder.engine.plan import BuildPart, jobs
from builder.engine.reading.sessions import Reading
from builder.engine.request import BuildRequest
from builder.engine.schedule import Unit
from builder.engine.state.keys import module_key
from builder.engine.state.records import ModuleNote
from builder.engine.state.state import State
from builder.model.course import Course
from builder.model.module import Module
from builder.transform.books import bind

BOUND = f"{COURSE_ID} (books)"
"""Label of the bound books in the build's state. The course's own pages have their folder's name as label."""

_BOUND = ("handout", "guide")
"""Editions of the bound books."""

_OWN = ("workbook", "answers", "questions")
"""Editions of the course's own pages alone: forms to fill in before the first module and after the last."""

_COST = {"handout": 80, "guide": 250}


@dataclass(frozen=True)
class Books:
    """The books of one build. `keys` has the hash of each module's inputs, by folder."""

    request: BuildRequest
    state: State
    keys: Mapping[str, str]

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of the books to build; none when the course has no pages of its own, or only a part of it is built."""
        request = self.request
        options = request.options
        alone = options.minutes or options.up or options.imposition
        whole = request.modules == request.course.listed and not alone
        return (
            tuple(label for label, parts in self.parts.items() if parts)
            if whole and COURSE_ID in request.course.modules
            else ()
        )

    @property
    def parts(self) -> dict[str, tuple[BuildPart, ...]]:
        """The parts to build, by label. No part waits for another: the places of the modules' editions are known."""
        request = self.request
        found: dict[str, list[BuildPart]] = {BOUND: [], COURSE_ID: []}
        for job in jobs(request.course, request.options):
            variant = job.variant
            usual = variant.large == request.options.large and variant.grey == request.options.grey
            if (
                job.format == "html"
                or variant.imposition
                or not usual
                or variant.paper != (request.options.paper or request.course.file.paper)
            ):
                continue
            if job.edition in _BOUND:
                found[BOUND].append(BuildPart((job,), cost=_COST[job.edition]))
            elif job.edition in _OWN:
                found[COURSE_ID].append(BuildPart((job,)))
        return {label: tuple(parts) for label, parts in found.items()}

    def key(self, common: str) -> str:
        """Return the hash of all inputs of the books. `common` is that of the inputs that all modules share."""
        request = self.request
        own = module_key(self.state, request.folder.root.resolve(), COURSE_ID, common)
        return hashlib.sha256("\0".join([own, *(self.keys[name] for name in request.modules)]).encode()).hexdigest()

    def units(self, labels: list[str], reading: Reading) -> Iterator[Unit]:
        """Yield the books to build. Call it after all modules; when one of them has errors, that is reported and no book is made."""
        if not labels:
            return
        request = self.request
        missing = [name for name in request.modules if self._note(name).get("key") != self.keys[name]]
        if missing:
            message = f"the books of the course are not made: {', '.join(missing)} has errors"
            reading.problems.add(ProblemCode.INCOMPLETE_BOOK, message, NOWHERE, "mend these modules, and build again")
            return
        own, found = reading.reader.module(COURSE_ID)
        reading.problems.extend(found.found)
        if own is None or found.has_errors:
            return
        imprint = imprint_of(own, request.course, request.epoch)
        rules = request.course.rules(COURSE_ID)
        for label in labels:
            if label == BOUND:
                chapters = tuple(self._chapter(name, reading) for name in request.modules)
                book = bind(_with_course_title(own, request.course), [chapter.module for chapter in chapters])
                subject = pack(Subject(book, imprint, rules, chapters))
                yield reading.unit(label, book, subject, self.parts[label])
            else:
                known: dict[str, dict[str, int]] = {"handout": {}, "workbook": {}}  # these are of the books, not of it
                yield reading.unit(label, own, pack(Subject(own, imprint, rules)), self.parts[label], known)

    def _note(self, name: str) -> ModuleNote:
        return self.state.modules.get(f"{self.request.key}/{name}", {})

    def _chapter(self, name: str, reading: Reading) -> Chapter:
        request = self.request
        module, _ = reading.reader.module(name)  # what is wrong was told
        if module is None:
            message = f"{name} was read a moment ago"
            raise FileNotFoundError(message)
        places: dict[str, dict[str, int]] = {}
        slides = b""
        note = self._note(name)
        for path, record in (self.state.records_of(note, reading.output.root) or {}).items():
            row = record["entry"]
            if row["variant"] or row["paper"] not in {None, request.course.file.paper}:
                continue
            if row["format"] in {"pdf", "pptx"}:
                places.setdefault(row["edition"], record["places"])
            if (row["edition"], row["format"]) == ("slides", "pdf") and path in note["files"]:
                slides = reading.output.read(path)
        return Chapter(module, imprint_of(module, request.course, request.epoch), slides, places)


def _with_course_title(own: Module, course: Course) -> Module:
    """Return the course's own pages with title and description of the course, which its books have too."""
    update = {"title": course.file.title} | (
        {"description": course.file.description} if course.file.description else {}
    )
    return replace(own, meta=own.meta.model_copy(update=update))
