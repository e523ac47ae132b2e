"""Draw the text of SVG pictures as a whole in scripts that join or reorder letters.

Upstream: https://github.com/Kozea/WeasyPrint/issues/2249 (open) and https://github.com/Kozea/WeasyPrint/issues/2909: the text of a picture is laid
out one code point at a time, so Arabic comes out unjoined and from left to right, and signs stand beside their letters.
Text whose letters have places of their own is left as it is.
Can go when `test_joined_letters_in_pictures_are_drawn_as_on_pages` passes without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_SHAPED = re.compile("[\u0300-\u036f\u0590-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters and signs whose shape or place depends on those beside them."""

_PLACES = ("x", "y", "dx", "dy", "rotate")


class _Whole(str):
    """Text that is a single piece to whoever goes through its letters."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        """Yield the whole text, as one letter."""
        yield str(self)


def install() -> None:
    """Replace the function that draws text of SVG pictures."""
    import weasyprint.svg

    draw = weasyprint.svg.TAGS["text"]

    def text(svg: Any, node: Any, font_size: Any) -> None:
        placed = any(len(str(node.get(name, "")).replace(",", " ").split()) > 1 for name in _PLACES)
        spaced = node.get("letter-spacing") or node.get("textLength")
        if node.text and not placed and not spaced and _SHAPED.search(node.text):
            node._etree_node.text = _Whole(node.text)  # noqa: SLF001  # `text` cannot be set
        draw(svg, node, font_size)

    weasyprint.svg.TAGS |= {name: text for name, drawn in weasyprint.svg.TAGS.items() if drawn is draw}
    weasyprint.svg.text = text  # by which it tells elements of text from others
