"""A module's questions as a GIFT file (docs.moodle.org/en/GIFT_format), for a learning platform's question bank.

There is one question for each `::: check`, but for those that ask for an order, which GIFT has no form for. Its name is the module's id and its own, so that a repeated import can be
recognized. The reason of an option becomes its feedback, the answer the general feedback. What GIFT cannot represent
(pictures, tables, lists, footnotes) is reported at its line; its text is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup

from builder.core.frozen import dataclass
from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.model.outputs import Imprint, RenderedFile
from builder.theme.theme import Theme
from builder.writers.questions.bank_text import BankText
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
    labels = Labels(theme, module.lang)
    writer = _GiftWriter(module, labels, problems, BankText(module, labels, problems))
    checks = [node for node in m.nodes(module) if isinstance(node, m.Question) and not node.unbanked]
    written = {check.id: text for check in checks if (text := writer.question(check))}
    parts = ["\n".join(writer.head(imprint)), *written.values()]
    places = {ident: number for number, ident in enumerate(written, 1)}
    return RenderedFile(("\n\n".join(parts) + "\n").encode(), places, len(written))


@dataclass(frozen=True)
class _GiftWriter:
    """Writes the questions of one module."""

    module: m.Module
    labels: Labels
    problems: Problems
    text: BankText

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

    def question(self, check: m.Question) -> str:
        """Return one question in GIFT, "" for one that it has no form for."""
        match check:
            case m.Matching():
                return self.matching(check)
            case m.Check():
                return self.choice(check)
            case _:
                message = "a question bank in GIFT cannot ask for an order; this question is left out"
                hint = 'write `bank="no"` on it to say so yourself, and ask something else on the learning platform'
                self.problems.add(ProblemCode.NOT_IN_QUESTION_BANK, message, check.at, hint)
                return ""

    def choice(self, check: m.Check) -> str:
        """Return true or false, a short answer, single or multiple choice, or an essay without marked options."""
        right = [bool(option.verdict and option.verdict.right) for option in check.options]
        text = self.text.blocks(check.question)
        if accepted := self.accepted(check):
            return self.framed(check, text, accepted)
        if not any(right):  # an essay question; options without a verdict are part of the question's text
            options = (f"– {self.text.inlines(option.content)}" for option in check.options)
            general = f"####{_html(self.text.blocks(check.answer.body))}" if check.answer else ""
            return f"{self.head_of(check, Markup('<br>').join((text, *options)))} {{{general}}}"
        if check.kind == "true-false" and (truth := self.truth(check, right)):
            return self.framed(check, text, [truth])
        marks = zip(self.marks(check, right), check.options, strict=True)
        return self.framed(check, text, [f"{mark}{self.option(option)}" for mark, option in marks])

    def matching(self, check: m.Matching) -> str:
        """Return pairs, and partners of nobody. GIFT has no reasons for pairs: they go to the general feedback."""
        plain = [_escape(m.plain(*option.content)) for option in check.options]
        pairs = [
            f"={_html(self.text.inlines(prompt.content))} -> {plain[prompt.match.option - 1]}"
            for prompt in check.prompts
            if prompt.match
        ]
        alone = [f"= -> {plain[number]}" for number, option in enumerate(check.options) if option.verdict]
        reasons = [
            Markup("{} – {}: {}").format(
                self.text.inlines(prompt.content),
                self.text.inlines(check.options[prompt.match.option - 1].content),
                self.text.blocks(prompt.match.feedback),
            )
            for prompt in check.prompts
            if prompt.match and prompt.match.feedback
        ]
        reasons += [
            Markup("{}: {}").format(self.text.inlines(option.content), self.text.blocks(option.verdict.feedback))
            for option in check.options
            if option.verdict and option.verdict.feedback
        ]
        return self.framed(check, self.text.blocks(check.question), pairs + alone, reasons)

    def head_of(self, check: m.Question, text: Markup) -> str:
        """Return the name and text of a question."""
        return f"::{_escape(f'{self.module.id} {check.id}')}::[html]{_escape(text)}"

    def framed(
        self, check: m.Check | m.Matching, text: Markup, lines: list[str], reasons: Iterable[Markup] = ()
    ) -> str:
        """Return a question with its answers, a line each, and what is told when it is over."""
        told = [one for one in (*reasons, self.text.blocks(_explanation(check))) if one]
        general = [f"####{_html(Markup('<br>').join(told))}"] if told else []
        return "\n".join((f"{self.head_of(check, text)} {{", *(f"\t{line}" for line in (*lines, *general)), "}"))

    def accepted(self, check: m.Check) -> list[str]:
        """Return the short answers that count as right; a platform reads `*` as any letters, and `->` as a pair."""
        for text in check.accepted:
            if "->" in text:
                message = f"a question bank reads the `->` in “{text}” as a pair; this answer is left out"
                self.problems.add(ProblemCode.NOT_IN_QUESTION_BANK, message, check.at, "write it in words")
        texts = [text.replace("*", "\\*") for text in check.accepted if text and "->" not in text]
        return [f"={_escape(text)}" for text in texts]

    def truth(self, check: m.Check, right: list[bool]) -> str:
        """Return TRUE or FALSE with the reasons why not and why, "" where the options are other words than the platform's."""
        words = [" ".join(m.plain(*option.content).split()).strip(".").casefold() for option in check.options]
        known = [self.labels.plain(key).casefold() for key in ("word-true", "word-false")]
        if sorted(words) != sorted(known):
            return ""
        reasons = [self.text.blocks(option.verdict.feedback if option.verdict else ()) for option in check.options]
        why_not, why = (_html(reasons[right.index(one)]) if reasons[right.index(one)] else "" for one in (False, True))
        return f"{'TRUE' if words[right.index(True)] == known[0] else 'FALSE'}#{why_not}#{why}"

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
        feedback = self.text.blocks(option.verdict.feedback) if option.verdict else Markup("")
        return _html(self.text.inlines(option.content)) + (f"#{_html(feedback)}" if feedback else "")


def _explanation(check: m.Check | m.Matching) -> tuple[m.Block, ...]:
    """Return the answer in words, without the list of short answers that count as right: these are answers of their own."""
    body = check.answer.body if check.answer else ()
    listed = next((block for block in body if isinstance(block, m.List)), None)
    return (
        tuple(block for block in body if block is not listed) if isinstance(check, m.Check) and check.accepted else body
    )


def _html(text: Markup) -> str:
    """Return HTML escaped for GIFT with the `[html]` marker, for texts other than the question."""
    return f"[html]{_escape(text)}"


def _escape(text: str) -> str:
    """Return text on one line with GIFT's special characters escaped; `&#39;` becomes an apostrophe, which HTML allows."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.replace("&#39;", "'").split()))
