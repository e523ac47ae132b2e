"""Layouts as text that a cache can keep: making a template and reading it back takes a fifth of a check.

Text, and checked as it is read: a course may come from strangers, its cache with it. The template itself is never kept.
"""

from __future__ import annotations

from functools import lru_cache

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from builder.slides.layouts import Layouts


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Layouts]:
    return TypeAdapter(Layouts)


def text_of(layouts: Layouts) -> bytes:
    """Return layouts as JSON; b"" for layouts with pictures, which are not kept."""
    try:
        return _adapter().dump_json(layouts)
    except PydanticSerializationError:
        return b""


@lru_cache(maxsize=4)
def layouts_of(text: bytes) -> Layouts | None:
    """Return the layouts of a text, None when it is none."""
    try:
        return _adapter().validate_json(text)
    except ValidationError:
        return None
