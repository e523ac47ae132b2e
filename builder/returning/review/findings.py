"""What a reviewer did with a copy: comments, answers, and changes of words, each with its place in the source."""

from __future__ import annotations

from typing import Literal

from builder.core.frozen import dataclass
from builder.core.source import NOWHERE, Span

Kind = Literal["comment", "answer", "replaced", "inserted", "deleted", "moved", "look"]


@dataclass(frozen=True, slots=True)
class ReviewFinding:
    """One thing that a reviewer did.

    `at` is its place in the source as it is now, NOWHERE for words of ours and for what the source no longer has; `line` is the line
    that the copy names. `block` is the id of the block. `old` and `new` are words: for a comment those that it is about, and what it
    says. `tracked`: the program noted the change. `state` says what becomes of it: "" (to be decided), "applied", or why it is not.
    """

    kind: Kind
    old: str = ""
    new: str = ""
    at: Span = NOWHERE
    line: int = 0
    block: str = ""
    who: str = ""
    tracked: bool = False
    done: bool = False
    answers: str = ""
    ident: str = ""
    passage: str = ""
    state: str = ""
