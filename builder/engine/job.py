"""Making one part of a module's files, or finding them unchanged: a pure function for any executor.

A file is made again when the hash of what it is made from has changed: what its edition shows of the module, the
theme, our own code and the packages under it, where it comes from, how it is set, and where blocks stand in the
editions that it refers to. `TaskResult.why` says which of these it was.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import cast

from builder.core.frozen import dataclass
from builder.core.problems import Problem, ProblemCode, Problems, Severity, problem_from_dict
from builder.core.source import Span
from builder.engine.book_build import BookBuild, Chapter
from builder.engine.module_build import DeckAndPictures, ModuleBuild, ModuleInputs, Places
from builder.engine.output.manifest import Artifact, make_artifact
from builder.engine.plan import BuildPart, Job, path_of, row_of
from builder.engine.state.records import FileRecord, as_records
from builder.engine.workers import wire
from builder.model.course import Paper
from builder.model.module import Module
from builder.model.outputs import PAGE_COUNT, Imprint, RenderedFile
from builder.model.rules import NONE, Rules
from builder.theme.theme import Theme
from builder.transform.editions import EDITIONS


@dataclass(frozen=True)
class Setting:
    """What all modules of a build have in common.

    `theme_key` is the hash of the theme, `tool` that of our own files and the packages under them. `requested` are the
    editions named on the command line. `strict`: a warning holds files back, as an error does; `force`: every file is made.
    """

    theme: Theme
    theme_key: str
    paper: Paper
    tool: str
    strict: bool
    cache: Path
    requested: tuple[str, ...] = ()
    epoch: date | None = None
    force: bool = False


@dataclass(frozen=True)
class Subject:
    """What is built: a module, or a book in the shape of a module with its `chapters`; its imprint; the course's rules for it."""

    module: Module
    imprint: Imprint
    rules: Rules = NONE
    chapters: tuple[Chapter, ...] = ()


@dataclass(frozen=True)
class Task:
    """A part of a subject's files to make. Setting and subject are packed, because several tasks share each of them.

    `records` are those of the subject's files, by planned path, `hidden` those of what was laid out for its places alone;
    `trusted` are the paths whose files are as they were made, `changed` those at which something else stands. `source` is
    the hash of all that the subject is made from. `known_places` has the places in editions made before, `finished_deck` the deck laid out for the slides.
    The `first` task of a subject also checks its text.
    """

    setting: bytes = field(repr=False)
    subject: bytes = field(repr=False)
    part: BuildPart
    records: dict[str, FileRecord] = field(default_factory=dict)
    hidden: dict[str, FileRecord] = field(default_factory=dict)
    trusted: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    source: str = ""
    known_places: Places = field(default_factory=dict)
    finished_deck: DeckAndPictures | None = None
    first: bool = False


@dataclass(frozen=True)
class TaskResult:
    """The result of a task: files to publish, a record of each file by path, why each was made, and the problems found.

    `hidden` are the records of what was laid out for its places alone. `places` has the page or slide of each block in the edition; `empty` the paths of files that would hold nothing.
    `stopped`: the files are held back because of an error.
    """

    artifacts: tuple[Artifact, ...] = ()
    records: dict[str, FileRecord] = field(default_factory=dict)
    hidden: dict[str, FileRecord] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    places: dict[str, dict[str, int]] = field(default_factory=dict)
    finished_deck: DeckAndPictures | None = None
    empty: tuple[str, ...] = ()
    stopped: bool = False


def is_held_back(found: list[Problem], *, strict: bool) -> bool:
    """Say whether a module with these problems is held back; `strict` counts warnings too."""
    return any(problem.severity is Severity.ERROR or strict for problem in found)


@lru_cache(maxsize=2)
def _unpack(data: bytes) -> object:
    return wire.unpack(data)


def pack(value: Setting | Subject) -> bytes:
    """Return a setting or a subject packed, as tasks have it."""
    return wire.pack(value)


def setting_of(data: bytes) -> Setting:
    """Return a packed setting: the same object as long as tasks have the same one, by which templates of slides are found again."""
    return cast("Setting", _unpack(data))


def unpack_subject(data: bytes) -> Subject:
    """Return a packed subject."""
    return cast("Subject", wire.unpack(data))


def run_task(task: Task) -> TaskResult:
    """Make the files of a task. It writes nothing, so it can run in any process."""
    setting, subject = setting_of(task.setting), cast("Subject", _unpack(task.subject))
    module, found, edition = subject.module, Problems(), task.part.edition
    inputs = ModuleInputs(
        module, setting.theme, subject.imprint, setting.paper, setting.cache, subject.rules, task.part.minutes,
        task.known_places, task.finished_deck,
    )  # fmt: skip
    build = BookBuild(inputs, found, subject.chapters) if subject.chapters else ModuleBuild(inputs, found)
    if task.first:
        build.check_text()
        if is_held_back(found.found, strict=False):
            return TaskResult(problems=tuple(found.found), stopped=True)
    if not build.selection(edition).body:
        return _empty_edition(task, setting, module, found)
    artifacts: list[Artifact] = []
    records: dict[str, FileRecord] = {}
    why: dict[str, str] = {}
    for job in task.part.jobs:
        path = path_of(job, module, setting.paper)
        parts = _input_hashes(build, job, setting)
        key = _hash(parts)
        last = _reusable(task, path, key)
        if last and not setting.force:
            records[path] = last
            found.extend(problem_from_dict(problem) for problem in last["heard"])
            continue
        heard = len(found)
        file, its_places = _render(build, job, path, _public_key(job, parts), hidden=task.part.hidden)
        records[path] = {
            "key": key,
            "parts": parts,
            "source": task.source,
            "sha256": file.row["sha256"],
            "entry": file.row,
            "places": its_places,
            "heard": as_records(found.found[heard:]),
        }
        artifacts.append(file)
        why[path] = _reason(task, path, parts)
    if is_held_back(found.found, strict=setting.strict):
        return TaskResult(problems=tuple(found.found), stopped=True)
    places = {edition: next(iter(records.values()))["places"]}
    finished_deck = None
    waiting = [EDITIONS[name] for name in task.part.before if EDITIONS[name].deck_of == edition]
    if waiting and artifacts:
        finished_deck = build.deck_and_pictures(pictures=any(row.page and row.page.slides for row in waiting))
    if task.part.hidden:
        return TaskResult(hidden=records, problems=tuple(found.found), places=places, finished_deck=finished_deck)
    return TaskResult(tuple(artifacts), records, {}, why, tuple(found.found), places, finished_deck)


