"""`coursewright show`: prints a module at any stage of the pipeline."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.course import ModuleName, find_root, report_reading_errors, root_option
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
from builder.cli.readers import run_reader
from builder.core.disk.writable import BlockedFolderError, WritableFolder
from builder.transform.editions import EDITIONS
from builder.writers.pdf.patches.guard import UnknownRendererError

if TYPE_CHECKING:
    from datetime import date

    from builder.core.disk.folder import Folder
    from builder.core.problems import Problems

_AS_IT_IS = ("html",)
"""Stages whose text other programs read: as it is, unless a terminal shows it."""

STAGES = ("source", "module", "edition", "deck", "html", "slides-png", "accessibility", "review")


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
    from builder.engine.reading.loading import load_checking
    from builder.engine.workers.limits import Limits

    folder = find_root(root)
    with report_reading_errors():
        try:
            call = partial(_make_stage, folder, theme, module, stage, edition, minutes, epoch())
            shown, problems = run_reader(call, folder.root, limits=Limits(), load=load_checking)
        except UnknownRendererError as error:
            stop(str(error), TOOL)
        except OSError as error:
            missing_library(error)
            raise
    report(problems, "text", err=True)
    if shown is None:
        sys.exit(CONTENT)
    _write_output(shown, output, stage)


def _make_stage(
    folder: Folder, theme: str | None, name: str, stage: str, edition: str, minutes: int | None, epoch: date | None
) -> tuple[dict[str, bytes] | None, Problems]:
    """Return a stage of a module as files by name, None when it cannot be read, and what was found wrong."""
    from builder.build import imprint_of, read_module
    from builder.core.problems import Problems
    from builder.engine.module_build import ModuleBuild, ModuleInputs
    from builder.engine.reading.opening import choose_modules, open_course
    from builder.inspect.stages import stage_of
    from builder.model.outputs import Variant
    from builder.transform.lengths import cut

    course, chosen, problems = open_course(folder, theme)
    choose_modules(course, (name,))
    module = read_module(folder, course, name, problems)
    if module is not None and (minutes or stage != "module"):
        module = cut(module, minutes, problems)
    if module is None:
        return None, Problems(problems.found)
    build = ModuleBuild(ModuleInputs(module, chosen, imprint_of(module, course, epoch), course.file.paper), problems)
    variant = Variant(course.file.paper, minutes=minutes)
    source = folder.source(module.path)
    if stage == "review":
        from builder.inspect.remarks import remarks_text
        from builder.model.remarks import REMARKS

        path = f"modules/{module.folder}/{REMARKS}"
        kept = folder.source(path).text if folder.is_there(path) else ""
        return {f"{module.id}-review.txt": remarks_text(build, variant, source, kept).encode()}, Problems(
            problems.found
        )
    return stage_of(build, stage, edition, variant, source), Problems(problems.found)


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
