"""Which pieces of a text are isolated, and what becomes of the marks around words that are not translated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.core.bidi import FALLBACK, OWN, by_language, direction, isolate, mark_fallback, mark_own, pieces, unmarked


def isolated(text: str, base: str = "rtl") -> list[str]:
    """Return the pieces of a text that are isolated."""
    return [piece for piece, way in pieces(text, base) if way]


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("اتصل على +1 555 0100 اليوم", ["+1 555 0100"]),
        ("הרקם 1-888-373-7888.", ["1-888-373-7888"]),
        ("الهاتف (555) 010-0199، أو ٠١٢-٣٤٥٦-٧٨٩", ["(555) 010-0199", "٠١٢-٣٤٥٦-٧٨٩"]),
        ("راجع https://example.org/a-b?c=1، ثم a.b@example.org.", ["https://example.org/a-b?c=1", "a.b@example.org"]),
        ("في 2026-05-12 كلفة $1,200.50 و -5 و 1 234 567", ["2026-05-12", "$1,200.50", "-5", "1 234 567"]),
        ("من 10–20 دقيقة، 50% عند 10:30 في 2024-2025 (3)", []),  # as readers of Arabic expect them
        ("برنامج Windows 11 و C++، ثم Immigration and Nationality Act (INA).",
         ["Windows 11", "C++", "Immigration and Nationality Act (INA)"]),
        ("WhatsApp, 50 شخص", ["WhatsApp"]),
        ("على example.org/licenses/ أو TVPA/قانون، نص (\n).", ["example.org/licenses/", "TVPA"]),
        ("Draft: not reviewed yet.", ["Draft: not reviewed yet."]),
        ("العربية بلا أرقام", []),
    ],
)  # fmt: skip
def test_what_runs_from_the_left_stands_alone_in_text_from_the_right(text: str, alone: list[str]) -> None:
    assert isolated(text) == alone


def test_words_from_the_right_do_not_draw_the_next_number_to_their_side() -> None:
    assert isolated("Say مرحبا بالعالم 3 times, then שלום (x), 5.", "ltr") == ["مرحبا بالعالم", "שלום"]
    assert isolated("No such words, +1 555 0100", "ltr") == []


@given(st.text("ab ﷺمرחש0123+-()/.:@,“”\u00a0\n", max_size=40), st.sampled_from(["ltr", "rtl"]))
def test_isolation_adds_nothing_but_isolates(text: str, base: str) -> None:
    assert "".join(piece for piece, _ in pieces(text, base)) == text
    assert isolate(text, base).translate(dict.fromkeys(map(ord, "\u2066\u2067\u2069"))) == text


def test_marked_words_are_english_and_values_in_them_are_not() -> None:
    label = mark_fallback(f"Answer to “{mark_own('سؤال')}”, page 4")
    assert list(filter(lambda found: found[0], by_language(label, []))) == [
        ("Answer to", True), (" “", False), ("سؤال", False), ("”, ", False), ("page 4", True),
    ]  # fmt: skip
    assert unmarked(label) == "Answer to “سؤال”, page 4"
    assert "\u2060" not in unmarked(label, "rtl")


def test_a_list_of_marked_words_is_one_piece() -> None:
    assert [
        piece
        for piece, english in by_language(", ".join(map(mark_fallback, ("Handout", "large print"))), [])
        if english
    ] == ["Handout, large print"]


def test_marks_reach_over_the_texts_of_one_line() -> None:
    opened: list[str] = []
    found = [list(by_language(text, opened)) for text in (f"{FALLBACK}See {OWN}", "سؤال", "\u2069 here\u2069.")]
    assert [[piece for piece, english in line if english and piece] for line in found] == [["See"], [], ["here"]]
    assert opened == []


def test_isolates_that_an_author_typed_stay() -> None:
    assert unmarked("a \u2066b\u2069 c") == "a \u2066b\u2069 c"
    assert mark_own(mark_fallback("x")) == "x"
    assert unmarked(f"{mark_fallback('a')} \u2069:") == "a :", "an end without a beginning has no effect"


def test_directions_of_languages() -> None:
    assert {
        lang for lang in ("ar", "he-IL", "fa", "ur", "az-Arab", "uz-Arab-AF", "yi", "ckb") if direction(lang) == "ltr"
    } == set()
    assert {
        lang for lang in ("en", "az", "ar-Latn", "ku", "ks-Deva", "zh-Hant", "") if direction(lang) == "rtl"
    } == set()
