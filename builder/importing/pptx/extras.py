"""What stands beside the shapes of a slide: its notes; comments, animations and backgrounds, which are noted and not taken."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from builder.core.frozen import replace
from builder.importing.document import DocBlock, DocParagraph, DocPlace
from builder.importing.loss import LossLog
from builder.importing.office import OfficeFile
from builder.importing.pptx.alternatives import inside
from builder.importing.pptx.context import alt_texts
from builder.importing.pptx.layouts import LayoutReader, placeholder_key
from builder.importing.pptx.names import A, P
from builder.importing.pptx.shapes import FEET
from builder.importing.pptx.text import TextSetting, raw_text, text_blocks
from builder.importing.words import count_words

_CUE = re.compile(r"(?:Say|Do|Ask|Listen for):\s*")
_COMMENTS = ("comments", "modernComment", "comment")
_OF_FILE = {
    "vbaProject": ("macros", "they are programs"),
    "customXml": ("data of other programs", "no reader sees them"),
    "handoutMaster": ("master of handouts", "a theme says how handouts look"),
    "commentAuthors": ("names of who commented", "they are personal"),
    "authors": ("names of who commented", "they are personal"),
    "font": ("embedded font", "a theme says which fonts are used"),
    "tags": ("tags of other programs", "no reader sees them"),
}
_PROPERTIES = {
    "core-properties": "author, dates and title of the file",
    "extended-properties": "company, program and time of work",
    "custom-properties": "properties that an organization has added",
}


def slide_notes(office: OfficeFile, part: str, setting: TextSetting) -> tuple[DocBlock, ...]:
    """Return the notes of a slide. Of other shapes on their page the words are noted."""
    found: list[DocBlock] = []
    for name in office.led_to(part, "notesSlide"):
        tree = office.xml(name).find(f"{P}cSld/{P}spTree")
        inner = replace(setting, links=office.links(name))
        for shape in inside(tree) if tree is not None else ():
            kind, _ = placeholder_key(shape)
            body = shape.find(f"{P}txBody")
            if kind == "body":
                blocks = text_blocks(body, inner)
                found += map(_cue, blocks)
                if blocks:
                    setting.log.note_taken(setting.at, "notes")
            elif shape.tag not in {f"{P}nvGrpSpPr", f"{P}grpSpPr"}:
                words = " ".join(filter(str.strip, raw_text(shape)))
                if words and kind in FEET:
                    setting.log.note_left(setting.at, FEET[kind], "our guide has its own", words)
                elif words:
                    setting.log.note_left(
                        setting.at, "text on the page of notes", "it is not in the notes themselves", words
                    )
            _note_alts(shape, setting)
    return tuple(found)


def _cue(block: DocBlock) -> DocBlock:
    """Return a paragraph of notes that begins with a bold “Say:”, as our own decks print it, with the cue in capitals."""
    if not isinstance(block, DocParagraph) or not block.runs[0].bold:
        return block
    first = block.runs[0]
    found = _CUE.fullmatch(first.text)
    if found is None or len(block.runs) == 1:
        return block
    return replace(block, runs=(replace(first, text=first.text.upper(), bold=False), *block.runs[1:]))


def _note_alts(shape: etree._Element, setting: TextSetting) -> None:
    for one in shape.iter(f"{P}cNvPr"):
        words = " ".join(alt_texts(one)).strip()
        if words:
            setting.log.note_left(setting.at, "text alternative", "of a shape on the page of notes", words)


def note_extras(office: OfficeFile, part: str, root: etree._Element, at: DocPlace, log: LossLog) -> None:
    """Note what a slide has beside its shapes and notes."""
    for kind in _COMMENTS:
        for name in office.led_to(part, kind):
            for words in comment_texts(office.xml(name)):
                log.note_left(at, "comment", "decide about it in the file; who wrote it is not told", words)
    timing = root.find(f"{P}timing")
    effects = sum("presetID" in one.attrib for one in timing.iter()) if timing is not None else 0
    if effects:
        log.note_left(at, "animation", "slides here stand still: use `---` for steps", count=effects)
    if next(root.iter(f"{P}transition"), None) is not None:
        log.note_left(at, "transition", "slides here change at once")
    background = root.find(f"{P}cSld/{P}bg")
    if background is not None:
        picture = background.find(f".//{A}blip") is not None
        log.note_left(at, "background picture" if picture else "background", "a theme says what stands behind text")


def comment_texts(comments: etree._Element) -> list[str]:
    """Return the texts of comments, of the old kind and of the one with replies."""
    old = [text.text or "" for text in comments.iter(f"{P}text")]
    return [*old, *filter(str.strip, raw_text(comments))]


def note_of_file(
    office: OfficeFile, main: str, root: etree._Element, layouts: LayoutReader, at: DocPlace, log: LossLog
) -> Counter[str]:
    """Note what belongs to the file and not to a slide. Returns the words of layouts and masters, all of which are noted."""
    words: Counter[str] = Counter()
    for where, text in layouts.texts():
        log.note_left(
            replace(at, part=where), "text of a layout", "it stands on every slide that has this layout", text
        )
        words += count_words(text)
    for link in office.links(main).values():
        if link.kind in _OF_FILE:
            log.note_left(at, *_OF_FILE[link.kind])
    for link in office.links("").values():
        if link.kind in _PROPERTIES:
            log.note_left(at, "properties", _PROPERTIES[link.kind])
    if root.find(f"{P}custShowLst") is not None:
        log.note_left(at, "custom show", "a module has one order of slides")
    if root.find(f"{P}modifyVerifier") is not None:
        log.note_left(at, "password for changes", "the module has none")
    return words
