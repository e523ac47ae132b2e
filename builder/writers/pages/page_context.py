"""What the document templates of pages read: the module, how it is set, and facts derived from both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from builder.core.bidi import direction
from builder.model import module as m
from builder.model.outputs import Imprint, PageIndex, Variant
from builder.model.references import OpeningNotes, opening_notes
from builder.theme.theme import Theme
from builder.transform.agenda import AgendaEntry, agenda_entries
from builder.transform.editions import Edition, PageLayout
from builder.writers.pages.fact_lines import FactLines
from builder.writers.pages.guide.items import ItemGroup, item_groups
from builder.writers.pages.guide.plan import GuidePlan, plan_guide
from builder.writers.pages.guide.quick_start import QuickStart
from builder.writers.pages.guide.script import SlidePictures
from builder.writers.pages.page_breaks import PageBreaks
from builder.writers.pages.picture_places import blocks_of_topics
from builder.writers.pages.pictures import least_screen_width, place_of
from builder.writers.shared.back_matter import BackMatter, collect_back_matter
from builder.writers.shared.labels import Labels


@dataclass(frozen=True)
class PageContext:
    """A module after `select` for an edition, with its theme, variant, imprint, pages of other documents, and slides.

    `on_screen`: a page without pages, for phones.
    """

    module: m.Module
    edition: Edition
    theme: Theme
    variant: Variant
    imprint: Imprint
    page_index: PageIndex
    slides: SlidePictures
    on_screen: bool = False

    @cached_property
    def labels(self) -> Labels:
        """The theme's labels, in the module's language."""
        return Labels(self.theme, self.module.lang)

    @cached_property
    def back_matter(self) -> BackMatter:
        """The sources that this edition cites, and its blocks by id."""
        printed = self.plan.printed if self.layout.slides else self.module
        return collect_back_matter(printed, self.theme.files[f"csl/{self.imprint.citations}.csl"])

    @cached_property
    def opening_notes(self) -> OpeningNotes:
        """How the sources of this edition were read, as its list says it."""
        return opening_notes(self.back_matter.sources, self.labels)

    @cached_property
    def plan(self) -> GuidePlan:
        """The guide's topics with their slides and scripts."""
        return plan_guide(self.module, self.slides, self.page_index, lean=self.imprint.guide == "lean")

    @cached_property
    def page_breaks(self) -> PageBreaks:
        """Which blocks are kept on one page."""
        return PageBreaks(self.theme, self.variant)

    @cached_property
    def quick_start(self) -> QuickStart:
        """The content of the guide's first pages."""
        return QuickStart(self.module, self.page_index)

    @property
    def item_groups(self) -> tuple[ItemGroup, ...]:
        """The questions of a book by module and objective."""
        return item_groups(self.module)

    @property
    def layout(self) -> PageLayout:
        """How the pages of this edition are laid out. Raises KeyError for one without pages."""
        if self.edition.page is None:
            raise KeyError(self.edition.name)
        return self.edition.page

    @property
    def dir(self) -> str:
        """The direction of the module's language, `ltr` or `rtl`."""
        return direction(self.module.lang)

    @cached_property
    def facts(self) -> FactLines:
        """The writer of lines of facts."""
        return FactLines(self.labels, self.imprint, self.variant, self.edition.name)

    @property
    def prerequisites(self) -> tuple[str, ...]:
        """The module's prerequisites as printed."""
        return self.module.prerequisites(lambda title: self.labels("needs-module", title=title))

    @property
    def license(self) -> tuple[str, str]:
        """The license's name as printed, and its URL or ""."""
        return self.facts.license(self.module)

    @property
    def counted_paper(self) -> str:
        """The paper on which page numbers of other documents were counted, as printed; "" when this document is set alike."""
        paper = self.page_index.paper
        alike = not self.variant.large and self.variant.paper == paper
        return self.labels(f"paper-{paper}") if paper and self.page_index.places and not alike else ""

    @property
    def web_address(self) -> str:
        """The URL of the module's page in the catalogue, or ""."""
        return self.imprint.address(self.module.lang, self.module.id)

    @property
    def has_pictures(self) -> bool:
        """Whether any slide has a picture."""
        return any(slide.png for slide in self.slides)

    @property
    def has_contents(self) -> bool:
        """Whether the document has a table of contents."""
        return len(self.contents) > 1 and self._lists_contents and not self.agenda

    @cached_property
    def agenda(self) -> tuple[AgendaEntry, ...]:
        """The agenda with which a handout opens when the course or the module asks for it; it takes the place of the contents."""
        return agenda_entries(self.module) if self.edition.agenda == "asked" else ()

    @property
    def _lists_contents(self) -> bool:
        return self.layout.contents == "always" or (self.layout.contents == "long" and self.variant.contents)

    @property
    def is_book(self) -> bool:
        """Whether this is a book of a course, whose parts are modules."""
        return any(isinstance(block, m.Part) and block.module for block in self.module.body)

    @property
    def contents(self) -> tuple[m.Part | m.Topic, ...]:
        """The parts and topics that have a title, in order; in a participants' book modules without their topics."""
        found = [node for node in m.walk(*self.module.body) if isinstance(node, m.Part | m.Topic) and node.title]
        if self.is_book and self.edition.audience == "participants":
            bound = {topic.id for part in found if isinstance(part, m.Part) for topic in part.body}
            return tuple(node for node in found if node.id not in bound)
        return tuple(found)

    def is_part(self, entry: m.Part | m.Topic) -> bool:
        """Say whether an entry of the contents is a part, which has topics."""
        return isinstance(entry, m.Part)

    def is_own(self, entry: m.Part | m.Topic) -> bool:
        """Say whether an entry of a book's contents is a page of the course itself, not of one of its modules."""
        return self.is_book and isinstance(entry, m.Topic) and entry in self.module.body

    def begins_with(self, name: str) -> bool:
        """Say whether a block of this class name stands before or in the first topic; then the cover leaves it out."""
        body = self.module.body
        first = next((index for index, block in enumerate(body) if isinstance(block, m.Topic | m.Part)), len(body))
        return any(type(node).__name__ == name for node in m.walk(*body[: first + 1]))

    def picture_place(self, block: m.Figure | m.Chart) -> str:
        """Return the class for a picture's place on the page, where the words in it can be read; "" in the text."""
        free = id(block) in self._free
        return "" if self.on_screen else place_of(block, self.module, self.theme, large=self.variant.large, free=free)

    def least_width(self, block: m.Figure | m.Chart) -> int:
        """Return the least width, px, of a picture on a screen: on narrower ones it can be moved sideways; 0: it fits all."""
        return round(least_screen_width(block, self.module, self.theme)) if self.on_screen else 0

    @cached_property
    def _free(self) -> frozenset[int]:
        return blocks_of_topics(self.module)
