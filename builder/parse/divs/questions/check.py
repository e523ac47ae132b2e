"""`::: check` divs to questions. What is not clearly question, option, reason or answer keeps the whole for the guide alone.

An answer that a participant reads before the question is asked cannot be taken back, so doubt is an error here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode
from builder.core.source import Source, Span
from builder.model import module as m
from builder.parse.divs.questions.telltales import LETTERED, is_label, is_verdict, styled_apart, telltale
from builder.parse.divs.source import DivContext, DivSource

_RESTRICTED = (m.Facilitator, m.Notes, m.Answer)
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

_HOW = "write the question first, then one line for each option, `- [x]` or `- [ ]`, with its reason under it, indented"
_SURVEY = 'mark the right one with `- [x]`; for a question that has no right answer write `::: {.check select="none"}`'


@dataclass
class _Parts:
    """The blocks of a question, sorted. `after`: what stands after the first option and is none of the others."""

    question: list[m.Block] = field(default_factory=list)
    options: list[m.ListItem] = field(default_factory=list)
    answer: m.Answer | None = None
    after: list[m.Block] = field(default_factory=list)


def make_check(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return a question: its text, its options from the lists with boxes, and its answer.

    With an error in it the question is kept in a block for facilitators, so that a preview shows it to nobody else.
    """
    select = div.values.get("select", "one")
    if select not in {"one", "many", "none"}:
        message = f"`select` is `one`, `many` or `none`, not `{select}`"
        context.problems.add(ProblemCode.WRONG_VALUE, message, context.source.find(div.at.line, select))
    parts = _sort(div.body)
    right = [item for item in parts.options if item.checked]
    if len(right) > 1 and select != "many":
        message = f"{len(right)} options are marked right, and the question asks for {select}"
        context.problems.add(ProblemCode.AMBIGUOUS_ANSWER, message, right[1].at, "mark one, or write `select=many`")
    closed = False
    for code, message, at, hint in _faults(parts, div, context.source, decided=bool(right), survey=select == "none"):
        context.problems.add(code, message, at, hint)
        closed = True
    decided = bool(right)
    check = m.Check(
        question=(*parts.question, *parts.after),
        options=tuple(_option(context, item, decided=decided) for item in parts.options),
        answer=parts.answer,
        many=select == "many",
        objectives=context.numbers(div.values, "objective", div.at),
        at=div.at,
    )
    return (m.Facilitator(body=(check,)),) if closed else (check,)


def _sort(body: tuple[m.Block, ...]) -> _Parts:
    parts = _Parts()
    for block in body:
        if isinstance(block, m.List) and any(item.checked is not None for item in block.items):
            parts.options.extend(block.items)
        elif isinstance(block, m.Answer):
            answer = parts.answer
            parts.answer = block if answer is None else replace(answer, body=(*answer.body, *block.body))
        elif parts.options and not isinstance(block, (*_RESTRICTED, m.SlideBreak)):
            parts.after.append(block)
        elif isinstance(block, m.Heading):
            parts.question.append(m.Paragraph(content=block.content, at=block.at, lang=block.lang))
        else:
            parts.question.append(block)
    return parts


def _option(context: DivContext, item: m.ListItem, *, decided: bool) -> m.Option:
    first = item.body[0] if item.body else None
    content = first.content if isinstance(first, m.Paragraph) else ()
    feedback = item.body[1:] if content else item.body
    if decided and not feedback:
        message = "this option gives no reason why it is right or wrong"
        context.problems.add(ProblemCode.OPTION_WITHOUT_REASON, message, item.at, "write the reason under it, indented")
    verdict = m.Verdict(right=bool(item.checked), feedback=feedback, at=item.at) if decided or feedback else None
    return m.Option(content=content, verdict=verdict, at=item.at)


# ── what is not clear ─────────────────────────────────────────────────────────────────────────────────────────

_Fault = tuple[ProblemCode, str, Span, str]
"""A problem's code, message, place and hint."""


def _unclear(message: str, at: Span, hint: str = _HOW) -> _Fault:
    return ProblemCode.UNCLEAR_QUESTION, message, at, hint


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t>"))


