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
        ru='handout: Раздаточный материал\nminutes: "{count} минут"\nminutes-few: "{count} минуты"\n',
        en="handout: Notes to keep\n",
    )
    assert not problems
    assert theme.label("handout", "ru") == "Раздаточный материал"
    assert theme.label(theme.counted("minutes", 3, "ru"), "ru", count=3) == "3 минуты"
    assert theme.label("guide", "ru") == "Facilitator guide"
    assert theme.label("handout", "en-US") == "Notes to keep"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("handuot: X", "`handuot` is not a label; it is printed nowhere"),
        ('minutes: "{minutes} min"', "`minutes` cannot be filled: there is no {minutes}; English is printed"),
        (
            'minutes: "{count.__class__}"',
            "`minutes` cannot be filled: there is no {count.__class__}; English is printed",
        ),
        ('minutes: "{count:>999999999}"', "`minutes` cannot be filled: there is no {count…}; English is printed"),
        ('minutes: "{count"', "`minutes` cannot be filled: there is no {…}; English is printed"),
        ('handout: "{}"', "`handout` cannot be filled: there is no {}; English is printed"),
    ],
)
def test_a_word_that_cannot_be_used_is_a_warning_and_english_is_printed(
    tmp_path: Path, line: str, message: str
) -> None:
    theme, problems = loaded(tmp_path, de=f"guide: Leitfaden\n{line}\n")
    assert problems == [("broken-label", 2, message)]
    assert theme.label("guide", "de") == "Leitfaden"
    assert theme.label("minutes", "de", count=3) == "3 minutes"
    assert theme.label("handout", "de") == "Participant handout"
