"""`coursewright themes`: lists the themes, and draws the layouts of each."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.course import report_reading_errors, root_option
from builder.cli.messages import USAGE, relative, report, say_line, talk
from builder.cli.new import make_files
from builder.cli.readers import run_reader

if TYPE_CHECKING:
    from builder.core.problems import Problem


@click.command()
@root_option
@click.option(
    "--gallery",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write a PDF for each theme to DIR, which shows every layout of slides on two pages.",
)
@click.option("--fonts", is_flag=True, help="Also list each theme's own fonts: embedding, license, letters by script.")
def themes(root: Path | None, gallery: Path | None, *, fonts: bool) -> None:
    """List the themes that a course can be built under, and what each is for."""
    from builder.core.disk.folder import Folder
    from builder.theme.load import theme_descriptions

    with report_reading_errors():
        where = root or Path.cwd()
        described = run_reader(partial(theme_descriptions, Folder(where)), where / "themes", listed=(where,))
        if gallery is not None:
            _write_galleries(sorted(described), where, gallery)
            return
        listed = _fonts(where) if fonts else {}
    width = max(map(len, described))
    for name, description in sorted(described.items()):
        say_line(f"{name:{width}}  {description}".rstrip())
        for line in listed.get(name, ()):
            say_line(f"{'':{width}}  {line}")


def _fonts(where: Path) -> dict[str, tuple[str, ...]]:
    """Return what there is to say of the fonts of each theme, a line a file."""
    from builder.brands.machine_fonts import load_libraries

    return run_reader(partial(_read_fonts, where), where / "themes", listed=(where,), load=load_libraries)


def _read_fonts(where: Path) -> dict[str, tuple[str, ...]]:
    from builder.brands.machine_fonts import fonts_of_themes
    from builder.core.disk.folder import Folder
    from builder.theme.load import theme_names

    return fonts_of_themes(theme_names(Folder(where)))


def _write_galleries(names: list[str], where: Path, gallery: Path) -> None:
    """Write a PDF with the layouts of each theme. Themes that cannot be used are told, and left out; then exits 2."""
    from builder.core.problems import Problems
    from builder.engine.workers.libraries import load_for_jobs
    from builder.engine.workers.limits import Limits

    made: dict[str, bytes] = {}
    problems = Problems()
    for name in names:
        call = partial(_gallery, name, where)
        data, found = run_reader(call, where / "themes", listed=(where,), limits=Limits(), load=load_for_jobs)
        problems.extend(found)
        if data:
            made[f"gallery-{name}.pdf"] = data
    make_files(gallery, made)
    for name in made:
        talk(f"Made {relative(gallery / name)}.")
    report(problems, "text", err=True)
    if len(made) < len(names):
        sys.exit(USAGE)


def _gallery(name: str, where: Path) -> tuple[bytes, list[Problem]]:
    """Return the gallery of a theme, b"" for one that cannot be used, and the problems found."""
    from builder.build import make_slide_template
    from builder.core.disk.folder import Folder
    from builder.core.problems import Problems
    from builder.theme.load import load_theme
    from builder.writers.slides_pdf.gallery import write_gallery

    problems = Problems()
    theme = load_theme(name, problems, Folder(where))
    if theme is None:
        return b"", problems.found
    template = make_slide_template(theme, "en-US", problems)
    return write_gallery(template.layouts, template.theme, "en-US", problems).data, problems.found
