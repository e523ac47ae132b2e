"""Keys: hashes of the inputs of files, modules and builds. What has the same key is not made again.

Imports the standard library only, so that a build with nothing to do loads nothing else.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from builder.engine.state.state import State

LIBRARIES = frozenset(
    """
    annotated-types brotli brotlicffi cffi citeproc-py click cssselect2 fonttools jinja2 lxml markdown markdown-it-py
    markupsafe mdurl packaging pikepdf pillow pycparser pydantic pydantic-core pydyf pygments pypdfium2 pyphen python-pptx
    pyyaml resvg-py rich segno snowballstemmer tinycss2 tinyhtml5 typing-extensions typing-inspection uharfbuzz weasyprint webencodings
    xlsxwriter zopfli
    """.split()
)
"""The packages that outputs are made with: those of locks/runtime.txt but the preview's. Others may come and go."""


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in a fixed order, without hidden files and `__pycache__`."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        yield from (Path(place) / name for name in sorted(names) if not name.startswith("."))


def tool_files() -> list[Path]:
    """Return Coursewright's own files: code, and the shipped themes with their fonts."""
    package = Path(__file__).parents[2]
    inside = package / "themes"
    return [*files_below(package), *([] if inside.is_dir() else files_below(package.parent / "themes"))]


def tool_names() -> str:
    """Return the version of Python, and the names and versions of the installed packages that outputs are made with."""
    found = {
        name
        for folder in sys.path
        if folder.endswith("-packages")
        for name in _entries_of(folder)
        if name.endswith(".dist-info") and re.sub(r"[-_.]+", "-", name.partition("-")[0]).lower() in LIBRARIES
    }
    return "\n".join([sys.version, *sorted(found)])


def _entries_of(folder: str) -> list[str]:
    try:
        return [entry.name for entry in Path(folder).iterdir()]
    except OSError:
        return []


def tool_key(state: State) -> str:
    """Return a hash of Coursewright's own files and of the packages under it."""
    return hashlib.sha256(f"{state.hash_all(tool_files())}\0{tool_names()}".encode()).hexdigest()


def common_key(state: State, course: Path) -> str:
    """Return a hash of the inputs that all modules share: the course's files, its themes, Coursewright, packages.

    The names and titles of all modules are among them, because one module may name another.
    """
    modules = course / "modules"
    own = [path for path in files_below(modules) if path.parent == modules or path.is_relative_to(modules / "shared")]
    folders = sorted(entry for entry in modules.iterdir() if entry.is_dir()) if modules.is_dir() else []
    names = "\n".join(f"{folder.name}\0{state.head_of(folder / 'module.md')}" for folder in folders)
    files = state.hash_all([*own, *files_below(course / "themes")])
    return hashlib.sha256(f"{files}\0{names}\0{tool_key(state)}".encode(errors="surrogatepass")).hexdigest()


def module_key(state: State, course: Path, name: str, common: str) -> str:
    """Return a hash of all inputs of one module."""
    return hashlib.sha256(f"{common}\0{state.hash_all(files_below(course / 'modules' / name))}".encode()).hexdigest()


def whole_key(state: State, course: Path) -> str:
    """Return a hash of all inputs of all modules."""
    files = state.hash_all(files_below(course / "modules"))
    return hashlib.sha256(f"{common_key(state, course)}\0{files}".encode()).hexdigest()


def request_key(*asked: object) -> str:
    """Return a short hash of the options of a command."""
    return hashlib.sha256(repr(asked).encode(errors="surrogatepass")).hexdigest()[:16]
