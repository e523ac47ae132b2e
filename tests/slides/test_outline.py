"""Module → Deck: which slides there are and what stands on them, and that no word of a module is lost on the way."""

from __future__ import annotations

import re

from builder.core.problems import Problems
from builder.core.source import Source
from builder.model import module as m
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.model.outputs import Imprint, PageIndex
from builder.model.references import Work
from builder.parse.markdown import ParseContext, parse_body
from builder.slides.deck.deck import (
    Deck,
    TextContent,
    lines_of,
    text_of,
    words,
)
from builder.slides.inspect.deck_text import slide_text
from builder.slides.outline.outline import outline
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from tests.support.decks.deck_checks import LAYOUTS, THEME, shown_words
from tests.support.generated import ASSETS, WORKS

assert THEME is not None
META = Meta(
    title="A module",
    description="What it is about.",
    objectives=(Objective("Learn one thing."),),
    id="case",
    lang="en-US",
)
PAGES = PageIndex({"handout": {"sort": 4, "alone": 2}})


def deck_of(text: str, meta: Meta = META, works: dict[str, Work] = WORKS) -> tuple[Deck, Problems]:
    """Return the deck of a module's text."""
    assert THEME is not None
    problems = Problems()
    source = Source("module.md", text)
    problems.add_source(source)
    module = select(parse_body(source, 1, meta, ParseContext(works=works), problems), EDITIONS["slides"])
    module = m.Module(meta=meta, body=module.body, path="module.md", folder="case", assets=ASSETS, works=module.works)
    return outline(module, THEME, LAYOUTS, Imprint(course="A course", license="CC-BY-4.0"), PAGES, problems), problems


def topics_of(text: str, *, notes: bool = False) -> str:
    """Return the slides of a module's topics as text, without those around them."""
    deck, _ = deck_of(text)
    return "".join(slide_text(slide, notes=notes) for slide in deck.slides if slide.topic)


def codes_of(text: str) -> list[tuple[str, int]]:
    return [(problem.code.value, problem.at.line) for problem in deck_of(text)[1]]


def test_slides_around_the_topics() -> None:
    deck, _ = deck_of("## One\n\n- a fact [@usc]\n")
    assert [(slide.layout, text_of(slide.title)) for slide in deck.slides] == [
        ("cover", "A module"),
        ("content", "What you will learn"),
        ("content", "One"),
        ("sources", "Sources"),
        ("closing", "About this module"),
    ]
    assert "License: CC BY 4.0." in slide_text(deck.slides[-1])
    assert words(deck.slides[0].notes[0]) == "Facilitator copy: the notes hold the script and answers."


def test_lists_on_the_slide_and_prose_in_the_notes_under_the_script() -> None:
    text = "## One\n\nRunning prose.\n\n- first\n    - second\n\n::: notes\nSAY: Hello.\n:::\n"
    assert topics_of(text, notes=True) == (
        "content: One\n"
        "  body       • first\n"
        "  body         • second\n"
        "  notes      Say: Hello.\n"
        "  notes      From the handout\n"
        "  notes      Running prose.\n"
    )
    assert codes_of(text) == []


def test_a_marked_sentence_stands_large() -> None:
    assert topics_of("## One\n\nBefore. [Only this.]{.key} After.\n", notes=True) == (
        "statement: One\n  statement  Only this.\n  notes      From the handout\n  notes      Before. Only this. After.\n"
    )


def test_a_topic_with_prose_alone_has_its_heading_alone_and_a_warning() -> None:
    text = "## One {#alone}\n\nProse and nothing else.\n"
    assert topics_of(text) == "content: One\n  body       Read on: handout page 2\n"
    assert codes_of(text) == [("nothing-on-slide", 1)]


def test_a_break_is_a_heading_with_its_minutes_and_counts() -> None:
    text = "## One {time=10}\n\n- a\n\n## Break {time=15}\n\n## Two {time=5}\n\n- b\n"
    assert topics_of(text, notes=True) == (
        "content: One\n  body       • a\n  notes      10 minutes · starts at 0:00\n"
        "section: Break\n  text       15 minutes\n  notes      15 minutes · starts at 0:10\n"
        "content: Two\n  body       • b\n  notes      5 minutes · starts at 0:25\n"
    )
    assert codes_of(text) == []


