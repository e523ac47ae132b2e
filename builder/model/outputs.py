"""Finished files, their variants, and what every output carries besides the module's own text."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date
from typing import Literal

from builder.core.addresses import NO_ADDRESS, Address
from builder.core.frozen import dataclass, replace
from builder.model.course import Paper

PAGE_COUNT = "cw:end"
"""The key of an edition's number of pages among the page numbers of its blocks."""


@dataclass(frozen=True)
class RenderedFile:
    """One finished file. `places` maps block ids to pages or slides, from 1; `count` is the number of pages or slides."""

    data: bytes = field(repr=False)
    places: dict[str, int]
    count: int


Imposition = Literal["", "booklet", "2up"]
"""How finished pages are set on sheets: one on each side; two a side, to be folded to a booklet; two a side, in order."""


@dataclass(frozen=True)
class Variant:
    """How an edition is set: paper, large print, ink, session length (None = whole), slides a page (0 = whole pages).

    `tight` is how many steps smaller than usual the one-sheet summary is set, so that it keeps to its two sides.
    `close`: lines and blocks stand a little closer, which saves a sheet that would be nearly empty. `contents`: a handout lists its topics; it does when it has more than six pages, which only laying it out shows.
    """

    paper: Paper = "letter"
    large: bool = False
    grey: bool = False
    minutes: int | None = None
    up: int = 0
    tight: int = 0
    close: bool = False
    contents: bool = False
    imposition: Imposition = ""

    def on(self, paper: Paper) -> Variant:
        """Return the same on another paper."""
        return replace(self, paper=paper)


@dataclass(frozen=True)
class Imprint:
    """Where an output comes from: printed on covers, feet and last pages, and written in the file's properties.

    `number` is the module's place in the course, 0 = none. `draft_notice` is "" once the module was reviewed.
    `date` is the module's own date (reviewed or checked) or SOURCE_DATE_EPOCH, never the clock; None = undated.
    `citations` names the style in which sources are written, below themes/base/csl.
    `safeguards` names what a course on a painful subject has printed in addition (`safeguards:` in course.yml).
    `guide` says how much of the handout's text the guide prints again: `full`, or `lean`, what it needs.
    `source_hash` is the hash of what the edition shows of the module, hexadecimal: it tells nothing of what is left out.
    """

    course: str = ""
    course_version: str = ""
    number: int = 0
    draft_notice: str = ""
    license: str = ""
    url: Address = NO_ADDRESS
    contacts: tuple[str, ...] = ()
    date: date | None = None
    source_hash: str = ""
    citations: str = "numeric"
    safeguards: tuple[str, ...] = ()
    guide: Literal["lean", "full"] = "lean"

    def address(self, lang: str, ident: str) -> Address:
        """Return the address of a module's page in the course's catalogue, "" when the course has no address."""
        return Address(f"{self.url.rstrip('/')}/{lang}/{ident}/") if self.url else NO_ADDRESS


LICENSES = {
    "CC-BY-4.0": Address("https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": Address("https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC-BY-NC-4.0": Address("https://creativecommons.org/licenses/by-nc/4.0/"),
    "CC0-1.0": Address("https://creativecommons.org/publicdomain/zero/1.0/"),
}
"""Addresses of the licenses that course content is commonly given, by SPDX name."""


def license_name(name: str) -> str:
    """Return a license as printed: `CC BY-SA 4.0` for `CC-BY-SA-4.0`; a name that we do not know as it is."""
    return re.sub(r"^(CC0?)-(.*?)-?(\d\.\d)$", r"\1 \2 \3", name).replace("  ", " ") if name in LICENSES else name


@dataclass(frozen=True)
class PageIndex:
    """Where blocks stand in the editions made before this one: edition → block id → page or slide.

    `paper` is what their pages are counted on, in ordinary print; None = not said.
    """

    places: dict[str, dict[str, int]] = field(default_factory=dict)
    paper: Paper | None = None

    def find(self, edition: str, ident: str) -> int | None:
        """Return the page or slide of a block in an edition, or None."""
        return self.places.get(edition, {}).get(ident)

    def pages(self, edition: str) -> int | None:
        """Return how many pages a printed edition has, or None."""
        return self.find(edition, PAGE_COUNT)
