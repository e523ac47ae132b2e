"""A theme's specimen: pictures of pages and slides of a made-up module, and its colors with the contrast of each pair.

The module stands in themes/base/gallery: nothing of a course is shown, so no answer and no note of a facilitator can be.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from builder.build import imprint_of, read_module
from builder.core.disk.folder import Folder, our_folder
from builder.core.problems import Problem, Problems
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.model.outputs import Variant
from builder.parse.course import load_course
from builder.theme.contrast import ColorPair, color_pairs
from builder.theme.folder import themes_folder
from builder.theme.load import load_theme
from builder.theme.tokens import ROLES
from builder.transform.lengths import cut
from builder.writers.site.pictures import page_pictures
from builder.writers.slides_pdf.gallery import write_gallery

PAGES = (("handout", 2), ("workbook", 1), ("cards", 1), ("guide", 2))
"""Editions on paper that a specimen shows, and how many pages of each."""

_WIDTHS = {"pages": 420, "slides": 480}
"""Widths of the pictures, px: about half again as wide as they are shown."""


class SpecimenPicture(NamedTuple):
    """A page or slide as WebP: the edition that it is of, its number there, its size in px."""

    edition: str
    number: int
    width: int
    height: int
    data: bytes


class ThemeSpecimen(NamedTuple):
    """What a theme looks like. `layouts` is a PDF with every layout of its slides, `colors` its roles in the order of ROLES."""

    name: str
    title: str
    description: str
    colors: dict[str, str]
    accents: tuple[str, ...]
    pairs: tuple[ColorPair, ...]
    pages: tuple[SpecimenPicture, ...]
    slides: tuple[SpecimenPicture, ...]
    layouts: bytes


def theme_specimen(name: str, where: Path) -> tuple[ThemeSpecimen | None, list[Problem]]:
    """Return the specimen of a theme of the course in `where`, or of the tool; None for one that cannot be used; and the problems found."""
    problems = Problems()
    theme = load_theme(name, problems, Folder(where))
    if theme is None:
        return None, problems.found
    ours, folder = Problems(), our_folder(themes_folder() / "base" / "gallery")
    course = load_course(folder, ours)
    read = read_module(folder, course, "specimen", ours) if course else None
    module = read and cut(read, None, ours)
    if course is None or module is None:
        raise ValueError(f"the specimen cannot be read: {ours.found}")
    build = ModuleBuild(ModuleInputs(module, theme, imprint_of(module, course), "letter"), problems)
    pages = tuple(
        SpecimenPicture(edition, number, page.width, page.height, page.data)
        for edition, most in PAGES
        for number, page in enumerate(
            page_pictures(build.page(edition, Variant("letter")).data, _WIDTHS["pages"], most), 1
        )
    )
    slides = tuple(
        SpecimenPicture("slides", number, page.width, page.height, page.data)
        for number, page in enumerate(page_pictures(build.slides_pdf.data, _WIDTHS["slides"]), 1)
    )
    template = build.template
    layouts = write_gallery(template.layouts, template.theme, "en-US", problems).data
    made = ThemeSpecimen(
        name,
        theme.tokens.name or name,
        theme.tokens.description,
        {role: theme.colors[role] for role in ROLES},
        tuple(theme.colors[f"accent{n}"] for n in range(1, 1 + len(theme.tokens.color.accent))),
        color_pairs(theme.colors),
        pages,
        slides,
        layouts,
    )
    return made, problems.found
