"""What programs and people do to a deck that changes nothing of what it says, and must not be reported."""

from __future__ import annotations

import copy
import random
from typing import Any

from lxml import etree

from tests.support.returning.edit import Edit

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_NOTHING: frozenset[str] = frozenset()

Opened = Any
"""A presentation, or a part of it, as python-pptx has it, which has few types."""


class QuietEdits:
    """Edits of all slides of one deck that nobody needs to hear of."""

    def __init__(self, deck: Opened, draw: random.Random) -> None:
        self.deck, self.draw = deck, draw

    def _bodies(self) -> list[Opened]:
        """Return the text bodies of all shapes, cells and notes."""
        parts = [slide._element for slide in self.deck.slides]
        parts += [slide.notes_slide._element for slide in self.deck.slides if slide.has_notes_slide]
        return [body for part in parts for body in part.xpath(".//p:txBody | .//a:txBody")]

    def split_runs(self) -> Edit:
        """Cut runs within words, with a mark of the spelling checker in one half, as PowerPoint does."""
        for body in self._bodies():
            for run in body.iter(f"{_A}r"):
                text = run.find(f"{_A}t")
                if text.text and len(text.text) > 6 and self.draw.random() < 0.5:
                    at = self.draw.randrange(1, len(text.text))
                    other = copy.deepcopy(run)
                    other.find(f"{_A}t").text = text.text[at:]
                    text.text = text.text[:at]
                    properties = other.find(f"{_A}rPr")
                    if properties is not None:
                        properties.set("dirty", "0")
                        properties.set("err", "1")
                    run.addnext(other)
        return Edit("split runs", _NOTHING)

    def curl_quotes(self) -> Edit:
        """Draw every quotation mark and apostrophe otherwise, as correction while typing does."""
        for body in self._bodies():
            for text in body.iter(f"{_A}t"):
                text.text = (text.text or "").translate(str.maketrans("’“”", '\'""'))
        return Edit("straighten quotation marks", _NOTHING)

    def add_empty_paragraphs(self) -> Edit:
        for body in self._bodies():
            if self.draw.random() < 0.4:
                empty = etree.SubElement(body, f"{_A}p")
                etree.SubElement(empty, f"{_A}endParaRPr", lang="de-DE")
        return Edit("add empty paragraphs", _NOTHING)

    def change_language(self) -> Edit:
        for body in self._bodies():
            for properties in body.iter(f"{_A}rPr"):
                properties.set("lang", "en-GB")
        return Edit("change the language", _NOTHING)

    def rewrite_properties(self) -> Edit:
        found = self.deck.core_properties
        found.author, found.title, found.last_modified_by, found.revision = "Ana", "Deck", "Ana", 7
        return Edit("rewrite properties", _NOTHING)

    def number_anew(self) -> Edit:
        for slide in self.deck.slides:
            for number, named in enumerate(slide._element.xpath(".//p:cNvPr"), 40):
                named.set("id", str(number))
        return Edit("number shapes anew", _NOTHING)
