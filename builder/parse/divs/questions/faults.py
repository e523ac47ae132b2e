"""What in the text of a question gives its answer away, or is not clearly a question."""

from __future__ import annotations

from collections.abc import Iterator

from builder.core.problems import ProblemCode
from builder.core.source import Source, Span
from builder.model import module as m
from builder.parse.divs.questions.telltales import LETTERED, is_label, is_verdict, telltale

RESTRICTED = (m.Facilitator, m.Notes, m.Answer)
"""What participants never read of a question, wherever it stands in it."""

_ASKED_WITH = (
    *(m.Paragraph, m.List, m.CodeBlock, m.Table, m.Figure, m.Chart, m.Columns, m.Column, m.Quote, m.Definition),
    *(
        m.Note,
        m.Caution,
        m.ContentNote,
        m.Scenario,
        m.Resources,
        m.ContactList,
        m.Contact,
        m.Local,
        m.Shared,
        m.HandoutOnly,
        m.SlideOnly,
    ),
    *(m.Heading, m.SlideBreak, m.Panels, m.Steps, m.Versus, m.Timeline, m.Scale, m.Number),
)
"""Blocks that a question may be asked with."""

HOW = "write the question first, then one line for each option, `- [x]` or `- [ ]`, with its reason under it, indented"

QuestionFault = tuple[ProblemCode, str, Span, str]
"""A problem's code, message, place and hint."""


def unclear(message: str, at: Span, hint: str = HOW) -> QuestionFault:
    """Return the fault that something is not clearly question, option, reason or answer."""
    return ProblemCode.UNCLEAR_QUESTION, message, at, hint


def text_faults(blocks: list[m.Block], source: Source, at: Span, *, listed: bool) -> Iterator[QuestionFault]:
    """Yield what is wrong with the text of a question that stands at `at`. `listed`: lists without boxes may be part of it."""
    if not any(not isinstance(block, RESTRICTED) for block in blocks):
        yield ProblemCode.EMPTY_QUESTION, "this question asks nothing", at, HOW
    for block in blocks:
        yield from _question_faults(block, listed=listed)
        if isinstance(block, m.Paragraph):
            lines = [source.line(number) for number in range(block.at.line, block.at.end_line + 1)]
            set_in = [number for number, line in enumerate(lines, block.at.line) if _indent(line) > _indent(lines[0])]
            for number in set_in[:1]:
                message = "this line is set in like a reason, and no option stands above it"
                yield unclear(message, source.whole_line(number))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t>"))


def _question_faults(block: m.Block, *, listed: bool) -> Iterator[QuestionFault]:
    """Yield what in a block of the question's text gives the answer away, or cannot be part of a question."""
    if any(isinstance(inner, m.Question) for inner in m.walk(block)):
        yield unclear("a question stands inside this question", block.at, "close the one before the other with `:::`")
        return
    if isinstance(block, RESTRICTED):
        return
    if not isinstance(block, _ASKED_WITH):
        hint = "put it outside the question, or an answer into `::: answer`"
        yield unclear("this cannot be part of a question's text", block.at, hint)
        return
    if isinstance(block, m.List):
        yield from _list_faults(block, listed=listed)
    elif isinstance(block, m.Table | m.CodeBlock):
        yield from _line_faults(block)
    elif isinstance(block, m.Figure | m.Chart):
        if sign := telltale(all_words(block)):
            yield unclear(f"`{sign}` gives the answer away", block.at)
    elif isinstance(block, m.Paragraph):
        words = all_words(block)
        if not listed and LETTERED.match(words):
            message = "these may be options, and none is marked right"
            yield ProblemCode.NO_RIGHT_OPTION, message, block.at, "begin options with `- [x]` or `- [ ]`, a line each"
        if sign := styled_mark(block):
            yield unclear(f"`{sign}` looks like a mark", block.at)
        if sign := telltale(words) or (words if is_label(words.strip(" :.!*_")) else ""):
            yield unclear(f"`{sign}` gives the answer away", block.at)
    for child in m.children(block):
        for inner in _blocks_in(child):
            yield from _question_faults(inner, listed=True)


