"""Whose an output folder is: before anything is written to it, and what may be replaced there without state.

Without state (a fresh clone, a cleared cache, a folder that was moved or that another machine has built into) a file may be
replaced that is as the manifest in the folder says, for it can be made again. Only names that a build comes to write are looked up: the manifest may be anybody's.
"""

from __future__ import annotations

import os
from pathlib import Path

from builder.core.disk.folder import Folder
from builder.core.disk.names import is_name
from builder.core.disk.writable import WritableFolder
from builder.engine.output.ledger import Ledger
from builder.engine.output.manifest import LISTING, MANIFEST, read_manifest, read_rows
from builder.engine.state.state import State


class TakenFolderError(Exception):
    """An output folder is another course's, or holds something else under a name of ours; the message says which."""


def find_links(course: Path, output: Path) -> None:
    """Raise BlockedFolderError when an output folder in the course is reached through a link that the course may have brought.

    Links outside the course are the user's own. Both paths are as the user wrote them.
    """
    here = Path.cwd()
    root, whole = (Path(os.path.normpath(here / path)) for path in (course, output))
    for base in (root, root.resolve()):
        if whole.is_relative_to(base):
            WritableFolder(base).check_way(f"{whole.relative_to(base).as_posix()}/x")


def claim_folder(output: Path, ledger: Ledger, course: Path, title: str) -> None:
    """Note that an output folder is this course's, and which files may be replaced. `course` and `output` are real paths.

    Raises TakenFolderError when it is another's or can be no folder, or when its manifest or its check sums are no file of ours.
    """
    try:
        WritableFolder(output).make()
    except (FileExistsError, FileNotFoundError, NotADirectoryError) as error:  # below a file, or in /proc
        message = f"{output} is no folder, and none can be made there."
        raise TakenFolderError(message) from error
    own, manifest = output.is_relative_to(course), read_manifest(output)
    if ledger.course != str(course):
        if ledger.course and Folder(Path(ledger.course)).is_file("modules/course.yml"):
            message = f"{output} is the output folder of the course in {ledger.course}."
            raise TakenFolderError(message)
        for name in LISTING:
            if not ledger.course and not manifest and WritableFolder(output).is_there(name):
                message = f"{output / name} is not Coursewright's."
                raise TakenFolderError(message)
        before = ledger.head.get("course", "") or manifest.get("course", title)
        if before != title and not own:
            shown = "".join(char for char in str(before) if char.isprintable())[:80]
            message = f"{output} holds the files of a course “{shown}”, as its {MANIFEST} says."
            raise TakenFolderError(message)
        ledger.note_course(str(course))
    if State(output).hash_of(WritableFolder(output), MANIFEST) != ledger.listing.get(
        MANIFEST
    ):  # another machine has built there, too
        artifacts, site = read_rows(manifest)
        ledger.note_claims({row["path"]: row["sha256"] for row in (*artifacts, *site) if is_name(row["path"])})
