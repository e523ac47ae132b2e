"""Parts, topics, headings and slide breaks: what orders the blocks of a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.core.frozen import dataclass
from builder.model.lengths import Objective  # walking reads the annotation
from builder.model.module.node import BlockNode, Container

if TYPE_CHECKING:
    from builder.model.module import Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Container):
    """A part of a long module: `# Title` and the topics that follow it.

    In a book of the whole course each module is a part: `module` is then its id and `number` its place, else "" and 0.
    `objectives` are those of its front matter, which its questions name by number.
    `audience`: "" or the div whose audience the part has, with all its topics.
    """

    module: str = ""
    number: int = 0
    objectives: tuple[Objective, ...] = ()
    audience: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Container):
    """`## Title` and what follows it: a section on paper, one or more slides in a deck, a row of the run sheet.

    `audience`: "" or the div whose audience the topic has (`## Title {.facilitator}`). `layout`: the name of a slide
    layout. `method`: how it is taught, for the run sheet (`method="Talk"`). `position`: "back" puts the topic behind the
    modules in a book of the course, else "". `optional`: its slides are hidden slides (`## Title {.optional}`).
    `start`: minutes since the session began, where an edition tells participants; `select` sets it. `prose`: "slide" puts
    its running text on its slides, else "".
    """

    minutes: int | None = None
    start: int | None = None
    layout: str = ""
    prose: str = ""
    audience: str = ""
    method: str = ""
    position: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(BlockNode):
    """A heading inside a topic: level 3 to 6. `icon` as in `Container`."""

    level: int
    content: tuple[Inline, ...]
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideBreak(BlockNode):
    """`---` between blank lines: a new slide begins. Pages ignore it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns(BlockNode):
    """Columns side by side."""

    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Container):
    """One of the columns; `width` is its share of the line, 0–1, None = an equal share."""

    width: float | None = None
