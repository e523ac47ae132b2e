"""A PowerPoint file to a brand: what its theme says, its logo, and the file, made safe, as the theme's template.

Rules: ECMA-376-1, 20.1.6 (scheme and color map), 19.3.1.42 (masters), 13.3 (parts). A .thmx is a package of the same parts below
`theme/` ([MS-OFFICE] has no more to say of it than that PowerPoint writes it so).
"""

from __future__ import annotations

from collections import Counter

from lxml import etree

from builder.brands.brand import BrandLog, BrandLook, BrandType
from builder.brands.fonts import find_family
from builder.brands.powerpoint.keys import carried_theme
from builder.brands.powerpoint.logo import find_logo
from builder.core.disk.folder import Folder
from builder.core.source import Span, Unreadable
from builder.slides.brand.brand import CURE
from builder.slides.brand.sanitize import refuse_dangerous_files, safe_package
from builder.slides.deck.layouts import Layouts
from builder.slides.template.masters import P
from builder.slides.template.package import DAMAGED, Package, Relationship
from builder.slides.template.read_layouts import read_layouts
from builder.theme.load import TEMPLATE_LIMIT

_MAIN = "ppt/presentation.xml"

_LEFT = {
    "slide": "slides are what somebody said; a template holds looks alone",
    "notesSlide": "notes of slides",
    "vbaProject": "macros could run on every machine that opens a deck",
    "oleObject": "embedded objects of other programs",
    "package": "embedded files",
    "audio": "sounds",
    "video": "films",
    "media": "sounds and films",
    "comments": "comments of people",
    "commentAuthors": "names of people",
    "core-properties": "names of people and dates",
    "custom-properties": "properties of the organization's own programs",
    "customXml": "data of the organization's own programs",
    "hyperlink": "addresses; a deck of ours links to what its module says",
    "font": "embedded fonts, which only PowerPoint can read: put font files into the theme's folder fonts/",
    "tags": "data of add-ins",
}
"""Kinds of relationships that are not taken over → why."""

_SCHEME = {
    "foreground": "tx1",
    "background": "bg1",
    "dark": "tx2",
    "light": "bg2",
    "primary": "accent1",
    "secondary": "accent2",
    "link": "hlink",
}
"""Role in a brand → name of a color on slides, which the master's map turns into a slot of the scheme."""


def read_powerpoint(folder: Folder, name: str, log: BrandLog) -> BrandLook:
    """Return the brand that a .potx, .pptx or .thmx tells. Raises Unreadable for one that cannot be used."""
    data = folder.data(name, limit=TEMPLATE_LIMIT)
    try:
        refuse_dangerous_files(data)
        found = Package.read(data)
        if name.lower().endswith(".thmx"):
            found = _as_presentation(found)
            data = found.to_bytes()
        package, pictures = safe_package(data)
        layouts = read_layouts(package)
        mapping = _color_map(package)
    except (ValueError, LookupError, *DAMAGED) as error:
        why = str(error) if isinstance(error, ValueError) else "parts of it are damaged"
        raise Unreadable(why, hint=CURE) from error
    at = Span(name)
    for picture, what, hint in pictures:
        log.leave(picture, "picture", what)
        log.report(f"`{picture}` {what}", at, hint)
    colors, accents = _colors(layouts, mapping, log)
    kind = _fonts(layouts, log)
    logo = find_logo(found, log, at)
    _leave_rest(found, log)
    template = package.to_bytes()
    keys, carried = carried_theme(found, layouts.colors)
    if keys:
        if "color" not in keys:
            log.leave(
                "customXml", "colors", "the file's scheme was changed since it was exported; its own colors are taken"
            )
        log.take("customXml", f"{len(keys)} keys of a theme that coursewright wrote", "the same keys of theme.yml")
        logo = carried or logo
    log.take("masters and layouts", f"{len(layouts.layouts)} layouts", "slides.template")
    return BrandLook(
        colors=colors, accents=accents, type=kind, logo=logo, template=template, keys=keys, places={"": at}
    )


def _as_presentation(package: Package) -> Package:
    """Return a theme file of Office as a presentation without slides. Raises ValueError for one without masters."""
    main = next(
        (name for name, kind in package.types.items() if "presentation" in kind and name.endswith("presentation.xml")),
        "",
    )
    if not main:
        raise ValueError(
            "it holds a theme of colors and fonts, and no slide master; open it in PowerPoint and save it as .potx"
        )
    prefix = main.rpartition("/")[0]

    def moved(name: str) -> str:
        return f"ppt/{name.removeprefix(f'{prefix}/')}" if prefix and name.startswith(f"{prefix}/") else name

    made = Package(
        {moved(name): data for name, data in package.parts.items()},
        {moved(name): kind for name, kind in package.types.items()},
        {
            moved(source): {
                key: Relationship(row.id, row.kind, row.target if row.external else moved(row.target), row.external)
                for key, row in rows.items()
            }
            for source, rows in package.relationships.items()
        },
    )
    made.types[_MAIN] = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    made.relationships[""] = {}
    made.relate("", "officeDocument", _MAIN)
    return made


def _color_map(package: Package) -> dict[str, str]:
    master = package.related_parts(_MAIN, "slideMaster")[0].target
    found = etree.fromstring(package.parts[master]).find(f"{P}clrMap")
    return {str(key): str(value) for key, value in found.attrib.items()} if found is not None else {}


def _colors(layouts: Layouts, mapping: dict[str, str], log: BrandLog) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the scheme's colors as those of a brand, and its accents."""
    found: dict[str, str] = {}
    for role, name in _SCHEME.items():
        slot = mapping.get(name, name)
        if slot in layouts.colors:
            found[role] = layouts.colors[slot]
            log.take(f"scheme color {slot}", layouts.colors[slot], f"color.{role}")
    accents = tuple(layouts.colors[f"accent{n}"] for n in range(1, 7) if f"accent{n}" in layouts.colors)
    for number, color in enumerate(accents[2:], 3):
        log.take(f"scheme color accent{number}", color, "a color of charts")
    if "folHlink" in layouts.colors:
        log.leave("scheme color folHlink", layouts.colors["folHlink"], "links look alike, whether followed or not")
    return found, accents


def _fonts(layouts: Layouts, log: BrandLog) -> BrandType:
    """Return the families for pages; slides have the template's own in any case."""
    found: dict[str, str] = {}
    for part, name in (("base", layouts.body_font), ("headings", layouts.heading_font)):
        family = find_family(name, {})
        if family is not None:
            found[part] = family.pages
            log.take(f"font of {part}", name, f"typography.{part}.family", change=family.note)
        elif name:
            log.take(
                f"font of {part}",
                name,
                "slides, by the template",
                change="pages have the theme's own family, for want of its files",
            )
    return BrandType(found.get("base", ""), found.get("headings", ""))


def _leave_rest(package: Package, log: BrandLog) -> None:
    """Note what the file holds that is not taken over, by kind."""
    kinds = Counter(row.kind.rsplit("/", 1)[-1] for rows in package.relationships.values() for row in rows.values())
    for kind, why in _LEFT.items():
        if kinds[kind]:
            log.leave(kind, f"{kinds[kind]} times", why)
