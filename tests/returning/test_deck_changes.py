"""Edits of a deck come home: what a person changed, written into the source byte by byte, or listed with the reason."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation

from builder.returning.deck.change import APPLIES, CONFLICT, LISTED
from builder.returning.deck.find import compare_deck
from builder.returning.deck.reading import UnusableDeckError, read_deck
from builder.returning.edits import SourceFile
from tests.support.returning.campaign import Subject, subject
from tests.support.returning.house import REFERENCES, SHARED, SOURCE, A, Opened, paragraphs, returned, retype, single

WRITTEN = [
    ("front", "back", "*front*", "*back*"),
    ("wait", "rest", "[wait](https://example.org/wait) a while.", "[rest](https://example.org/wait) a long while."),
    ("a while", "a long while", "", ""),
    ("second item", "second [x](y) *item*", "The second item", "The second \\[x\\](y) \\*item\\*"),
    ("third item", "3rd item", "\tThe third item", "\tThe 3rd item"),
    ("old", "new", "**old**", "**new**"),
    ("quiet places", "loud places", "three quiet places", "three loud places"),
    ("welcome", "hello", "**welcome**", "**hello**"),
    ("12", "14 | 15", "| 12 |", "| 14 \\| 15 |"),
]


def test_words_are_written_and_no_other_byte(house: Subject) -> None:
    def edit(deck: Opened) -> None:
        for old, new, _, _ in WRITTEN:
            retype(old, new)(deck)

    found = returned(house, edit)
    assert [one for one in found.changes if one.state != APPLIES] == []
    data = house.opened.file.data
    for _, _, before, after in WRITTEN:
        assert not before or data.count(before.encode()) == 1
        data = data.replace(before.encode(), after.encode()) if before else data
    assert found.new == data


def test_what_others_would_read_is_listed(house: Subject) -> None:
    def edit(deck: Opened) -> None:
        retype("The same in each module", "Another thing")(deck)
        retype("handout alone", "room alone")(deck)
        retype("second item", "second item {.facilitator}")(deck)

    found = returned(house, edit)
    reasons = {change.state + change.why for change in found.changes}
    assert len(reasons) == 3
    for why in ("other modules", "printed in the handout", "audience-without-effect"):
        assert any(reason.startswith(LISTED) and why in reason for reason in reasons), why
    assert found.new == house.opened.file.data


def test_what_is_typed_where_answers_are_shown_reaches_no_participant(house: Subject) -> None:
    """The option and the question stand in the source once, and people read them before they are asked."""

    def on_answers(deck: Opened, old: str) -> Opened:
        slide = next(
            one
            for one in deck.slides
            if any(s.has_text_frame and "never locked" in s.text_frame.text for s in one.shapes)
        )
        texts = (one for shape in slide.shapes if shape.has_text_frame for one in shape.text_frame.paragraphs)
        return next(piece for one in texts for piece in one.runs if old in piece.text)

    for old, state in (("The blue one", LISTED), ("Which door", LISTED), ("always locked", APPLIES)):

        def edit(deck: Opened, old: str = old) -> None:
            on_answers(deck, old).text += " in fact"

        change = single(returned(house, edit))
        assert change.state == state
        assert state == APPLIES or "participants would read it" in change.why
    both = returned(house, retype("blue", "red"))  # on the slide that asks, too: everybody sees it
    assert {change.state for change in both.changes} == {APPLIES}
    assert both.new == house.opened.file.data.replace(b"blue", b"red")


def test_rows_move_with_their_marks_and_lines_pasted_elsewhere_are_told(house: Subject) -> None:
    def edit(deck: Opened) -> None:
        table = next(shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table)
        north, west = table._tbl.tr_lst[1], table._tbl.tr_lst[3]
        north.addprevious(west)
        slide = next(one for one in deck.slides if "Open the front" in "".join(one._element.itertext()))
        slide.notes_slide.notes_text_frame.add_paragraph().text = "The second item stays."

    found = returned(house, edit)
    assert sorted((change.kind, change.state) for change in found.changes) == [
        ("added", LISTED),
        ("row-moved", APPLIES),
    ]
    assert b"|-------:|\r\n| *West* | 30 |\r\n| North | 12 |\r\n| South | 20 |\r\n\r\n" in found.new.replace(
        b"------|", b"|", 1
    )


def test_a_divided_paragraph_is_brought_home_whole_or_not_at_all(house: Subject) -> None:
    def edit(deck: Opened) -> None:
        first = next(one for one in paragraphs(deck) if one.text.startswith("Name three"))
        other = copy.deepcopy(first._p)
        first._p.addnext(other)
        first.runs[0].text = "Name three"
        other.find(f"{A}r/{A}t").text = "quiet places."

    found = returned(house, edit)
    assert sorted((change.kind, change.state) for change in found.changes) == [("added", LISTED), ("words", LISTED)]
    assert found.new == house.opened.file.data


def test_paragraphs_and_rows_come_and_go(house: Subject) -> None:
    def edit(deck: Opened) -> None:
        item = next(one for one in paragraphs(deck) if one.text.startswith("The second item"))
        for text in ("Later: two", "Sooner: one"):
            new = type(item)(copy.deepcopy(item._p), item._parent)
            item._p.addnext(new._p)
            new.runs[0].text = text
        said = next(one for one in paragraphs(deck) if one.text.startswith("A second paragraph"))
        said._p.getparent().remove(said._p)
        table = next(shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table)
        north, south = table._tbl.tr_lst[1:3]
        east = copy.deepcopy(south)
        south.addnext(east)
        table._tbl.remove(north)
        for node, text in zip(east.iter(f"{A}t"), ("East", "7"), strict=True):
            node.text = text

    found = returned(house, edit)
    assert {change.state for change in found.changes} == {APPLIES}
    text = house.opened.file.data.replace(b"stays.  \r\n", b"stays.  \r\n- Sooner: one\r\n- Later: two\r\n")
    text = text.replace(b"A second paragraph of the script\r\ngoes over two lines.\r\n", b"")
    text = text.replace(b"| North | 12 |\r\n| South | 20 |\r\n", b"| South | 20 |\r\n| East | 7 |\r\n")
    assert found.new == text


def test_what_does_not_map_is_listed(house: Subject) -> None:
    def edit(deck: Opened) -> None:
        slides = list(deck.slides)
        slides[1]._element.set("show", "0")
        body = next(shape for shape in slides[2].shapes if shape.name == "body")
        left, top, width, height = body.left, body.top, body.width, body.height
        body.left, body.top, body.width, body.height = left + 900_000, top, width, height
        body.text_frame.paragraphs[0].runs[0].font.bold = True
        ids = deck.slides._sldIdLst
        last = ids[-1]
        deck.part.drop_rel(last.rId)
        ids.remove(last)

    found = returned(house, edit)
    assert sorted(one.kind for one in found.changes) == ["hidden", "look", "place", "slide-deleted"]
    assert {one.state for one in found.changes} == {LISTED}
    assert all(one.why for one in found.changes)


@pytest.mark.slow
def test_what_changed_on_both_sides_is_a_conflict(house: Subject, tmp_path: Path) -> None:
    place = tmp_path / "modules" / "first" / "module.md"
    place.parent.mkdir(parents=True)
    (tmp_path / "modules" / "course.yml").write_text("title: A course\nlang: en-US\n", encoding="utf-8")
    (tmp_path / "modules" / "shared.md").write_text(SHARED, encoding="utf-8")
    (tmp_path / "modules" / "references.yml").write_text(REFERENCES, encoding="utf-8")
    place.write_text(SOURCE.replace("The second item", "This item").replace("South", "West"), encoding="utf-8")
    now = subject(tmp_path, "first").opened

    def edit(deck: Opened) -> None:
        retype("second item", "other item")(deck)
        retype("a while", "an hour")(deck)
        retype("South", "West")(deck)

    found = returned(house, edit, now)
    states = {one.new: one.state for one in found.changes}
    assert states == {"Open the front door, then wait an hour.": APPLIES, "The other item stays.": CONFLICT}
    assert next(one.source for one in found.changes if one.state == CONFLICT) == "This item stays."
    assert found.new == place.read_bytes().replace(b"a while", b"an hour")
    assert any("has changed since" in remark for remark in found.remarks)
    assert SourceFile(found.path, found.new).source.lines[10] == '## The **old** house {time="5"}'


@pytest.mark.slow
def test_a_translation_is_reported_and_not_applied(house: Subject) -> None:
    def edit(deck: Opened) -> None:
        for piece in (piece for one in paragraphs(deck) for piece in one.runs):
            piece.text = " ".join(f"{word}o" for word in piece.text.split())

    found = returned(house, edit)
    assert APPLIES not in {one.state for one in found.changes}
    assert any("translation" in remark for remark in found.remarks)
    assert found.new == house.opened.file.data


@pytest.mark.slow
def test_names_ids_and_parts_are_not_needed(house: Subject) -> None:
    """As a program may save it: shapes and slides without our names, other ids, parts of other names."""
    files = zipfile.ZipFile(io.BytesIO(house.deck))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in files.namelist():
            data = files.read(name)
            if name.endswith((".xml", ".rels")):
                data = re.sub(rb"slides/slide(\d)", rb"slides/page\1", data)
            if name.startswith("ppt/slides/slide"):
                data = re.sub(rb'<p:cSld name="[^"]*">', b"<p:cSld>", data)
                data = re.sub(rb'<p:cNvPr id="(\d+)" name="[^"]*"', rb'<p:cNvPr id="7\1" name="Shape \1"', data)
                data = data.replace(b"second item", b"other item")
            archive.writestr(re.sub(r"slides/(_rels/)?slide(\d)", r"slides/\1page\2", name), data)
    deck = read_deck(out.getvalue())
    assert deck.made is not None
    found = compare_deck(deck, deck.made, house.opened)
    assert [(change.new, change.state) for change in found.changes] == [("The other item stays.", APPLIES)]


def test_files_that_are_no_deck_of_ours() -> None:
    for data, reason in ((b"no zip", "not a PowerPoint"), (b"\xd0\xcf\x11\xe0", "password")):
        with pytest.raises(UnusableDeckError, match=reason):
            read_deck(data)
    out = io.BytesIO()
    Presentation().save(out)
    assert read_deck(out.getvalue()).made is None
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/media/torn.png", b"a picture that is cut")
    torn = bytearray(out.getvalue())
    start = torn.index(b"ppt/media/torn.png") + len("ppt/media/torn.png")
    torn[start : start + 4] = b"\xff" * 4  # deflate has no such kind of block
    with pytest.raises(UnusableDeckError, match="damaged"):
        read_deck(bytes(torn))
