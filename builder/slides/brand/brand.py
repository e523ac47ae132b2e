"""An organization's own PowerPoint template instead of the generated one: its layouts under our names.

Makes the `Layouts` that outline, fit and both writers use. A layout of the template that has every slot of ours is used as
it is. Where slots are missing (sources, options, minutes), a copy of the layout with these slots is added to the template.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems, did_you_mean
from builder.slides.brand.draw_layouts import content_area, draw_layout, slot_boxes, text_fill
from builder.slides.brand.form_rules import accent_fill, draw_rules, rules_of
from builder.slides.brand.legible import with_legible_ink, with_legible_links
from builder.slides.brand.match_layouts import FORMS, FRAMED, LayoutMatch, match_layouts, text_slots
from builder.slides.brand.mend import grow_texts, layouts_of_ours, mend_layouts
from builder.slides.brand.notes_master import give_notes_master
from builder.slides.brand.sanitize import FIRST_ID, safe_package
from builder.slides.brand.template_faults import TemplateFaults, find_faults
from builder.slides.deck.deck import EMU_PER_INCH, Box, Deck
from builder.slides.deck.layout_variants import varied
from builder.slides.deck.layouts import Layout, Layouts, Slot
from builder.slides.template.masters import A, P, R, require
from builder.slides.template.package import Package
from builder.slides.template.read_layouts import read_every_layout, slug
from builder.theme.own_fonts import FONTS, STAND_IN, STAND_IN_STRETCH, TWINS, families_of, spelled
from builder.theme.theme import PowerPointFile, Theme

_MAIN = "ppt/presentation.xml"
_TYPE = "application/vnd.openxmlformats-officedocument."

CURE = "open it in PowerPoint, save it again as .potx, and build anew"

WHOLE = {"number-of": "number"}
"""Layouts that leave room at their side → those that take all of it."""

_OPTIONAL = {"logo"}
"""Slots that are not added where the template lacks them: it shows its own logo."""

_AROUND = {"title", "footer", "number"}


@dataclass(frozen=True)
class Brand:
    """A template ready for use: its bytes, its layouts under our names, the theme to measure with, and how layouts matched.

    `found` maps our layouts to matches, `names` parts of layouts to the names that people read.
    """

    data: bytes = field(repr=False)
    layouts: Layouts
    theme: Theme
    file: PowerPointFile
    found: dict[str, LayoutMatch] = field(repr=False)
    names: dict[str, str] = field(repr=False)

    def report(self, deck: Deck, problems: Problems) -> None:
        """Report the layouts that the deck uses and the template lacks, once for each one that substitutes them."""
        lacking: dict[
            str, dict[tuple[str, ...], str]
        ] = {}  # no template has layouts for forms: of all kinds, one is named
        for name in dict.fromkeys(varied(slide.layout) for slide in deck.slides):
            one = self.found.get(name)
            family = next((names for names in (FORMS, FRAMED) if name.startswith(names)), (name,))
            if one is not None and not one.how:
                lacking.setdefault(self.names[one.layout.part], {}).setdefault(family, name)
        for carrier, families in lacking.items():
            names = list(families.values())
            kinds, first = ", ".join(f"`{name}`" for name in names), names[0]
            message = f"{self.file.name} has no layout for {kinds}; its “{carrier}” carries {'it' if len(names) == 1 else 'them'}"
            hint = f"add a layout named “{_layout_title(first)}” to it, or name one of its own here: `layouts: {{{first}: {carrier}}}`"
            problems.add(ProblemCode.LAYOUT_NOT_MATCHED, message, self.file.at, hint)


def make_brand(file: PowerPointFile, theme: Theme, lang: str, ours: Layouts, problems: Problems) -> Brand | None:
    """Return an organization's template for use in place of the one whose layouts are `ours`; None when it cannot be used."""
    try:
        package, left_out = safe_package(file.data)
        give_notes_master(package, theme, lang)
        theirs, own = read_every_layout(package)
        chosen = theme.tokens.slides.layouts
        names = {layout.part: _name_of(package, layout) for layout in own}
        _warn_of_names(chosen, ours, own, file, problems)
        faults = TemplateFaults()
        exported = layouts_of_ours(own, ours.layouts.values())
        grown = grow_texts(package, (layout for layout in own if layout.part not in exported), theirs.size)
        if grown:
            theirs, own = read_every_layout(package)
        found = match_layouts(tuple(ours.layouts), own, chosen)
        making = _BrandFile(
            package, theirs.size, theme, lang, {layout.name for layout in own}, _highest_id(package), theirs.colors
        )
        made = {
            name: making.part_for(name, ours[name], ours[WHOLE.get(name) or varied(name)], one)
            for name, one in found.items()
        }
        data = making.to_bytes()
        layouts, every = read_every_layout(data)
        for part in dict.fromkeys(one.layout.part for one in found.values() if one.layout.part in grown):
            faults.add("room", names[part], grown[part], f"{grown[part]:.0%} of the slide")
        theirs_own = {layout.part for layout in own}
        used = {
            part: (names[found[name].layout.part], exported.get(part) if part in theirs_own else ours[name])
            for name, (part, _) in made.items()
        }
        mended = mend_layouts(package, every, used, layouts.colors, faults)
        if with_legible_links(package, every, layouts.colors) or mended:
            data = package.to_bytes()
            layouts, every = read_every_layout(data)
    except (ValueError, etree.XMLSyntaxError, LookupError) as error:
        why = str(error) if isinstance(error, ValueError) else "parts of it are damaged"
        problems.add(
            ProblemCode.BROKEN_THEME, f"the PowerPoint template `{file.name}` cannot be used: {why}", file.at, CURE
        )
        return None
    for name, what, hint in left_out:
        problems.add(ProblemCode.PICTURE_CHANGED, f"`{name}` of {file.name} {what}", file.at, hint)
    parts = {layout.part: layout for layout in every}
    find_faults(
        ((names[part], parts[part]) for part in dict.fromkeys(one.layout.part for one in found.values())),
        layouts.size,
        faults,
    )
    faults.report(file, problems)
    under = {name: replace(_with_our_slots(parts[part], slots), name=name) for name, (part, slots) in made.items()}
    both = under | {name: parts[layout.part] for name, layout in theirs.layouts.items() if name not in under}
    both = {name: with_legible_ink(layout, layouts) for name, layout in both.items()}
    return Brand(
        data,
        replace(layouts, layouts=both),
        _theme_for_measuring(package, layouts, theme, file, problems),
        file,
        found,
        names,
    )


