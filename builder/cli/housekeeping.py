"""The commands `init`, `themes`, `doctor` and `clean`."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from builder.cli.course import find_root, root_option
from builder.cli.messages import TOOL, USAGE, command_name, count_text, stop, talk


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a small course in DIR, ready to build."""
    from builder.starter import starter_files

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        stop(f"{folder} is there already, and not empty.", USAGE)
    for name, data in starter_files(folder.resolve().name).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    talk(f"Made a course in {folder}. Next: cd {shlex.quote(str(folder))} && {command_name(folder)} build")


@click.command()
@root_option
def themes(root: Path | None) -> None:
    """List the themes that a course can be built under, and what each is for."""
    from builder.core.source import Folder
    from builder.theme.load import theme_descriptions

    described = theme_descriptions(Folder(root or Path.cwd()))
    width = max(map(len, described))
    for name, description in sorted(described.items()):
        click.echo(f"{name:{width}}  {description}".rstrip())


@click.command()
def doctor() -> None:
    """Say what this machine has, what it lacks, and how to get it."""
    from builder.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(f"{'ok     ' if finding.ok else 'missing'}  {finding.name}: {finding.found}")
        if not finding.ok and finding.cure:
            click.echo(f"         {finding.cure}")
    sys.exit(0 if all(finding.ok or finding.optional for finding in findings) else TOOL)


@click.command()
@root_option
def clean(root: Path | None) -> None:
    """Remove what builds left: the files that the manifest lists, and the cache."""
    from builder.engine.output.clean import clean as run

    folder = find_root(root)
    removed = run(folder.root / "output", folder.root / ".coursewright")
    talk(f"Removed {count_text(removed, 'file')}.")
