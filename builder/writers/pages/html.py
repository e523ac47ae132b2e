"""A module, as selected for an edition, to one HTML page: the source of its PDF.

Templates stand in themes/base/print. A block is written by the template that bears its name (`KeyPoints` →
blocks/key-points.html), or by an edition's own of that name: see templates.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from jinja2 import Template
from markupsafe import Markup, escape

from builder.model import module as m
from builder.model.outputs import Imprint, PageIndex, Variant
from builder.theme.theme import Theme
from builder.transform.editions import EDITIONS, Edition, PageLayout
from builder.writers.pages.fact_lines import FactLines
from builder.writers.pages.guide.plan import GuidePlan, SlidePictures, plan_guide
from builder.writers.pages.guide.quick_start import QuickStart
from builder.writers.pages.inlines import SOURCE_ID, TERM_ID, InlineWriter, asset_url, language
from builder.writers.pages.page_breaks import PageBreaks
from builder.writers.pages.pictures import RASTER_DPI, chart_name, chart_text, page_assets
from builder.writers.pages.templates import environment, template_of
from builder.writers.shared.back_matter import BackMatter, collect_back_matter
from builder.writers.shared.labels import Labels
from builder.writers.shared.styles import style_sheets

__all__ = ["page_assets", "page_html", "screen_html"]
_ANYWHERE = (m.Part, m.Topic, m.Activity, m.Discussion)
"""What is tied to another block for the length of a session alone: it may begin a page."""

TIED = 16
"""The last two words of a heading stay on one line when they have no more letters than this."""


def page_html(
    module: m.Module,
    edition: Edition,
    theme: Theme,
    variant: Variant,
    imprint: Imprint,
    page_index: PageIndex,
    slides: SlidePictures | None = None,
) -> str:
    """Return the page of a module that went through `select` for `edition`.

    Pictures are asked for by `asset:` addresses: see `page_assets`. `slides` are shown by the guide alone.
    """
    writer = _PageWriter(module, edition, theme, variant, imprint, page_index, slides or ())
    sheets = style_sheets(theme, variant, writer.labels.around("page-of", "page", "pages"), duplex=writer.layout.duplex)
    return writer.document(writer.layout.template, *sheets)


def screen_html(
    module: m.Module, theme: Theme, variant: Variant, imprint: Imprint, page_index: PageIndex, css: str
) -> str:
    """Return the handout of a module for screens: the same blocks, in a document that flows and links instead of paging."""
    return _PageWriter(module, EDITIONS["handout"], theme, variant, imprint, page_index, ()).document(
        "screen.html", css
    )


@dataclass(frozen=True)
class _PageWriter:
    """What templates are handed as `page`: the module, its surroundings, and how to write what stands inside a block."""

    module: m.Module
    edition: Edition
    theme: Theme
    variant: Variant
    imprint: Imprint
    page_index: PageIndex
    slides: SlidePictures

    # what templates read

    @cached_property
    def labels(self) -> Labels:
        """The printed words, in the module's language."""
        return Labels(self.theme, self.module.lang)

    @cached_property
    def back_matter(self) -> BackMatter:
        """Sources and blocks of this edition."""
        return collect_back_matter(self.module, self.theme.files[f"csl/{self.imprint.citations}.csl"])

    @cached_property
    def plan(self) -> GuidePlan:
        """The guide's arrangement."""
        return plan_guide(self.module, self.slides, self.page_index)

    @cached_property
    def page_breaks(self) -> PageBreaks:
        """What is kept on one page."""
        return PageBreaks(self.theme, self.variant)

    @cached_property
    def quick_start(self) -> QuickStart:
        """What stands on the guide's first pages."""
        return QuickStart(self.module, self.page_index)

    @cached_property
    def inlines(self) -> InlineWriter:
        """How running text is written."""
        return InlineWriter(
            self.edition.name, self.labels, self.back_matter, self.page_index, lambda body: self.blocks(body, 6)
        )

    @property
    def layout(self) -> PageLayout:
        """How the pages of this edition are laid out. Raises KeyError for one without pages."""
        if self.edition.page is None:
            raise KeyError(self.edition.name)
        return self.edition.page

    @property
    def dir(self) -> str:
        """The direction of the module's language."""
        return m.direction(self.module.lang)

    @cached_property
    def facts(self) -> FactLines:
        """Lines of facts."""
        return FactLines(self.labels, self.imprint, self.variant, self.edition.name)

    @property
    def prerequisites(self) -> tuple[str, ...]:
        """What people need beforehand, in words."""
        return self.module.prerequisites(lambda title: self.labels("needs-module", title=title))

    @property
    def license(self) -> tuple[str, str]:
        """The license's name as printed, and its address or ""."""
        return self.facts.license(self.module)

    @property
    def counted_paper(self) -> str:
        """The paper of other documents whose pages are named here, when these pages are set otherwise, or ""."""
        paper = self.page_index.paper
        alike = not self.variant.large and self.variant.paper == paper
        return self.labels(f"paper-{paper}") if paper and self.page_index.places and not alike else ""

    @property
    def address(self) -> str:
        """The address of the module's page in the catalogue, or ""."""
        return self.imprint.address(self.module.lang, self.module.id)

    @property
    def has_pictures(self) -> bool:
        """Whether slides are shown as pictures."""
        return any(slide.png for slide in self.slides)

    @property
    def has_contents(self) -> bool:
        """Whether the page lists its topics."""
        return len(self.contents) > 1 and self._lists_contents

    @property
    def _lists_contents(self) -> bool:
        return self.layout.contents == "always" or (self.layout.contents == "long" and self.variant.contents)

    @property
    def is_book(self) -> bool:
        """Whether this is a book of a course, with modules for parts."""
        return any(isinstance(block, m.Part) and block.module for block in self.module.body)

    @property
    def contents(self) -> tuple[m.Part | m.Topic, ...]:
        """The parts and topics with a title, in order; of a handbook's modules their titles alone."""
        found = [node for node in m.walk(*self.module.body) if isinstance(node, m.Part | m.Topic) and node.title]
        if self.is_book and self.edition.audience == "participants":
            bound = {topic.id for part in found if isinstance(part, m.Part) for topic in part.body}
            return tuple(node for node in found if node.id not in bound)
        return tuple(found)

    def is_part(self, entry: m.Part | m.Topic) -> bool:
        """Say whether an entry of the contents is a part, which holds topics."""
        return isinstance(entry, m.Part)

    def is_own(self, entry: m.Part | m.Topic) -> bool:
        """Say whether an entry of a book's contents is of the course's own pages, and not of a module."""
        return self.is_book and isinstance(entry, m.Topic) and entry in self.module.body

    def begins_with(self, name: str) -> bool:
        """Say whether a block of this kind (class name) stands at or before the first topic, so that the cover need not."""
        body = self.module.body
        first = next((index for index, block in enumerate(body) if isinstance(block, m.Topic | m.Part)), len(body))
        return any(type(node).__name__ == name for node in m.walk(*body[: first + 1]))

    # how templates write

    def document(self, template: str, *sheets: str) -> str:
        """Return the whole page, written by one of the document templates, with its style sheets in order."""
        found = self._template(template)
        styles = [Markup(sheet) for sheet in sheets]  # made of tokens that are validated
        return found.render(page=self, label=self.labels, sheets=styles)

    def _template(self, name: str) -> Template:
        """Return a template by its name below themes/base/print."""
        files = tuple((name, text) for name, text in self.theme.files.items() if name.startswith("print/"))
        return environment(files).get_template(name)

    @cached_property
    def _block_writer(self) -> Callable[[type[m.Node]], Callable[..., str]]:
        found: dict[type[m.Node], Callable[..., str]] = {}

        def find(kind: type[m.Node]) -> Callable[..., str]:
            if kind not in found:
                name = template_of(kind)
                own = f"{self.layout.blocks}/{name}"
                found[kind] = self._template(own if f"print/{own}" in self.theme.files else f"blocks/{name}").render
            return found[kind]

        return find

    def blocks(self, content: tuple[m.Block, ...], depth: int = 2) -> Markup:
        """Return blocks as HTML. `depth` is the level that a title among them has.

        Headings keep their order but skip no level, whatever the author wrote.
        """
        lowest = min((block.level for block in content if isinstance(block, m.Heading)), default=0)
        written, last, previous = [], depth - 1, None
        for block in content:
            level = depth
            if isinstance(block, m.Heading):
                level = last = min(depth + block.level - lowest, last + 1)
            written.append(self.block(block, level, first=type(block) is not previous))
            previous = type(block)
        return Markup("").join(written)

    def block(self, block: m.Block, depth: int, *, first: bool = True) -> Markup:
        """Return one block as HTML. `first`: the block before it is of another kind."""
        render = self._block_writer(type(block))
        return Markup(
            render(page=self, label=self.labels, block=block, depth=min(depth, 6), first=first)
        )  # a template's

    def item(self, body: tuple[m.Block, ...], depth: int) -> Markup:
        """Return the body of a list item or meaning: a first paragraph stands without tags of its own."""
        if body and isinstance(body[0], m.Paragraph):
            return self.inlines(body[0].content) + self.blocks(body[1:], depth)
        return self.blocks(body, depth)

    def title(self, block: m.Container, depth: int, name: str = "block-title") -> Markup:
        """Return a block's title as a heading of that level, or nothing."""
        if not block.title:
            return Markup("")
        tag = Markup(f"h{min(depth, 6)}")  # a number of ours
        *before, last = block.title
        words = (
            self.inlines(tuple(before)) + self.heading_text(last.text)
            if isinstance(last, m.Text)
            else self.inlines(block.title)
        )
        return Markup('<{0} class="{1}">{2}</{0}>').format(tag, name, words)

    def heading_text(self, text: str) -> Markup:
        """Return the words of a heading with the last two kept on one line: a last line of one short word looks lost."""
        head, _, last = text.rpartition(" ")
        head, _, first = head.rpartition(" ")
        if self.dir == "rtl" or not head or len(first) + len(last) > TIED:
            return escape(text)
        return Markup('{} <span class="tie">{} {}</span>').format(head, first, last)

    def side_label(self, block: m.BlockNode, key: str) -> Markup:
        """Return the label that stands beside a block, unless the block's own title begins with it."""
        words = self.labels(key)
        if m.plain(*getattr(block, "title", ())).casefold().startswith(words.casefold()):
            return Markup("")
        return Markup('<p class="label">{}</p>').format(words)

    def attrs(self, block: m.BlockNode, *names: str) -> Markup:
        """Return id, class, language and direction of a block's outermost tag."""
        classes = [
            *names,
            "whole" if self.page_breaks.keeps_whole(block) else "",
            "kept" if block.keep_with and not isinstance(block, _ANYWHERE) else "",
        ]
        ident = Markup(' id="{}"').format(block.id) if block.id else Markup("")
        named = " ".join(filter(None, classes))
        return ident + (Markup(' class="{}"').format(named) if named else Markup("")) + language(block)

    def is_statement(self, block: m.Paragraph) -> bool:
        """Say whether a paragraph is one key sentence and nothing else."""
        return len(block.content) == 1 and isinstance(block.content[0], m.Key)

    def has_footnotes(self, block: m.Paragraph) -> bool:
        """Say whether a paragraph holds footnotes, whose blocks would end a `<p>`."""
        return any(isinstance(node, m.Footnote) for node in m.walk(*block.content))

    def cell_class(self, table: m.Table, column: int) -> Markup:
        """Return the class of a cell whose column the author aligned."""
        side = table.aligns[column] if column < len(table.aligns) else ""
        return (
            Markup(' class="{}"').format({"right": "number", "center": "middle"}[side])
            if side in {"right", "center"}
            else Markup("")
        )

    def figure_width(self, figure: m.Figure) -> Markup:
        """Return how wide a picture is set: the author's share of the line, and a raster no wider than looks sharp."""
        asset = self.module.assets.get(figure.src)
        share = f"width:{figure.width:.1%};" if figure.width else ""
        raster = asset and asset.width and asset.media_type != "image/svg+xml"
        limit = f"max-width:min(100%,{asset.width / RASTER_DPI:.2f}in)" if asset and raster and not figure.width else ""
        return Markup(' style="{}"').format(share + limit) if share or limit else Markup("")

    def column_width(self, column: m.Column) -> Markup:
        """Return a column's share of the line, where the author gave one."""
        return Markup(' style="width:{}"').format(f"{column.width:.1%}") if column.width else Markup("")

    def chart(self, chart: m.Chart) -> Markup:
        """Return a chart as a picture, with what it shows in words."""
        return Markup('<img src="{}" alt="{}">').format(
            asset_url(chart_name(chart)), chart_text(chart, self.theme, self.module.lang)
        )

    def section_steps(self, ident: str, labels: str, count: int) -> Markup:
        """Return what to do: the first list of a section of the module's own, else as many of our own words.

        Raises KeyError when we have fewer words for it.
        """
        steps = self.quick_start.steps(ident)
        if steps:
            return self.blocks((steps,), 4)
        lines = (self.labels(f"{labels}-{number}") for number in range(1, count + 1))
        return Markup("<ol>{}</ol>").format(Markup("").join(Markup("<li>{}</li>").format(line) for line in lines))

    def lines(self, count: int) -> Markup:
        """Return empty lines to write on."""
        return Markup('<div class="lines">{}</div>').format(Markup('<div class="line"></div>') * count)

    def blank_label(self, name: str) -> str:
        """Return what stands over an empty local line: our words for the lines we know, else the author's."""
        key = f"local-{name}"
        return self.labels(key) if self.labels.has(key) else name

    def heading(self, title: tuple[m.Inline, ...], depth: int) -> Markup:
        """Return the title of a block that is no container."""
        return self.title(m.Note(title=title), depth)

    def language(self, node: m.Node) -> Markup:
        """Return language and direction of a node."""
        return language(node)

    def asset(self, name: str) -> str:
        """Return the address of a picture."""
        return asset_url(name)

    def display_url(self, url: str) -> str:
        """Return an address as printed: what one would type."""
        return url.removeprefix("https://").removeprefix("http://")

    def source_id(self, number: int) -> str:
        """Return the id of an entry in the list of sources."""
        return SOURCE_ID.format(number)

    def term_id(self, entry: m.Entry) -> str:
        """Return the id of an entry in the glossary."""
        return TERM_ID.format(entry.id)

    def plain(self, *nodes: m.Node) -> str:
        """Return the words of nodes without markup."""
        return m.plain(*nodes)
