"""`coursewright themes`: lists the themes, and shows what each looks like."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from builder.cli.course import report_reading_errors, root_option
from builder.cli.messages import USAGE, relative, report, say_line, stop, talk
from builder.cli.new import make_files
from builder.cli.readers import run_reader

PAGE = "gallery.html"
"""The page that shows every theme."""


@click.command()
@root_option
@click.option(
    "--gallery",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write gallery.html to DIR: pages, slides, colors and contrast of every theme on one page; and every layout of slides as a PDF for each.",
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
    """Write one page with a specimen of each theme, and the layouts of each. Themes that cannot be used are told, and left out; then exits 2."""
    from builder.core.disk.writable import WritableFolder
    from builder.core.problems import Problems
    from builder.engine.workers.libraries import load_for_jobs
    from builder.engine.workers.limits import Limits
    from builder.gallery.page import gallery_page
    from builder.gallery.sheet import specimen_sheet
    from builder.gallery.specimen import theme_specimen

    if not WritableFolder(gallery).is_free(PAGE):
        stop(f"{relative(gallery / PAGE)} is there already; nothing was changed.", USAGE)
    problems, specimens = Problems(), []
    for name in names:
        call = partial(theme_specimen, name, where)
        made, found = run_reader(call, where / "themes", listed=(where,), limits=Limits(), load=load_for_jobs)
        problems.extend(found)
        if made is not None:
            specimens.append(made)
    files = {f"gallery-{one.name}.pdf": one.layouts for one in specimens}
    files |= {f"sheet-{one.name}.webp": specimen_sheet(one) for one in specimens}
    if specimens:
        files[PAGE] = gallery_page(specimens, "en-US")
    make_files(gallery, files)
    for file in files:
        talk(f"Made {relative(gallery / file)}.")
    report(problems, "text", err=True)
    if len(specimens) < len(names):
        sys.exit(USAGE)
