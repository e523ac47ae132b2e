"""Files in one ZIP, with the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile

from builder.model.catalogue import CatalogueEntry
from builder.theme.theme import Theme
from builder.writers.shared.labels import Labels
from builder.writers.site.words import Words

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP can name: a file's time of making is nobody's business."""

_PACKED = (".pdf", ".pptx", ".webp", ".zip")
"""Files that are compressed already."""


def zip_bytes(files: dict[str, bytes]) -> bytes:
    """Return a ZIP of files by name, in the order of their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.create_system = 3  # Unix on every system, so that the bytes are the same
            member.external_attr = 0o644 << 16
            member.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
            archive.writestr(member, files[name])
    return out.getvalue()


def read_me(entry: CatalogueEntry, theme: Theme) -> str:
    """Return the text that goes into each ZIP: what the files are, who made them, under which license."""
    words = Words(entry, Labels(theme, entry.lang))
    text = words.labels(
        "zip-read-me",
        title=entry.title,
        description=entry.description,
        line=words.attribution(),
        license=words.license_line() if entry.license else "",
        draft=entry.draft_notice,
    )
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
