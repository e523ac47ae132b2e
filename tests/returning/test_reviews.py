"""Copies for reviewers that come back: every comment and change is told, and what is applied reads as the copy has it."""

from __future__ import annotations

import io
import subprocess
import zipfile
from copy import deepcopy
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import etree

from builder.build import read_module
from builder.check.remarks import open_remarks
from builder.core.archive import zip_bytes
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.core.source import Source, Unreadable
from builder.engine.reading.opening import open_course
from builder.model.remarks import remarks_of
from builder.returning.review.home import HomeCopy, bring_home
from builder.returning.review.report import lines
from builder.writers.docx.oxml import W
from tests.support import tools
from tests.support.commands import run
from tests.support.documents.copies import review_copy
from tests.support.documents.reviews import Reviewer, lost

MODULE = """---
title: Doors
description: How to open a door for somebody who asks.
objectives: [Open a door without a word too many.]
---

## Before you open

Ask who is there, and wait for an answer. Many people *do not like* to be asked twice, says
one study.[^1] So ask once, and [write it down](https://example.org/write).

[^1]: A study of one street, with few doors and fewer answers.

- Stand where they can see you, and keep your hands open.
- Say your name, and the name of your house.
  - Say it slowly.

| Door | Who has the key | What to say to them |
|---|---|---|
| front | the house and its guests | good morning to all of you |
| back | nobody in particular | come in by the other door |

::: check
What do you say first to somebody at the door?

- [x] Your own name and your house
  They need to know who asks before they answer.
- [ ] What the time is by now
  Nobody asked for it.
:::

::: notes
SAY: A door is a question that somebody else has to answer.
:::

::: facilitator
Keep the key in your pocket until all have spoken their part.
:::
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (folder := tmp_path / "modules" / "doors").mkdir(parents=True)
    (folder / "module.md").write_text(MODULE, encoding="utf-8")
    (tmp_path / "modules" / "course.yml").write_text("title: Doors of the house\n", encoding="utf-8")
    return tmp_path


def home(course: Path, data: bytes) -> HomeCopy:
    folder = Folder(course)
    opened, theme, _ = open_course(folder, None)
    return bring_home(folder, opened, theme, data, None, authors=False)


@cache
def resaved(data: bytes, folder: Path) -> bytes:
    """The file as LibreOffice saves it."""
    (folder / "in.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{quote(str(folder / 'profile'))}"
    kind = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(folder / "in.docx")]
    subprocess.run([tools.need("LibreOffice Writer"), profile, "--headless", "--norestore", *kind], check=True, timeout=120, capture_output=True)  # fmt: skip
    return (folder / "out" / "in.docx").read_bytes()


@pytest.mark.parametrize("seed", range(3))
def test_every_deed_is_told_and_what_is_applied_reads_as_the_copy(course: Path, seed: int) -> None:
    copy = review_copy(course, "doors")
    assert home(course, copy).findings == ()
    reviewer = Reviewer(copy, seed)
    data = reviewer.review(7)
    found = home(course, data)
    assert len(reviewer.acts) >= 6
    assert lost(reviewer.acts, found.findings) == []
    applied = [one for one in found.findings if one.state == "applied"]
    assert applied
    source = course / "modules" / "doors" / "module.md"
    source.write_bytes(found.source)
    again = home(
        course, data
    )  # a copy of an older version now: what was applied is there, and nothing is applied twice
    assert again.older
    assert again.source == found.source
    kept = remarks_of(found.notes)
    assert len(kept) == sum(one.state != "applied" for one in found.findings)
    source.write_text(MODULE, encoding="utf-8")


def test_comments_become_remarks_that_check_knows(course: Path) -> None:
    reviewer = Reviewer(review_copy(course, "doors"), 0)
    paragraph = reviewer._paragraph("text")
    assert paragraph is not None
    reviewer.comment(paragraph, "text")
    notes = home(course, reviewer.file()).notes
    (remark,) = remarks_of(notes)
    assert (remark.state, remark.text.split("\n")[-1]) == ("open", reviewer.acts[0].new)
    assert "Ada" not in notes
    (course / "modules" / "doors" / "module.review.md").write_text(notes, encoding="utf-8")
    assert home(course, reviewer.file()).notes == notes, "a copy that is read twice adds nothing"
    folder, problems = Folder(course), Problems()
    module = read_module(folder, open_course(folder, None)[0], "doors", problems)
    assert module is not None

    def codes(text: str) -> list[str]:
        found = Problems()
        open_remarks(Source("modules/doors/module.review.md", text), module, found)
        return [one.code.value for one in found]

    assert codes(notes) == ["open-review-comment"]
    assert codes(notes.replace(f": {remark.block},", ": no-such-block,")) == ["unknown-review-anchor"]
    assert codes(notes.replace("## open", "## done")) == []


def test_a_source_that_has_changed_is_a_conflict_and_stays(course: Path) -> None:
    reviewer = Reviewer(review_copy(course, "doors"), 1)
    paragraph = reviewer._paragraph("title")
    assert paragraph is not None
    reviewer.replace(paragraph, "title")
    source = course / "modules" / "doors" / "module.md"
    changed = MODULE.replace("## Before you open", "## Long before you ever open it")
    source.write_text(changed, encoding="utf-8")
    found = home(course, reviewer.file())
    assert found.older
    assert lost(reviewer.acts, found.findings) == []
    assert found.source.decode() == changed
    assert "the source has changed here" in found.findings[0].state


def with_part(data: bytes, name: str, change: tuple[bytes, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return zip_bytes((one, part.replace(*change) if one == name else part) for one, part in parts.items())


def test_what_is_no_copy_of_ours_is_refused_in_words(course: Path) -> None:
    copy = review_copy(course, "doors")
    document = "word/document.xml"
    for data, reason in (
        (b"\xd0\xcf\x11\xe0" + bytes(600), "before 2007"),
        (b"PK\x03\x04 no archive", "not a Word file"),
        (zip_bytes([("a.txt", b"")]), "not a Word file"),
        (with_part(copy, document, (b"<w:document", b"<!DOCTYPE x [<!ENTITY a 'b'>]><w:document")), "document type"),
        (with_part(copy, document, (b"</w:body>", b"")), "damaged"),
        (with_part(copy, "docProps/custom.xml", (b">doors<", b">windows<")), "does not have"),
    ):
        with pytest.raises(Unreadable) as raised:
            home(course, data)
        assert reason in raised.value.reason
    nameless = with_part(copy, "docProps/custom.xml", (b"Coursewright module", b"Something else"))
    assert home(course, nameless).name == "doors", "its words say whose it is"


@pytest.mark.slow
def test_the_command_writes_what_belongs_there_and_nothing_else(course: Path) -> None:
    reviewer = Reviewer(review_copy(course, "doors"), 4)
    (course / "back.docx").write_bytes(reviewer.review(6))
    shown = run("comments", "back.docx", cwd=course)
    assert shown.returncode == 0
    assert "Nothing is written yet" in shown.stderr
    assert (course / "modules/doors/module.md").read_text(encoding="utf-8") == MODULE
    assert run("comments", "back.docx", "--apply", cwd=course).returncode == 0
    assert (course / "modules/doors/module.md").read_text(encoding="utf-8") != MODULE
    assert "open-review-comment" in run("check", cwd=course).stdout
    assert "module.md" in run("show", "doors", "--stage", "review", cwd=course).stdout
    refused = run("comments", "modules/course.yml", cwd=course)
    assert (refused.returncode, "not a Word file" in refused.stderr) == (1, True)


@pytest.mark.slow
def test_copies_that_libreoffice_saved_come_home(course: Path, tmp_path: Path) -> None:
    copy, (plain, office) = review_copy(course, "doors"), (tmp_path / "plain", tmp_path / "office")
    plain.mkdir()
    office.mkdir()
    assert home(course, resaved(copy, plain)).findings == ()
    reviewer = Reviewer(copy, 5)
    found = home(course, resaved(reviewer.review(7), office))
    assert lost(reviewer.acts, found.findings) == []
    assert any(one.state == "applied" for one in found.findings)


W14, W15 = (f"http://schemas.microsoft.com/office/word/{name}/wordml" for name in ("2010", "2012"))


def test_answers_to_comments_and_resolved_ones_are_told_and_names_only_when_asked(course: Path) -> None:
    reviewer = Reviewer(review_copy(course, "doors"), 2)
    paragraph = reviewer._paragraph("text")
    assert paragraph is not None
    reviewer.comment(paragraph, "text")
    reviewer.comments = [
        f'<w:comment xmlns:w14="{W14}" w:id="{n}" w:author="Ada Example" w:initials="AE"><w:p w14:paraId="0000000{n}"><w:r><w:t>{said}</w:t></w:r></w:p></w:comment>'
        for n, said in enumerate(("Is this so?", "Yes, see the study."))
    ]
    data = reviewer.file()
    extended = f'<w15:commentsEx xmlns:w15="{W15}"><w15:commentEx w15:paraId="00000000" w15:done="1"/><w15:commentEx w15:paraId="00000001" w15:paraIdParent="00000000" w15:done="0"/></w15:commentsEx>'
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    found = home(course, zip_bytes([*parts.items(), ("word/commentsExtended.xml", extended.encode())]))
    first, second = found.findings
    assert (first.done, first.answers, second.answers, second.new) == (True, "", first.ident, "Yes, see the study.")
    assert first.line == second.line or not second.line
    (remark,) = remarks_of(found.notes)
    assert (remark.is_open, "Answer: Yes, see the study." in remark.text) == (False, True)
    assert "AE" not in "\n".join(lines(found, authors=False))
    assert "AE: “Is this so?”" in lines(found, authors=True)[0]


def test_what_programs_do_is_no_change_and_what_they_drop_is_not_needed(course: Path) -> None:
    """Quotation marks drawn otherwise; then a copy without bookmarks, styles and properties, as Google Docs gives it back."""
    reviewer = Reviewer(review_copy(course, "doors"), 6)
    for text in reviewer.body.iter(f"{W}t"):
        text.text = (text.text or "").translate(str.maketrans("’“”", '\'""'))
    assert home(course, reviewer.file()).findings == ()
    for mark in list(reviewer.body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}rStyle")):
        parent = mark.getparent()
        assert parent is not None
        parent.remove(mark)
    said = next(text for text in reviewer.body.iter(f"{W}t") if "wait for an answer" in (text.text or ""))
    said.text = (said.text or "").replace("wait", "wait long")
    data = reviewer.file()
    for old in (b"Coursewright module", b"Source SHA-256"):
        data = with_part(data, "docProps/custom.xml", (old, b"Other"))
    found = home(course, data)
    assert [(one.new, one.state) for one in found.findings] == [("long", "applied")]
    assert found.source.decode() == MODULE.replace("wait for an answer", "wait long for an answer")


def test_paragraphs_that_are_joined_and_rows_that_are_marked_as_deleted_are_told(course: Path) -> None:
    reviewer = Reviewer(review_copy(course, "doors"), 7)
    paragraph = reviewer._paragraph("text")
    assert paragraph is not None
    properties = paragraph.find(f"{W}pPr")
    row = next(
        one for one in reviewer.body.iter(f"{W}tr") if "nobody in particular" in "".join(map(str, one.itertext()))
    )
    assert properties is not None
    etree.SubElement(etree.SubElement(properties, f"{W}rPr"), f"{W}del", {f"{W}id": "1", f"{W}author": "Ada"})
    marks = etree.Element(f"{W}trPr")
    row.insert(0, marks)
    etree.SubElement(marks, f"{W}del", {f"{W}id": "2", f"{W}author": "Ada"})
    told = {(one.kind, one.old) for one in home(course, reviewer.file()).findings}
    assert told == {
        ("deleted", ""),
        ("deleted", "back"),
        ("deleted", "nobody in particular"),
        ("deleted", "come in by the other door"),
    }


def test_what_is_no_change_of_words_is_listed_and_leaves_the_source(course: Path) -> None:
    """Paragraphs that are deleted, divided or joined, moves, looks, and answers to our questions."""
    reviewer = Reviewer(review_copy(course, "doors"), 3)
    named = {"".join(map(str, one.itertext())): one for one in reviewer.body.iter(f"{W}p")}
    deleted = next(one for text, one in named.items() if "Say your name" in text)
    parent = deleted.getparent()
    assert parent is not None
    parent.remove(deleted)
    divided = next(one for text, one in named.items() if "Keep the key" in text)
    run = reviewer._runs(divided)[-1]
    rest = etree.Element(f"{W}p")
    divided.addnext(rest)
    (words,) = run.findall(f"{W}t")
    second = deepcopy(run)
    words.text, tail = "Keep the key in your pocket ", "until all have spoken their part."
    second.findall(f"{W}t")[0].text = tail
    rest.extend([second, *divided.findall(f"{W}bookmarkEnd")[-1:]])
    moved = next(one for text, one in named.items() if "Say it slowly" in text)
    reviewer._wrap_deleted(reviewer._runs(moved)[0]).tag = f"{W}moveFrom"
    answer = next(
        one
        for one in reviewer.body.iter(f"{W}p")
        if any(s.get(f"{W}val") == "ReviewAnswer" for s in one.iter(f"{W}pStyle"))
    )
    etree.SubElement(etree.SubElement(answer, f"{W}r"), f"{W}t").text = "Nobody is at risk."
    found = home(course, reviewer.file())
    told = {(one.kind, one.old, one.new) for one in found.findings}
    assert ("deleted", "Say your name, and the name of your house.", "") in told
    assert ("moved", "Say it slowly.", "") in told
    assert any(kind == "answer" and new == "Nobody is at risk." for kind, _, new in told)
    assert any("a paragraph was divided" in line for line in lines(found, authors=False))
    assert found.source.decode() == MODULE
    assert all(one.state != "applied" for one in found.findings)
