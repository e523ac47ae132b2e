"""Draw lines from the layouts of Pango that measured them, instead of laying each out once more.

Upstream: no issue found on November 28, 2026. WeasyPrint frees Pango's layout of a line when the line is measured, makes
another when it draws it, and then writes glyph by glyph, each number read through cffi on its own. Here the layout stays until
the line is drawn (2 kB a line), glyphs are read at once, and what is written for a glyph of some width is remembered by font.
All lines go WeasyPrint's way but those whose glyphs stand on the baseline where their widths put them: justified and ellipsized
lines, tabs, line ends, marks with offsets, glyphs that are missing or empty (soft hyphens), and fonts of pictures do not.
Gain: 2 % of a guide, 5 % of a handout: an eighth to a fifth of writing a file. Each line is given to Pango once less.
Can go when `test_pango_is_asked_for_few_lines_that_are_not_printed` passes without it.
"""

from __future__ import annotations

from array import array
from re import compile as regex
from typing import Any

_APART = regex("[\t\n\r\f\v\x00\x85\u2028\u2029]")
"""Characters that make a line another one when Pango is told that it is a single paragraph, as it is for drawing."""
_NUMBERS = 5
"""Numbers in Pango's PangoGlyphInfo: glyph, width, x and y offset, flags."""
_PLAIN_GLYPHS = 0x0FFFFFFF
"""Numbers from here on are Pango's own: an empty glyph, a missing one."""
_LEAST = 1e-6
"""Smaller font sizes, px, are not drawn: PDFs have six digits after the point."""
_NO_DETOUR = 14802
"""WeasyPrint reads font sizes of older versions of Pango from styles (https://gitlab.gnome.org/GNOME/pango/-/issues/530)."""


def install() -> None:
    """Replace how layouts of Pango are left and taken up again, and how a line of text is drawn."""
    from weasyprint.draw import text as drawing
    from weasyprint.text import line_break
    from weasyprint.text.ffi import ffi, pango

    if pango.pango_version() < _NO_DETOUR or ffi.sizeof("PangoGlyphInfo") != _NUMBERS * 4:
        return
    layouts, draw = line_break.Layout, drawing.draw_first_line
    _keep_layouts(layouts)

    def draw_first_line(stream: Any, box: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
        layout = box.pango_layout
        line, layout.measured = layout.measured, None
        if line is None:
            return draw(stream, box, text_overflow, block_ellipsis, matrix)
        whole = text_overflow != "ellipsis" and block_ellipsis == "none"
        seen = box.text.strip() and box.style["font_size"] >= _LEAST
        runs = _runs_of(line, stream) if whole and seen else None
        if runs is None:
            layout.begin_anew(box.style)
            return draw(stream, box, text_overflow, block_ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        before, string = None, ""
        for run, font, size, glyphs in runs:
            pointer = run.item.analysis.font
            if pointer != before:
                before = pointer
                if string:
                    stream.show_text(string)
                string = ""
                stream.set_font_size(font.hash, size)
            string += "<" + _written(run, font, size, glyphs, layout.text, stream)
            string = string[:-1] if string[-1] == "<" else string + ">"
        stream.show_text(string)
        return []

    drawing.draw_first_line = draw_first_line


def _keep_layouts(layouts: Any) -> None:
    """Keep Pango's layout of a line that was measured until it is drawn. `measured` is the line while it has the whole text."""
    first_line, set_text = layouts.get_first_line, layouts.set_text
    layouts.measured = None
    leave, layouts.begin_anew = layouts.deactivate, layouts.reactivate

    def get_first_line(layout: Any) -> Any:
        found = first_line(layout)
        layout.measured = found[0] if found[1] is None else None
        return found

    def change_text(layout: Any, text: str, justify: bool = False) -> None:  # noqa: FBT002  # WeasyPrint's signature
        layout.measured = None
        set_text(layout, text, justify)

    def deactivate(layout: Any) -> None:
        if layout.measured is None:
            leave(layout)

    def reactivate(layout: Any, style: Any) -> None:
        spaced = layout.justification_spacing or style["word_spacing"]
        if layout.measured is None or layout.style is not style or spaced or _APART.search(layout.text):
            layout.begin_anew(style)

    layouts.get_first_line, layouts.set_text = get_first_line, change_text
    layouts.deactivate, layouts.reactivate = deactivate, reactivate


def _runs_of(line: Any, stream: Any) -> list[tuple[Any, Any, float, list[tuple[int, int]]]] | None:
    """Return font, size, and glyphs with their widths of each run of a line; None when one has its own way."""
    from weasyprint.text.ffi import ffi

    runs, pointer = [], line.runs
    while pointer != ffi.NULL:
        run = pointer.data
        info = bytes(ffi.buffer(run.glyphs.glyphs, _NUMBERS * 4 * run.glyphs.num_glyphs))
        numbers = array("I", info)
        glyphs = numbers[::_NUMBERS]
        if any(numbers[2::_NUMBERS]) or any(numbers[3::_NUMBERS]) or max(glyphs) >= _PLAIN_GLYPHS:
            return None
        font, size = stream.add_font(run.item.analysis.font)
        if font.bitmap or font.png or font.svg or font.colr:
            return None
        runs.append((run, font, size, list(zip(glyphs, array("i", info)[1::_NUMBERS], strict=True))))
        pointer = pointer.next
    return runs


def _written(run: Any, font: Any, size: float, glyphs: list[tuple[int, int]], text: str, stream: Any) -> str:
    """Return the glyphs of a run as they are written, remembering each that is new."""
    from weasyprint.text.ffi import FROM_UNITS, pango

    pieces = font.__dict__.setdefault("pieces", {}).setdefault(size, {})
    try:
        return "".join([pieces[glyph] for glyph in glyphs])
    except KeyError:
        pass
    item, places, encoded, last = run.item, run.glyphs.log_clusters, text.encode(), len(glyphs) - 1
    for number, pair in enumerate(glyphs):
        glyph, width = pair
        if glyph not in font.to_unicode:
            edge, step = (0, -1) if item.analysis.level % 2 else (last, 1)  # right to left: from the last cluster on
            after = item.length if number == edge else places[number + step]
            font.to_unicode[glyph] = encoded[item.offset + places[number] : item.offset + after].decode()
        if glyph not in font.widths:
            extents = item.analysis.font, glyph, stream.ink_rect, stream.logical_rect
            pango.pango_font_get_glyph_extents(*extents)
            font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
        if pair not in pieces:
            kerning = font.widths[glyph] - width * 1000 * FROM_UNITS / size
            pieces[pair] = f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"
    return "".join([pieces[glyph] for glyph in glyphs])
