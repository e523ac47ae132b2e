"""Answers that WeasyPrint's layout works out anew for every box and line, given at once.

A style is asked for the same lengths, and its font is looked for, each time that a box with it is laid out: several times
for each of its lines. Here a style remembers. Styles that WeasyPrint changes are copies, and copies remember nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from math import inf
from typing import Any

_LENGTHS = (
    "margin_left", "margin_right", "margin_top", "margin_bottom", "padding_left", "padding_right", "padding_top", "padding_bottom",
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip
"""Properties that `resolve_percentages` makes used values of."""

_DOWN = {"margin_top", "margin_bottom", "padding_top", "padding_bottom"}
"""Those that refer to the width of what is around, but to the height where that is a page."""

_UPRIGHT = {"height", "min_height", "max_height"}
"""Those that refer to the height of what is around, which may be unknown."""

_SIDES = ("top", "right", "bottom", "left")


def install() -> None:
    """Make the mends, for the rest of this process."""
    _answer_at_once()
    _remember_lengths()
    _remember_struts()
    _remember_fonts()
    _meet_no_floats()
    _refer_once()


def _replace(old: Callable[..., Any], new: Callable[..., Any]) -> None:
    """Put a function in the place of one of WeasyPrint's, wherever it was imported."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint"):
            for at, value in list(vars(module).items()):
                if value is old:
                    setattr(module, at, new)


def _answer_at_once() -> None:
    """Answer for properties that no rule sets, nine of ten that are asked for, without the steps that a set one needs.

    With the first of them that a box's style is asked for, it learns all that boxes are always asked for.
    """
    from weasyprint.css import AnonymousStyle, ComputedStyle, computed_values, properties
    from weasyprint.css.functions import check_math

    missing, make_anonymous = ComputedStyle.__missing__, AnonymousStyle.__init__
    stages = {"page", "position", "float", "display"}  # each says something of the others, or of what is around
    initial = {
        name: value
        for name, value in properties.INITIAL_VALUES.items()
        if name not in properties.INHERITED | properties.INITIAL_NOT_COMPUTED | stages
        and not name.startswith(("text_decoration_", "__"))
    }
    logical = {
        name: {find(block="ttb", inline=way) for way in ("ltr", "rtl")}
        for name, find in computed_values.PHYSICAL_FUNCTIONS.items()
    }
    handed_on = {name for name in properties.INHERITED if name not in logical}
    corners = ("top_left", "top_right", "bottom_right", "bottom_left")
    always = {
        name: initial[name]
        for name in (
            *_LENGTHS, *(f"border_{side}_style" for side in _SIDES), *(f"border_{corner}_radius" for corner in corners),
            "box_sizing", "overflow", "transform", "border_image_source", "mask_border_source", "background_image",
            "background_color", "box_shadow", "bookmark_state", "bookmark_level", "appearance", "opacity", "image_orientation",
            "outline_style", "outline_offset", "outline_color", "box_decoration_break",
        )
    }  # fmt: skip
    set_by = {
        name: {other for other in always if name in logical.get(other, ())} for name in set().union(*logical.values())
    }

    def answer(style: Any, name: str) -> Any:
        parent = style.parent_style
        if parent is not None and name not in style.cascaded:
            if name in handed_on:
                value = parent[name]
                if not check_math(value):
                    style[name] = value
                    return value
            elif name == "padding_left":  # the first of those that every box is asked for
                learned = dict(always)
                for other in style.cascaded:
                    learned.pop(other, None)
                    for physical in set_by.get(other, ()):
                        learned.pop(physical, None)
                learned.update(style)
                style.update(learned)
                if name in learned:
                    return learned[name]
            elif name in initial and not (name in logical and logical[name] & style.cascaded.keys()):
                value = style[name] = initial[name]
                return value
        return missing(style, name)

    def anonymous(style: Any, parent_style: Any) -> None:
        style.update(always)
        make_anonymous(style, parent_style)

    ComputedStyle.__missing__ = answer
    AnonymousStyle.__init__ = anonymous


def _remember_lengths() -> None:
    """Resolve lengths that are no percentages, as nearly all are, once a style instead of once a layout of its box."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import percent

    resolve, one = percent.resolve_percentages, percent.resolve_one_percentage
    page_box, any_box = boxes.PageBox, boxes.Box

    def learn(style: Any) -> tuple[dict[str, Any], tuple[str, ...], bool]:
        """Return used values that are always so, properties that refer to what is around, and whether borders are boxes' own."""
        fixed: dict[str, Any] = {}
        open_: list[str] = []
        for name in _LENGTHS:
            value = style[name]
            if value == "auto":
                fixed[name] = 0 if name in {"min_width", "min_height"} else value
            elif getattr(value, "unit", None) == "px":
                fixed[name] = value.value
            else:
                open_.append(name)
        own = style["border_collapse"] != "collapse"
        if own:
            fixed.update((f"border_{side}_width", style[f"border_{side}_width"]) for side in _SIDES)
        style.lengths = fixed, tuple(open_), own and style["box_sizing"] == "content-box"
        return style.lengths  # type: ignore[no-any-return]  # WeasyPrint is untyped

    def used(box: Any, containing_block: Any) -> None:
        style = box.style
        fixed, open_, whole = style.__dict__.get("lengths") or learn(style)
        if not whole:
            resolve(box, containing_block)
            return
        box.__dict__.update(fixed)
        if not open_:
            return
        around = (
            (containing_block.width, containing_block.height)
            if isinstance(containing_block, any_box)
            else containing_block
        )
        width, height = around
        for name in open_:
            if name not in _UPRIGHT:
                one(box, name, height if name in _DOWN and isinstance(box, page_box) else width)
            elif height != "auto":
                one(box, name, height)
            elif name == "height":
                box.height = "auto"
            else:
                one(box, name, 0 if name == "min_height" else inf)

    _replace(resolve, used)


