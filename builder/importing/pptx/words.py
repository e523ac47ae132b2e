"""All words of a deck, counted on its parts as they are, and the language of most of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from lxml import etree

from builder.importing.office import OfficeFile
from builder.importing.pptx.alternatives import everything
from builder.importing.pptx.context import alt_texts
from builder.importing.pptx.extras import comment_texts
from builder.importing.pptx.graphics import chart_words, diagram_words
from builder.importing.pptx.names import DGM, A, C, P, R
from builder.importing.pptx.text import raw_text
from builder.importing.words import count_words

_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def file_words(office: OfficeFile, part: str, root: etree._Element) -> Counter[str]:
    """Return the words of a slide: its shapes, text alternatives, charts, SmartArt, notes and comments."""
    found = _shape_words(root)
    links = office.links(part)
    for one in everything(root):
        if one.tag == f"{C}chart" and (link := links.get(one.get(f"{R}id", ""))) and office.has(link.target):
            found += count_words(*chart_words(office.xml(link.target)))
        elif one.tag == f"{DGM}relIds" and (link := links.get(one.get(f"{R}dm", ""))) and office.has(link.target):
            found += count_words(*diagram_words(office.xml(link.target)))
    for name in office.led_to(part, "notesSlide"):
        found += _shape_words(office.xml(name))
    for kind in ("comments", "modernComment", "comment"):
        for name in office.led_to(part, kind):
            found += count_words(*comment_texts(office.xml(name)))
    return found


def _shape_words(root: etree._Element) -> Counter[str]:
    """Return the words in the text and the text alternatives of the shapes of a slide or a page of notes."""
    tree = root.find(f"{P}cSld/{P}spTree")
    if tree is None:
        return Counter()
    found = count_words(*raw_text(tree))
    for one in everything(tree):
        if one.tag == f"{P}cNvPr":
            found += count_words(*alt_texts(one))
    return found


def language_of(roots: Iterable[etree._Element], main: etree._Element) -> str:
    """Return the language that most words of the slides are marked with, "" when they are not marked."""
    counts: Counter[str] = Counter()
    for root in roots:
        for run in root.iter(f"{A}r"):
            look = run.find(f"{A}rPr")
            lang = look.get("lang", "") if look is not None else ""
            if _LANG.fullmatch(lang):
                counts[lang] += len((run.findtext(f"{A}t") or "").split())
    for style in main.iter(f"{A}defRPr"):
        if not counts and _LANG.fullmatch(style.get("lang", "")):
            counts[style.get("lang", "")] += 1
    return max(counts, key=lambda lang: (counts[lang], lang)) if counts else ""
