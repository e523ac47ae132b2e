"""A theme as a PowerPoint template: theme part, slide master, layouts, notes and handout masters, table style.

Input: a theme with `slides/layouts.yml` and `slides/*.xml` of themes/base. Output: a .pptx without slides; the same theme
gives the same bytes. Colors and fonts stand in the theme parts alone; masters and layouts refer to them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from builder.core.bidi import direction
from builder.core.frozen import replace
from builder.slides.deck.deck import EMU_PER_INCH, EMU_PER_POINT, Box
from builder.slides.deck.layouts import Layouts
from builder.slides.template.color_scheme import COLOR_MAP, SLOTS, SchemeColor, scheme_color
from builder.slides.template.decorations import corner_adjustment
from builder.slides.template.making.layouts import OwnLayouts
from builder.slides.template.making.rows import DecorationPart, LayoutPart, LevelPart, SlotPart, SlotRow, layout_rows
from builder.slides.template.package import HEAD, Package
from builder.slides.template.table_look import read_own_table_look
from builder.theme.templates import template_environment
from builder.theme.theme import Theme

TABLE_STYLE = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, "https://coursewright.org/table-style")).upper() + "}"
"""The id of our table style, the same in every deck so that tables can be copied between them."""

SIZES = {"16:9": (12_192_000, 6_858_000), "4:3": (9_144_000, 6_858_000)}
"""A slide's width and height in EMU, as PowerPoint has them."""

