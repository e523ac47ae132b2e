"""The state file `<course>/.coursewright/state.json`: hashes of inputs and outputs of the last builds. Safe to delete.

Imports the standard library only, so that a build with nothing to do loads nothing else. A file is hashed again only when
its size or modification time differ from the state file's, or when it was modified within two seconds before the state
file was written (the resolution of some file systems). A file that was touched but has the same bytes is unchanged.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NotRequired, TypedDict

from builder.engine.output.files import write_whole
from builder.engine.output.manifest import ManifestRow

SCHEMA = 1
FOLDER = ".coursewright"
_HEAD = 8192
"""Characters of a module in which its front matter is looked for."""
_NAMED = re.compile(r"^(?:title|id)\s*:.*(?:\n[ \t].*)*", re.MULTILINE)
_GRAIN = 2_000_000_000
"""Nanoseconds within which a file can change twice and have the same modification time."""

FileStamp = list[int | str]
"""Size in bytes, modification time in ns, and SHA-256 of a file."""

ProblemRecord = dict[str, object]
"""A problem as `Problem.as_dict` returns it, with its `excerpt`. `problem_from_dict` reads it."""


class FileRecord(TypedDict):
    """What a file of a module was made from, and what came out.

    `key` is the hash of all inputs and `parts` that of each kind of input; `entry` is the file's row of the manifest;
    `places` maps ids of blocks to pages or slides. `heard`: problems were found while it was made. `hidden`: it was laid
    out for its places only, and there is no file.
    """

    key: str
    parts: dict[str, str]
    sha256: str
    entry: ManifestRow
    places: dict[str, int]
    heard: bool
    hidden: bool


class ModuleNote(TypedDict, total=False):
    """The last build of a module: hash of its inputs, its id, records of its files by path. Empty when there was none."""

    key: str
    id: str
    records: dict[str, FileRecord]
    problems: list[ProblemRecord]


class BuildNote(TypedDict):
    """A whole build, or a whole check: hash of the inputs, hashes of the outputs by path, and the problems found.

    A build notes the number of its `files`, the modules `skipped` and its exit `code`; a check the `count` of modules.
    """

    inputs: str
    outputs: dict[str, str]
    problems: list[ProblemRecord]
    files: NotRequired[int]
    skipped: NotRequired[Sequence[str]]
    code: NotRequired[int]
    count: NotRequired[int]


class EntryNote(TypedDict):
    """A module's entry of the catalogue as JSON, and the hash of its inputs."""

    key: str
    entry: dict[str, object]


class PieceFacts(TypedDict):
    """A file of a piece of the catalogue: a picture's size and text, a font's family and weight, a ZIP archive's number of files."""

    path: str
    width: NotRequired[int]
    height: NotRequired[int]
    alt: NotRequired[str]
    family: NotRequired[str]
    weight: NotRequired[int]
    files: NotRequired[int]


class PieceRow(PieceFacts):
    """The same with the size and hash of the published file."""

    bytes: int
    sha256: str


class PieceNote(TypedDict):
    """The files of a piece (pictures, a ZIP archive, fonts), and the hash of its inputs."""

    key: str
    files: list[PieceRow]


class SiteNote(TypedDict, total=False):
    """The catalogue of an output folder: entries by module, pieces by name."""

    entries: dict[str, EntryNote]
    pieces: dict[str, PieceNote]


