"""Scripted edits of a deck, as people make them in PowerPoint: each changes one thing, and says what must be reported of it."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Inches

from tests.support.returning.edit import Edit, Unfit
from tests.support.returning.object_edits import ObjectEdits
from tests.support.returning.quiet_edits import QuietEdits

Opened = Any
"""A presentation, or a part of it, as python-pptx has it, which has few types."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FRAME = {"footer", "number"}
WORDS = "quiet river careful neighbor paper window honest morning garden ladder".split()
HOSTILE = (
    "*stars*",
    "a|b",
    "[x](http://a.example)",
    "{.facilitator}",
    "`code`",
    "<b>bold</b>",
    "1. first",
    "# head",
    "a_b_c",
    "::: answer",
    "$5 & 6%",
    "\\n",
    "SAY: hello",
)


class Editor(ObjectEdits):
    """Edits one deck, drawing from one generator."""

    def words(self) -> str:
        return " ".join(self.draw.sample(WORDS, 3))

    def paragraphs(self, where: str) -> list[Opened]:
        """Return paragraphs with words: of bodies, titles, notes or tables' cells."""
        found: list[Opened] = []
        for slide in self.slides:
            if where == "notes":
                found += slide.notes_slide.notes_text_frame.paragraphs if slide.has_notes_slide else []
                continue
            for shape in slide.shapes:
                if where == "table" and shape.has_table:
                    found += [
                        one for row in shape.table.rows for cell in row.cells for one in cell.text_frame.paragraphs
                    ]
                elif where in {"body", "title"} and shape.has_text_frame and shape.name not in _FRAME:
                    found += shape.text_frame.paragraphs if (shape.name == "title") == (where == "title") else []
        return [one for one in found if len(one.text.split()) > 2]

    def pick(self, where: str) -> Opened:
        found = self.paragraphs(where)
        if not found:
            raise Unfit
        return self.draw.choice(found)

    def run(self, paragraph: Opened) -> Opened:
        runs = [one for one in paragraph.runs if " " in one.text.strip(" ")]
        if not runs:
            raise Unfit
        return max(runs, key=lambda one: len(one.text))

    # ── words

    def replace_word(self, where: str) -> Edit:
        run, new = self.run(self.pick(where)), self.words()
        parts = run.text.split(" ")
        parts[self.draw.randrange(len(parts))] = new
        run.text = " ".join(parts)
        return Edit(f"replace a word ({where})", frozenset({"words"}), new)

    def insert_words(self, where: str) -> Edit:
        run, new = self.run(self.pick(where)), self.words()
        parts = run.text.split(" ")
        parts.insert(self.draw.randrange(1, len(parts)), new)
        run.text = " ".join(parts)
        return Edit(f"insert words ({where})", frozenset({"words"}), new)

    def insert_hostile(self, where: str) -> Edit:
        run, new = self.run(self.pick(where)), self.draw.choice(HOSTILE)
        run.text = f"{new} {run.text}" if self.draw.random() < 0.4 else f"{run.text} {new}"
        return Edit(f"insert signs ({where})", frozenset({"words"}), new)

    def delete_words(self, where: str) -> Edit:
        run = self.run(self.pick(where))
        parts = run.text.split(" ")
        at = self.draw.randrange(len(parts) - 1)
        old = " ".join(part for part in parts[at : at + 2] if part)
        run.text = " ".join([*parts[:at], *parts[at + 2 :]])
        return Edit(f"delete words ({where})", frozenset({"words", "deleted"}), old=old)

    def rewrite(self, where: str) -> Edit:
        paragraph, new = self.pick(where), f"Entirely {self.words()} now."
        for run in paragraph.runs[1:]:
            run._r.getparent().remove(run._r)
        for line in paragraph._p.findall(f"{_A}br"):
            paragraph._p.remove(line)
        if not paragraph.runs:
            raise Unfit
        paragraph.runs[0].text = new
        return Edit(f"rewrite a paragraph ({where})", frozenset({"words", "added"}), new)

    # ── paragraphs

    def add_paragraph(self, where: str) -> Edit:
        paragraph, new = self.pick(where), f"Added {self.words()}."
        other = copy.deepcopy(paragraph._p)
        for node in other.findall(f"{_A}r")[1:] + other.findall(f"{_A}br"):
            other.remove(node)
        text = other.find(f"{_A}r/{_A}t")
        if text is None:
            raise Unfit
        text.text = new
        paragraph._p.addnext(other)
        return Edit(f"add a paragraph ({where})", frozenset({"added"}), new)

    def delete_paragraph(self, where: str) -> Edit:
        paragraph = self.pick(where)
        old, body = paragraph.text, paragraph._p.getparent()
        if len(body.findall(f"{_A}p")) < 2:
            raise Unfit
        body.remove(paragraph._p)
        return Edit(f"delete a paragraph ({where})", frozenset({"deleted"}), old=old)

    def move_paragraph(self, where: str) -> Edit:
        paragraph = self.pick(where)
        after = paragraph._p.getnext()
        if after is None or after.tag != f"{_A}p" or not "".join(after.itertext()).strip():
            raise Unfit
        after.addnext(paragraph._p)
        return Edit(f"move a paragraph ({where})", frozenset({"moved", "words", "added", "deleted"}))

    # ── tables

    def tables(self) -> list[Opened]:
        return [shape.table for slide in self.slides for shape in slide.shapes if shape.has_table]

    def add_row(self) -> Edit:
        if not self.tables():
            raise Unfit
        table, new = self.draw.choice(self.tables()), self.words()
        row = self.draw.choice(table._tbl.tr_lst)
        other = copy.deepcopy(row)
        for number, cell in enumerate(other.tc_lst):
            for node in list(cell.iter(f"{_A}t")):
                node.text = ""
            node = next(cell.iter(f"{_A}t"), None)
            if node is not None:
                node.text = f"{new} {number}"
        row.addnext(other)
        return Edit("add a row", frozenset({"row-added"}), f"{new}")

    def delete_row(self) -> Edit:
        tables = [one for one in self.tables() if len(one._tbl.tr_lst) > 2]
        if not tables:
            raise Unfit
        table = self.draw.choice(tables)
        row = self.draw.choice(table._tbl.tr_lst[1:])
        old = next((node.text for node in row.iter(f"{_A}t") if node.text and node.text.strip()), "")
        row.getparent().remove(row)
        return Edit("delete a row", frozenset({"row-deleted"}), old=old.strip())

    # ── slides

    def delete_slide(self) -> Edit:
        ids = self.deck.slides._sldIdLst
        node = self.draw.choice(list(ids))
        slide = self.slides[list(ids).index(node)]
        old = next((s.text_frame.text for s in slide.shapes if s.name == "title"), "")
        self.deck.part.drop_rel(node.rId)
        ids.remove(node)
        return Edit("delete a slide", frozenset({"slide-deleted"}), old=old)

    def add_slide(self) -> Edit:
        layout = next(one for one in self.deck.slide_layouts if one.name.casefold() == "content")
        slide, new = self.deck.slides.add_slide(layout), f"A new slide about {self.words()}"
        slide.shapes.title.text = new
        ids = self.deck.slides._sldIdLst
        node = ids[-1]
        ids.remove(node)
        ids.insert(self.draw.randrange(1, len(ids)), node)
        return Edit("add a slide", frozenset({"slide-added"}), new)

    def move_slide(self) -> Edit:
        ids = self.deck.slides._sldIdLst
        at = self.draw.randrange(2, len(ids) - 4)
        node = ids[at]
        ids.remove(node)
        ids.insert(at + 3, node)
        return Edit("move a slide", frozenset({"slide-moved"}))

    def hide_slide(self) -> Edit:
        slide = self.draw.choice(self.slides)
        shown = slide._element.get("show", "1") == "1"
        slide._element.set("show", "0" if shown else "1")
        return Edit("hide a slide", frozenset({"hidden", "shown"}))

    # ── what does not map

    def shapes(self, kind: str) -> list[Opened]:
        found = [shape for slide in self.slides for shape in slide.shapes if shape.name not in _FRAME]
        return [
            one
            for one in found
            if kind == "any"
            or (kind == "text" and one.has_text_frame and one.text_frame.text.strip())
            or (kind == "picture" and one.shape_type == 13)
        ]

    def move_shape(self) -> Edit:
        shape = self.draw.choice(self.shapes("text"))
        left, top, width, height = shape.left, shape.top, shape.width, shape.height
        shape.left, shape.top, shape.width, shape.height = left + Inches(0.5), top, width, height
        return Edit("move a box", frozenset({"place"}))

    def delete_shape(self) -> Edit:
        shape = self.draw.choice(self.shapes("text"))
        old = next(one.text for one in shape.text_frame.paragraphs if one.text.strip())
        shape._element.getparent().remove(shape._element)
        return Edit("delete a box", frozenset({"object-deleted"}), old=old)

    def add_box(self) -> Edit:
        slide, new = self.draw.choice(self.slides), f"A box: {self.words()}"
        box = slide.shapes.add_textbox(Inches(1), Inches(6), Inches(3), Inches(0.5))
        box.text_frame.text = new
        return Edit("add a box", frozenset({"object-added"}), new)

    def color(self) -> Edit:
        run = self.run(self.pick("body"))
        run.font.color.theme_color = MSO_THEME_COLOR.ACCENT_2
        run.font.bold = True
        return Edit("color words", frozenset({"look"}))

    def animate(self) -> Edit:
        slide = self.draw.choice(self.slides)
        fade = etree.fromstring(
            '<p:transition xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:fade/></p:transition>'
        )
        slide._element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}clrMapOvr").addnext(fade)
        return Edit("add a transition", frozenset({"motion"}))

    def edits(self) -> list[Callable[[], Edit]]:
        """Return every kind of edit, ordinary ones several times."""
        texts = [
            self.replace_word,
            self.insert_words,
            self.insert_hostile,
            self.delete_words,
            self.rewrite,
            self.add_paragraph,
            self.delete_paragraph,
            self.move_paragraph,
        ]
        quiet = QuietEdits(self.deck, self.draw)
        on = [(edit, where) for edit in texts for where in ("body", "notes")]
        on += [(edit, where) for edit in texts[:5] for where in ("title", "table")]
        return [
            *(lambda e=edit, w=where: e(w) for edit, where in on),
            self.add_row,
            self.delete_row,
            self.delete_slide,
            self.add_slide,
            self.move_slide,
            self.hide_slide,
            self.move_shape,
            self.delete_shape,
            self.add_box,
            self.color,
            self.animate,
            self.replace_picture,
            self.crop_picture,
            self.delete_picture,
            self.add_picture,
            self.change_alt,
            self.delete_alt,
            self.change_chart,
            self.move_row,
            self.copy_to_notes,
            self.duplicate_slide,
            self.footer,
            quiet.split_runs,
            quiet.curl_quotes,
            quiet.add_empty_paragraphs,
            quiet.change_language,
            quiet.rewrite_properties,
            quiet.number_anew,
        ]


ONLY_WORDS = frozenset({"color words", "add a transition", "crop a picture", "delete what a picture is said to show"})
"""Edits that LibreOffice's own rewriting hides: formatting is not compared then."""


def scripted(data: Callable[[], Opened], count: int, seed: int, first: int = 0) -> Iterator[tuple[Edit, Opened]]:
    """Yield edits with the edited presentation, every kind in turn, beginning with number `first`; `data` opens the deck anew."""
    draw = random.Random(seed)
    made, turn = 0, first
    while made < count:
        editor = Editor(data(), draw)
        edits = editor.edits()
        try:
            edit = edits[turn % len(edits)]()
        except Unfit:
            edit = None
        turn += 1
        if edit is not None:
            made += 1
            yield edit, editor.deck
