"""Draw the slides of the author's guide that show forms, as pictures of its handout.

    python themes/base/slides/draw_forms.py SLIDES

SLIDES is the PDF of the author's guide's slides under the theme `plain`. A handout is made before its slides, which name its
pages, so it cannot hold pictures of them: these are drawn once, from what the slides' PDF holds. Colors become the theme's,
so the pictures follow a theme. Run it again when a form or its layout changes. Same PDF, same bytes.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

sys.path.insert(0, str(Path(__file__).parents[3]))  # the clone: this is run as a script

from builder.core.problems import Problems
from builder.slides.deck.layouts import Layout, Layouts
from builder.slides.template.read_layouts import read_layouts
from builder.slides.template.template import make_template
from builder.theme.load import load_theme

FORMS = {
    "Panels (2 of 2)": ("panels", "panels-3-little"),
    "Steps (2 of 2)": ("steps", "steps-3-little"),
    "Two sides (2 of 2)": ("versus", "versus-little"),
    "Timelines (2 of 2)": ("timeline", "timeline-3-little"),
    "Scales (2 of 2)": ("scale", "scale-3-little"),
    "Most meetings have no agenda": ("number", "number-of-little"),
    "Where two blocks can be read": ("matrix", "table-half"),
}
"""The titles of the slides that are drawn, the names of their pictures, and their layouts."""

DIGESTS = Path(__file__).with_name("drawn-forms.txt")
"""What `digest` said of each layout when its slide was drawn; a test tells when a layout has changed since."""

FOOT = 0.94
"""The share of a slide's height below which there is only its foot, which is left out."""

MARGIN = 22.0
"""Space below what stands on a slide, px; the empty rest of the slide is left out."""

LEAST = 11.0
"""Smaller type, such as the line over a title, is left out, px: nobody could read it on paper."""

RULE = 3.0
"""A narrower outline is a rule of a table, px, and is filled."""

DISC = 18.0
"""What is as wide as high, and not wider, is a disc, px: the PDF draws some as squares with a round window."""

WIDTH = 480.0
"""Width of a picture, px."""


def main() -> None:
    """Write a picture for each of FORMS beside the author's guide."""
    root = Path(__file__).parents[3]
    theme = load_theme("plain", Problems())
    names = {value.lower(): name for name, value in reversed(theme.colors.items())} if theme else {}
    with pypdfium2.PdfDocument(sys.argv[1]) as document:
        for page in document:
            words = page.get_textpage().get_text_range()
            for title, (name, _) in FORMS.items():
                if title in words:
                    picture = drawn(page, names)
                    (root / "modules/authors-guide" / f"form-{name}.svg").write_text(picture, "utf-8")
    if theme:
        DIGESTS.write_text(digests(read_layouts(make_template(theme))), "utf-8")


def digests(layouts: Layouts) -> str:
    """Return a line for each layout that is drawn: its name, and a digest of where and how large it sets what."""
    return "".join(f"{name} {digest(layouts[name])}\n" for _, name in FORMS.values())


def digest(layout: Layout) -> str:
    """Return a digest of what a picture shows of a layout: boxes, anchors, sizes and bullets, without colors, which the pictures take from the theme."""
    slots = [
        (
            slot.name,
            slot.box,
            slot.insets,
            slot.anchor,
            [(level.size, level.left, level.before, level.bold, level.bullet) for level in slot.levels],
        )
        for slot in layout.slots
        if slot.kind not in {"footer", "number"}
    ]
    return sha256(repr((slots, [shape.box for shape in layout.decorations])).encode()).hexdigest()[:12]


