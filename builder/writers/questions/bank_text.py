"""Text of questions as HTML for a question bank; what it cannot carry is reported at its line, and its words are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from markupsafe import Markup, escape

from builder.core.frozen import dataclass
from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.slides.deck.numbering import NUMBERINGS
from builder.writers.shared.labels import Labels


@dataclass(frozen=True)
class BankText:
    """Writes blocks and inline content of one module as HTML, without paragraphs."""

    module: m.Module
    labels: Labels
    problems: Problems

    def blocks(self, blocks: tuple[m.Block, ...]) -> Markup:
        """Return blocks as HTML with `<br>` between lines, without `<p>`: platforms treat paragraphs differently."""
        return Markup("<br>").join(filter(None, (line for block in blocks for line in self.lines(block))))

    def lines(self, block: m.Block) -> Iterator[Markup]:
        """Yield the lines of a block as HTML; report what GIFT cannot represent."""
        match block:
            case m.Paragraph() | m.Heading():
                yield self.inlines(block.content)
            case m.CodeBlock():
                yield from (Markup("<code>{}</code>").format(line) for line in block.text.splitlines())
            case m.List():
                self._report_loss("a list", block)
                for number, item in enumerate(block.items, block.start):
                    mark = NUMBERINGS[block.numbering or "1."].marker(number) + " " if block.ordered else "– "
                    yield escape(mark) + self.blocks(item.body)
            case m.Form():
                self._report_loss("a form", block)
                yield self.inlines(block.title)
                for piece in block.items:
                    yield Markup("<b>{}</b> ").format(self.inlines(piece.head)) + self.blocks(piece.body)
                yield escape(block.caveat)
            case m.Number():
                self._report_loss("a number", block)
                yield Markup("<b>{}</b>").format(block.value)
                yield from (line for inner in block.body for line in self.lines(inner))
                yield escape(block.caveat)
            case m.Table():
                self._report_loss("a table", block)
                for row in (*block.header, *block.rows):
                    yield Markup(" | ").join(self.inlines(cell.content) for cell in row.cells)
            case m.Figure():
                self._report_loss("a picture", block)
                yield escape(block.alt)
                yield self.inlines(block.caption)
            case m.Chart():
                self._report_loss("a chart", block)
                yield escape(block.alt) or self.inlines(block.title)
                yield escape(block.caveat)
            case m.Container():
                yield self.inlines(block.title)
                yield from (line for inner in block.body for line in self.lines(inner))
            case _:
                self._report_loss("this block", block)
                yield escape(m.plain(block))

    def inlines(self, content: tuple[m.Inline, ...]) -> Markup:
        """Return inline content as HTML."""
        return Markup("").join(self._inline(node) for node in content)

    def _inline(self, node: m.Inline) -> Markup:
        match node:
            case m.Text():
                return escape(node.text)
            case m.Strong() | m.Key():
                return Markup("<b>{}</b>").format(self.inlines(node.content))
            case m.Emphasis():
                return Markup("<i>{}</i>").format(self.inlines(node.content))
            case m.Strike():
                return Markup("<s>{}</s>").format(self.inlines(node.content))
            case m.Subscript():
                return Markup("<sub>{}</sub>").format(self.inlines(node.content))
            case m.Superscript():
                return Markup("<sup>{}</sup>").format(self.inlines(node.content))
            case m.Highlight():
                return Markup("<mark>{}</mark>").format(self.inlines(node.content))
            case m.Link():
                return Markup('<a href="{}">{}</a>').format(node.target, self.inlines(node.content))
            case m.Phrase():
                inner = self.inlines(node.content)
                return Markup('<span lang="{}">{}</span>').format(node.lang, inner) if node.lang else inner
            case m.Explained():
                return self.inlines(node.content)
            case m.Reference():
                return self.inlines(node.content) or escape(node.target)
            case m.Code() | m.Keyboard():
                return Markup("<code>{}</code>").format(node.text)
            case m.Abbreviation():
                return Markup('<abbr title="{}">{}</abbr>').format(node.expansion, node.text)
            case m.LineBreak():
                return Markup("<br>")
            case m.Citation():
                return Markup(" ({})").format("; ".join(self._short_source(cited) for cited in node.items))
            case m.Footnote():
                self._report_loss("a footnote", node)
                return Markup(" ({})").format(self.blocks(node.body))
            case m.InlineImage():
                if not node.decorative:
                    self._report_loss("a picture", node)
                return escape("" if node.decorative else node.alt)
            case _:
                assert_never(node)

    def _short_source(self, cited: m.Cited) -> str:
        """Return a source in its short form, as a question bank has no list of sources."""
        work = self.module.works.get(cited.key)
        return ", ".join(filter(None, (work.short(self.labels.plain) if work else cited.key, cited.locator)))

    def _report_loss(self, what: str, node: m.Node) -> None:
        message = f"a question bank cannot carry {what}; its words are kept"
        hint = "ask in one or two sentences, or put it before the question"
        self.problems.add(ProblemCode.NOT_IN_QUESTION_BANK, message, node.at, hint)
