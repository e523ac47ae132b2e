"""Writes inline content as HTML. All text is escaped, because only `Markup.format` puts it between tags."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import assert_never
from urllib.parse import quote

from markupsafe import Markup, escape

from builder.core.bidi import direction
from builder.core.names import site_of
from builder.core.typography import NO_BREAK, breaks_in_words, tie_numbers
from builder.model import module as m
from builder.model.outputs import PageIndex
from builder.transform.editions import EDITIONS
from builder.writers.shared.back_matter import BackMatter
from builder.writers.shared.code import unbroken_code
from builder.writers.shared.labels import Labels

SOURCE_ID = "cw:source-{}"
TERM_ID = "cw:term-{}"
"""Ids of entries in the list of sources and the glossary. Authors' ids have no colon, so they cannot clash."""

LONG_ADDRESS = 40
"""The most characters of an address that is read aloud as it is."""

_TAGS = {
    m.Strong: "strong",
    m.Emphasis: "em",
    m.Strike: "s",
    m.Subscript: "sub",
    m.Superscript: "sup",
    m.Highlight: "mark",
    m.Phrase: "span",
}


ENDING = 16
"""The last line of a paragraph has at least about so many letters."""

TIED_TEXT = range(60, 260)
"""The letters before the ending of a text that is cared for: fewer are likely to be one line, and in long prose a short line is nothing."""


