"""The entries of the state file, as JSON. What does not have these types, for whatever reason, counts as absent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NotRequired, TypedDict, cast

from builder.engine.output.manifest import ManifestRow

FileStamp = list[int | str]
"""SHA-256 of a file, and what `FileHashes` compares: size in bytes, times of change in ns, number of the file."""


class ProblemRecord(TypedDict):
    """A problem as `Problem.as_dict` returns it, with its `excerpt`. `problem_from_dict` reads it."""

    code: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    hint: str
    excerpt: NotRequired[str]


class FileRecord(TypedDict):
    """What a file was made from, and what came out; its key is its planned path.

    `key` is the hash of what it shows and how, `parts` that of each kind of input, `source` that of all inputs of its module.
    `entry` is the file's row of the manifest, `places` maps ids of blocks to pages or slides, and `heard` are the problems
    found while it was made.
    """

    key: str
    parts: dict[str, str]
    source: str
    sha256: str
    entry: ManifestRow
    places: dict[str, int]
    heard: list[ProblemRecord]


class OutputNote(TypedDict):
    """Records of an output folder, by planned path: of its `files`, and of what was laid out for its places alone."""

    files: dict[str, FileRecord]
    hidden: dict[str, FileRecord]


class ModuleNote(TypedDict, total=False):
    """The last build of a module: hash of its inputs, its id, keys of its files by planned path. Empty when there was none.

    `hidden` are the keys of what was laid out for its places alone.
    """

    key: str
    id: str
    files: dict[str, str]
    hidden: dict[str, str]
    problems: list[ProblemRecord]


class BuildNote(TypedDict):
    """A whole build, or a whole check: hash of the inputs, hashes of the outputs by path, and the problems found.

    A build notes the number of its `files`, the modules `skipped`, its exit `code`, and the files that stand `beside` one
    that is not ours: hashes by planned path. A check notes the `count` of modules.
    `languages` are those that the course is translated into.
    """

    inputs: str
    outputs: dict[str, str]
    problems: list[ProblemRecord]
    beside: NotRequired[dict[str, str]]
    files: NotRequired[int]
    skipped: NotRequired[Sequence[str]]
    code: NotRequired[int]
    count: NotRequired[int]
    languages: NotRequired[Sequence[str]]


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
    """The same with the size and hash of the published file, and the path that was `planned` for it."""

    planned: str
    bytes: int
    sha256: str


class PieceNote(TypedDict):
    """The files of a piece (pictures, a ZIP archive, fonts), and the hash of its inputs."""

    key: str
    files: list[PieceRow]


class SiteNote(TypedDict, total=False):
    """The catalogue of an output folder: entries by module, pieces by name, the modules that it links to in other `languages`."""

    entries: dict[str, EntryNote]
    pieces: dict[str, PieceNote]
    languages: dict[str, list[str]]


_MOST = 10_000_000
"""Larger lines and columns than in any source that is read."""


def are_problems(found: Iterable[ProblemRecord]) -> bool:
    """Say whether records can be read as problems and printed: known codes, possible places, text that can be encoded."""
    from builder.core.problems import ProblemCode

    codes = {code.value for code in ProblemCode}
    for one in found:
        texts = one["path"], one["message"], one["hint"], one.get("excerpt", "")
        places = one["line"], one["column"], one["end_line"], one["end_column"]
        if one["code"] not in codes or not all(0 <= place < _MOST for place in places):
            return False
        if any("\ud800" <= char <= "\udfff" for text in texts if not text.isascii() for char in text):
            return False
    return True


def as_records(found: Iterable[object]) -> list[ProblemRecord]:
    """Return problems as records."""
    from builder.core.problems import Problem

    problems = [problem for problem in found if isinstance(problem, Problem)]
    return [cast("ProblemRecord", {**problem.as_dict(), "excerpt": problem.excerpt}) for problem in problems]