_GRID_WIDTH, _GRID_MARGIN = 40 / 3, 0.75
_FOOT = ("footer", "number")
_BULLETS = "•–•–•"
_TYPES = {
    "title": "title",
    "center-title": "ctrTitle",
    "subtitle": "subTitle",
    "content": "",
    "text": "body",
    "picture": "pic",
}
_TYPES |= {"table": "tbl", "chart": "chart", "footer": "ftr", "number": "sldNum"}
_PROMPTS = {"title": "title", "center-title": "title", "picture": "picture", "table": "table", "chart": "chart"}
_ANCHORS = {"top": "t", "middle": "ctr", "bottom": "b"}
_ALIGNS = {"left": "l", "right": "r", "center": "ctr"}
_NUMBER = "the number of the shape"
_MAIN = "ppt/presentation.xml"
_LAYOUT = "ppt/slideLayouts/slideLayout{}.xml"
_MASTERS = ("slideMaster", "notesMaster", "handoutMaster")
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_TYPE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class _TemplateMaker:
    """A theme with the rows of layouts.yml; converts rows to what the XML templates print."""

    theme: Theme
    lang: str
    rows: dict[str, Any] = field(repr=False)
    made: dict[tuple[str, SlotRow], SlotPart] = field(default_factory=dict, repr=False)
    """Slots so far: layouts share most of theirs, as one object each."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of a slide, EMU."""
        return SIZES[self.theme.tokens.slides.ratio]

    @cached_property
    def scheme(self) -> dict[str, str]:
        """The scheme's slots as `#rrggbb`."""
        return {slot: self.theme.colors[self.rows["scheme"][slot]] for slot in SLOTS}

    def color(self, role: str) -> SchemeColor | None:
        """Return a role's scheme color, None for ""."""
        return self.scheme_color(role) if role else None

    def scheme_color(self, role: str) -> SchemeColor:
        """Return a role's scheme color."""
        return self._scheme_colors[role]

    @cached_property
    def _scheme_colors(self) -> dict[str, SchemeColor]:
        return {
            role: scheme_color(self.theme.colors[role], home, self.scheme) for role, home in self.rows["homes"].items()
        }

    @cached_property
    def rtl(self) -> bool:
        """Whether slides run from right to left: then boxes, insets and alignment are mirrored."""
        return direction(self.lang) == "rtl"

    def points(self, size: str) -> float:
        """Return a size of layouts.yml in pt."""
        slides = self.theme.tokens.slides
        return slides.ceiling if size == "ceiling" else float(getattr(slides.sizes, size))

    def box(self, box: tuple[float, float, float, float], *, bleed: bool | str = False) -> Box:
        """Return a box of the grid in EMU: between the theme's margins, or as far as `bleed` of layouts.yml says."""
        x, y, width, height = box
        wide = self.size[0] / EMU_PER_INCH
        if bleed is not True:
            margin = self.theme.tokens.slides.margin
            scale = (wide - 2 * margin) / (_GRID_WIDTH - 2 * _GRID_MARGIN)
            x, width = margin + (x - _GRID_MARGIN) * scale, width * scale
        x, width = {"end": (x, wide - x), "across": (0.0, wide)}.get(str(bleed), (x, width))
        here = Box(*(round(inches * EMU_PER_INCH) for inches in (x, y, width, height)))
        return replace(here, x=self.size[0] - here.x - here.width) if self.rtl else here

    def shape_box(self, row: dict[str, Any]) -> Box:
        """Return the box of a decoration; an ellipse stays a circle, as large, on slides of any width."""
        box = self.box(row["box"], bleed=row.get("bleed", False))
        if row.get("preset") != "ellipse":
            return box
        return replace(box, x=box.x + (box.width - box.height) // 2, width=box.height)

    def levels(self, row: SlotRow) -> tuple[LevelPart, ...]:
        """Return the levels of a slot: one for titles and feet, five for text."""
        color, bullet_color = self.scheme_color(row.color), self.color(row.bullet_color)
        deeper_color = self.scheme_color(row.deeper_color) if row.deeper_color else color
        parts: list[LevelPart] = []
        left = 0
        is_title = row.kind in {"title", "center-title"}
        displays = self.theme.tokens.slides.headings is not None
        for n in range(1 if is_title or row.kind in {"footer", "number"} else 5):
            size = self.points(row.deeper if n and row.deeper else row.size)
            headed = bool(row.head) and n < 2  # the head of a piece and the text under it
            bulleted = row.bullets != "none" and not headed
            indent = round(row.hang * size * EMU_PER_POINT) if bulleted else 0
            flush = headed or bool(row.deeper_color)
            left += indent if bulleted else round(size * EMU_PER_POINT) if n and not flush else 0
            kind = {"disc": _BULLETS[n], "none": "none"}.get(row.bullets, row.bullets if n == 0 else _BULLETS[n])
            before = (row.deeper_before if n and row.deeper_before else row.before) * size
            leading = round(row.leading * 100_000)
            align = {"left": "right", "right": "left"}.get(row.align, row.align) if self.rtl else row.align
            parts.append(
                LevelPart(
                    n=n + 1,
                    size=round(size * 100),
                    left=left,
                    indent=-indent,
                    align=_ALIGNS[align],
                    rtl=int(self.rtl),
                    leading=leading,
                    before=round(before * 100),
                    bold=int(row.bold or is_title or (headed and n == 0)),
                    heading=is_title or (displays and n == 0 and row.display),
                    bullet=kind if not headed else "none",
                    color=self.scheme_color(row.head) if headed and n == 0 else deeper_color if n else color,
                    bullet_color=bullet_color,
                )
            )
        return tuple(parts)

    def slot(self, name: str, row: SlotRow) -> SlotPart:
        """Return a row as it is printed: the same object for the same row."""
        key = name, row
        if key not in self.made:
            self.made[key] = self._slot(name, row)
        return self.made[key]

    def _slot(self, name: str, row: SlotRow) -> SlotPart:
        prompt = "" if row.kind == "number" else self.theme.label(f"prompt-{_PROMPTS.get(row.kind, 'text')}", self.lang)
        return SlotPart(
            name=name,
            type=_TYPES[row.kind],
            idx=row.idx,
            box=self.box(row.box),
            inset=tuple(round(row.inset[n] * EMU_PER_INCH) for n in ((2, 1, 0, 3) if self.rtl else (0, 1, 2, 3))),
            anchor=_ANCHORS[row.anchor],
            levels=self.levels(row),
            fill=self.color(row.fill),
            line=self.color(row.line),
            width=self.rule(row.width),
            prompt=prompt,
            small=row.kind in {"footer", "number"} or name in {"kicker", "source"},
            shrinks=row.kind not in {"footer", "number"},
        )

    def rule(self, factor: float) -> int:
        """Return `factor` times the theme's rule width, EMU."""
        return round(self.theme.tokens.slides.rule * factor * EMU_PER_POINT)

    def decoration(self, row: dict[str, Any]) -> DecorationPart:
        """Return a decoration as it is printed."""
        box, preset = self.shape_box(row), row.get("preset", "rect")
        return DecorationPart(
            box, self.scheme_color(row["fill"]), preset, corner_adjustment(box) if preset == "roundRect" else 0
        )

    def layout(self, row: dict[str, Any]) -> LayoutPart:
        """Return a layout row as it is printed, footer and number last."""
        foot = {name: row["slots"].get(name, {}) for name in _FOOT if row.get("foot", True)}
        slots = {name: own for name, own in row["slots"].items() if name not in _FOOT} | foot
        on = row.get("background", "")
        feet = {"color": "on-primary"} if on == "ground" else {}
        render: list[SlotPart] = []
        for name, own in slots.items():
            shared = dict(self.rows["slots"][name])
            if name in _FOOT:
                shared |= feet
            render.append(self.slot(name, _slot_row(shared | own)))
        paper = self.color(on)
        # Links have the brand color, unreadable on a background of that color: the layout, and slides on it, map them to the text color.
        text = self.scheme_color("on-primary").slot
        slot = COLOR_MAP.get(text, text)
        boxes = tuple(self.decoration(d) for d in row.get("decorations", ()))
        return LayoutPart(row["name"], row.get("type", ""), paper, slot if on == "ground" else "", boxes, tuple(render))


def make_template(theme: Theme, lang: str = "en-US") -> bytes:
    """Return the theme as a complete .pptx without slides; parameters as for `make_package`."""
    return make_package(theme, lang)[0].to_bytes()


def make_package(theme: Theme, lang: str) -> tuple[Package, Layouts]:
    """Return the theme as the package of a .pptx without slides, and its layouts.

    `lang` is the slides' language: it decides the language of prompts in empty placeholders, and the reading direction.
    """
    maker = _TemplateMaker(theme, lang, layout_rows(theme))
    parts = [maker.layout(row) for row in _with_variants(maker.rows["layouts"])]
    package = _package(maker, parts)
    master = {slot.type: slot for slot in _master_slots(maker)}
    paper, align = maker.scheme_color("background"), _ALIGNS["right" if maker.rtl else "left"]
    own = OwnLayouts(maker.scheme, master, paper, maker.points("table"), align, maker.rtl)
    made = own.layouts(parts, [_LAYOUT.format(number) for number in range(1, len(parts) + 1)])
    slides, table = theme.tokens.slides, read_own_table_look(package)
    named = {layout.name: layout for layout in made}
    return package, Layouts(maker.size, named, slides.heading_font, slides.font, maker.scheme, table)


def _slot_row(row: dict[str, Any]) -> SlotRow:
    named: dict[str, Any] = {
        key.replace("-", "_"): tuple(value) if isinstance(value, list) else value for key, value in row.items()
    }
    return SlotRow(**named)


def _with_variants(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the rows of layouts; a variant has all keys, and all slots in their order, of the layout that it is a variant `of`."""
    named = {row["name"]: row for row in rows}
    for row in rows:
        whole = named.get(row.get("of", ""), row)
        slots = {name: own | row["slots"].get(name, {}) for name, own in whole["slots"].items()}
        yield {**whole, "type": whole.get("type", "") if whole is row else "", **row, "slots": slots}


def _package(maker: _TemplateMaker, layouts: Sequence[LayoutPart]) -> Package:
    """Return the package: parts, content types, relationships."""
    theme = maker.theme
    environment = template_environment(theme.files, trim=False)
    styles: dict[object, str] = {}
    printed: dict[int, Any] = {}

    def list_style(slot: SlotPart) -> str:
        """Return the XML of a slot's levels. Most layouts share theirs, and printing them takes most of a template's time."""
        key = slot.levels
        if key not in styles:
            macros: Any = environment.get_template("slides/shapes.xml").module
            styles[key] = macros.levels(slot)
        return styles[key]

    def known_placeholder(number: int, slot: SlotPart, macro: Callable[[str, SlotPart], Any]) -> Any:  # noqa: ANN401  # Markup
        """Return what the `macro` prints for a slot, printed once: the maker keeps one object for those that are alike."""
        if id(slot) not in printed:
            printed[id(slot)] = macro(_NUMBER, slot)
        return printed[id(slot)].replace(_NUMBER, str(number), 1)

    environment.globals |= {"list_style": list_style, "known_placeholder": known_placeholder}
    shared = {
        "lang": maker.lang,
        "rtl": int(maker.rtl),
        "side": "r" if maker.rtl else "l",
        "table_size": round(maker.points("table") * 100),
        "paper": maker.color("background"),
    }
    package = Package()

    def render(template: str, **values: object) -> str:
        return environment.get_template(f"slides/{template}").render(**shared, **values)

    def add(name: str, kind: str, content: str, source: str = _MAIN, relation: str = "") -> str:
        """Add a part that `source` leads to; `kind` is the last word of its type."""
        package.relate(source, relation or kind, name)
        family = "" if kind == "theme" else "presentationml."
        return package.add(name, content, f"{_TYPE}{family}{kind}+xml")

    def add_theme(number: int, suffix: str, master: str) -> None:
        scheme = [(slot, value[1:].upper()) for slot, value in maker.scheme.items()]
        fonts = {"major": theme.tokens.slides.heading_font, "minor": theme.tokens.slides.font}
        values = {"name": theme.tokens.name + suffix, "scheme": scheme, "fonts": fonts}
        add(f"ppt/theme/theme{number}.xml", "theme", render("theme-part.xml", **values), master)

    width, height = maker.size
    content = render("master.xml", slots=_master_slots(maker), count=len(layouts))
    master = add("ppt/slideMasters/slideMaster1.xml", "slideMaster", content)
    for number, layout in enumerate(layouts, 1):
        content = render("layout.xml", layout=layout)
        name = add(_LAYOUT.format(number), "slideLayout", content, master)
        package.relate(name, "slideMaster", master)
    add_theme(1, "", master)

    def inches(*values: float) -> Box:
        return Box(*(round(value * EMU_PER_INCH) for value in values))

    content = render(
        "notes-master.xml",
        picture=inches(0.75, 0.6, 6, 6 * height / width),
        body=inches(0.75, 5.3, 6, 4),
        number=inches(4.75, 9.45, 2, 0.35),
        prompt=theme.label("prompt-notes", maker.lang),
    )
    add_theme(2, " notes", add("ppt/notesMasters/notesMaster1.xml", "notesMaster", content))
    content = render("handout-master.xml", footer=inches(0.75, 9.45, 4, 0.35), number=inches(4.75, 9.45, 2, 0.35))
    add_theme(3, " handout", add("ppt/handoutMasters/handoutMaster1.xml", "handoutMaster", content))
    ids = {kind: package.relate(_MAIN, kind, package.related_parts(_MAIN, kind)[0].target) for kind in _MASTERS}
    main = render("presentation.xml", width=width, height=height, ids=ids)
    add(_MAIN, "presentation.main", main, "", "officeDocument")
    package.relate(_MAIN, "theme", "ppt/theme/theme1.xml")
    add("ppt/presProps.xml", "presProps", f"{HEAD}<p:presentationPr {_P}/>")
    add("ppt/viewProps.xml", "viewProps", f"{HEAD}<p:viewPr {_P}/>")
    content = render(
        "table-styles.xml",
        id=TABLE_STYLE,
        name=theme.tokens.name,
        rule=maker.color("rule"),
        rule_width=maker.rule(1.0),
        header=maker.color("foreground"),
        header_width=maker.rule(2.0),
    )
    add("ppt/tableStyles.xml", "tableStyles", content)
    app = f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    package.relate("", "extended-properties", package.add("docProps/app.xml", app, f"{_TYPE}extended-properties+xml"))
    return package


def _master_slots(maker: _TemplateMaker) -> tuple[SlotPart, ...]:
    """Return the master's placeholders, from which layouts inherit, numbered from 0."""
    names = ("title", "body", "footer", "number")
    slots = [replace(maker.slot(name, _slot_row(maker.rows["slots"][name])), idx=n) for n, name in enumerate(names)]
    return tuple(replace(slot, type="body") if slot.name == "body" else slot for slot in slots)
