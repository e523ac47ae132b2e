"""Questions about what was taught, and their answers.

Solutions are in `Verdict`, `Match`, `RightPlace` and `Answer` nodes alone, so that an edition without those nodes cannot show them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from builder.core.frozen import dataclass
from builder.model.module.node import BlockNode, Container, Node, Piece
from builder.model.module.reading import plain
from builder.model.module.text import List

if TYPE_CHECKING:
    from builder.model.module import Block, Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(BlockNode):
    """Base of questions. `question` is what is asked.

    `number` counts questions through the whole module. `objectives`: the objectives of the front matter it tests, from 1.
    `unbanked`: it is not meant for the question bank of a learning platform.
    """

    question: tuple[Block, ...]
    number: int = 0
    objectives: tuple[int, ...] = ()
    unbanked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Question):
    """A question with options to choose from; an open one without. `many`: several options may be right.

    `kind`: `true-false` has two options, of which one says that the statement is true; `short-answer` has none, and is
    answered in a few words, of which `accepted` has those that count as right.
    """

    kind: Literal["", "true-false", "short-answer"] = ""
    options: tuple[Option, ...] = ()
    answer: Answer | None = None
    many: bool = False

    @property
    def accepted(self) -> tuple[str, ...]:
        """The right answers to a question with a short answer: the first list in its answer; () where that is not shown."""
        if self.kind != "short-answer" or self.answer is None:
            return ()
        first = next((block for block in self.answer.body if isinstance(block, List)), None)
        return tuple(plain(item).strip() for item in first.items) if first else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered(Piece):
    """Base of what a question offers to choose from, to match or to put in order: a few words."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(Offered):
    """One option of a question."""

    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Node):
    """Whether an option is right, and why."""

    right: bool
    feedback: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(Question):
    """A question that asks for pairs. `prompts` are in the author's order, `options` in one that does not tell the pairs.

    `heads` has the names of both columns, () for none. An option may belong to several prompts, or to none: then it has
    a verdict, unless solutions are not shown.
    """

    heads: tuple[ColumnHead, ...] = ()
    prompts: tuple[Prompt, ...]
    options: tuple[Option, ...]
    answer: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnHead(Offered):
    """The name of one side of a matching question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt(Offered):
    """What a partner is asked for."""

    match: Match | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Node):
    """The option that belongs to a prompt, counted from 1, and why."""

    option: int
    feedback: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(Question):
    """A question that asks for an order. `options` are in one that does not tell the right one."""

    options: tuple[Unordered, ...]
    answer: Answer | None = None

    @property
    def in_order(self) -> tuple[Unordered, ...]:
        """The items in their right order; () where that is not shown."""
        placed = [(item.place.rank, number) for number, item in enumerate(self.options) if item.place]
        return tuple(self.options[number] for _, number in sorted(placed)) if len(placed) == len(self.options) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unordered(Offered):
    """What is to be put in order."""

    place: RightPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightPlace(Node):
    """The place of an item in the right order, counted from 1, and why."""

    rank: int
    feedback: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Container):
    """The answer to a question or activity."""
