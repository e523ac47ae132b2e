"""`coursewright publish --check`: verifies that the output folder can go online."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from builder.cli.course import find_root, root_option
from builder.cli.messages import CONTENT, count_text, relative, talk


@click.command()
@root_option
@click.option("--check", "checked", is_flag=True, required=True, help="Verify the site; nothing is sent anywhere.")
@click.option("--output", type=click.Path(path_type=Path), help="The output folder (default: output/ in the course).")
def publish(root: Path | None, checked: bool, output: Path | None) -> None:  # click's way
    """Verify that the output folder is a whole site: links, check sums, files. Copy it to any web server then."""
    del checked  # the only thing that this command does so far
    from builder.engine.output.deploy import examine

    where = output or find_root(root).root / "output"
    report = examine(where)
    for line in report.faults:
        click.echo(f"{line}")
    for line in report.remarks:
        talk(f"note: {line}")
    weight = f"{report.bytes / 1_000_000:.1f} MB"
    talk(
        f"{relative(where)}: {count_text(report.pages, 'page')}, {count_text(report.links, 'link')}, "
        f"{count_text(report.files, 'file')}, {weight}; {count_text(len(report.faults), 'fault')}."
    )
    sys.exit(CONTENT if report.faults else 0)
