"""Forms that an author marks and slides draw: panels, steps, two sides, a timeline, a number.

To other tools each is a plain list or headings with text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from builder.core.frozen import dataclass
from builder.model.module.inlines import Citation
from builder.model.module.node import BlockNode, Piece
from builder.model.module.reading import plain

if TYPE_CHECKING:
    from builder.model.module import Block, Inline

_FIGURES = re.compile(r"\d(?:[\d.,]*\d)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headed(Piece):
    """Base of the pieces of a form: a few words that name it, () where the author marked none, and what is said under them."""

    head: tuple[Inline, ...] = ()
    body: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(BlockNode):
    """Base of forms. `title` is the heading with which the div begins, () without one; `items` are its pieces in order.

    `caveat` says what must be known about all of them, "" for nothing: wherever the pieces are shown, it stands under them.
    """

    title: tuple[Inline, ...] = ()
    items: tuple[Headed, ...]
    caveat: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels(Form):
    """Parts of equal rank, side by side: a list of `- **Head** text`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel(Headed):
    """One panel. `icon` is the name of the icon beside its head, "" for none."""

    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps(Form):
    """What is done one after the other: a numbered list; `start` is the first number."""

    start: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Headed):
    """One step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Versus(Form):
    """Two sides of a question, equal in size and weight whatever they hold: two headings with text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(Headed):
    """One side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Form):
    """What happened, in order: a list of `- **April 2018** text`, `- 2018-04: text`, or dates with their meanings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Headed):
    """One entry of a timeline; its head is the date as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Form):
    """A line between two poles, the first and the last item, with named stops between them: a list of three to six items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Headed):
    """One place on a scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(BlockNode):
    """A number shown large, with what it counts in `body`. `value` and `of` are as written, `of` "" where it is no part of a whole.

    `source` is None only for numbers that `caveat` calls made up; `caveat` is "" where the author says that it needs none.
    """

    title: tuple[Inline, ...] = ()
    value: str
    of: str = ""
    body: tuple[Block, ...] = ()
    caveat: str = ""
    source: Citation | None = None

    def leaves_whole_unsaid(self, heading: str = "") -> bool:
        """Say whether it is part of a whole that no title, `heading` included, nor its text names in figures: it is printed then."""
        said = f"{heading} {plain(*self.title)} {plain(*self.body)}"
        return bool(self.of) and self.of not in _FIGURES.findall(said)

    @property
    def share(self) -> tuple[float, float]:
        """Value and whole as numbers. Raises ValueError for a number that is no part of a whole."""
        return float(self.value.replace(",", "")), float(self.of.replace(",", ""))
