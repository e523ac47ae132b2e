"""A small course whose deck is edited by hand in tests: one module in a file with CRLF and a byte-order mark."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation

from builder.returning.deck.change import Change
from builder.returning.deck.find import DeckChanges, OpenedModule, compare_deck
from builder.returning.deck.reading import read_deck
from tests.support.returning.campaign import Subject, subject

Opened = Any
"""A presentation, or a part of it, as python-pptx has it, which has few types."""

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

SOURCE = """\
---
title: First steps
description: A short walk.
id: first
objectives:
  - Name three quiet places.
  - Find the door.
agenda: false
---

## The **old** house {time="5"}

- Open the *front* door, then [wait](https://example.org/wait) a while.
- The second item stays.{spaces}
-{tab}The third item has a source. [@key]

Prose for the handout alone, which the notes repeat.

::: notes
SAY: Good morning, and **welcome** to all.

A second paragraph of the script
goes over two lines.
:::

## Numbers

| Room | Chairs |
|------|-------:|
| North | 12 |
| South | 20 |
| *West* | 30 |

::: check
Which door is it?

- [x] The green one
  Because it is never locked.
- [ ] The blue one
  Because it is always locked.
:::

::: {.use ref="shared-note"}
:::
"""
SOURCE = SOURCE.replace("{spaces}", "  ").replace("{tab}", " \t")
SHARED = "::: {.note #shared-note}\n### Everywhere\n\nThe same in each module.\n:::\n"
REFERENCES = "- id: key\n  type: webpage\n  title: A source\n  URL: https://example.org/\n  issued: 2024\n"


def house_course(root: Path) -> Subject:
    """Write a course of one module into a folder; return its module with its deck."""
    modules = root / "modules"
    (modules / "first").mkdir(parents=True)
    (modules / "course.yml").write_text("title: A course\nlang: en-US\n", encoding="utf-8")
    (modules / "shared.md").write_text(SHARED, encoding="utf-8")
    (modules / "references.yml").write_text(REFERENCES, encoding="utf-8")
    (modules / "first" / "module.md").write_bytes(b"\xef\xbb\xbf" + SOURCE.replace("\n", "\r\n").encode())
    return subject(root, "first")


def returned(house: Subject, edit: Callable[[Opened], None], opened: OpenedModule | None = None) -> DeckChanges:
    """Return what is found in the deck after an edit."""
    deck, out = Presentation(io.BytesIO(house.deck)), io.BytesIO()
    edit(deck)
    deck.save(out)
    read = read_deck(out.getvalue())
    assert read.made is not None
    return compare_deck(read, read.made, opened or house.opened)


def paragraphs(deck: Opened) -> Iterator[Opened]:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield from shape.text_frame.paragraphs
            if shape.has_table:
                yield from (one for row in shape.table.rows for cell in row.cells for one in cell.text_frame.paragraphs)
        if slide.has_notes_slide:
            yield from slide.notes_slide.notes_text_frame.paragraphs


def retype(old: str, new: str) -> Callable[[Opened], None]:
    """Return an edit that retypes words in the runs that have them."""

    def edit(deck: Opened) -> None:
        word = re.compile(rf"\b{re.escape(old)}\b")
        found = [piece for one in paragraphs(deck) for piece in one.runs if word.search(piece.text)]
        assert found, old
        for piece in found:
            piece.text = word.sub(lambda _: new, piece.text)

    return edit


def single(found: DeckChanges) -> Change:
    assert len(found.changes) == 1, found.changes
    return found.changes[0]
