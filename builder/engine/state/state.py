"""The state file: hashes of inputs and outputs of the last builds, in the user's cache. Safe to delete.

Imports the standard library only, so that a build with nothing to do loads nothing else. A file is hashed again only when
its size, its number, or its times of change differ from the state file's, or when it was changed within two seconds before
the state file was written (the resolution of some file systems). A file that was touched but has the same bytes is unchanged.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeGuard

from builder.core.disk.directory import LinkPolicy
from builder.core.disk.folder import READ_BYTES, Folder
from builder.core.disk.writable import WritableFolder
from builder.engine.state.records import (
    BuildNote,
    FileRecord,
    FileStamp,
    ModuleNote,
    OutputNote,
    SiteNote,
    are_problems,
)
from builder.engine.state.shape import conforming

SCHEMA = 3
_HEAD = 8192
"""Characters of a module in which its front matter is looked for."""
_NAMED = re.compile(r"^(?:title|id)\s*:.*(?:\n[ \t].*)*", re.MULTILINE)
_USED = re.compile(r"^:{3,}.*\.use\b.*", re.MULTILINE)
_GRAIN = 2_000_000_000
"""Nanoseconds within which a file can change twice and have the same modification time."""


_LARGEST = 1_000_000_000
"""Bytes that no file of an output folder has that we made."""


@dataclass
class State:
    """The content of the state file. `files` maps paths to what `hash_of` compares, and to hashes.

    `kept` is the state file as read: `builds` maps request keys to notes of whole builds; `modules` maps "request key/label"
    to what was made of a module and from what; `outputs` and `sites` map output folders to records of their files and to
    notes of their catalogues. `heads` maps the hash of a module's source to the lines of its title and id. `seen_files` and
    `seen_heads` are the entries that this run has used: only they are written back. `written` is the state file's own
    modification time in ns. `tool` is `keys.tool_key`, "" until somebody asks: a thousand files are looked at for it.
    """

    path: Path
    kept: dict[str, object] = field(default_factory=dict)
    files: dict[str, FileStamp] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    seen_files: dict[str, FileStamp] = field(default_factory=dict)
    seen_heads: dict[str, str] = field(default_factory=dict)
    written: int = 0
    tool: str = ""

    # ── notes: what is not as its type says counts as absent ────────────────────────────────────────────────────

    @cached_property
    def builds(self) -> dict[str, BuildNote]:
        """The notes of whole builds and checks, by request key."""
        found = conforming(self.kept.get("builds"), BuildNote)
        return {key: note for key, note in found.items() if are_problems(note["problems"])}

    @cached_property
    def modules(self) -> dict[str, ModuleNote]:
        """The notes of modules, by request key and label."""
        found = conforming(self.kept.get("modules"), ModuleNote)
        whole = {"key", "id", "files", "hidden", "problems"}
        return {key: note for key, note in found.items() if note.keys() >= whole and are_problems(note["problems"])}

    @cached_property
    def sites(self) -> dict[str, SiteNote]:
        """The notes of catalogues, by output folder."""
        return conforming(self.kept.get("sites"), SiteNote)

    @cached_property
    def told(self) -> dict[str, str]:
        """What was said of a template's file once, by place and message, with the file's hash."""
        return conforming(self.kept.get("told"), str)

    @cached_property
    def _outputs(self) -> dict[str, OutputNote]:
        found = self.kept.get("outputs")
        notes: dict[str, OutputNote] = {}
        for folder, note in found.items() if isinstance(found, dict) else ():
            if isinstance(note, dict):
                notes[folder] = {"files": _records(note.get("files")), "hidden": _records(note.get("hidden"))}
        return notes

    def output(self, root: Path) -> OutputNote:
        """Return the records of the files of an output folder, to which new ones are added."""
        return self._outputs.setdefault(str(root), {"files": {}, "hidden": {}})

    def records_of(self, note: ModuleNote, root: Path) -> dict[str, FileRecord] | None:
        """Return the records of all that a module's note names, by planned path; None when one is missing, or made otherwise since."""
        known = self.output(root)
        found: dict[str, FileRecord] = {}
        for keys, records in ((note["files"], known["files"]), (note["hidden"], known["hidden"])):
            for path, key in keys.items():
                record = records.get(path)
                if record is None or record["key"] != key:
                    return None
                found[path] = record
        return found

    # ── files ──────────────────────────────────────────────────────────────────────────────────────────────────

    def hash_of(self, folder: Folder, name: str, now: os.stat_result | None = None) -> str:
        """Return the SHA-256 of a file, "" when it cannot be read or is no regular file. `now` is what is known of it, if it is."""
        path = f"{folder.root}/{name}"
        now = now or folder.stat(name)
        if now is None or not stat.S_ISREG(now.st_mode):
            return ""
        if path in self.seen_files:
            return str(self.seen_files[path][0])
        stamp = _stamp(now)
        noted = self.files.get(path)
        if _is_stamp(noted) and noted[1:] == stamp and max(stamp[1:3]) + _GRAIN < self.written and _CTIME_IS_CHANGE:
            self.seen_files[path] = noted
            return str(noted[0])
        digest = _hash(folder, name, now.st_size)
        if digest:
            self.seen_files[path] = [digest, *stamp]
        return digest

    def forget(self, folder: Folder, name: str) -> None:
        """Forget the hash of a file that is about to be written."""
        self.seen_files.pop(f"{folder.root}/{name}", None)

    def note_written(self, folder: Folder, name: str, digest: str) -> None:
        """Note the hash of a file that has just been written, so that the next build need not read it."""
        if now := folder.stat(name):
            self.seen_files[f"{folder.root}/{name}"] = [digest, *_stamp(now)]

    def head_of(self, folder: Folder, name: str) -> str:
        """Return the lines `title:` and `id:` of a module's front matter and those that use shared blocks, unparsed."""
        digest = self.hash_of(folder, name)
        if digest not in self.seen_heads:
            known = self.heads.get(digest)
            self.seen_heads[digest] = known if isinstance(known, str) else _head(folder, name)
        return self.seen_heads[digest]

    def hash_all(self, folder: Folder, places: Iterable[str]) -> str:
        """Return one hash over the names and contents of all files below these places in a folder, which are files or folders."""
        whole = hashlib.sha256()
        for place in places:
            for name, now in folder.walk(place):
                line = f"{folder.root}/{name}\0{self.hash_of(folder, name, now)}\n"
                whole.update(line.encode(errors="surrogatepass"))
        return whole.hexdigest()

    def intact(self, outputs: dict[str, str], root: Path) -> bool:
        """Say whether all these files exist below `root`, not through links, with these hashes."""
        folder = WritableFolder(root)
        return all(self.hash_of(folder, name) == digest != "" for name, digest in outputs.items())

    def text(self) -> str:
        """Return the state as JSON. Entries of files that this run has not used are dropped."""
        value = {
            "schema": SCHEMA,
            "files": self.seen_files,
            "builds": self.builds,
            "modules": self.modules,
            "outputs": self._outputs,
            "sites": self.sites,
            "heads": self.seen_heads,
            "told": self.told,
        }
        return json.dumps(value, ensure_ascii=False)

    def keep_seen(self) -> None:
        """Take every entry that was read for one that this run has used."""
        self.seen_files = {**self.files, **self.seen_files}
        self.seen_heads = {**self.heads, **self.seen_heads}

    # ── whole builds ───────────────────────────────────────────────────────────────────────────────────────────

    def unchanged(self, inputs: str, key: str, output: Path) -> BuildNote | None:
        """Return the note of the build `key` when its inputs (their `whole_key`) and outputs are unchanged, else None.

        Where a file stands beside one that is not ours, that one has to be there still, with bytes of its own.
        """
        note = self.builds.get(key)
        if not note or note["inputs"] != inputs or not self.intact(note["outputs"], output):
            return None
        folder = WritableFolder(output)
        for name, digest in note.get("beside", {}).items():
            if folder.is_free(name) or self.hash_of(folder, name) == digest:
                return None
        return note


