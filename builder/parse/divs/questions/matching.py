"""Questions that ask for pairs: a table with a pair in each row, and a third column for reasons."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import module as m
from builder.parse.divs.questions.faults import QuestionFault, text_faults, unclear
from builder.parse.divs.questions.mixing import mixed_order, report_unmixed, words_of_content
from builder.parse.divs.questions.parts import QuestionParts
from builder.parse.divs.questions.telltales import telltale
from builder.parse.divs.source import DivContext, DivSource

_HOW = "write the question, then a table of two columns with a pair in each row; a third column may say why"


def make_matching(context: DivContext, div: DivSource, parts: QuestionParts) -> tuple[m.Matching, list[QuestionFault]]:
    """Return a question that asks for pairs, its second column mixed, and what in it is not clear.

    Equal cells of the second column are one option. One beside an empty cell belongs to no prompt.
    """
    table = parts.take_last(m.Table)
    rows = [_row(row) for row in table.rows] if isinstance(table, m.Table) else []
    shuffle = context.number(div.values, "shuffle", div.at)
    first = {words_of_content(option.content): (option, why) for prompt, option, why in rows if not option.is_blank}
    texts = [*first]
    order = [texts[number] for number in mixed_order(texts, shuffle)]
    used = [words_of_content(option.content) for prompt, option, _ in rows if not prompt.is_blank]
    if len(set(used)) == len(used):  # where partners have several prompts each, their order tells nothing
        report_unmixed(context, div, texts, used, shuffle)
    question = m.Matching(
        question=(*parts.question, *parts.after),
        heads=_heads(table) if isinstance(table, m.Table) else (),
        prompts=tuple(
            m.Prompt(
                content=prompt.content,
                match=m.Match(option=order.index(words_of_content(option.content)) + 1, feedback=why, at=prompt.at),
                at=prompt.at,
            )
            for prompt, option, why in rows
            if not prompt.is_blank and not option.is_blank
        ),
        options=tuple(_option(*first[text], used=text in used) for text in order),
        answer=parts.answer,
    )
    faults = [
        *_table_faults(table, parts, div),
        *text_faults([*parts.question, *parts.after], context.source, div.at, listed=True),
    ]
    return question, faults


_Row = tuple[m.Cell, m.Cell, tuple[m.Block, ...]]
"""A prompt, its option, and why."""


def _row(row: m.Row) -> _Row:
    blank = m.Cell(content=(), at=row.at)
    prompt, option, why = (*row.cells, blank, blank, blank)[:3]
    reason = (m.Paragraph(content=why.content, at=why.at),) if not why.is_blank else ()
    return prompt, option, reason


def _option(cell: m.Cell, why: tuple[m.Block, ...], *, used: bool) -> m.Option:
    verdict = None if used else m.Verdict(right=False, feedback=why, at=cell.at)
    return m.Option(content=cell.content, verdict=verdict, at=cell.at)


def _heads(table: m.Table) -> tuple[m.ColumnHead, ...]:
    cells = table.header[-1].cells[:2] if table.header else ()
    named = len(cells) == 2 and not any(cell.is_blank for cell in cells)  # both sides
    return tuple(m.ColumnHead(content=cell.content, at=cell.at) for cell in cells) if named else ()


def _table_faults(table: m.Block | None, parts: QuestionParts, div: DivSource) -> Iterator[QuestionFault]:
    if parts.options:
        yield unclear("a question that asks for pairs has no boxes", parts.options[0].at, _HOW)
    if not isinstance(table, m.Table):
        yield unclear("there is no table of pairs at the end of this question", div.at, _HOW)
        return
    if len(table.aligns) not in {2, 3}:
        yield unclear(f"this table of pairs has {len(table.aligns)} columns", table.at, _HOW)
        return
    if table.caption:
        yield unclear("a table of pairs is printed as two lists, without a caption", table.at, "leave the caption out")
    if not table.header or (table.rows and table.rows[0].at.line < table.header[-1].at.line + 2):
        message = "this table of pairs has no heads: its first row would be taken for them"
        yield unclear(message, table.at, "begin it with a row of heads and a line of dashes, `|---|---|`")
    rows = [(row, *_row(row)) for row in table.rows]
    if sum(not prompt.is_blank for _, prompt, _, _ in rows) < 2:  # one pair is no question
        yield unclear("there are not two pairs to match", table.at, _HOW)
    prompts = list[str]()
    options = dict[str, str]()
    for row, prompt, option, _ in rows:
        if option.is_blank:
            yield unclear(
                "nothing stands beside this prompt", row.at, "write what belongs to it into the second column"
            )
            continue
        if not prompt.is_blank:
            words = m.plain(prompt).casefold().strip()
            if words in prompts:
                yield unclear("two prompts have the same words", row.at, "write different ones")
            prompts.append(words)
        words = m.plain(option).casefold().strip()
        if options.setdefault(words, repr(option.content)) != repr(option.content):
            yield unclear("these words stand in another type elsewhere in the column", row.at, "write both alike")
    if len(options) < 2:  # one option is no question
        yield unclear("all prompts belong to the same option", table.at, "write at least two")
    cells = [
        *(cell for row in table.header for cell in row.cells[:2]),
        *(c for row in table.rows for c in row.cells[:2]),
    ]
    for cell in cells:
        if sign := telltale(m.plain(cell), in_option=True):
            yield unclear(f"`{sign}` gives the answer away", cell.at, "leave it out")
