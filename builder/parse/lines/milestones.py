"""Canonical lines, and the blocks that milestones in them stand for."""

from __future__ import annotations

from dataclasses import field

from builder.core.frozen import dataclass
from builder.core.source import Span
from builder.parse.audiences.scopes import Scopes
from builder.parse.inlines.attributes import Attributes
from builder.parse.inlines.links import Target
from builder.parse.stamps import milestone_line


@dataclass(frozen=True, slots=True)
class DivOpen:
    """`::: name` or `::: {…}`; `attributes` None when the braces could not be read."""

    attributes: Attributes | None
    at: Span


@dataclass(frozen=True, slots=True)
class DivClose:
    """The end of the div or footnote opened last."""


@dataclass(frozen=True, slots=True)
class FootnoteOpen:
    """`[^label]:`; its text follows, up to a DivClose."""

    label: str
    at: Span


@dataclass(frozen=True, slots=True)
class CodeLines:
    """A code block; `audience`: the word for who sees it in what stands after its fence, which has no effect."""

    text: str
    language: str
    at: Span
    audience: str = ""


@dataclass(frozen=True, slots=True)
class TableLines:
    """A table: cells as written, each row with its line; empty cells in the header stand for none."""

    header: tuple[int, tuple[str, ...]]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    aligns: tuple[str, ...]
    caption: str = ""
    caption_line: int = 0
    attributes: Attributes = field(default_factory=Attributes)


@dataclass(frozen=True, slots=True)
class SlideBreakLine:
    """`---` between blank lines."""

    at: Span


@dataclass(frozen=True, slots=True)
class Separator:
    """Separates two quotes that the block parser would join."""


Milestone = DivOpen | DivClose | FootnoteOpen | CodeLines | TableLines | SlideBreakLine | Separator


@dataclass
class CanonicalLines:
    """The block parser's input, the blocks that milestones stand for by index, and heading attributes by line.

    `targets`: the addresses that labels stand for; `short_form_lines`: where each abbreviation is defined; `scopes`: who sees which line.
    `examples`: the numbers of `(@label)`, "" for the last one.
    """

    lines: list[str] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    headings: dict[int, Attributes] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    short_form_lines: dict[str, int] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    scopes: Scopes = field(default_factory=Scopes)
    examples: dict[str, int] = field(default_factory=dict)

    def count_example(self, label: str) -> int:
        """Return the number of the next numbered example, which has this label or none ("")."""
        number = self.examples[""] = self.examples.get("", 0) + 1
        if label:
            self.examples[label] = number
        return number

    def add_milestone(self, mark: Milestone) -> str:
        """Add a block and return the line that stands for it."""
        self.milestones.append(mark)
        return milestone_line(len(self.milestones) - 1)