def test_what_is_for_paper_alone_causes_no_warning() -> None:
    text = "## One\n\n- shown\n\n::: handout\nOnly on paper.\n:::\n\n## Two\n\n::: handout\nAll on paper.\n:::\n"
    assert topics_of(text, notes=True) == "content: One\n  body       • shown\n"
    assert codes_of(text) == []


def test_a_break_starts_a_slide_and_a_heading_after_it_is_its_title() -> None:
    assert topics_of("## One\n\n- a\n\n---\n\n### Under one\n\n- b\n") == (
        "content: One\n  body       • a\ncontent: Under one\n  kicker     One\n  body       • b\n"
    )


def test_a_heading_after_a_break_is_jumped_to_and_its_footnote_is_told() -> None:
    text = "## One\n\n- a\n\n---\n\n### Under[^n] {#under}\n\n- b\n\n## Two\n\n- See [](#under).\n\n[^n]: A note of the heading's.\n"
    deck, _ = deck_of(text)
    slides = {slide.id: slide for slide in deck.slides}
    assert "source     1 A note of the heading’s" in slide_text(slides["one.2"])
    lines = [line for item in slides["two.1"].filled for line in lines_of(item.content)]
    assert [run.jump for line in lines for run in line.runs if run.jump] == ["one.2"]


def test_a_block_that_stands_nowhere_is_shown() -> None:
    """The parser makes none: all blocks after the first heading stand in a topic."""
    assert THEME is not None

    def p(text: str) -> m.Paragraph:
        return m.Paragraph(id=text, content=(m.Text(text=text),))

    topic = m.Topic(id="one", title=(m.Text(text="One"),), body=(m.List(id="l", items=(m.ListItem(body=(p("a"),)),)),))
    module = m.Module(META, (topic, p("stray-prose"), m.Note(id="n", body=(p("stray-note"),))), "module.md", "case")
    deck = outline(module, THEME, LAYOUTS, Imprint(), PageIndex(), Problems())
    assert {"stray-prose", "stray-note"} <= set(shown_words(deck).split())


def test_a_heading_in_a_topic_stays_in_the_text() -> None:
    assert topics_of("## One\n\n### Under one\n\n- a\n") == "content: One\n  body       Under one\n  body       • a\n"


def test_a_table_keeps_caption_and_source() -> None:
    text = "## One\n\n| A | B |\n|---|---|\n| 1 | 2 [@usc] |\n\n: What it shows {#t}\n"
    assert topics_of(text) == (
        "table: One\n"
        "  table      A | B\n"
        "  table      1 | 2\n"
        "  source     Table 1. What it shows\n"
        "  source     Source: An Office of Something, 2020\n"
    )


def test_a_callout_of_its_own_title_says_its_topic_above() -> None:
    text = "## One\n\n::: note\n### Mind this\n\nIt matters.\n\nSource: [@usc].\n:::\n"
    assert topics_of(text) == (
        "content: Mind this\n  kicker     One\n  body       It matters.\n  source     Source: An Office of Something, 2020.\n"
    )


def test_an_activity_has_a_clock_and_a_page() -> None:
    text = '## One\n\n::: {.activity #sort time="10" group="pairs" materials="cards"}\n### Sort\n\n1. Lay out.\n2. Talk.\n:::\n'
    assert topics_of(text) == (
        "activity: Sort\n"
        "  kicker     One · Activity 1\n"
        "  body       1. Lay out.\n"
        "  body       2. Talk.\n"
        "  minutes    10 min\n"
        "  facts      In pairs\n"
        "  facts      Materials: cards\n"
        "  facts      Activity 1 (handout page 4)\n"
    )


def test_groups_read_as_authors_mean_them_and_little_takes_no_panel() -> None:
    def facts(attributes: str) -> list[str]:
        text = topics_of(f"## One\n\n::: {{.activity {attributes}}}\n- a\n:::\n")
        return [row[13:] for row in text.splitlines() if row.startswith("  facts")]

    assert [
        facts(f'time="5" group="{group}"')[0] for group in ("pairs", "the same fours", "alone", "each person alone")
    ] == [
        "In pairs",
        "In the same fours",
        "Alone",
        "Each person alone",
    ]
    assert topics_of("## One\n\n::: {.discussion #sort}\n- a\n:::\n") == (
        "question-open: One\n  kicker     Talk it over · Handout page 4\n  body       • a\n"
    )


