"""The command that brings edits of decks home, and the shipped course's decks: edited by a script, and unedited."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from pptx import Presentation

from builder.returning.deck.change import APPLIES
from builder.returning.deck.find import compare_deck
from builder.returning.deck.reading import read_deck
from tests.support.commands import run
from tests.support.returning.campaign import Subject, campaign, saved_by_office, subject
from tests.support.returning.house import Opened, house_course, paragraphs, returned, retype
from tests.support.tools import need


@pytest.mark.slow
def test_the_command(house: Subject, tmp_path: Path) -> None:
    root = house.opened.folder.root
    deck, out = Presentation(io.BytesIO(house.deck)), tmp_path / "from Ana.pptx"
    retype("front", "back")(deck)
    deck.save(str(out))
    before = house.opened.file.data
    shown = run("changes", str(out), "-C", str(root), cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "+++ b/modules/first/module.md" in shown.stdout
    assert "--apply" in shown.stderr
    assert (root / house.opened.file.path).read_bytes() == before
    done = run("changes", str(out), "-C", str(root), "--apply", "--format", "json", cwd=tmp_path)
    assert [row["state"] for row in json.loads(done.stdout)["changes"]] == ["applies"], done.stderr
    assert (root / house.opened.file.path).read_bytes() == before.replace(b"*front*", b"*back*")
    again = run("changes", str(out), "-C", str(root), cwd=tmp_path)
    assert "Nothing was changed" in again.stderr
    (root / house.opened.file.path).write_bytes(before)
    Presentation().save(str(out))
    assert run("changes", str(out), "-C", str(root), cwd=tmp_path).returncode == 1


@pytest.mark.slow
def test_what_was_written_is_not_told_again(house: Subject, tmp_path: Path) -> None:
    def edit(deck: Opened) -> None:
        table = next(shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table)
        table._tbl.tr_lst[1].addprevious(table._tbl.tr_lst[3])
        second = next(one for one in paragraphs(deck) if one.text.startswith("The second item"))
        second._p.getprevious().addprevious(second._p)

    found = returned(house, edit)
    assert {change.kind: change.state for change in found.changes} == {"row-moved": APPLIES, "moved": APPLIES}
    house_course(tmp_path)
    (tmp_path / found.path).write_bytes(found.new)
    assert returned(house, edit, subject(tmp_path, "first").opened).changes == ()


@pytest.mark.slow
def test_scripted_edits_are_applied_or_listed() -> None:
    """The whole campaign is run by hand: tests/support/returning/campaign.py."""
    root = Path(__file__).parents[2]
    one = subject(root, "two-terms")
    faults = [(found.edit, found.found.changes) for found in campaign([one], 15, seed=7, office=0) if found.fault]
    assert not faults


@pytest.mark.slow
def test_nobody_changed_what_nobody_touched() -> None:
    need("LibreOffice")
    root = Path(__file__).parents[2]
    one = subject(root, "policy-models")
    for data, rewritten in ((one.deck, False), (saved_by_office([one.deck])[0], True)):
        deck = read_deck(data)
        assert deck.made is not None
        assert deck.rewritten == rewritten
        assert compare_deck(deck, deck.made, one.opened).changes == ()
