"""What a build does at most: counts, which are the same on every machine, keep out what would make it slow again. Times are not tested."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment

from builder.core.problems import Problems
from builder.engine.job import Setting, pack, setting_of
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.engine.output.accessibility import deck_accessibility
from builder.engine.preparing import prepare_workers
from builder.model.outputs import Variant
from builder.slides.template import read_layouts, template
from builder.writers.pdf import typed_font, write
from tests.support.commands import ROOT
from tests.support.print.pages import theme
from tests.support.specimen import IMPRINT, specimen

PAGES = ("handout", "workbook", "sheet", "answers", "guide")


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return how often things were done since the test began: texts of templates compiled, style sheets parsed, and so on."""
    write.load()
    from weasyprint import CSS
    from weasyprint.layout import page
    from weasyprint.text.line_break import Layout

    found: Counter[str] = Counter()

    def counted(owner: object, name: str, what: str) -> None:
        function: Callable[..., object] = getattr(owner, name)

        def call(*arguments: object, **named: object) -> object:
            found[what] += 1
            return function(*arguments, **named)

        monkeypatch.setattr(owner, name, call)

    counted(Environment, "compile", "templates")
    counted(CSS, "__init__", "style sheets")
    counted(page, "make_page", "pages")
    counted(Layout, "get_first_line", "lines")
    counted(template, "make_package", "slide templates")
    counted(read_layouts, "_layout", "layouts read back")
    counted(typed_font, "_merged_face", "fonts of fields")
    return found


def make(folder: Path) -> int:
    """Make the printed editions and the slides of the specimen, as a worker does, and return how many pages they have."""
    build = ModuleBuild(ModuleInputs(specimen(), theme(), IMPRINT, "letter", cache=folder), Problems())
    printed = sum(build.render(name, "pdf", Variant()).count for name in PAGES)
    return printed + build.slides_pdf.count + build.slides_to_share(Variant()).count


@pytest.mark.slow
def test_a_worker_reads_once_what_all_its_files_need(tmp_path: Path, counts: Counter[str]) -> None:
    make(tmp_path)
    counts.clear()
    pages = make(tmp_path)
    assert not counts["templates"] + counts["style sheets"] + counts["slide templates"] + counts["fonts of fields"]
    assert counts["pages"] <= 1.6 * pages, "references take a second layout of some pages, and a sheet several tries"
    assert counts["lines"] <= 70 * pages, "a page has about 40 lines; tables and columns try several widths"


@pytest.mark.slow
def test_workers_that_were_prepared_make_their_first_files_as_others_do(tmp_path: Path, counts: Counter[str]) -> None:
    setting = pack(Setting(theme(), "", "letter", "", strict=False, cache=tmp_path))
    prepare_workers(setting, specimen().lang, pages=True, decks=True)
    assert counts["pages"] <= 2, "what is made to prepare them costs as much as it saves where it is long"
    assert counts["slide templates"] == 1
    counts.clear()
    inputs = ModuleInputs(specimen(), setting_of(setting).theme, IMPRINT, "letter", cache=tmp_path)
    build = ModuleBuild(inputs, Problems())
    build.render("handout", "pdf", Variant())
    first, second = deck_accessibility(build.pptx.data), deck_accessibility(build.pptx.data)
    assert first == second
    assert not counts["style sheets"] + counts["slide templates"]
    assert counts["templates"] <= 30, "those of blocks that few modules have"
    assert 0 < counts["layouts read back"] <= len({slide.layout for slide in build.deck.slides}), "once for all decks"


def test_files_are_made_without_what_reads_modules() -> None:
    asked = "import sys, builder.engine.workers.preload; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-P", "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "builder.engine.job" in loaded
    rooms = ("builder.parse", "builder.check", "builder.translation", "builder.importing", "builder.returning", "docx")
    assert not [name for name in loaded if name.startswith(rooms)]
