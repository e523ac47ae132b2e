"""Writes forms, numbers, contacts and local lines: what slides draw is a list here, with its caveat."""

from __future__ import annotations

from typing import assert_never

from builder.core.frozen import replace
from builder.core.source import NOWHERE
from builder.model import module as m
from builder.writers.docx import oxml
from builder.writers.docx.blocks import WordWriter
from builder.writers.docx.flow import Place
from builder.writers.docx.oxml import Marks

Formed = m.ContactList | m.Contact | m.Local | m.Number | m.Panels | m.Steps | m.Versus | m.Timeline | m.Scale


def write(writer: WordWriter, block: Formed, place: Place) -> None:
    """Add a form."""
    match block:
        case m.ContactList():
            writer.blocks(block.body, place)
        case m.Contact():
            _contact(writer, block, place)
        case m.Local():
            _local(writer, block, replace(place, box="Local"))
        case m.Number():
            _number(writer, block, place)
        case m.Versus():
            _versus(writer, block, place)
        case m.Steps():
            _items(writer, block, place, writer.flow.numbers.add("1.", place.indent, block.start))
        case m.Panels() | m.Timeline() | m.Scale():
            _items(writer, block, place, writer.flow.numbers.add("bullet", place.indent))
        case _:
            assert_never(block)


def _items(writer: WordWriter, block: m.Form, place: Place, numbering: tuple[int, int]) -> None:
    inner = writer.heading(block.title, place)
    for item in block.items:
        here = writer.at(item, inner)
        head = writer.runs(item.head, Marks(bold=True, lang=item.lang))
        writer.item(item.body, here, numbering, head + oxml.run(" ", Marks()) if head and item.body else head)
    writer.caveat(block.caveat, None, inner)


def _versus(writer: WordWriter, block: m.Versus, place: Place) -> None:
    inner = writer.heading(block.title, place)
    for side in block.items:
        here = writer.at(side, inner)
        writer.blocks(side.body, writer.heading(side.head, here))
    writer.caveat(block.caveat, None, inner)


def _number(writer: WordWriter, block: m.Number, place: Place) -> None:
    inner = writer.heading(block.title, place)
    writer.tell("Number", block.value, inner)
    writer.blocks(block.body, inner)
    writer.caveat(block.caveat, block.source, inner)


def _contact(writer: WordWriter, block: m.Contact, place: Place) -> None:
    inner = writer.heading(block.title, place)
    held = "Contact Fact" if block.origins else "List Continue"  # a service stays on one page, down to its source
    for fact in block.purpose:
        writer.paragraph(held, fact.content, writer.at(fact, inner))
    for kind, fact in block.ways:
        key = f"contact-{kind}" if writer.labels.has(f"contact-{kind}") else f"contact-{fact.kind}"
        _fact(writer, fact, writer.labels(key), inner, held)
    for fact in block.details:
        _fact(writer, fact, writer.labels(f"contact-{fact.kind}"), inner, held)
    if block.unverified:
        names = ", ".join(writer.labels(f"contact-{kind}") for kind in block.unverified)
        gap = writer.runs.lead_in(writer.labels("contact-gaps")) + writer.runs.text(names)
        writer.flow.paragraph(held, gap, replace(inner, at=NOWHERE))
    writer.blocks(block.body, inner)
    for fact in block.origins:
        _fact(writer, fact, writer.labels(f"contact-{fact.kind}"), inner, "List Continue")


def _fact(writer: WordWriter, fact: m.ContactFact, name: str, place: Place, kind: str) -> None:
    writer.paragraph(kind, fact.content, writer.at(fact, place), writer.runs.lead_in(name))


def _local(writer: WordWriter, block: m.Local, place: Place) -> None:
    inner = writer.heading(
        block.title, place, writer.labels("local" if block.blanks or not block.body else "resources")
    )
    writer.blocks(block.body, inner)
    for blank in block.blanks:
        writer.say("Term", writer.labels.blank(blank), inner)
        writer.lines(1, inner)
    if not block.blanks and not block.body:
        writer.lines(4, inner)
