"""Lines in the slot `source` at a slide's foot: captions, sources, footnotes; and which of them continuation slides repeat."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise

from builder.core.frozen import replace
from builder.core.source import Span
from builder.slides.deck.deck import (
    SEPARATOR,
    Content,
    FilledSlot,
    Run,
    Slide,
    SlideLine,
    TableContent,
    TextContent,
    lines_of,
    text_of,
    words,
)
from builder.slides.deck.paginate import split_evenly
from builder.theme.theme import Theme

RELIEF = 0.85
"""Dividing a slide must shorten the source lines of each half to at most this share, else it is not worth a slide."""

_ENDS = frozenset(".!?…:;")
_QUOTES = '”’")»'


def sources_line(works: tuple[str, ...], theme: Theme, lang: str, at: Span) -> SlideLine:
    """Return the line that names sources in their short forms."""
    text = theme.printed("deck-sources" if len(works) > 1 else "deck-source", lang, works="; ".join(works))
    return SlideLine((Run(text),), role="source", keys=works, at=at)


def lines_for_keys(foot: Sequence[SlideLine], keys: Collection[str], theme: Theme, lang: str) -> Iterator[SlideLine]:
    """Yield the source lines for these keys, and lines without keys: captions and caveats stand on every slide."""
    for line in foot:
        here = tuple(key for key in line.keys if key in keys)
        if here == line.keys:
            yield line
        elif here:
            yield sources_line(here, theme, lang, line.at)


def distribute_source_lines(of: Slide, slides: Sequence[Slide], theme: Theme, lang: str) -> list[Slide]:
    """Return the `slides` into which `of` was divided, each with the sources and footnotes that its own lines cite.

    Keys that no line cites belong to the title or caption and are repeated on every slide. Font sizes are not set yet.
    """
    foot = source_lines(of)
    asked = [_keys_of(slide) for slide in slides]
    everywhere = {key for line in foot for key in line.keys}.difference(*asked)
    return [
        _with_source_lines(slide, tuple(lines_for_keys(foot, keys | everywhere, theme, lang)))
        for slide, keys in zip(slides, asked, strict=True)
    ]


def source_lines(slide: Slide) -> tuple[SlideLine, ...]:
    """Return the lines in a slide's slot `source`."""
    return tuple(line for item in slide.filled if item.slot == "source" for line in lines_of(item.content))


def divide_for_sources(slide: Slide, theme: Theme, lang: str) -> list[Slide]:
    """Return a slide with too many source lines as two, each with its own; [] when that does not shorten both enough."""
    item = next((item for item in slide.filled if item.slot in {"body", "table"}), None)
    halves = _halves(item.content) if item else []
    parts = [
        replace(slide, filled=tuple(replace(one, content=half) if one is item else one for one in slide.filled))
        for half in halves
    ]
    made = distribute_source_lines(
        slide, [replace(part, notes=part.notes if n == 0 else ()) for n, part in enumerate(parts)], theme, lang
    )
    full = _source_length(slide) * RELIEF
    return made if all(_source_length(one) <= full for one in made) else []


def _source_length(slide: Slide) -> int:
    return sum(len(words(line)) for line in source_lines(slide))


def _halves(content: Content) -> list[Content]:
    match content:
        case TableContent(rows=rows) if len(rows) > 1:
            half = -(-len(rows) // 2)
            return [replace(content, rows=part) for part in (rows[:half], rows[half:])]
        case TextContent(lines=lines):
            shares = [tuple(share) for share in split_evenly(list(lines), 2) if share]
            return [TextContent(share) for share in shares] if len(shares) > 1 else []
        case _:
            return []


def _keys_of(slide: Slide) -> set[str]:
    lines = (line for item in slide.filled for line in lines_of(item.content))
    return {key for line in lines if line.role != "source" for key in line.keys}


def _with_source_lines(slide: Slide, foot: tuple[SlideLine, ...]) -> Slide:
    made = (FilledSlot("source", TextContent(foot)),) if foot else ()
    filled = (one for item in slide.filled for one in (made if item.slot == "source" else (item,)))
    return replace(slide, filled=tuple(filled))


def joins(lines: Sequence[SlideLine]) -> tuple[tuple[SlideLine, ...], ...]:
    """Return lines in fewer paragraphs, which take less room: first one for each level, so that a caveat stands apart; then one for all."""
    levels = tuple(_join(tuple(group)) for _, group in groupby(lines, lambda line: line.level))
    return levels, (_join(lines),)


def _join(lines: Sequence[SlideLine]) -> SlideLine:
    """Return lines as one: joined by a space after the end of a sentence, else by `SEPARATOR`."""
    runs = list(lines[0].runs)
    for before, line in pairwise(lines):
        ended = text_of(before.runs).rstrip(_QUOTES)[-1:] in _ENDS
        runs += [Run(" " if ended else SEPARATOR), *line.runs]
    return replace(lines[0], runs=tuple(runs), keys=())
