"""A course's own translations of printed words."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.theme.load import load_theme
from builder.theme.theme import Theme


def loaded(course: Path, **files: str) -> tuple[Theme, list[tuple[str, int, str]]]:
    """Return the theme `plain` in a course with these files of labels, and what is wrong with them."""
    folder = course / "themes" / "labels"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    problems = Problems()
    theme = load_theme("plain", problems, Folder(course))
    assert theme
    return theme, [(problem.code.value, problem.at.line, problem.message) for problem in problems]


def test_a_course_translates_some_words_and_rewords_others(tmp_path: Path) -> None:
    theme, problems = loaded(
        tmp_path,
        uk='handout: Раздаточный материал\nminutes: "{count} минут"\nminutes-few: "{count} минуты"\n',
        en="handout: Notes to keep\n",
    )
    assert not problems
    assert theme.label("handout", "uk") == "Раздаточный материал"
    assert theme.label(theme.counted("minutes", 3, "uk"), "uk", count=3) == "3 минуты"
    assert theme.label("guide", "uk") == "Facilitator guide"
    assert theme.label("handout", "en-US") == "Notes to keep"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("handuot: X", "`handuot` is not a label; it is printed nowhere"),
        ('minutes: "{minutes} min"', "`minutes` cannot be filled: there is no {minutes}; what we have is printed"),
        (
            'minutes: "{count.__class__}"',
            "`minutes` cannot be filled: there is no {count.__class__}; what we have is printed",
        ),
        ('minutes: "{count:>999999999}"', "`minutes` cannot be filled: there is no {count…}; what we have is printed"),
        ('minutes: "{count"', "`minutes` cannot be filled: there is no {…}; what we have is printed"),
        ('handout: "{}"', "`handout` cannot be filled: there is no {}; what we have is printed"),
    ],
)
def test_a_word_that_cannot_be_used_is_a_warning_and_ours_is_printed(tmp_path: Path, line: str, message: str) -> None:
    theme, problems = loaded(tmp_path, nl=f"guide: Leidraad\n{line}\n", de=f"guide: Lehrplan\n{line}\n")
    assert problems == [("broken-label", 2, message)] * 2
    assert [theme.label("guide", lang) for lang in ("nl", "de")] == ["Leidraad", "Lehrplan"]
    assert [theme.label("minutes", lang, count=3) for lang in ("nl", "de")] == ["3 minutes", "3 Minuten"]
    assert theme.label("handout", "nl") == "Participant handout"


def test_times_may_be_told_in_24_hours(tmp_path: Path) -> None:
    theme, problems = loaded(tmp_path, nl='time-pm: "{hour}.{minute} uur"\n')
    assert not problems
    assert theme.label("time-pm", "nl", hour=15, hour12=3, minute="05") == "15.05 uur"


def test_a_region_s_words_come_before_those_of_its_language(tmp_path: Path) -> None:
    theme, problems = loaded(tmp_path, **{"es-MX": "handout: Folleto\n"})
    assert not problems
    assert [theme.label("handout", lang) for lang in ("es-MX", "es")] == ["Folleto", "Material para participantes"]
    assert theme.label("guide", "es-MX") == "Guía de facilitación"
    assert theme.label(theme.counted("minutes", 1, "es-MX"), "es-MX", count=1) == "1 minuto"
    assert theme.untranslated("es-MX") == []
