"""A stranger's course, and what comes of it: read, and made into files, in a worker that is held to limits."""

from __future__ import annotations

import io
import resource
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from builder.build import imprint_of, read_module
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.model.outputs import Variant
from builder.parse.course import load_course
from builder.parse.theme import read_theme
from tests.support.print.pages import everything

SECRET = "SECRET-OF-THE-HOST"  # noqa: S105  # no password
"""Stands in a file outside the course. No output may hold it."""

FRONT = "---\ntitle: T\ndescription: D.\nobjectives: [Name one.]\n---\n\n## Topic\n\n- one\n\n"


@dataclass(frozen=True)
class Outcome:
    """Codes of all errors and warnings, and every output with all that is packed in it, as text; memory in bytes."""

    codes: frozenset[str]
    outputs: dict[str, str]
    memory: int


def suffer(root: Path, theme: str = "plain") -> tuple[frozenset[str], dict[str, str], int]:
    """Read module `x` of a course and make its handout, deck and slides, unless an error stops them. Returns what an Outcome holds."""
    problems, outputs = Problems(), {}
    folder = Folder(root)
    course = load_course(folder, problems)
    chosen = read_theme(folder, theme, problems) if course else None
    module = read_module(folder, course, "x", problems) if course and "x" in course.modules else None
    if course and chosen and module and not problems.has_errors:
        bench = ModuleBuild(ModuleInputs(module, chosen, imprint_of(module, course), course.file.paper), problems)
        bench.check()
        if not problems.has_errors:
            plain = Variant(course.file.paper)
            for edition, form in (("handout", "pdf"), ("handout", "html"), ("slides", "pptx"), ("slides", "pdf")):
                data = bench.render(edition, form, plain).data
                outputs[f"{edition}.{form}"] = unpack_text(data, form)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return frozenset(problem.code.value for problem in problems), outputs, memory


def unpack_text(data: bytes, form: str) -> str:
    """Return all that a file holds, decompressed, with names of parts and attachments."""
    if form == "pdf":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            attached = [f"/EmbeddedFile {name}" for name in pdf.attachments]
        return "\n".join([everything(data), *attached])
    if form in {"pptx", "xlsx"}:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [
                f"{name}\n" + unpack_text(archive.read(name), "xlsx" if name.endswith(".xlsx") else "part")
                for name in archive.namelist()
            ]
        return "\n".join(parts)
    return data.decode("latin-1")
