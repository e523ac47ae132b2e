"""The picture on a module's cover (`cover:` in the front matter): where it is named, and its text alternative."""

from __future__ import annotations

import re

from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model.frontmatter import DECORATIVE
from builder.model.module import Module


def cover_place(module: Module, problems: Problems) -> Span:
    """Return where a module names its cover. One without a text alternative, and an alternative without one, are problems."""
    meta, source = module.meta, problems.sources.get(module.path)
    lines = source.lines if source else ()
    key = "cover" if meta.cover else "cover_alt"
    line = next((number for number, text in enumerate(lines, 1) if re.match(rf"{key}\s*:", text)), 1)
    at = source.find(line, meta.cover or key) if source else Span(module.path)
    if meta.cover and not meta.cover_alt:
        hint = f"say what it shows: `cover_alt: …`, or `cover_alt: {DECORATIVE}`"
        problems.add(ProblemCode.IMAGE_WITHOUT_ALT, "the picture of the cover has no text alternative", at, hint)
    elif meta.cover_alt and not meta.cover:
        message = "`cover_alt` has no effect without a picture"
        problems.add(ProblemCode.UNKNOWN_KEY, message, at, "name the picture: `cover: picture.svg`")
    return at
