"""Characters that no font has: one problem for each script and file."""

from __future__ import annotations

from builder.core.problems import Problem, ProblemCode, Problems
from builder.core.source import Span
from builder.slides.fit.glyphs import report_missing_glyphs
from tests.support.print.pages import theme

ENGLISH = "An English sentence with many more letters than there are in any other script of it. "


def found(*texts: str) -> list[Problem]:
    """Return what is said of a module with these texts, a line each."""
    problems, paths = Problems(), ("m.md",)
    report_missing_glyphs(
        ((text, Span(paths[0], n, 1)) for n, text in enumerate(texts, 1)), theme().fonts, problems, "m.md"
    )
    return list(problems)


def test_a_few_characters_are_one_warning_that_names_them() -> None:
    [problem] = found(ENGLISH * 9, "ก ข ก ข", "ค")
    assert problem.code is ProblemCode.MISSING_GLYPH
    assert problem.message == "no font has 3 characters: ก ข ค, of the Thai script; boxes are printed in their place"
    assert problem.at.line == 2
    [problem] = found(ENGLISH, "a\U000f0001b\U000f0001")
    assert "(U+F0001), of signs" in problem.message


def test_each_script_has_a_problem_of_its_own() -> None:
    problems = found(ENGLISH * 9, "安全、", "อ", "हि।")
    assert [problem.message.split(", of ")[1].split(";")[0] for problem in problems] == [
        "the Chinese script", "the Thai script", "the Devanagari script"
    ]  # fmt: skip


def test_a_module_whose_letters_cannot_be_printed_is_an_error_once() -> None:
    [problem] = found("Safety", "請戴上護目鏡。保持安靜。", "保持清潔。")
    assert problem.code is ProblemCode.UNREADABLE_SCRIPT
    assert "請 戴 上" in problem.message
    assert "the Chinese script" in problem.hint


def test_what_no_program_shows_needs_no_font() -> None:
    assert not found("a\u2066b\u2069\u200dc\u00ad")
