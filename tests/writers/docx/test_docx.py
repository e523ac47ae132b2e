"""The module as a Word file: what Word, screen readers and translators find in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from builder.model import module as m
from builder.model.outputs import PageIndex, Variant
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.docx.oxml import W
from builder.writers.docx.words import NAME, digest, original_words, pieces_of
from builder.writers.docx.write import write_docx
from tests.support import tools
from tests.support.print.pages import theme
from tests.support.specimen import IMPRINT, specimen

A = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RUN_MARKS = {"rStyle", "b", "bCs", "i", "iCs", "strike", "vertAlign", "rtl", "lang"}
"""What a run may say: an author's marks, and its language."""


@cache
def written(edition: str, lang: str = "", style: str = "plain") -> bytes:
    module = specimen()
    if lang:
        module = replace(module, meta=module.meta.model_copy(update={"lang": lang}))
    row = EDITIONS[edition]
    return write_docx(select(module, row), row, theme(style), Variant("letter"), IMPRINT, PageIndex()).data


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def paragraphs(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield style and words of each paragraph, in order."""
    for paragraph in part(data).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        yield "" if style is None else str(style.get(f"{W}val")), original_words([*pieces_of(paragraph)])


def all_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels")))


def test_a_handout_holds_what_the_selection_holds_and_nothing_for_facilitators() -> None:
    row, data = EDITIONS["handout"], written("handout")
    words = re.sub(r"\s+", "", "".join(text for _, text in paragraphs(data)))
    notes = re.sub(r"\s+", "", "".join(map(str, part(data, "word/footnotes.xml").itertext())))
    for node in m.walk(*select(specimen(), row).body):
        if isinstance(node, m.Text):
            assert re.sub(r"\s+", "", node.text) in words + notes
    whole, shown = (m.plain(*one.body) for one in (specimen(), select(specimen(), row)))
    secret = {word for word in whole.split() if len(word) > 8} - set(shown.split())
    told = re.sub(r"<[^>]*>", " ", all_text(data)).split()
    assert not secret & set(told)


def test_looks_stand_in_styles_alone() -> None:
    for edition in ("handout", "review"):
        root = part(written(edition))
        marks = {etree.QName(one).localname for rpr in root.iter(f"{W}rPr") for one in rpr}
        assert marks <= RUN_MARKS
        set_here = {etree.QName(one).localname for ppr in root.iter(f"{W}pPr") for one in ppr}
        assert set_here <= {"pStyle", "numPr", "bidi"}
        styles = {one.get(f"{W}styleId") for one in part(written(edition), "word/styles.xml").iter(f"{W}style")}
        used = {one.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle") for one in root.iter(W + tag)}
        assert used <= styles
        assert {"Caution", "KeyPointsListParagraph", "Activity", "Heading1", "Caption"} <= used


def test_tables_lists_pictures_notes_and_references_are_those_of_word() -> None:
    root = part(written("handout"))
    tables = [*root.iter(f"{W}tbl")]
    assert sum(one.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for one in tables) >= 1
    assert all(sum(int(str(col.get(f"{W}w"))) for col in one.iter(f"{W}gridCol")) > 9000 for one in tables)
    numbered = {one.get(f"{W}val") for one in root.iter(f"{W}numId")}
    listed = part(written("handout"), "word/numbering.xml")
    assert numbered == {one.get(f"{W}numId") for one in listed.iter(f"{W}num")}
    pictures = [*root.iter(f"{A}docPr")]
    assert pictures
    assert all(one.get("descr") or one.find(".//{*}decorative") is not None for one in pictures)
    notes = [one.get(f"{W}id") for one in part(written("handout"), "word/footnotes.xml").iter(f"{W}footnote")]
    assert notes[2:] == [one.get(f"{W}id") for one in root.iter(f"{W}footnoteReference")]
    named = {one.get(f"{W}name") for one in root.iter(f"{W}bookmarkStart")}
    assert {one.get(f"{W}anchor") for one in root.iter(f"{W}hyperlink")} - {None} <= named


def test_a_review_copy_holds_everything_and_says_for_whom_and_where() -> None:
    data = written("review")
    text = all_text(data)
    for node in m.walk(*specimen().body):
        if isinstance(node, m.Figure) and not node.decorative:
            assert any(node.alt in words for style, words in paragraphs(data) if style.startswith("Alternative"))
        elif isinstance(node, m.Option) and node.verdict:
            assert m.plain(*node.content)[:20] in re.sub(r"<[^>]*>", "", text)
    said = [words for style, words in paragraphs(data) if style.startswith("Audience")]
    assert {"For facilitators alone:", "For everyone:"} <= set(said)
    assert all(one != other for one, other in pairwise(said))
    assert "contains answers" in "".join(map(str, part(data, "word/header1.xml").itertext()))
    rows = part(data)
    for paragraph in rows.iter(f"{W}p"):
        name = next(NAME.match(str(one.get(f"{W}name"))) for one in paragraph.findall(f"{W}bookmarkStart") if NAME.match(str(one.get(f"{W}name"))))  # fmt: skip
        assert name
        assert name[3] == digest(original_words([*pieces_of(paragraph)]))
    ids = [one.get(f"{W}id") for one in rows.iter(f"{W}bookmarkStart")]
    assert len(ids) == len(set(ids))


def test_a_copy_for_reviewers_has_the_terms_that_the_handout_explains() -> None:
    used = ("In the handout", "sex worker"), ("In the script alone", "often get mixed up")
    terms = tuple(m.Entry(id=f"t{n}", term=term, meaning=(m.Text(text=said),)) for n, (said, term) in enumerate(used))
    row, module = EDITIONS["review"], replace(specimen(), terms=terms)
    data = write_docx(select(module, row), row, theme("plain"), Variant("letter"), IMPRINT, PageIndex()).data
    meanings = {text for style, text in paragraphs(data) if style.startswith("Meaning") and text.startswith("In the")}
    assert meanings == {"In the handout"}


def test_text_from_the_right_runs_from_the_right() -> None:
    data = written("handout", "ar")
    assert part(data, "word/styles.xml").find(f".//{W}bidi") is not None
    assert part(data).find(f".//{W}sectPr/{W}bidi") is not None
    assert part(data).find(f".//{W}bidiVisual") is not None


def test_a_file_tells_of_nobody_and_is_the_same_twice() -> None:
    data = written("handout")
    written.cache_clear()
    assert written("handout") == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    text = all_text(data)
    assert not re.search(r"rsid|dc:creator|lastModifiedBy|Company|Application|/home|/tmp", text)


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["handout", "review"])
@pytest.mark.parametrize("lang", ["", "ar"])
def test_word_files_are_valid(edition: str, lang: str, tmp_path: Path) -> None:
    file = tmp_path / "module.docx"
    file.write_bytes(written(edition, lang))
    assert tools.sdk_errors(file) == []
    assert tools.audit_errors(file) == []
