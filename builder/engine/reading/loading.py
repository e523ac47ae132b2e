"""Loading what reading and checking need, before a process is confined: Python keeps bytecode only while it can write it.

The lists are held to what a check loads by a test. Third parties' bytecode was written when they were installed.
"""

from __future__ import annotations

from importlib import import_module

_READING = ("builder.engine.reading.modules", "builder.engine.reading.opening", "builder.parse.dialects.readers")
_CHECKING = (
    "builder.engine.reading.check",
    "builder.pack.checking",
    "builder.parse.dialects.readers",
    "builder.slides.deck.claims",
    "builder.slides.decorate.decorate",
    "builder.slides.decorate.progress",
    "builder.slides.fit.fit",
    "builder.slides.fit.glyphs",
    "builder.slides.outline.outline",
    "builder.slides.template.layout_cache",
    "builder.writers.pages.fact_lines",
    "builder.writers.pages.guide.quick_start",
    "builder.writers.pages.picture_places",
    "builder.writers.pages.pictures",
    "builder.writers.pages.tables",
    "builder.writers.questions.gift",
)


def load_reading() -> None:
    """Import what reads a course and its modules."""
    for name in _READING:
        import_module(name)


def load_checking() -> None:
    """Import what checks a module, to the fit of its slides."""
    for name in _CHECKING:
        import_module(name)
