"""The slide layouts of a theme, cached in the user's cache, because `check` needs nothing else of a template."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from builder.engine.job import theme_hash
from builder.engine.output.files import read_regular, write_whole
from builder.engine.state.cache import make_private
from builder.engine.state.keys import files_below
from builder.theme.theme import Theme

if TYPE_CHECKING:
    from builder.slides.deck.layouts import Layouts

_SLIDES_CODE = Path(__file__).parent.parent / "slides"


def cached_layouts(cache: Path, theme: Theme, lang: str) -> Layouts:
    """Return the layouts of a theme for slides in a language: those in the folder `cache`, else made and stored there.

    A folder that cannot be read or written only costs time: making layouts takes as long as ten slides.
    """
    from builder.slides.template.layout_cache import cached_template, layouts_from_json, layouts_to_json

    file = cache / cache_name(theme, lang)
    layouts = layouts_from_json(text) if (text := _read(file)) else None
    if layouts is None:
        layouts = cached_template(theme, lang)[1]
        if text := layouts_to_json(layouts):
            with contextlib.suppress(OSError):
                make_private(cache)
                write_whole(file, text, private=True)
    return layouts


def cache_name(theme: Theme, lang: str) -> str:
    """Return the file name of a theme's layouts. It contains a hash of all that they are made from: theme, language, code."""
    digest = hashlib.sha256(f"{theme_hash(theme)}\0{lang}".encode())
    for path in files_below(_SLIDES_CODE):
        digest.update(path.read_bytes())
    return f"layouts-{digest.hexdigest()[:24]}.json"


def _read(file: Path) -> bytes:
    """Return what a file holds, b"" when it cannot be read."""
    try:
        return read_regular(file)
    except OSError:
        return b""
