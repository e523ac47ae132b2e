"""The build of a course's book: a document shaped as one module, whose chapters are the course's modules."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from builder.build import slide_pictures
from builder.core.frozen import dataclass, replace
from builder.core.problems import Problems
from builder.engine.module_build import ModuleBuild, ModuleInputs, Places
from builder.model.module import Module
from builder.model.outputs import Imprint, PageIndex
from builder.transform.books import book_page_index, id_in_book

if TYPE_CHECKING:
    from builder.writers.pages.guide.script import SlidePictures


@dataclass(frozen=True)
class Chapter:
    """A module of a book. `slides` is its deck as PDF, b"" when that was not made; `places` are those in its own editions."""

    module: Module
    imprint: Imprint
    slides: bytes = field(repr=False)
    places: Places


class BookBuild(ModuleBuild):
    """The build of a book. References go to the modules' own editions, and slides are pictured from the modules' decks."""

    def __init__(self, inputs: ModuleInputs, problems: Problems, chapters: tuple[Chapter, ...]) -> None:
        """Take the book as a module, and its chapters."""
        super().__init__(inputs, problems)
        self.chapters = chapters

    def page_index(self, edition: str) -> PageIndex:
        """Return where blocks of the book stand in the modules' own editions, on the course's own paper."""
        found = book_page_index((chapter.module, PageIndex(chapter.places)) for chapter in self.chapters).places
        named = {name: found[name] for name in self.editions_named(edition) if name in found}
        return PageIndex(named, self.inputs.paper)

    @cached_property
    def pictures(self) -> SlidePictures:
        """The slides of all chapters as the guide shows them."""
        return tuple(picture for chapter in self.chapters for picture in self._chapter_pictures(chapter))

    def _chapter_pictures(self, chapter: Chapter) -> SlidePictures:
        """Return the slides of a chapter, drawn from its file where there is one. Problems were reported by its own build."""
        module = chapter.module
        inputs = ModuleInputs(
            module, self.theme, chapter.imprint, self.inputs.paper, self.inputs.cache, known_places=chapter.places
        )
        build = ModuleBuild(inputs, Problems())
        pictures = slide_pictures(build.deck, chapter.slides or build.slides_pdf.data)
        return tuple(
            replace(picture, deck=module.id, ids=tuple(id_in_book(module, ident) for ident in picture.ids))
            for picture in pictures
        )
