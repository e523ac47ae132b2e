"""Reading a deck that somebody sends back: a stranger's file, under limits, as the words of its slides and the record that it carries."""

from __future__ import annotations

from lxml import etree

from builder.core.frozen import dataclass
from builder.slides.brand.sanitize import refuse_dangerous_files
from builder.slides.record.made import MadeDeck, find_record
from builder.slides.record.parts import parse_part
from builder.slides.record.slides import SeenSlide, read_slides, section_names
from builder.slides.template.package import DAMAGED, Package

MOST_FILE = 200_000_000
"""Largest file that is read, bytes."""

MOST_SLIDES = 1_000
"""Most slides of a deck that are compared. Our longest has 60."""


class UnusableDeckError(Exception):
    """A file is no deck that can be compared; the message says why, in words for whoever sends it."""


@dataclass(frozen=True)
class ReturnedDeck:
    """A deck that came back. `made` is the record of its words as made, None when it has none; `saved_by` the last program's name, `sections` the names of its sections."""

    slides: tuple[SeenSlide, ...]
    made: MadeDeck | None
    saved_by: str = ""
    sections: tuple[str, ...] = ()

    @property
    def rewritten(self) -> bool:
        """Whether a program saved it that spells out every format and place by itself, so that these say nothing of a person."""
        return self.saved_by.startswith(("LibreOffice", "OpenOffice", "Collabora"))


def read_deck(data: bytes) -> ReturnedDeck:
    """Return a .pptx as it came back. Raises UnusableDeckError."""
    if len(data) > MOST_FILE:
        raise UnusableDeckError(f"it has more than {MOST_FILE // 1_000_000} MB")
    try:
        refuse_dangerous_files(data)
        package = Package.read(data)
        slides = read_slides(package)
    except ValueError as error:
        raise UnusableDeckError(str(error)) from error
    except DAMAGED as error:
        raise UnusableDeckError("it is not a PowerPoint file, or a damaged one") from error
    if len(slides) > MOST_SLIDES:
        raise UnusableDeckError(f"it has more than {MOST_SLIDES} slides")
    return ReturnedDeck(slides, find_record(package), _program(package), section_names(package))


def _program(package: Package) -> str:
    """Return the name of the program that saved a file, as the file says it."""
    data = package.parts.get("docProps/app.xml", b"")
    try:
        root = parse_part(data) if data else None
    except (ValueError, etree.XMLSyntaxError):
        return ""
    node = next(root.iterchildren("{*}Application"), None) if root is not None else None
    return ((node.text or "") if node is not None else "")[:80]
