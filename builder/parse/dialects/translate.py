"""The pass over lines that reads other tools' dialects: whose file it is, then each block and line by the reader that knows it."""

from __future__ import annotations

from builder.core.problems import Problems
from builder.core.source import Source
from builder.parse.dialects.anchors import anchored_lines, wanted_anchors, with_anchors
from builder.parse.dialects.lessons import lists_of_lesson
from builder.parse.dialects.recognize import is_marp
from builder.parse.dialects.signs import has_signs
from builder.parse.lines.comments import remove_comments
from builder.parse.lines.reader import NumberedLine


def translate(source: Source, first_line: int, lines: list[NumberedLine], problems: Problems) -> list[NumberedLine]:
    """Return the lines of a source, from `first_line` on, in our language and without HTML comments."""
    front, body = source.lines[: first_line - 1], "\n".join(text for _, text in lines)
    wanted = wanted_anchors(body)
    anchors = anchored_lines(lines, wanted) if wanted else {}
    if is_marp("\n".join(front)) or has_signs(body):
        from builder.parse.dialects.readers import translated  # many modules need none of them

        lines = translated(source, "\n".join(front), body, lines, wanted.difference(anchors.values()), problems)
    else:
        lines = remove_comments(lines, source, problems)
    lines = with_anchors(lines, anchors) if anchors else lines
    first, last = lists_of_lesson(front)
    return [*first, *lines, *([(last[0][0], "")] if last else []), *last]
