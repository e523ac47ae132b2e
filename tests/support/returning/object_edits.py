"""Scripted edits of what is no plain text in a deck: pictures, what they are said to show, charts, rows, and text that changes its slide."""

from __future__ import annotations

import copy
import io
import random
from typing import Any

from PIL import Image
from pptx.chart.data import CategoryChartData

from tests.support.returning.edit import Edit, Unfit

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

Opened = Any
"""A presentation, or a part of it, as python-pptx has it, which has few types."""


class ObjectEdits:
    """Edits of pictures, charts and tables of one deck."""

    def __init__(self, deck: Opened, draw: random.Random) -> None:
        self.deck, self.draw = deck, draw
        self.slides = list(deck.slides)

    def _any(self, found: list[Opened]) -> Opened:
        if not found:
            raise Unfit
        return self.draw.choice(found)

    def _pictures(self) -> list[Opened]:
        shapes = (shape for slide in self.slides for shape in slide.shapes)
        return [one for one in shapes if one._element.tag.endswith("}pic") and self._named(one).get("descr")]

    @staticmethod
    def _named(shape: Opened) -> Opened:
        return shape._element.xpath(".//p:cNvPr")[0]

    def _drawn(self) -> io.BytesIO:
        out = io.BytesIO()
        Image.new("RGB", (40, 30), tuple(self.draw.randrange(256) for _ in range(3))).save(out, "PNG")
        out.seek(0)
        return out

    def replace_picture(self) -> Edit:
        """Show another picture in the same place, as “Change Picture” does."""
        shape = self._any(self._pictures())
        _, ident = shape.part.get_or_add_image_part(self._drawn())
        shape._element.xpath(".//a:blip")[0].set(f"{_R}embed", ident)
        return Edit("replace a picture", frozenset({"picture"}))

    def crop_picture(self) -> Edit:
        shape = self._any(self._pictures())
        shape.crop_left, shape.crop_top = 0.2, 0.1
        return Edit("crop a picture", frozenset({"look"}))

    def delete_picture(self) -> Edit:
        shape = self._any(self._pictures())
        shape._element.getparent().remove(shape._element)
        return Edit("delete a picture", frozenset({"picture-deleted"}))

    def add_picture(self) -> Edit:
        new = f"A photo of {self.draw.choice(('rain', 'a bridge', 'two chairs'))}"
        shape = self.draw.choice(self.slides).shapes.add_picture(self._drawn(), 100_000, 100_000)
        self._named(shape).set("descr", new)
        return Edit("add a picture", frozenset({"picture-added"}), new)

    def change_alt(self) -> Edit:
        shape = self._any(self._pictures())
        words = self._named(shape).get("descr").split(" ")
        words[self.draw.randrange(len(words))] = new = "lantern"
        self._named(shape).set("descr", " ".join(words))
        return Edit("change what a picture is said to show", frozenset({"alt"}), new)

    def delete_alt(self) -> Edit:
        self._named(self._any(self._pictures())).set("descr", "")
        return Edit("delete what a picture is said to show", frozenset({"alt"}))

    def change_chart(self) -> Edit:
        """Change one number of a chart, in its own part and in its workbook."""
        chart = self._any([shape.chart for slide in self.slides for shape in slide.shapes if shape.has_chart])
        made: Any = CategoryChartData  # python-pptx has no types
        data = made()
        data.categories = list(chart.plots[0].categories)
        for number, series in enumerate(chart.plots[0].series):
            values = list(series.values)
            values[0] = (values[0] or 0) + (1 if number == 0 else 0)
            data.add_series(series.name, values)
        chart.replace_data(data)
        return Edit("change a number of a chart", frozenset({"chart"}))

    def move_row(self) -> Edit:
        tables = [
            s.table for slide in self.slides for s in slide.shapes if s.has_table and len(s.table._tbl.tr_lst) > 3
        ]
        rows = self._any(tables)._tbl.tr_lst
        at = self.draw.randrange(1, len(rows) - 1)
        rows[at + 1].addnext(rows[at])
        return Edit("move a row", frozenset({"row-moved"}))

    def copy_to_notes(self) -> Edit:
        """Paste a line of a slide into its notes."""
        found = [
            (slide, one)
            for slide in self.slides
            if slide.has_notes_slide and slide.notes_slide.notes_text_frame.text.strip()
            for shape in slide.shapes
            if shape.has_text_frame and shape.name == "body"
            for one in shape.text_frame.paragraphs
            if len(one.text.split()) > 3 and one.text not in slide.notes_slide.notes_text_frame.text
        ]
        slide, paragraph = self._any(found)
        slide.notes_slide.notes_text_frame.add_paragraph().text = paragraph.text
        return Edit("copy a line to the notes", frozenset({"added"}), paragraph.text)

    def duplicate_slide(self) -> Edit:
        """Copy a slide's shapes to a new one after it, with its name, as PowerPoint does."""
        slide = self._any([one for one in self.slides if not any(s.has_chart for s in one.shapes)][2:])
        other = self.deck.slides.add_slide(slide.slide_layout)
        for shape in list(other.shapes):
            shape._element.getparent().remove(shape._element)
        for shape in slide.shapes:
            if not shape._element.tag.endswith("}pic"):
                other.shapes._spTree.append(copy.deepcopy(shape._element))
        other._element.cSld.set("name", slide._element.cSld.get("name"))
        ids = self.deck.slides._sldIdLst
        node = ids[-1]
        ids.remove(node)
        ids.insert(self.slides.index(slide) + 1, node)
        return Edit("duplicate a slide", frozenset({"slide-added"}))

    def footer(self) -> Edit:
        """Type something else into the footer of one slide."""
        found = [
            (s, r)
            for slide in self.slides
            for s in slide.shapes
            if s.name == "footer"
            for r in s.text_frame.paragraphs[0].runs[:1]
        ]
        _, run = self._any(found)
        run.text = new = "Training of Ana, room 3"
        return Edit("change a footer", frozenset({"footer"}), new)