def drawn(page: pypdfium2.PdfPage, names: dict[str, str]) -> str:
    """Return a page as SVG: its shapes, then its lines of text. `names` has the names of colors by their values."""
    scale = WIDTH / page.get_width()
    high = page.get_height() * scale
    found = [*shapes(page, names, scale, high), *lines(page, names, scale, high)]
    low = max(bottom for bottom, _ in found) + MARGIN
    box = f'width="{WIDTH:g}" height="{low:.0f}" viewBox="0 0 {WIDTH:g} {low:.0f}"'
    ground = f'<rect width="{WIDTH:g}" height="{low:.0f}" fill="var(--background, #ffffff)"/>'
    edge = (
        f'<rect x=".5" y=".5" width="{WIDTH - 1:g}" height="{low - 1:.0f}" fill="none" stroke="var(--rule, #b9c6c6)"/>'
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family="Arial, sans-serif">'
    return "\n".join([head, ground, *(drawing for _, drawing in found), edge, "</svg>", ""])


def shapes(page: pypdfium2.PdfPage, names: dict[str, str], scale: float, high: float) -> Iterator[tuple[float, str]]:
    """Yield the filled rectangles and outlines of a page, each with its lower end, px."""
    for found in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=6):
        left, bottom, right, top = (number * scale for number in found.get_bounds())
        y, wide, tall = high - top, right - left, top - bottom
        if y / high > FOOT or wide * tall > WIDTH * high * 0.95:
            continue
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(found.raw, fill, stroke)
        read = pdfium.FPDFPageObj_GetFillColor if fill.value else pdfium.FPDFPageObj_GetStrokeColor
        color = paint(found.raw, read, names)
        look = f'fill="{color}"' if fill.value or min(wide, tall) < RULE else f'fill="none" stroke="{color}"'
        curved = (abs(wide - tall) < 1 and wide < DISC) or any(
            pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(found.raw, n)) == pdfium.FPDF_SEGMENT_BEZIERTO
            for n in range(pdfium.FPDFPath_CountSegments(found.raw))
        )
        if curved:
            yield (
                y + tall,
                f'<ellipse cx="{left + wide / 2:.1f}" cy="{y + tall / 2:.1f}" rx="{wide / 2:.1f}" ry="{tall / 2:.1f}" {look}/>',
            )
        else:
            yield (
                y + tall,
                f'<rect x="{left:.1f}" y="{y:.1f}" width="{max(wide, 0.5):.1f}" height="{max(tall, 0.5):.1f}" {look}/>',
            )


def lines(page: pypdfium2.PdfPage, names: dict[str, str], scale: float, high: float) -> Iterator[tuple[float, str]]:
    """Yield the lines of text of a page, each in one style and with its lower end, px."""
    text = page.get_textpage()
    for n in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(n)
        if 1 - bottom / page.get_height() > FOOT:
            continue
        words = text.get_text_bounded(left - 0.5, bottom - 0.5, right + 0.5, top + 0.5).strip()
        at = pdfium.FPDFText_GetCharIndexAtPos(text.raw, left + 2, (bottom + top) / 2, 12, 6)
        if not words or at < 0:
            continue
        size = pdfium.FPDFText_GetFontSize(text.raw, at)
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text.raw, at, matrix)
        size *= abs(matrix.d) * scale
        bold = ' font-weight="700"' if "bold" in font_name(text, at) else ""
        if size < LEAST:
            continue
        parts = [ctypes.c_uint() for _ in range(4)]
        pdfium.FPDFText_GetFillColor(text.raw, at, *parts)
        color = named(tuple(part.value for part in parts[:3]), names)
        x, y = left * scale, high - matrix.f * scale
        whole = " (2 of" not in words
        fitted = f' textLength="{(right - left) * scale:.1f}" lengthAdjust="spacingAndGlyphs"' if whole else ""
        yield (
            y,
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}"{bold} fill="{color}"{fitted}>{escape(words.partition(" (2 of")[0])}</text>',
        )


def paint(found: object, read: object, names: dict[str, str]) -> str:
    """Return the color that a shape is painted with, by name."""
    parts = [ctypes.c_uint() for _ in range(4)]
    read(found, *parts)
    return named(tuple(part.value for part in parts[:3]), names)


def font_name(text: pypdfium2.PdfTextPage, at: int) -> str:
    """Return the name of a character's font in small letters."""
    size = pdfium.FPDFText_GetFontInfo(text.raw, at, None, 0, None)
    name = ctypes.create_string_buffer(size)
    pdfium.FPDFText_GetFontInfo(text.raw, at, name, size, None)
    return name.value.decode("utf-8", "replace").lower()


def named(color: tuple[int, ...], names: dict[str, str]) -> str:
    """Return a color as the theme's, if it is one of the theme's."""
    value = "#{:02x}{:02x}{:02x}".format(*color)
    return f"var(--{names[value]}, {value})" if value in names else value


if __name__ == "__main__":
    main()
