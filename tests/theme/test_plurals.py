"""Plural forms, against samples of CLDR's own chart."""

from __future__ import annotations

import pytest

from builder.core.frozen import replace
from builder.core.problems import Problems
from builder.theme.load import load_theme
from builder.theme.plurals import plural_category
from builder.writers.shared.labels import Labels

SAMPLES = {
    "en-US": "0 other 1 one 2 other 21 other",
    "fr": "0 one 1 one 2 other",
    "ja": "0 other 1 other",
    "ru": "0 many 1 one 2 few 4 few 5 many 11 many 12 many 21 one 22 few 111 many 121 one",
    "pl": "0 many 1 one 2 few 5 many 12 many 21 many 22 few 112 many 122 few",
    "cs": "0 other 1 one 3 few 5 other 22 other",
    "sr": "1 one 3 few 5 other 11 other 21 one",
    "lt": "0 other 1 one 2 few 10 other 11 other 21 one 22 few",
    "lv": "0 zero 1 one 2 other 11 zero 21 one 30 zero",
    "ro": "0 few 1 one 2 few 19 few 20 other 101 few 119 few 120 other",
    "sl": "0 other 1 one 2 two 3 few 5 other 101 one 102 two",
    "ar": "0 zero 1 one 2 two 3 few 10 few 11 many 99 many 100 other 102 other 103 few 111 many",
    "he": "0 other 1 one 2 two 3 other 20 other",
    "ga": "1 one 2 two 3 few 7 many 11 other",
    "cy": "0 zero 1 one 2 two 3 few 6 many 7 other",
    "mt": "0 few 1 one 2 two 3 few 11 many 20 other 103 few",
    "gd": "1 one 2 two 3 few 11 one 12 two 13 few 20 other",
    "is": "1 one 11 other 21 one",
}


@pytest.mark.parametrize("lang", SAMPLES)
def test_numbers_have_the_forms_that_cldr_gives_them(lang: str) -> None:
    words = SAMPLES[lang].split()
    assert [plural_category(lang, int(count)) for count in words[::2]] == words[1::2]


def test_a_label_is_taken_in_the_form_of_its_number_and_in_its_own_language() -> None:
    theme = load_theme("plain", Problems())
    assert theme
    russian = {
        "minutes": "{count} минут",
        "minutes-one": "{count} минута",
        "minutes-few": "{count} минуты",
        "minutes-5": "пять минут",
    }
    labels = Labels(replace(theme, labels={**theme.labels, "ru": russian}), "ru")
    assert [labels.count("minutes", n) for n in (1, 2, 5, 11, 21)] == [
        "1 минута", "2 минуты", "пять минут", "11 минут", "21 минута"
    ]  # fmt: skip
    assert Labels(theme, "en").count("minutes", 1) == "1 minute"
    assert "1 page" in labels.count("pages", 1)
