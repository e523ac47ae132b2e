"""Adds to a fitted deck all shapes that depend on what its slides show. They say nothing that the slides do not say in words."""

from __future__ import annotations

from builder.slides.deck.deck import Deck
from builder.slides.deck.layouts import Layouts
from builder.slides.decorate.bars import with_bars
from builder.slides.decorate.cover import with_motif
from builder.slides.decorate.dots import with_dots


def decorate(deck: Deck, layouts: Layouts) -> Deck:
    """Return a fitted deck with its slides decorated."""
    return with_motif(with_dots(with_bars(deck, layouts), layouts), layouts)
