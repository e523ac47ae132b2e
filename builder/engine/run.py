"""One build: read every module, render what has no errors, publish, and say what happened as events."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from builder import __version__
from builder.build import Bench, imprint_of, read_module, source_hash
from builder.course import Course
from builder.engine.manifest import Artifact, checksums, manifest_bytes, merged, read_manifest
from builder.engine.plan import Asked, Job, jobs, path_of, row_of
from builder.engine.publish import write_whole
from builder.editions import EDITIONS, select
from builder.model import Module
from builder.problems import Code, Problem, Problems, Severity
from builder.source import Folder, Span
from builder.theme import Theme


@dataclass(frozen=True)
class Started:
    """A file is being made: the `number`th of `total`."""

    path: str
    number: int
    total: int


@dataclass(frozen=True)
class Finished:
    """All is done. `written` are the paths below the output folder; `skipped` the modules left out for their errors."""

    written: tuple[str, ...]
    skipped: tuple[str, ...]
    problems: Problems = field(repr=False)


Event = Started | Finished


@dataclass(frozen=True)
class Order:
    """What to build, and where to put it. `strict`: warnings stop a module too."""

    folder: Folder
    course: Course
    theme: Theme
    output: Path
    modules: tuple[str, ...]
    asked: Asked = field(default_factory=Asked)
    epoch: date | None = None
    strict: bool = False


def read_modules(folder: Folder, course: Course, names: tuple[str, ...], problems: Problems) -> dict[str, tuple[Module, Problems]]:
    """Return each module that could be read, with what was found wrong in it; everything found goes to `problems` too."""
    read: dict[str, tuple[Module, Problems]] = {}
    ids: dict[str, str] = {}
    for name in names:
        own = Problems()
        module = read_module(folder, course, name, own)
        problems.sources |= own.sources
        if module is not None:
            first = ids.setdefault(module.id, module.path)
            if first != module.path:
                source = problems.sources[module.path]
                line = next((n for n, text in enumerate(source.lines, 1) if text.startswith("id:")), 1)
                message = f"`{module.id}` is also the id of {first}"
                own.add(Code.DUPLICATE_MODULE, message, source.whole_line(line), "give one of them another `id:`")
            read[name] = (module, own)
        problems.extend(own.found)
    return read


def check_modules(folder: Folder, course: Course, theme: Theme, names: tuple[str, ...], problems: Problems) -> None:
    """Find everything that is wrong, from parsing to fitting slides, without making a file."""
    for module, own in read_modules(folder, course, names, problems).values():
        if not own.has_errors:
            found = Problems(sources=problems.sources)
            imprint = imprint_of(module, course, "")
            bench = Bench(module, theme, imprint, course.file.paper, found, pageless=True)
            bench.check()
            problems.extend(found.found)


def build(order: Order, problems: Problems) -> Iterator[Event]:
    """Build, yielding an event before each file and one at the end. Files appear whole; the manifest comes last."""
    read = read_modules(order.folder, order.course, order.modules, problems)
    sound = {name: module for name, (module, own) in read.items() if not _stops(own.found, order.strict)}
    skipped = tuple(name for name in order.modules if name not in sound)
    planned = jobs(order.course, order.asked)
    entries: list[dict[str, object]] = []
    written: list[str] = []
    number = 0
    for name, module in sound.items():
        found = Problems(sources=problems.sources)
        hashed = source_hash(order.folder, module)
        imprint = imprint_of(module, order.course, hashed, order.epoch)
        bench = Bench(module, order.theme, imprint, order.course.file.paper, found, cache=order.folder.root / ".coursewright")
        inputs = inputs_hash(order, hashed)
        made: list[Artifact] = []
        bench.check_labels()
        bench.check_glyphs()
        for job in planned:
            number += 1
            if not select(module, EDITIONS[job.edition]).body:
                message = f"the {job.edition} would hold nothing and is not made"
                found.add(Code.EMPTY_EDITION, message, Span(module.path), "see the table of who sees what in the author's guide")
                continue
            path = path_of(job, module, order.course.file.paper)
            yield Started(path, number, len(planned) * len(sound))
            made.append(_artifact(bench, job, path, order.theme.id, inputs))
        problems.extend(found.found)
        if _stops(found.found, order.strict):
            skipped = (*skipped, name)
            continue
        for artifact in made:
            write_whole(order.output / artifact.path, artifact.data)
            entries.append(artifact.entry())
            written.append(artifact.path)
    if entries:
        _publish_manifest(order, entries)
    yield Finished(tuple(written), skipped, problems)


def _stops(found: list[Problem], strict: bool) -> bool:  # passed down unchanged
    return any(problem.severity is Severity.ERROR or strict for problem in found)


def _artifact(bench: Bench, job: Job, path: str, theme: str, inputs: str) -> Artifact:
    rendered = bench.render(job.edition, job.format, job.variant)
    return Artifact(path, rendered.data, row_of(job, bench.module, theme, rendered.count, inputs))


def inputs_hash(order: Order, hashed: str) -> str:
    """Return the hash of all that a module's outputs are made from: its source, the course's files, theme and tool."""
    digest = hashlib.sha256(f"{__version__}\0{hashed}\0{order.theme.id}\0".encode())
    shared = [name for name in ("course.yml", "shared.md", "references.yml", "local.yml") if order.folder.is_file(f"modules/{name}")]
    for name in shared:
        digest.update(order.folder.source(f"modules/{name}").text.encode() + b"\0")
    digest.update(order.theme.tokens.model_dump_json().encode())
    for name in sorted(order.theme.files):
        digest.update(order.theme.files[name].encode())
    return digest.hexdigest()


def _publish_manifest(order: Order, entries: list[dict[str, object]]) -> None:
    head: dict[str, object] = {
        "course": order.course.file.title,
        "course_version": order.course.file.version,
        "tool": tool_versions(),
    }
    ids = {str(entry["module"]) for entry in entries} | set(order.course.modules)
    manifest = merged(read_manifest(order.output), head, entries, ids)
    write_whole(order.output / "SHA256SUMS", checksums(manifest))
    write_whole(order.output / "manifest.json", manifest_bytes(manifest))


def tool_versions() -> dict[str, str]:
    """Return the versions that decide an output's bytes."""
    import weasyprint
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return {
        "version": __version__,
        "weasyprint": str(weasyprint.__version__),
        "pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
