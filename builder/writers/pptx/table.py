"""A table on a slide as DrawingML (ECMA-376-1, 21.1.3): grid, rows, cells. Lengths are EMU.

For all that decides how a table looks, see slides/deck/table_look.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from builder.core.bidi import direction
from builder.core.frozen import replace
from builder.slides.deck.deck import EMU_PER_POINT, Box, FilledSlot, Insets, SlideLine, TableContent
from builder.slides.deck.layouts import LINE_PITCH, Slot, set_line
from builder.slides.deck.table_look import TableLook
from builder.writers.pptx import oxml
from builder.writers.pptx.lists import list_starts
from builder.writers.pptx.oxml import TextContext

NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own table style “No Style, No Grid”, for files without a table style that we use."""


def table_frame(
    item: FilledSlot,
    content: TableContent,
    slot: Slot,
    ident: int,
    context: TextContext,
    look: TableLook,
) -> str:
    """Return a table as a graphic frame in its placeholder, rows as high as they were measured.

    A table style of the file draws rules and the bold header; without one (`look.style` is "") each cell says its own.
    """
    rtl = direction(context.lang) == "rtl"
    box = item.box or slot.box
    columns = len(content.aligns)
    widths = _shares(box.width, content.widths or (1 / columns,) * columns)
    rows = ([content.header] if content.header else []) + list(content.rows)
    heights = content.heights or [_row_height(row, slot, item.scale, look.margins_of(content)) for row in rows]
    written: list[str] = []
    for place, row in enumerate(rows):
        head = bool(content.header) and place == 0
        margins = look.margins_of(content, header=head)
        margins = replace(margins, left=margins.right, right=margins.left) if rtl else margins
        rule = 0 if look.style else look.header_rule if head else look.rule
        cells = (
            _cell(
                (
                    oxml.paragraph(line, slot, item.scale, context, n, align, bold=head and not look.style, apart=rtl)
                    for line, n in zip(lines, list_starts(lines), strict=True)
                )
                if lines
                else [oxml.paragraph(SlideLine(()), slot, item.scale, context, apart=rtl)],
                margins,
                rule,
                slot.ink,
            )
            for lines, align in zip(row, content.aligns, strict=True)
        )
        written.append(_row(heights[place], cells))
    head, first = bool(content.header), content.row_headers
    body = _table(look.style or NO_STYLE, widths, written, header=head, row_headers=first, rtl=rtl)
    frame = Box(box.x, box.y, box.width, sum(heights))
    return oxml.frame(ident, slot, frame, content.alt, "table", body)


def _table(
    style: str, widths: Sequence[int], rows: Iterable[str], *, header: bool, row_headers: bool, rtl: bool
) -> str:
    """Return a table of finished rows; `style` is the id of a table style of the file.

    Screen readers take the first row and column for headers when they are named so, as in PowerPoint's own options.
    """
    first, turned = ' firstRow="1"' if header else "", ' rtl="1"' if rtl else ""
    first += ' firstCol="1"' if row_headers else ""
    grid = "".join(f'<a:gridCol w="{width}"/>' for width in widths)
    properties = f"<a:tblPr{turned}{first}><a:tableStyleId>{style}</a:tableStyleId></a:tblPr>"
    return f"<a:tbl>{properties}<a:tblGrid>{grid}</a:tblGrid>{''.join(rows)}</a:tbl>"


def _row(height: int, cells: Iterable[str]) -> str:
    """Return a table row of at least `height`."""
    return f'<a:tr h="{height}">{"".join(cells)}</a:tr>'


def _cell(paragraphs: Iterable[str], margins: Insets, rule: int = 0, ink: str = "") -> str:
    """Return a table cell; `rule` > 0 draws a rule of that width under it, for files without a table style of ours.

    `ink` is the color of that rule, `#rrggbb`, "" the scheme's for text.
    """
    edges = "".join(f"<a:{side}><a:noFill/></a:{side}>" for side in ("lnL", "lnR", "lnT"))
    under = f'<a:lnB w="{rule}">{oxml.solid(ink)}</a:lnB>'
    lines = f"{edges}{under}<a:noFill/>" if rule else ""
    inset = f'marL="{margins.left}" marR="{margins.right}" marT="{margins.top}" marB="{margins.bottom}"'
    body = f"<a:txBody><a:bodyPr/><a:lstStyle/>{''.join(paragraphs)}</a:txBody>"
    return f"<a:tc>{body}<a:tcPr {inset}>{lines}</a:tcPr></a:tc>"


def _shares(total: int, shares: Iterable[float]) -> list[int]:
    """Return shares of a length in whole EMU; they add up to `total`."""
    edges = [0.0]
    for share in shares:
        edges.append(edges[-1] + share)
    return [round(total * b / edges[-1]) - round(total * a / edges[-1]) for a, b in pairwise(edges)]


def _row_height(row: Sequence[Sequence[SlideLine]], slot: Slot, scale: float, margins: Insets) -> int:
    """Return the least height of a row, EMU, if no line breaks; programs make rows higher as needed, never lower."""
    heights = [
        sum(
            set_line(slot, line, scale).size * LINE_PITCH * (1 + sum(run.text.count("\v") for run in line.runs))
            for line in lines
        )
        for lines in row
    ]
    return round(max(heights, default=0.0) * EMU_PER_POINT) + margins.top + margins.bottom
