"""The blocks of a question, sorted into what is asked, options with boxes, and the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from builder.core.frozen import dataclass, replace
from builder.model import module as m
from builder.parse.divs.questions.faults import RESTRICTED, QuestionFault, unclear


@dataclass
class QuestionParts:
    """The blocks of a question, sorted. `after`: what stands after the first option and is none of the others."""

    question: list[m.Block] = field(default_factory=list)
    options: list[m.ListItem] = field(default_factory=list)
    answer: m.Answer | None = None
    after: list[m.Block] = field(default_factory=list)

    def faults(self) -> Iterator[QuestionFault]:
        """Yield what stands after an option and is not clearly anything."""
        for block in self.after:
            message = "this text after an option is not clearly question, reason or answer"
            hint = (
                "indent a reason under its option; put an answer into `::: answer`, and the question before its options"
            )
            yield unclear(message, block.at, hint)

    def take_last(self, kind: type[m.Block]) -> m.Block | None:
        """Return the last block that is asked with, taken out, if it is of a kind; blocks that participants never read may follow it."""
        asked = [number for number, block in enumerate(self.question) if not isinstance(block, RESTRICTED)]
        return self.question.pop(asked[-1]) if asked and isinstance(self.question[asked[-1]], kind) else None


def sort_parts(body: tuple[m.Block, ...]) -> QuestionParts:
    """Return the blocks of a question, sorted. Several answers are one, a heading is a paragraph."""
    parts = QuestionParts()
    for block in body:
        if isinstance(block, m.List) and any(item.checked is not None for item in block.items):
            parts.options.extend(block.items)
        elif isinstance(block, m.Answer):
            answer = parts.answer
            parts.answer = block if answer is None else replace(answer, body=(*answer.body, *block.body))
        elif parts.options and not isinstance(block, (*RESTRICTED, m.SlideBreak)):
            parts.after.append(block)
        elif isinstance(block, m.Heading):
            parts.question.append(m.Paragraph(content=block.content, at=block.at, lang=block.lang))
        else:
            parts.question.append(block)
    return parts
