"""Files in one ZIP, with the same bytes every time."""

from __future__ import annotations

import io
import zipfile

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
