"""Renders the catalogue's pages: an index and a page for each module, static and usable without scripts.

All URLs in them are relative, so that the site works on any server, from a folder, and from a USB stick.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from builder.core.bidi import direction
from builder.core.names import COURSE_ID
from builder.model.catalogue import SITE_FOLDER, Catalogue, CatalogueEntry, CatalogueModule, WebFont, ZipArchive
from builder.model.outputs import LICENSES, license_name
from builder.theme.templates import template_environment
from builder.theme.theme import Theme
from builder.writers.shared.isolation import isolate_html
from builder.writers.shared.labels import Labels
from builder.writers.shared.screen_styles import color_rules
from builder.writers.site.data import address, catalogue_json, linked_data, script_json, whole_course_entry
from builder.writers.site.downloads import GROUPS, Download, card_downloads, downloads, group_of, size_text
from builder.writers.site.facets import Facet, facets, tokens
from builder.writers.site.looks import Look, shipped_looks
from builder.writers.site.module_facts import BETWEEN, ModuleFacts
from builder.writers.site.search_words import search_script
from builder.writers.site.web_fonts import font_rules

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

ROOM = 40
"""With at most this many modules cards show all usual downloads; with more only the handout."""

GALLERY = 8
"""Slides that a module's page shows at once: it fills rows of four, two, and one."""


def site_files(catalogue: Catalogue, theme: Theme, fonts: tuple[WebFont, ...]) -> dict[str, bytes]:
    """Return the site's pages, styles, scripts and data by path; the caller writes the files of `fonts`."""
    css = color_rules(theme) + font_rules(fonts, theme) + theme.files["site/site.css"]
    home = catalogue.home
    files = {
        f"{home}index.html": _Page(catalogue, theme, f"{home}index.html").render("index.html"),
        f"{home}catalogue.json": catalogue_json(
            catalogue.title, catalogue.version, ((s.entry, s.path, s.rows) for s in catalogue.modules)
        ),
        f"{SITE_FOLDER}/site.css": _minify(css).encode(),
        f"{SITE_FOLDER}/find.js": theme.files["site/find.js"].encode(),
        f"{home}{SITE_FOLDER}/words.js": search_script([(s.entry.lang, s.entry.search) for s in catalogue.modules]),
    }
    if catalogue.leave:
        files[f"{SITE_FOLDER}/leave.js"] = theme.files["site/leave.js"].encode()
        blank = f"{home}{SITE_FOLDER}/blank.html"
        files[blank] = _Page(catalogue, theme, blank).render("blank.html")
    if catalogue.gallery:
        looks = shipped_looks()
        files |= {one.sheet: one.data for one in looks}
        files[f"{home}looks.html"] = _Page(catalogue, theme, f"{home}looks.html", looks=looks).render("looks.html")
    if home and catalogue.source not in catalogue.versions:  # nobody would find the way from the folder's root
        files |= _root_files(catalogue, theme)
    for listed in catalogue.modules:
        files[listed.path] = _Page(catalogue, theme, listed.path, listed).render("module.html")
    return files


def _root_files(catalogue: Catalogue, theme: Theme) -> dict[str, bytes]:
    """Return the page that leads to the languages which there are, in the language of the course's own words, and what it needs."""
    there = {**catalogue.versions, catalogue.lang: frozenset[str]()}
    root = replace(
        catalogue, title=catalogue.source_title, description="", lang=catalogue.source, modules=(), home="",
        versions=dict(sorted(there.items())),
    )  # fmt: skip
    files = {"index.html": _Page(root, theme, "index.html").render("languages.html")}
    if catalogue.leave:
        blank = f"{SITE_FOLDER}/blank.html"
        files[blank] = _Page(root, theme, blank).render("blank.html")
    return files


@dataclass(frozen=True)
class LanguageLink:
    """A link to the same page in another language: its tag, its own name, and the page's URL, whole where the course has one."""

    lang: str
    name: str
    url: str
    whole_url: str

    @property
    def dir(self) -> str:
        """The direction of its name."""
        return direction(self.lang)


