"""Properties of the parser and of `select`, over generated modules; and sources that are hardly text at all."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.check import check
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source, Unreadable, decode
from builder.model import module as m
from builder.parse.markdown import ParseContext, parse
from builder.transform.editions import EDITIONS
from builder.transform.selection import select

FRONT = "---\ntitle: T\ndescription: D\nobjectives: [O]\n---\n\n"


def parsed(text: str) -> tuple[m.Module, Problems]:
    """Parse a module's text under plain front matter."""
    problems = Problems()
    module = parse(Source("module.md", FRONT + text), "x", ParseContext(), problems)
    check(module, problems)
    return module, problems


def words(*nodes: m.Node) -> set[str]:
    """Return every canary word in nodes, wherever text can stand."""
    found: set[str] = set()
    for node in m.walk(*nodes):
        for value in (getattr(node, name, "") for name in ("text", "alt", "caveat", "materials", "group", "expansion")):
            found |= set(re.findall(r"w\d+", value if isinstance(value, str) else ""))
    return found


# ── any text parses ───────────────────────────────────────────────────────────────────────────────────────────

SCRAPS = st.sampled_from(
    "# ## ### - * + 1. 1) > >> ``` ~~~ ::: :::: {.note} notes check facilitator [ ] [x] [^1] [^1]: | |-|-| : --- === \t    "
    "** * _ ` ~~ ^ ![a](b){alt=x} [t](#i) [@k] <b> <!-- --> &amp; \\ $x$ é ☐ مرحبا \u00a0 \ufeff 0 word".split(" ")
)
LINES = st.lists(st.lists(SCRAPS, max_size=6).map(" ".join), max_size=14).map("\n".join)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(LINES, st.text(max_size=120)))
def test_any_text_parses_and_every_edition_selects(text: str) -> None:
    module, problems = parsed(text)
    assert all(1 <= problem.at.line <= len((FRONT + text).split("\n")) for problem in problems)
    for edition in EDITIONS.values():
        chosen = select(module, edition)
        assert select(chosen, edition) == chosen


# ── who sees what, at any depth ───────────────────────────────────────────────────────────────────────────────

OPEN_TO_ALL = ("note", "caution", "activity time=5", "discussion", "scenario", "definition", "reflection", "keypoints")
FOR_FACILITATORS = ("facilitator", "notes")


