"""Keys: hashes of the inputs of files, modules and builds. What has the same key is not made again.

Imports the standard library only, so that a build with nothing to do loads nothing else.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

from builder.core.disk.folder import Folder, our_folder
from builder.engine.state.state import State

LIBRARIES = frozenset(
    """
    annotated-types brotli brotlicffi cffi citeproc-py click cssselect2 fonttools jinja2 lxml markdown markdown-it-py
    markupsafe mdurl packaging pikepdf pillow polib pycparser pydantic pydantic-core pydyf pygments pypdfium2 pyphen python-pptx
    pyyaml resvg-py rich segno snowballstemmer tinycss2 tinyhtml5 typing-extensions typing-inspection uharfbuzz weasyprint webencodings
    xlsxwriter zopfli
    """.split()
)
"""The packages that outputs are made with: those of locks/runtime.txt but the preview's. Others may come and go."""


def tool_files() -> tuple[Folder, tuple[str, ...]]:
    """Return the folder of Coursewright's own files, and the places in it: code, and the shipped themes with their fonts."""
    package = Path(__file__).parents[2]
    inside = our_folder(package).is_folder("themes")
    return our_folder(package.parent), (package.name, *(() if inside else ("themes",)))


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
    return our_folder(Path(folder)).names()


def tool_key(state: State) -> str:
    """Return a hash of Coursewright's own files and of the packages under it, as they are when a run first asks."""
    if not state.tool:
        state.tool = _tool_key(state)
    return state.tool


def _tool_key(state: State) -> str:
    return hashlib.sha256(f"{state.hash_all(*tool_files())}\0{tool_names()}".encode()).hexdigest()


def common_key(state: State, course: Path, lang: str = "") -> str:
    """Return a hash of the inputs that all modules share: the course's files, its themes, Coursewright, packages.

    `lang` is the language of a translation, whose files are then among them: they hold the titles of all modules.

    The names and titles of all modules are among them, because one module may name another, and the shared blocks that each uses.
    """
    folder = Folder(course)
    titles = "\n".join(
        f"{name}\0{state.head_of(folder, f'modules/{name}/module.md')}" for name in folder.folders("modules")
    )
    files = state.hash_all(folder, [*shared_places(folder), *([f"locale/{lang}"] if lang else [])])
    return hashlib.sha256(f"{files}\0{titles}\0{tool_key(state)}".encode(errors="surrogatepass")).hexdigest()


_SHEETS = ("pack", "review")
"""The files of a course that no module is made of: those of packs and forms for reviewers."""


def shared_places(folder: Folder) -> list[str]:
    """Return the places of a course's files that all its modules share: its own, `modules/shared`, and its themes."""
    own = (name for name in folder.files("modules", "") if name.split(".")[0] not in _SHEETS)
    return [*(f"modules/{name}" for name in own), "modules/shared", "themes"]


def module_key(state: State, course: Path, name: str, common: str) -> str:
    """Return a hash of all inputs of one module."""
    return hashlib.sha256(f"{common}\0{state.hash_all(Folder(course), [f'modules/{name}'])}".encode()).hexdigest()


def whole_key(state: State, course: Path, lang: str = "") -> str:
    """Return a hash of all inputs of all modules, in a language of a translation or ("") their own."""
    files = state.hash_all(Folder(course), ["modules"])
    return hashlib.sha256(f"{common_key(state, course, lang)}\0{files}".encode()).hexdigest()


def request_key(*asked: object) -> str:
    """Return a short hash of the options of a command."""
    return hashlib.sha256(repr(asked).encode(errors="surrogatepass")).hexdigest()[:16]
