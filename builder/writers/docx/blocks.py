"""Writes the blocks of a module as paragraphs and tables of a Word file: text, lists, tables, pictures, boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from builder.core.frozen import replace
from builder.core.source import NOWHERE
from builder.model import module as m
from builder.model.outputs import Imprint, PageIndex, Variant
from builder.theme.theme import Theme
from builder.transform.editions import Edition
from builder.writers.docx import oxml
from builder.writers.docx.flow import Flow, Place
from builder.writers.docx.inlines import RunWriter
from builder.writers.docx.oxml import Marks
from builder.writers.docx.pictures import EMU, draw_picture
from builder.writers.pages.fact_lines import FactLines
from builder.writers.shared.back_matter import BackMatter
from builder.writers.shared.labels import Labels

TWIPS = 635
"""EMU in a twip."""

_LINES = 3
"""Lines to write on where an author says nothing else."""


@dataclass(frozen=True)
class Input:
    """What a Word file is made from: a module after `select`, with its pictures, theme, labels, imprint and sources.

    `room` is the width of the text in twips. `audiences` says who sees a node, by its `id`, where not everybody does; `reviewed`:
    the file is for reviewers, who read what pictures are said to show.
    """

    module: m.Module
    edition: Edition
    theme: Theme
    variant: Variant
    imprint: Imprint
    page_index: PageIndex
    back_matter: BackMatter
    labels: Labels
    assets: Mapping[str, m.Asset]
    room: int
    audiences: Mapping[int, str]
    reviewed: bool = False


class WordWriter:
    """Writes blocks into a flow. Each kind of block has its case in `block`."""

    def __init__(self, given: Input, flow: Flow) -> None:
        """Take what the file is made from, and where it grows."""
        self.given = given
        self.flow = flow
        self.labels = given.labels
        self.facts = FactLines(given.labels, given.imprint, given.variant, given.edition.name)

    @cached_property
    def runs(self) -> RunWriter:
        """The writer of running text."""
        given = self.given
        return RunWriter(
            self.flow,
            self.labels,
            given.back_matter,
            given.page_index,
            given.edition.name,
            self._footnote,
            self._inline_image,
        )

    def _footnote(self, body: tuple[m.Block, ...]) -> str:
        place = Place(in_cell=False, level=6)
        return self.runs.in_footnotes(lambda: self.blocks(body, place, "footnote text"))

    def _inline_image(self, node: m.InlineImage) -> str:
        asset = self.given.assets.get(node.src)
        if asset is None:
            return self.runs.text(node.alt)
        made = draw_picture(asset, self.given.theme, EMU)
        return self.flow.picture(made.data, made.ending, made.size, node.alt, decorative=node.decorative)

    # ── places

    def at(self, node: m.Node, place: Place) -> Place:
        """Return the place of a node that stands in `place`: its own line, language and audience."""
        audience = self.given.audiences.get(id(node), place.audience)
        return replace(
            place, at=node.at if node.at != NOWHERE else place.at, lang=node.lang or place.lang, audience=audience
        )

    def paragraph(self, kind: str, content: tuple[m.Inline, ...], place: Place, before: str = "") -> None:
        """Add a paragraph of running text, after runs that say what it is."""
        lang = place.lang if place.lang != self.given.module.lang else ""
        self.flow.paragraph(kind, before + self.runs(content, Marks(lang=lang)), place)

    def say(self, kind: str, words: str, place: Place) -> None:
        """Add a paragraph of our own words, which stand nowhere in the source."""
        if words:
            self.flow.paragraph(kind, self.runs.text(words), replace(place, at=NOWHERE, lang=""))

    def tell(self, kind: str, words: str, place: Place, before: str = "") -> None:
        """Add a paragraph of an author's plain text, such as a caveat."""
        self.flow.paragraph(kind, before + self.runs.text(words, Marks(lang=place.lang)), place)

    def heading(self, title: tuple[m.Inline, ...], place: Place, label: str = "") -> Place:
        """Add a title at the level of its place, after a label; without a title the label is it. Return the place for what follows."""
        if not title and not label:
            return place
        before = self.runs.label(self.labels("lead-in", name=label)) if title and label else ""
        if title and label and m.plain(*title).casefold().startswith(label.casefold()):
            before = ""
        kind = f"Heading {min(place.level, 6)}"
        if title:
            self.paragraph(kind, title, place, before)
        else:
            self.flow.paragraph(kind, self.runs.text(label), place)
        return replace(place, level=place.level + 1)

    # ── blocks

    def blocks(self, content: tuple[m.Block, ...], place: Place, kind: str = "Body Text") -> None:
        """Add blocks; `kind` is what their paragraphs are. Headings among them keep their order, and skip no level."""
        lowest = min((block.level for block in content if isinstance(block, m.Heading)), default=0)
        last = place.level - 1
        for block in content:
            here = self.at(block, place)
            self.flow.name(block.id)
            if isinstance(block, m.Heading):
                last = min(place.level + block.level - lowest, last + 1)
                self.heading(block.content, replace(here, level=last))
            elif isinstance(block, m.Paragraph):
                self._paragraph(block, here, kind)
            else:
                self.block(
                    block, replace(here, level=max(place.level, last + 1) if last >= place.level else place.level)
                )

    def _paragraph(self, block: m.Paragraph, place: Place, kind: str) -> None:
        statement = len(block.content) == 1 and isinstance(block.content[0], m.Key)
        self.paragraph("Statement" if statement and kind == "Body Text" else kind, block.content, place)

    def block(self, block: m.Block, place: Place) -> None:
        """Add one block."""
        from builder.writers.docx import figures, forms, teaching

        match block:
            case m.Part() | m.Topic():
                self.blocks(block.body, self.heading(block.title, place))
            case m.Heading():
                self.heading(block.content, place)
            case m.Paragraph():
                self._paragraph(block, place, "Body Text")
            case m.SlideBreak():
                pass
            case m.List():
                self._list(block, place)
            case m.DefinitionList():
                self._definitions(block, place)
            case m.CodeBlock():
                self.flow.paragraph("Code Block", oxml.run(block.text, Marks()), place)
            case m.Table() | m.Figure() | m.Chart():
                figures.write(self, block, place)
            case m.Columns():
                self.blocks(block.columns, place)
            case m.Column() | m.Shared() | m.HandoutOnly() | m.SlideOnly():
                self.blocks(block.body, self.heading(block.title, place))
            case (
                m.ContactList()
                | m.Contact()
                | m.Local()
                | m.Number()
                | m.Panels()
                | m.Steps()
                | m.Versus()
                | m.Timeline()
                | m.Scale()
            ):
                forms.write(self, block, place)
            case (
                m.Objectives() | m.KeyPoints() | m.Activity() | m.Discussion() | m.Scenario() | m.Cards() | m.Check() | m.Matching()
                | m.Ordering() | m.Answer() | m.Reflection() | m.FillIn() | m.FormFields() | m.Definition() | m.Note() | m.Caution() | m.ContentNote() | m.Quote() | m.Notes()
                | m.Cue() | m.Facilitator() | m.Resources()
            ):  # fmt: skip
                teaching.write(self, block, place)
            case _:
                assert_never(block)

    def item(
        self, body: tuple[m.Block, ...], place: Place, numbering: tuple[int, int] | None, before: str = ""
    ) -> None:
        """Add an item of a list: its first paragraph has the marker, further ones are set in like its text."""
        first = body[0] if body and isinstance(body[0], m.Paragraph) else None
        here = self.at(first, place) if first else place
        content = self.runs(first.content, Marks(lang=_own(here.lang, self.given.module.lang))) if first else ""
        self.flow.name(first.id if first else "")
        self.flow.paragraph("List Paragraph", before + content, here, numbering=numbering)
        self.blocks(body[1:] if first else body, replace(place, indent=place.indent + 1), "List Continue")

    def _list(self, block: m.List, place: Place) -> None:
        numbering = self.flow.numbers.of(block, place.indent)
        ticked: dict[bool, tuple[int, int]] = {}
        for item in block.items:
            here = self.at(item, place)
            if item.checked is None:
                self.item(item.body, here, numbering)
                continue
            if item.checked not in ticked:
                ticked[item.checked] = self.flow.numbers.add("done" if item.checked else "open", place.indent)
            self.item(item.body, here, ticked[item.checked])

    def _definitions(self, block: m.DefinitionList, place: Place) -> None:
        for entry in block.entries:
            for term in entry.terms:
                self.paragraph("Term", term.content, self.at(term, place))
            for meaning in entry.meanings:
                self.blocks(meaning.body, self.at(meaning, place), "Meaning")

    # ── pictures, caveats, lines to write on

    def picture_of(self, asset: m.Asset, alt: str, share: float | None = None, *, decorative: bool = False) -> str:
        """Return the run of a picture, at most as wide as the text; `share` is its part of the line."""
        made = draw_picture(asset, self.given.theme, self.given.room * TWIPS, share)
        return self.flow.picture(made.data, made.ending, made.size, alt, decorative=decorative)

    def caveat(self, words: str, source: m.Citation | None, place: Place) -> None:
        """Add what must be known about numbers or a form, with where they come from."""
        if words:
            lead = self.runs.lead_in(self.labels("caveat"))
            cited = self.runs.citation(source, Marks()) if source else ""
            self.flow.paragraph("Caveat", lead + self.runs.text(words) + cited, place)
        elif source:
            self.flow.paragraph("Caveat", self.runs.sources_in_words(source, Marks()), place)

    def lines(self, count: int, place: Place) -> None:
        """Add empty lines to write on."""
        for _ in range(count or _LINES):
            self.flow.paragraph("Writing Line", "", replace(place, at=NOWHERE), boxed=False)


def _own(lang: str, of_file: str) -> str:
    return lang if lang != of_file else ""
