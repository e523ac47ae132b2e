"""Measures a large-print PDF by UKAAF G003: no word is hyphenated, nothing is italic, no type is small."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from tests.support.print.structure import Tagged

LEAST = 15.5
"""The smallest type, pt (UKAAF G003, 2019: 16 pt at the least, as typefaces are measured; 0.5 pt for rounding)."""


@dataclass
class LargePrint:
    """What a file has that large print must not have: the ends of hyphenated lines, and characters by what is wrong."""

    hyphens: list[str] = field(default_factory=list)
    italic: Counter[str] = field(default_factory=Counter)
    small: Counter[float] = field(default_factory=Counter)
    words: list[str] = field(default_factory=list)

    @property
    def figures(self) -> tuple[int, int, int]:
        """Hyphenated lines, italic characters, characters under LEAST."""
        return len(self.hyphens), self.italic.total(), self.small.total()


def measure(data: bytes) -> LargePrint:
    """Measure every character that a PDF paints, those of drawings too."""
    found = LargePrint()
    tagged = Tagged.read(data)
    found.hyphens = [said for page in tagged.pages for said in page.marked.values() if "\u00ad" in said]
    name, flags, matrix = ctypes.create_string_buffer(200), ctypes.c_int(), pdfium.FS_MATRIX()
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            small = ""
            for place in range(text.count_chars()):
                character = chr(pdfium.FPDFText_GetUnicode(text, place))
                if character.isspace() or pdfium.FPDFText_IsGenerated(text, place) == 1:
                    continue
                pdfium.FPDFText_GetFontInfo(text, place, name, 200, ctypes.byref(flags))
                pdfium.FPDFText_GetMatrix(text, place, matrix)
                size = pdfium.FPDFText_GetFontSize(text, place) * math.hypot(matrix.c, matrix.d)
                if re.search(rb"Italic|Oblique", name.value):
                    found.italic[name.value.decode()] += 1
                if size < LEAST - 0.05:
                    found.small[round(size, 1)] += 1
                    small += character
            found.words += [small] if small else []
    return found
