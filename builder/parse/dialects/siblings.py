"""Links to files beside a source: to another lesson, which becomes a reference to that module, or to what no output has."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SCHEME = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:|//|\\)")
_OWN_NAMES = re.compile(r"^(?:xref|wiki|github|rrid|ror|doi|ref|doc|project|path|zotero|obsidian):", re.IGNORECASE)
"""What MyST and others write as a scheme, and resolve themselves."""

_ENDING = re.compile(r"\.(?:md|markdown|qmd|rmd|html?|ipynb)$", re.IGNORECASE)


def is_local(target: str) -> bool:
    """Say whether an address is a path to a file, not one with a scheme or host that others can open."""
    return not _SCHEME.match(target) or bool(_OWN_NAMES.match(target))


def module_names(target: str) -> Iterator[str]:
    """Yield the folders of modules that a path may mean: `../08-motivation.md` is `08-motivation` or `motivation`."""
    path = re.split(r"[?#]", target)[0].strip("/")
    parts = [_ENDING.sub("", part) for part in path.split("/") if part not in {"", ".", ".."}]
    while parts and parts[-1].casefold() in {"module", "index", "readme"}:
        parts.pop()
    if parts:
        name = re.sub(r"[^a-z0-9]+", "-", parts[-1].casefold()).strip("-")
        yield from dict.fromkeys((name, re.sub(r"^[\d-]+-", "", name)))
