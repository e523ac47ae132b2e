"""The deck as participants may keep it: what the room saw, without script, answers, or slides that were not shown.

It is the same fitted deck with slides left out, so every slide keeps its words, its sizes and the number that the
room saw on it. What may stay follows from `select`: this file only finds the slides that belong to what it left out.
"""

from __future__ import annotations

from dataclasses import replace

from builder import model as m
from builder.slides.deck import Deck, Slide, TextContent, words

SOURCES = "sources"
"""The layout of the slides that list sources in full."""


def shared(deck: Deck, whole: m.Module, chosen: m.Module) -> Deck:
    """Return the deck of `whole` (the module selected for `slides`) as `chosen` (selected for `slides-share`) may show it.

    Slides that give answers away, hidden ones, and those of topics that `chosen` lacks are gone; notes are empty;
    of the sources, those remain that something in `chosen` cites. Numbers stay those of the whole deck.
    """
    lost = {topic.id for topic in m.topics(whole)} - {topic.id for topic in m.topics(chosen)}
    known = {node.id for node in m.walk(*chosen.body) if isinstance(node, m.BlockNode)}
    cited = [work.full() for work in chosen.works.values()]
    fewer = whole.works.keys() > chosen.works.keys()
    slides = []
    for number, slide in enumerate(deck.slides, 1):
        if slide.answers or slide.hidden or slide.topic in lost:
            continue
        ids = tuple(ident for ident in slide.ids if ident in known)
        shown = replace(slide, notes=(), number=number, ids=ids)
        if slide.layout == SOURCES and not slide.topic and fewer:
            shown = _only(shown, cited)
        if shown.filled or not slide.filled:
            slides.append(shown)
    return replace(deck, slides=tuple(slides))


def _only(slide: Slide, cited: list[str]) -> Slide:
    """Return a slide of sources with those alone that are known to be `cited`, also where fitting cut one in two."""

    def stays(text: str) -> bool:
        before_site = text.rpartition(" ")[0] or text  # the site's name stands after the source
        return any(text.startswith(full) or text in full or before_site in full for full in cited)

    filled = []
    for item in slide.filled:
        if isinstance(item.content, TextContent):
            lines = tuple(line for line in item.content.lines if stays(words(line).strip()))
            if lines:
                filled.append(replace(item, content=TextContent(lines)))
        else:
            filled.append(item)
    return replace(slide, filled=tuple(filled))
