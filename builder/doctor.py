"""Check whether this machine has what Coursewright needs: Python, libraries, WeasyPrint, fonts, programs.

Nothing is printed or changed here. Only the standard library is imported, so that the `coursewright` wrapper can ask before
the packages are installed.
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

from builder.core.disk.directory import BY_DESCRIPTOR
from builder.core.disk.folder import our_folder
from builder.writers.pdf.patches.guard import MAJOR

PYTHON_FLOOR = (3, 11)
"""The oldest Python that runs Coursewright, as in pyproject.toml."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check. `found` is a version or a description; `cure` a command or sentence, "" when nothing is wrong."""

    name: str
    ok: bool
    found: str
    cure: str = ""
    optional: bool = False
    """No output needs it: missing, it is no error."""


@dataclass(frozen=True, slots=True)
class SharedLibrary:
    """A shared library that WeasyPrint opens at run time, with its file name on each system."""

    name: str
    linux: str
    mac: str
    windows: str


LIBRARIES = (
    SharedLibrary("Pango", "libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    SharedLibrary("PangoFT2", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    SharedLibrary(
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
"""Folders that WeasyPrint searches for libraries on Windows, unless WEASYPRINT_DLL_DIRECTORIES is set."""

_LIBRARY_PACKAGES = (
    ("apt-get", "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
    ("dnf", "dnf install pango harfbuzz"),
    ("apk", "apk add so:libpango-1.0.so.0 so:libpangoft2-1.0.so.0 so:libharfbuzz-subset.so.0"),
    ("pacman", "pacman -S pango harfbuzz"),
    ("zypper", "zypper install libpango-1_0-0 libharfbuzz-subset0"),
)

_PROGRAM_PACKAGES = {
    "LibreOffice": (
        ("apt-get", "apt-get install libreoffice-impress libreoffice-writer"),
        ("dnf", "dnf install libreoffice-impress libreoffice-writer"),
        ("apk", "apk add libreoffice-impress libreoffice-writer"),
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

_LIBREOFFICE_PATHS = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)


def examine(dll_folders: tuple[str, ...] = DLL_FOLDERS) -> list[Finding]:
    """Run all checks: first what outputs need, then what is optional."""
    missing = missing_libraries(dll_folders)
    return [
        _python(),
        *(_library(library, found=library.name not in missing) for library in LIBRARIES),
        _weasyprint(),
        _fonts(),
        _links(),
        _sandbox(),
        _program("LibreOffice", libreoffice(), "reads OpenDocument files for import, and shows decks as pictures"),
        _program("pdftoppm", shutil.which("pdftoppm"), "shows pages as pictures; only tests need it"),
    ]


def missing_libraries(dll_folders: tuple[str, ...] = DLL_FOLDERS) -> tuple[str, ...]:
    """Return the names of the shared libraries that cannot be opened on this machine."""
    with ExitStack() as folders:
        if sys.platform == "win32":
            for folder in dll_folders:
                with suppress(OSError):
                    folders.enter_context(os.add_dll_directory(folder))
        return tuple(library.name for library in LIBRARIES if not _can_open(_file_name(library)))


def library_cure() -> str:
    """Return a command or sentence that installs the shared libraries on this system."""
    if sys.platform == "win32":
        return "install MSYS2 from https://www.msys2.org, then in its shell run: pacman -S mingw-w64-ucrt-x86_64-pango"
    if sys.platform == "darwin":
        return "brew install pango"
    return _package_command(_LIBRARY_PACKAGES) or "install Pango and HarfBuzz with your system's package manager"


def libreoffice() -> str | None:
    """Return the path of LibreOffice, also where its installer does not add it to PATH; None if it is missing."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    places = (Path(path) for path in _LIBREOFFICE_PATHS)
    return found or next((str(path) for path in places if our_folder(path.parent).is_file(path.name)), None)


def _python() -> Finding:
    floor = ".".join(map(str, PYTHON_FLOOR))
    ok = sys.version_info >= PYTHON_FLOOR
    cure = "" if ok else f"install Python {floor} or newer: https://www.python.org/downloads/"
    return Finding("Python", ok, platform.python_version(), cure)


def _library(library: SharedLibrary, *, found: bool) -> Finding:
    return Finding(
        library.name,
        found,
        _file_name(library) if found else "missing; needed for every PDF",
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
        from builder.theme.folder import themes_folder  # see above

        count = len(our_folder(themes_folder() / "base").files("fonts", ".ttf"))
    except (ImportError, OSError):
        count = 0
    found = f"{count} font files; {_scripts()}" if count else "no font files"
    cure = "" if count else "the installation is incomplete: install Coursewright again"
    return Finding("Fonts", count > 0, found, cure)


def _scripts() -> str:
    """Return the scripts that every theme has letters of."""
    from builder.brands.machine_fonts import font_facts  # fontTools takes a tenth of a second
    from builder.theme.load import bundled_fonts

    name = "CoursewrightFallback-Regular.ttf"
    names = [script for script, _ in font_facts(name, our_folder(bundled_fonts()).read(name)).scripts]
    return f"letters of {', '.join(names)}; a theme's folder fonts/ may have more"


def _links() -> Finding:
    found = (
        "files are opened folder by folder, and no link leads out of a course"
        if BY_DESCRIPTOR
        else "each folder is looked at first"
    )
    cure = (
        ""
        if BY_DESCRIPTOR
        else "let nothing else change a stranger's course while it is read: this system opens no file in a folder"
    )
    return Finding("Links", BY_DESCRIPTOR, found, cure, optional=True)


def _sandbox() -> Finding:
    from builder.engine.workers.sandbox.confine import try_out

    found = try_out()
    said = "; ".join([", ".join(found.held), *found.missing] if found.held else found.missing)
    cure = "" if found.is_whole else "run builds of strangers' courses where `build --sandbox=require` works"
    return Finding("Sandbox of workers", found.is_whole, said, cure, optional=True)


def _program(name: str, path: str | None, use: str) -> Finding:
    if path:
        return Finding(name, ok=True, found="found", optional=True)
    cure = _package_command(_PROGRAM_PACKAGES[name]) or f"install {name} if you want it"
    return Finding(name, ok=False, found=f"missing; {use}", cure=cure, optional=True)


def _file_name(library: SharedLibrary) -> str:
    match sys.platform:
        case "win32":
            return library.windows
        case "darwin":
            return library.mac
        case _:
            return library.linux


def _can_open(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _package_command(commands: tuple[tuple[str, str], ...]) -> str:
    """Return the command for the first package manager on this machine, with `sudo` where needed; "" if there is none."""
    for manager, command in commands:
        if shutil.which(manager):
            return _as_this_user(manager, command)
    return ""


def _as_this_user(manager: str, command: str) -> str:
    if sys.platform == "win32" or manager in {"brew", "winget"} or os.geteuid() == 0:
        return command
    return f"sudo {command}"
