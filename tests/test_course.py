"""The shipped modules, built under every shipped theme, and held against people's own tools."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation

from builder.parse.course import load_course
from builder.problems import Problems
from builder.reading import read_module
from builder.source import Folder
from builder.theme import theme_names
from tests import tools
from tests.lint_package import lint
from tests.test_cli import ROOT, run


@pytest.mark.slow
@pytest.mark.parametrize("theme", sorted(theme_names()))
@pytest.mark.parametrize("name", ["two-terms", "authors-guide"])
def test_decks_are_sound(name: str, theme: str, tmp_path: Path) -> None:
    done = run("build", name, "--edition", "slides", "--theme", theme, "--output", str(tmp_path), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    path = tmp_path / "en-US" / name / f"{name}-slides-en-US.pptx"
    assert lint(path.read_bytes()) == []
    assert tools.audit_errors(path) == []
    assert tools.sdk_errors(path) == []
    slides = Presentation(str(path)).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    alts = [
        shape._element.nvPicPr.cNvPr.get("descr") or ""
        for slide in slides
        for shape in slide.shapes
        if shape.shape_type == 13
    ]
    assert not [alt for alt in alts if alt.lower().endswith((".png", ".svg", ".jpg", ".jpeg"))]
    assert len(tools.page_texts(tools.libreoffice_pdf(path, tmp_path))) == len(titles)


def test_a_module_names_modules_as_prerequisites_by_their_ids() -> None:
    """So that the check for circles sees them, and guide, deck and catalogue print their titles."""
    course = load_course(Folder(ROOT), Problems())
    assert course
    needed = {
        one
        for name in course.listed
        for module in [read_module(Folder(ROOT), course, name, Problems())]
        if module
        for one in module.meta.prerequisites
    }
    assert needed <= set(course.listed)
    assert needed
