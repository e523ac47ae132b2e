"""What fuzzing the commands found (benchmarks/fuzz.py), kept so that it stays mended."""

from __future__ import annotations

from pathlib import Path

from tests.support.watched.command import Reader
from tests.support.watched.specimens import SMALL


def test_an_edition_without_pages_has_no_html_to_show(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.lay_out(SMALL)
    done = reader.run("show", "y", "--stage", "html", "--edition", "slides-share").held(codes={2})
    assert "no pages" in done.err
