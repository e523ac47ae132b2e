"""The printed words that we ship: each language has all of them, with its own plural forms, and says who has read it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from builder.core.problems import Problems
from builder.theme.load import load_theme
from builder.theme.plurals import plural_category

FOLDER = Path("themes/base/labels")
LANGUAGES = sorted({path.stem for path in FOLDER.glob("*.yml")} - {"en"})
ENGLISH: dict[str, str] = yaml.safe_load((FOLDER / "en.yml").read_text(encoding="utf-8"))
COUNTED = [key for key, text in ENGLISH.items() if "{count}" in text and f"{key}-1" in ENGLISH]
FORMS = re.compile(r"-(?:\d+|zero|one|two|few|many|of-day)$")


def holes(text: str) -> set[str]:
    """Return what a label is filled with."""
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_has_every_word_filled_as_in_english(lang: str) -> None:
    theme = load_theme("plain", Problems())
    assert theme
    text = (FOLDER / f"{lang}.yml").read_text(encoding="utf-8")
    assert "rafted by machine, reviewed by nobody yet" in text.partition("\n\n")[0]
    words: dict[str, str] = yaml.safe_load(text)
    assert theme.untranslated(lang) == []
    assert [key for key in words if not {key, FORMS.sub("", key)} & {*ENGLISH}] == []
    wrong = [
        key
        for key, own in words.items()
        if key in ENGLISH and key not in {"time-am", "time-pm"} and not key.endswith("-1")
        if holes(own) != holes(ENGLISH[key])
    ]
    assert wrong == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_of_things_has_the_form_of_its_category(lang: str) -> None:
    theme = load_theme("plain", Problems())
    assert theme
    plain = {
        (key, count)
        for key in COUNTED
        for count in range(130)
        if theme.counted(key, count, lang) == key and plural_category(lang, count) != "other"
    }
    assert not plain
