"""Write our structure tree in place of WeasyPrint's: what a screen reader reads of a page.

Upstream: https://github.com/Kozea/WeasyPrint/issues/2482 (open; the list of what is missing) and
https://github.com/Kozea/WeasyPrint/issues/1836 (open; page headers are read as text). WeasyPrint's tags lose the bodies of lists, split tables at
pages and leave page numbers in the text; docs/pdf-tagging.md lists the defects, and what holds of each.
Cost: none (59 ms for 34 pages, WeasyPrint's own tags 63 ms).
Can go, in parts, when outlines in tests/writers/pdf/outlines/ come out the same without it.
"""

from __future__ import annotations

from typing import Any


def install() -> None:
    """Replace the function that adds tags to a document."""
    import weasyprint.pdf

    weasyprint.pdf.add_tags = _add_tags


def _add_tags(pdf: Any, document: Any, pdf_version: object, streams: list[Any]) -> None:  # noqa: ARG001  # upstream's
    """Tag a document. WeasyPrint calls this once, when all pages are painted and fonts are written.

    `stream._tags` of each page maps boxes to the marked content that they were painted as.
    """
    from builder.writers.pdf.boxes import Tagger  # these need WeasyPrint
    from builder.writers.pdf.normalize import normalize
    from builder.writers.pdf.tables import scope_tables
    from builder.writers.pdf.write_structure import write_structure

    tagger = Tagger()
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        tagger.read_page(number, page, stream._tags)  # noqa: SLF001  # no public way
    tagger.finish()
    normalize(tagger.root)
    scope_tables(tagger.root)
    write_structure(pdf, tagger.root, tagger.artifacts, tagger.dropped, streams, document.fonts)
