"""A Word document that another program wrote becomes a module, and what is not taken is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from builder.core.disk.folder import Folder
from builder.importing.loss import losses_text
from builder.importing.readers import ImportSource, UnreadableImportError, import_files
from builder.importing.write_module import ImportedModule
from tests.support.word.foreign_document import AUTHOR, BODY, cell, paragraph, run, word_file

MODULE = """\
---
title: Rights at work
description: What to ask before you sign
objectives:
- Name two rights
- Ask for a contract
lang: en-GB
---

## Contracts {#contracts-15-min time="15"}

Ask for a **contract** in your language.[^note-1]

[The law](https://example.org/law) and H~2~O, [see there](#contracts-15-min), page  ✓ plan­ning

1.  First

    a.  inner
2.  Second

Between.

3.  Third

<!-- -->

1.  Anew

::: quote
They asked for nothing else.
:::

```
ls -l
cd ..
```

### Pay

![What a slip says](picture-1.jpg){alt="A pay slip"}

Beside a box.

Keep a copy

| Who | Pay |  |
|---|---|---|
| Cook | 12 | 14 |
|  | 16 | 18 |

: {row-headers="no"}

pay/hours

[مرحبا]{lang=ar-SA}

[^note-1]: A court said so.
"""
REPORT = """\
a.docx, paragraph 3: left: field: toc: a table of contents is made anew “Contracts”
a.docx, paragraph 3: left: table of contents: it is made anew “3”
a.docx, paragraph 8: left: tracked deletion: deleted in the file; the text is taken as if changes were accepted “, or a promise”
a.docx, paragraph 8: left: hidden text: Word shows it to nobody “secret”
a.docx, paragraph 9: left: field: pageref: pages are counted anew “7”
a.docx, paragraph 22: changed: text box: its text stands after the paragraph that it is anchored to
a.docx, paragraph 31: changed: formula: written on one line as text
a.docx, paragraph 31: left: placeholder: nobody has filled in this field “Click here to enter text”
a.docx, paragraph 2: changed: subtitle: it is the module's description
a.docx, paragraph 4: changed: heading: the list under it is the module's objectives “Learning objectives”
a.docx, paragraph 21: changed: number of a caption: figures and tables are numbered anew “Figure 1:”
a.docx, paragraph 7: changed: minutes: they are the topic's time “(15 min)”
a.docx, paragraph 8: left: comment: comments are for those who write “Is this true?”
a.docx, header: left: header: a theme has its own “Confidential draft”
a.docx: left: macros: a module runs nothing
a.docx: left: underline: underlined text is text: underlines are for links
a.docx, paragraph 22: changed: table: 2 merged cells stand apart; their words are in the first of each"""


def imported(folder: Path, data: bytes, name: str = "a.docx") -> ImportedModule:
    (folder / name).write_bytes(data)
    return import_files([ImportSource(Folder(folder), name)], "en-US")


def module_of(folder: Path, body: str, **parts: str) -> str:
    """Return the module of a document with this body, after its front matter, in which no word is lost or invented."""
    made = imported(folder, word_file(body, **parts))
    assert (made.words.lost, made.words.invented) == ({}, {})
    return made.files["module.md"].decode().split("---\n", 2)[2].strip()


def test_a_document_becomes_a_module(tmp_path: Path) -> None:
    made = imported(tmp_path, word_file(BODY))
    assert made.files["module.md"].decode() == MODULE
    assert "\n".join([*losses_text(made.losses)][3:]) == REPORT
    assert (made.words.lost, made.words.invented) == ({}, {})
    assert made.words.came + made.words.added == made.words.went + made.words.left
    everything = b"".join(made.files.values()) + "\n".join(losses_text(made.losses)).encode()
    assert not [secret for secret in (AUTHOR, "Maple Street", "Exif") if secret.encode() in everything]


def test_bold_lines_are_headings_only_where_a_document_has_no_others(tmp_path: Path) -> None:
    bold = paragraph(run("Pay", "<w:b/>")) + paragraph("Ask.") + paragraph(run("Hours", "<w:b/>")) + paragraph("Count.")
    assert module_of(tmp_path, bold) == "## Pay\n\nAsk.\n\n## Hours\n\nCount."
    with_heading = module_of(tmp_path, paragraph("Work", "berschrift1") + bold)
    assert with_heading == "## Work\n\n**Pay**\n\nAsk.\n\n**Hours**\n\nCount."


def test_headings_with_headings_under_them_are_parts(tmp_path: Path) -> None:
    one = paragraph("One", "berschrift1") + paragraph("Inner", "berschrift2") + paragraph("Text")
    two = paragraph("Two", "berschrift1") + paragraph("Also", "berschrift2") + paragraph("Text")
    assert module_of(tmp_path, one + two) == "# One\n\n## Inner\n\nText\n\n# Two\n\n## Also\n\nText"


def test_a_table_that_lays_out_a_page_is_its_text_in_order(tmp_path: Path) -> None:
    box = f"<w:tbl><w:tblPr/><w:tr>{cell('Read this first.')}</w:tr></w:tbl>"
    assert module_of(tmp_path, paragraph("Before.") + box + paragraph("After.")).split("\n\n")[1] == "Read this first."


def test_a_paragraph_whose_end_was_deleted_goes_on(tmp_path: Path) -> None:
    gone = '<w:rPr><w:del w:author="x"/></w:rPr>'
    assert module_of(tmp_path, paragraph("Half a ", "", gone) + paragraph("sentence")) == "Half a sentence"


def test_every_one_of_many_comments_is_in_the_report(tmp_path: Path) -> None:
    calls = "".join(f'<w:r><w:commentReference w:id="{n}"/></w:r>' for n in range(400))
    notes = "".join(
        f'<w:comment w:id="{n}" w:author="{AUTHOR}">{paragraph(f"Remark {n}")}</w:comment>' for n in range(400)
    )
    head = word_file.__globals__["_COMMENTS"].partition("<w:comment ")[0]
    made = imported(tmp_path, word_file(paragraph(run("Text") + calls), comments=f"{head}{notes}</w:comments>"))
    assert sum(loss.what == "comment" for loss in made.losses) == 400
    assert (made.words.lost, made.words.invented) == ({}, {})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENTITIES = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w/>'
DEEP = "<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("a.docx", lambda: OLE, "it is of the format before 2007"),
        ("b.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "it is protected by a password"),
        ("c.doc", lambda: OLE, "it is of a kind that cannot be imported"),
        ("d.docx", lambda: b"{\\rtf1 text}", "it is not a Word document, or a damaged one"),
        ("e.docx", lambda: word_file("", document=ENTITIES), "it holds a document type"),
        ("f.docx", lambda: word_file("", document="<html/>"), "it is not a Word document, or a damaged one"),
        ("g.docx", lambda: word_file(DEEP), "its tables and boxes are nested more than"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(UnreadableImportError) as raised:
        imported(tmp_path, make(), name)
    assert raised.value.reason.startswith(reason)
    assert raised.value.hint


def test_headings_skip_no_level_and_lose_a_look_that_all_of_them_has(tmp_path: Path) -> None:
    styles = (
        '<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H4"><w:name w:val="heading 4"/></w:style></w:styles>'
    )
    body = paragraph("Pay", "H1") + paragraph("Text") + paragraph(run("Slips", "<w:b/>"), "H4") + paragraph("More")
    body += paragraph("Hours", "H1") + paragraph("Text")
    assert module_of(tmp_path, body, styles=styles) == "## Pay\n\nText\n\n### Slips\n\nMore\n\n## Hours\n\nText"
