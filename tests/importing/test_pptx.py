"""A deck that another program wrote becomes a module, and what is not taken is named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.core.source import Source
from builder.importing.loss import losses_text
from builder.importing.readers import ImportSource, UnreadableImportError, import_files
from builder.importing.words import text_of
from builder.importing.write_module import ImportedModule
from builder.parse.markdown import ParseContext, parse
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from tests.support.decks.foreign_deck import AUTHOR, COMPANY, foreign_deck, photograph

MODULE = """\
---
title: Rights at work
description: For *everyone* [x]
---

## Know your rights {#slide-2 prose="slide"}

- Ask for a contract
    - in your language
- Keep a copy [**at home**](https://example.org/copies)

[See the table](#slide-2)

::: notes
SAY: Nobody has to sign today.
:::

---

a.  First\\
    line

`::: notes`

H~2~Oa=b

# Money

## Slide 4

| Who | Pay | Hours |
|---|---|---|
| Cleaner \\| cook | 12 | 40 |
| Driver | 14<br>38 |  |

: {row-headers="no"}

## Pay

::: {.chart kind="bar" data="slide-5-data-1.csv" alt="Pay rose"}
### What was paid
:::

## Pictures

![](slide-6-picture-1.jpg){alt="A street"}

![](slide-6-picture-2.jpg)

```
int main() {
  return 0; }
```

## For the trainer {.facilitator}

- Do not show
"""
REPORT = """\
talk.pptx: left: section: it has no name of its own, or no slides “Default Section”
talk.pptx: left: properties: author, dates and title of the file
talk.pptx: left: properties: company, program and time of work
talk.pptx, slide 1: changed: subtitle: it is the description, which title slides show: read it as one
talk.pptx, slide 2: changed: title: what counts its slides is not taken “(1 of 2)”
talk.pptx, slide 3: changed: formula: its text is printed as it was written, on one line
talk.pptx, slide 3: left: animation: slides here stand still: use `---` for steps
talk.pptx, slide 3: changed: title: it is that of the slide before, and stands once “Know your rights (2 of 2)”
talk.pptx, slide 3: changed: text that looks like our Markdown: `::: notes` is set as code
talk.pptx, slide 4: added: title: the slide has none: give the topic a title “Slide 4”
talk.pptx, slide 4: changed: table: 1 merged cells stand apart; their words are in the first of each
talk.pptx, slides 5–6: left: empty placeholder (2 times): nothing stands in it
talk.pptx, slide 5: changed: chart: its sectors are bars
talk.pptx, slide 5: changed: chart: a number is missing in its data
talk.pptx, slide 6: changed: group: its shapes stand one after the other
talk.pptx, slide 6: left: text alternative: it is only the name of a file, or a number “photo.jpg”
talk.pptx, slide 6: changed: picture: what its crop hid is cut away
talk.pptx, slide 7: changed: hidden slide: it is for the guide alone: decide whether participants may read it"""


def imported(folder: Path, data: bytes, name: str = "talk.pptx") -> ImportedModule:
    (folder / name).write_bytes(data)
    return import_files([ImportSource(Folder(folder), name)], "en-US", lambda number, _: f"Slide {number}")


def rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return a ZIP file with each of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def test_a_deck_becomes_a_module(tmp_path: Path) -> None:
    made = imported(tmp_path, foreign_deck())
    assert made.files["module.md"].decode() == MODULE
    assert made.files["slide-5-data-1.csv"] == b",Asked\n2019,19.2\n2020,\n"
    assert "\n".join([*losses_text(made.losses)][4:]) == REPORT
    assert (made.words.lost, made.words.invented) == ({}, {})
    assert made.words.came + made.words.added == made.words.went + made.words.left


def test_nothing_of_who_made_a_deck_or_of_what_it_hides_in_pictures_comes_along(tmp_path: Path) -> None:
    made = imported(tmp_path, foreign_deck())
    everything = b"".join(made.files.values()) + "\n".join(losses_text(made.losses)).encode()
    assert not [secret for secret in (AUTHOR, COMPANY, "Maple Street", "Exif") if secret.encode() in everything]
    cropped = Image.open(io.BytesIO(made.files["slide-6-picture-2.jpg"]))
    assert cropped.size == (40, 40)
    assert min(cropped.convert("L").tobytes()[:20]) > 200


@pytest.mark.parametrize("strict", [False, True])
def test_strict_files_are_read_as_others(tmp_path: Path, strict: bool) -> None:
    def as_strict(name: str, data: bytes) -> bytes:
        if not name.endswith((".xml", ".rels")) or not strict:
            return data
        data = data.replace(
            b"http://schemas.openxmlformats.org/presentationml/2006/", b"http://purl.oclc.org/ooxml/presentationml/"
        )
        data = data.replace(
            b"http://schemas.openxmlformats.org/drawingml/2006/", b"http://purl.oclc.org/ooxml/drawingml/"
        )
        return data.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    assert imported(tmp_path, rewritten(foreign_deck(), as_strict)).files["module.md"].decode() == MODULE


def empty_deck() -> bytes:
    out = io.BytesIO()
    Presentation().save(out)
    return out.getvalue()


def bomb() -> bytes:
    return rewritten(foreign_deck(), lambda name, data: data + b" " * 300_000 * name.endswith("slide1.xml"))


def with_entities(name: str, data: bytes) -> bytes:
    head = b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return head + data.partition(b"?>")[2] if name.endswith("slide1.xml") else data


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def cut(_name: str, data: bytes) -> bytes:
    return data[:40]


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("a.pptx", lambda: OLE, "it is of the format before 2007"),
        ("b.pptx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "it is protected by a password"),
        ("c.ppt", lambda: OLE, "it is of a kind that cannot be imported"),
        ("d.pptx", bytes, "it is empty"),
        ("e.pptx", lambda: foreign_deck()[:5000], "it is not a PowerPoint file, or a damaged one"),
        ("f.pptx", lambda: rewritten(foreign_deck(), cut), "it is not a PowerPoint file, or a damaged one"),
        ("g.pptx", lambda: rewritten(foreign_deck(), with_entities), "it holds a document type"),
        ("h.pptx", bomb, "it unpacks to more than can be read"),
        ("i.pptx", empty_deck, "it has no slides"),
    ],
)
def test_what_cannot_be_read_says_why(
    tmp_path: Path, name: str, make: Callable[[], bytes], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.importing.office.MOST_XML", 200_000)
    with pytest.raises(UnreadableImportError) as raised:
        imported(tmp_path, make(), name)
    assert raised.value.name == name
    assert raised.value.reason.startswith(reason)
    assert raised.value.hint


def titled_by_text_boxes() -> bytes:
    """Return a deck of three slides whose titles are text boxes at one place, and a fourth whose first box stands elsewhere."""
    deck = Presentation()
    for number, (top, line) in enumerate(((0.3, "One"), (0.3, "Two"), (0.3, "Three"), (1.0, "No title"))):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        for place, text in ((3, f"Text \uf0e0 {number}"), (top, line)):
            box = slide.shapes.add_textbox(Inches(0.5), Inches(place), Inches(8), Inches(1))
            box.text_frame.text = text
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def test_a_line_on_top_of_several_slides_is_their_title(tmp_path: Path) -> None:
    made = imported(tmp_path, titled_by_text_boxes())
    lines = made.files["module.md"].decode().splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        *(f'## {title} {{prose="slide"}}' for title in ("Two", "Three", "Slide 4")),
    ]
    assert lines[1:3] == ["title: One", "description: Text → 0"]
    assert (made.words.lost, made.words.invented) == ({}, {})


def test_an_answer_is_no_topic_that_participants_read(tmp_path: Path) -> None:
    deck = Presentation()
    for title in ("Who pays?", "Answer: who pays?"):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text_frame.text = title, "The buyer"
    out = io.BytesIO()
    deck.save(out)
    assert "## Answer: who pays? {.answer}" in imported(tmp_path, out.getvalue()).files["module.md"].decode()


def test_a_picture_on_most_slides_is_a_logo_and_asks_for_no_text_alternative(tmp_path: Path) -> None:
    deck = Presentation()
    for number in range(5):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = f"Topic {number}"
        for picture in (photograph(), photograph(80, 41 + number))[: 2 if number == 3 else 1]:
            slide.shapes.add_picture(io.BytesIO(picture), 0, 0)
    out = io.BytesIO()
    deck.save(out)
    made = imported(tmp_path, out.getvalue())
    assert sorted(made.files) == ["module.md", "slide-4-picture-1.jpg"]
    assert "talk.pptx, slides 1–5: left: picture (5 times): it stands on most slides, as a logo does" in losses_text(
        made.losses
    )


def test_two_bodies_side_by_side_are_columns(tmp_path: Path) -> None:
    deck = Presentation()
    for layout, words in ((3, ("Ask", "Wait")), (4, ("Do", "Ask", "Do not", "Guess"))):
        slide = deck.slides.add_slide(deck.slide_layouts[layout])
        title, *bodies = slide.placeholders
        title.text_frame.text = f"Layout {layout}"
        for body, text in zip(bodies, words, strict=False):
            body.text_frame.text = text
    out = io.BytesIO()
    deck.save(out)
    made = imported(tmp_path, out.getvalue())
    assert (made.words.lost, made.words.invented) == ({}, {})
    text = made.files["module.md"].decode()
    assert ":::: columns\n::: column\n- Ask\n:::\n\n::: column\n- Wait\n:::\n::::" in text
    assert "::: column\n### Do not\n\n- Guess\n:::" in text


def test_an_item_that_was_broken_by_hand_is_one(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Facts"
    frame = slide.placeholders[1].text_frame
    frame.text = "It begins here\nand goes on\nAnother one."
    frame.paragraphs[1]._p.get_or_add_pPr().append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))  # as users do
    out = io.BytesIO()
    deck.save(out)
    made = imported(tmp_path, out.getvalue())
    assert "- It begins here and goes on\n- Another one." in made.files["module.md"].decode()
    assert (made.words.lost, made.words.invented) == ({}, {})


def test_no_folder_of_somebody_is_told(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Seats"
    for descr in (r"C:\Users\jane.doe\seat map.png", "/home/jane.doe/seats", "file:///home/jane.doe/x.png"):
        picture = slide.shapes.add_picture(io.BytesIO(photograph()), 0, 0)
        picture._element.nvPicPr.cNvPr.set("descr", descr)  # python-pptx has no other way
    out = io.BytesIO()
    deck.save(out)
    made = imported(tmp_path, out.getvalue())
    assert "jane" not in f"{made.files['module.md'].decode()} {made.losses}"
    assert (made.words.lost, made.words.invented) == ({}, {})


def test_what_is_for_facilitators_reaches_no_participant(tmp_path: Path) -> None:
    deck = Presentation()
    for title in ("Seen", "Answers to the quiz", "Notes for the trainer", "Lösung", "Hidden"):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text_frame.text = "Seen by all" if title == "Seen" else "SECRET"
    slide._element.set("show", "0")  # python-pptx has no other way
    script = ":::\n\n::::\n## SECRET\n:::: handout\nSECRET {.handout}\n```\n<!-- SECRET -->\n{{ SECRET }}\n[^1]: SECRET\n---\nSECRET"
    deck.slides[0].notes_slide.notes_text_frame.text = script
    out = io.BytesIO()
    deck.save(out)
    text = imported(tmp_path, out.getvalue()).files["module.md"].decode()
    module = parse(Source("module.md", text), "talk", ParseContext(), Problems())
    assert text.count("SECRET") == 10
    for name, edition in EDITIONS.items():
        if edition.audience == "participants":
            assert "SECRET" not in " ".join(map(text_of, select(module, edition).body)), name
