"""The specimen's pages as PDF, and readers of their text, boxes and links, for tests of printed editions."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache

import pikepdf
import pypdfium2

from builder.core.problems import Problems
from builder.model import module as m
from builder.model.outputs import PageIndex, RenderedFile, Variant
from builder.theme.load import load_theme
from builder.theme.theme import Theme
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.html import page_assets, page_html
from builder.writers.pdf.write import write_pdf
from tests.support.specimen import IMPRINT, specimen

PLACES = PageIndex({"handout": {"check-age": 6, "sort": 5, "terms": 3}, "workbook": {"check-age": 3, "sort": 2}})


@cache
def theme(name: str = "plain") -> Theme:
    found = load_theme(name, Problems())
    assert found is not None
    return found


def make_pdf(
    edition: str, module: m.Module | None = None, name: str = "plain", variant: Variant | None = None
) -> RenderedFile:
    """Return an edition of a module, the specimen unless another is given; WeasyPrint may complain of nothing."""
    chosen, problems = select(module or specimen(), EDITIONS[edition]), Problems()
    variant = variant or Variant()
    html = page_html(chosen, EDITIONS[edition], theme(name), variant, IMPRINT, PLACES)
    forms = edition == "workbook"
    assets = page_assets(chosen, theme(name), large=variant.large)
    done = write_pdf(html, assets, theme(name), problems, grey=variant.grey, forms=forms)
    assert [problem.message for problem in problems] == []
    return done


@cache
def specimen_as(edition: str) -> RenderedFile:
    return make_pdf(edition)


def texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", " ") for page in document]


def strings(thing: object) -> Iterator[str]:
    """Yield every text of a PDF object: names of fields, tooltips, alternatives, titles, attributes."""
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Stream):
        packed = "/DCTDecode" in str(thing.get("/Filter", ""))  # a JPEG stays as it is
        yield (thing.read_raw_bytes() if packed else thing.read_bytes()).decode("latin-1")
        yield from (words for key in thing.keys() for words in strings(thing[key]) if key != "/Length")  # noqa: SIM118  # a stream is no dict
    elif isinstance(thing, pikepdf.Dictionary):
        yield from (words for value in dict(thing).values() if not _is_shared(value) for words in strings(value))
    elif isinstance(thing, pikepdf.Array):
        yield from (words for value in list(thing) if not _is_shared(value) for words in strings(value))


def _is_shared(value: object) -> bool:
    return isinstance(value, pikepdf.Object) and value.is_indirect


def everything(data: bytes) -> str:
    """Return all text in a file, however it is hidden: as read, in streams unpacked, in objects, in the raw bytes."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        inside = [words for thing in pdf.objects for words in strings(thing)]
    return "\n".join([*texts(data), *inside, data.decode("latin-1")])
