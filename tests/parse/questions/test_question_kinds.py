"""However a question for pairs or an order is written, participants read the same under every solution, or nothing."""

from __future__ import annotations

import pytest

from builder.core.problems import Problems, Severity
from builder.core.source import Source
from builder.inspect.module_text import blocks_text
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.parse.markdown import ParseContext, parse_body
from builder.transform.editions import EDITIONS
from builder.transform.selection import select

HANDED_OUT = [one for one in EDITIONS.values() if one.audience == one.offered_to == "participants"]
META = Meta(title="Case", description="Case", objectives=(Objective("Case"),), id="case")

FENCES = """
::: {.check kind="@"}
::: {.check kind=@ #id}
::: {.check kind="@" select="many"}
::: {.check kind="@" shuffle="7"}
::: {.check kind="@" shuffle="x"}
::: {.check kind="@s"}
::: {.check kind="@ing"}
::: {.check kind=" @ "}
::: {.check kind="“@”"}
::: {.check Kind="@"}
::: {.check kin="@"}
::: {.check type="@"}
::: {.check form="@"}
::: {.check data="@"}
::: {.check .@}
::: {.check #@ kind="@"}
::: {.@}
::: @
::: @s
::: {.check kind="@"
::: check kind="@"
::: {.Check kind="@"}
::: {.quiz kind="@"}
::: {.note .check kind="@"}
""".strip().split("\n")

PAIRS = (
    "| A | B | Why |\n|---|---|---|\n| one | {0} | SECRET |\n| two | {1} | |\n| three | {2} | SECRET |",
    "| A | B |\n|---|---|\n| one | {0} |\n| two | {1} |\n| three | {2} |",
    "one | {0}\ntwo | {1}\nthree | {2}",
    "| one | {0} |\n| two | {1} |\n| three | {2} |",
    "A      B\n-----  -----\none    {0}\ntwo    {1}\nthree  {2}\n",
    "+---+-----+\n| A | B   |\n+===+=====+\n| o | {0} |\n+---+-----+\n| t | {1} |\n+---+-----+\n| h | {2} |\n+---+-----+",
    "one\n:   {0}\n\ntwo\n:   {1}\n\nthree\n:   {2}",
    "- one: {0}\n- two: {1}\n- three: {2}",
    "- one\n\n  {0}\n- two\n\n  {1}\n- three\n\n  {2}",
    "| A | B |\n|---|---|\n| one | {0} |\n| two | {1} |\n\nAfter: {2}",
)
ORDERS = (
    "1. {0}\n2. {1}\n3. {2}",
    "1. {0}\n\n   SECRET\n2. {1}\n\n       SECRET\n3. {2}",
    "1) {0}\n   SECRET\n2) {1}\n3) {2}",
    "1. {0}\nSECRET\n2. {1}\n3. {2}",
    "a. {0}\na. {1}\na. {2}",
    "#. {0}\n#. {1}\n#. {2}",
    "- {0}\n- {1}\n- {2}",
    "1. {0}\n\n2. {1}\n\n3. {2}\n\nSECRET",
    "1. {0}\n   1. SECRET\n2. {1}\n3. {2}",
    "1. **{0}** SECRET\n2. **{1}**\n3. {2}",
    "| {0}\n| {1}\n| {2}",
    "{0}, {1}, {2}",
    "- [x] {0}\n- [ ] {1}\n- [ ] {2}",
)


def shown(fence: str, solution: str) -> tuple[str, bool]:
    """Return what participants read of a question, and whether an error is reported."""
    text = f"## T\n\nBefore.\n\n{fence}\nWhich?\n\n{solution}\n:::\n"
    problems = Problems()
    module = parse_body(Source("module.md", text), 1, META, ParseContext(), problems)
    read = "\n".join(line for edition in HANDED_OUT for line in blocks_text(select(module, edition).body, places=False))
    return read, any(problem.severity is Severity.ERROR for problem in problems)


KINDS = [("matching", PAIRS), ("ordering", ORDERS)]


def assert_alike(kind: str, fence: str, solution: str) -> tuple[str, bool]:
    """Assert that participants read the same under three solutions; return what they read, and whether there is an error."""
    words = ("red", "tan", "sky")
    found = {
        shown(fence.replace("@", kind), solution.format(*words[n:], *words[:n]))
        for n in range(len(words))  # every word in every place
    }
    assert len(found) == 1, (fence, solution, found)
    [(text, error)] = found
    assert "SECRET" not in text, (fence, solution)
    return text, error


@pytest.mark.parametrize(("kind", "solutions"), KINDS)
def test_participants_read_the_same_under_every_solution(kind: str, solutions: tuple[str, ...]) -> None:
    clear = [assert_alike(kind, FENCES[0], solution) for solution in solutions]
    assert 1 < sum("red" in text for text, error in clear if not error) < len(solutions) / 2
    named = [assert_alike(kind, fence, solutions[0]) for fence in FENCES]
    assert sum(error for _, error in named) > len(FENCES) / 2


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "solutions"), KINDS)
def test_participants_read_the_same_at_length(kind: str, solutions: tuple[str, ...]) -> None:
    for fence in FENCES:
        for solution in solutions:
            assert_alike(kind, fence, solution)
