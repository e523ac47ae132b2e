"""A module's questions as a GIFT file (docs.moodle.org/en/GIFT_format), for a learning platform's question bank.

There is one question for each `::: check`. Its name is the module's id and its own, so that a repeated import can be
recognized. The reason of an option becomes its feedback, the answer the general feedback. What GIFT cannot represent
(pictures, tables, lists, footnotes) is reported at its line; its text is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from markupsafe import Markup, escape

from builder.core.frozen import dataclass
from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.model.outputs import Imprint, RenderedFile
from builder.slides.deck.numbering import NUMBERINGS
from builder.theme.theme import Theme
from builder.writers.shared.labels import Labels

_SPECIAL = re.compile(r"([\\~=#{}:])")

_COMMENTS = (
    "gift-copy",
    "gift-import-1",
    "gift-import-2",
    "gift-import-3",
    "gift-import-4",
    "gift-import-5",
    "gift-tried",
)
"""Labels of the comments at the top of the file: what it is, and how to import it into Moodle."""

_SHARES = {
    1: "100",
    2: "50",
    3: "33.33333",
    4: "25",
    5: "20",
    6: "16.66667",
    7: "14.28571",
    8: "12.5",
    9: "11.11111",
    10: "10",
}
"""The weight in percent of each of N options, in Moodle's spelling: its importer refuses other fractions."""


def write_gift(module: m.Module, theme: Theme, imprint: Imprint, problems: Problems) -> RenderedFile:
    """Return the questions of a module that was selected for `questions`, with their numbers by id, and how many there are."""
    writer = _GiftWriter(module, Labels(theme, module.lang), problems)
    checks = [node for node in m.nodes(module) if isinstance(node, m.Check)]
    parts = ["\n".join(writer.head(imprint)), *(writer.question(check) for check in checks)]
    places = {check.id: number for number, check in enumerate(checks, 1)}
    return RenderedFile(("\n\n".join(parts) + "\n").encode(), places, len(checks))


@dataclass(frozen=True)
class _GiftWriter:
    """Writes the questions of one module."""

    module: m.Module
    labels: Labels
    problems: Problems

    def head(self, imprint: Imprint) -> Iterator[str]:
        """Yield the lines of the comments and of the category."""
        lines = [self.labels.plain(key) for key in _COMMENTS]
        lines += filter(None, (imprint.draft_notice, self.labels.plain("source-hash", hash=imprint.source_hash[:8])))
        yield from (f"// {' '.join(line.split())}" for line in lines)
        yield ""
        path = (
            " ".join(title.split()).replace("/", "//") for title in (imprint.course, self.module.meta.title) if title
        )
        yield f"$CATEGORY: {'/'.join(('$course$', 'top', *path))}"

    def question(self, check: m.Check) -> str:
        """Return one question in GIFT: single or multiple choice, or an essay without marked options."""
        name = f"{self.module.id} {check.id}"
        right = [bool(option.verdict and option.verdict.right) for option in check.options]
        text = self.blocks(check.question)
        general = f"####{_html(self.blocks(check.answer.body))}" if check.answer else ""
        if not any(right):  # an essay question; options without a verdict are part of the question's text
            text_and_options = Markup("<br>").join(
                (text, *(f"– {self.inlines(option.content)}" for option in check.options))
            )
            return f"::{_escape(name)}::[html]{_escape(text_and_options)} {{{general}}}"
        lines = [f"::{_escape(name)}::[html]{_escape(text)} {{"]
        lines += (
            f"\t{mark}{self.option(option)}"
            for mark, option in zip(self.marks(check, right), check.options, strict=True)
        )
        lines += [f"\t{general}"] if general else []
        return "\n".join((*lines, "}"))

    def marks(self, check: m.Check, right: list[bool]) -> Iterator[str]:
        """Yield the mark before each option: `=`/`~`, or for multiple answers weights that sum to 0 when all are ticked."""
        if not check.many:
            yield from ("=" if one else "~" for one in right)
            return
        count = max(sum(right), len(right) - sum(right))
        if count > max(_SHARES):
            message = f"a question bank knows no share for {count} options"
            self.problems.add(
                ProblemCode.NOT_IN_QUESTION_BANK, message, check.at, f"give at most {max(_SHARES)} of one kind"
            )
        good, bad = (_SHARES.get(n, _SHARES[max(_SHARES)]) for n in (sum(right), max(1, len(right) - sum(right))))
        yield from (f"~%{good}%" if one else f"~%-{bad}%" for one in right)

    def option(self, option: m.Option) -> str:
        """Return an option with its feedback."""
        feedback = self.blocks(option.verdict.feedback) if option.verdict else Markup("")
        return _html(self.inlines(option.content)) + (f"#{_html(feedback)}" if feedback else "")

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
        return ", ".join(filter(None, (work.short(self.labels.plain("undated")) if work else cited.key, cited.locator)))

    def _report_loss(self, what: str, node: m.Node) -> None:
        message = f"a question bank cannot carry {what}; its words are kept"
        hint = "ask in one or two sentences, or put it before the question"
        self.problems.add(ProblemCode.NOT_IN_QUESTION_BANK, message, node.at, hint)


def _html(text: Markup) -> str:
    """Return HTML escaped for GIFT with the `[html]` marker, for texts other than the question."""
    return f"[html]{_escape(text)}"


def _escape(text: str) -> str:
    """Return text on one line with GIFT's special characters escaped; `&#39;` becomes an apostrophe, which HTML allows."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.replace("&#39;", "'").split()))
