"""Slides in two directions: each line runs as its words do, and what runs the other way in it is isolated."""

from __future__ import annotations

from builder.core.bidi import mark_fallback, mark_own
from builder.core.problems import Problems
from builder.core.source import Source
from builder.model import module as m
from builder.parse.markdown import ParseContext, parse
from builder.slides.deck.deck import Run, SlideLine, line_direction
from builder.transform.languages import inherit_languages
from builder.writers.pptx.oxml import isolate_runs


def test_a_line_runs_as_all_its_words_do_else_as_the_deck() -> None:
    arabic, english = Run("مرحبا", lang="ar"), Run("hello")
    assert line_direction(SlideLine((arabic,)), "en") == "rtl"
    assert line_direction(SlideLine((arabic, english)), "en") == "ltr"
    assert line_direction(SlideLine((arabic, Run(" – ")), bullet="disc"), "ar") == "rtl"
    assert line_direction(SlideLine((Run("ls -l (all)", mono=True),)), "ar") == "ltr"
    assert line_direction(SlideLine((Run("ls", mono=True),), bullet="disc"), "ar") == "rtl"


def test_runs_of_a_line_from_the_right_keep_what_runs_from_the_left_together() -> None:
    label = mark_fallback(f"See “{mark_own('سؤال')}”, page 4")
    runs = (
        Run("اتصل على +1 555 0100، ثم "),
        Run("ls -l (all)", mono=True),
        Run(" قل "),
        Run("à tous !", lang="fr"),
        Run(label),
    )
    assert [(run.text, run.lang) for run in isolate_runs(runs, "ar", "rtl")] == [
        ("اتصل على \u2066+1 555 0100\u2069، ثم ", ""),
        ("\u2066ls -l (all)\u2069", ""),
        (" قل ", ""),
        ("\u2066à tous !\u2069", "fr"),
        ("\u2066See\u2069", "en"), (" “", ""), ("سؤال", ""), ("”, ", ""), ("\u2066page 4\u2069", "en"),
    ]  # fmt: skip


def test_runs_in_one_direction_stay_as_they_are() -> None:
    runs = (Run("Call +1 555 0100 "), Run("ls -l", mono=True), Run("bonjour", lang="fr"))
    assert tuple(isolate_runs(runs, "en", "ltr")) == runs
    [_, french] = isolate_runs((Run("Bonjour "), Run(mark_fallback("page 4"))), "fr", "ltr")
    assert (french.text, french.lang) == ("page 4", "en")


def test_text_takes_the_language_of_the_block_around_it() -> None:
    text = "---\ntitle: T\ndescription: d\nobjectives: [o]\n---\n\n## One\n\n::: {lang=ar}\n- مرحبا\n- [hi]{lang=en}\n:::\n\n- two\n"
    module = inherit_languages(parse(Source("m.md", text), "x", ParseContext(), Problems()))
    spoken = {node.text: node.lang for node in _texts(module)}
    assert spoken["مرحبا"] == "ar"
    assert spoken["hi"] in {"", "en"}  # the span around it has it
    assert spoken["two"] == ""


def _texts(module: m.Module) -> list[m.Text]:
    return [node for node in m.nodes(module) if isinstance(node, m.Text)]
