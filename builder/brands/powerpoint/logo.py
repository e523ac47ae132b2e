"""The logo of a PowerPoint file: the picture on its master, or on its title slide, that is small and stands by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from builder.brands.brand import BrandLog, BrandLogo
from builder.brands.logos import clean_logo
from builder.core.frozen import dataclass
from builder.core.source import Span, Unreadable
from builder.slides.template.masters import A, P, R, require
from builder.slides.template.package import Package

_MAIN = "ppt/presentation.xml"
_LARGEST, _ALONE = 0.2, 0.06
"""Share of a slide above which a picture is a ground, not a logo; and one that nobody calls so may be one, if it is the only picture."""

_CALLED = re.compile(r"logo|brand|wordmark|emblem", re.IGNORECASE)
_GENERIC = re.compile(
    r"(?:picture|grafik|image|bild|logo|a (?:picture|close)|graphic)\b.*|.*\.(?:png|jpe?g|svg|emf)", re.IGNORECASE
)
"""Names and alternatives that programs make up."""


@dataclass(frozen=True)
class _MasterPicture:
    """A picture on a master or layout: its part, what it is called, what it shows, and its share of the slide."""

    part: str
    name: str
    alt: str
    share: float


def find_logo(package: Package, log: BrandLog, at: Span) -> BrandLogo | None:
    """Return the logo, None without one. It is a picture that is called so, or the only small one."""
    pictures = {one.part: one for one in reversed([*_pictures(package)]) if one.share <= _LARGEST}
    called = [one for one in pictures.values() if _CALLED.search(f"{one.name} {one.alt}")]
    alone = [one for one in pictures.values() if len(pictures) == 1 and one.share <= _ALONE]
    logo: BrandLogo | None = None
    for one in sorted(called or alone, key=lambda one: (one.share, one.part)):
        if logo is not None:
            break
        try:
            cleaned = clean_logo(package.parts[one.part])
        except (Unreadable, KeyError) as error:
            reason = error.reason if isinstance(error, Unreadable) else "it is missing"
            log.leave(one.part, one.name, f"it cannot be the logo of pages: {reason}")
            continue
        alt = "" if _GENERIC.fullmatch(one.alt) else one.alt
        log.take(one.part, one.name or "picture", "logo", change="; ".join(cleaned.changes))
        if not alt:
            log.report(
                "the logo has no text alternative; the theme's name is used",
                at,
                "write what it says as `alt:` in theme.yml",
            )
        logo = BrandLogo(cleaned.data, alt)
    if logo is None and pictures:
        names = ", ".join(sorted({one.name or one.part for one in pictures.values()}))
        log.leave(
            "pictures of the master",
            names,
            "none is called a logo; the template shows them, and pages may have one by `logo:`",
        )
    return logo


def _pictures(package: Package) -> Iterator[_MasterPicture]:
    """Yield the pictures of masters, then those of layouts for title slides."""
    size = require(etree.fromstring(package.parts[_MAIN]).find(f"{P}sldSz"))
    area = int(size.get("cx", "1")) * int(size.get("cy", "1"))
    for master in package.related_parts(_MAIN, "slideMaster"):
        yield from _of_part(package, master.target, area)
        for layout in package.related_parts(master.target, "slideLayout"):
            if etree.fromstring(package.parts[layout.target]).get("type") == "title":
                yield from _of_part(package, layout.target, area)


def _of_part(package: Package, part: str, area: int) -> Iterator[_MasterPicture]:
    rows = package.relationships.get(part, {})
    for shape in etree.fromstring(package.parts[part]).iter(f"{P}pic"):
        fill, extent, seen = shape.find(f".//{A}blip"), shape.find(f".//{A}ext[@cx]"), shape.find(f"*/{P}cNvPr")
        row = rows.get(fill.get(f"{R}embed", "")) if fill is not None else None
        if row is None or extent is None or seen is None or row.external:
            continue
        share = int(extent.get("cx", "0")) * int(extent.get("cy", "0")) / max(area, 1)
        yield _MasterPicture(row.target, seen.get("name", ""), seen.get("descr", "").strip()[:200], share)
