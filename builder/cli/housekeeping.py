"""The commands `init`, `themes`, `doctor` and `clean`."""

from __future__ import annotations

import shlex
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.cache import cache_option, find_cache
from builder.cli.course import find_root, report_reading_errors, root_option
from builder.cli.messages import (
    TOOL,
    USAGE,
    command_name,
    count_text,
    named,
    relative,
    report,
    say,
    say_line,
    stop,
    talk,
)
from builder.cli.new import make_files
from builder.cli.readers import run_reader

if TYPE_CHECKING:
    from builder.core.problems import Problem


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a small course in DIR, ready to build."""
    from builder.core.disk.directory import LinkPolicy
    from builder.core.disk.folder import Folder
    from builder.starter import starter_files

    there, name = Folder(folder.absolute().parent, links=LinkPolicy.NONE), folder.absolute().name
    if there.is_there(name) and (not there.is_folder(name) or there.names(name)):
        stop(f"{folder} is there already, and not empty.", USAGE)
    make_files(folder, starter_files(folder.resolve().name))
    talk(f"Made a course in {folder}. Next: cd {shlex.quote(str(folder))} && {command_name(folder)} build")


@click.command()
@root_option
@click.option(
    "--gallery",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write a PDF for each theme to DIR, which shows every layout of slides on two pages.",
)
def themes(root: Path | None, gallery: Path | None) -> None:
    """List the themes that a course can be built under, and what each is for."""
    from builder.core.disk.folder import Folder
    from builder.theme.load import theme_descriptions

    with report_reading_errors():
        where = root or Path.cwd()
        described = run_reader(partial(theme_descriptions, Folder(where)), where / "themes", listed=(where,))
        if gallery is not None:
            _write_galleries(sorted(described), where, gallery)
            return
    width = max(map(len, described))
    for name, description in sorted(described.items()):
        say_line(f"{name:{width}}  {description}".rstrip())


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


@click.command()
def doctor() -> None:
    """Say what this machine has, what it lacks, and how to get it."""
    from builder.doctor import examine

    findings = examine()
    for finding in findings:
        say(f"{'ok     ' if finding.ok else 'missing'}  {finding.name}: {finding.found}")
        if not finding.ok and finding.cure:
            say(f"         {finding.cure}")
    sys.exit(0 if all(finding.ok or finding.optional for finding in findings) else TOOL)


@click.command()
@root_option
@click.option("--output", type=click.Path(path_type=Path), help="The output folder (default: output/ in the course).")
@cache_option
def clean(root: Path | None, output: Path | None, cache: Path | None) -> None:
    """Remove what builds on this machine made, if it is still as they made it, and their notes."""
    from builder.core.disk.writable import BlockedFolderError
    from builder.engine.output.claim import find_links
    from builder.engine.output.clean import clean as run
    from builder.engine.output.ledger import read_ledger
    from builder.engine.output.lock import Busy, lock_folder

    folder = find_root(root)
    where, notes = output or folder.root / "output", find_cache(cache, folder.root)
    ours, theirs = notes.of_course(folder.root), notes.of_output(where)
    try:
        find_links(folder.root, where)
        with lock_folder(ours), lock_folder(theirs):
            ledger = read_ledger(theirs)
            if ledger.course not in {"", str(folder.root.resolve())}:
                stop(f"{relative(where)} is the output folder of the course in {ledger.course}.", USAGE)
            done = run(where.resolve(), ledger, (ours, theirs))
    except Busy as error:
        stop(f"A build (process {error}) is at work in this course. Wait for it to end.", USAGE)
    except BlockedFolderError as error:
        stop(f"{error}; nothing is removed through it.", USAGE)
    for name in done.changed:
        talk(f"{named(name)} has been changed since it was made, and stays.")
    talk(f"Removed {count_text(done.removed, 'file')}.")
    if done.strange:
        talk(f"{relative(where)} lists files that were not made on this machine, or whose notes are gone: they stay.")
