"""How tables on slides look: the rules under their rows, the margins of their cells.

Where to change the look of a table on slides:

- box: slot `table` in themes/base/slides/layouts.yml; its `size` and `color` have no effect, because cells inherit nothing
  from a placeholder;
- size of text: `slides.sizes.table` and, as the floor, `slides.floor.table` in themes/base/theme.yml and in themes that overrule
  it (`contrast`); slides/fit/tables/table.py goes down and, for a table with little text, up to `GROWTH`, by the steps of the type scale;
- color of text, fill, rules (color, width) and bold header: the table style in themes/base/slides/table-styles.xml, whose values
  are given in slides/template/template.py, `_package`. Only rules are read back into `TableLook`: anything else put into the
  style shows in the .pptx alone until `TableLook`, slides/template/table_look.py and `_table` in writers/slides_pdf/html.py know
  it. A fill needs its pair of colors in theme/contrast.py, because the deck's accessibility check does not see cells. An
  organization's own template brings its own style;
- cell margins: `CELL_MARGINS` in slides/template/table_look.py, which reads `TableLook` back from the finished template, and
  `TIGHT` here, for agendas that would else go on on another slide; ask `TableLook.margins_of(table)`;
- what stands in the cells: slides/outline/table.py; column widths, row heights, sizes and continuation slides: slides/fit/tables/table.py;
- the XML in the .pptx: writers/pptx/table.py; the HTML of the handout of slides: `_table` in writers/slides_pdf/html.py.
"""

from __future__ import annotations

from builder.core.frozen import dataclass, replace
from builder.slides.deck.deck import EMU_PER_POINT, Insets, TableContent

TIGHT = 3 * EMU_PER_POINT // 2
"""Margin above and below the text of a tight table's cells: under a header, 12 rows of 18 pt fill a slide."""


@dataclass(frozen=True, slots=True)
class TableLook:
    """How tables are drawn. `style` is the id of a table style of the file, "" when writers have to draw rules themselves.

    `header_rule` and `rule` are the widths of the horizontal rules under the header row and under every other row, EMU;
    `header_color` and `color` their colors, `#rrggbb`. `margins` are those of each cell, EMU. The header row is bold, and the
    first column too where it heads its rows and the style says so (`bold_first`).
    """

    style: str
    header_color: str
    header_rule: int
    color: str
    rule: int
    margins: Insets
    bold_first: bool = False

    def margins_of(self, table: TableContent, *, header: bool = False) -> Insets:
        """Return the margins of each cell of a table, EMU, in its header or in the rows under it."""
        top, bottom = (TIGHT, TIGHT) if table.tight else (self.margins.top, self.margins.bottom)
        air = 0 if header else table.air
        return replace(self.margins, top=top + air, bottom=bottom + air)
