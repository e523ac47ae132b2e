"""`coursewright new theme`: a theme to change, or one that has the look of a brand's file."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from builder.cli.course import find_root, report_reading_errors, root_option
from builder.cli.messages import (
    CONTENT,
    USAGE,
    command_name,
    count_text,
    relative,
    report,
    say_json,
    say_line,
    stop,
    talk,
    tally,
)
from builder.cli.new import check_name, check_way, make_files
from builder.cli.readers import run_reader


@click.command()
@click.argument("name")
@root_option
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A brand to make it of: _brand.yml, .tokens.json, .potx, .pptx or .thmx.",
)
@click.option(
    "--color",
    "colors",
    multiple=True,
    metavar="COLOR",
    help="One color of your brand, or two (repeat it), to make it of.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def theme(name: str, root: Path | None, source: Path | None, colors: tuple[str, ...], form: str) -> None:
    """Make themes/NAME/theme.yml: small letters, digits and hyphens.

    With --from or --color it has the look of that brand, and what was taken, left and changed is reported.
    """
    from builder.starter import new_theme

    folder = find_root(root)
    check_name(name)
    if source and colors:
        stop("Give a file, or colors, not both.", USAGE)
    if len(colors) > 2:
        stop("One or two colors make a theme; for more, write a _brand.yml and give it with --from.", USAGE)
    check_way(folder.root, f"themes/{name}/theme.yml")
    if folder.is_there(f"themes/{name}"):
        stop(f"{relative(folder.root / 'themes' / name)} is there already; nothing was changed.", USAGE)
    if source or colors:
        _make_of_brand(folder.root, name, source, colors, form)
        return
    make_files(folder.root, {f"themes/{name}/theme.yml": new_theme(name)})
    talk(f"Made {relative(folder.root / 'themes' / name / 'theme.yml')}.")
    talk(f"Next: change its colors, then `{command_name()} build --theme {name}`.")


def _make_of_brand(root: Path, name: str, source: Path | None, colors: tuple[str, ...], form: str) -> None:
    """Write the theme that a brand becomes. Exits 1, with nothing written, when it cannot be used."""
    from builder.brands.make import BrandRequest, make_branded_theme
    from builder.core.disk.folder import Folder
    from builder.core.problems import Problems
    from builder.engine.workers.limits import IMPORTING
    from builder.starter import title_of

    place = source.resolve() if source else None
    request = BrandRequest(
        name, title_of(name, "A theme"), Folder(place.parent) if place else None, place.name if place else "", colors
    )
    read = (place.parent,) if place else ()
    with report_reading_errors():
        done = run_reader(partial(make_branded_theme, request), *read, limits=IMPORTING, load=_load)
    problems = Problems(list(done.problems))
    if done.made is not None:
        make_files(root, {f"themes/{name}/{file}": data for file, data in done.made.files.items()})
    if form == "json":
        say_json(done.report.record() | {"problems": [problem.as_dict() for problem in problems]})
    else:
        for line in done.report.lines():
            say_line(line)
        report(problems, "text", err=True)
    if done.made is None:
        talk("Nothing was made.")
        sys.exit(CONTENT)
    talk(f"Made themes/{name} of {count_text(len(done.made.files), 'file')}: {tally(problems)}.")
    talk(f"Next: `{command_name()} build --theme {name}`.")


def _load() -> None:
    """Import what reading brands needs, before it is confined."""
    from importlib import import_module

    from builder.brands.make import READERS

    for name in (
        "tinycss2.color4",
        "fontTools.ttLib",
        "builder.pictures.clean",
        *(module for module, _ in READERS.values()),
    ):
        import_module(name)
