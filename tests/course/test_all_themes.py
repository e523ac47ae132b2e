"""Two modules under the themes that the course does not use: what validators say of them, and that everything fits.

The course's own tests try `plain` and `contrast` on every module. These have other fonts, widths and places for everything.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.core.problems import ProblemCode
from builder.model.outputs import Variant
from tests.course.test_course_decks import bench as deck_bench
from tests.support import tools
from tests.support.decks.lint_package import lint
from tests.writers.pdf.test_pdf_tags import bench as page_bench

pytestmark = pytest.mark.slow
OTHERS = ("warm", "bold", "formal")
MODULES = ("two-terms", "policy-models")
MISFITS = {ProblemCode.NOT_ON_SLIDE, ProblemCode.FORM_AS_LIST, ProblemCode.MISSING_GLYPH}


@pytest.mark.parametrize("theme", OTHERS)
@pytest.mark.parametrize("module", MODULES)
def test_decks_are_sound_and_everything_fits(module: str, theme: str, tmp_path: Path) -> None:
    made = deck_bench(module, theme)
    data, path = made.pptx.data, tmp_path / "deck.pptx"
    path.write_bytes(data)
    assert lint(data) == []
    assert tools.audit_errors(path) == []
    assert tools.sdk_errors(path) == []
    assert [problem.message for problem in made.problems if problem.code in MISFITS] == []


def test_verapdf_finds_nothing_in_pages_and_slides(tmp_path: Path) -> None:
    """A handout of each theme: on A4, in large print, in grey; and the slides of one."""
    papers = dict(zip(OTHERS, (Variant("a4"), Variant("letter", large=True), Variant("a4", grey=True)), strict=True))
    for theme, variant in papers.items():
        ready = page_bench("two-terms", theme)
        (tmp_path / f"{theme}-handout.pdf").write_bytes(ready.page("handout", variant).data)
    (tmp_path / "slides.pdf").write_bytes(page_bench("two-terms", "bold").slides_pdf.data)
    verdicts = tools.verapdf_verdicts(tmp_path)
    assert len(verdicts) == len(OTHERS) + 1
    assert {path.name: verdict.failures for path, verdict in verdicts.items() if verdict.failures} == {}
