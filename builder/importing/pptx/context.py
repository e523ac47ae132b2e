"""What the shapes of a slide are read with, and their text alternatives."""

from __future__ import annotations

import re

from lxml import etree

from builder.core.frozen import dataclass
from builder.importing.folders import without_folders
from builder.importing.office import OfficeFile
from builder.importing.pptx.layouts import SlideLayout
from builder.importing.pptx.names import P
from builder.importing.pptx.text import TextSetting

_FILE_NAME = re.compile(
    r"(?i)\s*(?:\S[^\n]{0,200}\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp|heic)"
    r"|(?:[mj][pc][jn]?|j0|img_|dsc_?|pxl_|image|picture|grafik|bild|screenshot|unknown)[\s_]?[\d_ .:\[\]-]*+)\s*+"
)
"""Text alternatives that name a file, or are what programs, cameras and clip art are numbered with."""

_MADE = re.compile(
    r"(?i)(?:description automatically generated|automatisch generierte beschreibung|ai-generated content)"
)


@dataclass(frozen=True)
class SlideContext:
    """What shapes of a slide are read with: the file, the slide's part, its layout, and the setting of its text.

    `title` is a shape that is taken for its title though it is no placeholder for one; `apart` are those that are read elsewhere.
    """

    office: OfficeFile
    part: str
    layout: SlideLayout
    setting: TextSetting
    title: etree._Element | None = None
    apart: tuple[etree._Element, ...] = ()


def properties_of(shape: etree._Element) -> etree._Element | None:
    """Return a shape's name and text alternative (p:cNvPr), None when it has none."""
    return next((one for child in shape for one in child if one.tag == f"{P}cNvPr"), None)


def alt_texts(properties: etree._Element) -> tuple[str, str]:
    """Return the title and the text of a text alternative (p:cNvPr) as they may be told: of paths the names of files."""
    return without_folders(properties.get("title", "")), without_folders(properties.get("descr", ""))


def alt_of(shape: etree._Element, context: SlideContext) -> str:
    """Return a shape's text alternative; what is only the name of a file is noted and not taken."""
    at, log = context.setting.at, context.setting.log
    properties = properties_of(shape)
    if properties is None:
        return ""
    title, text = alt_texts(properties)
    if title.strip() and text.strip():
        if title.strip() != text.strip():
            text = f"{title.strip()}: {text.strip()}"
        else:
            log.note_left(at, "title of a text alternative", "it repeats it", title)
    text = text if text.strip() else title
    if text.strip() and _FILE_NAME.fullmatch(text):
        log.note_left(at, "text alternative", "it is only the name of a file, or a number", text)
        return ""
    if _MADE.search(text):
        log.note_changed(at, "text alternative", "a program made it: read it against the picture")
    return text


def note_alt(shape: etree._Element, context: SlideContext) -> None:
    """Note the text alternative of what is no picture, table or chart here."""
    properties = properties_of(shape)
    words = " ".join(alt_texts(properties)) if properties is not None else ""
    if words.strip():
        context.setting.log.note_left(
            context.setting.at, "text alternative", "of a shape that is taken as text, or not at all", words
        )
