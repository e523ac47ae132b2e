"""Who sees what: the table of docs/language.md, block by block, in what the parser and `select` make of a module's text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.inspect.module_text import module_text
from builder.model import module as m
from builder.model.references import Work
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from tests.parse.test_parse import parsed
from tests.test_cases import compiled

WORD = "canary"

REVIEWED = {"review"}
"""Reviewers are shown everything."""

TOPIC = {"handout", "slides", "slides-share", "guide"}
TASK = TOPIC | {"workbook"}
ANSWERED = {"answers", "questions", "slides", "guide"}

TABLE: dict[str, tuple[str, set[str]]] = {
    "prose": (WORD, TOPIC),
    "a list": (f"- {WORD}", TOPIC),
    "a table": (f"| a |\n|---|\n| {WORD} |", TOPIC),
    "a picture's alternative": (f'![](x.svg){{alt="{WORD}"}}', TOPIC),
    "a callout": (f"::: note\n{WORD}\n:::", TOPIC),
    "a warning": (f"::: caution\n{WORD}\n:::", TOPIC),
    "a content note": (f"::: content-note\n{WORD}\n:::", TOPIC),
    "a quote": (f"> {WORD}", TOPIC),
    "prose in columns": (f":::: columns\n::: column\n{WORD}\n:::\n::: column\nb\n:::\n::::", TOPIC),
    "key points": (f"::: keypoints\n- {WORD}\n:::", TOPIC | {"sheet"}),
    "a definition": (f"::: definition\n### Term\n{WORD}\n:::", TOPIC | {"sheet"}),
    "objectives": (f"::: objectives\n- {WORD}\n:::", TASK),
    "a scenario": (f"::: scenario\n{WORD}\n:::", TASK),
    "an activity's steps": (f"::: {{.activity time=5}}\n1. {WORD}\n:::", TASK),
    "a discussion": (f"::: discussion\n{WORD}\n:::", TASK),
    "a reflection": (f"::: reflection\n{WORD}\n:::", TASK),
    "a question in a reflection": (f"::: reflection\n> {WORD}\n:::", TASK),
    "a question": (f"::: check\n{WORD}?\n\n- [x] a\n- [ ] b\n:::", TASK | {"answers", "questions"}),
    "an option": (f"::: check\nQ?\n\n- [x] {WORD}\n- [ ] b\n:::", TASK | {"answers", "questions"}),
    "why an option is right": (f"::: check\nQ?\n\n- [x] a\n  {WORD}\n- [ ] b\n:::", ANSWERED),
    "why an option is wrong": (f"::: check\nQ?\n\n- [x] a\n- [ ] b\n  {WORD}\n:::", ANSWERED),
    "a question's answer": (f"::: check\nQ?\n\n::: answer\n{WORD}\n:::\n:::", ANSWERED),
    "an activity's answer": (f"::: {{.activity time=5}}\n1. Go.\n\n::: answer\n{WORD}\n:::\n:::", ANSWERED),
    "an answered activity's title": (
        f"::: {{.activity time=5}}\n### {WORD}\n1. Go.\n\n::: answer\na\n:::\n:::",
        TASK | {"answers", "questions"},
    ),
    "an answered activity's steps": (f"::: {{.activity time=5}}\n1. {WORD}\n\n::: answer\na\n:::\n:::", TASK),
    "a note in a scenario with a question": (f"::: scenario\n::: note\n{WORD}\n:::\n\n::: check\nQ?\n:::\n:::", TASK),
    "an answer in a topic": (f"::: answer\n{WORD}\n:::", ANSWERED),
    "cards": (f"::: cards\n- **{WORD}** Words.\n:::", {"cards", "guide"}),
    "the script": (f"::: notes\nSAY: {WORD}\n:::", {"slides", "guide"}),
    "what is for facilitators": (f"::: facilitator\n{WORD}\n:::", {"guide"}),
    "a callout for facilitators": (f"::: facilitator\n::: note\n{WORD}\n:::\n:::", {"guide"}),
    "the resources of facilitators": (f"::: facilitator\n::: resources\n- {WORD}\n:::\n:::", {"guide"}),
    "what is for paper": (f"::: handout\n{WORD}\n:::", {"handout"}),
    "what is for slides": (f"::: slide\n{WORD}\n:::", {"slides", "slides-share"}),
    "key points on paper": (f"::: handout\n::: keypoints\n- {WORD}\n:::\n:::", {"handout"}),
    "a question on paper": (f"::: handout\n::: check\n{WORD}?\n:::\n:::", {"handout"}),
    "a question on slides": (f"::: slide\n::: check\n{WORD}?\n:::\n:::", {"slides", "slides-share"}),
    "the reason of a question on paper": (f"::: handout\n::: check\nQ?\n\n- [x] a\n  {WORD}\n- [ ] b\n:::\n:::", set()),
    "paper on a slide": (f"::: slide\n::: handout\n{WORD}\n:::\n:::", set()),
    "where to turn": (f"::: resources\n- {WORD}\n:::", TASK | {"sheet"}),
    "local lines": (f"::: {{.local lines=police}}\n{WORD}\n:::", TASK | {"sheet"}),
    "a note of where to turn": (f"::: resources\n- a[^1]\n:::\n\n[^1]: {WORD}", TASK | {"sheet"}),
    "a note of the script's": (f"::: notes\nSAY: a[^1]\n:::\n\n[^1]: {WORD}", {"slides", "guide"}),
    "an audience that nobody knows": (f'::: {{.note audience="trainers"}}\n{WORD}\n:::', {"guide"}),
}


def seeing(text: str) -> set[str]:
    """Return the editions that show a word of a module."""
    module, _ = parsed(text)
    return {name for name, edition in EDITIONS.items() if WORD in module_text(select(module, edition))}


@pytest.mark.parametrize("what", TABLE)
def test_a_block_is_seen_by_these_editions_alone(what: str) -> None:
    text, editions = TABLE[what]
    assert seeing(f"## Topic\n\n{text}\n") == editions | REVIEWED


@pytest.mark.parametrize(
    ("audience", "editions"),
    [
        ("", TOPIC),
        ("{.facilitator}", {"guide"}),
        ("{.notes}", {"slides", "guide"}),
        ("{.handout}", {"handout"}),
        ("{.slide}", {"slides", "slides-share"}),
        ('{audience="trainers"}', {"guide"}),
        ("{.handout .slide}", {"guide"}),
    ],
)
def test_a_topic_and_its_title_are_seen_by_these_editions_alone(audience: str, editions: set[str]) -> None:
    assert seeing(f"## Topic {audience}\n\n{WORD}\n") == editions | REVIEWED
    assert seeing(f"## {WORD} {audience}\n\nWords.\n") == editions | REVIEWED


def test_a_topic_whose_audience_nobody_knows_is_for_the_guide_alone() -> None:
    topic = m.Topic(id="t", audience="trainers", body=(m.Paragraph(id="p", content=(m.Text(text="A word."),)),))
    module = m.Module(meta=parsed("## T\n\nWord.\n")[0].meta, body=(topic,), path="module.md", folder="x")
    assert [name for name, edition in EDITIONS.items() if select(module, edition).body] == ["guide", "review"]


def test_nothing_travels_along_that_an_edition_does_not_show() -> None:
    """Front matter, pictures and sources, of which writers and metadata could tell."""
    front = (
        "---\ntitle: T\ndescription: D.\nobjectives: [O]\nmaterials: [Keys]\nhardest: q\n---\n\n## Topic\n\n"
        '![](seen.svg){alt="x"} One.[@usc-7102]\n\n::: facilitator\n![](key.svg){alt="x"} Two.[@gao-2021]\n:::\n\n'
        "::: {.check #q}\nWhat?\n:::\n"
    )
    whole = compiled(front).module
    pictures = {name: m.Asset(name, b"", "image/svg+xml", 1, 1) for name in ("seen.svg", "key.svg")}
    works = {key: Work(id=key, title=key) for key in ("usc-7102", "gao-2021")}
    module = m.Module(whole.meta, whole.body, path=whole.path, folder=whole.folder, assets=pictures, works=works)
    for name, edition in EDITIONS.items():
        chosen = select(module, edition)
        facilitators = edition.audience == "facilitators"
        assert (chosen.meta.materials, chosen.meta.hardest) == ((("Keys",), "q") if facilitators else ((), "")), name
        prose, all_of_it = name in TOPIC | REVIEWED, name in {"guide", *REVIEWED}
        told = {"seen.svg": prose, "key.svg": all_of_it, "usc-7102": prose, "gao-2021": all_of_it}
        assert {*chosen.assets, *chosen.works} == {one for one, there in told.items() if there}, name


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("::: facilitator\nFor you.\n:::", False),
        ("### Heading alone\n\n::: facilitator\nFor you.\n:::", False),
        ("::: facilitator\nFor you.\n:::\n\n---\n\n::: notes\nSAY: Words.\n:::", False),
        (":::: columns\n::: column\n::: facilitator\na\n:::\n:::\n::: column\n::: notes\nb\n:::\n:::\n::::", False),
        (":::: columns\n::: column\n::: facilitator\na\n:::\n:::\n::: column\nb\n:::\n::::", True),
        ("", True),
        ("### Heading alone", True),
        ("::: notes\n:::", True),
    ],
)
def test_a_topic_that_is_emptied_goes_and_one_that_was_left_empty_stays(body: str, *, left: bool) -> None:
    module, _ = parsed(f"# Part\n\n## Topic\n\n{body}\n\n## Hers {{.facilitator}}\n\nWords.\n")
    assert titles(module, "handout") == (["Part", "Topic"] if left else [])


def test_a_heading_that_was_left_alone_is_seen_where_prose_is() -> None:
    module, _ = parsed("# Part\n\n## Later\n\n# Another part\n")
    seen = {name for name in EDITIONS if titles(module, name) == ["Part", "Later", "Another part"]}
    assert seen == TOPIC | REVIEWED
    assert [name for name in EDITIONS if name not in seen and titles(module, name)] == [], "no file of headings alone"


def test_a_break_is_on_no_page_that_tells_participants_no_times() -> None:
    text = "## First {time=10}\n\nWords.\n\n## Break {time=15}\n\n## Then {time=10}\n\nMore.\n"
    module, _ = parsed(text)
    assert {name for name in EDITIONS if "Break" in titles(module, name)} == (TOPIC | REVIEWED) - {"handout"}
    told = replace(module, meta=module.meta.model_copy(update={"agenda": True}))
    assert titles(told, "handout") == ["First", "Break", "Then"]


def titles(module: m.Module, edition: str) -> list[str]:
    """Return the titles of parts and topics in an edition, in order."""
    body = select(module, EDITIONS[edition]).body
    return [m.plain(*node.title) for node in m.walk(*body) if isinstance(node, m.Part | m.Topic)]
