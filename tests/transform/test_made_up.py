"""Numbers that a text calls made up, in every language of our printed words."""

from __future__ import annotations

import pytest

from builder.transform.claims import is_made_up


@pytest.mark.parametrize(
    "text",
    [
        "The numbers are made up.",
        "Los números son inventados.",
        "Estas cifras son ficticias.",
        "Os dados são fictícios.",
        "Ces chiffres sont inventés.",
        "Die Zahlen sind erfunden.",
        "Все числа вымышленные.",
        "الأرقام هنا مختلقة.",
        "המספרים כאן: כל מספר הוא בדוי.",
        "这些数字是虚构的。",
    ],
)
def test_a_text_says_in_its_own_language_that_numbers_are_made_up(text: str) -> None:
    assert is_made_up(text)
    assert is_made_up(text, around=True)


@pytest.mark.parametrize("text", ["Los nombres son inventados.", "Die Namen sind erfunden.", "The names are made up."])
def test_names_that_are_made_up_say_nothing_of_numbers_around(text: str) -> None:
    assert is_made_up(text)
    assert not is_made_up(text, around=True)


@pytest.mark.parametrize("text", ["El 12 % de las personas", "1,200 people", "12 % des gens", "12 % der Menschen"])
def test_a_bare_number_is_not_made_up(text: str) -> None:
    assert not is_made_up(text)
