"""What the catalogue shows of each module: public facts, and the paths of its files in the output folder.

`CatalogueEntry` is a pydantic model because entries are cached as JSON between builds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from pydantic import BaseModel, ConfigDict

from builder.core.addresses import NO_ADDRESS, Address
from builder.core.frozen import dataclass
from builder.core.names import site_of
from builder.model.releases import Release

ArtifactRow = Mapping[str, Any]
"""One entry of `artifacts` in manifest.json."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CatalogueHeading(_Frozen):
    """The title of a topic, or of a part, to which the topics after it belong."""

    words: str
    part: bool = False


class CatalogueSource(_Frozen):
    """A source as printed, and its address or ""."""

    words: str
    url: Address = NO_ADDRESS

    @property
    def site(self) -> str:
        """The site of its address, without `www.`; "" without one. Nobody need read or hear the rest."""
        return site_of(self.url)


class CatalogueWay(_Frozen):
    """A way to reach a service: its kind (`call`, `web` …), the number or address as printed, and what a tap opens, or ""."""

    kind: str
    words: str
    url: Address = NO_ADDRESS


class CatalogueContact(_Frozen):
    """A service to turn to: its name, what it helps with, and how to reach it."""

    name: str
    purpose: str = ""
    ways: tuple[CatalogueWay, ...] = ()


class CatalogueEntry(_Frozen):
    """A module's card and page. Dates are ISO texts, "" = none; `number` is its place in the course, 0 = none.

    `draft_notice` is "" once the module was reviewed. `url` is the address of the whole course, "" when it has none.
    `search` holds the words that participants read, for the catalogue's search.
    `date` is the module's own (reviewed or checked) or SOURCE_DATE_EPOCH. `translation_of` is the language that a translation
    was made from, of which so many percent are `translated`; `translation_reviewed` says who reviewed it, "" for nobody.
    """

    id: str
    lang: str
    title: str
    description: str
    number: int = 0
    objectives: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    level: str = ""
    minutes: int = 0
    prerequisites: tuple[str, ...] = ()
    content_note: str = ""
    status: str = ""
    license: str = ""
    version: str = ""
    checked: str = ""
    reviewed: str = ""
    reviewed_by: tuple[str, ...] = ()
    date: str = ""
    draft_notice: str = ""
    course: str = ""
    course_version: str = ""
    url: Address = NO_ADDRESS
    contents: tuple[CatalogueHeading, ...] = ()
    sources: tuple[CatalogueSource, ...] = ()
    contacts: tuple[CatalogueContact, ...] = ()
    history: tuple[Release, ...] = ()
    search: str = ""
    translation_of: str = ""
    translated: int = 100
    translation_reviewed: str = ""


@dataclass(frozen=True)
class SitePicture:
    """A picture in the output folder: its path, its size in px, and its text alternative."""

    path: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True)
class ZipArchive:
    """A ZIP archive in the output folder, its size in bytes, and the number of files in it."""

    path: str
    bytes: int
    files: int


@dataclass(frozen=True)
class CatalogueModule:
    """A module with its files in the output folder. `page`: the picture of its first page. `zips` by the name of their group."""

    entry: CatalogueEntry
    rows: tuple[ArtifactRow, ...]
    page: SitePicture | None = None
    slides: tuple[SitePicture, ...] = ()
    zips: Mapping[str, ZipArchive] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The module's page."""
        return f"{self.entry.lang}/{self.entry.id}/index.html"


@dataclass(frozen=True)
class Catalogue:
    """The course as the site shows it. `leave` is the address that the quick-exit link opens, "" = no such link.

    `places` tells where pages, styles and scripts are that stand beside a file of others, by their planned paths.
    `home` is the folder of a catalogue in a language that the course is translated into, "" for its own: `source`.
    `versions` are the ids of the modules that there are in each other language; `source_title` is the course's title as it was written.
    `gallery`: a page shows the themes that come with the tool.
    """

    title: str
    description: str
    version: str
    lang: str
    leave: Address
    modules: tuple[CatalogueModule, ...]
    places: Mapping[str, str] = field(default_factory=dict)
    home: str = ""
    source: str = ""
    source_title: str = ""
    versions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    gallery: bool = False

    def index_of(self, lang: str) -> str:
        """Return the path of the catalogue in a language."""
        return "index.html" if lang == self.source else f"{lang}/index.html"

    def path_of(self, planned: str) -> str:
        """Return where a file of the catalogue is, by its planned path: pages and words of a translation are in its `home`."""
        own = f"{self.home}{planned}" if planned in OF_A_LANGUAGE else planned
        return self.places.get(own, own)


SITE_FOLDER = "site"
"""The folder of the output folder that holds the catalogue's own fonts and styles."""

OF_A_LANGUAGE = frozenset(
    {"index.html", "looks.html", "catalogue.json", f"{SITE_FOLDER}/words.js", f"{SITE_FOLDER}/blank.html"}
)
"""The files of a catalogue that are other ones in each language of a course."""


@dataclass(frozen=True)
class WebFont:
    """One font face as WOFF2. `data` is b"" when the output folder has the file already."""

    name: str
    family: str
    weight: int
    data: bytes = field(default=b"", repr=False)

    @property
    def path(self) -> str:
        """Its path in the output folder."""
        return f"{SITE_FOLDER}/{self.name}"
