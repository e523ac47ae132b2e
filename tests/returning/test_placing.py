"""Words of a slide found in Markdown, and changes that concern one place."""

from __future__ import annotations

import pytest

from builder.returning.deck.change import APPLIES, CONFLICT, Change
from builder.returning.deck.placing.merge import groups, merge_insertions, without_overlaps
from builder.returning.deck.placing.tokens import NotPlacedError, escape, replacements
from builder.returning.edits import SourceFile


def written(source: str, old: str, new: str) -> str:
    """Return a source in which the words of a slide are changed."""
    for one in sorted(replacements(old, new, source, 0, len(source)), key=lambda one: -one.start):
        source = source[: one.start] + one.new + source[one.end :]
    return source


@pytest.mark.parametrize(
    ("source", "old", "new", "expected"),
    [
        ("- A **bold word** here", "A bold word here", "A bold sign here", "- A **bold sign** here"),
        ("- A **bold** word", "A bold word", "A word", "- A word"),
        ("- A **bold** word", "A bold word", "A bold new word", "- A **bold** new word"),
        (
            "- See [the page](http://a.example/b) now",
            "See the page now",
            "See the leaf now",
            "- See [the leaf](http://a.example/b) now",
        ),
        (
            "Two\n  lines here [@key, p. 3].",
            "Two lines here.",
            "Two long lines there.",
            "Two long\n  lines there [@key, p. 3].",
        ),
        ("first-second", "first-second", "first and second", "first and second"),
        ("one two", "one two", "one-two", "one-two"),
        ("It's “so”.", "It’s 'so'.", "It’s 'too'.", "It's “too”."),
        ("*One* two", "One two", "Now One two", "Now *One* two"),
        ("One *two*", "One two", "One two three", "One *two* three"),
        ("a b", "a b", "a * b", "a \\* b"),
    ],
)
def test_only_changed_words_change(source: str, old: str, new: str, expected: str) -> None:
    assert written(source, old, new) == expected


@pytest.mark.parametrize(
    ("source", "old", "new"),
    [
        ("A **bold** word here", "A bold word here", "A thin line here"),  # whose are the marks?
        ("Read this", "Say: Read this", "Tell: Read this"),  # the label is ours
        ("Quite other text", "These words", "Those words"),
    ],
)
def test_what_is_not_sure_is_not_placed(source: str, old: str, new: str) -> None:
    with pytest.raises(NotPlacedError):
        replacements(old, new, source, 0, len(source))


def test_signs_of_markdown_are_escaped() -> None:
    assert escape("1. [a](b) *c* {d} e|f", begins=True) == "1\\. \\[a\\](b) \\*c\\* \\{d\\} e\\|f"
    assert escape("# a, 2 + 2 = 4", begins=True) == "\\# a, 2 + 2 = 4"


def test_words_typed_in_two_ways_exclude_each_other_and_lines_follow() -> None:
    file = SourceFile("m.md", b"one\ntwo\n")

    def change(kind: str, new: str) -> Change:
        return Change(kind, 1, "", new=new, state=APPLIES, edits=(file.edit(4, 4, new),))

    words = without_overlaps(merge_insertions([change("words", "a "), change("words", "b ")]), file)
    assert {one.state for one in words} == {CONFLICT}
    lines = without_overlaps(merge_insertions([change("added", "a\n"), change("added", "b\n")]), file)
    assert groups(lines) == [[0, 1]]
    assert file.apply(edit for one in lines for edit in one.edits).data == b"one\na\nb\ntwo\n"
