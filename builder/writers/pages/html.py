"""Writes a module, after `select` for an edition, as one HTML page, from which its PDF is made.

The templates are in themes/base/print. Each kind of block has one with its name (`KeyPoints` → blocks/key-points.html);
an edition may have its own template of the same name in a folder of its own, which takes precedence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import count, takewhile

from jinja2 import Template
from markupsafe import Markup

from builder.core.bidi import direction
from builder.core.names import site_of
from builder.model import module as m
from builder.model.outputs import Imprint, PageIndex, Variant
from builder.theme.icons import NO_ICON
from builder.theme.theme import Theme
from builder.transform.contacts import NumberWords, link_numbers
from builder.transform.editions import EDITIONS, Edition
from builder.writers.pages.guide.script import SlidePictures
from builder.writers.pages.headings.titles import TitledPage
from builder.writers.pages.inlines import SOURCE_ID, TERM_ID, anchor, asset_url, language
from builder.writers.pages.picture_places import pictures_last
from builder.writers.pages.pictures import RASTER_DPI, chart_name, chart_text, page_assets, place_of
from builder.writers.pages.templates import environment, template_of
from builder.writers.shared.isolation import isolate_html
from builder.writers.shared.labels import Labels
from builder.writers.shared.list_numbering import list_attributes
from builder.writers.shared.styles import style_sheets

__all__ = ["page_assets", "page_html", "screen_html"]

_ANYWHERE = (m.Part, m.Topic, m.Activity, m.Discussion)
"""Blocks whose `keep_with` concerns only the length of a session: a page may break before them."""


_LONG_ADDRESS = 56
"""Most characters of an address that is printed whole: those of a line in the list of sources, which has two columns."""


def page_html(
    module: m.Module,
    edition: Edition,
    theme: Theme,
    variant: Variant,
    imprint: Imprint,
    page_index: PageIndex,
    slides: SlidePictures | None = None,
) -> str:
    """Return the HTML page of a module that went through `select` for `edition`.

    Pictures are referred to by `asset:` URLs, whose bytes `page_assets` returns. Only the guide shows `slides`.
    Raises KeyError for an edition without pages.
    """
    if variant.large:
        module = pictures_last(module, lambda block: place_of(block, module, theme))
    writer = _PageWriter(_linked(module, theme), edition, theme, variant, imprint, page_index, slides or ())
    page_of, rtl = writer.labels.split_at("page-of", "page", "pages"), direction(module.lang) == "rtl"
    sheets = style_sheets(theme, variant, page_of, duplex=writer.layout.duplex, rtl=rtl)
    return writer.document(writer.layout.template, *sheets)


def screen_html(
    module: m.Module, theme: Theme, variant: Variant, imprint: Imprint, page_index: PageIndex, css: str
) -> str:
    """Return a module's handout as HTML for screens: the same blocks, without pages, styled by `css`."""
    edition, linked = EDITIONS["handout"], _linked(module, theme)
    return _PageWriter(linked, edition, theme, variant, imprint, page_index, (), on_screen=True).document(
        "screen.html", css
    )


def _linked(module: m.Module, theme: Theme) -> m.Module:
    """Return a module whose telephone numbers are links: a phone calls them, and a reader need not copy them."""
    labels = Labels(theme, module.lang)
    call, text = (frozenset(labels(key).casefold().split()) for key in ("number-call-words", "number-text-words"))
    return link_numbers(module, NumberWords(call, text))


