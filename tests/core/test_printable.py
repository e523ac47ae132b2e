"""Text of others as people are shown it: nothing that a terminal, a browser or a CI service obeys is left in it."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.core.problems import Problem, ProblemCode, Problems
from builder.core.reports.printable import printable, printable_json, printable_lines
from builder.core.reports.problem_formats import as_github, as_json, as_text
from builder.core.source import Source, Span, clean_line
from builder.core.yaml_text import read_yaml
from builder.parse.markdown import ParseContext, parse
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.questions.gift import write_gift
from tests.support.print.pages import theme
from tests.support.specimen import IMPRINT

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""What a terminal acts on, or what turns a line around; but for the ends of lines and tabs."""

HOSTILE = "\x1b]0;own\x07\x1b[2J\r\x9b31m\u202eevil\u2066\nx\n::error::forged %0A ##[add-path]/tmp\ud800"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, “quoted”, عربي", "plain, “quoted”, عربي"),
        ("a\x1b]0;t\x07b", r"a\x1b]0;t\x07b"),
        ("a\x9bb\u202ec\U000e0041", r"a\x9bb\u202ec\U000e0041"),
        ("a\u115fb\u3164c", r"a\u115fb\u3164c"),
        ("one\ntwo\r\tthree", r"one\ntwo\r\tthree"),
        ("\udce9", r"\udce9"),
        ("می‌خواهم 👩‍🏫", "می‌خواهم 👩‍🏫"),
        ("a ##[error]b", r"a ##\x5berror]b"),
    ],
)
def test_text_on_one_line(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_lines_stay_lines_and_none_is_a_command_of_a_ci_service() -> None:
    assert printable_lines("one\n\ttwo\n  ::set-env name=x::y\n::: facilitator") == (
        "one\n\ttwo\n\\  ::set-env name=x::y\n::: facilitator"
    )


@given(st.text() | st.just("##[error]"))
def test_json_keeps_its_values(text: str) -> None:
    shown = printable_json(json.dumps([text], ensure_ascii=False))
    assert json.loads(shown) == [text]
    assert "##[" not in shown
    assert not OBEYED.search(shown)


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_is_obeyed_in_any_format(text: str) -> None:
    at = Span(text, 1, 3, 1, 5)
    problem = Problem(ProblemCode.WRONG_VALUE, text, at, text, text)
    assert not OBEYED.search(as_text(problem).replace("\n", ""))
    assert not OBEYED.search(as_json([problem]).replace("\n", ""))
    assert not OBEYED.search(as_github(problem))
    assert "\n" not in as_github(problem)


def test_a_problem_s_lines_begin_with_nothing_of_others() -> None:
    problem = Problem(ProblemCode.WRONG_VALUE, HOSTILE, Span("modules/m/module.md", 2, 5, 2, 9), HOSTILE, HOSTILE)
    for line in as_text(problem).split("\n"):
        assert re.match(r"modules/m/module\.md:2:5: |    2 \| |      \| |      hint: ", line), line
    code, excerpt, caret, _ = as_text(
        Problem(ProblemCode.WRONG_VALUE, "m", Span("p", 1, 3, 1, 4), "h", "\x1b\x1bab")
    ).split("\n")
    assert (excerpt[8:], caret[8:]) == (r"\x1b\x1bab", "        ^"), code
    assert as_github(problem).startswith("::error file=modules/m/module.md,line=2,col=5,")
    assert "%250A" in as_github(problem)


# ── what sources bring ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "kept", "names"),
    [
        ("call \u202e0800\u202c now", "call 0800 now", ("U+202E", "U+202C")),
        ("open \u2067abc", "open abc", ("U+2067",)),
        ("of \u2067abc\u2069 and \u202bdef\u202c", "of \u2067abc\u2069 and \u202bdef\u202c", ()),
        ("crossed \u2067\u202aabc\u2069\u202c", "crossed abc", ("U+2067", "U+202A", "U+2069", "U+202C")),
        ("marks \u200e\u200f stay", "marks \u200e\u200f stay", ()),
        ("\x85 and \x1b", " and ", ("U+0085", "U+001B")),
    ],
)
def test_what_turns_a_line_around_is_left_out_and_named(line: str, kept: str, names: tuple[str, ...]) -> None:
    assert clean_line(line) == (kept, names)


def test_no_file_of_yaml_brings_it_in_by_an_escape() -> None:
    problems = Problems()
    value, _ = read_yaml(Source("f.yml", 'title: "A\\e[2J\\u202e title"\nlist: ["\\x9b", fine]\n'), problems)
    assert value == {"title": "A[2J title", "list": ["", "fine"]}
    assert [(one.at.line, one.message.partition(": ")[2]) for one in problems] == [(1, "U+001B, U+202E"), (2, "U+009B")]


def test_a_module_s_titles_are_one_line_and_entities_bring_nothing_hidden() -> None:
    text = (
        '---\ntitle: "A\\n::error::forged\\n$CATEGORY: x"\ndescription: D.\nobjectives: ["One\\nthing."]\n---\n\n'
        '## T\n\nOf &#x202e;order, &#xF0001; [x](https://example.org/ "&#27;") ![p](p.svg){alt="&#x202E;a"}\n\n'
        "::: check\nWhich?\n\n- [x] A\n\n  Yes.\n- [ ] B\n\n  No.\n:::\n"
    )
    problems = Problems()
    module = parse(Source("module.md", text), "m", ParseContext(), problems)
    assert (module.meta.title, module.meta.objectives[0].text) == ("A ::error::forged $CATEGORY: x", "One thing.")
    assert not OBEYED.search(repr(module.body))
    gift = write_gift(select(module, EDITIONS["questions"]), theme(), IMPRINT, problems).data.decode()
    assert [line for line in gift.splitlines() if line.startswith(("$", "::error"))] == [
        f"$CATEGORY: $course$/top/{IMPRINT.course}/A ::error::forged $CATEGORY: x"
    ]
    assert not any(unicodedata.category(sign) == "Cc" for sign in gift.replace("\n", "").replace("\t", ""))
