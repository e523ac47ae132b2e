"""Give initial values of CSS properties without the steps that a property set by a rule needs.

Upstream: https://github.com/Kozea/WeasyPrint/issues/578 (open: speed of long documents) and
https://github.com/Kozea/WeasyPrint/pull/2813 (in 70.0: equal styles are shared). Nine of ten properties that layout asks a style for are set by
no rule; WeasyPrint looks each up in the cascade, in logical properties and in a table of functions.
Gain: 14 % of a guide, 13 % of a handout.
Can go when `test_each_speed_patch_saves_function_calls` says that it saves none.
"""

from __future__ import annotations

from typing import Any

from builder.writers.pdf.patches.speed.styles.used_lengths import LENGTHS, SIDES

_WORDS = (
    "lang", "font_language_override", "font_family", "font_style", "font_stretch", "font_kerning", "font_variant_ligatures",
    "font_variant_position", "font_variant_caps", "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings", "font_variation_settings", "text_transform", "white_space", "overflow_wrap", "word_break", "hyphens",
    "hyphenate_character", "hyphenate_limit_chars",
)  # fmt: skip
"""Inherited properties that a text is split and drawn by; none can be a mathematical function. Who asks for one asks for all."""

_FROM_PARENT = frozenset({"page", "text_decoration_line", "text_decoration_color", "text_decoration_style"})
"""Properties that are propagated: where no rule sets one, it is the parent's (`ComputedStyle.__missing__`, `text_decoration`)."""


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
    initial_placement = {name: properties.INITIAL_VALUES[name] for name in ("position", "float")}
    inherited = {name for name in properties.INHERITED if name not in logical}
    corners = ("top_left", "top_right", "bottom_right", "bottom_left")
    always = {
        name: initial[name]
        for name in (
            *LENGTHS, *(f"border_{side}_style" for side in SIDES), *(f"border_{corner}_radius" for corner in corners),
            "box_sizing", "overflow", "transform", "border_image_source", "mask_border_source", "background_image",
            "background_color", "box_shadow", "bookmark_state", "bookmark_level", "appearance", "opacity", "image_orientation",
            "outline_style", "outline_offset", "outline_color", "box_decoration_break", "continue", "max_lines",
            "column_width", "column_count", "z_index",
        )
    }  # fmt: skip
    set_by = {
        name: {other for other in always if name in logical.get(other, ())} for name in set().union(*logical.values())
    }
    for prefix in (*(f"border_{side}" for side in SIDES), "outline"):  # a line of no style has no width
        always[f"{prefix}_width"] = 0
        for name in (f"{prefix}_style", *logical.get(f"{prefix}_style", ())):
            set_by.setdefault(name, set()).add(f"{prefix}_width")

    def missing(style: Any, name: str) -> Any:
        parent = style.parent_style
        if parent is not None and name not in style.cascaded:
            if name in _WORDS:
                for other in _WORDS:
                    if other not in style and other not in style.cascaded:
                        style[other] = parent[other]
                return style[name]
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
            elif name in _FROM_PARENT:
                value = style[name] = parent[name]
                return value
            elif name in initial_placement:
                value = style.specified[name] = initial_placement[name]
                if name == "float":
                    style["position"]  # its specified value decides on that of `display`
                style[name] = value
                return value
            elif name in initial and not (name in logical and logical[name] & style.cascaded.keys()):
                value = style[name] = initial[name]
                return value
        return find_value(style, name)

    def anonymous(style: Any, parent_style: Any) -> None:
        style.update(always)
        make_anonymous(style, parent_style)

    ComputedStyle.__missing__ = missing
    AnonymousStyle.__init__ = anonymous
