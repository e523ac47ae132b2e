"""The course's own decks, as people's tools see them: sound under two themes and in foreign templates, the same on paper."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import pptx
import pytest

from builder.build import imprint_of, read_module
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.core.source import Span
from builder.engine.module_build import ModuleInputs
from builder.engine.module_check import ModuleCheck
from builder.parse.course import load_course
from builder.theme.load import load_theme
from builder.theme.theme import PowerPointFile
from builder.transform.lengths import cut
from tests.slides.test_brand import faults, outside_slides, too_high
from tests.support import tools
from tests.support.decks.alike import compare_pdfs, far_words
from tests.support.decks.alike import faults as unlike
from tests.support.decks.brand_templates import TEMPLATES
from tests.support.decks.lint_package import lint

ROOT = Path(__file__).parents[2]
MODULES = sorted(path.parent.name for path in ROOT.glob("modules/*/module.md"))
SPOKEN = [name for name in MODULES if name != "authors-guide"]
"""Modules whose decks are prose: the author's guide is half code, which LibreOffice sets in another face and breaks elsewhere."""
PICTURED = ("choice-and-coercion", "policy-models")
"""Modules with charts, drawings, tables and columns: those that are also tried in other people's templates."""

pytestmark = pytest.mark.slow


@cache
def bench(name: str, theme_name: str, template: str = "") -> ModuleCheck:
    """Return a module ready to be made into slides; `template` is an organization's own file."""
    problems = Problems()
    folder = Folder(ROOT)
    course = load_course(folder, problems)
    theme = load_theme(theme_name, problems)
    assert course
    assert theme
    read = read_module(folder, course, name, problems)
    module = read and cut(read, None, problems)
    assert module
    if template:
        theme = replace(theme, template=PowerPointFile(template, TEMPLATES[template](), Span("themes/b/theme.yml", 1)))
    return ModuleCheck(ModuleInputs(module, theme, imprint_of(module, course), course.file.paper), problems)


@pytest.mark.parametrize("theme", ["plain", "contrast"])
@pytest.mark.parametrize("name", MODULES)
def test_decks_are_sound(name: str, theme: str, tmp_path: Path) -> None:
    data = bench(name, theme).pptx.data
    path = tmp_path / "deck.pptx"
    path.write_bytes(data)
    assert lint(data) == []
    assert tools.audit_errors(path) == []
    assert tools.sdk_errors(path) == []


@pytest.mark.parametrize("name", SPOKEN)
def test_the_pdf_looks_as_libreoffice_shows_the_deck(name: str, tmp_path: Path) -> None:
    made = bench(name, "plain")
    path = tmp_path / "deck.pptx"
    path.write_bytes(made.pptx.data)
    theirs = tools.libreoffice_pdf(path, tmp_path, seconds=300).read_bytes()
    slides = compare_pdfs(made.deck, made.template.layouts, made.slides_pdf.data, theirs)
    assert unlike(slides) == []
    far, count = far_words(slides)
    assert len(far) <= 0.02 * count, far  # LibreOffice breaks some lines a word earlier than measured


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("name", PICTURED)
def test_decks_in_foreign_templates(name: str, template: str, tmp_path: Path) -> None:
    """They validate, every text fits as measured, and LibreOffice shows no word outside a slide."""
    made = bench(name, "plain", template)
    data = made.pptx.data
    path = tmp_path / "deck.pptx"
    path.write_bytes(data)
    assert faults(data) == []
    assert tools.audit_errors(path) == []
    assert tools.sdk_errors(path) == []
    assert made.template.brand
    assert too_high(made.deck, made.template.brand) == []
    assert len(list(pptx.Presentation(io.BytesIO(data)).slides)) == len(made.deck.slides)
    assert outside_slides(tools.libreoffice_pdf(path, tmp_path, seconds=300)) == []
