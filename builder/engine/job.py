"""A part of one module's files, made or found unchanged: a pure function that any executor can run, here or elsewhere.

A file is made again when the hash of what it is made from has changed: what its edition shows of the module, the
theme, our own code and the packages under it, where it comes from, how it is set, and where blocks stand in the
editions that it refers to. `why` says which of these it was.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from dataclasses import field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from builder.core.frozen import dataclass
from builder.core.problems import Code, Problem, Problems, Severity
from builder.core.source import Span
from builder.engine.book_build import BookBuild, Chapter
from builder.engine.module_build import DeckAndPictures, ModuleBuild, ModuleInputs, Places
from builder.engine.output.manifest import Artifact, make_artifact
from builder.engine.plan import BuildPart, Job, path_of, row_of
from builder.model.course import Paper
from builder.model.module import Module
from builder.model.outputs import PAGE_COUNT, Imprint, RenderedFile
from builder.model.rules import NONE, Rules
from builder.theme.theme import Theme
from builder.transform.editions import EDITIONS


@dataclass(frozen=True)
class Setting:
    """What all modules of a build have in common. `theme_key` is the hash of the theme, `tool` that of our own files."""

    theme: Theme
    theme_key: str
    paper: Paper
    tool: str
    strict: bool
    cache: Path
    requested: tuple[str, ...] = ()
    epoch: date | None = None


@dataclass(frozen=True)
class Subject:
    """What is built: a module, or a book that is shaped as one, of `chapters`; where its files come from; its rules."""

    module: Module
    imprint: Imprint
    rules: Rules = NONE
    chapters: tuple[Chapter, ...] = ()


@dataclass(frozen=True)
class Task:
    """A part of a subject's files. Setting and subject come packed: each is handed to several tasks, and unpacked once.

    `records` are of the subject's last build, by path; `trusted` the paths whose files still are as that build left
    them. `known` has the places in editions made before, `carried` what was laid out for them. The `first` task of a
    subject also looks at the subject itself.
    """

    setting: bytes = field(repr=False)
    subject: bytes = field(repr=False)
    part: BuildPart
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    trusted: frozenset[str] = frozenset()
    known_places: Places = field(default_factory=dict)
    finished_deck: DeckAndPictures | None = None
    first: bool = False


@dataclass(frozen=True)
class Done:
    """What came of a task: files to publish, records of its files, why each was made, and what was found wrong.

    `places` are where blocks stand in the edition that was made; `empty` the paths of files that hold nothing.
    `stopped`: an error kept the files back.
    """

    artifacts: tuple[Artifact, ...] = ()
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    places: dict[str, dict[str, int]] = field(default_factory=dict)
    finished_deck: DeckAndPictures | None = None
    empty: tuple[str, ...] = ()
    stopped: bool = False


_FROM_DECK = {"guide", "slides-share"}
"""Editions that are made of the deck as it was laid out for the slides."""


def stops(found: list[Problem], *, strict: bool) -> bool:
    """Say whether a module with these problems is kept back."""
    return any(problem.severity is Severity.ERROR or strict for problem in found)


@lru_cache(maxsize=2)
def _unpacked(data: bytes) -> object:
    return pickle.loads(data)  # noqa: S301  # packed by `pack` below, in our own parent process


def pack(value: Setting | Subject) -> bytes:
    """Return a setting or a subject as tasks carry it."""
    return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)


def make(task: Task) -> Done:
    """Return what a task gives. It writes nothing and knows nothing of where it runs."""
    setting, subject = cast("Setting", _unpacked(task.setting)), cast("Subject", _unpacked(task.subject))
    module, found, edition = subject.module, Problems(), task.part.edition
    inputs = ModuleInputs(
        module, setting.theme, subject.imprint, setting.paper, setting.cache, subject.rules, task.part.minutes,
        task.known_places, task.finished_deck,
    )  # fmt: skip
    build = BookBuild(inputs, found, subject.chapters) if subject.chapters else ModuleBuild(inputs, found)
    if task.first:
        build.check_text()
    if not build.selection(edition).body:
        return _nothing(task, setting, module, found)
    artifacts: list[Artifact] = []
    records: dict[str, dict[str, Any]] = {}
    why: dict[str, str] = {}
    for job in task.part.jobs:
        path = path_of(job, module, setting.paper)
        heard = len(found)
        parts = _made_from(build, job, setting)
        key = _hash(parts)
        last = task.records.get(path, {})
        if last.get("key") == key and (task.part.hidden or path in task.trusted) and not last["heard"]:
            records[path] = last
            continue
        file, record = _rendered(build, job, path, parts, key, hidden=task.part.hidden)
        # What was wrong while a file was made is found again only by making it, at the places of today's source.
        records[path] = {**record, "heard": len(found) > heard, "hidden": task.part.hidden}
        artifacts.append(file)
        why[path] = _why(parts, last, trusted=path in task.trusted)
    if stops(found.found, strict=setting.strict):
        return Done(problems=tuple(found.found), stopped=True)
    places = {edition: next(iter(records.values()))["places"]}
    finished_deck = None
    if edition == "slides" and artifacts and _FROM_DECK & task.part.before:
        finished_deck = build.deck_and_pictures(pictures="guide" in task.part.before)
    if task.part.hidden:
        return Done(records=records, problems=tuple(found.found), places=places, finished_deck=finished_deck)
    return Done(tuple(artifacts), records, why, tuple(found.found), places, finished_deck)


def _nothing(task: Task, setting: Setting, module: Module, found: Problems) -> Done:
    """Return what comes of an edition that shows nothing of the module: its name is told, when someone asked for it."""
    edition = task.part.edition
    if edition in setting.requested and not task.part.hidden:
        message = f"the {edition} would hold nothing and is not made"
        hint = "see the table of who sees what in the author's guide"
        found.add(Code.EMPTY_EDITION, message, Span(module.path), hint)
    empty = () if task.part.hidden else tuple(path_of(job, module, setting.paper) for job in task.part.jobs)
    return Done(problems=tuple(found.found), empty=empty, stopped=stops(found.found, strict=setting.strict))


def theme_hash(theme: Theme) -> str:
    """Return the hash of all that a theme brings to a file."""
    return _hash(
        {
            "tokens": theme.tokens.model_dump_json(),
            "files": theme.files,
            "labels": theme.labels,
            "logo": hashlib.sha256(theme.logo.data).hexdigest() if theme.logo else "",
            "template": hashlib.sha256(theme.template.data).hexdigest() if theme.template else "",
        }
    )


def _made_from(build: ModuleBuild, job: Job, setting: Setting) -> dict[str, str]:
    """Return what decides a file's bytes, part by part, each as a hash or a few words."""
    parts = {
        "text": build.text_hash(job.edition),
        "theme": setting.theme_key,
        "tool": setting.tool,
        "imprint": repr(build.inputs.imprint),
        "settings": repr(job),
        "pages": _hash(build.page_index(job.edition).places),
    }
    if EDITIONS[job.edition].rank >= EDITIONS["slides-share"].rank:
        parts["slides"] = build.text_hash("slides")
    return parts


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


def _why(parts: dict[str, str], last: dict[str, Any], *, trusted: bool) -> str:
    if not last:
        return "it is new"
    changed = [name for name, part in parts.items() if last.get("parts", {}).get(name) != part]
    if changed:
        return "; ".join(_REASONS[name] for name in changed)
    if not trusted:
        return "its file is missing or was changed"
    return "something was wrong when it was made" if last["heard"] else "all are asked for"


def _rendered(
    build: ModuleBuild, job: Job, path: str, parts: dict[str, str], key: str, *, hidden: bool
) -> tuple[Artifact, dict[str, Any]]:
    """Return a file and what to note of it. Of one that is made for its places alone, nothing is written."""
    if hidden:
        places = build.places(job.edition, job.variant)
        rendered = RenderedFile(b"", places, places.get(PAGE_COUNT, 0))
    else:
        rendered = build.render(job.edition, job.format, job.variant)
    row = row_of(job, build.module, build.theme.id, rendered.count, key)
    file = make_artifact(path, rendered.data, row)
    record = {"key": key, "parts": parts, "sha256": file.row["sha256"], "entry": file.row, "places": rendered.places}
    return file, record
