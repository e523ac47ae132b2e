"""Reads the CHANGELOG.md of a module: keepachangelog.com's `## 1.2.0 - 2026-11-25`, then a list."""

from __future__ import annotations

import re

from builder.core.disk.folder import Folder
from builder.core.source import Source, Unreadable, clean_line
from builder.core.typography import typeset
from builder.model.releases import Release
from builder.parse.lines.texts import PlacedText, Rewrite, has_words, one_line

_VERSION = re.compile(r"^##\s+\[?v?(?P<version>[^\s\]()]+)\]?(?:[\s(–—:-]+(?P<date>[^)]*?)\)?)?\s*$")
_CHANGE = re.compile(r"^[-*+]\s+(?P<words>.*)")


def changelog_path(name: str) -> str:
    """Return the path of the changelog of the module in the folder `name`."""
    return f"modules/{name}/CHANGELOG.md"


def read_releases(folder: Folder, name: str, lang: str, rewrite: Rewrite | None = None) -> tuple[Release, ...]:
    """Return the versions of the module in the folder `name`; none where it has no changelog that can be read."""
    try:
        return releases(folder.source(changelog_path(name)), lang, rewrite)
    except Unreadable:
        return ()


def releases(source: Source, lang: str, rewrite: Rewrite | None = None) -> tuple[Release, ...]:
    """Return the versions in a changelog, in its order, typeset in `lang`; in other words where `rewrite` gives them.

    Indented lines continue the item before them; other lines are ignored.
    """
    versions: list[tuple[str, str, list[tuple[int, str]]]] = []
    for number, line in enumerate((clean_line(one)[0] for one in source.lines), 1):
        changes = versions[-1][2] if versions else []
        if version := _VERSION.match(line):
            versions.append((version["version"], (version["date"] or "").strip(), []))
        elif versions and (change := _CHANGE.match(line)):
            changes.append((number, change["words"].strip()))
        elif changes and line.startswith(" ") and line.strip():
            changes[-1] = (changes[-1][0], f"{changes[-1][1]} {line.strip()}")
    found = []
    for name, date, changes in versions:
        words = [_reworded(name, n, line, text, rewrite) for n, (line, text) in enumerate(changes, 1)]
        found.append(Release(version=name, date=date, changes=tuple(typeset(one, lang) for one in words)))
    return tuple(found)


def _reworded(version: str, number: int, line: int, text: str, rewrite: Rewrite | None) -> str:
    if rewrite is None or not has_words(text):
        return text
    new = rewrite(PlacedText(text, line, "change", f"version {version}", number, is_plain=True))
    return one_line(new or "") or text
