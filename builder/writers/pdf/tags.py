"""Our own structure tree in place of WeasyPrint's: what a screen reader makes of a page.

Works with the inside of WeasyPrint 70 (`patches.guard`): the boxes of each page, and `stream._tags`, which says which
marked content each box was drawn as. Upstream's tags lose lists, split tables at pages and leave page numbers in the
text (https://github.com/Kozea/WeasyPrint/issues/2482). docs/pdf-tagging.md has the rules and the upgrade drill.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import weasyprint.draw
import weasyprint.pdf

from builder.writers.pdf.boxes import Box, Tagger, is_drawn
from builder.writers.pdf.emit import emit
from builder.writers.pdf.settle import settle
from builder.writers.pdf.tables import scope_tables


@cache
def install() -> None:
    """Put our functions in the place of WeasyPrint's, for this process."""
    weasyprint.pdf.add_tags = _add_tags
    border = weasyprint.draw.draw_border
    fonts = weasyprint.pdf.build_fonts_dictionary
    profile = weasyprint.pdf.ColorProfile

    def draw_border(stream: Any, box: Box) -> None:  # WeasyPrint is untyped
        """Draw a border; that of a box which stands for a picture (role=img) is content, not decoration."""
        if stream._tags is None or not is_drawn(box) or box.element in stream._tags:  # noqa: SLF001  # see above
            border(stream, box)
            return
        with stream.marked(box.element, "Figure"):
            tags, stream._tags = stream._tags, None  # noqa: SLF001
            try:
                border(stream, box)
            finally:
                stream._tags = tags  # noqa: SLF001

    def build_fonts(pdf: Any, used: Any, *rest: Any) -> Any:
        """Map glyphs that stand for no character of their own to a space without width (14289-1, 7.21.7)."""
        for font in used.values():
            font.to_unicode.update({glyph: "\u200b" for glyph, text in font.to_unicode.items() if not text})
        return fonts(pdf, used, *rest)

    def color_profile(file: Any, *rest: Any) -> Any:
        """Read a color profile, and close its file, which WeasyPrint leaves open."""
        with file:
            return profile(file, *rest)

    weasyprint.pdf.ColorProfile = color_profile
    weasyprint.draw.draw_border = draw_border
    weasyprint.pdf.build_fonts_dictionary = build_fonts


def _add_tags(pdf: Any, document: Any, pdf_version: object, streams: list[Any]) -> None:  # noqa: ARG001  # upstream's
    """Tag a document: what WeasyPrint calls once all pages are painted."""
    tagger = Tagger()
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        tagger.read_page(number, page, stream._tags)  # noqa: SLF001  # see above
    settle(tagger.root)
    scope_tables(tagger.root)
    emit(pdf, tagger.root, tagger.artifacts, tagger.dropped, streams, document.fonts)
