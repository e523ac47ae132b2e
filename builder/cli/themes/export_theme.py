"""`coursewright theme`: a theme as a file for other programs."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from builder.cli.course import report_reading_errors, root_option
from builder.cli.messages import USAGE, relative, report, say_json, talk
from builder.cli.new import make_files
from builder.cli.readers import run_reader


@click.group()
def theme() -> None:
    """Write a theme out for other programs, or the schema of theme.yml for editors."""


@theme.command()
def schema() -> None:
    """Print the JSON Schema of theme.yml: editors complete its keys with it."""
    from builder.theme.language.schema import theme_schema

    say_json(theme_schema())


@theme.command()
@click.argument("name")
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Choice(["potx", "brand.yml", "css", "tokens"]),
    help="A PowerPoint template, Quarto's _brand.yml, CSS custom properties, or design tokens.",
)
@root_option
@click.option("--output", type=click.Path(path_type=Path), help="The folder to write to (default: this one).")
def export(name: str, target: str, root: Path | None, output: Path | None) -> None:
    """Write the theme NAME as a file that other programs open. `new theme --from` makes the same theme of it again."""
    from builder.brands.export.export import export_theme
    from builder.core.disk.folder import Folder
    from builder.core.problems import Problems
    from builder.engine.workers.libraries import load_for_jobs
    from builder.engine.workers.limits import Limits

    where, folder = root or Path.cwd(), output or Path.cwd()
    with report_reading_errors():
        call = partial(export_theme, name, target, Folder(where))
        done = run_reader(call, where / "themes", listed=(where,), limits=Limits(), load=load_for_jobs)
    report(Problems(list(done.problems)), "text", err=True)
    if not done.files:
        sys.exit(USAGE)
    make_files(folder.absolute(), done.files)
    for file in done.files:
        talk(f"Made {relative(folder / file)}.")
