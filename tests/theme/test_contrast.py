"""Colors that must be told apart, as WCAG 2.2 measures it: a theme whose text fades into its ground is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems
from builder.theme.contrast import contrast
from builder.theme.load import load_theme
from tests.support.print.pages import theme

ON = {
    "background": "foreground muted primary link caution facilitator field",
    "surface": "foreground muted primary field",
    "caution-surface": "foreground muted caution",
    "ground": "on-primary",
}
"""Grounds, and what is written, drawn or chosen on each."""


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.00),
        ("#00ff00", "#ffffff", 1.37),
        ("#0000ff", "#ffffff", 8.59),
        ("#0a0a0a", "#000000", 1.06),
        ("#404040", "#ffffff", 10.37),
    ],
)
def test_ratios_are_those_of_the_standard(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(("ground", "role"), [(ground, role) for ground, roles in ON.items() for role in roles.split()])
def test_a_theme_whose_text_or_lines_fade_into_their_ground_is_refused(ground: str, role: str, tmp_path: Path) -> None:
    folder = tmp_path / "themes" / "faint"
    folder.mkdir(parents=True)
    color = theme().colors[ground]
    (folder / "theme.yml").write_text(f'name: T\nextends: plain\ncolor: {{{role}: "{color}"}}\n', encoding="utf-8")
    problems = Problems()
    assert load_theme("faint", problems, Folder(tmp_path)) is None
    assert {problem.code for problem in problems} == {ProblemCode.LOW_CONTRAST}
    assert any(f"{role} on {ground} " in problem.message for problem in problems)
