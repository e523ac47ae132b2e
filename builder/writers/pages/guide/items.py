"""The table of a course's questions by objective, with which facilitators see what the tests ask for. Made from the modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.model import module as m
from builder.model.lengths import Objective
from builder.model.question_items import QuestionItem, question_items


@dataclass(frozen=True)
class ObjectiveRow:
    """An objective, "" for questions that name none, and the questions that test it."""

    objective: str
    items: tuple[QuestionItem, ...]


@dataclass(frozen=True)
class ItemGroup:
    """The objectives of a module of a book; `part` is None for the course's own pages."""

    part: m.Part | None
    rows: tuple[ObjectiveRow, ...]


def item_groups(book: m.Module) -> tuple[ItemGroup, ...]:
    """Return the questions of a book by module and objective. What has neither question nor objective is left out."""
    own = [block for block in book.body if not (isinstance(block, m.Part) and block.module)]
    modules = [block for block in book.body if isinstance(block, m.Part) and block.module]
    groups = (
        ItemGroup(None, tuple(_rows(book.meta.objectives, own))),
        *(ItemGroup(part, tuple(_rows(part.objectives, part.body))) for part in modules),
    )
    return tuple(group for group in groups if any(row.items for row in group.rows))


def _rows(objectives: Iterable[Objective], body: Iterable[m.Block]) -> Iterator[ObjectiveRow]:
    """Yield a row for each objective, also one that no question tests, and one for questions that name none that is listed."""
    items, objectives = [*question_items(body)], [*objectives]
    numbers = {one.number for one in objectives}
    for one in objectives:
        yield ObjectiveRow(one.text, tuple(item for item in items if one.number in item.objectives))
    if loose := tuple(item for item in items if not numbers & {*item.objectives}):
        yield ObjectiveRow("", loose)
