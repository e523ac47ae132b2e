"""Telephone numbers of contact lists become links, and nothing else does."""

from __future__ import annotations

import pytest

from builder.core.frozen import replace
from builder.model import module as m
from builder.transform.contacts import NumberWords, call_lines, contact_of, link_numbers
from tests.support.specimen import p, specimen, ul
from tests.support.specimen import t as text

WORDS = NumberWords(frozenset({"call"}), frozenset({"text"}))
SAID = {
    "Call 988.": ["tel:988"],
    "Call or text 988.": ["tel:988"],
    "Call 800-656-4673 or text HOPE to 64673.": ["tel:8006564673", "sms:64673"],
    "Text 233733. Then call 1-888-373-7888": ["sms:233733", "tel:18883737888"],
    "+44 20 7946 0958, day and night": ["tel:+442079460958"],
    "(212) 555-0100": ["tel:2125550100"],
    "Call before 2026-01-31, for ages 12-18, 24/7.": [],
    "Since 2019 they have helped 120 people; room 404.": [],
    "12 Maple Street, 10001": [],
    "800-555-0199": ["tel:8005550199"],
}


@pytest.mark.parametrize("said", SAID)
def test_numbers_to_call_and_to_write_to(said: str) -> None:
    def links(block: m.Block) -> list[str]:
        made = link_numbers(replace(specimen(), body=(block,)), WORDS)
        assert m.plain(*made.body).replace(" ", "") == m.plain(block).replace(" ", "")  # no word is lost
        return [node.target for node in m.walk(*made.body) if isinstance(node, m.Link)]

    assert links(m.Resources(id="r", body=(ul(said),))) == SAID[said]
    assert links(p(said)) == []  # prose is left as it is


def test_a_bold_number_is_one_to_call() -> None:
    item = ul((p(m.Strong(content=(text("Danger right now: 911."),)), " Rooms: 300."),))
    assert contact_of(item.items[0]).numbers == ("911", "300")
    made = link_numbers(replace(specimen(), body=(m.Local(id="l", body=(item,)),)), WORDS)
    assert [node.target for node in m.walk(*made.body) if isinstance(node, m.Link)] == ["tel:911"]


def contact(name: str, /, **facts: str) -> m.Contact:
    said = tuple(m.ContactFact(kind=kind, content=(text(words),)) for kind, words in facts.items())
    return m.Contact(id=name, title=(text(name),), facts=said)


def test_a_fact_says_what_its_number_is_for() -> None:
    lodge = contact(
        "Lodge", call="988", text="HOPE to 64673", tty="711", hours="9-17", where="12 Main St; 555-010-0199"
    )
    made = link_numbers(replace(specimen(), body=(m.ContactList(id="l", body=(lodge,)),)), WORDS)
    found = [(node.target, m.plain(node)) for node in m.walk(*made.body) if isinstance(node, m.Link)]
    assert found == [
        ("tel:988", "988"),
        ("sms:64673", "HOPE to 64673"),  # the whole fact is the link
        ("tel:711", "711"),
        ("tel:5550100199", "555-010-0199"),
    ]


def test_one_record_says_how_to_reach_a_service_and_what_nobody_knows() -> None:
    desk = contact("Desk", call="988", cost="not verified", text="988", hours="", reports="?", source="Us", name="no")
    assert [(kind, m.plain(fact)) for kind, fact in desk.ways] == [("call-or-text", "988")]
    assert [fact.kind for fact in (*desk.details, *desk.origins)] == ["name", "source"]
    assert desk.unverified == ("cost", "hours", "reports")
    item = ul((p(m.Strong(content=(text("Old list: 911."),))),))
    module = (m.ContactList(body=(desk, contact("Page", web="x.org"), desk)), m.Resources(id="r", body=(item,)))
    assert [(line.name, line.numbers) for line in call_lines(module)] == [
        ("Desk", ("988",)),
        ("Page", ("x.org",)),
        ("Old list: 911", ("911",)),
    ]
