"""The guide's plan: start times, which slides and script stand side by side, and where pages may end."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from builder.model import module as m
from builder.model.outputs import PageIndex, Variant
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.guide.plan import plan_guide
from builder.writers.pages.guide.script import SlidePicture, TopicStep
from builder.writers.pages.html import page_html
from tests.support.print.printed import HANDOUT_PAGES, SLIDES, plain
from tests.support.specimen import IMPRINT, p, specimen, t


def test_the_clock_counts_the_session_and_nothing_else() -> None:
    plan = plan_guide(select(specimen(), EDITIONS["guide"]), SLIDES, HANDOUT_PAGES)
    assert [(guide_topic.topic.id, guide_topic.start, guide_topic.minutes) for guide_topic in plan.session] == [
        ("welcome", 0, 5),
        ("terms", 5, 10),
        ("practice", 15, 25),
        ("close", 40, None),
    ]
    assert plan.total_minutes == 40
    assert plan.topics["before"].start is None


def test_slides_stand_beside_the_script_that_talks_about_them() -> None:
    plan = plan_guide(select(specimen(), EDITIONS["guide"]), SLIDES, HANDOUT_PAGES)
    steps = {
        guide_topic.topic.id: [[slide.number for slide in step.slides] for step in guide_topic.steps]
        for guide_topic in plan.session
    }
    assert steps["welcome"] == [[1, 2, 3]]
    assert steps["practice"] == [[6], [7]]
    assert [slide.number for slide in plan.question_slides("check-age")] == [8, 9]
    assert sorted(slide.number for guide_topic in plan.session for slide in guide_topic.slides) == list(range(1, 10))


def test_a_topic_that_is_a_heading_alone_has_its_slide_and_those_after_it() -> None:
    words = m.Topic(id="one", title=(m.Text(text="One"),), body=(p("Words."),))
    break_ = m.Topic(id="break", title=(m.Text(text="Break"),), minutes=15)
    shown = (SlidePicture(1, "T"), SlidePicture(2, "One", ids=("one",)), SlidePicture(3, "Break", ids=("break",)))
    plan = plan_guide(replace(specimen(), body=(words, break_)), (*shown, SlidePicture(4, "Sources")), HANDOUT_PAGES)
    assert [[slide.number for step in guide_topic.steps for slide in step.slides] for guide_topic in plan.session] == [
        [1, 2],
        [3, 4],
    ]
    assert [(guide_topic.start, guide_topic.minutes) for guide_topic in plan.session] == [(0, None), (0, 15)]


def test_a_script_is_neither_cut_nor_repeated_beside_its_slides() -> None:
    for guide_topic in plan_guide(select(specimen(), EDITIONS["guide"]), SLIDES, HANDOUT_PAGES).session:
        for step in guide_topic.steps:
            assert tuple(block for piece in step.pieces for block in piece.script) == (
                step.notes.body if step.notes else ()
            )
            assert {*step.slides_without_script, *(piece.slide for piece in step.pieces)} - {None} == set(step.slides)


def test_the_slide_of_a_part_goes_with_its_first_topic_in_the_room() -> None:
    alone = m.Topic(id="alone", audience="facilitator", body=(p("For you."),))
    one, two = (m.Topic(id=ident, title=(t(ident),), body=(p("Words."),)) for ident in ("one", "two"))
    parts = (m.Part(id="first", body=(one,)), m.Part(id="second", body=(alone, two)))
    slides = (SlidePicture(1, "one", ("one",)), SlidePicture(2, "Part", ("second",)), SlidePicture(3, "two", ("two",)))
    topics = plan_guide(replace(specimen(), body=parts), slides, PageIndex()).topics
    assert {name: [slide.number for slide in guide_topic.slides] for name, guide_topic in topics.items()} == {
        "one": [1],
        "alone": [],
        "two": [2, 3],
    }


def test_what_to_listen_for_stands_beside_the_picture_of_its_question() -> None:
    def cue(kind: str) -> m.Cue:
        return m.Cue(kind=kind, content=(t(f"{kind} " + "Words of the script. " * 8),))

    script = tuple(map(cue, ("say", "ask", "listen", "listen", "do", "ask", "listen")))

    def letters(blocks: tuple[m.Block, ...]) -> list[str]:
        return [m.plain(block)[:3] for block in blocks]

    def pieces(count: int) -> list[tuple[list[str], list[str]]]:
        """Return the pieces of the script beside `count` slides, in the first letters of its cues."""
        slides = tuple(SlidePicture(n, "A slide", png=b"png") for n in range(1, count + 1))
        step = TopicStep(slides, m.Notes(id="n", body=script), ())
        return [(letters(piece.beside), letters(piece.below)) for piece in step.pieces]

    assert pieces(2) == [(["say"], []), (["ask", "lis", "lis"], ["do ", "ask", "lis"])]
    assert pieces(1) == [(["say"], ["ask", "lis", "lis", "do ", "ask", "lis"])]
    assert pieces(0) == [([], ["say", "ask", "lis", "lis", "do ", "ask", "lis"])]


def test_the_guide_works_without_slides() -> None:
    chosen = select(specimen(), EDITIONS["guide"])
    assert "Slide " not in page_html(chosen, EDITIONS["guide"], plain(), Variant(), IMPRINT, PageIndex())


def test_a_lean_guide_prints_of_the_handout_what_it_refers_to() -> None:
    """Only what the handout holds whole is left to it, and nothing that is referred to, directly or through another block."""
    told = m.Notes(id="told", body=(m.Cue(kind="say", content=(t("See "), m.Reference(target="named", content=()))),))
    named = replace(p("NAMED"), id="named", content=(t("NAMED"), m.Reference(target="next", content=())))
    blocks = (named, replace(p("NEXT"), id="next"), replace(p("LEFT"), id="left"), replace(p("OURS"), id="ours"))
    question = m.Columns(id="mixed", columns=(m.Column(body=(p("MIXED"), m.Answer(id="a", body=(p("Yes."),)))),))
    topics = (
        m.Topic(id="one", title=(t("One"),), body=(*blocks, question, told)),
        m.Topic(id="two", title=(t("Two"),), body=(replace(p("SCRIPTLESS"), id="bare"),)),
    )
    module = select(replace(specimen(), body=topics), EDITIONS["guide"])
    held = PageIndex({"handout": dict.fromkeys(("one", "two", "named", "next", "left", "mixed", "bare"), 1)})

    def words(guide: Literal["lean", "full"]) -> set[str]:
        page = page_html(module, EDITIONS["guide"], plain(), Variant(), replace(IMPRINT, guide=guide), held)
        return {word for word in ("NAMED", "NEXT", "LEFT", "OURS", "MIXED", "SCRIPTLESS") if word in page}

    assert words("lean") == words("full") - {"LEFT"}
    assert "LEFT" in words("full")


def test_pictures_of_slides_without_any_script_stand_side_by_side_but_one_alone_has_its_own_place() -> None:
    one, two = SlidePicture(1, "One"), SlidePicture(2, "Two")
    both, alone = TopicStep((one, two), None, ()), TopicStep((one,), None, ())
    assert (both.pieces, both.slides_without_script) == ((), (one, two))
    assert ([piece.slide for piece in alone.pieces], alone.slides_without_script) == ([one], ())