def _faults(parts: _Parts, div: DivSource, source: Source, *, decided: bool, survey: bool) -> Iterator[_Fault]:
    """Yield what in a question is missing, or could be something else than it is read as."""
    if not any(not isinstance(block, _RESTRICTED) for block in parts.question):
        yield ProblemCode.EMPTY_QUESTION, "this question asks nothing", div.at, _HOW
    for block in parts.after:
        message = "this text after an option is not clearly question, reason or answer"
        hint = "indent a reason under its option; put an answer into `::: answer`, and the question before its options"
        yield _unclear(message, block.at, hint)
    yield from _option_faults(parts, div, decided=decided, survey=survey)
    for block in parts.question:
        yield from _question_faults(block, listed=survey or bool(parts.options) or parts.answer is not None)
        if isinstance(block, m.Paragraph):
            lines = [source.line(number) for number in range(block.at.line, block.at.end_line + 1)]
            set_in = [number for number, line in enumerate(lines, block.at.line) if _indent(line) > _indent(lines[0])]
            for number in set_in[:1]:
                message = "this line is set in like a reason, and no option stands above it"
                yield _unclear(message, source.whole_line(number))


def _option_faults(parts: _Parts, div: DivSource, *, decided: bool, survey: bool) -> Iterator[_Fault]:
    contents = []
    for item in parts.options:
        if item.checked is None:
            yield _unclear("this option has no box", item.at, "begin each option with `- [x]` or `- [ ]`")
        first = item.body[0] if item.body else None
        if not isinstance(first, m.Paragraph) or first.at.line != item.at.line:
            yield _unclear("this option has no words", item.at, "write the option's words in the line of its box")
            continue
        contents.append(first.content)
        if sign := _styled_mark(first) or telltale(_words(first), in_option=True):
            yield _unclear(f"`{sign}` gives the answer away", item.at, "mark the right option in its box alone")
        for inner in m.walk(*item.body[1:]):
            if isinstance(inner, m.ListItem) and inner.checked is not None:
                yield _unclear("this is an option inside an option", inner.at, "indent all options alike, by no spaces")
    if parts.options and not decided and not survey and parts.answer is None:
        yield ProblemCode.NO_RIGHT_OPTION, "no option of this question is marked right", parts.options[0].at, _SURVEY
    if decided and survey:
        message = "an option is marked right, and the question is said to have no right answer"
        yield _unclear(message, div.at, 'leave `select="none"` out')
    right = [bool(item.checked) for item in parts.options]
    if decided and len(contents) == len(right) and styled_apart(contents, right):
        message = "bold or other type sets the right options apart from the wrong ones"
        yield _unclear(message, parts.options[0].at, "set all options alike")


def _question_faults(block: m.Block, *, listed: bool) -> Iterator[_Fault]:
    """Yield what in a block of the question's text gives the answer away, or cannot be part of a question."""
    if any(isinstance(inner, m.Check) for inner in m.walk(block)):
        yield _unclear("a question stands inside this question", block.at, "close the one before the other with `:::`")
        return
    if isinstance(block, _RESTRICTED):
        return
    if not isinstance(block, _ASKED_WITH):
        hint = "put it outside the question, or an answer into `::: answer`"
        yield _unclear("this cannot be part of a question's text", block.at, hint)
        return
    if isinstance(block, m.List):
        yield from _list_faults(block, listed=listed)
    elif isinstance(block, m.Table | m.CodeBlock):
        yield from _line_faults(block)
    elif isinstance(block, m.Figure | m.Chart):
        if sign := telltale(_words(block)):
            yield _unclear(f"`{sign}` gives the answer away", block.at)
    elif isinstance(block, m.Paragraph):
        words = _words(block)
        if not listed and LETTERED.match(words):
            message = "these may be options, and none is marked right"
            yield ProblemCode.NO_RIGHT_OPTION, message, block.at, "begin options with `- [x]` or `- [ ]`, a line each"
        if sign := _styled_mark(block):
            yield _unclear(f"`{sign}` looks like a mark", block.at)
        if sign := telltale(words) or (words if is_label(words.strip(" :.!*_")) else ""):
            yield _unclear(f"`{sign}` gives the answer away", block.at)
    for child in m.children(block):
        for inner in _blocks_in(child):
            yield from _question_faults(inner, listed=True)


def _line_faults(block: m.Table | m.CodeBlock) -> Iterator[_Fault]:
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
            yield _unclear(f"`{sign or line.strip()}` gives the answer away", block.at)


def _list_faults(block: m.List, *, listed: bool) -> Iterator[_Fault]:
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
            yield _unclear("bold or other type sets items apart, as if they were right", block.at)
            break
    for item in block.items:
        if item.checked is not None:
            yield _unclear("this option stands inside a list or another block", item.at)
        if any(not isinstance(inner, m.List) for inner in item.body[1:]):
            yield _unclear("this text under an item of the question may be a reason", item.at)
        first = item.body[0] if item.body else None
        if isinstance(first, m.Paragraph) and (sign := _styled_mark(first) or telltale(_words(first), in_option=True)):
            yield _unclear(f"`{sign}` gives the answer away", item.at)


def _styled_mark(paragraph: m.Paragraph) -> str:
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


def _words(block: m.Block) -> str:
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