def test_a_slide_that_says_where_to_read_on_names_the_page_of_its_own_part() -> None:
    text = "## One {#alone}\n\nProse.\n\n---\n\nMore.\n\n---\n\n### Under {#sort}\n\nMore.\n"
    shown = re.findall(r"body +(Read on: .*)", topics_of(text))
    assert shown == [f"Read on: handout page {number}" for number in (2, 2, 4)]


def test_the_answer_follows_its_question() -> None:
    text = "## One\n\n::: check\nWhich?\n\n- [ ] This\n    Not so.\n- [x] That\n    Because.\n:::\n"
    assert topics_of(text) == (
        "question-2: Which?\n"
        "  kicker     One · Question 1\n"
        "  option-1   A. This\n"
        "  option-2   B. That\n"
        "answer-2: Answer: Which? [answers]\n"
        "  kicker     Question 1\n"
        "  option-1   A. This\n"
        "  option-1     Not so.\n"
        "  right-2    B. That  ✓ Right\n"
        "  right-2      Because.\n"
    )


def test_a_script_goes_with_the_first_slide_it_covers() -> None:
    text = "## One\n\n::: note\n### A\n\na\n:::\n\n::: note\n### B\n\nb\n:::\n\n::: notes\nSAY: For both.\n:::\n\n---\n\n- c\n\n::: notes\nSAY: For c.\n:::\n"
    deck, _ = deck_of(text)
    said = [[words(line) for line in slide.notes if line.role == "say"] for slide in deck.slides if slide.topic]
    assert said == [["Say: For both."], [], ["Say: For c."]]


def test_a_script_that_stands_alone_between_breaks_is_said_with_the_slide_before_it_or_the_first() -> None:
    def said(text: str) -> list[list[str]]:
        deck, _ = deck_of(text)
        return [[words(line) for line in slide.notes if line.role == "say"] for slide in deck.slides if slide.topic]

    one, two = ("::: notes\nSAY: One.\n:::\n\n", "::: notes\nSAY: Two.\n:::\n\n")
    assert said(f"## T\n\n- a\n\n---\n\n- b\n\n---\n\n{one}") == [[], ["Say: One."]]
    assert said(f"## T\n\n{one}---\n\n- a\n\n---\n\n- b\n") == [["Say: One."], []]
    assert said(f"## T\n\n{one}---\n\n{two}") == [["Say: One.", "Say: Two."]]
    notes = [f"::: note\n### {name}\n\n{name}\n:::\n\n" for name in "AB"]
    assert said(f"## T\n\n{notes[0]}{one}{notes[1]}{two}") == [["Say: One."], ["Say: Two."]]


def test_a_picture_stands_beside_its_list_by_its_shape() -> None:
    for name, layout in (("wide.svg", "image-and-text"), ("tall.svg", "portrait-and-text")):
        text = f'## One\n\n- a\n\n![What it shows]({name}){{alt="told"}}\n'
        assert (
            topics_of(text)
            == f"{layout}: One\n  body       • a\n  picture    {name} “told”\n  source     Figure 1. What it shows\n"
        )
    assert topics_of('## One\n\n![](wide.svg){alt="told"}\n') == "image: One\n  picture    wide.svg “told”\n"


def test_four_columns_take_two_slides() -> None:
    columns = "".join(f"::: column\n- {letter}\n:::\n" for letter in "abcd")
    assert topics_of(f"## One\n\n:::: columns\n{columns}::::\n") == (
        "two-columns: One\n  left       • a\n  right      • b\ntwo-columns: One\n  left       • c\n  right      • d\n"
    )


def test_references_jump_to_the_slide_and_say_the_page() -> None:
    text = (
        '## One {#one}\n\n::: {.activity #sort time="5"}\n### Sort\n\n1. Go.\n:::\n\n'
        "## Two {#two}\n\n- See [](#sort), [the first topic](#one) and [it](handout:#sort).\n- [Here](#two).\n"
    )
    deck, _ = deck_of(text)
    line = next(
        line
        for slide in deck.slides
        for item in slide.filled
        if isinstance(item.content, TextContent)
        for line in item.content.lines
        if words(line).startswith("See")
    )
    assert words(line) == "See Activity 1, the first topic and it (handout page 4)."
    assert [run.jump for run in line.runs if run.jump] == ["one.1", "one.1"]
    two = next(slide for slide in deck.slides if slide.id == "two.1")
    runs = [
        run
        for item in two.filled
        if isinstance(item.content, TextContent)
        for one in item.content.lines
        for run in one.runs
    ]
    assert [run.jump for run in runs if run.text == "Here"] == [""], "a jump to where one is"


