"""The readers of all dialects, by what a block begins with."""

from __future__ import annotations

from builder.core.problems import Problems
from builder.core.source import Source
from builder.parse.dialects.boxes.html import read_html, without_code
from builder.parse.dialects.boxes.kramdown import read_attribute_line, read_table_rule
from builder.parse.dialects.boxes.mkdocs import read_box, read_slashes, read_tab
from builder.parse.dialects.boxes.quotes import read_quote
from builder.parse.dialects.boxes.tags import read_tagged
from builder.parse.dialects.decks.liascript import read_macro, read_quiz, read_spoken, read_step
from builder.parse.dialects.decks.marp import comments_to_notes
from builder.parse.dialects.decks.slides import (
    mark_hidden_slides,
    read_class,
    read_divider,
    read_hidden,
    read_note,
    read_notes_mark,
    read_properties,
    read_section,
)
from builder.parse.dialects.fences.read import read_colon_fence, read_fence
from builder.parse.dialects.myst.roles import read_comment, read_target, targets_of
from builder.parse.dialects.recognize import tools_of
from builder.parse.dialects.templates import without_comments
from builder.parse.dialects.text import rewrite_text
from builder.parse.dialects.translation import BlockReader, Lines, Translation
from builder.parse.lines.comments import remove_comments

READERS: dict[str, tuple[BlockReader, ...]] = {
    "`": (read_fence,),
    "~": (read_fence,),
    ":": (read_colon_fence,),
    ">": (read_quote,),
    "!": (read_box,),
    "?": (read_notes_mark, read_box),
    "=": (read_tab,),
    "<": (read_section, read_html),
    "(": (read_target,),
    "{": (read_attribute_line, read_tagged),
    "-": (read_divider,),
    "@": (read_macro,),
    "|": (read_table_rule,),
    ".": (read_class,),
    "/": (read_slashes,),
    "%": (read_hidden, read_comment),
    "N": (read_note,),
    "n": (read_note, read_properties),
    **dict.fromkeys("bcelt", (read_properties,)),
}
"""The readers of blocks by the first character of their first line."""

ANYWHERE: tuple[BlockReader, ...] = (read_quiz, read_spoken, read_step)
"""The readers of what may stand at any indentation."""


def translated(
    source: Source, front: str, body: str, lines: Lines, missing: frozenset[str], problems: Problems
) -> Lines:
    """Return lines in our language, without comments. `front`: the front matter; `missing`: ids that nothing here has."""
    tools = tools_of(front, body)
    if "reveal" in tools:
        lines = mark_hidden_slides(lines)
    lines = remove_comments(comments_to_notes(lines) if "marp" in tools else lines, source, problems)
    translation = Translation(source, problems, tools, targets_of(body), READERS, rewrite_text, ANYWHERE)
    translation.missing = missing if tools else frozenset()
    return [*translation.translate(without_code(translation, without_comments(lines))), *translation.footnotes]
