"""A module in memory, and the same module in other words."""

from __future__ import annotations

from collections.abc import Callable

from builder.core.problems import Problems
from builder.core.source import Source
from builder.model import module as m
from builder.model.course import Course, CourseFile
from builder.parse.lines.texts import PlacedText, Rewrite
from builder.parse.markdown import ParseContext, parse
from builder.translation.module import SourceModule, front_texts, translate_module
from builder.translation.po import Catalog, PoEntry
from builder.translation.use import Use

PATH, PO = "modules/m/module.md", "locale/es/m.po"
HEAD = "---\ntitle: A title\ndescription: A description\nobjectives: [Name it]\n"


def english(whole: str) -> tuple[m.Module, Problems, list[PlacedText]]:
    """Return a module, what is wrong in it, and its texts."""
    found: list[PlacedText] = []
    source, problems = Source(PATH, whole), Problems()
    if front := front_texts(source):
        front.rewritten(found.append)
    parse(source, "m", ParseContext(rewrite=found.append), Problems())
    return parse(source, "m", ParseContext(), problems), problems, found


def translated(
    text: str,
    words: Callable[[PlacedText], str | PoEntry],
    blocks: frozenset[str] = frozenset(),
    head: str = "---\n\n",
) -> tuple[m.Module, m.Module, Problems]:
    """Return a module, the same in other words, and what is wrong in these. Line 10 × n of its PO file holds the nth text."""
    whole = f"{HEAD}{head}{text}"
    module, found, texts = english(whole)
    entries = []
    for number, placed in enumerate(texts, 1):
        word = words(placed)
        one = word if isinstance(word, PoEntry) else PoEntry(placed.context, placed.text, word, line=10 * number)
        entries.append(one)
    problems = Problems()
    use = Use(Catalog(PO, "es", tuple(entries)), PO, "en-US", problems)

    def read_again(source: Source, rewrite: Rewrite, again: Problems) -> m.Module:
        return parse(source, "m", ParseContext(lang="es", rewrite=rewrite), again)

    written = Course(CourseFile(title="C"), ("m",), {"m": "modules/m"})
    spanish = Course(CourseFile(title="C", lang="es"), ("m",), {"m": "modules/m"}, origin=written)
    source = Source(PATH, whole)
    made = translate_module(SourceModule(source, module, found, read_again), spanish, use)
    use.report(blocks)
    return module, made, problems
