"""A module's questions as items of a test: what kind each is, which letter is right, how long its options are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from builder.core.frozen import dataclass
from builder.core.source import Span
from builder.model import module as m

_WORD = re.compile(r"\w+(?:['’]\w+)?")


@dataclass(frozen=True)
class ItemOption:
    """An option: whether it is right, its characters, and the absolute word in it, "" for none."""

    right: bool
    length: int
    absolute: str
    at: Span


@dataclass(frozen=True)
class QuestionItem:
    """A question. `kind` is `choice`, `many`, `survey`, `open`, `true-false`, `short-answer`, `matching` or `ordering`.

    `options` are those of questions with boxes. `objectives` are counted from 1, () for a question that names none.
    """

    ident: str
    number: int
    kind: str
    words: str
    options: tuple[ItemOption, ...]
    objectives: tuple[int, ...]
    at: Span

    @property
    def right(self) -> int:
        """The place of the right option of a `choice`, from 0; -1 for any other question."""
        places = [place for place, option in enumerate(self.options) if option.right]
        return places[0] if self.kind == "choice" and places else -1

    def is_alone(self, *, longest: bool) -> bool:
        """Say whether the right option of a `choice` is longer than every other, or shorter where not `longest`."""
        own = self.options[self.right].length
        others = [option.length for place, option in enumerate(self.options) if place != self.right]
        return bool(others) and (own > max(others) if longest else own < min(others))


def question_items(body: Iterable[m.Block], absolutes: Collection[str] = ()) -> Iterator[QuestionItem]:
    """Yield the questions in blocks that participants are asked, in order. `absolutes`: words and phrases such as “always”, in any letter case."""
    phrases = [" ".join(_words(phrase)) for phrase in absolutes]
    for node in m.walk(*body):
        if isinstance(node, m.Question) and node.number:  # what participants hold has a number
            words, options = m.plain(*node.question), tuple(_options(node, phrases))
            yield QuestionItem(node.id, node.number, kind_of(node), words, options, node.objectives, node.at)


def kind_of(question: m.Question) -> str:
    """Return the kind of a question, as in `QuestionItem.kind`."""
    match question:
        case m.Matching():
            return "matching"
        case m.Ordering():
            return "ordering"
        case m.Check(kind="", options=options, many=many):
            judged = [option for option in options if option.verdict and option.verdict.right]
            if not options:
                return "open"
            return ("many" if many else "choice") if judged else "survey"
        case m.Check():
            return question.kind
        case _:
            return "open"


def _options(question: m.Question, phrases: list[str]) -> Iterator[ItemOption]:
    if not isinstance(question, m.Check):
        return
    for option in question.options:
        text = m.plain(*option.content)
        words = f" {' '.join(_words(text))} "
        absolute = next((phrase for phrase in phrases if f" {phrase} " in words), "")
        yield ItemOption(bool(option.verdict and option.verdict.right), len(text), absolute, option.at)


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]
