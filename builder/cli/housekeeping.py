"""The commands `init`, `doctor` and `clean`."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from builder.cli.cache import cache_option, find_cache
from builder.cli.course import find_root, root_option
from builder.cli.messages import (
    TOOL,
    USAGE,
    command_name,
    count_text,
    named,
    relative,
    say,
    stop,
    talk,
)
from builder.cli.new import make_files


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--ci", is_flag=True, help="With what has GitHub or GitLab build it; also for a course that is there.")
def init(folder: Path, *, ci: bool) -> None:
    """Make a small course in DIR, ready to build."""
    from builder import __version__
    from builder.core.disk.directory import LinkPolicy
    from builder.core.disk.folder import Folder
    from builder.starter import pipeline_files, starter_files

    there, name = Folder(folder.absolute().parent, links=LinkPolicy.NONE), folder.absolute().name
    pipelines = pipeline_files(__version__) if ci else {}
    if ci and there.is_file(f"{name}/modules/course.yml"):
        make_files(folder, pipelines)
        talk(f"Made {' and '.join(pipelines)}. Read what stands at their top before you commit them.")
        return
    if there.is_there(name) and (not there.is_folder(name) or there.names(name)):
        stop(f"{folder} is there already, and not empty.", USAGE)
    make_files(folder, starter_files(folder.resolve().name) | pipelines)
    talk(f"Made a course in {folder}. Next: cd {shlex.quote(str(folder))} && {command_name(folder)} build")


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
