"""What a stranger's text may ask for is bounded, and said at its place; what is within the bounds is found in linear time."""

from __future__ import annotations

import time
from difflib import get_close_matches
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.check.house_terms import TermFinder
from builder.check.size import MAX_WORD, oversized_content
from builder.core.disk.folder import Folder
from builder.core.nearest import MOST_COMPARED, nearest_name
from builder.core.problems import Problems
from builder.core.source import LINE_CHARACTERS, SOURCE_BYTES, Source, Unreadable, decode
from builder.core.yaml_text import MOST_REPEATED, read_yaml
from builder.model import module as m
from builder.model.rules import HouseTerm
from builder.parse.course import load_course
from builder.parse.divs.insertions import MOST_INSERTED
from builder.parse.markdown import ParseContext, parse, parse_shared
from builder.parse.notes import DEEPEST_NOTE
from builder.parse.tree import MAX_HEADING, MAX_TEXT

FRONT = "---\ntitle: T\ndescription: D.\nobjectives: [Name one.]\n---\n\n## Topic\n\n"


def read(text: str, context: ParseContext | None = None) -> tuple[m.Module, list[tuple[str, int]]]:
    """Return the module of a text, and the codes and lines of what is wrong in it."""
    problems = Problems()
    module = parse(Source("module.md", FRONT + text), "x", context or ParseContext(), problems)
    return module, [(problem.code.value, problem.at.line) for problem in problems]


def test_a_line_over_the_limit_is_named_with_its_number() -> None:
    with pytest.raises(Unreadable) as caught:
        decode(b"a\n" + b"x" * (LINE_CHARACTERS + 1))
    assert caught.value.line == 2
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "said", "cure"),
    [
        (b"x" * (SOURCE_BYTES + 1), "is 2.1 MB; at most 2 MB", "divide"),
        (b"data:image/png;base64," + b"A" * SOURCE_BYTES, "is 2.1 MB", "save each picture"),
        (b"![a](data:image/png;base64," + b"A" * LINE_CHARACTERS, "this line has", "save each picture"),
    ],
)
def test_a_text_that_is_too_long_is_told_how_it_gets_short(text: bytes, said: str, cure: str) -> None:
    with pytest.raises(Unreadable, match=said) as caught:
        decode(text)
    assert cure in caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        f"{'word ' * 100}\n" * (MAX_TEXT // 400),
        f"### {'w' * MAX_HEADING}w\n",
        f"- {'word ' * 2000}\n" * 1 + "  word\n" * 3000,
    ],
)
def test_a_text_over_the_limit_is_one_problem_and_the_rest_is_read(text: str) -> None:
    module, problems = read(f"{text}\nand [a]{{.key}} more\n")
    assert problems == [("too-large", 9)]
    assert any(isinstance(node, m.Key) for node in m.nodes(module))


def test_a_long_word_is_told_and_a_text_of_a_script_without_spaces_is_none() -> None:
    unspaced = ("日本語の長い段落は、空白なしで続きます。" * 200, "ภาษาไทยไม่มีช่องว่างระหว่างคำ" * 200)
    problems = Problems()
    oversized_content(read("\n\n".join((*unspaced, "x" * MAX_WORD)))[0], problems)
    assert [(problem.code.value, problem.at.line) for problem in problems] == [("too-large", 13)]


def test_notes_in_notes_end() -> None:
    notes = "".join(f"[^{n}]: x{f'[^{n + 1}]' * 10}\n\n" for n in range(12))
    deep, problems = read(f"a[^0]\n\n{notes}[^12]: end\n")
    assert {code for code, _ in problems} == {"too-deep", "too-large", "unused-footnote"}
    wide = "".join(f"[^{n}]: x{f'[^{n + 1}]' * 20}\n\n" for n in range(DEEPEST_NOTE - 1))
    module, problems = read(f"a[^0]\n\n{wide}[^{DEEPEST_NOTE - 1}]: end\n")
    assert [code for code, _ in problems] == ["too-large"]
    assert sum(1 for _ in m.walk(*deep.body, *module.body)) < MOST_INSERTED / 5


