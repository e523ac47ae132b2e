"""Break lines right where text before an inline element ends in a space.

Upstream: https://github.com/Kozea/WeasyPrint/issues/1614 and https://github.com/Kozea/WeasyPrint/issues/2025 (open) are relatives; this very case
was not found on November 27, 2026. When the rest of such a text fits its line exactly but for the space, WeasyPrint 70
breaks it after its first word, or within it: a line of one word in the middle of a paragraph, in about one of fifty
paragraphs with bold or linked words.
Can go when `test_text_before_an_inline_element_fills_its_line` passes without it.
"""

from __future__ import annotations

from typing import Any


def install() -> None:
    """Replace the function that splits the first line off a text. A space at a line's end takes no room: try without it."""
    from weasyprint.layout import inline

    split = inline.split_first_line

    def split_first_line(text: str, style: Any, context: Any, max_width: Any, *rest: Any, **named: Any) -> Any:
        line = split(text, style, context, max_width, *rest, **named)
        whole = len(text.encode())
        if (
            line[2] is None
            or line[2] >= whole
            or not text.endswith(" ")
            or style["white_space"] not in {"normal", "pre-line"}
        ):
            return line
        shorter = split(text.rstrip(" "), style, context, max_width, *rest, **named)
        reached = whole if shorter[2] is None else shorter[2]
        fits = max_width is not None and shorter[3] <= max_width and reached > line[2]
        return (*shorter[:2], reached, *shorter[3:]) if fits else line

    inline.split_first_line = split_first_line
