"""What the process that reads a course says of the disk is not believed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.core.disk.folder import Folder
from builder.core.frozen import replace
from builder.engine.reading import reader
from builder.engine.reading.reader import CourseReader, OpenCourse
from builder.engine.workers.answers import ApartError
from builder.engine.workers.sandbox.access import Access
from tests.support.commands import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")


@pytest.mark.parametrize("font", ["/home/reader/.ssh/id", "{bundled}/../../../x/Sans-Regular.ttf"])
def test_a_reader_that_was_taken_over_opens_no_folder_to_others(font: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def name_another(opened: OpenCourse) -> OpenCourse:
        path = Path(font.format(bundled=opened.theme.fonts[0].parent))
        return replace(opened, theme=replace(opened.theme, fonts=(*opened.theme.fonts, path)))

    with taken_over(monkeypatch, name_another) as read, pytest.raises(ApartError, match="none of the theme's"):
        read.opened()


def test_a_reader_that_was_taken_over_leads_to_no_other_course(monkeypatch: pytest.MonkeyPatch) -> None:
    with taken_over(monkeypatch, lambda opened: replace(opened, folder=Folder(Path("/home/reader")))) as read:
        assert read.opened().folder == Folder(ROOT)


def taken_over(monkeypatch: pytest.MonkeyPatch, forge: Callable[[OpenCourse], OpenCourse]) -> CourseReader:
    honest = reader._open
    monkeypatch.setattr(reader, "_open", lambda folder, theme, lang: forge(honest(folder, theme, lang)))
    return CourseReader(Folder(ROOT), None, Access((ROOT,)))
