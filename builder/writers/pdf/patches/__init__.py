"""Everything we change inside WeasyPrint, one file a patch: `faults` changes what is made, `speed` only how fast.

Each file names the upstream issue, what happens without the patch, and the test that fails once it can be removed.
`guard` refuses any other major version of WeasyPrint before a patch is applied.
"""

from __future__ import annotations

from functools import cache


@cache
def install() -> None:
    """Apply all patches to WeasyPrint, which must be loaded, for the rest of this process.

    Two more apply only for a while: `speed.library_names` and `speed.font_tools` while WeasyPrint is imported
    (`guard.load_weasyprint`), and `faults.form_fields` while a workbook is written (`forms.form_fields`).
    """
    # Imported here: the command line imports this package for the guard alone, before WeasyPrint is loaded.
    from builder.writers.pdf.patches.faults import (
        color_profile,
        figure_borders,
        glyph_text,
        line_breaks,
        structure_tree,
        svg_text,
    )
    from builder.writers.pdf.patches.speed import column_measures, png_data
    from builder.writers.pdf.patches.speed.boxes import backgrounds, flow
    from builder.writers.pdf.patches.speed.styles import (
        initial_values,
        shared_styles,
        style_attributes,
        used_lengths,
    )
    from builder.writers.pdf.patches.speed.text import drawn_lines, fonts, line_heights, line_memory

    png_data.install()
    initial_values.install()
    shared_styles.install()
    used_lengths.install()
    line_heights.install()
    fonts.install()
    drawn_lines.install()
    line_memory.install()
    column_measures.install()
    style_attributes.install()
    flow.install()
    backgrounds.install()
    structure_tree.install()
    figure_borders.install()
    glyph_text.install()
    color_profile.install()
    line_breaks.install()
    svg_text.install()
