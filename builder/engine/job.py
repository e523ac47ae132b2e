"""One module's files, made or found unchanged: a pure function that any executor can run, here or in another process.

A file is made again when the hash of what it is made from has changed: what its edition shows of the module, the
theme, our own code and the packages under it, where it comes from, how it is set, and where blocks stand in the
editions that it refers to. `why` says which of these it was.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builder.build import Bench, imprint_of
from builder.course import Course
from builder.editions import EDITIONS
from builder.engine.manifest import Artifact
from builder.engine.plan import Job, path_of, row_of
from builder.model import Module
from builder.outputs import Variant
from builder.problems import Code, Problem, Problems, Severity
from builder.source import Span
from builder.theme import Theme


@dataclass(frozen=True)
class Task:
    """A module to build. `records` are of its last build, by path; `asked` the editions that were named one by one.

    `trusted` are the paths whose files still are as the last build left them.
    """

    module: Module
    course: Course
    theme: Theme
    jobs: tuple[Job, ...]
    tool: str
    epoch: Any
    strict: bool
    cache: Path
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    trusted: frozenset[str] = frozenset()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Done:
    """What came of a module: files to publish, records of all its files, why each was made, and what was found wrong.

    `stopped`: an error kept all its files back.
    """

    artifacts: tuple[Artifact, ...]
    records: dict[str, dict[str, Any]]
    why: dict[str, str]
    problems: tuple[Problem, ...]
    stopped: bool = False


def stops(found: list[Problem], *, strict: bool) -> bool:
    """Say whether a module with these problems is kept back."""
    return any(problem.severity is Severity.ERROR or strict for problem in found)


def build_module(task: Task) -> Done:
    """Return what one module's build gives. It writes nothing and knows nothing of where it runs."""
    module, found = task.module, Problems()
    paper = task.course.file.paper
    imprint, rules = imprint_of(module, task.course, task.epoch), task.course.rules(module.folder)
    bench = Bench(module, task.theme, imprint, paper, found, cache=task.cache, rules=rules)
    bench.check_labels()
    bench.check_glyphs()
    artifacts: list[Artifact] = []
    records: dict[str, dict[str, Any]] = {}
    why: dict[str, str] = {}
    theme = _theme_hash(task.theme)
    for job in task.jobs:
        if not bench.chosen(job.edition).body:
            if job.edition in task.asked:
                message = f"the {job.edition} would hold nothing and is not made"
                found.add(
                    Code.EMPTY_EDITION,
                    message,
                    Span(module.path),
                    "see the table of who sees what in the author's guide",
                )
            continue
        path = path_of(job, module, paper)
        heard = len(found)
        parts = _made_from(bench, job, task, theme)
        key = _hash(parts)
        last = task.records.get(path, {})
        if last.get("key") == key and path in task.trusted and not last["heard"]:
            records[path] = last
        else:
            why[path] = _why(parts, last, trusted=path in task.trusted)
            artifact, record = _rendered(bench, job, path, parts, key)
            # What was wrong while a file was made is found again only by making it, at the places of today's source.
            records[path] = {**record, "heard": len(found) > heard}
            artifacts.append(artifact)
        if job.format in {"pdf", "pptx"} and job.variant == Variant(paper):
            bench.known.setdefault(job.edition, records[path]["places"])
    stopped = stops(found.found, strict=task.strict)
    return Done(() if stopped else tuple(artifacts), {} if stopped else records, why, tuple(found.found), stopped)


def _theme_hash(theme: Theme) -> str:
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


def _made_from(bench: Bench, job: Job, task: Task, theme: str) -> dict[str, str]:
    """Return what decides a file's bytes, part by part, each as a hash or a few words. `theme` is the theme's hash."""
    parts = {
        "text": bench.text_hash(job.edition),
        "theme": theme,
        "tool": task.tool,
        "imprint": repr(bench.imprint),
        "settings": repr(job),
        "pages": _hash(bench.elsewhere(job.edition).places),
    }
    if EDITIONS[job.edition].rank >= EDITIONS["slides-share"].rank:
        parts["slides"] = bench.text_hash("slides")
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


def _rendered(bench: Bench, job: Job, path: str, parts: dict[str, str], key: str) -> tuple[Artifact, dict[str, Any]]:
    rendered = bench.render(job.edition, job.format, job.variant)
    row = row_of(job, bench.module, bench.theme.id, rendered.count, key)
    artifact = Artifact(path, rendered.data, row)
    entry = artifact.entry()
    return artifact, {"key": key, "parts": parts, "sha256": entry["sha256"], "entry": entry, "places": rendered.places}
