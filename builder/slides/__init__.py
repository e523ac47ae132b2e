"""Slides: a module to a Deck, measured and fitted to the layouts of a template."""