def test_a_short_footnote_stands_at_the_foot_and_a_long_one_in_the_notes() -> None:
    text = "## One\n\n- a[^1] and b[^2]\n\n[^1]: Short.\n[^2]: " + "Long words. " * 20 + "\n"
    shown = topics_of(text, notes=True)
    assert "  source     1 Short.\n" in shown
    assert "  notes      2 Long words. Long words." in shown


def test_a_layout_by_name_wins_where_it_can_hold_the_content() -> None:
    assert topics_of('## One {layout="key-points"}\n\n- a\n') == "key-points: One\n  body       • a\n"
    assert (
        topics_of('## One {layout="two-columns"}\n\n- a\n- b\n')
        == "two-columns: One\n  left       • a\n  right      • b\n"
    )
    assert codes_of('## One {layout="keypoints"}\n\n- a\n') == [("unsuitable-layout", 1)]
    assert codes_of('## One {layout="content"}\n\n| A |\n|---|\n| 1 |\n') == [("unsuitable-layout", 1)]


def test_topics_of_one_title_are_numbered_with_a_warning() -> None:
    deck, problems = deck_of("## One\n\n- a\n\n## One\n\n- b\n")
    assert [text_of(slide.title) for slide in deck.slides if slide.topic] == ["One", "One (2)"]
    assert [(problem.code.value, problem.at.line) for problem in problems] == [("repeated-slide-title", 5)]


def test_a_topic_whose_blocks_are_titled_keeps_its_heading_where_the_layout_has_no_kicker() -> None:
    notice = "::: caution\n### Take care\n\n- a\n:::\n"
    assert topics_of(f"## One [@who]\n\n{notice}", notes=True) == (
        "caution: Take care\n  body       • a\n  source     Source: who\n  notes      One\n"
    )
    assert "notes      One" not in topics_of(f"## One\n\n- b\n\n{notice}", notes=True), "a slide is titled “One”"


def test_the_clock_counts_minutes_before() -> None:
    deck, _ = deck_of('## One {time="15"}\n\n- a\n\n## Untimed\n\n- a\n\n## Two {time="10"}\n\n- b\n')
    assert [words(slide.notes[0]) for slide in deck.slides if slide.topic and slide.notes] == [
        "15 minutes · starts at 0:00",
        "10 minutes · starts at 0:15",
    ]


def test_contents_are_what_one_can_look_through() -> None:
    def contents(text: str) -> list[str]:
        slides = [slide for slide in deck_of(text)[0].slides if text_of(slide.title) == "In this session"]
        return [row[13:] for slide in slides for row in slide_text(slide).splitlines()[1:]]

    topics = [f"## Topic {n}\n\n- a\n\n" for n in range(1, 41)]
    assert contents("".join(topics[:3])) == []
    assert contents("".join(topics[:4])) == [f"• Topic {n}" for n in range(1, 5)]
    assert contents("".join(topics)) == []
    parts = "".join(f"# Part {n}\n\n{''.join(topics[n * 10 : n * 10 + 10])}" for n in range(4))
    assert contents(parts) == [f"• Part {n}" for n in range(4)]


def test_a_part_has_a_slide_and_stands_over_its_topics() -> None:
    deck, _ = deck_of("# Part one\n\n## One\n\n- a\n")
    assert [(slide.layout, text_of(slide.title), slide.section) for slide in deck.slides[2:4]] == [
        ("section", "Part one", "Part one"),
        ("content", "One", "Part one"),
    ]


def test_options_have_the_letters_of_the_deck_s_language() -> None:
    """Programs for slides count in Latin letters alone, so other letters are text."""
    text = "## س\n\n::: check\n### ما الرقم؟\n\n- [x] واحد\n    لأنه.\n- [x] اثنان\n    لأنه.\n- [ ] ثلاثة\n:::\n"
    shown = [slide_text(slide) for slide in deck_of(text, META.model_copy(update={"lang": "ar"}))[0].slides]
    assert any("أ  واحد" in words and "ب  اثنان" in words for words in shown), shown
