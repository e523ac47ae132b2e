"""What stands at a slide's foot: captions, sources, footnotes; and which of them a slide that goes on still has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from builder.slides.deck import Line, Run
from builder.slides.runs import SEPARATOR, text_of
from builder.source import Span
from builder.theme import Theme

_ENDS = frozenset(".!?…:;")
_QUOTES = '”’")»'


def sources(works: tuple[str, ...], theme: Theme, lang: str, at: Span) -> Line:
    """Return the line that names sources in their short forms."""
    text = theme.label("deck-sources" if len(works) > 1 else "deck-source", lang, works="; ".join(works))
    return Line((Run(text),), role="source", keys=works, at=at)


def own_part(foot: Sequence[Line], keys: Collection[str], theme: Theme, lang: str) -> Iterator[Line]:
    """Yield of a foot what these keys ask for, and what no keys do: captions and caveats stand on every slide."""
    for line in foot:
        here = tuple(key for key in line.keys if key in keys)
        if here == line.keys:
            yield line
        elif here:
            yield sources(here, theme, lang, line.at)


def joined(lines: Sequence[Line]) -> Line:
    """Return lines as one, which takes less room: a space after what ends a sentence, else a dot between them."""
    runs = list(lines[0].runs)
    for before, line in pairwise(lines):
        ended = text_of(before.runs).rstrip(_QUOTES)[-1:] in _ENDS
        runs += [Run(" " if ended else SEPARATOR), *line.runs]
    return replace(lines[0], runs=tuple(runs), keys=())
