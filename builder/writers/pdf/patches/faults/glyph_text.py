"""Map glyphs that stand for no character of their own to a zero-width space in a font's ToUnicode table.

Upstream: https://github.com/Kozea/WeasyPrint/issues/2841 (open) and https://github.com/Kozea/WeasyPrint/pull/2869. In scripts that join letters one
character may be drawn as several glyphs; WeasyPrint maps the second to the empty string. PDF/UA-1 asks for a character
(ISO 14289-1, 7.21.7), and readers fall back to raw codes.
Can go when `test_every_glyph_has_a_character` passes without it.
"""

from __future__ import annotations

from typing import Any


def install() -> None:
    """Replace the function that writes the fonts of a document."""
    import weasyprint.pdf

    build_fonts = weasyprint.pdf.build_fonts_dictionary

    def build_fonts_dictionary(pdf: Any, fonts: Any, *rest: Any) -> Any:
        for font in fonts.values():
            font.to_unicode.update({glyph: "\u200b" for glyph, text in font.to_unicode.items() if not text})
        return build_fonts(pdf, fonts, *rest)

    weasyprint.pdf.build_fonts_dictionary = build_fonts_dictionary
