"""Split a text into lines once: most are asked for twice, and all where pages are laid out again with other space between lines.

Upstream: https://github.com/Kozea/WeasyPrint/pull/2808 (closed) remembers the widths of table cells, no more. WeasyPrint splits a text again for each
height of columns, each try at a page's end, and each width that a float, a table or a box beside text may have. Which words a
line takes depends on its text, type and width alone, never on its height.
Gain: 46 % of the lines that a handout asks for and 58 % of a guide's are known: 8 % of either; a quarter of a second layout.
Can go when `test_pango_is_asked_for_few_lines_that_are_not_printed` passes without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from math import isfinite
from typing import Any

from builder.writers.pdf.patches.replace import replace_everywhere

_MOST = 12_000
"""Lines that are remembered at the most, about 2 kB each; a page has about 60, and tables try several widths."""

_TYPE = (
    "direction", "lang", "font_language_override", "font_family", "font_size", "font_style", "font_stretch", "font_weight",
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_variation_settings",
    "text_decoration_line", "letter_spacing", "word_spacing", "white_space", "overflow_wrap", "word_break", "tab_size",
    "hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone",
)  # fmt: skip
"""All properties that WeasyPrint reads while it splits a text (`weasyprint.text.line_break`)."""

_UNITS = 1024
"""Pango's units a px. Lines are whole units wide but for what letter spacing adds: widths in between hold the same words."""

_known: list[dict[tuple[object, ...], Any]] = []
"""The lines of the pages that are laid out now; empty while nothing is to be remembered."""


@contextmanager
def remember_lines() -> Iterator[dict[tuple[object, ...], Any]]:
    """Remember how texts are split while the context lasts, and give what is known. One inside another adds to what that knows."""
    if _known:
        yield _known[-1]
        return
    _known.append({})
    try:
        yield _known[-1]
    finally:
        _known.pop()


def install() -> None:
    """Replace `split_first_line`. Each caller gets a line of its own, because drawing changes it."""
    from weasyprint.text import line_break

    split = line_break.split_first_line
    types: dict[str, int] = {}

    def type_of(style: Any) -> tuple[int, bool]:
        """Return a number for what a style says of type, and whether its lines are whole units wide."""
        found = style.__dict__.get("type")
        if found is None:
            described = repr([style[name] for name in _TYPE])
            found = style.type = types.setdefault(described, len(types)), style["letter_spacing"] == "normal"
        return found  # type: ignore[no-any-return]  # WeasyPrint is untyped

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        justification_spacing: Any,
        is_line_start: bool = True,  # noqa: FBT002  # WeasyPrint's signature
        minimum: bool = False,  # noqa: FBT002  # likewise
    ) -> Any:
        if not _known:
            return split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        known, (number, whole) = _known[-1], type_of(style)
        width = int(max_width * _UNITS) if whole and max_width is not None and isfinite(max_width) else max_width
        key = text, number, whole, width, justification_spacing, is_line_start, minimum
        line = known.get(key)
        if line is None:
            line = split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
            if len(known) < _MOST:
                kept = copy(line[0])
                if minimum and getattr(kept, "measured", None) is not None:  # only its width is asked for
                    kept.measured = None
                    kept.deactivate()
                known[key] = kept, *line[1:]
            return line
        layout = copy(line[0])
        if getattr(layout, "measured", None) is not None:
            layout.style = style  # which sets the same type
        return layout, *line[1:]

    replace_everywhere(split, split_first_line)