def _layout_title(name: str) -> str:
    """Return a layout's name for people: `two-columns` is “Two columns”."""
    return name.replace("-", " ").capitalize()


def _name_of(package: Package, layout: Layout) -> str:
    return require(etree.fromstring(package.parts[layout.part]).find(f"{P}cSld")).get("name", "") or layout.part


def _warn_of_names(
    chosen: dict[str, str], ours: Layouts, theirs: Sequence[Layout], file: PowerPointFile, problems: Problems
) -> None:
    """Report names in theme.yml's map of layouts that we or the template do not have."""
    known = {layout.name for layout in theirs}
    for name, wanted in chosen.items():
        if name not in ours.layouts:
            problems.add(
                ProblemCode.LAYOUT_NOT_MATCHED,
                f"there is no slide layout `{name}`",
                file.at,
                did_you_mean(name, ours.layouts),
            )
        elif slug(wanted) not in known:
            message = f"{file.name} has no layout “{wanted}” to use for `{name}`"
            problems.add(
                ProblemCode.LAYOUT_NOT_MATCHED,
                message,
                file.at,
                did_you_mean(slug(wanted), known) or f"it has {', '.join(sorted(known))}",
            )


@dataclass
class _BrandFile:
    """The template, to which layouts are added. `shown` are the names of layouts, and `last` is the highest id, in use so far."""

    package: Package
    size: tuple[int, int]
    theme: Theme
    lang: str
    shown: set[str]
    last: int
    colors: dict[str, str]
    masters: dict[str, etree._Element] = field(default_factory=dict)

    def part_for(self, name: str, ours: Layout, whole: Layout, one: LayoutMatch) -> tuple[str, dict[str, str]]:
        """Return the part to use for one of our layouts, added if needed, and its placeholders' names there → our slots.

        `whole` is the layout that ours is a variant of, ours itself where it is none.
        """
        wanted = [slot for slot in ours.slots if slot.kind not in _AROUND and slot.name not in _OPTIONAL]
        taken = _slot_names(one.layout, wanted) if one.how and (whole is ours or one.layout.name == name) else None
        if taken is not None:
            return one.layout.part, taken
        room = content_area(one.layout, tall=name == "title" or one.layout.type == "title", height=self.size[1])
        slots = [
            slot for slot in wanted if room.box.height > 3 * EMU_PER_INCH or slot.name != "kicker" or name == "title"
        ]
        boxes = (
            _title_slide_boxes(room.box, slots) if name == "title" else slot_boxes(ours, whole, one.layout, room, slots)
        )
        root = etree.fromstring(self.package.parts[one.layout.part])
        prompts = {
            kind: self.theme.label(f"prompt-{kind}", self.lang) for kind in ("text", "picture", "table", "chart")
        }
        ink = text_fill(root, self._master(one.layout.part)[1])
        accent = accent_fill(one.layout, self.colors)
        rules = draw_rules(rules_of(ours), boxes, ink if accent is None else accent)
        fresh = draw_layout(root, self._free_name(name), slots, boxes, room.size, ink, prompts, rules)
        return self._add_layout(one.layout.part, fresh), {slot.name: slot.name for slot in slots}

    def to_bytes(self) -> bytes:
        """Return the file with its masters, which list the added layouts."""
        for part, root in self.masters.items():
            self.package.parts[part] = _to_xml(root)
        return self.package.to_bytes()

    def _free_name(self, name: str) -> str:
        """Return a name for a layout of ours that the template does not use yet."""
        shown, n = _layout_title(name), 2
        while slug(shown) in self.shown:
            shown, n = f"{_layout_title(name)} {n}", n + 1
        self.shown.add(slug(shown))
        return shown

    def _master(self, layout: str) -> tuple[str, etree._Element]:
        """Return the part and the root of a layout's master; the root may be changed in place."""
        part = self.package.related_parts(layout, "slideMaster")[0].target
        if part not in self.masters:
            self.masters[part] = etree.fromstring(self.package.parts[part])
        return part, self.masters[part]

    def _add_layout(self, of: str, root: etree._Element) -> str:
        """Add a layout that is a copy of another, with its master and pictures, and return its part."""
        package = self.package
        number = next(n for n in count(1) if f"ppt/slideLayouts/slideLayout{n}.xml" not in package.parts)
        part = package.add(
            f"ppt/slideLayouts/slideLayout{number}.xml", _to_xml(root), f"{_TYPE}presentationml.slideLayout+xml"
        )
        package.relationships[part] = dict(package.relationships[of])
        master, above = self._master(of)
        row = etree.SubElement(require(above.find(f"{P}sldLayoutIdLst")), f"{P}sldLayoutId")
        self.last += 1
        row.set("id", str(self.last))
        row.set(f"{R}id", package.relate(master, "slideLayout", part))
        return part


