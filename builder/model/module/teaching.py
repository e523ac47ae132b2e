"""Teaching blocks: activities, notes, and text for some readers alone. Questions are in questions.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.core.frozen import dataclass
from builder.model.module.node import BlockNode, Container, Piece

if TYPE_CHECKING:
    from builder.model.module import Block, Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Objectives(Container):
    """Learning objectives: what participants will be able to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPoints(Container):
    """Key points: what to take away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Container):
    """Something participants do, for a stated time. `number` counts activities through the whole module.

    `objectives`: which objectives of the front matter it serves, from 1.
    """

    minutes: int | None = None
    group: str = ""
    materials: str = ""
    number: int = 0
    objectives: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion(Container):
    """A question to discuss in the whole group."""

    minutes: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario(Container):
    """A fictional case to think about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards(BlockNode):
    """Cards to cut out and sort. `backs`: words on the back of each, "" when they are printed on one side."""

    title: tuple[Inline, ...] = ()
    cards: tuple[Card, ...]
    backs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Piece):
    """One card."""

    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection(Container):
    """A question to answer for oneself, in writing; `lines` is the number of lines to write on, 0 = the default."""

    lines: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FillIn(Container):
    """What to write in: a task, and a table with blank cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(Container):
    """A block that defines a term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Container):
    """Additional information."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution(Container):
    """A warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentNote(Container):
    """A content warning, and how to step out of the session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Container):
    """A quotation; `attribution` names its author."""

    attribution: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes(Container):
    """The script: speaker notes of the slides of this topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue(BlockNode):
    """A paragraph of the script that begins `SAY:`, `DO:`, `ASK:` or `LISTEN FOR:`; `kind` is say, do, ask, listen."""

    kind: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facilitator(Container):
    """Text for facilitators alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutOnly(Container):
    """Text on paper, not on slides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideOnly(Container):
    """Text on slides, not on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources(Container):
    """Where to get help: phone lines and services."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Local(Container):
    """The organization's own text from local.yml, put in `body` when the course has it.

    Without it `blanks` names the lines that are printed empty, to be written on.
    """

    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared(Container):
    """A block of the course's shared.md, inserted with `::: {.use ref="…"}`.

    `shown_in`: the title of an earlier module whose slides show it, when it is to be on slides once in a course; else "".
    """

    ref: str = ""
    shown_in: str = ""
