"""Lay out an HTML page with WeasyPrint and write it as a PDF. Nothing is fetched but the pictures that the caller hands over.

What we change inside WeasyPrint is in `patches`.
"""

from __future__ import annotations

import gc
import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache as once
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from PIL import Image

from builder.core.problems import Code, Problems
from builder.model.module import Asset
from builder.model.outputs import PAGE_COUNT, RenderedFile
from builder.theme.theme import Theme
from builder.writers.pdf import patches
from builder.writers.pdf.forms import form_fields
from builder.writers.pdf.metadata import finisher
from builder.writers.pdf.patches.guard import load_weasyprint
from builder.writers.shared.fonts import use_fonts
from builder.writers.shared.styles import grey_colors

if TYPE_CHECKING:
    from weasyprint import Document
    from weasyprint.urls import URLFetcher

OWN_ID = "cw:"
"""How ids of ours begin: they are no places of the module's."""

PRINT_DPI = 250
"""Pixels an inch that raster pictures are reduced to: more cannot be seen, and costs time and bytes."""

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)

MOST_ACROSS = round(7.5 * PRINT_DPI)
"""Pixels that a picture as wide as a page's text and labels can use."""

MAX_PIXELS = 25_000_000
"""Largest raster picture that is decoded, px."""


class LaidOut:
    """Pages laid out, and written when someone wants the file: for counting pages they need not be drawn.

    `count` is how many there are, `places` the page of each block.
    """

    def __init__(self, document: Document, write: Callable[[], bytes]) -> None:
        """Take what WeasyPrint laid out, and how it is written."""
        self.count: int = len(document.pages)
        self.places: dict[str, int] = _places(document) | {PAGE_COUNT: self.count}
        self._write = write

    @cached_property
    def written(self) -> RenderedFile:
        """The finished file. What was laid out is let go: a book's boxes take hundreds of megabytes."""
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
    """Return a page as a finished PDF: `lay_out`, and written."""
    return lay_out(html, assets, theme, problems, variant=variant, grey=grey, forms=forms, cache=cache).written


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
) -> LaidOut:
    """Return the page as a PDF of a conformance `variant` that can be written, and the page of each block.

    `forms`: inputs of the page can be filled in; such a file is never PDF/A.
    `grey` turns pictures grey (colors of the page come grey already). `cache` is a folder for fontconfig.
    Whatever WeasyPrint complains of becomes a problem `renderer-warning`.
    """
    use_fonts(theme, cache)
    weasyprint = load()
    variant = "pdf/ua-1" if forms else variant
    sheets = [_style_sheet(css) for css in _STYLE.findall(html)]
    for message in (message for sheet in sheets for message in sheet.messages):
        problems.add(Code.RENDERER_WARNING, message)
    bare = _STYLE.sub("", html)

    @contextmanager
    def at_work() -> Iterator[None]:
        with _heard(problems), _no_collections(), form_fields(theme) if forms else nullcontext():
            yield

    with at_work():
        document = weasyprint.HTML(string=bare, url_fetcher=_fetcher(assets, grey=grey)).render(
            stylesheets=[sheet.rules for sheet in sheets],
            font_config=_font_configuration(),
            pdf_variant=variant,
            dpi=PRINT_DPI,
            pdf_forms=forms,
        )

    def write() -> bytes:
        with at_work():
            data: bytes = document.write_pdf(
                pdf_variant=variant, pdf_identifier=True, dpi=PRINT_DPI, finisher=finisher(variant)
            )
        return data

    return LaidOut(document, write)


def load() -> Any:  # WeasyPrint is untyped
    """Return WeasyPrint, loaded, with our own code that works inside it. Fonts are not looked at."""
    weasyprint = load_weasyprint()
    patches.install()
    return weasyprint


def warm(theme: Theme, cache: Path | None) -> None:
    """Load WeasyPrint and its fonts, so that the first page of this process need not wait for them."""
    use_fonts(theme, cache)
    load()
    _font_configuration()


def _places(document: Document) -> dict[str, int]:
    """Return the page on which each id stands first."""
    places: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for ident in page.anchors:
            if not ident.startswith(OWN_ID):
                places.setdefault(ident, number)
    return places


@dataclass(frozen=True)
class _Sheet:
    """A style sheet that was read, and what WeasyPrint said of it: told again each time the sheet is used."""

    rules: Any  # WeasyPrint is untyped
    messages: tuple[str, ...]


@lru_cache(maxsize=16)
def _style_sheet(css: str) -> _Sheet:
    """Return a style sheet, read once: reading takes a sixth of the time of five pages."""
    heard = Problems()
    with _heard(heard):
        rules = load_weasyprint().CSS(string=css, font_config=_font_configuration())
    return _Sheet(rules, tuple(problem.message for problem in heard))


@once
def _font_configuration() -> Any:  # WeasyPrint is untyped
    """Return the process's font configuration: making one takes as long as a page."""
    from weasyprint.text.fonts import FontConfiguration  # see write_pdf

    return FontConfiguration()


def _fetcher(assets: dict[str, Asset], *, grey: bool) -> URLFetcher:
    """Return a fetcher that gives pictures out of `assets`, by `asset:` addresses, and refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # see write_pdf

    class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
        """Serves bytes it holds: it opens no file and no connection."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=("asset",), allow_redirects=False)

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # WeasyPrint's signature
            scheme, _, name = url.partition(":")
            asset = assets.get(unquote(name)) if scheme == "asset" else None
            if asset is None:
                msg = "only the module's own pictures can be shown"
                raise ValueError(msg)
            return URLFetcherResponse(url, _prepared(asset, grey=grey), {"Content-Type": asset.media_type})

    return Fetcher()


@lru_cache(maxsize=64)
def _prepared(asset: Asset, *, grey: bool) -> bytes:
    """Return a picture's bytes as WeasyPrint takes them fastest, made once for all editions that show it.

    No needless alpha channel, which is encoded apart; no more pixels than a page's whole width can use.
    """
    if asset.media_type == "image/svg+xml":
        return grey_colors(asset.data.decode()).encode() if grey else asset.data
    with Image.open(io.BytesIO(asset.data)) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            msg = f"the picture has {picture.width * picture.height / 1e6:.0f} million pixels; at most {MAX_PIXELS / 1e6:.0f} are read"
            raise ValueError(msg)
        opaque = picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255)
        large = picture.width > MOST_ACROSS
        if not opaque and not grey and not large:
            return asset.data
        plain = picture.convert("RGB") if opaque or (large and picture.mode == "P") else picture
        if large:
            plain = plain.resize(
                (MOST_ACROSS, round(plain.height * MOST_ACROSS / plain.width)), Image.Resampling.LANCZOS
            )
        if grey:
            plain = plain.convert("LA" if "A" in plain.getbands() else "L")
        out = io.BytesIO()
        plain.save(out, format="JPEG" if asset.media_type == "image/jpeg" else "PNG", quality=90)
        return out.getvalue()


@contextmanager
def _heard(problems: Problems) -> Iterator[None]:
    """Turn what WeasyPrint and fontTools log into problems, each message once."""

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            problems.add(Code.RENDERER_WARNING, re.sub(r"\s+", " ", record.getMessage()).strip())

    ear = Ear(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    kept = [(logger, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(ear)
        logger.propagate = False
    try:
        yield
    finally:
        for logger, propagate in kept:
            logger.removeHandler(ear)
            logger.propagate = propagate


@contextmanager
def _no_collections() -> Iterator[None]:
    """Hold back Python's garbage collector: a box tree is one large cycle, and walking it again and again costs a tenth."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
