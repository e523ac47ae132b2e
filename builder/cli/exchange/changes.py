"""`coursewright changes`: what a person changed in a deck of ours, and the patch that brings it home."""

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

if TYPE_CHECKING:
    from datetime import date

    from builder.returning.deck.find import DeckChanges


@click.command()
@click.argument("deck", type=click.Path(path_type=Path))
@root_option
@click.option("--theme", help="The theme that the deck was made in (default: the course's).")
@click.option("--apply", "write", is_flag=True, help="Write the changes into module.md that belong there.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def changes(deck: Path, root: Path | None, theme: str | None, write: bool, form: str) -> None:
    """Print what was changed in DECK, a .pptx that Coursewright made, with the patch for its source."""
    from builder.engine.reading.loading import load_checking
    from builder.engine.workers.limits import Limits
    from builder.returning.deck.reading import UnusableDeckError
    from builder.returning.deck.report import counts, lines, rows
    from builder.returning.edits import unified_diff

    folder, data = find_root(root), _read(deck)
    with report_reading_errors():
        try:
            call = partial(_find, folder, theme, data, epoch())
            found = run_reader(call, folder.root, limits=Limits(), load=partial(_load, load_checking))
        except UnusableDeckError as error:
            stop(f"{named(str(deck))} cannot be compared: {error}.", CONTENT)
        except OSError as error:
            missing_library(error)
            raise
    if form == "json":
        say_json(rows(found))
    else:
        for line in lines(found):
            say_line(line)
        patch = unified_diff(found.path, found.data, found.new)
        if patch:
            say("")
            say(patch.removesuffix("\n"))
    applies, listed, conflicts = counts(found)
    if write and applies:
        _write(folder, found)
        talk(f"Wrote {count_text(applies, 'change')} to {found.path}; read them with `git diff`.")
    if not found.changes:
        talk("Nothing was changed in this deck.")
        return
    done = "written" if write else "for the source"
    talk(f"{count_text(len(found.changes), 'change')}: {applies} {done}, {listed} for you, {conflicts} in conflict.")
    if applies and not write:
        talk("Nothing is written yet: read the patch, then add --apply.")


def _read(deck: Path) -> bytes:
    """Return the bytes of the deck. Exits 2 when there is no such file."""
    from builder.returning.deck.reading import MOST_FILE

    whole = deck.absolute()
    try:
        return Folder(whole.parent.resolve()).read(whole.name, MOST_FILE + 1)
    except (OSError, ValueError) as error:
        stop(f"{named(str(deck))} cannot be read ({reason_of(error)}).", USAGE)


def _load(load_checking: object) -> None:
    """Import what comparing needs."""
    from importlib import import_module

    if callable(load_checking):
        load_checking()
    import_module("builder.returning.deck.find")


def _find(folder: Folder, theme: str | None, data: bytes, day: date | None) -> DeckChanges:
    """Return what was changed in a deck."""
    from builder.engine.reading.opening import open_course
    from builder.returning.deck.find import find_changes

    course, chosen, _ = open_course(folder, theme)
    return find_changes(folder, course, chosen, data, day)


def _write(folder: Folder, found: DeckChanges) -> None:
    """Write the source with its changes, unless it is not as it was read any more. Exits 2 when it cannot be written."""
    try:
        if folder.read(found.path) != found.data:
            stop(f"{found.path} was changed meanwhile. Nothing was written; run the command again.", USAGE)
        WritableFolder(folder.root).write(found.path, found.new)
    except (OSError, BlockedFolderError) as error:
        stop(f"{found.path} cannot be written to ({reason_of(error)}). Nothing was changed.", USAGE)