def _remember_struts() -> None:
    """Measure the line height of a style once: its font's name alone takes a third of a line's time to spell out."""
    from weasyprint.text import line_break

    measure = line_break.strut

    def strut(style: Any) -> Any:
        known = style.__dict__.get("strut")
        if known is None:
            known = style.strut = measure(style)
        return known

    _replace(measure, strut)


def _remember_fonts() -> None:
    """Describe a style's font to Pango once, instead of for each line of text; and share what lines of one language share."""
    from weasyprint.text import line_break
    from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
    from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango
    from weasyprint.text.fonts import font_features, get_font_description

    def context_of(style: Any) -> tuple[Any, Any]:
        """Return a context for layouts in the style's language and direction, and its language."""
        name = style["font_language_override"]
        name = LST_TO_ISO.get(name.lower(), name) if name != "normal" else style["lang"]
        contexts = style.font_config.__dict__.setdefault("contexts", {})
        key = style["direction"], name
        if key not in contexts:
            context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
            pango.pango_context_set_round_glyph_positions(context, False)  # noqa: FBT003  # C takes no names
            pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
            language = pango.pango_language_from_string(name.encode()) if name else pango.pango_language_get_default()
            if name:
                pango.pango_context_set_language(context, language)
            contexts[key] = context, language
        return contexts[key]  # type: ignore[no-any-return]  # WeasyPrint is untyped

    def measured(context: Any, description: Any, language: Any) -> dict[str, Any]:
        """Return where lines are drawn under, over and through text."""
        metrics = ffi.gc(
            pango.pango_context_get_metrics(context, description, language), pango.pango_font_metrics_unref
        )
        names = (
            "ascent",
            "underline_position",
            "strikethrough_position",
            "underline_thickness",
            "strikethrough_thickness",
        )
        return {name: FROM_UNITS * getattr(pango, f"pango_font_metrics_get_{name}")(metrics) for name in names}

    def learn(style: Any) -> tuple[Any, Any, dict[str, Any], Any]:
        context, language = context_of(style)
        description = get_font_description(style)
        found: dict[str, Any] = {"ascent": None, "underline_position": None, "strikethrough_position": None}
        if style["text_decoration_line"] != "none":
            found = measured(context, description, language)
        names = "ligatures", "position", "caps", "numeric", "alternates", "east_asian"
        features = font_features(
            style["font_kerning"], *(style[f"font_variant_{name}"] for name in names), style["font_feature_settings"]
        )
        attribute = None
        if features:
            spelled = ",".join(f"{key} {value}" for key, value in features.items()).encode()
            kept = style.font_config.font_features
            if spelled not in kept:
                kept[spelled] = pango.pango_attr_font_features_new(spelled)
            attribute = kept[spelled]
        style.font = (
            context,
            description,
            found | {"style": style, "first_line_direction": 0, "language": language},
            attribute,
        )
        return style.font  # type: ignore[no-any-return]  # WeasyPrint is untyped

    def setup(layout: Any, style: Any) -> None:
        context, description, found, attribute = style.__dict__.get("font") or learn(style)
        layout.__dict__.update(found)
        layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)  # noqa: FBT003  # C takes no names
        pango.pango_layout_set_font_description(layout.layout, description)
        if attribute is not None:
            attributes = pango.pango_attr_list_new()
            pango.pango_attr_list_insert(attributes, attribute)
            pango.pango_layout_set_attributes(layout.layout, attributes)

    line_break.Layout.setup = setup


def _meet_no_floats() -> None:
    """Place lines where nothing floats, as nearly all are, without looking around them."""
    from weasyprint.layout import float as floats

    avoid = floats.avoid_collisions

    def place(context: Any, box: Any, containing_block: Any, outer: bool = True) -> tuple[Any, Any, Any]:  # noqa: FBT002  # WeasyPrint's
        if context.excluded_shapes or box.style["float"] != "none" or containing_block.style["direction"] != "ltr":
            return avoid(context, box, containing_block, outer)  # type: ignore[no-any-return]  # WeasyPrint is untyped
        left = containing_block.content_box_x()
        right = left + containing_block.width
        if outer:
            return left, box.position_y, right - left
        left += box.margin_left  # in the order that WeasyPrint adds in: sums differ in their last digit otherwise
        right -= box.margin_right
        return left - box.margin_left, box.position_y + box.margin_top - box.margin_top, right - left

    _replace(avoid, place)


def _refer_once() -> None:
    """Lay pages with references out again only when the page that they name has become another.

    WeasyPrint compares all counters of the page referred to, also how many pages there are, which it learns at the end:
    each page that refers to one that refers to something is laid out a third time for nothing.
    """
    from weasyprint.css.targets import TargetCollector

    keep = TargetCollector.cache_target_page_counters

    def kept(collector: Any, name: str, values: dict[str, Any], index: int, pages: Any) -> None:
        item = collector.target_lookup_items.get(name)
        known = item.cached_page_counter_values if item else None
        if known and {**known, "pages": None} == {**values, "pages": None}:
            wanted = (
                lookup.missing_target_counters.get(name, ()) for lookup in collector.counter_lookup_items.values()
            )
            if not any("pages" in counters for counters in wanted):
                item.page_maker_index = index
                return
        keep(collector, name, values, index, pages)

    TargetCollector.cache_target_page_counters = kept
