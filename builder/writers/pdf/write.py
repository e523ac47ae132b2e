"""Lay out an HTML page with WeasyPrint and write it as a PDF. Nothing is fetched but the pictures that the caller hands over.

What we change inside WeasyPrint is in `patches`.
"""

from __future__ import annotations

import gc
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache as once
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.core.problems import ProblemCode, Problems
from builder.model.module import Asset
from builder.model.outputs import PAGE_COUNT, RenderedFile
from builder.theme.theme import Theme
from builder.writers.pdf import patches
from builder.writers.pdf.forms import form_fields
from builder.writers.pdf.metadata import finisher
from builder.writers.pdf.patches.guard import load_weasyprint
from builder.writers.pdf.patches.speed.text.line_memory import remember_lines
from builder.writers.pdf.picture_data import PRINT_DPI, picture_fetcher
from builder.writers.shared.fonts import use_fonts

if TYPE_CHECKING:
    from weasyprint import Document

OWN_ID = "cw:"
"""Prefix of HTML ids that we add: they are no block of the module."""

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


class PdfLayout:
    """Pages that are laid out; the file is written when `file` is read, since counting pages does not need it.

    `count` is the number of pages, `places` maps the id of each block to its page, from 1. `last_filled` is the share of the
    last page's height that is filled.
    """

    def __init__(self, document: Document, write: Callable[[], bytes]) -> None:
        """Take WeasyPrint's document, and a function that returns it as a PDF."""
        self.count: int = len(document.pages)
        self.last_filled: float = _filled(document)
        self.places: dict[str, int] = _places(document) | {PAGE_COUNT: self.count}
        self._write = write

    @cached_property
    def file(self) -> RenderedFile:
        """The PDF. The layout is freed once it is written: the boxes of a book take hundreds of megabytes."""
        data = self._write()
        del self._write
        return RenderedFile(data, self.places, self.count)


def write_pdf(
    html: str,
    assets: dict[str, Asset],
    theme: Theme,
    problems: Problems,
    *,
    variant: str = "pdf/ua-1",
    grey: bool = False,
    forms: bool = False,
    cache: Path | None = None,
) -> RenderedFile:
    """Lay out an HTML page and return the PDF; parameters as for `lay_out`."""
    return lay_out(html, assets, theme, problems, variant=variant, grey=grey, forms=forms, cache=cache).file


def lay_out(
    html: str,
    assets: dict[str, Asset],
    theme: Theme,
    problems: Problems,
    *,
    variant: str = "pdf/ua-1",
    grey: bool = False,
    forms: bool = False,
    cache: Path | None = None,
) -> PdfLayout:
    """Lay out an HTML page for a PDF of a conformance `variant` (`pdf/ua-1`, `pdf/a-3a`).

    `assets` are the pictures by name, for addresses `asset:NAME`. `forms`: inputs become form fields; such a file is
    PDF/UA only. `grey` turns pictures grey (colors of the HTML are grey already). `cache` is a folder for fontconfig and for the font of forms.
    What WeasyPrint logs becomes problems `renderer-warning`. Raises UnknownRendererError for another WeasyPrint than ours.
    """
    use_fonts(theme, cache)
    weasyprint = load()
    variant = "pdf/ua-1" if forms else variant
    sheets = [_style_sheet(css) for css in _STYLE.findall(html)]
    for message in (message for sheet in sheets for message in sheet.messages):
        problems.add(ProblemCode.RENDERER_WARNING, message)
    body = _STYLE.sub("", html)

    @contextmanager
    def render_context() -> Iterator[None]:
        fields = form_fields(theme, cache) if forms else nullcontext()
        with _collect_log(problems), _pause_garbage_collection(), fields:
            yield

    with render_context(), remember_lines():
        document = weasyprint.HTML(string=body, url_fetcher=picture_fetcher(assets, theme, grey=grey)).render(
            stylesheets=[sheet.rules for sheet in sheets],
            font_config=_font_configuration(),
            counter_style=_counter_styles(),
            pdf_variant=variant,
            dpi=PRINT_DPI,
            pdf_forms=forms,
        )

    def write() -> bytes:
        with render_context():
            data: bytes = document.write_pdf(
                pdf_variant=variant, pdf_identifier=True, dpi=PRINT_DPI, finisher=finisher(variant)
            )
        return data

    return PdfLayout(document, write)


def load() -> Any:  # WeasyPrint is untyped
    """Import WeasyPrint, apply our patches and return it. Fonts are not set up yet."""
    weasyprint = load_weasyprint()
    patches.install()
    return weasyprint


def warm(theme: Theme, cache: Path | None) -> None:
    """Load WeasyPrint and its fonts, so that the first page of this process does not wait for them."""
    use_fonts(theme, cache)
    load()
    _font_configuration()


def _filled(document: Document) -> float:
    """Return the share of the last page's height that its content fills."""
    page: Any = document.pages[-1]._page_box  # noqa: SLF001  # WeasyPrint gives no other access to boxes
    return float(page.children[0].margin_height() / page.height) if page.children else 0.0


def _places(document: Document) -> dict[str, int]:
    """Return the first page, from 1, of each id in the HTML."""
    places: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for ident in page.anchors:
            if not ident.startswith(OWN_ID):
                places.setdefault(ident, number)
    return places


@dataclass(frozen=True)
class _StyleSheet:
    """A parsed style sheet, and WeasyPrint's warnings about it, which are reported each time it is used."""

    rules: Any  # WeasyPrint is untyped
    messages: tuple[str, ...]


@lru_cache(maxsize=16)
def _style_sheet(css: str) -> _StyleSheet:
    """Parse a style sheet, once a process: it takes a sixth of the time of a handout of five pages."""
    found = Problems()
    with _collect_log(found):
        rules = load_weasyprint().CSS(string=css, font_config=_font_configuration(), counter_style=_counter_styles())
    return _StyleSheet(rules, tuple(problem.message for problem in found))


@once
def _font_configuration() -> Any:  # WeasyPrint is untyped
    """Return the font configuration of this process: making one takes as long as a page."""
    from weasyprint.text.fonts import FontConfiguration  # see write_pdf

    return FontConfiguration()


@once
def _counter_styles() -> Any:  # WeasyPrint is untyped
    """Return the counter styles of this process: rules that are parsed apart from a page put theirs there."""
    from weasyprint.css.counters import CounterStyle  # see write_pdf

    return CounterStyle()


@contextmanager
def _collect_log(problems: Problems) -> Iterator[None]:
    """Report warnings that WeasyPrint and fontTools log as problems while the context lasts, each message once."""

    class LogCollector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.msg.startswith(".notdef glyph"):
                return  # `missing-glyph` says it, by script and with its place
            message = re.sub(r"(data:[\w/+.-]+)[^\s'\"]{20,}", r"\1…", record.getMessage())
            problems.add(ProblemCode.RENDERER_WARNING, re.sub(r"\s+", " ", message).strip())

    collector = LogCollector(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    saved = [(logger, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(collector)
        logger.propagate = False
    try:
        yield
    finally:
        for logger, propagate in saved:
            logger.removeHandler(collector)
            logger.propagate = propagate


@contextmanager
def _pause_garbage_collection() -> Iterator[None]:
    """Switch off the cyclic garbage collector while the context lasts: tracing the tree of boxes again and again costs 5–7 % of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