def _slot_names(layout: Layout, wanted: Sequence[Slot]) -> dict[str, str] | None:
    """Return a layout's placeholders by name with the slots that they stand for, or None when a slot has none."""
    free = [*text_slots(layout), *(slot for slot in layout.slots if slot.kind in {"picture", "table", "chart"})]
    by_name, ours = {slot.name: slot for slot in free}, {slot.name for slot in wanted}
    taken: dict[str, str] = {}
    for slot in wanted:
        there = by_name.get(slot.name) or next(
            (s for s in free if s.kind == slot.kind and s.name not in taken and s.name not in ours), None
        )
        if there is None or there.kind != slot.kind or there.name in taken:
            return None
        taken[there.name] = slot.name
    return taken


def _with_our_slots(layout: Layout, slots: dict[str, str]) -> Layout:
    """Return a layout with only the slots that we use, under our names, in its own reading order."""
    kept = [slot for slot in layout.slots if slot.kind in _AROUND or slot.name in slots]
    return replace(
        layout, slots=tuple(slot if slot.kind in _AROUND else replace(slot, name=slots[slot.name]) for slot in kept)
    )


def _title_slide_boxes(room: Box, slots: Sequence[Slot]) -> dict[str, Box]:
    """Return boxes for the slots of a title slide, stacked; the subtitle gets the height that is left."""
    # the kicker names course and module, on two lines; a draft notice has three lines where the slide is narrow
    most = {"kicker": 0.58, "notice": 0.95 if room.width < 8 * EMU_PER_INCH else 0.75}
    heights = {slot.name: round(most.get(slot.name, 0.36) * EMU_PER_INCH) for slot in slots if slot.name != "subtitle"}
    heights["subtitle"] = max(room.height - sum(heights.values()), room.height // 3)
    scale = room.height / sum(heights.values())
    boxes, top = {}, room.y
    for slot in slots:
        height = round(heights[slot.name] * scale)
        boxes[slot.name] = Box(room.x, top, room.width, height)
        top += height
    return boxes


def _highest_id(package: Package) -> int:
    """Return the highest id of all masters and layouts."""
    ids = [FIRST_ID]
    for part, kind in package.types.items():
        if kind.endswith(("slideMaster+xml", "presentation.main+xml")):
            root = etree.fromstring(package.parts[part])
            ids += [int(e.get("id", "0")) for e in root.iter(f"{P}sldMasterId", f"{P}sldLayoutId")]
    return max(ids)


def _theme_for_measuring(
    package: Package, layouts: Layouts, theme: Theme, file: PowerPointFile, problems: Problems
) -> Theme:
    """Return the theme with the fonts for measuring the template's text. Reports fonts that we do not have, once."""
    families = {layouts.heading_font, layouts.body_font}
    for part, kind in package.types.items():
        if kind.endswith(("slideMaster+xml", "slideLayout+xml")):
            faces = etree.fromstring(package.parts[part]).iter(f"{A}latin")
            families |= {face.get("typeface", "") for face in faces}
    families = {name for name in families if name and not name.startswith("+")}
    ours = families_of(theme.fonts)
    known = {name for name in families if name.lower() in TWINS or spelled(name) in ours}
    slides = theme.tokens.slides
    unknown = sorted(families - known)
    if unknown:
        message = (
            f"{file.name} is set in {', '.join(unknown)}, which we do not have: slides are fitted with room to spare"
        )
        hint = f"put its files into themes/{theme.id}/{FONTS}/; Arial is measured exactly"
        problems.add(ProblemCode.UNMEASURED_FONT, message, file.at, hint)
    update: dict[str, object] = {
        "font": layouts.body_font,
        "measured": STAND_IN,
        "headings": None,
        "stretch": STAND_IN_STRETCH if unknown else 1.0,
    }
    if not unknown and len(families) == 1:
        name = next(iter(families))
        update["measured"] = TWINS.get(name.lower(), name)
    tokens = theme.tokens.model_copy(update={"slides": slides.model_copy(update=update)})
    return replace(theme, tokens=tokens)


def _to_xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