@dataclass(frozen=True)
class _Page:
    """The object that templates receive as `page`. `at` is the page's path, from which links are relative."""

    catalogue: Catalogue
    theme: Theme
    at: str
    listed: CatalogueModule | None = None
    looks: tuple[Look, ...] = ()

    @cached_property
    def labels(self) -> Labels:
        """The theme's labels, in the page's language."""
        return Labels(self.theme, self.lang)

    @property
    def lang(self) -> str:
        """The page's language: the module's; on the index the course's."""
        return self.listed.entry.lang if self.listed else self.catalogue.lang

    @property
    def dir(self) -> str:
        """The direction of the page's language, `ltr` or `rtl`."""
        return direction(self.lang)

    @property
    def shows_all_downloads(self) -> bool:
        """Whether cards show all usual downloads."""
        return len(self.catalogue.modules) <= ROOM

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """The filters."""
        return facets([(s.entry, s.rows) for s in self.catalogue.modules], self.labels)

    @property
    def title(self) -> str:
        """The page's `<title>`. It names no subject, because it is seen in tabs and in the browser's history."""
        if self.listed is None:
            return self.labels("looks" if self.looks else "site-title")
        number = self.listed.entry.number
        return self.labels("site-title-module", number=number) if number else self.labels("site-title-other")

    def render(self, template: str) -> bytes:
        """Return the page."""
        files = tuple((name, text) for name, text in self.theme.files.items() if name.startswith("site/"))
        return isolate_html(environment(files).get_template(template).render(page=self, label=self.labels)).encode()

    def link(self, path: str) -> str:
        """Return the URL of a file of the site by its planned path, relative to this page."""
        return self._relative(self.catalogue.path_of(path))

    def _relative(self, path: str) -> str:
        here = PurePosixPath(self.at).parent.parts
        there = PurePosixPath(path).parts
        common = 0
        while common < min(len(here), len(there) - 1) and here[common] == there[common]:
            common += 1
        return quote("/".join((*[".."] * (len(here) - common), *there[common:])))

    def words(self, entry: CatalogueEntry) -> ModuleFacts:
        """Return a module's lines of facts, in this page's language."""
        return ModuleFacts(entry, self.labels)

    def language(self, entry: CatalogueEntry) -> Markup:
        """Return the `lang` and `dir` attributes of a module's text; empty when its language is the page's."""
        if entry.lang == self.lang:
            return Markup("")
        return Markup(' lang="{}" dir="{}"').format(entry.lang, direction(entry.lang))

    def languages(self, listed: CatalogueModule | None = None) -> tuple[LanguageLink, ...]:
        """Return links to the same module in other languages; without one to the catalogues in them."""
        catalogue = self.catalogue
        found = []
        for lang, modules in catalogue.versions.items():
            if listed is None:
                path = catalogue.index_of(lang)
            elif listed.entry.lang == catalogue.lang and listed.entry.id in modules:
                path = f"{lang}/{listed.entry.id}/index.html"
            else:
                continue
            key = f"language-{lang.partition('-')[0]}"
            name = self.labels.plain(key) if self.labels.has(key) else lang
            base = listed.entry if listed else next((one.entry for one in catalogue.modules), None)
            url = self._relative(path)
            whole = address(base, path) if base and base.url else url
            found.append(LanguageLink(lang, name, url, whole))
        return tuple(found)

    def alternates(self) -> tuple[tuple[str, str], ...]:
        """Return the languages and URLs of this page, its own among them; none where it has no others."""
        found = [(one.lang, one.whole_url) for one in self.languages(self.listed)]
        entry = self.listed.entry if self.listed else next((one.entry for one in self.catalogue.modules), None)
        own = address(entry, self.at) if entry and entry.url else PurePosixPath(self.at).name
        return ((self.lang, own), *found) if found else ()

    def tokens(self, listed: CatalogueModule) -> str:
        """Return the tokens by which a card is filtered, separated by spaces."""
        return " ".join(tokens(listed.entry, listed.rows))

    def group_downloads(self, listed: CatalogueModule, group: str) -> tuple[Download, ...]:
        """Return the downloads of a card for a group."""
        return card_downloads([row for row in listed.rows if group_of(row) == group], self.labels)

    def main_download(self, listed: CatalogueModule) -> tuple[Download, ...]:
        """Return the one download on a card of a long catalogue: the participants' first, else the facilitators'."""
        return self.group_downloads(listed, GROUPS[0])[:1] or self.group_downloads(listed, GROUPS[1])[:1]

    def sessions(self, listed: CatalogueModule, group: str) -> dict[int, list[Download]]:
        """Return all downloads of a group by the minutes of their session, longest first; 0 when there is only one."""
        every = downloads([row for row in listed.rows if group_of(row) == group], self.labels)
        kinds = {(one.name, one.form, one.paper) for one in every}
        found: dict[int, list[Download]] = {}
        for one in every:  # a book's files differ in minutes too, but are not sessions of several lengths
            found.setdefault(one.minutes if len(kinds) < len(every) else 0, []).append(one)
        return dict(sorted(found.items(), reverse=True))

    def zip_facts(self, zipped: ZipArchive) -> str:
        """Return `ZIP, 9 files, 1.1 MB`."""
        files = self.labels.count("count-files", zipped.files)
        return self.labels("plan-list").join((self.labels("format-zip"), files, size_text(zipped.bytes, self.labels)))

    def slides_file(self, listed: CatalogueModule) -> Download | None:
        """Return the PDF of the slides in the gallery, None without one."""
        rows = [row for row in listed.rows if row["edition"] == "slides-share" and not row.get("variant")]
        return next(iter(downloads(rows, self.labels)), None)

    def data(self, listed: CatalogueModule) -> Markup:
        """Return a module, or the whole course, as JSON-LD."""
        entry = listed.entry
        if entry.id == COURSE_ID:
            entry = whole_course_entry(entry, (one.entry for one in self.catalogue.modules if one is not listed))
        data = linked_data(entry, listed.rows, listed.path, self.labels.plain("module-needs-none"))
        return script_json({**data, **self._translations(listed)})

    def _translations(self, listed: CatalogueModule) -> dict[str, object]:
        """Return what JSON-LD says of a module in other languages: what it is a translation of, or its translations."""
        entry = listed.entry
        parts = {
            one.lang: {
                "@type": "LearningResource",
                "@id": address(entry, f"{one.lang}/{entry.id}/index.html"),
                "inLanguage": one.lang,
            }
            for one in self.languages(listed)
        }
        if entry.translation_of:
            return {
                "translationOfWork": parts.get(
                    entry.translation_of, {"@type": "LearningResource", "inLanguage": entry.translation_of}
                )
            }
        return {"workTranslation": list(parts.values())} if parts else {}

    def index_data(self) -> Markup:
        """Return the course as JSON-LD: its modules by name and page."""
        parts = [linked_data(s.entry, (), s.path) for s in self.catalogue.modules] if self.shows_all_downloads else []
        fields = ("@id", "@type", "name", "url", "timeRequired", "inLanguage")
        course = {
            "@context": "https://schema.org",
            "@type": "Course",
            "name": self.catalogue.title,
            "description": self.catalogue.description or self.catalogue.title,
            "inLanguage": self.catalogue.lang,
            "hasPart": [{key: part[key] for key in fields if key in part} for part in parts],
        }
        return script_json({key: value for key, value in course.items() if value})

    def license(self, entry: CatalogueEntry) -> tuple[str, str]:
        """Return a license's name as printed, and its URL or ""."""
        return license_name(entry.license), LICENSES.get(entry.license, "")


@lru_cache(maxsize=1)
def environment(files: tuple[tuple[str, str], ...]) -> SandboxedEnvironment:
    """Return the environment that renders the catalogue's templates, given as (name, text) pairs; the last is remembered."""
    templates = {name.removeprefix("site/"): text for name, text in files}
    names = {"groups": GROUPS, "gallery": GALLERY, "folder": SITE_FOLDER, "between": BETWEEN}
    return template_environment(templates, names)


def _minify(css: str) -> str:
    """Return CSS without comments and indentation, which phones need not load."""
    return re.sub(r"\n\s*", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
