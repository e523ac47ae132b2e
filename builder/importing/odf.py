"""OpenDocument files (.odp, .odt), which LibreOffice saves as .pptx and .docx where it is installed.

It reads a stranger's file outside of our sandbox, in a profile of its own that is thrown away: macros of documents do not run in it,
and links of theirs are not followed (help.libreoffice.org, “Starting LibreOffice Software With Parameters”; its defaults for both).
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from builder.core.disk.private import make_temporary
from builder.core.disk.writable import WritableFolder
from builder.core.source import Unreadable

SAVED_AS = {".odp": "pptx", ".otp": "pptx", ".odt": "docx", ".ott": "docx"}
"""Endings of OpenDocument files, and of what LibreOffice makes of them."""

_SECONDS = 120
"""Longest time that LibreOffice may take for a file."""


def convert(program: str, data: bytes, ending: str) -> bytes:
    """Return an OpenDocument file as LibreOffice saves it in Office's format. Raises Unreadable when it cannot."""
    path = make_temporary("import-")
    folder = WritableFolder(path)
    wanted = SAVED_AS[ending]
    try:
        folder.write(f"in{ending}", data)
        _run(program, path, f"in{ending}", wanted)
        return folder.read(f"out/in.{wanted}")
    except FileNotFoundError as error:
        raise Unreadable("LibreOffice cannot open it", hint="open it yourself, and save it anew") from error
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"LibreOffice took longer than {_SECONDS} seconds for it") from error
    finally:
        folder.remove_all()


def _run(program: str, path: Path, name: str, wanted: str) -> None:
    profile = f"-env:UserInstallation={(path / 'profile').as_uri()}"
    order = [
        program,
        profile,
        "--headless",
        "--norestore",
        "--convert-to",
        wanted,
        "--outdir",
        str(path / "out"),
        str(path / name),
    ]
    subprocess.run(order, cwd=path, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL, capture_output=True)  # noqa: S603  # no shell; names are ours
