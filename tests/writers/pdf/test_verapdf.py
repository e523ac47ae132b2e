"""veraPDF on what people get: the PDFs of the shipped course and of the author's guide, as `build` makes them.

All files of the first build are also listened to.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from builder.transform.editions import EDITIONS
from tests.course.test_real_pages import MODULES
from tests.support import tools
from tests.support.commands import run_within
from tests.support.listening.folder import faults_heard
from tests.writers.pdf.test_pdf_tags import ROOT

pytestmark = pytest.mark.slow
PRINTED = tuple(name for name, edition in EDITIONS.items() if edition.page)
SOME = ("notice-ask-respond", "who-is-harmed")
"""Modules that have every edition, with a table on a page turned sideways, cards of two kinds and all sorts of fields."""
UA_ALONE = ("workbook", "slides", "slides-share")
"""Editions that do not claim PDF/A-3a: fields and PDF/A do not go together, and slides are shown, not kept."""


@dataclass(frozen=True)
class Made:
    """One run of `build`: the modules, () = all that the course lists and its books; and how."""

    theme: str
    paper: str
    modules: tuple[str, ...] = ()
    how: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.theme, self.paper, *self.how, "of some" if self.modules else "of all"))


BUILDS = (
    Made("plain", "letter"),
    Made("contrast", "a4"),
    Made("plain", "a4", SOME, ("--ink", "grey")),
    Made("contrast", "letter", SOME, ("--ink", "grey")),
    Made("plain", "a4", SOME, ("--large-print",)),
    Made("contrast", "letter", SOME, ("--large-print",)),
)


@pytest.mark.parametrize("made", BUILDS, ids=str)
def test_verapdf_finds_nothing_in_the_course(made: Made, tmp_path: Path) -> None:
    """Every file is held to PDF/UA-1, and to PDF/A-3a where it is to claim it; and it claims what it is to claim.

    The files are a covering set, not all there could be. All modules, the course's books and the author's guide, in
    every edition, under `plain` on Letter and under `contrast` on A4, handouts in large print among them; and two
    modules and the author's guide in every printed edition under the two other pairs of theme and paper, once in grey
    and once in large print. Slides have no paper and no ink, so that the first two builds make all that there are.
    """
    tools.need("veraPDF")
    shutil.copytree(
        ROOT / "modules", tmp_path / "modules"
    )  # a course of its own: builds of one course exclude each other
    how = ["--theme", made.theme, "--paper", made.paper, *made.how]
    how += [word for edition in PRINTED if made.modules for word in ("--edition", edition)]
    for modules in ((*made.modules, "authors-guide"),) if made.modules else ((), ("authors-guide",)):
        done = run_within(1200, "build", *modules, *how, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    if made == BUILDS[0]:
        assert faults_heard(tmp_path / "output") == {}
    verdicts = tools.verapdf_verdicts(tmp_path / "output")
    assert {(path.parent.name, edition) for path in verdicts if (edition := edition_of(path))} >= {
        (module, edition)
        for module in (*(made.modules or MODULES), "authors-guide")
        for edition in (PRINTED if made.modules else EDITIONS)
        if edition not in {"cards", "questions", "review"}  # few modules have cards; the others are no PDFs
    }
    for path, verdict in verdicts.items():
        ua_alone = edition_of(path) in UA_ALONE
        assert verdict.standards == ({"PDF/UA-1"} if ua_alone else {"PDF/UA-1", "PDF/A-3A"}), path.name
        assert verdict.failures == (), path.name


def edition_of(path: Path) -> str:
    """Return the edition of a file: its name says it after the module's."""
    rest = path.name.removeprefix(f"{path.parent.name}-")
    return next(edition for edition in sorted(EDITIONS, key=len, reverse=True) if rest.startswith(edition))
