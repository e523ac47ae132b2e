"""`coursewright show`: prints a module at any stage of the pipeline."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from builder.cli.course import ModuleName, find_root, load, root_option, select_modules
from builder.cli.messages import (
    CONTENT,
    TOOL,
    USAGE,
    epoch,
    missing_library,
    reason_of,
    relative,
    report,
    say,
    stop,
    talk,
)
from builder.core.disk.writable import BlockedFolderError, WritableFolder
from builder.transform.editions import EDITIONS
from builder.writers.pdf.patches.guard import UnknownRendererError

_AS_IT_IS = ("html",)
"""Stages whose text other programs read: as it is, unless a terminal shows it."""

STAGES = ("source", "module", "edition", "deck", "html", "slides-png", "accessibility")


@click.command()
@click.argument("module", type=ModuleName())
@root_option
@click.option("--stage", type=click.Choice(STAGES), default="module", show_default=True)
@click.option("--edition", type=click.Choice(tuple(EDITIONS)), default="handout", show_default=True)
@click.option("--minutes", type=click.IntRange(1, 1440), help="Cut to a session of so many minutes.")
@click.option("--theme", help="The theme to show it under (default: the course's).")
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file or folder instead of stdout.")
def show(
    module: str,
    root: Path | None,
    stage: str,
    edition: str,
    minutes: int | None,
    theme: str | None,
    output: Path | None,
) -> None:
    """Print what the compiler understands of MODULE, at any stage on its way."""
    if stage == "html" and EDITIONS[edition].page is None:
        stop(f"The edition `{edition}` has no pages, and so no HTML. Name another with --edition.", USAGE)
    folder = find_root(root)
    course, chosen, problems = load(folder, theme)
    select_modules(course, (module,))
    from builder.build import imprint_of, read_module
    from builder.engine.module_build import ModuleBuild, ModuleInputs
    from builder.inspect.stages import stage_of
    from builder.model.outputs import Variant

    parsed = read_module(folder, course, module, problems)
    if parsed is not None and minutes:
        from builder.transform.lengths import cut

        parsed = cut(parsed, minutes, problems)
    if parsed is None:
        report(problems, "text", err=True)
        sys.exit(CONTENT)
    imprint = imprint_of(parsed, course, epoch())
    build = ModuleBuild(ModuleInputs(parsed, chosen, imprint, course.file.paper), problems)
    try:
        shown = stage_of(build, stage, edition, Variant(course.file.paper, minutes=minutes), folder.source(parsed.path))
    except UnknownRendererError as error:
        stop(str(error), TOOL)
        raise
    except OSError as error:
        missing_library(error)
        raise
    report(problems, "text", err=True)
    _write_output(shown, output, stage)


def _write_output(shown: dict[str, bytes], output: Path | None, stage: str) -> None:
    """Print one text, or write the files of a stage into a folder."""
    if output is None and len(shown) == 1 and stage != "slides-png":
        data = next(iter(shown.values()))
        if stage in _AS_IT_IS and not sys.stdout.isatty():
            sys.stdout.buffer.write(data)
        else:
            say(data.decode().removesuffix("\n"))
        return
    one = output is not None and len(shown) == 1 and bool(output.suffix)
    where = (output or Path()).absolute()
    folder = WritableFolder(where.parent if one else where)
    try:
        for name, data in shown.items():
            folder.write(where.name if one else name, data)
            talk(relative(folder.root / (where.name if one else name)))
    except (OSError, BlockedFolderError) as error:
        stop(f"{output or Path()} cannot be written to ({reason_of(error)}). Name another folder with --output.", USAGE)
