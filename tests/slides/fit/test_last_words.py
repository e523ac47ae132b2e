"""Last words of a paragraph: bound where they would stand alone, but not where the line before would be as short."""

from __future__ import annotations

from builder.slides.deck.deck import lines_of, text_of, words
from tests.slides.test_fit import fitted, slot_lines, topic_slides


def test_minutes_and_last_words_are_not_left_alone() -> None:
    deck, _ = fitted(
        '## One\n\n::: {.activity time="5"}\n1. Place each card by the fact that it is about. (10 minutes)\n2. b\n:::\n'
    )
    assert words(slot_lines(topic_slides(deck)[0])[0]).endswith("(10\u00a0minutes)")
    ends = []
    for count in range(6, 26):
        deck, _ = fitted(f"## One {'word ' * count}end?\n\n- a\n")
        title = text_of(topic_slides(deck)[0].title)
        assert title.replace("\u00a0", " ") == f"One {'word ' * count}end?"
        ends.append("word\u00a0end?" in title)
    assert 1 <= sum(ends) <= 4, "only where the last word would stand alone on a line"


def test_last_words_are_not_bound_in_narrow_columns_where_the_line_before_would_be_as_short() -> None:
    texts = ("A decision among poor options.", "By force, fraud, or coercion.", "Who can be asked to come.")
    rows = "".join(f"- **A head of four words** {text}\n" for text in texts * 2)
    deck, _ = fitted(
        f"## One\n\n::: panels\n{rows}:::\n\n## Two\n\n::: steps\n1. **What else changed at the same time?**\n1. b\n1. c\n1. d\n:::\n"
    )
    lines = [line for slide in topic_slides(deck) for item in slide.filled for line in lines_of(item.content)]
    assert len(lines) > len(texts)
    assert not any("\u00a0" in words(line) for line in lines if line.role != "head" or "time" in words(line))
