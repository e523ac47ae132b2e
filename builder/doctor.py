"""What this machine has and lacks for Coursewright, each lack with its cure. Looks only; `cli` prints.

Only the standard library is imported here, so that the `coursewright` wrapper can ask before anything else works.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import sys
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from builder.writers.pdf.patches.guard import MAJOR

PYTHON_FLOOR = (3, 11)
"""The oldest Python that runs Coursewright, as in pyproject.toml."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for. `cure` is a command or a sentence, empty when nothing is wrong."""

    name: str
    ok: bool
    found: str
    cure: str = ""
    optional: bool = False
    """Missing, it costs a convenience and no output."""


@dataclass(frozen=True, slots=True)
class Library:
    """A shared library that WeasyPrint opens at run time, under the names it has on each system."""

    name: str
    linux: str
    mac: str
    windows: str


LIBRARIES = (
    Library("Pango", "libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    Library("PangoFT2", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    Library(
        "HarfBuzz-subset",
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
)

DLL_FOLDERS = (
    r"C:\msys64\ucrt64\bin",
    r"C:\msys64\mingw64\bin",
    r"C:\Program Files\GTK3-Runtime Win64\bin",
)
"""Where WeasyPrint looks on Windows unless WEASYPRINT_DLL_DIRECTORIES says otherwise."""

_LIBRARY_PACKAGES = (
    ("apt-get", "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
    ("dnf", "dnf install pango harfbuzz"),
    ("apk", "apk add so:libpango-1.0.so.0 so:libpangoft2-1.0.so.0 so:libharfbuzz-subset.so.0"),
    ("pacman", "pacman -S pango harfbuzz"),
    ("zypper", "zypper install libpango-1_0-0 libharfbuzz-subset0"),
)

_PROGRAM_PACKAGES = {
    "LibreOffice": (
        ("apt-get", "apt-get install libreoffice-impress"),
        ("dnf", "dnf install libreoffice-impress"),
        ("apk", "apk add libreoffice-impress"),
        ("pacman", "pacman -S libreoffice-fresh"),
        ("brew", "brew install --cask libreoffice"),
        ("winget", "winget install TheDocumentFoundation.LibreOffice"),
    ),
    "pdftoppm": (
        ("apt-get", "apt-get install poppler-utils"),
        ("dnf", "dnf install poppler-utils"),
        ("apk", "apk add poppler-utils"),
        ("pacman", "pacman -S poppler"),
        ("brew", "brew install poppler"),
        ("winget", "winget install oschwartz10612.Poppler"),
    ),
}

_LIBREOFFICE_HOMES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)


def examine(dll_folders: tuple[str, ...] = DLL_FOLDERS) -> list[Finding]:
    """Look for everything Coursewright uses, what outputs cannot do without first."""
    missing = missing_libraries(dll_folders)
    return [
        _python(),
        *(_library(library, found=library.name not in missing) for library in LIBRARIES),
        _weasyprint(),
        _fonts(),
        _program("LibreOffice", libreoffice(), "shows decks as pictures; only tests and volunteers need it"),
        _program("pdftoppm", shutil.which("pdftoppm"), "shows pages as pictures; only tests need it"),
    ]


def missing_libraries(dll_folders: tuple[str, ...] = DLL_FOLDERS) -> tuple[str, ...]:
    """Names of the system libraries that cannot be opened here."""
    with ExitStack() as folders:
        if sys.platform == "win32":
            for folder in dll_folders:
                with suppress(OSError):
                    folders.enter_context(os.add_dll_directory(folder))
        return tuple(library.name for library in LIBRARIES if not _opens(_name_here(library)))


def library_cure() -> str:
    """The one command, or the one sentence, that brings the system libraries to this system."""
    if sys.platform == "win32":
        return "install MSYS2 from https://www.msys2.org, then in its shell run: pacman -S mingw-w64-ucrt-x86_64-pango"
    if sys.platform == "darwin":
        return "brew install pango"
    return _first(_LIBRARY_PACKAGES) or "install Pango and HarfBuzz with your system's package manager"


def libreoffice() -> str | None:
    """LibreOffice's program, also where its installer puts it without telling PATH."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((home for home in _LIBREOFFICE_HOMES if Path(home).is_file()), None)


def _python() -> Finding:
    floor = ".".join(map(str, PYTHON_FLOOR))
    ok = sys.version_info >= PYTHON_FLOOR
    cure = "" if ok else f"install Python {floor} or newer: https://www.python.org/downloads/"
    return Finding("Python", ok, platform.python_version(), cure)


def _library(library: Library, *, found: bool) -> Finding:
    return Finding(
        library.name,
        found,
        _name_here(library) if found else "missing; needed for every PDF",
        "" if found else library_cure(),
    )


def _weasyprint() -> Finding:
    try:
        found = metadata.version("weasyprint")
    except metadata.PackageNotFoundError:
        found = "missing"
    ok = found.split(".")[0] == MAJOR
    return Finding("WeasyPrint", ok, found, "" if ok else f'pip install "weasyprint=={MAJOR}.*"')


def _fonts() -> Finding:
    # Imported here, since it needs packages: see the top of this file.
    try:
        from builder.theme.load import themes_folder  # see above

        count = len(list((themes_folder() / "base" / "fonts").glob("*.ttf")))
    except (ImportError, OSError):
        count = 0
    found = f"{count} font files" if count else "no font files"
    cure = "" if count else "the installation is incomplete: install Coursewright again"
    return Finding("Fonts", count > 0, found, cure)


def _program(name: str, path: str | None, use: str) -> Finding:
    if path:
        return Finding(name, ok=True, found="found", optional=True)
    cure = _first(_PROGRAM_PACKAGES[name]) or f"install {name} if you want it"
    return Finding(name, ok=False, found=f"missing; {use}", cure=cure, optional=True)


def _name_here(library: Library) -> str:
    match sys.platform:
        case "win32":
            return library.windows
        case "darwin":
            return library.mac
        case _:
            return library.linux


def _opens(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _first(commands: tuple[tuple[str, str], ...]) -> str:
    """The command of the first package manager that is here, fit to be typed by this user."""
    for manager, command in commands:
        if shutil.which(manager):
            return _as_this_user(manager, command)
    return ""


def _as_this_user(manager: str, command: str) -> str:
    if sys.platform == "win32" or manager in {"brew", "winget"} or os.geteuid() == 0:
        return command
    return f"sudo {command}"
