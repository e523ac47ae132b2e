"""Keys of theme.yml that are refused."""

from __future__ import annotations

from pathlib import Path

from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.theme.folder import themes_folder
from builder.theme.load import load_theme


def test_a_theme_says_nothing_of_directions(tmp_path: Path) -> None:
    folder = tmp_path / "themes" / "own"
    folder.mkdir(parents=True)
    plain = (themes_folder() / "plain" / "theme.yml").read_text(encoding="utf-8")
    (folder / "theme.yml").write_text(f"{plain}rtl:\n  font: Amiri\n", encoding="utf-8")
    problems = Problems()
    load_theme("own", problems, Folder(tmp_path))
    [problem] = problems
    assert "`rtl`" in problem.message
    assert "mirrored by the language" in problem.hint
