"""Running text: words, emphasis, links, citations, footnotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.core.addresses import Address
from builder.core.frozen import dataclass
from builder.model.module.node import InlineNode, Node

if TYPE_CHECKING:
    from builder.model.module import Block, Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(InlineNode):
    """Plain text. White space is as in the source, line ends are single spaces."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Styled(InlineNode):
    """Inlines that hold inlines."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strong(Styled):
    """Strong importance: `**text**`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emphasis(Styled):
    """Emphasis: `*text*`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike(Styled):
    """Struck-out text: `~~text~~`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscript(Styled):
    """Subscript: `~text~`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Superscript(Styled):
    """Superscript: `^text^`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight(Styled):
    """Highlighted text: `<mark>text</mark>`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase(Styled):
    """Text in another language, `[text]{lang=ar}`, or with other attributes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(Styled):
    """The sentence that a slide shows large when its topic has only prose: `[one sentence]{.key}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained(Styled):
    """The first use of a glossary term; `entry` is the id of its entry. Inserted by `transform.glossary`."""

    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Styled):
    """A link out of the document."""

    target: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Styled):
    """A reference to a block of this module by id, `[text](#id)`, or to its place in another edition, `handout:#id`.

    Without `content` the target's name is printed (“Activity 1”).
    """

    target: str
    edition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(InlineNode):
    """Code in running text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyboard(InlineNode):
    """A key to press: `<kbd>Shift</kbd>`."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviation(InlineNode):
    """A short form with its long form: `*[TVPA]: Trafficking Victims Protection Act`."""

    text: str
    expansion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineBreak(InlineNode):
    """A hard line break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(InlineNode):
    """One or more sources at one place: `[@key]`, `[@a, p. 3; @b]`."""

    items: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited(Node):
    """One source in a citation, with an optional locator (“p. 3”)."""

    key: str
    locator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote(InlineNode):
    """A footnote's call together with its text, so that editions that drop the call drop the text too."""

    label: str
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineImage(InlineNode):
    """A picture in a line of text."""

    src: str
    alt: str
    decorative: bool = False
