"""Reads a finished deck aloud, slide by slide: shapes in reading order, then the notes."""

from __future__ import annotations

import io
import re
from typing import Any

import pptx

from tests.support.listening.speech import Speech

Shape = Any
"""A shape of python-pptx's, or a part of one, which are untyped."""


def listen_to_deck(data: bytes) -> Speech:
    """Return what is heard of a .pptx."""
    deck, speech, titles = pptx.Presentation(io.BytesIO(data)), Speech(slides=True), set[str]()
    speech.title = deck.core_properties.title
    for number, slide in enumerate(deck.slides, 1):
        title = slide.shapes.title
        named = title.text_frame.text if title is not None else ""
        if not named.strip() or named in titles:
            speech.findings.append(f"slide {number} has no title of its own: {named}")
        titles.add(named)
        speech.heading(1 if number == 1 else 2, named)
        if len(slide.shapes) and slide.shapes[0].shape_id != getattr(title, "shape_id", 0):
            speech.findings.append(f"slide {number}: “{slide.shapes[0].name}” is read before the title")
        speech.depth += 1
        for shape in slide.shapes:
            if title is None or shape.shape_id != title.shape_id:
                _shape(shape, speech)
        if slide.has_notes_slide:
            notes = slide.notes_slide.notes_text_frame
            for line in notes.text.splitlines() if notes is not None else ():
                speech.say(line, "notes")
        speech.depth -= 1
    return speech


def chart_values(deck: Shape) -> tuple[tuple[float, ...], ...]:
    """Return the values of each chart of an open deck."""
    shapes = (shape for slide in deck.slides for shape in slide.shapes if getattr(shape, "has_chart", False))
    return tuple(_values(shape.chart) for shape in shapes if shape.has_chart)


def _values(chart: Shape) -> tuple[float, ...]:
    values = (value for plot in chart.plots for series in plot.series for value in series.values)
    return tuple(value for value in values if value is not None)


def _shape(shape: Shape, speech: Speech) -> None:
    properties = shape._element.xpath(".//p:cNvPr")[0]  # python-pptx has no other way
    alternative, decorative = properties.get("descr", ""), bool(properties.xpath(".//*[local-name()='decorative']"))
    if getattr(shape, "has_chart", False) and shape.has_chart:
        speech.numbers(alternative, _values(shape.chart))
        speech.say(speech.picture(alternative))
    elif getattr(shape, "has_table", False) and shape.has_table:
        _table(shape.table, speech, alternative)
    elif shape.has_text_frame:
        kind = str(shape.placeholder_format.type) if shape.is_placeholder else ""
        if not re.search("SLIDE_NUMBER|FOOTER", kind):
            for paragraph in shape.text_frame.paragraphs:
                _paragraph(paragraph, speech)
    elif not decorative:
        speech.say(speech.picture(alternative))


def _paragraph(paragraph: Shape, speech: Speech) -> None:
    words = ""
    for run in paragraph.runs:
        address = run.hyperlink.address if run.hyperlink is not None else None
        words += speech.link(run.text, address) if address else run.text
    speech.depth += paragraph.level
    speech.text(words)
    speech.depth -= paragraph.level


def _table(table: Shape, speech: Speech, alternative: str) -> None:
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    speech.say(alternative, "table")
    speech.depth += 1
    for place, row in enumerate(rows):
        for column, words in enumerate(row):
            heads = (table.first_row and place == 0) or (table.first_col and column == 0 and words.strip("\u00a0 "))
            if not heads:
                beside = [row[0]] if table.first_col and column else []
                above = [rows[0][column]] if table.first_row and place else []
                speech.cell([*beside, *above], words.strip("\u00a0 "))
    speech.depth -= 1
