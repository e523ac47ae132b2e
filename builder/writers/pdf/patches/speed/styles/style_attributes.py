"""Read a `style` attribute once where many elements have it, and let equal elements share the style that is computed from it.

Upstream: https://github.com/Kozea/WeasyPrint/pull/2813 (in 70.0: elements with equal rules share a style) compares what is read
from `style` attributes by identity, so that no two elements with one are equal. Slides place every box so.
Gain: an eighth of the calls that making a deck and its PDFs takes, 6 % of a PDF's time.
Can go when `test_each_speed_patch_saves_function_calls` says that it saves none.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

_MOST = 4_096
"""Attributes that are remembered at the most; a deck has some hundreds."""


class _ReadOnce(list[Any]):
    """The declarations of an attribute, and what they are expanded to by base address: the same for all elements."""

    def __init__(self, declarations: Iterable[Any]) -> None:
        super().__init__(declarations)
        self.expanded: dict[str | None, tuple[Any, ...]] = {}


class _RecordCount(logging.Filter):
    """Lets all records pass and counts them."""

    def __init__(self) -> None:
        super().__init__()
        self.records = 0

    def filter(self, record: logging.LogRecord) -> bool:
        self.records += 1
        return True


def install() -> None:
    """Replace how attributes are read and their declarations expanded. What is warned of is expanded, and warned of, each time."""
    import tinycss2
    from weasyprint import css
    from weasyprint.logger import LOGGER

    read, expand, warnings = tinycss2.parse_blocks_contents, css.preprocess_declarations, _RecordCount()
    LOGGER.addFilter(warnings)

    @lru_cache(maxsize=_MOST)
    def read_once(text: str, skip_comments: bool, skip_whitespace: bool) -> _ReadOnce:  # tinycss2's signature
        return _ReadOnce(read(text, skip_comments, skip_whitespace))

    def parse_blocks_contents(given: Any, skip_comments: bool = False, skip_whitespace: bool = False) -> Any:  # noqa: FBT002  # likewise
        once = read_once if isinstance(given, str) else read
        return once(given, skip_comments, skip_whitespace)

    def preprocess_declarations(base_url: str | None, declarations: Any, prelude: Any = None) -> Any:
        if prelude is not None or not isinstance(declarations, _ReadOnce):
            return expand(base_url, declarations, prelude)
        known = declarations.expanded.get(base_url)
        if known is None:
            before = warnings.records
            known = tuple(expand(base_url, declarations))
            if warnings.records == before:
                declarations.expanded[base_url] = known
        return known

    tinycss2.parse_blocks_contents = parse_blocks_contents
    css.preprocess_declarations = preprocess_declarations