def test_shared_blocks_are_brought_in_so_often() -> None:
    shared = parse_shared(Source("shared.md", f"::: {{.note #a}}\n{'word ' * 2_000}\n:::\n"), Problems())
    use = '::: {.use ref="a"}\n:::\n\n'
    assert read(use * 10, ParseContext(shared=shared))[1] == []
    module, problems = read(use * 100, ParseContext(shared=shared))
    assert [code for code, _ in problems] == ["too-large"]
    assert sum(isinstance(node, m.Shared) for node in m.nodes(module)) == problems[0][1] // 3 - 3


def test_one_long_row_does_not_make_all_others_long() -> None:
    module, problems = read("|a|\n|-|\n|" + "x|" * 1_000 + "\n" + "|a|\n" * 500)
    assert ("too-large", 9) in problems
    assert sum(isinstance(node, m.Cell) for node in m.nodes(module)) <= 9_000


@pytest.mark.parametrize(("line", "code"), [("key{0}: 1\n", "unknown-key"), ("- module{0}\n", "missing-module")])
@pytest.mark.slow
def test_ten_thousand_names_that_a_course_does_not_know_are_told_in_time(tmp_path: Path, line: str, code: str) -> None:
    text = ("" if code == "unknown-key" else "modules:\n") + "".join(line.format(n) for n in range(10_000))
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "course.yml").write_text(f"title: C\n{text}", encoding="utf-8")
    problems, start = Problems(), time.process_time()
    load_course(Folder(tmp_path), problems)
    assert time.process_time() - start < 5
    first = next(problem for problem in problems if problem.code.value == code)
    assert (first.at.line, len(problems)) == (2 if code == "unknown-key" else 3, 1_001)


@pytest.mark.parametrize(
    "text", [f"a: &a {'x' * 9_000}\nb: [{'*a, ' * (MOST_REPEATED // 8_000)}]\n", "a: >\n" + "  word word\n" * 3_000]
)
def test_yaml_that_repeats_or_swells_is_not_used(text: str) -> None:
    problems = Problems()
    assert read_yaml(Source("course.yml", text), problems) == (None, None)
    assert [problem.code.value for problem in problems] == ["broken-yaml"]


@pytest.mark.slow
def test_long_yaml_is_not_said_to_repeat_itself() -> None:
    problems = Problems()
    assert read_yaml(Source("local.yml", "- [a, b]\n" * 40_000), problems) == (None, None)
    assert [problem.message for problem in problems] == ["this YAML has more than 100000 values"]


WORDS = st.lists(st.text("abs*", min_size=1, max_size=5), min_size=1, max_size=3)


@given(WORDS, st.lists(st.sampled_from(["a", "ab", "bas", "s", "aab", "."]), max_size=8), st.sampled_from([" ", "-"]))
@settings(max_examples=150, deadline=None)
def test_a_house_term_is_found_where_its_pattern_would_find_it(term: list[str], text: list[str], gap: str) -> None:
    import re

    stars = [re.sub(r"\*+", "*", word) for word in term]
    if any(word == "*" for word in stars):
        return
    pattern = r"[\s-]+".join(word.replace("*", r"\w*") for word in stars)
    expected = {found.start() for found in re.finditer(rf"(?=\b{pattern}s?\b)", gap.join(text))}
    found = TermFinder([HouseTerm(term=" ".join(stars))]).find(gap.join(text))
    assert {one.start for one in found} == expected


def test_a_house_term_of_stars_takes_no_time() -> None:
    begin = time.process_time()
    assert not [*TermFinder([HouseTerm(term="a*" * 60 + "b")]).find("a" * 20_000)]
    assert time.process_time() - begin < 1


@given(st.text("abcd", max_size=6), st.lists(st.text("abcd", min_size=1, max_size=6), max_size=12, unique=True))
@settings(max_examples=100, deadline=None)
def test_the_nearest_name_is_that_of_difflib(name: str, known: list[str]) -> None:
    best = get_close_matches(name, known, n=1)
    found = nearest_name(name, known)
    assert bool(found) == bool(best)
    assert found in {"", *get_close_matches(name, known, n=len(known) or 1)}


def test_ten_thousand_unknown_names_are_named_in_time() -> None:
    known = [f"source-{number}" for number in range(MOST_COMPARED * 20)]
    begin = time.process_time()
    assert nearest_name("sorce-100", known)
    for number in range(200):
        nearest_name(f"sorce-{number}", known)
    assert time.process_time() - begin < 2