_CTIME_IS_CHANGE = os.name != "nt"
"""Whether `st_ctime` is the time of the last change. On Windows it is that of creation, and files are always hashed."""


_STAMP = 5
"""Number of entries of a `FileStamp`."""


def _stamp(now: os.stat_result) -> list[int]:
    return [now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino]


def _is_stamp(value: object) -> TypeGuard[FileStamp]:
    return isinstance(value, list) and len(value) == _STAMP and isinstance(value[0], str)


def _records(found: object) -> dict[str, FileRecord]:
    """Return the records that are whole."""
    whole = conforming(found, FileRecord)
    return {path: record for path, record in whole.items() if are_problems(record["heard"])}


def _hash(folder: Folder, name: str, size: int) -> str:
    """Return the SHA-256 of a file, "" when it cannot be read. Of one that is too large to be read, or to be ours, its size counts."""
    if folder.links is not LinkPolicy.ANY and size > (READ_BYTES if folder.links is LinkPolicy.INSIDE else _LARGEST):
        return f"{size} bytes"
    with contextlib.suppress(OSError, ValueError), folder.opened(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def _head(folder: Folder, name: str) -> str:
    """Read the lines of a module that others depend on; "" when there are none."""
    try:
        text = folder.read(name).decode(errors="replace")
    except OSError:
        return ""
    head = text[:_HEAD].partition("\n---")[0]
    return "\n".join(match[0] for match in (*_NAMED.finditer(head), *_USED.finditer(text)))


CHECKS = "checks.json"
"""The state file of `check`, apart from that of builds, because both may run at the same time."""


def read_state(folder: Path, name: str = "state.json") -> State:
    """Return the state in a course's folder of the cache; an empty one when there is none or it cannot be read."""
    path, notes = folder / name, WritableFolder(folder, private=True)
    try:
        value = json.loads(notes.read(name).decode(errors="surrogatepass"))
        written = notes.changed(name)
    except (OSError, ValueError, RecursionError):
        return State(path)
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        return State(path)
    files, heads = (one if isinstance(one := value.get(part), dict) else {} for part in ("files", "heads"))
    return State(path, value, files, heads, written=written)


def write_state(state: State) -> None:
    """Write the state file. Where nothing can be written, the next build makes everything again."""
    with contextlib.suppress(OSError):
        notes = WritableFolder(state.path.parent, private=True)
        notes.write(state.path.name, state.text().encode(errors="surrogatepass"))
