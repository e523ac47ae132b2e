"""`coursewright comments`: what reviewers wrote in a copy and changed of its words, and the patch that brings it home."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.course import find_root, report_reading_errors, root_option
from builder.cli.messages import (
    CONTENT,
    USAGE,
    count_text,
    epoch,
    missing_library,
    named,
    reason_of,
    say,
    say_json,
    say_line,
    stop,
    talk,
)
from builder.cli.readers import run_reader
from builder.core.disk.folder import Folder
from builder.core.disk.writable import BlockedFolderError, WritableFolder
from builder.core.source import Unreadable

if TYPE_CHECKING:
    from datetime import date

    from builder.returning.review.home import HomeCopy


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@root_option
@click.option(
    "--apply", "write", is_flag=True, help="Write what belongs there into module.md, the rest into module.review.md."
)
@click.option("--authors", is_flag=True, help="Say the initials of who wrote what.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def comments(file: Path, root: Path | None, write: bool, authors: bool, form: str) -> None:
    """Print what reviewers wrote and changed in FILE, a copy that `build --edition review` made, with the patch for its source."""
    from builder.engine.reading.loading import load_checking
    from builder.engine.workers.limits import Limits
    from builder.returning.review.report import lines, rows

    folder, data = find_root(root), _read(file)
    with report_reading_errors():
        try:
            call = partial(_bring, folder, data, epoch(), authors)
            found = run_reader(call, folder.root, limits=Limits(), load=partial(_load, load_checking))
        except OSError as error:
            missing_library(error)
            raise
    if isinstance(found, tuple):
        reason, hint = found
        stop(
            f"{named(str(file))} cannot be used: {named(reason)}.{f' {named(hint[:1].upper() + hint[1:])}.' if hint else ''}",
            CONTENT,
        )
    if form == "json":
        say_json(rows(found, authors=authors))
    else:
        for line in lines(found, authors=authors):
            say_line(line)
        if found.patch:
            say("")
            say(found.patch.removesuffix("\n"))
    if write:
        _write(folder, found)
    applied = sum(one.state == "applied" for one in found.findings)
    remarks = sum(one.kind in {"comment", "answer"} for one in found.findings)
    changes = len(found.findings) - remarks
    talk(
        f"{count_text(remarks, 'comment')}, {count_text(changes, 'change')}: {applied} {'written' if write else 'for the source'}, "
        f"{changes - applied} for you."
    )
    if found.findings and not write:
        talk("Nothing is written yet: read this, then add --apply.")


def _read(file: Path) -> bytes:
    """Return the bytes of the copy. Exits 2 when there is no such file."""
    from builder.importing.office import MOST_FILE

    whole = file.absolute()
    try:
        return Folder(whole.parent.resolve()).data(whole.name, MOST_FILE)
    except Unreadable as error:
        stop(f"{named(str(file))} cannot be read: {named(error.reason)}.", USAGE)
    except (OSError, ValueError) as error:
        stop(f"{named(str(file))} cannot be read ({reason_of(error)}).", USAGE)


def _load(load_checking: object) -> None:
    """Import what comparing needs."""
    from importlib import import_module

    if callable(load_checking):
        load_checking()
    for name in ("builder.returning.review.home", "builder.writers.docx.write"):
        import_module(name)


def _bring(folder: Folder, data: bytes, day: date | None, authors: bool) -> HomeCopy | tuple[str, str]:
    """Return what a reviewer did; where the file is no copy of this course, why, and what can be done."""
    from builder.engine.reading.opening import open_course
    from builder.returning.review.home import bring_home

    course, theme, _ = open_course(folder, None)
    try:
        return bring_home(folder, course, theme, data, day, authors=authors)
    except Unreadable as error:
        return error.reason, error.hint


def _write(folder: Folder, found: HomeCopy) -> None:
    """Write source and remarks, unless they are not as they were read any more. Exits 2 when they cannot be written."""
    from builder.core.source import SOURCE_BYTES
    from builder.model.remarks import REMARKS

    source, notes = (f"modules/{found.name}/{name}" for name in ("module.md", REMARKS))
    writing = source
    try:
        kept = folder.data(notes, SOURCE_BYTES).decode() if folder.is_there(notes) else ""
        if folder.data(source, SOURCE_BYTES) != found.was or kept != found.notes_were:
            stop(f"{source} was changed meanwhile. Nothing was written; run the command again.", USAGE)
        where = WritableFolder(folder.root)
        if found.source != found.was:
            where.write(source, found.source)
        writing = notes
        if found.notes != found.notes_were:
            where.write(notes, found.notes.encode())
            talk(f"Remarks are in {notes}.")
    except (OSError, BlockedFolderError, Unreadable, UnicodeDecodeError) as error:
        stop(f"{writing} cannot be written to ({reason_of(error)}).", USAGE)