def _line_faults(block: m.Table | m.CodeBlock) -> Iterator[QuestionFault]:
    """Yield what in the cells of a table or in lines of code gives the answer away.

    Code that names its language may hold `x = 1` and `{}`, but no items; other code may be options that were set in too far.
    """
    code = isinstance(block, m.CodeBlock)
    lines = block.text.split("\n") if isinstance(block, m.CodeBlock) else [m.plain(cell) for cell in _cells(block)]
    for line in lines:
        alone = line.strip() in {"x", "X"} or is_label(line) or (not code and is_verdict(line))
        named = isinstance(block, m.CodeBlock) and block.language and not line.lstrip().startswith(("-", "*", "+"))
        sign = "" if named else telltale(line)
        if sign or alone:
            yield unclear(f"`{sign or line.strip()}` gives the answer away", block.at)


def _list_faults(block: m.List, *, listed: bool) -> Iterator[QuestionFault]:
    """Yield what in a list is like options. `listed`: the question has options or an answer besides."""
    if not listed:
        yield (
            ProblemCode.NO_RIGHT_OPTION,
            "this list may be options, and none is marked right",
            block.at,
            'begin options with `- [x]` or `- [ ]`; for a list of the question itself add an `::: answer` or write `select="none"`',
        )
    contents = [item.body[0].content for item in block.items if item.body and isinstance(item.body[0], m.Paragraph)]
    for style in (m.Strong, m.Emphasis, m.Highlight, m.Strike):
        styled = [len(content) == 1 and isinstance(content[0], style) for content in contents]
        if any(styled) and not all(styled):
            yield unclear("bold or other type sets items apart, as if they were right", block.at)
            break
    for item in block.items:
        if item.checked is not None:
            yield unclear("this option stands inside a list or another block", item.at)
        if any(not isinstance(inner, m.List) for inner in item.body[1:]):
            yield unclear("this text under an item of the question may be a reason", item.at)
        first = item.body[0] if item.body else None
        if isinstance(first, m.Paragraph) and (
            sign := styled_mark(first) or telltale(all_words(first), in_option=True)
        ):
            yield unclear(f"`{sign}` gives the answer away", item.at)


def styled_mark(paragraph: m.Paragraph) -> str:
    """Return a letter, sign or label in bold or other type at the beginning of a paragraph with more words, or ""."""
    styled = [m.plain(one).strip() for one in paragraph.content[:2] if isinstance(one, m.Styled)]
    return next(
        (
            one
            for one in styled
            if len(paragraph.content) > 1 and (len(one) == 1 or one.casefold() in {"ok", "yes"} or is_label(one))
        ),
        "",
    )


def _cells(table: m.Table) -> Iterator[m.Cell]:
    for row in (*table.header, *table.rows):
        yield from row.cells


def all_words(block: m.Block) -> str:
    """Return the words of a block that holds none, of its footnotes and of text alternatives, each on a line of its own."""
    apart = []
    for inner in m.walk(block):
        if isinstance(inner, m.Footnote):
            apart.append(m.plain(*inner.body))
        elif isinstance(inner, m.InlineImage | m.Figure | m.Chart):
            apart.append(inner.alt)
        elif isinstance(inner, m.Abbreviation):
            apart.append(inner.expansion)
    return "\n".join([m.plain(block), *filter(None, apart)])


def _blocks_in(node: m.Node) -> Iterator[m.Block]:
    """Yield the outermost blocks in a node, itself included."""
    if isinstance(node, m.BlockNode):
        yield node  # type: ignore[misc]  # every BlockNode of a module is one of Block
        return
    for child in m.children(node):
        yield from _blocks_in(child)
