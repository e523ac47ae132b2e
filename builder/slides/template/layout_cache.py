"""A cache of generated templates within a process, and layouts as JSON for the cache on disk.

The cache on disk holds JSON alone and is validated when read: a course, and its cache, may come from strangers.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from builder.slides.deck.layouts import Layouts
from builder.theme.theme import Theme

if TYPE_CHECKING:
    from builder.slides.template.package import Package


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Layouts]:
    return TypeAdapter(Layouts)


def layouts_to_json(layouts: Layouts) -> bytes:
    """Return layouts as JSON; b"" for layouts with pictures, which are not cached."""
    try:
        return _adapter().dump_json(layouts)
    except PydanticSerializationError:
        return b""


@lru_cache(maxsize=4)
def layouts_from_json(text: bytes) -> Layouts | None:
    """Return the layouts in JSON text, None when it is not valid."""
    try:
        return _adapter().validate_json(text)
    except ValidationError:
        return None


_TEMPLATES: list[tuple[Theme, str, tuple[Package, Layouts]]] = []
"""The last four templates that this process made, by Theme object (identity) and language."""


def cached_template(theme: Theme, lang: str) -> tuple[Package, Layouts]:
    """Return a theme's PowerPoint template and its layouts, which callers share. Making them takes as long as some fifty slides, hence the cache."""
    from builder.slides.template.template import (
        make_package,  # imports lxml and Jinja, which a hit in the cache on disk does not need
    )

    for known, tongue, found in _TEMPLATES:
        if known is theme and tongue == lang:
            return found
    _TEMPLATES.append((theme, lang, make_package(theme, lang)))
    del _TEMPLATES[:-4]
    return _TEMPLATES[-1][2]
