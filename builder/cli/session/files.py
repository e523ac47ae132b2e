"""Where packs and forms for reviewers are put: beside what stands there, never over what somebody has filled in."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from builder.cli.messages import CONTENT, USAGE, count_text, relative, report, say_line, stop, talk
from builder.core.disk.writable import BlockedFolderError, WritableFolder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.core.problems import Problem, Problems
    from builder.model.module import Module
    from builder.pack.sheets import Sheets
    from builder.pack.write import SheetFile
    from builder.theme.theme import Theme

_MOST_BESIDE = 1000


def load_pack() -> None:
    """Import what packs are made with, before a process is confined."""
    from importlib import import_module

    from builder.engine.reading.loading import load_reading
    from builder.engine.workers.libraries import load_for_jobs

    load_reading()
    load_for_jobs()
    import_module("builder.pack.write")
    import_module("builder.slides.fit.glyphs")


def report_boxes(module: Module, sheets: Sheets, theme: Theme, problems: Problems) -> None:
    """Report characters of a module and of its sheets that no font of the theme has; an error where it cannot be read."""
    from builder.engine.printed_texts import printed_texts
    from builder.slides.fit.glyphs import report_missing_glyphs

    for one in (module, sheets.module):
        if not problems.has_errors:
            report_missing_glyphs(printed_texts(one), theme.fonts, problems, one.path)


def put_files(root: Path, files: Mapping[str, SheetFile], found: list[Problem]) -> None:
    """Write files below the output folder, say which, and report problems. Exits 1 after errors, 2 where nothing can be written."""
    from builder.core.problems import Problems

    report(problems := Problems(found), "text", err=True)
    folder = WritableFolder(root)
    try:
        for name, file in files.items():
            place = _free_name(folder, name, file.data)
            folder.check_way(place)
            folder.write(place, file.data)
            if place != name:
                talk(f"{relative(root / name)} is there and is another; it stays.")
            sides = f", {count_text(file.pages, 'side')}" if file.pages else ""
            say_line(
                f"{relative(root / place)}  {file.title}{sides}{', for facilitators' * (file.audience == 'facilitators')}"
            )
    except BlockedFolderError as error:
        stop(f"{error}.", USAGE)
    except OSError as error:
        stop(f"{relative(root)} cannot be written to: {error.strerror or error}.", USAGE)
    if problems.has_errors:
        sys.exit(CONTENT)


def _free_name(folder: WritableFolder, name: str, data: bytes) -> str:
    """Return a name that is free, or has the same bytes: the file's own, or one beside it."""
    path = PurePosixPath(name)
    for count in range(_MOST_BESIDE):
        mark = "" if not count else "-new" if count == 1 else f"-new-{count}"
        there = str(path.with_name(f"{path.stem}{mark}{path.suffix}"))
        if folder.is_free(there) or (folder.is_file(there) and folder.read(there) == data):
            return there
    message = f"too many files beside {name}"
    raise OSError(message)
