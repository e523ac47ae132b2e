"""Pass over boxes that have neither background nor rounded corners, which are nearly all.

Upstream: https://github.com/Kozea/WeasyPrint/issues/578 (open: speed of long documents). WeasyPrint reads colors, pictures, shadows and
four corners of each line, word and cell on its own.
Gain: 3 % of the calls of a guide.
Can go when `test_each_speed_patch_saves_function_calls` says that it saves none.
"""

from __future__ import annotations

from typing import Any

from builder.writers.pdf.patches.replace import replace_everywhere

_CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_NONE = dict.fromkeys(_CORNERS, (0, 0)) | {"background": None}


def install() -> None:
    """Replace what lays out backgrounds. A style keeps whether it has anything to lay out."""
    from weasyprint.css import Style
    from weasyprint.draw.color import get_color
    from weasyprint.formatting_structure.boxes import TextBox
    from weasyprint.layout import background

    lay_out = background.layout_box_backgrounds
    Style.is_bare = None

    def bare(style: Any) -> bool:
        """Say whether boxes of a style have no picture of a border, no background, no shadow, and square corners."""
        hidden = style["visibility"] == "hidden"
        style.is_bare = (
            style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and not style["box_shadow"]
            and (hidden or all(kind == "none" for kind, _ in style["background_image"]))
            and (hidden or get_color(style, "background_color").alpha == 0)
            and all((0, "px") in style[corner] for corner in _CORNERS)
        )
        return style.is_bare  # type: ignore[no-any-return]  # WeasyPrint is untyped

    def layout_box_backgrounds(
        page: Any, box: Any, get_image_from_uri: Any, layout_children: bool = True, style: Any = None  # noqa: FBT002  # WeasyPrint's signature
    ) -> None:  # fmt: skip
        own = box.style.is_bare
        if style is not None or not layout_children or box is page or not (bare(box.style) if own is None else own):
            lay_out(page, box, get_image_from_uri, layout_children, style)
            return
        for child in box.all_children():
            if child.style.is_bare and isinstance(child, TextBox):
                getattr(child, "_box", child).__dict__.update(_NONE)
            else:
                layout_box_backgrounds(page, child, get_image_from_uri)
        getattr(box, "_box", box).__dict__.update(_NONE)  # a placeholder passes what is set on to its box

    replace_everywhere(lay_out, layout_box_backgrounds)
