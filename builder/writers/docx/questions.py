"""Writes questions: what is asked, what there is to choose, match or put in order, room to write, and solutions.

Right marks, pairs, places and reasons are in nodes of their own, which a selection for participants does not have.
"""

from __future__ import annotations

from typing import assert_never

from builder.core.frozen import replace
from builder.model import module as m
from builder.writers.docx.blocks import WordWriter
from builder.writers.docx.flow import Place
from builder.writers.docx.oxml import Marks

_Numbering = tuple[int, int]
_BLANK = "_____  "
"""Where a letter or a number is written."""


def write(writer: WordWriter, block: m.Check | m.Matching | m.Ordering, place: Place) -> None:
    """Add a question."""
    label = writer.labels("question", number=block.number) if block.number else writer.labels("check")
    inner = writer.heading((), place, label)
    writer.blocks(block.question, inner)
    match block:
        case m.Check():
            _choice(writer, block, inner)
        case m.Matching():
            _matching(writer, block, inner)
        case m.Ordering():
            _ordering(writer, block, inner)
        case _:
            assert_never(block)
    if block.answer:
        writer.flow.name(block.answer.id)
        writer.block(block.answer, writer.at(block.answer, inner))


def _choice(writer: WordWriter, block: m.Check, place: Place) -> None:
    if not block.options:
        if not writer.given.reviewed:
            writer.lines(1 if block.kind == "short-answer" else 0, place)
        return
    writer.say("Meta", writer.labels("choose-many" if block.many else "choose-one"), place)
    kind = "open" if block.kind == "true-false" else "A."
    numbering = writer.flow.numbers.add(kind, place.indent)
    for option in block.options:
        here = _add_choice(writer, option, place, numbering)
        if option.verdict:
            label = writer.labels("deck-right" if option.verdict.right else "deck-not-right")
            _reason(writer, label, option.verdict, here)


def _matching(writer: WordWriter, block: m.Matching, place: Place) -> None:
    writer.say("Meta", writer.labels("match-each"), place)
    for side, (kind, pieces) in enumerate((("1.", block.prompts), ("A.", block.options))):
        if block.heads:
            head = block.heads[side]
            writer.flow.paragraph("Term", writer.runs(head.content, Marks(lang=head.lang)), writer.at(head, place))
        numbering = writer.flow.numbers.add(kind, place.indent)
        for piece in pieces:
            here = _add_choice(writer, piece, place, numbering, blank=isinstance(piece, m.Prompt))
            if isinstance(piece, m.Prompt) and piece.match:
                partner = block.options[piece.match.option - 1]
                letter = writer.facts.letter(piece.match.option)
                label = writer.labels("match-right", letter=letter, words=m.plain(*partner.content))
                _reason(writer, label, piece.match, here)
            elif isinstance(piece, m.Option) and piece.verdict:
                _reason(writer, writer.labels("unmatched"), piece.verdict, here)


def _ordering(writer: WordWriter, block: m.Ordering, place: Place) -> None:
    writer.say("Meta", writer.labels("put-in-order"), place)
    numbering = writer.flow.numbers.add("A.", place.indent)
    for item in block.options:
        here = _add_choice(writer, item, place, numbering, blank=True)
        if item.place:
            _reason(writer, writer.labels("order-place", number=item.place.rank), item.place, here)


def _add_choice(
    writer: WordWriter, piece: m.Offered, place: Place, numbering: _Numbering, *, blank: bool = False
) -> Place:
    """Add what can be chosen, matched or put in order, as an item; return its place. `blank`: with room for a letter or number."""
    here = writer.at(piece, place)
    runs = writer.runs(piece.content, Marks(lang=piece.lang))
    if blank and not writer.given.reviewed:
        runs = writer.runs.text(_BLANK) + runs
    writer.flow.paragraph("List Paragraph", runs, here, numbering=numbering)
    return here


def _reason(writer: WordWriter, label: str, secret: m.Verdict | m.Match | m.RightPlace, place: Place) -> None:
    """Add what is right of an item, and why."""
    place = writer.at(secret, place)
    place = replace(place, indent=place.indent + 1)
    first, rest = (secret.feedback[0], secret.feedback[1:]) if secret.feedback else (None, ())
    if not isinstance(first, m.Paragraph):
        writer.flow.paragraph("List Continue", writer.runs.text(label, Marks("Label")), place)
        writer.blocks(secret.feedback, place, "List Continue")
        return
    words = writer.runs.lead_in(label) + writer.runs(first.content)
    writer.flow.paragraph("List Continue", words, writer.at(first, place))
    writer.blocks(rest, place, "List Continue")
