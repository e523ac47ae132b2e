"""Deterministic ZIP files: the same members give the same bytes, whenever and on whichever system they are written."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from builder.core.frozen import dataclass

_DATE = (1980, 1, 1, 0, 0, 0)
"""The first date that a ZIP can hold. Every member has it, so that no clock shows in the bytes."""

_UNIX = 3
"""The `create_system` of every member; Python would write 0 on Windows."""


@dataclass(frozen=True, slots=True)
class Compressed:
    """What a ZIP holds of a member: its content deflated, and its CRC-32."""

    data: bytes
    crc: int


def compress(content: bytes) -> Compressed:
    """Return a member's content as `zip_bytes` compresses it."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return Compressed(packer.compress(content) + packer.flush(), zlib.crc32(content))


def zip_bytes(
    members: Iterable[tuple[str, bytes]],
    stored: tuple[str, ...] = (),
    compressed: Mapping[bytes, Compressed] | None = None,
) -> bytes:
    """Return a ZIP with these members, in this order.

    Members whose names end with one of `stored` are not compressed: their formats are compressed already. `compressed` has
    contents that many archives share, compressed once: the bytes are the same without it.
    """
    out = io.BytesIO()
    known = compressed or {}
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_STORED if stored and name.endswith(stored) else zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = _UNIX, 0o644 << 16
            if info.compress_type == zipfile.ZIP_DEFLATED and (found := known.get(content)):
                info.file_size, info.compress_size, info.CRC = len(content), len(found.data), found.crc
                info.header_offset = out.tell()
                out.write(info.FileHeader() + found.data)
                _list_member(archive, info, out.tell())
            else:
                archive.writestr(info, content)
    return out.getvalue()


def _list_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, end: int) -> None:
    """Enter a member that was written up to `end` in the archive's directory, as `ZipFile.mkdir` does: zipfile has no call for it."""
    archive.filelist.append(info)
    archive.NameToInfo[info.filename] = info
    archive.start_dir = end