@dataclass(frozen=True)
class InlineWriter:
    """Writes inline content for one edition. `blocks` writes the blocks of footnotes; `tie` keeps numbers with their units.

    `on_screen`: for a page without pages, for phones.
    """

    edition: str
    labels: Labels
    back_matter: BackMatter
    page_index: PageIndex
    blocks: Callable[[tuple[m.Block, ...]], Markup]
    tie: bool = True
    on_screen: bool = False

    def __call__(self, content: tuple[m.Inline, ...]) -> Markup:
        """Return inline content as HTML. No space is left before a raised mark, even where the author put one.

        The word before a source's number stays on its line: a line must not begin with such a number.
        """
        written: list[Markup] = []
        last = ""
        inside = breaks_in_words([m.plain(node) for node in content]) if len(content) > 1 else ()
        for number, (here, following) in enumerate(zip_longest(content, content[1:])):
            if number in inside:
                written.append(Markup("<wbr>"))
            if isinstance(here, m.Text) and isinstance(following, m.Citation | m.Footnote):
                colon = here.text.rstrip().endswith(":")
                text = here.text if colon else here.text.rstrip()
                if isinstance(following, m.Citation) and not colon and not here.lang and self._has_raised_marks:
                    head, space, last = text.rpartition(" ")
                    text = f"{head}{space}"
                written.append(self._with_language(here, self._words(text)))
            elif isinstance(here, m.Citation) and last:
                written.append(Markup('<span class="tie">{}{}</span>').format(last, self._citation(here)))
                last = ""
            elif isinstance(here, m.Citation) and written and written[-1].rstrip().endswith(":"):
                written.append(self._sources_in_words(here))
            else:
                written.append(self._inline(here))
        return Markup("").join(written)

    def paragraph(self, content: tuple[m.Inline, ...]) -> Markup:
        """Return a paragraph's content as HTML. Its last words stay on one line, so that a line holds no word or two alone."""
        last = content[-1] if content else None
        if self.on_screen or not isinstance(last, m.Text) or direction(self.labels.lang) == "rtl":
            return self(content)  # browsers see to it themselves (`text-wrap`)
        head, tail = _split_ending(last.text)
        if not tail or len(head) + sum(len(m.plain(node)) for node in content[:-1]) not in TIED_TEXT:
            return self(content)
        ending = self._with_language(last, self._words(tail))
        return self((*content[:-1], replace(last, text=head))) + Markup('<span class="tie">{}</span>').format(ending)

    @property
    def _has_raised_marks(self) -> bool:
        """Whether citations are superscript numbers."""
        return self.back_matter.bibliography.numbered and self.lists_sources

    @property
    def lists_sources(self) -> bool:
        """Whether the edition ends with a list of sources. Cards are cut apart, so each names its sources in words."""
        return self.edition not in EDITIONS or EDITIONS[self.edition].lists_sources

    def _inline(self, node: m.Inline) -> Markup:  # one case each: a table would hide the differences
        match node:
            case m.Text():
                return self._with_language(node, self._words(node.text))
            case m.Strong() | m.Emphasis() | m.Strike() | m.Subscript() | m.Superscript() | m.Highlight() | m.Phrase():
                tag = _TAGS[type(node)]
                return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), language(node), self(node.content))
            case m.Key():
                return Markup('<strong class="key"{}>{}</strong>').format(language(node), self(node.content))
            case m.Explained():
                return Markup('<a class="term" href="#{}">{}</a>').format(
                    TERM_ID.format(node.entry), self(node.content)
                )
            case m.Link():
                return self._link(node)
            case m.Reference():
                return self._reference(node)
            case m.Code():
                return Markup("<code{}>{}</code>").format(language(node), unbroken_code(node.text.replace("\n", " ")))
            case m.Keyboard():
                return Markup("<kbd>{}</kbd>").format(node.text)
            case m.Abbreviation():
                return Markup('<abbr title="{}"{}>{}</abbr>').format(node.expansion, language(node), node.text)
            case m.LineBreak():
                return Markup("<br>")
            case m.Citation():
                return self._citation(node)
            case m.Footnote():
                return Markup('<div class="footnote" role="note">{}</div>').format(self.blocks(node.body))
            case m.InlineImage():
                return Markup('<img class="inline" src="{}" alt="{}">').format(
                    asset_url(node.src), "" if node.decorative else node.alt
                )
            case _:
                assert_never(node)

    def in_cell(self, content: tuple[m.Inline, ...]) -> Markup:
        """Return inline content as HTML for a table's cell. Columns can be as narrow as one word, so every space may break."""
        return replace(self, tie=False)(content)

    def _words(self, text: str) -> Markup:
        return escape(tie_numbers(text, self.labels.plain) if self.tie else text)

    def _with_language(self, node: m.Node, written: Markup) -> Markup:
        return Markup("<span{}>{}</span>").format(language(node), written) if node.lang else written

    def _link(self, node: m.Link) -> Markup:
        """Return a link. One whose words are a long address is heard as its site in print, and shown as it on a screen."""
        words, name = m.plain(*node.content), Markup("")
        shown = self(node.content)
        if len(words) > LONG_ADDRESS and " " not in words and words.rstrip("/") in node.target and site_of(node.target):
            site = site_of(node.target)
            shown = escape(site) if self.on_screen else shown
            name = Markup("") if self.on_screen else Markup(' aria-label="{}"').format(site)
        return Markup('<a href="{}"{}{}>{}</a>').format(node.target, language(node), name, shown)

    def _reference(self, node: m.Reference) -> Markup:
        """Return a link within this edition, with its page in print; a reference to another edition names the place there."""
        target = self.back_matter.blocks.get(node.target)
        words = self(node.content) or self.block_name(target)
        if node.edition and node.edition != self.edition:
            found = self.page_index.find(node.edition, node.target)
            place = self.labels.tie_numbers(f"at-{node.edition}", number=found) if found else self.labels(node.edition)
            return (
                words.join(escape(part) for part in self.labels.split_at("reference-elsewhere", "name", place=place))
                if words
                else escape(place)
            )
        if target is None:
            return words
        before, after = (re.sub("^ | $", NO_BREAK, part) for part in self.labels.split_at("on-page", "page"))
        return Markup('<a class="reference" href="{}" data-before=" {}" data-after="{}"{}>{}</a>').format(
            anchor(node.target), before, after, language(node), words
        )

    def block_name(self, block: m.Block | None) -> Markup:
        """Return how to refer to a block: “Activity 1”, “Table 2”, else its title or caption."""
        kinds = {
            m.Activity: "activity",
            m.Table: "table",
            m.Figure: "figure",
            m.Chart: "figure",
            m.Check: "question",
            m.Matching: "question",
            m.Ordering: "question",
        }
        key, number = kinds.get(type(block), ""), getattr(block, "number", 0)
        if key and number:
            return escape(self.labels(key, number=number))
        titled = (getattr(block, name, ()) for name in ("title", "caption", "content"))
        return self(next(filter(None, titled), ()))

    def _citation(self, node: m.Citation) -> Markup:
        if not self.lists_sources:
            return Markup(' <span class="citation">({})</span>').format(self._sources_in_words(node))
        style = self.back_matter.bibliography
        marks = escape(style.between).join(self._source_mark(cited) for cited in node.items)
        if style.numbered:
            return Markup('<sup class="citation">{}</sup>').format(marks)
        return Markup(' <span class="citation">{}{}{}</span>').format(style.opening, marks, style.closing)

    def _source_mark(self, cited: m.Cited) -> Markup:
        number = self.back_matter.number.get(cited.key)
        if number is None:
            return escape(cited.key)
        target, mark = SOURCE_ID.format(number), self.back_matter.bibliography.marks[cited.key]
        spoken = (
            Markup(' aria-label="{}"').format(self.labels("source-number", number=number))
            if self.back_matter.bibliography.numbered
            else Markup("")
        )
        link = Markup('<a href="#{}"{}>{}</a>').format(target, spoken, mark)
        return Markup("{}, {}").format(link, cited.locator) if cited.locator else link

    def _sources_in_words(self, node: m.Citation) -> Markup:
        """Return a citation after a colon (“Sources: …”) as words, where superscript numbers alone would be unreadable."""
        written = []
        for cited in node.items:
            number = self.back_matter.number.get(cited.key)
            if number is None:
                written.append(escape(cited.key))
                continue
            if self.lists_sources and not self.back_matter.bibliography.numbered:
                written.append(self._source_mark(cited))
                continue
            short = self.back_matter.sources[number - 1].short(self.labels)
            words = escape(", ".join(filter(None, (short, cited.locator))))
            mark = Markup('<sup class="citation">{}</sup>').format(self._source_mark(m.Cited(key=cited.key)))
            written.append(words + mark if self.lists_sources else words)
        return Markup("; ").join(written)


def _split_ending(text: str) -> tuple[str, str]:
    """Return a text and its last words, which have ENDING letters together; no last words when they would be much longer."""
    words = text.rstrip().split(" ")
    tail = ""
    while words and len(tail) < ENDING:
        tail = f"{words.pop()} {tail}".rstrip()
    return (" ".join(words) + " ", tail) if words and len(tail) <= ENDING + 8 else (text, "")


def language(node: m.Node) -> Markup:
    """Return the `lang` and `dir` attributes of a node; empty when it has no language of its own."""
    return Markup(' lang="{}" dir="{}"').format(node.lang, direction(node.lang)) if node.lang else Markup("")


def anchor(ident: str) -> str:
    """Return the address of an element on the same page. Only ASCII signs are quoted: WeasyPrint's page numbers need the id as it is."""
    return "#" + re.sub(r"[\x00-\x7f]", lambda sign: quote(sign[0]), ident)


def asset_url(name: str) -> str:
    """Return the URL of a picture: `asset:` URLs are resolved by the PDF writer from the assets that it is given."""
    return f"asset:{quote(name)}"
