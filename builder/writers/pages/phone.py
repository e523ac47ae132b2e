"""Writes the handout as one HTML file for phones and screen readers: no scripts, fonts or requests; pictures embedded."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote

from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.model.outputs import Imprint, PageIndex, RenderedFile, Variant
from builder.slides.deck.numbering import counter_styles
from builder.theme.theme import Theme
from builder.writers.pages.html import page_assets, screen_html
from builder.writers.shared.screen_styles import color_rules, system_fonts
from builder.writers.shared.styles import looks

LIMIT = 300_000
"""The most bytes of a file: half a minute on a slow connection."""

_STEPS = ((1200, 80), (1000, 72), (800, 66), (640, 60), (480, 50), (360, 40))
"""Widths (px) and WebP qualities that are tried in turn until the file is within LIMIT."""

_PICTURE_ADDRESS = re.compile(r'src="asset:([^"]+)"')


def write_phone(
    module: m.Module, theme: Theme, variant: Variant, imprint: Imprint, page_index: PageIndex, problems: Problems
) -> RenderedFile:
    """Return the handout of a module that was selected for it, as one file; a file over LIMIT is reported as a problem."""
    rules = theme.files["print/screen.css"] + looks(theme, "print/looks/screen")
    css = re.sub(r"\n\s*", "\n", counter_styles() + color_rules(theme) + system_fonts() + rules)
    page = screen_html(module, theme, variant, imprint, page_index, css)
    assets = page_assets(module, theme, on_screen=True)
    data = b""
    for width, quality in _STEPS:
        shown = {name: _shrink(asset, width, quality) for name, asset in assets.items()}
        data = _embed_pictures(page, shown).encode()
        if len(data) <= LIMIT:
            break
    else:
        message = f"the handout for phones is {len(data) / 1000:.0f} kB; more than {LIMIT // 1000} kB are slow to load"
        problems.add(ProblemCode.HEAVY_PAGE, message, Span(module.path), "make its pictures simpler, or fewer")
    return RenderedFile(data, {}, 0)


def _embed_pictures(page: str, assets: Mapping[str, m.Asset]) -> str:
    def inside(found: re.Match[str]) -> str:
        asset = assets[unquote(found[1])]
        return f'src="data:{asset.media_type};base64,{base64.b64encode(asset.data).decode()}"'

    return _PICTURE_ADDRESS.sub(inside, page)


def _shrink(asset: m.Asset, width: int, quality: int) -> m.Asset:
    """Return a raster picture at most `width` px wide, as WebP where that is smaller; SVG is returned unchanged."""
    if asset.media_type == "image/svg+xml":
        return asset
    from PIL import Image

    with Image.open(io.BytesIO(asset.data)) as image:
        picture = image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB")
    if picture.width > width:
        picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, format="WEBP", quality=quality, method=6)
    return replace(asset, data=out.getvalue(), media_type="image/webp") if out.tell() < len(asset.data) else asset
