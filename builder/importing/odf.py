"""What LibreOffice converts where it is installed: OpenDocument files (.odp, .odt) to .pptx and .docx, drawings of Windows to PNG.

It reads a stranger's file outside of our sandbox, in a profile of its own that is thrown away: macros of documents do not run in it,
and links of theirs are not followed (help.libreoffice.org, “Starting LibreOffice Software With Parameters”; its defaults for both).
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from builder.core.disk.private import make_temporary
from builder.core.disk.writable import WritableFolder
from builder.core.source import Unreadable
from builder.importing.office import MOST_FILE

SAVED_AS = {".odp": "pptx", ".otp": "pptx", ".odt": "docx", ".ott": "docx"}
"""Endings of OpenDocument files, and of what LibreOffice makes of them."""

_SECONDS = 120
"""Longest time that LibreOffice may take for a file."""


_PAGE_PIXELS = {"PixelWidth": 2382, "PixelHeight": 3369}
"""Pixels of the A4 page on which LibreOffice puts a drawing: 288 to the inch."""

_MOST_DRAWINGS = 200
"""Drawings of a module that are converted: each takes LibreOffice about 0.1 s."""


def convert(program: str, data: bytes, ending: str) -> bytes:
    """Return an OpenDocument file as LibreOffice saves it in Office's format. Raises Unreadable when it cannot."""
    wanted = SAVED_AS[ending]
    found = _run_conversion(program, {f"in{ending}": data}, wanted, wanted)
    if not found:
        raise Unreadable("LibreOffice cannot open it", hint="open it yourself, and save it anew")
    return found[f"in{ending}"]


def convert_drawings(program: str, drawings: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return drawings of Windows (WMF, EMF), by any keys, as PNG on a white A4 page, without those that cannot be converted."""
    options = {name: {"type": "long", "value": str(value)} for name, value in _PAGE_PIXELS.items()}
    order = f"png:draw_png_Export:{json.dumps(options, separators=(',', ':'))}"
    names = {f"{number}.{'wmf' if not _is_emf(drawings[key]) else 'emf'}": key for number, key in enumerate(drawings)}
    files = {name: drawings[key] for name, key in [*names.items()][:_MOST_DRAWINGS]}
    try:
        return {names[name]: data for name, data in _run_conversion(program, files, order, "png").items()}
    except Unreadable:
        return {}


def _is_emf(data: bytes) -> bool:
    """Say whether a drawing is an enhanced metafile ([MS-EMF] 2.3.4.2)."""
    return data[40:44] == b" EMF"


def _run_conversion(program: str, files: Mapping[str, bytes], order: str, ending: str) -> dict[str, bytes]:
    """Return files by their names as LibreOffice converts them, without those that it cannot. Raises Unreadable when it takes too long or makes too much of one."""
    path = make_temporary("import-")
    folder = WritableFolder(path)
    try:
        for name, data in files.items():
            folder.write(name, data)
        _run(program, path, [*files], order)
        return dict(_results(folder, files, ending))
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"LibreOffice took longer than {_SECONDS} seconds for it") from error
    finally:
        folder.remove_all()


def _results(folder: WritableFolder, names: Iterable[str], ending: str) -> Iterator[tuple[str, bytes]]:
    for name in names:
        with suppress(FileNotFoundError):
            data = folder.read(f"out/{name.rpartition('.')[0]}.{ending}", MOST_FILE + 1)
            if len(data) > MOST_FILE:
                raise Unreadable(
                    f"LibreOffice makes more than {MOST_FILE // 1_000_000} MB of it", hint="make it smaller"
                )
            yield name, data


def _run(program: str, path: Path, names: Sequence[str], order: str) -> None:
    profile = f"-env:UserInstallation={(path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", order, "--outdir", str(path / "out")]
    command += [str(path / name) for name in names]
    subprocess.run(command, cwd=path, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL, capture_output=True)  # noqa: S603  # no shell; names are ours