def _reusable(task: Task, path: str, key: str) -> FileRecord | None:
    """Return the record of a file that is as it would be made now, None when it has to be made.

    What was wrong while it was made is told from the record, if its places are still those of today's source.
    """
    last = task.records.get(path)
    candidates = (last, task.hidden.get(path)) if task.part.hidden else (last if path in task.trusted else None,)
    for record in candidates:
        if record and record["key"] == key and (not record["heard"] or record["source"] == task.source):
            return record
    return None


def _empty_edition(task: Task, setting: Setting, module: Module, found: Problems) -> TaskResult:
    """Return the result for an edition that shows nothing of the module; reported when the edition was asked for by name."""
    edition = task.part.edition
    if edition in setting.requested and not task.part.hidden:
        message = f"the {edition} would hold nothing and is not made"
        hint = "see the table of who sees what in the author's guide"
        found.add(ProblemCode.EMPTY_EDITION, message, Span(module.path), hint)
    empty = () if task.part.hidden else tuple(path_of(job, module, setting.paper) for job in task.part.jobs)
    return TaskResult(
        problems=tuple(found.found), empty=empty, stopped=is_held_back(found.found, strict=setting.strict)
    )


def theme_hash(theme: Theme) -> str:
    """Return the hash of everything in a theme that affects a file."""
    return _hash(
        {
            "tokens": theme.tokens.model_dump_json(),
            "files": theme.files,
            "labels": theme.labels,
            "fonts": theme.fonts_key,
            "logo": hashlib.sha256(theme.logo.data + theme.logo.dark).hexdigest() if theme.logo else "",
            "template": hashlib.sha256(theme.template.data).hexdigest() if theme.template else "",
        }
    )


def _input_hashes(build: ModuleBuild, job: Job, setting: Setting) -> dict[str, str]:
    """Return what decides a file's bytes, by kind of input, each as a hash or a few words."""
    parts = {
        "text": build.text_hash(job.edition),
        "theme": setting.theme_key,
        "tool": setting.tool,
        "imprint": repr(build.inputs.imprint),
        "settings": repr(job),
        "pages": _hash(build.page_index(job.edition).places),
    }
    deck = EDITIONS[job.edition].deck_of
    if deck:
        parts["slides"] = build.text_hash(deck)
    return parts


def _public_key(job: Job, parts: dict[str, str]) -> str:
    """Return the hash of inputs that a file's row in the manifest has: for participants, of what they see themselves.

    Slides to share take their numbers from the facilitators' deck; a hash of its script and answers would tell of those.
    """
    facilitators = EDITIONS[job.edition].audience == "facilitators"
    return _hash(parts if facilitators else {name: part for name, part in parts.items() if name != "slides"})


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


_REASONS = {
    "text": "what it shows has changed",
    "theme": "the theme has changed",
    "tool": "Coursewright, or a package under it, has changed",
    "imprint": "the course's title, version, license or notice has changed",
    "settings": "it is set differently",
    "pages": "blocks that it refers to stand on other pages",
    "slides": "the slides have changed",
}


def _reason(task: Task, path: str, parts: dict[str, str]) -> str:
    last = task.records.get(path)
    if not last:
        return "something that is not Coursewright's has its name" if path in task.changed else "it is new"
    reasons = [_REASONS[name] for name, part in parts.items() if last["parts"].get(name) != part]
    if path in task.changed:
        reasons.append("its file was changed since it was made")
    elif path not in task.trusted:
        reasons.append("its file is missing")
    elif not reasons and last["heard"]:
        reasons.append("something was wrong when it was made")
    return "; ".join(reasons) or "all are asked for"


def _render(build: ModuleBuild, job: Job, path: str, inputs: str, *, hidden: bool) -> tuple[Artifact, dict[str, int]]:
    """Return a file, and the page or slide of each block in it. One that is `hidden` is laid out for its places, and is empty."""
    if hidden:
        places = build.places(job.edition, job.variant)
        rendered = RenderedFile(b"", places, places.get(PAGE_COUNT, 0))
    else:
        rendered = build.render(job.edition, job.format, job.variant)
    row = row_of(job, build.module, build.theme.id, rendered.count, inputs)
    return make_artifact(path, rendered.data, row), rendered.places
