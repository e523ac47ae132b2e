"""Packs files into ZIP archives that have the same bytes every time."""

from __future__ import annotations

import re

from builder.core import archive
from builder.core.bidi import unmarked
from builder.model.catalogue import CatalogueEntry
from builder.theme.theme import Theme
from builder.writers.shared.labels import Labels
from builder.writers.site.module_facts import ModuleFacts

_PACKED = (".pdf", ".pptx", ".webp", ".zip")
"""Extensions of files that are compressed already."""


def zip_bytes(files: dict[str, bytes]) -> bytes:
    """Return a ZIP archive of files by name, sorted by name."""
    return archive.zip_bytes(sorted(files.items()), _PACKED)


def read_me(entry: CatalogueEntry, theme: Theme) -> str:
    """Return the README of a ZIP archive: what the files are, who made them, under which license."""
    words = ModuleFacts(entry, Labels(theme, entry.lang))
    text = words.labels.plain(
        "zip-read-me",
        title=entry.title,
        description=entry.description,
        line=words.attribution(),
        license=words.license_line() if entry.license else "",
        draft=entry.draft_notice,
    )
    return re.sub(r"\n{3,}", "\n\n", unmarked(text)).strip() + "\n"
