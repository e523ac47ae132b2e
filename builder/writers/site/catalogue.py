"""The steps that make the catalogue: entries from modules, pictures and ZIP archives from finished files, then the pages.

    module ─ select(handout) ─ Entry ─────────────────────┐
    handout.pdf, slides-share.pdf ─ first pages ─ WebP ────┼─ Listed ─ Catalogue ─ index.html, a page a module, data
    all files of a group ─ ZIP ───────────────────────────┘

Every step is a pure function, and imports its libraries when it runs, as most steps run in workers. The engine
(engine/site.py) reads and writes the files and decides which steps need not run again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from builder.model.catalogue import (
    ArtifactRow,
    Catalogue,
    CatalogueEntry,
    CatalogueHeading,
    CatalogueModule,
    SitePicture,
    WebFont,
)
from builder.model.course import Course
from builder.model.module import Module
from builder.model.outputs import Imprint
from builder.theme.theme import Theme
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.shared.labels import Labels
from builder.writers.site.downloads import GROUPS, group_of


class PictureSpec(NamedTuple):
    """How the pages of an edition are shown as pictures: file name, width in px, and the number of pages (None: all)."""

    edition: str
    name: str
    width: int
    most: int | None


PICTURED_EDITIONS = (PictureSpec("handout", "page", 236, 1), PictureSpec("slides-share", "slide", 380, None))
"""The editions that are shown as pictures.

Widths are twice those on the page, so that pictures are sharp on high-density screens. Slides are those for participants:
a public page must not show answers.
"""


def module_entry(module: Module, imprint: Imprint, theme: Theme) -> CatalogueEntry:
    """Return a module's entry, made from its handout so that nothing for facilitators can reach a public page."""
    from builder.writers.site.entry import entry_of

    style = theme.files[f"csl/{imprint.citations}.csl"]
    labels = Labels(theme, module.lang)
    needs = module.prerequisites(lambda title: labels.plain("needs-module", title=title))
    return entry_of(select(module, EDITIONS["handout"]), imprint, style, needs)


def course_entry(ident: str, course: Course, modules: Sequence[CatalogueEntry]) -> CatalogueEntry:
    """Return the entry of the whole course, for its books. It has a draft notice while any of its modules has one."""
    file = course.file
    return CatalogueEntry(
        id=ident,
        lang=file.lang,
        title=file.title,
        description=file.description,
        license=file.license,
        version=file.version,
        draft_notice=next((entry.draft_notice for entry in modules if entry.draft_notice), ""),
        course_version=file.version,
        url=file.url,
        authors=tuple(dict.fromkeys(name for entry in modules for name in entry.authors)),
        keywords=tuple(dict.fromkeys(word for entry in modules for word in entry.keywords))[:24],
        contents=tuple(CatalogueHeading(words=entry.title) for entry in modules),
    )


def edition_pictures(
    pdf: bytes, picture: PictureSpec, lang: str, theme: Theme
) -> tuple[tuple[SitePicture, bytes], ...]:
    """Return the pages of a PDF as pictures, each with its file name, size and text alternative."""
    from builder.writers.site.pictures import page_pictures

    labels = Labels(theme, lang)
    shown = []
    for number, page in enumerate(page_pictures(pdf, picture.width, picture.most), 1):
        key = "module-gallery-alt-titled" if page.title else "module-gallery-alt"
        alt = labels.plain(key, number=number, title=page.title) if picture.most is None else ""
        path = f"{picture.name}-{number:02}.webp" if picture.most is None else f"{picture.name}.webp"
        shown.append((SitePicture(path, page.width, page.height, alt), page.data))
    return tuple(shown)


def zip_group(entry: CatalogueEntry, files: Mapping[str, bytes], theme: Theme) -> bytes:
    """Return files by name as a ZIP archive with a README."""
    from builder.writers.site.zip import read_me, zip_bytes

    return zip_bytes({**files, "README.txt": read_me(entry, theme).encode()})


def web_fonts(theme: Theme, cache: Path | None) -> tuple[WebFont, ...]:
    """Return the font files of the pages, as WOFF2. They are kept in the folder `cache`."""
    from builder.writers.site import web_fonts as fonts

    return fonts.web_fonts(theme, cache)


def rows_by_group(rows: Sequence[ArtifactRow]) -> dict[str, list[ArtifactRow]]:
    """Return rows of the manifest by the group in GROUPS that they are offered to; empty groups are left out."""
    found = {group: [row for row in rows if group_of(row) == group] for group in GROUPS}
    return {group: rows for group, rows in found.items() if rows}


def catalogue_files(
    course: Course,
    modules: Sequence[CatalogueModule],
    theme: Theme,
    fonts: tuple[WebFont, ...],
    linked: Mapping[str, Sequence[str]],
    places: Mapping[str, str],
) -> dict[str, bytes]:
    """Return the catalogue's pages, styles, scripts and data by path; pictures, ZIP archives and `fonts` are not included.

    `linked` are the ids of the modules that there are in other languages; `places` those of files that are not at their planned paths.
    """
    from builder.writers.site.pages import site_files

    file = course.file
    catalogue = Catalogue(
        title=file.title,
        description=file.description,
        version=file.version,
        lang=file.lang,
        leave=file.leave,
        gallery=file.gallery,
        modules=tuple(modules),
        places=places,
        home=f"{file.lang}/" if course.origin else "",
        source=(course.origin or course).file.lang,
        source_title=(course.origin or course).file.title,
        versions={lang: frozenset(modules) for lang, modules in linked.items()},
    )
    return site_files(catalogue, theme, fonts)
