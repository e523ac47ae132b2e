"""Mark the border of a box with `role="img"` as a figure, not as decoration.

Upstream: https://github.com/Kozea/WeasyPrint/issues/2550 (open: `role` and `aria-*` in PDF/UA) asks for roles; for borders no issue was found on November 27, 2026.
Our templates draw check boxes as bordered boxes with `role="img"` and an `aria-label`. WeasyPrint marks all borders as
artifacts, so the alternative would have no content to stand for (ISO 14289-1, 7.3).
Can go when `test_drawn_box_is_a_figure` passes without it.
"""

from __future__ import annotations

from typing import Any


def install() -> None:
    """Replace the function that draws borders."""
    import weasyprint.draw

    from builder.writers.pdf.pictures import is_drawn_picture  # needs WeasyPrint

    draw = weasyprint.draw.draw_border

    def draw_border(stream: Any, box: Any) -> None:
        if stream._tags is None or not is_drawn_picture(box) or box.element in stream._tags:  # noqa: SLF001  # no public way
            draw(stream, box)
            return
        with stream.marked(box.element, "Figure"):
            tags, stream._tags = stream._tags, None  # noqa: SLF001  # as above
            try:
                draw(stream, box)
            finally:
                stream._tags = tags  # noqa: SLF001  # as above

    weasyprint.draw.draw_border = draw_border
