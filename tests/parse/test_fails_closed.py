"""However questions, audiences and scripts are mistyped, no mark, reason, answer or script reaches participants."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings

from builder.core.problems import Problem, Problems, Severity
from builder.core.source import Source
from builder.model import module as m
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.model.outputs import Imprint, PageIndex, Variant
from builder.parse.markdown import ParseContext, parse_body
from builder.slides.inspect.deck_text import deck_text
from builder.slides.outline.outline import outline
from builder.slides.template.read_layouts import read_layouts
from builder.slides.template.template import make_template
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.html import page_html
from builder.writers.questions.gift import write_gift
from tests.support import sloppy
from tests.support.print.pages import everything, make_pdf, theme

HANDED_OUT = [one for one in EDITIONS.values() if one.audience == one.offered_to == "participants"]
META = Meta(title="Case", description="Case", objectives=(Objective("Case"),), id="case")
FEW = settings(max_examples=40, deadline=None, derandomize=True, database=None)
MANY = settings(
    max_examples=1500, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def parsed(text: str) -> tuple[m.Module, list[Problem]]:
    """Return the module of a text, and its errors."""
    problems = Problems()
    module = parse_body(Source("module.md", f"## T\n\n{text}\n"), 1, META, ParseContext(), problems)
    return module, [problem for problem in problems if problem.severity is Severity.ERROR]


def secrets(module: m.Module) -> set[str]:
    """Return all that participants could read of a module that they must not: words, ticks, addresses."""
    told = set()
    for edition in HANDED_OUT:
        for node in m.walk(*select(module, edition).body):
            told |= {"a ticked box"} if isinstance(node, m.ListItem) and node.checked else set()
            words = f"{getattr(node, 'text', '')} {getattr(node, 'expansion', '')} {getattr(node, 'target', '')}"
            told |= set(re.findall(r"[^\s?.:,]+", words)) - sloppy.OPEN
    return told


def assert_closed(text: str) -> None:
    module, errors = parsed(text)
    assert not secrets(module), text
    assert not [error for error in errors if not error.hint], text


@cache
def by_hand() -> tuple[tuple[str, m.Module, list[Problem]], ...]:
    return tuple((text, *parsed(text)) for text in sloppy.by_hand())


def test_no_spelling_of_the_list_tells_participants_and_what_is_refused_says_the_cure() -> None:
    assert len(by_hand()) >= 350
    assert [text for text, module, _ in by_hand() if secrets(module)] == []
    assert [text for text, _, errors in by_hand() if any(not error.hint for error in errors)] == []


def test_what_is_read_is_read_as_it_was_meant() -> None:
    questions = [node for _, module, errors in by_hand() if not errors for node in m.walk(*module.body)]
    judged = [node for node in questions if isinstance(node, m.Option) and node.verdict]
    assert len(judged) > 100
    for option in judged:
        assert option.verdict
        assert option.verdict.right == (m.plain(*option.content) == "ALPHA")


@FEW
@given(sloppy.questions())
def test_no_question_that_is_made_up_tells_participants(text: str) -> None:
    assert_closed(text)


@FEW
@given(sloppy.audiences())
def test_no_audience_that_is_made_up_tells_participants(text: str) -> None:
    assert_closed(text)


@pytest.mark.slow
@MANY
@given(sloppy.questions())
def test_no_question_tells_participants_at_length(text: str) -> None:
    assert_closed(text)


@pytest.mark.slow
@MANY
@given(sloppy.audiences())
def test_no_audience_tells_participants_at_length(text: str) -> None:
    assert_closed(text)


@cache
def together() -> m.Module:
    """Return one module of all specimens whose faults end with them, and that do not make it a file of LiaScript."""
    alone = [
        text
        for text, _, errors in by_hand()
        if not {"unclosed-div", "crossing-div"} & {e.code.value for e in errors} and not re.search(r"\[[(\[]", text)
    ]
    named = [re.sub(r"\[(\^[a-z0-9]|a)\]", rf"[\g<1>{n}]", text) for n, text in enumerate(alone)]
    return parsed("\n\n# T\n\n## T\n\n".join(named))[0]


def test_pages_and_slides_of_all_together_hold_no_secret() -> None:
    """A preview makes pages of modules with errors."""
    chosen = select(together(), EDITIONS["handout"])
    page = page_html(chosen, EDITIONS["handout"], theme(), Variant(), Imprint(), PageIndex())
    assert "ALPHA" in page
    assert not re.search(r"SECRET|[✓✔✅☑]|\[x\]|\schecked", page)
    chosen = select(together(), EDITIONS["slides-share"])
    deck = outline(chosen, theme(), read_layouts(make_template(theme())), Imprint(), PageIndex(), Problems())
    assert "ALPHA" in deck_text(deck)
    assert not re.search(r"SECRET|[✓✔✅☑]|\[x\]", deck_text(deck))


def test_the_question_bank_has_only_what_is_clear() -> None:
    chosen = select(together(), EDITIONS["questions"])
    bank = write_gift(chosen, theme(), Imprint(), Problems()).data.decode()
    right = re.findall(r"^\s*=\s*(?:\[html\])?(\w+)", bank, re.MULTILINE)
    assert len(right) > 60
    assert set(right) == {"ALPHA"}


@pytest.mark.slow
def test_no_byte_of_a_handout_holds_a_secret() -> None:
    clean = [text for text, _, errors in by_hand() if not errors and "](" not in text]
    found = everything(make_pdf("handout", parsed("\n\n## T\n\n".join(clean[:40]))[0]).data)
    assert "ALPHA" in found
    assert "SECRET" not in found