@dataclass
class State:
    """The content of the state file. `files` maps paths to size, modification time (ns) and hash.

    `builds` maps request keys to notes of whole builds; `modules` maps "request key/label" to what was made of a module
    and from what; `sites` maps output folders to notes of their catalogues; `heads` maps the hash of a module's source to
    the lines of its title and id. `seen_files` and `seen_heads` are the entries that this run has used: only they are
    written back. `written` is the state file's own modification time in ns.
    """

    path: Path
    files: dict[str, FileStamp] = field(default_factory=dict)
    builds: dict[str, BuildNote] = field(default_factory=dict)
    modules: dict[str, ModuleNote] = field(default_factory=dict)
    sites: dict[str, SiteNote] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    seen_files: dict[str, FileStamp] = field(default_factory=dict)
    seen_heads: dict[str, str] = field(default_factory=dict)
    written: int = 0

    def hash_of(self, path: Path) -> str:
        """Return the SHA-256 of a file, "" when it cannot be read."""
        name = str(path)
        try:
            now = path.stat()
        except OSError:
            return ""
        if name in self.seen_files:
            return str(self.seen_files[name][2])
        noted = self.files.get(name)
        if noted and noted[:2] == [now.st_size, now.st_mtime_ns] and now.st_mtime_ns + _GRAIN < self.written:
            self.seen_files[name] = noted
            return str(noted[2])
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            return ""
        self.seen_files[name] = [now.st_size, now.st_mtime_ns, digest]
        return digest

    def head_of(self, path: Path) -> str:
        """Return the lines `title:` and `id:` of a module's front matter, unparsed."""
        digest = self.hash_of(path)
        if digest not in self.seen_heads:
            known = self.heads.get(digest)
            self.seen_heads[digest] = _head(path) if known is None else known
        return self.seen_heads[digest]

    def hash_all(self, paths: Iterable[Path]) -> str:
        """Return one hash over the names and contents of files."""
        whole = hashlib.sha256()
        for path in paths:
            whole.update(f"{path}\0{self.hash_of(path)}\n".encode())
        return whole.hexdigest()

    def intact(self, outputs: dict[str, str], root: Path) -> bool:
        """Say whether all these files exist below `root` with these hashes."""
        return all(self.hash_of(root / name) == digest for name, digest in outputs.items())

    def text(self) -> str:
        """Return the state as JSON. Entries of files that this run has not used are dropped."""
        value = {
            "schema": SCHEMA,
            "files": self.seen_files,
            "builds": self.builds,
            "modules": self.modules,
            "sites": self.sites,
            "heads": self.seen_heads,
        }
        return json.dumps(value, ensure_ascii=False)


CHECKS = "checks.json"
"""The state file of `check`, apart from that of builds, because both may run at the same time."""


def read_state(course: Path, name: str = "state.json") -> State:
    """Return the state of a course; an empty one when there is no state file or it cannot be read."""
    path = course / FOLDER / name
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        if value["schema"] == SCHEMA:
            written = path.stat().st_mtime_ns
            fields = {name: value.get(name, {}) for name in ("files", "builds", "modules", "sites", "heads")}
            if all(isinstance(one, dict) for one in fields.values()):
                # JSON gets its types here: a state file of this schema was written by `State.text`.
                return State(path, **fields, written=written)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return State(path)


# ── keys: hashes of inputs ─────────────────────────────────────────────────────────────────────────────────


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in a fixed order, without hidden files and `__pycache__`."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        yield from (Path(place) / name for name in sorted(names) if not name.startswith("."))


def tool_files() -> list[Path]:
    """Return Coursewright's own files: code, and the shipped themes with their fonts."""
    package = Path(__file__).parent.parent
    inside = package / "themes"
    return [*files_below(package), *([] if inside.is_dir() else files_below(package.parent / "themes"))]


def tool_names() -> str:
    """Return the version of Python and the names and versions of all installed packages."""
    found = {
        name
        for folder in sys.path
        if folder.endswith("-packages")
        for name in _entries_of(folder)
        if name.endswith(".dist-info")
    }
    return "\n".join([sys.version, *sorted(found)])


def _entries_of(folder: str) -> list[str]:
    try:
        return [entry.name for entry in Path(folder).iterdir()]
    except OSError:
        return []


def tool_key(state: State) -> str:
    """Return a hash of Coursewright's own files and of the installed packages."""
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
    return hashlib.sha256(f"{files}\0{names}\0{tool_key(state)}".encode()).hexdigest()


def _head(path: Path) -> str:
    """Read the lines `title:` and `id:` of a module's front matter; "" when there are none."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(_HEAD)
    except OSError:
        return ""
    return "\n".join(match[0] for match in _NAMED.finditer(head.partition("\n---")[0]))


def module_key(state: State, course: Path, name: str, common: str) -> str:
    """Return a hash of all inputs of one module."""
    return hashlib.sha256(f"{common}\0{state.hash_all(files_below(course / 'modules' / name))}".encode()).hexdigest()


def whole_key(state: State, course: Path) -> str:
    """Return a hash of all inputs of all modules."""
    files = state.hash_all(files_below(course / "modules"))
    return hashlib.sha256(f"{common_key(state, course)}\0{files}".encode()).hexdigest()


def unchanged_build(state: State, inputs: str, key: str, output: Path) -> BuildNote | None:
    """Return the note of the build `key` when its inputs (their `whole_key`) and outputs are unchanged, else None."""
    note = state.builds.get(key)
    if note and note["inputs"] == inputs and state.intact(note["outputs"], output):
        return note
    return None


def request_key(*asked: object) -> str:
    """Return a short hash of the options of a command."""
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]


def write_state(state: State) -> None:
    """Write the state file. In a read-only folder nothing is written, and the next build makes everything again."""
    with contextlib.suppress(OSError):
        write_whole(state.path, state.text().encode())
