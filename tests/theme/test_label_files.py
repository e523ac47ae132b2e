"""The languages that ship: each file has every printed word, filled with what English is, in every plural form."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

import pytest

from builder.core.disk.folder import our_folder
from builder.core.problems import Problems
from builder.core.yaml_text import read_yaml
from builder.theme.folder import themes_folder
from builder.theme.load import load_theme
from builder.theme.plurals import plural_category
from builder.theme.theme import Theme

FILES = our_folder(themes_folder()).below("base/labels")
LANGUAGES = [name.removesuffix(".yml") for name in FILES.files("", ".yml")]
COUNTED = re.findall(r"^([\w-]+): .*\{.*\n\1-1:", FILES.source("en.yml").text, re.MULTILINE)
"""Labels of a number of things."""

HOURS = {"time-am", "time-pm"}
"""Labels that may have the hour as 0 to 23, too."""

MARKS = ("thousands-mark", "decimal-mark", "slides-range", "plan-list")
"""What may hold white space alone, or end in it."""


@cache
def theme() -> Theme:
    """Return the plain theme."""
    found = load_theme("plain", Problems())
    assert found
    return found


def holes(text: str) -> set[str]:
    """Return the names of what a label is filled with."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_languages_ship() -> None:
    assert {"en", "es", "fr", "de", "pt", "ar", "he", "ru", "zh-Hans"} <= set(LANGUAGES)
    assert len(COUNTED) > 20


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_has_every_word_once_filled_with_what_english_is(lang: str) -> None:
    source, problems = FILES.source(f"{lang}.yml"), Problems()
    assert isinstance(read_yaml(source, problems)[0], dict)
    assert [problem.message for problem in problems] == []
    keys = re.findall(r"^([\w-]+):", source.text, re.MULTILINE)
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []
    words, english = theme().labels[lang], theme().labels["en"]
    assert theme().untranslated(lang) == []
    for key, text in words.items():
        plain = re.sub(r"-(?:\d+|zero|one|two|few|many|of-day)$", "", key)
        model = english.get(key, english.get(plain))
        assert model is not None, f"{key} is no label"
        apart = text.endswith((" ", "：", "。"))  # a sign of Chinese has its space in itself
        assert key not in english or apart or not english[key].endswith(" ") or key in MARKS, key
        assert key not in english or english[key].endswith(" ") or not text.endswith(" ") or key in MARKS, key
        own, asked = {"hour12" if name == "hour" and key in HOURS else name for name in holes(text)}, holes(model)
        assert own == asked or (key not in english and own <= asked) or (plain in COUNTED and own <= asked), key
    assert lang == "en" or re.match(r"(?:#.*\n)*?#.*\b[Rr]eviewed by\b", source.text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_has_every_plural_form_that_its_numbers_take(lang: str) -> None:
    for key in COUNTED:
        for count in range(key == "copy-of-one-side", 130):  # cards are shared by one at least
            taken, form = theme().counted(key, count, lang), plural_category(lang, count)
            assert taken in {f"{key}-{count}", key if form == "other" else f"{key}-{form}"}, (taken, count)
            assert taken in theme().labels[lang], taken


def test_a_language_is_found_from_its_regions_and_scripts() -> None:
    assert {theme().label("handout", tag) for tag in ("zh", "zh-CN", "zh-Hans", "zh-Hans-SG")} == {"学员讲义"}
    assert theme().label("handout", "zh-TW") == theme().label("handout", "zh-Hant") == "Participant handout"
    assert theme().label("notes", "es-US") == theme().label("notes", "es")


def test_a_month_behind_its_day_has_the_form_that_its_language_asks_for() -> None:
    assert (theme().month_of_day(5, "ru"), theme().label("month-5", "ru")) == ("мая", "май")
    assert theme().month_of_day(5, "ar") == "مايو"
