"""Deterministic ZIP files: the same members give the same bytes, whenever and on whichever system they are written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_DATE = (1980, 1, 1, 0, 0, 0)
"""The first date that a ZIP can hold. Every member has it, so that no clock shows in the bytes."""

_UNIX = 3
"""The `create_system` of every member; Python would write 0 on Windows."""


def zip_bytes(members: Iterable[tuple[str, bytes]], stored: tuple[str, ...] = ()) -> bytes:
    """Return a ZIP with these members, in this order.

    Members whose names end with one of `stored` are not compressed: their formats are compressed already.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_STORED if stored and name.endswith(stored) else zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = _UNIX, 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()
