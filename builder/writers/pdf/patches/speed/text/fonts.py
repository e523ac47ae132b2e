"""Describe a style's font to Pango once, instead of once for each line of text, and share a Pango context by language.

Upstream: https://github.com/Kozea/WeasyPrint/issues/578 (open; a comment there asks why each piece of text gets its own context).
Gain: 4 % of a guide, 2 % of a handout.
Can go when `test_pango_is_asked_for_few_lines_that_are_not_printed` passes without it.
"""

from __future__ import annotations

from typing import Any


def install() -> None:
    """Replace the method that sets up a layout of Pango. A style keeps what its layouts share."""
    from weasyprint.text import line_break
    from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango
    from weasyprint.text.fonts import font_features, get_font_description

    def decoration_lines(context: Any, description: Any, language: Any) -> dict[str, Any]:
        """Return where lines under, over and through text are, and how thick, in px."""
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

    def font_of(style: Any) -> tuple[Any, Any, dict[str, Any], Any]:
        """Return Pango's context and font description, attributes of WeasyPrint's layout, and the font features or None."""
        context, language = _context_of(style)
        description = get_font_description(style)
        metrics: dict[str, Any] = {"ascent": None, "underline_position": None, "strikethrough_position": None}
        if style["text_decoration_line"] != "none":
            metrics = decoration_lines(context, description, language)
        names = "ligatures", "position", "caps", "numeric", "alternates", "east_asian"
        settings = font_features(
            style["font_kerning"], *(style[f"font_variant_{name}"] for name in names), style["font_feature_settings"]
        )
        features = None
        if settings:
            key = ",".join(f"{name} {value}" for name, value in settings.items()).encode()
            known = style.font_config.font_features
            if key not in known:
                known[key] = pango.pango_attr_font_features_new(key)
            features = known[key]
        style.font = (
            context,
            description,
            metrics | {"style": style, "first_line_direction": 0, "language": language},
            features,
        )
        return style.font  # type: ignore[no-any-return]  # WeasyPrint is untyped

    def setup(layout: Any, style: Any) -> None:
        context, description, attributes, features = style.__dict__.get("font") or font_of(style)
        layout.__dict__.update(attributes)
        layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)  # noqa: FBT003  # C takes no names
        pango.pango_layout_set_font_description(layout.layout, description)
        if features is not None:
            attribute_list = pango.pango_attr_list_new()
            pango.pango_attr_list_insert(attribute_list, features)
            pango.pango_layout_set_attributes(layout.layout, attribute_list)

    line_break.Layout.setup = setup


def _context_of(style: Any) -> tuple[Any, Any]:
    """Return a context for layouts in the style's language and direction, and its language."""
    from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
    from weasyprint.text.ffi import ffi, gobject, pango

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
