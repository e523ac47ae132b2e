"""Copies for reviewers of a module, as a build makes them."""

from __future__ import annotations

from pathlib import Path

from builder.build import imprint_of, read_module
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.engine.reading.opening import open_course
from builder.model.outputs import Variant


def review_copy(course: Path, name: str) -> bytes:
    """Return the copy of a module of a course."""
    folder, problems = Folder(course), Problems()
    opened, theme, _ = open_course(folder, None)
    module = read_module(folder, opened, name, problems)
    assert module is not None
    build = ModuleBuild(ModuleInputs(module, theme, imprint_of(module, opened), opened.file.paper), problems)
    return build.render("review", "docx", Variant(opened.file.paper)).data
