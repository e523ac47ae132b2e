"""Layouts of a template of ours, from what its XML templates print, as `read_layouts` would read them from the file.

Reading them back takes longer than printing them: every deck of ours uses these, and a test compares both.
Other than in an organization's file, a placeholder says all of its text's properties itself; what it inherits is named below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from builder.slides.deck.deck import Insets
from builder.slides.deck.layouts import Decoration, Layout, Level, Slot
from builder.slides.template.color_scheme import COLOR_MAP, SchemeColor, apply_transforms
from builder.slides.template.decorations import rounding
from builder.slides.template.making.rows import LayoutPart, LevelPart, SlotPart
from builder.slides.template.read_layouts import (
    ALIGNS,
    ANCHORS,
    KINDS,
    MASTERS,
    in_reading_order,
    slug,
    with_type_scale,
)


@dataclass(frozen=True)
class OwnLayouts:
    """A template of ours: its color scheme by slot, the placeholders of its master by type, its paper, and the size of text in tables, pt.

    `align` (as in OOXML) and `rtl` are those of text that stands in no placeholder.
    """

    scheme: Mapping[str, str]
    master: Mapping[str, SlotPart]
    paper: SchemeColor
    table_size: float
    align: str
    rtl: bool
    _slots: dict[tuple[int, str], Slot] = field(default_factory=dict, repr=False)
    _levels: dict[object, tuple[Level, ...]] = field(default_factory=dict, repr=False)
    """Those made so far, by the part that they are made from and the slot of links: most layouts share theirs."""

    def layouts(self, parts: Sequence[LayoutPart], names: Sequence[str]) -> tuple[Layout, ...]:
        """Return the layouts in the package parts of these `names`."""
        return with_type_scale([self._layout(part, name) for part, name in zip(parts, names, strict=True)])

    def _layout(self, part: LayoutPart, name: str) -> Layout:
        paper = self._color(part.background, part.link) if part.background else self._color(self.paper, "")
        return Layout(
            name=slug(part.name),
            type=part.type,
            background=paper,
            link=self.scheme[part.link or "hlink"],
            decorations=tuple(self._decorations(part)),
            slots=in_reading_order([self._slot(slot, part.link) for slot in part.slots]),
            part=name,
            text=self.scheme[COLOR_MAP["tx1"]],
            papers=(paper,),
        )

    def _decorations(self, part: LayoutPart) -> Iterator[Decoration]:
        for shape in part.decorations:
            color = self._color(shape.fill, part.link)
            yield Decoration(
                shape.box, color, colors=(color,), rounding=rounding(shape.preset, shape.box, shape.adjust)
            )

    def _slot(self, part: SlotPart, link: str) -> Slot:
        key = id(part), link
        if key not in self._slots:
            kind = KINDS.get(part.type, "text")
            above = self.master[MASTERS.get(kind, "body")]
            fill, line = part.fill or above.fill, part if part.line else above
            self._slots[key] = Slot(
                name=part.name,
                idx=part.idx,
                kind=kind,
                type=part.type,
                box=part.box,
                insets=Insets(*part.inset),
                anchor=ANCHORS[part.anchor],
                levels=self._levels_of(part, kind, above, link),
                fill=self._color(fill, link) if fill else "",
                line=self._color(line.line, link) if line.line else "",
                line_width=line.width if line.line else 0,
            )
        return self._slots[key]

    def _levels_of(self, part: SlotPart, kind: str, above: SlotPart, link: str) -> tuple[Level, ...]:
        """Return the levels of a placeholder: five of text, one of other kinds. Cells of tables have the file's own style of text."""
        key = kind == "table" or (part.levels, kind == "text"), above.levels, link
        if key not in self._levels:
            shown = part.levels[: 5 if kind == "text" else 1]
            self._levels[key] = (
                (self._cell(),)
                if kind == "table"
                else tuple(self._level(level, above.levels[n : n + 1], link) for n, level in enumerate(shown))
            )
        return self._levels[key]

    def _cell(self) -> Level:
        text = self.scheme[COLOR_MAP["tx1"]]
        return Level(self.table_size, text, text, align=ALIGNS[self.align], rtl=self.rtl)

    def _level(self, level: LevelPart, above: Sequence[LevelPart], link: str) -> Level:
        """Return a level; one without a bullet takes the color of the master's, which a line with a bullet of its own shows."""
        color = self._color(level.color, link)
        marked = next((one for one in (level, *above) if one.bullet != "none"), None)
        bullet_color = self._color(marked.bullet_color, link) if marked and marked.bullet_color else color
        return Level(
            size=level.size / 100,
            left=level.left,
            hanging=-level.indent,
            spacing=level.leading / 100_000,
            before=level.before / 100,
            bold=bool(level.bold),
            heading=level.heading,
            bullet="" if level.bullet == "none" else level.bullet,
            color=color,
            bullet_color=bullet_color,
            align=ALIGNS[level.align],
            rtl=bool(level.rtl),
        )

    def _color(self, color: SchemeColor, link: str) -> str:
        """Return a scheme color as `#rrggbb`, on a layout that maps links to the slot `link` ("" for their own)."""
        slot = COLOR_MAP.get(color.slot, color.slot)
        base = self.scheme[link if link and slot in {"hlink", "folHlink"} else slot]
        return apply_transforms(base, color.moves) if color.moves else base
