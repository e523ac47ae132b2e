"""Deck to Deck, once it is fitted: the shapes that decorate its slides and depend on what stands there."""
