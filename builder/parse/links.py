"""Addresses that a module, or a course, keeps in a file of their own: `links.md` with lines `[name]: address`."""

from __future__ import annotations

from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.parse.course import read_source
from builder.parse.lines.definitions import read_target
from builder.parse.lines.normalize import remove_invisible


def link_lines(folder: Folder, name: str, problems: Problems) -> tuple[str, ...]:
    """Return the lines `[name]: address` of modules/links.md and of the links.md beside a module, which win."""
    lines: list[str] = []
    for path in ("modules/links.md", f"modules/{name}/links.md"):
        source = read_source(folder, path, problems) if folder.is_there(path) else None
        if source is not None:
            problems.add_source(source)
            numbered = remove_invisible([*enumerate(source.lines, 1)], source, problems)
            lines += [text.strip() for _, text in numbered]
    return tuple(line for line in lines if read_target(line))
