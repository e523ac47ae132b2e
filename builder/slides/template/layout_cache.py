"""Templates and layouts that are made once: kept in a process, and layouts as text that a cache can keep.

On disk there is only text, checked as it is read: a course may come from strangers, its cache with it.
"""

from __future__ import annotations

from functools import lru_cache

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from builder.slides.deck.layouts import Layouts
from builder.theme.theme import Theme


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Layouts]:
    return TypeAdapter(Layouts)


def layouts_to_json(layouts: Layouts) -> bytes:
    """Return layouts as JSON; b"" for layouts with pictures, which are not kept."""
    try:
        return _adapter().dump_json(layouts)
    except PydanticSerializationError:
        return b""


@lru_cache(maxsize=4)
def layouts_from_json(text: bytes) -> Layouts | None:
    """Return the layouts of a text, None when it is none."""
    try:
        return _adapter().validate_json(text)
    except ValidationError:
        return None


_TEMPLATES: list[tuple[Theme, str, tuple[bytes, Layouts]]] = []
"""The last few templates that this process made, each for one Theme, the very object, and a language."""


def cached_template(theme: Theme, lang: str) -> tuple[bytes, Layouts]:
    """Return a theme as a PowerPoint file and its layouts: making them takes four fifths of a deck, and is done once."""
    from builder.slides.template.read_layouts import (
        read_layouts,  # lxml and Jinja are not loaded where layouts are kept
    )
    from builder.slides.template.template import make_template

    for known, tongue, found in _TEMPLATES:
        if known is theme and tongue == lang:
            return found
    made = make_template(theme, lang)
    _TEMPLATES.append((theme, lang, (made, read_layouts(made))))
    del _TEMPLATES[:-4]
    return _TEMPLATES[-1][2]
