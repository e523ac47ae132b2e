"""Tokens that a file refers to and does not have: design systems keep their palette in a file of its own, beside that of a theme."""

from __future__ import annotations

from collections.abc import Mapping

from builder.brands.brand import BrandLog
from builder.brands.tokens.tree import TokenFile, read_token_file
from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode
from builder.core.source import Source, Unreadable

MOST_BYTES, MOST_FILES = 4_000_000, 30
"""Most bytes of a file, and most files beside it that are looked into."""


def complete(file: TokenFile, folder: Folder, name: str, log: BrandLog) -> TokenFile:
    """Return a file with the groups that its tokens refer to and that another file of its folder has, the first by name."""
    wanted = {target.partition(".")[0] for target in file.dead.values()}
    root: dict[str, object] = dict(file.root)
    for other in sorted(folder.files("", ".json"))[:MOST_FILES]:
        if not wanted - set(root):
            break
        found = _groups(folder, other) if other != name else {}
        taken = sorted(wanted & set(found) - set(root))
        if taken:
            root |= {group: found[group] for group in taken}
            log.take(other, ", ".join(taken), f"what {name} refers to")
    return TokenFile(file.source, root) if len(root) > len(file.root) else file


def _groups(folder: Folder, name: str) -> Mapping[str, object]:
    try:
        return read_token_file(Source(name, folder.data(name, limit=MOST_BYTES).decode("utf-8-sig"))).root
    except (Unreadable, UnicodeDecodeError):
        return {}


def report_faults(file: TokenFile, log: BrandLog) -> None:
    """Report tokens without a value: each circle, and what is missing once for each group, with the first token that needs it."""
    missing: dict[str, list[str]] = {}
    for path, why in file.faults.items():
        if path in file.dead:
            missing.setdefault(file.dead[path].partition(".")[0], []).append(path)
            continue
        hint = "give it a `$value` of its own, or correct the reference"
        log.problems.add(
            ProblemCode.UNREADABLE_BRAND,
            f"the token `{path}` has no value: {why}",
            file.at(tuple(path.split("."))),
            hint,
        )
    for group, paths in missing.items():
        first = paths[0]
        others = f", and so do {len(paths) - 1} more that need `{group}`" if len(paths) > 1 else ""
        log.problems.add(
            ProblemCode.UNREADABLE_BRAND,
            f"the token `{first}` has no value: {file.faults[first]}{others}",
            file.at(tuple(first.split("."))),
            f"put the file that has `{group}` beside this one, or give these tokens a `$value` of their own",
        )
