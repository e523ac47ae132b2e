"""`coursewright publish --check`: verifies that the output folder can go online."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from builder.cli.course import find_root, nearest_course, report_reading_errors, root_option
from builder.cli.messages import CONTENT, USAGE, count_text, named, relative, say_line, stop, talk
from builder.cli.readers import run_reader


@click.command()
@root_option
@click.option("--check", "checked", is_flag=True, required=True, help="Verify the site; nothing is sent anywhere.")
@click.option("--output", type=click.Path(path_type=Path), help="The output folder (default: output/ in the course).")
def publish(root: Path | None, checked: bool, output: Path | None) -> None:  # click's way
    """Verify that the output folder is a whole site: links, check sums, files. Copy it to any web server then."""
    del checked  # the only thing that this command does so far
    from builder.core.disk.writable import BlockedFolderError
    from builder.engine.output.claim import find_links
    from builder.engine.output.deploy import examine
    from builder.engine.workers.limits import Limits

    course = find_root(root) if output is None else nearest_course(root)
    where = output or (course.root if course else Path()) / "output"
    try:
        find_links(course.root if course else where, where)
    except BlockedFolderError as error:
        stop(f"{error}: what it leads to is not published. Remove it, or name another folder with --output.", USAGE)
    with report_reading_errors():
        report = run_reader(partial(examine, where), where, limits=Limits())
    for line in report.faults:
        say_line(line)
    for line in report.remarks:
        talk(named(f"note: {line}"))
    weight = f"{report.bytes / 1_000_000:.1f} MB"
    talk(
        f"{relative(where)}: {count_text(report.pages, 'page')}, {count_text(report.links, 'link')}, "
        f"{count_text(report.files, 'file')}, {weight}; {count_text(len(report.faults), 'fault')}."
    )
    sys.exit(CONTENT if report.faults else 0)
