"""Give initial values of CSS properties without the steps that a property set by a rule needs.

Upstream: https://github.com/Kozea/WeasyPrint/issues/578 (open: speed of long documents) and
https://github.com/Kozea/WeasyPrint/pull/2813 (in 70.0: equal styles are shared). Nine of ten properties that layout asks a style for are set by
no rule; WeasyPrint looks each up in the cascade, in logical properties and in a table of functions.
Gain: 12 % of a guide, 11 % of a handout.
Can go when `test_each_speed_patch_saves_function_calls` says that it saves none.
"""

from __future__ import annotations

from typing import Any

from builder.writers.pdf.patches.speed.used_lengths import LENGTHS, SIDES


def install() -> None:
    """Replace how a style finds a property that it has no value for yet.

    When the first length of a box is asked for (`padding_left`), its style gets all initial values that layout asks every box for.
    """
    from weasyprint.css import AnonymousStyle, ComputedStyle, computed_values, properties
    from weasyprint.css.functions import check_math

    find_value, make_anonymous = ComputedStyle.__missing__, AnonymousStyle.__init__
    dependent = {"page", "position", "float", "display"}  # computed from each other, or from surrounding boxes
    initial = {
        name: value
        for name, value in properties.INITIAL_VALUES.items()
        if name not in properties.INHERITED | properties.INITIAL_NOT_COMPUTED | dependent
        and not name.startswith(("text_decoration_", "__"))
    }
    logical = {
        name: {find(block="ttb", inline=direction) for direction in ("ltr", "rtl")}
        for name, find in computed_values.PHYSICAL_FUNCTIONS.items()
    }
    inherited = {name for name in properties.INHERITED if name not in logical}
    corners = ("top_left", "top_right", "bottom_right", "bottom_left")
    always = {
        name: initial[name]
        for name in (
            *LENGTHS, *(f"border_{side}_style" for side in SIDES), *(f"border_{corner}_radius" for corner in corners),
            "box_sizing", "overflow", "transform", "border_image_source", "mask_border_source", "background_image",
            "background_color", "box_shadow", "bookmark_state", "bookmark_level", "appearance", "opacity", "image_orientation",
            "outline_style", "outline_offset", "outline_color", "box_decoration_break",
        )
    }  # fmt: skip
    set_by = {
        name: {other for other in always if name in logical.get(other, ())} for name in set().union(*logical.values())
    }

    def missing(style: Any, name: str) -> Any:
        parent = style.parent_style
        if parent is not None and name not in style.cascaded:
            if name in inherited:
                value = parent[name]
                if not check_math(value):
                    style[name] = value
                    return value
            elif name == "padding_left":  # the first length that layout asks every box for
                values = dict(always)
                for other in style.cascaded:
                    values.pop(other, None)
                    for physical in set_by.get(other, ()):
                        values.pop(physical, None)
                values.update(style)
                style.update(values)
                if name in values:
                    return values[name]
            elif name in initial and not (name in logical and logical[name] & style.cascaded.keys()):
                value = style[name] = initial[name]
                return value
        return find_value(style, name)

    def anonymous(style: Any, parent_style: Any) -> None:
        style.update(always)
        make_anonymous(style, parent_style)

    ComputedStyle.__missing__ = missing
    AnonymousStyle.__init__ = anonymous
