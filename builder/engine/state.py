"""What the last build did, kept in `<course>/.coursewright/state.json`: safe to delete, never trusted without a look.

The standard library alone is used here, so that a build with nothing to do starts nothing else. A file is hashed again
only when its size or time of change differ from what was noted, or when it changed within two seconds of the note
(the grain of some file systems): touching a file is not changing it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builder.engine.output.files import write_whole

SCHEMA = 1
FOLDER = ".coursewright"
_HEAD = 8192
"""Characters of a module in which its front matter is looked for."""
_NAMED = re.compile(r"^(?:title|id)\s*:.*(?:\n[ \t].*)*", re.MULTILINE)
_GRAIN = 2_000_000_000
"""Nanoseconds within which a file may change twice and show the same time."""


@dataclass
class State:
    """What is noted: `files` (path → size, time of change in ns, hash), and `builds` by what was asked.

    `modules` maps what was asked and a module to what it was made from and what came out; `sites` an output folder to
    what its catalogue was made from; `heads` the hash of a module's source to what it says of its title and id. `seen`
    and `told` are those of files and heads that were asked for. `written` is when the note itself was written, in ns, by
    the file system's time.
    """

    path: Path
    files: dict[str, list[Any]] = field(default_factory=dict)
    builds: dict[str, dict[str, Any]] = field(default_factory=dict)
    modules: dict[str, dict[str, Any]] = field(default_factory=dict)
    sites: dict[str, dict[str, Any]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    seen: dict[str, list[Any]] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    written: int = 0

    def hash_of(self, path: Path) -> str:
        """Return the SHA-256 of a file, "" when it is not there."""
        name = str(path)
        try:
            now = path.stat()
        except OSError:
            return ""
        if name in self.seen:
            return str(self.seen[name][2])
        noted = self.files.get(name)
        if noted and noted[:2] == [now.st_size, now.st_mtime_ns] and now.st_mtime_ns + _GRAIN < self.written:
            self.seen[name] = noted
            return str(noted[2])
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            return ""
        self.seen[name] = [now.st_size, now.st_mtime_ns, digest]
        return digest

    def head_of(self, path: Path) -> str:
        """Return the lines of a module's front matter that say its title and id, as they stand there."""
        digest = self.hash_of(path)
        if digest not in self.told:
            known = self.heads.get(digest)
            self.told[digest] = _head(path) if known is None else known
        return self.told[digest]

    def hash_all(self, paths: Iterable[Path]) -> str:
        """Return one hash for files: of their names and contents."""
        whole = hashlib.sha256()
        for path in paths:
            whole.update(f"{path}\0{self.hash_of(path)}\n".encode())
        return whole.hexdigest()

    def intact(self, outputs: dict[str, str], root: Path) -> bool:
        """Say whether every output stands where it was put, with the bytes that it was given."""
        return all(self.hash_of(root / name) == digest for name, digest in outputs.items())

    def text(self) -> str:
        """Return the state as it is kept: notes of files that nobody asked for any more are dropped."""
        kept = {
            "schema": SCHEMA,
            "files": self.seen,
            "builds": self.builds,
            "modules": self.modules,
            "sites": self.sites,
            "heads": self.told,
        }
        return json.dumps(kept, ensure_ascii=False)


CHECKS = "checks.json"
"""Where it is noted what checks found: apart from builds, which may be under way at the same time."""


def read_state(course: Path, name: str = "state.json") -> State:
    """Return what is noted for a course; nothing where there is no note or it cannot be read."""
    path = course / FOLDER / name
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        if value["schema"] == SCHEMA:
            written = path.stat().st_mtime_ns
            kept = {name: value.get(name, {}) for name in ("files", "builds", "modules", "sites", "heads")}
            if all(isinstance(one, dict) for one in kept.values()):
                return State(path, **kept, written=written)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return State(path)


# ── what a build is made from ─────────────────────────────────────────────────────────────────────────────────


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in a fixed order; hidden ones, caches and outputs are left out."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        yield from (Path(place) / name for name in sorted(names) if not name.startswith("."))


def tool_files() -> list[Path]:
    """Return our own files: code, and the shipped themes with their fonts."""
    package = Path(__file__).parent.parent
    inside = package / "themes"
    return [*files_below(package), *([] if inside.is_dir() else files_below(package.parent / "themes"))]


def tool_names() -> str:
    """Return the names and versions of Python and of all packages that it can import."""
    found = {
        name
        for folder in sys.path
        if folder.endswith("-packages")
        for name in _listed(folder)
        if name.endswith(".dist-info")
    }
    return "\n".join([sys.version, *sorted(found)])


def _listed(folder: str) -> list[str]:
    try:
        return [entry.name for entry in Path(folder).iterdir()]
    except OSError:
        return []


def tool_key(state: State) -> str:
    """Return the hash of our own files and of the packages under them."""
    return hashlib.sha256(f"{state.hash_all(tool_files())}\0{tool_names()}".encode()).hexdigest()


def common_key(state: State, course: Path) -> str:
    """Return the hash of all that every module is made from: the course's own files, its themes, our files, packages.

    Names and titles of all modules are among it: one module may name another.
    """
    modules = course / "modules"
    own = [path for path in files_below(modules) if path.parent == modules or path.is_relative_to(modules / "shared")]
    folders = sorted(entry for entry in modules.iterdir() if entry.is_dir()) if modules.is_dir() else []
    names = "\n".join(f"{folder.name}\0{state.head_of(folder / 'module.md')}" for folder in folders)
    files = state.hash_all([*own, *files_below(course / "themes")])
    return hashlib.sha256(f"{files}\0{names}\0{tool_key(state)}".encode()).hexdigest()


def _head(path: Path) -> str:
    """Read the lines of a module's front matter that say its title and id; "" where there are none."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(_HEAD)
    except OSError:
        return ""
    return "\n".join(match[0] for match in _NAMED.finditer(head.partition("\n---")[0]))


def module_key(state: State, course: Path, name: str, common: str) -> str:
    """Return the hash of all that one module is made from."""
    return hashlib.sha256(f"{common}\0{state.hash_all(files_below(course / 'modules' / name))}".encode()).hexdigest()


def whole_key(state: State, course: Path) -> str:
    """Return the hash of all that any module is made from."""
    files = state.hash_all(files_below(course / "modules"))
    return hashlib.sha256(f"{common_key(state, course)}\0{files}".encode()).hexdigest()


def unchanged(state: State, inputs: str, key: str, output: Path) -> dict[str, Any] | None:
    """Return the note of the build `key` if all inputs (their `whole_key`) and outputs still are as it left them, else None."""
    note = state.builds.get(key)
    if note and note["inputs"] == inputs and state.intact(note["outputs"], output):
        return note
    return None


def request_key(*asked: object) -> str:
    """Return a short name for what was asked for."""
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]


def write_state(state: State) -> None:
    """Keep the state. A folder that cannot be written to keeps none, and the next build makes everything again."""
    with contextlib.suppress(OSError):
        write_whole(state.path, state.text().encode())
