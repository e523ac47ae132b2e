"""The slide layouts of a theme, cached in the user's cache, because `check` needs nothing else of a template."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from builder.core.disk.folder import our_folder
from builder.core.disk.writable import WritableFolder
from builder.engine.job import theme_hash
from builder.theme.theme import Theme

if TYPE_CHECKING:
    from builder.slides.deck.layouts import Layouts

_SLIDES_CODE = our_folder(Path(__file__).parent.parent / "slides")


def cached_layouts(cache: Path, theme: Theme, lang: str) -> Layouts:
    """Return the layouts of a theme for slides in a language: those in the folder `cache`, else made and stored there.

    A folder that cannot be read or written only costs time: making layouts takes as long as ten slides.
    """
    from builder.slides.template.layout_cache import cached_template, layouts_from_json, layouts_to_json

    folder, name = WritableFolder(cache, private=True), cache_name(theme, lang)
    layouts = layouts_from_json(text) if (text := _read(folder, name)) else None
    if layouts is None:
        layouts = cached_template(theme, lang)[1]
        if text := layouts_to_json(layouts):
            with contextlib.suppress(OSError):
                folder.write(name, text)
    return layouts


def cache_name(theme: Theme, lang: str) -> str:
    """Return the file name of a theme's layouts. It contains a hash of all that they are made from: theme, language, code."""
    digest = hashlib.sha256(f"{theme_hash(theme)}\0{lang}".encode())
    for name, _ in _SLIDES_CODE.walk():
        digest.update(_SLIDES_CODE.read(name))
    return f"layouts-{digest.hexdigest()[:24]}.json"


def _read(folder: WritableFolder, name: str) -> bytes:
    """Return what a file holds, b"" when it cannot be read."""
    try:
        return folder.read(name)
    except OSError:
        return b""
