"""Every designed theme on modules of the course: what validators say, that all fits, and that no word is printed over another.

Each theme is built by a process of its own: fontconfig reads the fonts of the first theme that a process uses, and no others.
"""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from tests.support import tools
from tests.support.commands import ROOT, run
from tests.support.decks.lint_package import lint
from tests.support.print.collisions import collisions

pytestmark = pytest.mark.slow

BUILDS = {
    "plain": ("what-the-law-says", "letter", "--ink", "grey"),
    "contrast": ("what-the-law-says", "letter"),
    "warm": ("what-the-law-says", "letter"),
    "bold": ("policy-models", "a4"),
    "formal": ("choice-and-coercion", "letter"),
}
"""Theme → the module that is most difficult for it, paper and ink. The sheets of all of them fill their two sides."""

FACES = {"plain": "Atkinson", "contrast": "Atkinson", "warm": "Fraunces", "bold": "Archivo", "formal": "Gelasio"}


@pytest.mark.parametrize("theme", BUILDS)
def test_a_theme_is_sound_readable_and_whole(theme: str, tmp_path: Path) -> None:
    module, paper, *ink = BUILDS[theme]
    editions = ("--edition", "slides", "--edition", "sheet", "--edition", "workbook")
    wanted = (*editions, "--theme", theme, "--paper", paper, *ink, "--output", str(tmp_path), "--jobs", "1", "--strict")
    done = run("build", module, *wanted, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "(0 errors, 0 warnings)" in done.stderr
    [deck] = tmp_path.rglob("*.pptx")
    assert lint(deck.read_bytes()) == []
    assert tools.audit_errors(deck) == []
    assert tools.sdk_errors(deck) == []
    verdicts = tools.verapdf_verdicts(tmp_path)
    assert len(verdicts) == 3
    assert {path.name: verdict.failures for path, verdict in verdicts.items() if verdict.failures} == {}
    for path in verdicts:
        assert collisions(path.read_bytes()) == [], path.name
    [sheet] = (path for path in verdicts if "-sheet-" in path.name)
    with pikepdf.open(sheet) as pdf:
        assert len(pdf.pages) == 2
        fonts = " ".join(str(font.get("/BaseFont")) for font in pdf.objects if isinstance(font, pikepdf.Dictionary))
    assert FACES[theme] in fonts
