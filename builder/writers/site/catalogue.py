"""The catalogue's pipeline on one page: a module to its entry, finished files to pictures and ZIPs, and all to pages.

    module ─ select(handout) ─ Entry ─────────────────────┐
    handout.pdf, slides-share.pdf ─ first pages ─ WebP ────┼─ Listed ─ Catalogue ─ index.html, a page a module, data
    all files of a group ─ ZIP ───────────────────────────┘

As in build.py, every step is a function of what it is given, and libraries are imported where their step runs: most run
in workers. What stands on disk, and what need not be made again, is the engine's business (engine/site.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """How an edition is shown in pictures: under which name, how wide (px), how many pages (None = all)."""

    edition: str
    name: str
    width: int
    most: int | None


PICTURED_EDITIONS = (PictureSpec("handout", "page", 236, 1), PictureSpec("slides-share", "slide", 380, None))
"""The editions that are shown in pictures.

Twice the width at which the catalogue shows a page and a slide, so that they are sharp on a good screen.
Slides are shown as participants keep them: a public page has no answers.
"""


def module_entry(module: Module, imprint: Imprint, theme: Theme, changelog: str = "") -> CatalogueEntry:
    """Return a module's entry: made of its handout, so that nothing else can reach a public page."""
    from builder.writers.site.entry import entry_of

    style = theme.files[f"csl/{imprint.citations}.csl"]
    labels = Labels(theme, module.lang)
    needs = module.prerequisites(lambda title: labels("needs-module", title=title))
    return entry_of(select(module, EDITIONS["handout"]), imprint, style, changelog, needs)


def course_entry(ident: str, course: Course, modules: Sequence[CatalogueEntry]) -> CatalogueEntry:
    """Return the entry of what is made of the whole course: its books. It is a draft while any of its modules is."""
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
    """Return the pages of a PDF as pictures, by file name, with what a listener is told of each."""
    from builder.writers.site.pictures import page_pictures

    labels = Labels(theme, lang)
    shown = []
    for number, page in enumerate(page_pictures(pdf, picture.width, picture.most), 1):
        said = "module-gallery-alt-titled" if page.title else "module-gallery-alt"
        alt = labels(said, number=number, title=page.title) if picture.most is None else ""
        path = f"{picture.name}-{number:02}.webp" if picture.most is None else f"{picture.name}.webp"
        shown.append((SitePicture(path, page.width, page.height, alt), page.data))
    return tuple(shown)


def zip_group(entry: CatalogueEntry, files: Mapping[str, bytes], theme: Theme) -> bytes:
    """Return files by name as a ZIP, with a note of what they are and who made them."""
    from builder.writers.site.zip import read_me, zip_bytes

    return zip_bytes({**files, "README.txt": read_me(entry, theme).encode()})


def web_fonts(theme: Theme) -> tuple[WebFont, ...]:
    """Return the faces that the pages are set in, as the web has them."""
    from builder.writers.site import web_fonts as fonts

    return fonts.web_fonts(theme)


def rows_by_group(rows: Sequence[ArtifactRow]) -> dict[str, list[ArtifactRow]]:
    """Return rows of the manifest by the group that they are offered to."""
    found = {group: [row for row in rows if group_of(row) == group] for group in GROUPS}
    return {group: rows for group, rows in found.items() if rows}


def catalogue_files(
    course: Course, modules: Sequence[CatalogueModule], theme: Theme, fonts: tuple[WebFont, ...]
) -> dict[str, bytes]:
    """Return the pages of the catalogue, and what they need but pictures, ZIPs and `fonts`, by path."""
    from builder.writers.site.pages import site_files

    file = course.file
    catalogue = Catalogue(
        title=file.title,
        description=file.description,
        version=file.version,
        lang=file.lang,
        leave=file.leave,
        modules=tuple(modules),
    )
    return site_files(catalogue, theme, fonts)
