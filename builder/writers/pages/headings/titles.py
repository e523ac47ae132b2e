"""Titles of blocks as headings, with their labels, numbers and icons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup, escape

from builder.core.frozen import replace
from builder.core.names import kebab_case
from builder.model import module as m
from builder.writers.pages.headings.drawings import dots_drawing, icon_drawing, motif_drawing
from builder.writers.pages.inlines import InlineWriter, asset_url
from builder.writers.pages.page_context import PageContext
from builder.writers.shared.styles import grey

_NOTHING = Markup("")

TIED_LETTERS = 16
"""The last two words of a heading stay on one line when together they have at most this many letters."""

COVERED = frozenset({"handout", "guide"})
"""The editions whose covers have a picture or a motif."""

MOTIF = 300.0
"""The side of a motif, which is a square on pages, in units of its drawing."""


@dataclass(frozen=True)
class TitledPage(PageContext):
    """The facts of a page, and the methods that write the titles of its blocks."""

    def blocks(self, content: tuple[m.Block, ...], depth: int = 2) -> Markup:
        """Return blocks as HTML; whoever writes pages knows how."""
        raise NotImplementedError

    @cached_property
    def inlines(self) -> InlineWriter:
        """The writer of running text."""
        return InlineWriter(
            self.edition.name,
            self.labels,
            self.back_matter,
            self.page_index,
            lambda body: self.blocks(body, 6),
            on_screen=self.on_screen,
        )

    def title(self, block: m.Container, depth: int, name: str = "block-title", before: Markup = _NOTHING) -> Markup:
        """Return a block's title as a heading of level `depth` with the class `name`; empty when it has no title.

        `before` is a label in the heading: someone who goes from heading to heading hears it too.
        """
        if not block.title:
            return Markup("")
        tag = Markup(f"h{min(depth, 6)}")  # safe: a number
        *others, last = block.title
        words = (
            self.inlines(tuple(others)) + self.heading_text(last.text)
            if isinstance(last, m.Text)
            else self.inlines(block.title)
        )
        mark = Markup(' data-bookmark="{}"').format(m.plain(*block.title)) if before else Markup("")
        return Markup('<{0} class="{1}"{2}>{3}{4}{5}</{0}>').format(tag, name, mark, self.icon(block), before, words)

    def icon(self, block: m.Container | m.Heading | m.Panel) -> Markup:
        """Return a block's icon: the author's, else the theme's for its kind; empty without one."""
        name = self.theme.icon(kebab_case(type(block).__name__), block.icon)
        return icon_drawing(name, self.ink("caution" if isinstance(block, m.Caution) else "primary"))

    def dots(self, number: m.Number) -> Markup:
        """Return the dots beside a number that is part of a whole; empty beside others."""
        if not number.of:
            return _NOTHING
        value, of = number.share
        return dots_drawing(value, of, self.ink("primary"), rtl=self.dir == "rtl")

    @property
    def has_motif(self) -> bool:
        """Whether the cover has a motif: where the module brings no picture, in handouts and guides that are not in large print."""
        drawn = self.theme.tokens.cover == "motif" and not self.cover_picture
        return drawn and self.edition.name in COVERED and not self.variant.large

    @property
    def cover_picture(self) -> Markup:
        """The picture of the cover with its text alternative; empty without one."""
        meta = self.module.meta
        if self.edition.name not in COVERED or meta.cover not in self.module.assets:
            return _NOTHING
        return Markup('<img class="cover-picture" src="{}" alt="{}">').format(asset_url(meta.cover), meta.cover_words)

    @property
    def motif(self) -> Markup:
        """The motif of the cover."""
        return motif_drawing(
            self.module.id,
            self.imprint.number,
            MOTIF,
            MOTIF,
            self.ink("on-primary" if self.theme.tokens.page.cover == "block" else "primary"),
        )

    def ink(self, role: str) -> str:
        """Return the color of a drawing as `#rrggbb`; "" on screens, where it has that of the text around it."""
        return "" if self.on_screen else grey(self.theme.colors[role]) if self.variant.grey else self.theme.colors[role]

    def labelled_title(self, block: m.Container, key: str, depth: int, name: str = "label") -> Markup:
        """Return the label `key` with the class `name` and a block's title as one heading; without a title the label is it.

        The label is left out when the title begins with the same words.
        """
        words = self.labels(key)
        if not block.title:
            tag = Markup(f"h{min(depth, 6)}")  # safe: a number
            return Markup('<{0} class="{1} own">{2}{3}</{0}>').format(tag, name, self.icon(block), words)
        same = m.plain(*block.title).casefold().startswith(words.casefold())
        return self.title(block, depth, before=Markup("") if same else self.label_before(words, name))

    def numbered_title(self, block: m.Activity, depth: int) -> Markup:
        """Return an activity's number and title as one heading, “Activity 1: Sort the cards”; empty when it has neither."""
        if not block.number:
            return self.title(block, depth)
        name = self.labels("activity", number=block.number)
        if not block.title:
            return self.title(replace(block, title=(m.Text(text=name),)), depth)
        lead = Markup('<span class="numbered">{}</span> ').format(self.labels("lead-in", name=name))
        return self.title(block, depth, before=lead)

    def label_before(self, words: str, name: str = "label") -> Markup:
        """Return a label that stands apart from the words after it: a colon is heard between them, and not shown."""
        return Markup('<span class="{}">{}<span class="heard" data-pdf="heard">{}</span></span> ').format(
            name, words, self.labels.split_at("lead-in", "name")[1]
        )

    def heading_text(self, text: str) -> Markup:
        """Return a heading's text with its last two words on one line when they are short, so that none stands alone."""
        head, _, last = text.rpartition(" ")
        head, _, first = head.rpartition(" ")
        if self.dir == "rtl" or not head or len(first) + len(last) > TIED_LETTERS:
            return escape(text)
        return Markup('{} <span class="tie">{} {}</span>').format(head, first, last)
