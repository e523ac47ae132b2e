"""Writes teaching blocks: activities, questions with their answers, callouts, scripts. Each is a title and text in its own style."""

from __future__ import annotations

from typing import assert_never

from builder.core.frozen import replace
from builder.model import module as m
from builder.writers.docx import questions
from builder.writers.docx.blocks import WordWriter
from builder.writers.docx.flow import Place

Teaching = (
    m.Objectives | m.KeyPoints | m.Activity | m.Discussion | m.Scenario | m.Cards | m.Check | m.Matching | m.Ordering
    | m.Answer | m.Reflection | m.FillIn | m.FormFields | m.Definition | m.Note | m.Caution | m.ContentNote | m.Quote | m.Notes | m.Cue | m.Facilitator | m.Resources
)  # fmt: skip

_STYLES: dict[type[m.Node], tuple[str, str]] = {
    m.Objectives: ("Objectives", "objectives"),
    m.KeyPoints: ("Key Points", "key-points"),
    m.Discussion: ("Discussion", "discussion"),
    m.Scenario: ("Scenario", "scenario"),
    m.Answer: ("Answer", "answer"),
    m.Reflection: ("Reflection", "reflection"),
    m.FillIn: ("Fill In", "fill-in"),
    m.Definition: ("Definition", "definition"),
    m.Note: ("Note", "note"),
    m.Caution: ("Caution", "caution"),
    m.ContentNote: ("Content Note", "content-note"),
    m.Quote: ("Quote", "quote"),
    m.Notes: ("Script", "notes"),
    m.Facilitator: ("Facilitator", "facilitator"),
    m.Resources: ("Resources", "resources"),
}
"""Blocks that are a title and text: the name of their style, and the label that says what they are."""


def write(writer: WordWriter, block: Teaching, place: Place) -> None:
    """Add a teaching block."""
    match block:
        case m.Activity():
            _activity(writer, block, replace(place, box="Activity"))
        case m.FormFields():
            _form(writer, block, replace(place, box="Form"))
        case m.Cards():
            _cards(writer, block, replace(place, box="Cards"))
        case m.Check() | m.Matching() | m.Ordering():
            questions.write(writer, block, replace(place, box="Question"))
        case m.Cue():
            writer.paragraph("Body Text", block.content, place, writer.runs.lead_in(writer.labels(block.kind)))
        case (
            m.Objectives() | m.KeyPoints() | m.Discussion() | m.Scenario() | m.Answer() | m.Reflection() | m.FillIn() | m.Definition()
            | m.Note() | m.Caution() | m.ContentNote() | m.Quote() | m.Notes() | m.Facilitator() | m.Resources()
        ):  # fmt: skip
            name, key = _STYLES[type(block)]
            _add_title(writer, block, replace(place, box=name), writer.labels(key))
        case _:
            assert_never(block)


def _add_title(writer: WordWriter, block: m.Container, place: Place, label: str) -> None:
    inner = writer.heading(block.title, place, label)
    if isinstance(block, m.Discussion):
        writer.say("Meta", writer.facts.task(block), inner)
    writer.blocks(block.body, inner)
    if isinstance(block, m.Quote) and block.attribution:
        writer.paragraph("Attribution", block.attribution, inner)
    if isinstance(block, m.Reflection) and not writer.given.reviewed:
        writer.lines(block.lines, inner)


def _activity(writer: WordWriter, block: m.Activity, place: Place) -> None:
    inner = writer.heading(block.title, place, writer.labels("activity", number=block.number) if block.number else "")
    writer.say("Meta", writer.facts.task(block), inner)
    writer.blocks(block.body, inner)


def _form(writer: WordWriter, block: m.FormFields, place: Place) -> None:
    """Add a form: each field with lines to write on, or with its answers. To reviewers the fields are text, without lines."""
    inner = writer.heading(block.title, place, "" if block.title else writer.labels("form"))
    writer.blocks(block.body, inner)
    for field in block.fields:
        at = writer.at(field, inner)
        writer.paragraph("Body Text", field.label, at)
        numbering = writer.flow.numbers.add("open", at.indent)
        steps = range(1, field.size + 1) if field.kind == "rating" and not field.options else ()
        options = [option.content for option in field.options] or [(m.Text(text=str(step)),) for step in steps]
        for content in options or ([field.label] if field.kind == "checkbox" else []):
            writer.item((m.Paragraph(content=content),), at, numbering)
        if not options and field.kind != "checkbox" and not writer.given.reviewed:
            writer.lines(field.size or 1, at)


def _cards(writer: WordWriter, block: m.Cards, place: Place) -> None:
    inner = writer.heading(block.title, place)
    backs = writer.labels("cards-back-words", words=block.backs) if block.backs else ""
    writer.say("Meta", " ".join(filter(None, (writer.labels.count("cards-cut", len(block.cards)), backs))), inner)
    numbering = writer.flow.numbers.add("1.", inner.indent)
    for card in block.cards:
        writer.item(card.body, writer.at(card, inner), numbering)