@dataclass(frozen=True)
class _PageWriter(TitledPage):
    """The object that templates receive as `page`: the facts of PageContext, titles, and methods that write blocks as HTML."""

    def document(self, template: str, *sheets: str) -> str:
        """Return the whole page: a document template rendered with its style sheets, in order."""
        found = self._template(template)
        styles = [Markup(sheet) for sheet in sheets]  # safe: made of validated tokens
        return isolate_html(found.render(page=self, label=self.labels, sheets=styles))

    def _template(self, name: str) -> Template:
        """Return a template by its path below themes/base/print."""
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
        """Return blocks as HTML. `depth` is the heading level (1–6) of titles among them.

        Headings keep their order, but no level is skipped even where the author skipped one (WCAG 2.2, technique G141).
        """
        lowest = min((block.level for block in content if isinstance(block, m.Heading)), default=0)
        written, last, previous = [], depth - 1, None
        for block in content:
            level = depth
            if isinstance(block, m.Heading):
                level = last = min(depth + block.level - lowest, last + 1)
            kind = m.Question if isinstance(block, m.Question) else type(block)
            written.append(self.block(block, level, first=kind is not previous))
            previous = kind
        return Markup("").join(written)

    def block(self, block: m.Block, depth: int, *, first: bool = True) -> Markup:
        """Return one block as HTML at a heading level. `first`: the block before it is of another kind, or there is none."""
        render = self._block_writer(type(block))
        return Markup(
            render(page=self, label=self.labels, block=block, depth=min(depth, 6), first=first)
        )  # safe: a template escapes values

    def item(self, body: tuple[m.Block, ...], depth: int) -> Markup:
        """Return the body of a list item or of a definition as HTML, its first paragraph without `<p>`."""
        if body and isinstance(body[0], m.Paragraph):
            return self.inlines.paragraph(body[0].content) + self.blocks(body[1:], depth)
        return self.blocks(body, depth)

    def attrs(self, block: m.BlockNode, *names: str) -> Markup:
        """Return the `id`, `class`, `lang` and `dir` attributes of a block's outermost tag; `names` are further classes."""
        classes = [
            *names,
            "whole" if self.page_breaks.keeps_whole(block) else "",
            "kept" if block.keep_with and not isinstance(block, _ANYWHERE) else "",
        ]
        ident = Markup(' id="{}"').format(block.id) if block.id else Markup("")
        named = " ".join(filter(None, classes))
        return ident + (Markup(' class="{}"').format(named) if named else Markup("")) + language(block)

    list_attrs = staticmethod(list_attributes)

    def is_statement(self, block: m.Paragraph) -> bool:
        """Say whether a paragraph consists of one key sentence only."""
        return len(block.content) == 1 and isinstance(block.content[0], m.Key)

    def has_footnotes(self, block: m.Paragraph) -> bool:
        """Say whether a paragraph contains footnotes: their blocks may not stand in a `<p>`."""
        return any(isinstance(node, m.Footnote) for node in m.walk(*block.content))

    def cell_class(self, table: m.Table, column: int) -> Markup:
        """Return the class attribute of a cell whose column is aligned right or centered; else empty."""
        side = table.aligns[column] if column < len(table.aligns) else ""
        return (
            Markup(' class="{}"').format({"right": "number", "center": "middle"}[side])
            if side in {"right", "center"}
            else Markup("")
        )

    def figure_width(self, figure: m.Figure) -> Markup:
        """Return the style attribute for a picture's width: the author's share of the line, else at most RASTER_DPI allows."""
        asset = self.module.assets.get(figure.src)
        if self.variant.large and asset and asset.media_type == "image/svg+xml":
            return Markup("")
        if least := self.least_width(figure):
            return Markup(' style="min-width:{}px"').format(least)
        share = f"width:{figure.width:.1%};" if figure.width else ""
        raster = asset and asset.width and asset.media_type != "image/svg+xml"
        limit = f"max-width:min(100%,{asset.width / RASTER_DPI:.2f}in)" if asset and raster and not figure.width else ""
        return Markup(' style="{}"').format(share + limit) if share or limit else Markup("")

    def column_width(self, column: m.Column) -> Markup:
        """Return the style attribute for a column's share of the line; empty when the author gave none."""
        return Markup(' style="width:{}"').format(f"{column.width:.1%}") if column.width else Markup("")

    def chart(self, chart: m.Chart) -> Markup:
        """Return a chart as an `<img>` with its text alternative."""
        least = self.least_width(chart)
        style = Markup(' style="min-width:{}px"').format(least) if least else ""
        alt = chart_text(chart, self.theme, self.module.lang)
        return Markup('<img src="{}" alt="{}"{}>').format(asset_url(chart_name(chart)), alt, style)

    @property
    def care_steps(self) -> tuple[tuple[str, Markup], ...]:
        """What to do when somebody discloses harm, and when somebody leaves: the title and an HTML list of each.

        The steps are the first list of the module's section `disclosure` or `leaving`; else those of the theme, in courses
        that ask for them (`safeguards:` in course.yml).
        """
        return tuple(
            (self.labels(label), steps)
            for ident, label in (("disclosure", "quick-told"), ("leaving", "quick-leaving"))
            if (steps := self._section_steps(ident, label))
        )

    def _section_steps(self, ident: str, label: str) -> Markup:
        """Return the steps of a section, else the labels `{label}-1`, `{label}-2` … of a safeguard; empty for neither."""
        steps = self.quick_start.steps(ident)
        if steps:
            return self.blocks((steps,), 4)
        if ident not in self.imprint.safeguards:
            return Markup("")
        keys = takewhile(self.labels.has, (f"{label}-{number}" for number in count(1)))
        return Markup("<ol>{}</ol>").format(
            Markup("").join(Markup("<li>{}</li>").format(self.labels(key)) for key in keys)
        )

    def chart_number(self, chart: m.Chart, value: float) -> str:
        """Return a number of a chart as the chart prints it."""
        return self.theme.number_format(chart.values, self.module.lang)(value)

    def lines(self, count: int) -> Markup:
        """Return `count` empty lines to write on."""
        return Markup('<div class="lines">{}</div>').format(Markup('<div class="line"></div>') * count)

    def blank_label(self, name: str) -> str:
        """Return the label of a local line to fill in: the theme's (`local-…`) where there is one, else the author's."""
        return self.labels.blank(name)

    def contact_kinds(self, kinds: tuple[str, ...]) -> str:
        """Return the names of kinds of facts of services: “Cost, Reports”."""
        return ", ".join(self.labels(f"contact-{kind}") for kind in kinds)

    def heading(self, title: tuple[m.Inline, ...], depth: int) -> Markup:
        """Return the title of a block that is not a Container as a heading of level `depth`."""
        return self.title(m.Note(title=title, icon=NO_ICON), depth)

    def language(self, node: m.Node) -> Markup:
        """Return the `lang` and `dir` attributes of a node; empty when it has no language of its own."""
        return language(node)

    def anchor(self, ident: str) -> str:
        """Return the address of an element of this page."""
        return anchor(ident)

    def asset(self, name: str) -> str:
        """Return the `asset:` URL of a picture."""
        return asset_url(name)

    def address(self, url: str, name: str, *, cut: bool = False) -> Markup:
        """Return a link to a web address, which is printed without `https://` and heard as `name` and its site.

        A page on a screen shows the site alone: whoever follows the link need not read its address. `cut`: so does paper
        where the address is long, and says so; nobody copies a line and a half by hand, and the site can be searched.
        """
        site = site_of(url)
        heard = self.labels("address-heard", name=name, site=site)
        shown = site if self.on_screen else _printed(url)
        if cut and self._is_long(url):
            shown = f"{site}/{self.labels('address-rest')}"
        return Markup('<a class="address" href="{}" aria-label="{}">{}</a>').format(url, heard, shown)

    @property
    def cuts_addresses(self) -> bool:
        """Whether the list of sources prints the site alone of long addresses: all but the guide's, in which all can be looked up."""
        return self.edition.audience == "participants" and not self.on_screen

    @property
    def has_cut_addresses(self) -> bool:
        """Whether an address in the list of sources is cut."""
        return self.cuts_addresses and any(self._is_long(work.address) for work in self.back_matter.sources)

    def _is_long(self, url: str) -> bool:
        return len(_printed(url)) > _LONG_ADDRESS and site_of(url) != "doi.org"

    def source_id(self, number: int) -> str:
        """Return the HTML id of an entry in the list of sources."""
        return SOURCE_ID.format(number)

    def term_id(self, entry: m.Entry) -> str:
        """Return the HTML id of an entry in the glossary."""
        return TERM_ID.format(entry.id)

    def plain(self, *nodes: m.Node) -> str:
        """Return the text of nodes without markup."""
        return m.plain(*nodes)


def _printed(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://")
