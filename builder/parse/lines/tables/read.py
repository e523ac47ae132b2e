"""A table of any kind, with its caption."""

from __future__ import annotations

from builder.core.frozen import replace
from builder.parse.lines.milestones import CodeLines, TableLines
from builder.parse.lines.normalize import column_of, expand_tabs
from builder.parse.lines.reader import LineReader
from builder.parse.lines.signs.patterns import starts_block
from builder.parse.lines.tables.captions import NO_CAPTION, read_caption
from builder.parse.lines.tables.grid import is_grid_table, read_grid_table
from builder.parse.lines.tables.pipe import is_pipe_table, is_without_rule, read_pipe_table, read_without_rule, rule_of
from builder.parse.lines.tables.ruled import read_ruled_table

_CAPTIONS = frozenset({"Table:", "table:"})


def may_begin_table(reader: LineReader, rest: str) -> bool:
    """Say, at a glance, whether a line may begin a table or its caption: most lines do not."""
    if "|" in rest or "--" in rest or rest[0] in ":+" or rest[:6] in _CAPTIONS:
        return True
    return reader.at < len(reader.lines) and "--" in reader.lines[reader.at][1]


def begins_table(reader: LineReader, rest: str) -> bool:
    """Say whether the text of a list item is the first line of a table."""
    return is_pipe_table(reader, rest) or is_grid_table(reader, rest)


def read_table(
    reader: LineReader, number: int, column: int, rest: str, *, inside: bool, after_text: bool
) -> TableLines | CodeLines | None:
    """Take the table that `rest`, at `column` of line `number`, begins; None, with nothing taken, if it begins none.

    `inside` a list item, note or definition; `after_text`: right after a line of a paragraph.
    """
    may_be_caption = rest[0] == ":" or rest[:6] in _CAPTIONS
    if may_be_caption and not after_text and (above := _with_caption_above(reader, inside=inside)):
        return above
    table = _without_caption(reader, number, column, rest, inside=inside, after_text=after_text)
    if not isinstance(table, TableLines):
        return table
    caption = read_caption(reader)
    return replace(table, caption=caption.text, caption_line=caption.line, attributes=caption.attributes)


def _without_caption(
    reader: LineReader, number: int, column: int, rest: str, *, inside: bool, after_text: bool
) -> TableLines | CodeLines | None:
    if "---" in rest and rule_of(rest) and reader:  # a line above the header
        header_number, header = reader.take()
        if is_pipe_table(reader, header):
            return read_pipe_table(reader, header_number, header.strip(), inside=inside)
        reader.at -= 1
    if is_pipe_table(reader, rest):
        return read_pipe_table(reader, number, rest, inside=inside)
    if is_grid_table(reader, rest):
        return read_grid_table(reader, number, rest)
    if after_text:
        return None
    if is_without_rule(reader, rest, inside=inside):
        return read_without_rule(reader, number, rest)
    has_dashes = "--" in rest or (reader and "--" in reader.next[1] and not starts_block(rest, inside=inside))
    return read_ruled_table(reader, number, " " * column + rest) if has_dashes else None


def _with_caption_above(reader: LineReader, *, inside: bool) -> TableLines | None:
    """Return the table under the caption whose line was just taken, or None."""
    here = reader.at
    reader.at -= 1
    caption = read_caption(reader)
    if caption is not NO_CAPTION:
        if reader and not reader.next[1].strip():
            reader.take()
        if reader and reader.next[1].strip():
            number, raw = reader.take()
            text = expand_tabs(raw).rstrip()
            table = _without_caption(reader, number, column_of(text), text.lstrip(), inside=inside, after_text=False)
            if isinstance(table, TableLines):
                return replace(table, caption=caption.text, caption_line=caption.line, attributes=caption.attributes)
    reader.at = here
    return None