class Maker:
    """Writes nested Markdown whose every word is a canary: `secret` ones stand inside something for facilitators."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # not for secrecy
        self.count = 0
        self.secret: set[str] = set()
        self.written: set[str] = set()

    def word(self, *, hidden: bool) -> str:
        self.count += 1
        word = f"w{self.count}"
        self.written.add(word)
        if hidden:
            self.secret.add(word)
        return word

    def blocks(self, depth: int, *, hidden: bool) -> list[str]:
        """Return the lines of a few blocks."""
        return [line for _ in range(self.random.randint(1, 3)) for line in [*self.block(depth, hidden=hidden), ""]]

    def block(self, depth: int, *, hidden: bool) -> list[str]:
        kind = self.random.choice(
            ["text", "text", "list", "div", "div", "quote", "hidden", "check", "note", "table"] if depth else ["text"]
        )
        inner = depth - 1
        match kind:
            case "list":
                return self.indented("- ", inner, hidden=hidden)
            case "quote":
                return [f"> {line}".rstrip() for line in self.blocks(inner, hidden=hidden)]
            case "div":
                name = self.random.choice(OPEN_TO_ALL).split(" ")
                return [f"::: {{.{' '.join(name)}}}", *self.blocks(inner, hidden=hidden), ":::"]
            case "hidden":
                return [f"::: {self.random.choice(FOR_FACILITATORS)}", *self.blocks(inner, hidden=True), ":::"]
            case "check":
                question, option, other = (self.word(hidden=hidden) for _ in range(3))
                reason, why, answer = (self.word(hidden=True) for _ in range(3))
                options = [f"- [x] {option}", f"  {reason}", f"- [ ] {other}", f"  {why}"]
                return ["::: check", question, "", *options, "", "::: answer", answer, ":::", ":::"]
            case "note":
                call = self.word(hidden=hidden)
                return [
                    f"{call}[^n{self.count}]",
                    "",
                    *self.indented(f"[^n{self.count}]: ", inner, hidden=hidden, by=4),
                ]
            case "table":
                cells = [self.word(hidden=hidden) for _ in range(4)]
                return [f"| {cells[0]} | {cells[1]} |", "|---|---|", f"| **{cells[2]}** | {cells[3]} |"]
            case _:
                return [f"{self.word(hidden=hidden)} *{self.word(hidden=hidden)}*"]

    def indented(self, lead: str, depth: int, *, hidden: bool, by: int = 2) -> list[str]:
        first, *rest = [self.word(hidden=hidden), "", *self.blocks(depth, hidden=hidden)]
        return [lead + first, *(" " * by + line if line else "" for line in rest)]


SEEDS = st.integers(min_value=0, max_value=2**32)


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_what_is_for_facilitators_never_reaches_participants(seed: int) -> None:
    maker = Maker(seed)
    text = "## Topic\n\n" + "\n".join(maker.blocks(4, hidden=False))
    module, problems = parsed(text)
    assert not [
        p
        for p in problems
        if p.code in {ProblemCode.UNCLOSED_DIV, ProblemCode.CROSSING_DIV, ProblemCode.DEAD_REFERENCE}
    ], text
    assert words(*module.body) == maker.written, "the parser lost or made words"
    for edition in EDITIONS.values():
        shown = words(*select(module, edition).body)
        if edition.audience == "participants" and edition.name != "answers":
            assert not shown & maker.secret, (edition.name, text)
    assert words(*select(module, EDITIONS["guide"]).body) == maker.written


@settings(max_examples=80, deadline=None)
@given(SEEDS, st.sampled_from(["facilitator", "notes", "handout", "slide"]))
def test_one_more_audience_around_never_adds_words(seed: int, around: str) -> None:
    inner = "\n".join(Maker(seed).blocks(3, hidden=False))
    module, _ = parsed(f"## Topic\n\n{inner}")
    wrapped, _ = parsed(f"## Topic\n\n:::: {around}\n{inner}\n::::")
    for edition in EDITIONS.values():
        assert words(*select(wrapped, edition).body) <= words(*select(module, edition).body)


# ── hardly text ───────────────────────────────────────────────────────────────────────────────────────────────


def test_what_participants_hold_is_numbered_from_one() -> None:
    def table(name: str) -> str:
        return f"| A | B |\n|---|---|\n| 1 | 2 |\n\n: {name}\n\n"

    text = "## Before {.facilitator}\n\n" + table("hers") + "## Topic\n\n" + table("first")
    text += "::: facilitator\n" + table("key") + ":::\n\n" + table("second")
    module, _ = parsed(text)
    found = {m.plain(*node.caption): node.number for node in m.walk(*module.body) if isinstance(node, m.Table)}
    assert found == {"hers": 0, "first": 1, "key": 0, "second": 2}


def test_line_numbers_survive_bom_crlf_and_tabs() -> None:
    data = "\ufeff---\r\ntitle: T\r\ndescription: D\r\nobjectives: [O]\r\n---\r\n\r\n## One\r\n\r\n\t- no list\r\n-\titem ![](x.png)\r\n".encode()
    problems = Problems()
    module = parse(Source("module.md", decode(data)), "x", ParseContext(), problems)
    assert [(p.code, p.at.line) for p in problems] == [(ProblemCode.IMAGE_WITHOUT_ALT, 10)]
    assert [node.at.line for node in m.walk(*module.body) if isinstance(node, m.ListItem)] == [10]


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [(b"one\ntwo \xff\n", "0xff is not UTF-8", 2), (b"x" * 5_000_000, "5 MB", 1), (b"\n" * 70_000, "70001 lines", 1)],
)
def test_what_is_no_source_says_why_and_where(data: bytes, reason: str, line: int) -> None:
    with pytest.raises(Unreadable, match=re.escape(reason)) as error:
        decode(data)
    assert error.value.line == line


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", ProblemCode.EMPTY_MODULE),
        ("Just text.\n", ProblemCode.MISSING_FRONT_MATTER),
        ("---\ntitle: T\n", ProblemCode.MISSING_FRONT_MATTER),
        ("---\ntitle: T\ndescription: D\nobjectives: [O]\n---", ProblemCode.EMPTY_MODULE),
    ],
)
def test_a_file_without_front_matter_is_a_problem_with_a_hint(text: str, code: ProblemCode) -> None:
    problems = Problems()
    parse(Source("module.md", text), "x", ParseContext(), problems)
    assert [p.code for p in problems] == [code]
    assert all(p.hint for p in problems)
