"""`coursewright new`: adds a module or a theme to a course."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.course import find_root, report_reading_errors, root_option
from builder.cli.messages import USAGE, command_name, relative, stop, talk
from builder.cli.readers import run_reader
from builder.core.disk.names import fault_of
from builder.core.disk.writable import BlockedFolderError, WritableFolder
from builder.core.names import COURSE_ID

if TYPE_CHECKING:
    from builder.core.disk.folder import Folder

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@click.group()
def new() -> None:
    """Make a module or a theme in this course, ready to be changed."""


@new.command()
@click.argument("name")
@root_option
def module(name: str, root: Path | None) -> None:
    """Make modules/NAME/module.md: small letters, digits and hyphens."""
    from builder.engine.reading.loading import load_reading
    from builder.starter import new_module

    folder = find_root(root)
    check_name(name)
    if name == COURSE_ID:
        stop(f"`{COURSE_ID}` is the name of the course's own pages; see the author's guide. Choose another.", USAGE)
    with report_reading_errors():
        lang, is_listed = run_reader(partial(_language, folder), folder.root, load=load_reading)
    _make(folder.root, f"modules/{name}/module.md", new_module(name, lang))
    talk(f"Next: change it, then `{command_name()} check {name}` and `{command_name()} build {name}`.")
    if is_listed:
        talk(f"A plain build makes it once modules/course.yml lists it: add `  - {name}` under `modules:`.")


def _language(folder: Folder) -> tuple[str, bool]:
    """Return the language of a course, and whether its course.yml lists its modules."""
    from builder.engine.reading.opening import open_course

    course, _, _ = open_course(folder, None)
    return course.file.lang, course.file.modules is not None


def check_name(name: str) -> None:
    """Exit 2 for a name that no module or theme can have."""
    if not NAME.fullmatch(name):
        stop(f"`{name}` is not a name: use small letters, digits and hyphens, such as `first-steps`.", USAGE)
    if fault := fault_of(name):
        stop(f"`{name}` cannot be a folder's name: it {fault}. Choose another.", USAGE)


def _make(root: Path, name: str, data: bytes) -> None:
    make_files(root, {name: data})
    talk(f"Made {relative(root / name)}.")


def check_way(root: Path, name: str) -> None:
    """Exit 2 when a link, or something that is no folder, stands on the way to a file below `root`."""
    try:
        WritableFolder(root).check_way(name)
    except BlockedFolderError as error:
        stop(f"{error}; nothing was changed.", USAGE)


def make_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write new files below a folder, all or none. Exits 2 when one cannot be written, or something stands there."""
    folder = WritableFolder(root)
    made: list[str] = []
    try:
        for name in files:
            folder.check_way(name)
            if not folder.is_free(name):
                stop(f"{relative(root / name)} is there already; nothing was changed.", USAGE)
        for name, data in files.items():
            made.append(name)
            folder.write(name, data)
    except BlockedFolderError as error:
        stop(f"{error}; nothing was changed.", USAGE)
    except OSError as error:
        for name in made:
            with contextlib.suppress(OSError):
                folder.remove(name)
        what = relative(root / made[-1]) if made else root
        stop(f"{what} cannot be written: {error.strerror or error}. Nothing was changed.", USAGE)
