"""Cuts what is not pixels out of PNG and JPEG files, without decoding them: metadata, thumbnails, and bytes after the picture.

Telephones append films to photographs (“motion photos”), other programs append previews with the place where a picture
was taken. So files are followed to their true ends: of PNG, the end of the compressed pixels (W3C PNG, 10.1); of JPEG,
the first end-of-image marker outside the coded pixels (ITU-T T.81, B.1.1.2). A file of a kind that some reader of our
outputs shows differently is not cut: its caller encodes it anew.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB"}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Channels a pixel, by PNG's color type (W3C PNG, 11.2.1)."""


def cut_png(data: bytes, used: Collection[int] = ()) -> bytes:
    """Return a PNG with only the chunks in _CHUNKS; b"" when it must be encoded anew.

    That is a file that is malformed or interlaced, has sixteen bits a channel, or holds more than its pixels need.
    `used`: the colors of its palette that its pixels have; what the others say is taken out.
    """
    kept, pixels, at = [_PNG], bytearray(), len(_PNG)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if end > len(data):
            return b""
        if name == b"IDAT":
            pixels += data[at + 8 : end - 4]
        if name in _CHUNKS and not _is_chunk(name, end - at - 12, data[24:29]):
            return b""
        if name in {b"PLTE", b"tRNS"} and data[25] == 3:
            kept.append(_only_used(name, data[at + 8 : end - 4], used))
        elif name in _CHUNKS and name != b"PLTE":  # of other kinds it only suggests colors
            kept.append(data[at:end])
        if name == b"IEND":
            return b"".join(kept) if end == at + 12 and _is_exact(data[16:29], bytes(pixels)) else b""
        at = end
    return b""


def _only_used(name: bytes, values: bytes, used: Collection[int]) -> bytes:
    """Return a palette, or how clear its colors are, without the values of colors that no pixel has."""
    width, unseen = (3, b"\0\0\0") if name == b"PLTE" else (1, b"\xff")
    if used:
        most = min(len(values) // width, max(used) + 1)
        values = b"".join(values[n * width : (n + 1) * width] if n in used else unseen for n in range(most))
    return len(values).to_bytes(4, "big") + name + values + zlib.crc32(name + values).to_bytes(4, "big")


def _is_chunk(name: bytes, size: int, header: bytes) -> bool:
    """Say whether a chunk has as many bytes as it needs, by the color type in an IHDR (W3C PNG, 11.2 and 11.3)."""
    kind = header[1] if len(header) > 1 else -1
    if name == b"tRNS":
        return size <= 256 if kind == 3 else size == {0: 2, 2: 6}.get(kind, -1)
    if name == b"PLTE":
        return size <= 768 and size % 3 == 0
    return name == b"IDAT" or size == {b"IHDR": 13, b"IEND": 0, b"sRGB": 1}[name]


def _is_exact(header: bytes, pixels: bytes) -> bool:
    """Say whether compressed pixels hold as many bytes as an IHDR asks for, and nothing after them."""
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    depth, kind, interlaced = header[8], header[9], header[12]
    if depth > 8 or interlaced or kind not in _CHANNELS:
        return False
    expected = height * (1 + (width * _CHANNELS[kind] * depth + 7) // 8)
    if len(pixels) > expected + expected // 16 + 1_000:  # more than any program needs
        return False
    unpacker = zlib.decompressobj()
    found = 0
    try:
        while not unpacker.eof and found <= expected:
            part = unpacker.decompress(pixels, 1 << 20)
            found, pixels = found + len(part), unpacker.unconsumed_tail
            if not part and not pixels:
                break
    except zlib.error:
        return False
    return unpacker.eof and not unpacker.unused_data and found == expected


_FRAMES = {0xC0, 0xC1, 0xC2}
"""Start-of-frame markers of pictures that every reader decodes: baseline, extended and progressive, Huffman coded."""

_TABLES = {0xC4, 0xDB, 0xDD}
"""Markers of tables: Huffman, quantization, restart interval."""


_JFIF = b"\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"
"""The head of a file of square pixels, without a thumbnail (ITU-T T.871, 10.1)."""


def cut_jpeg(data: bytes) -> bytes:
    """Return a JPEG without comments, application data, tables that no scan uses, and whatever follows its end.

    Of application data only JFIF's head and Adobe's number for the colors are kept. Returns b"" when it must be encoded anew:
    a file that is malformed, or coded in a way that not every reader knows.
    """
    kept, at, framed = [data[:2]], 2, False
    tables = _Tables()
    while at + 2 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark == 0xFF:  # a fill byte
            at += 1
            continue
        if mark == 0xD9:
            return b"".join([*kept, b"\xff\xd9"]) if framed else b""
        head = end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if mark == 0xDA:
            end = _scan_end(data, end)
        if end > len(data):
            return b""
        segment = data[at:end]
        if not _is_segment(mark, segment):
            return b""
        if mark in _FRAMES:
            ids = segment[10::3][: segment[9]]
            if framed or segment[4] != 8 or len(ids) not in {1, 3} or ids == b"RGB":
                return b""
            framed = True
            tables.frame = dict(zip(ids, segment[12::3], strict=False))
        if mark == 0xE0 and segment[4:9] == b"JFIF\0" and _JFIF not in kept:
            kept.append(_JFIF)
        elif mark == 0xEE and segment[4:9] == b"Adobe" and len(segment) > 15 and tables.adobe is None:
            tables.adobe = segment[15]
            kept.append(b"\xff\xee\x00\x0eAdobe\0\x64\0\0\0\0" + segment[15:16])
        elif mark in _TABLES:
            tables.take(mark, segment[4:])
        elif mark == 0xDA:
            if not tables.every and re.search(rb"\xff[\xd0-\xd7]", data[head:end]):
                return b""
            kept += [*tables.needed(segment[5 : 5 + 2 * segment[4]]), segment]
        elif mark in _FRAMES:
            kept.append(segment)
        elif not 0xE0 <= mark <= 0xFE:
            return b""
        at = end
    return b""


class _Tables:
    """The tables of a JPEG that wait for a scan that uses them: the last of each kind and number (ITU-T T.81, B.2.4)."""

    def __init__(self) -> None:
        """Begin a file."""
        self.frame: dict[int, int] = {}
        self.adobe: int | None = None
        self.every = 0
        self.waiting: dict[tuple[int, int], bytes] = {}

    def take(self, mark: int, inside: bytes) -> None:
        """Read the tables of a segment, which is whole."""
        at = 0
        if mark == 0xDD:
            self.every = int.from_bytes(inside, "big")
            self.waiting[mark, 0] = inside
            return
        while at < len(inside):
            size = 65 + 64 * (inside[at] >> 4) if mark == 0xDB else 17 + sum(inside[at + 1 : at + 17])
            self.waiting[mark, inside[at] & (0x0F if mark == 0xDB else 0xFF)] = inside[at : at + size]
            at += size

    def needed(self, components: bytes) -> Iterator[bytes]:
        """Yield segments with the tables that a scan of these components uses and that are not written yet."""
        wanted = {(0xDD, 0)}
        for name, coded in zip(components[::2], components[1::2], strict=False):
            wanted |= {(0xDB, self.frame.get(name, 0)), (0xC4, coded >> 4), (0xC4, 0x10 | (coded & 0x0F))}
        for key in sorted(wanted & self.waiting.keys()):
            inside = self.waiting.pop(key)
            yield b"\xff" + bytes([key[0]]) + (len(inside) + 2).to_bytes(2, "big") + inside


def _is_segment(mark: int, segment: bytes) -> bool:
    """Say whether a segment holds what its kind needs and no more (ITU-T T.81, B.2.2 to B.2.4). Of others nothing is kept."""
    inside = segment[4:]
    if mark == 0xDD:
        return len(inside) == 2
    if mark in _FRAMES:
        return len(inside) >= 6 and len(inside) == 6 + 3 * inside[5]
    if mark == 0xDA:
        return bool(inside) and int.from_bytes(segment[2:4], "big") == 6 + 2 * inside[0]
    at = 0
    while mark in _TABLES and at < len(inside):
        at += 65 + 64 * (inside[at] >> 4) if mark == 0xDB else 17 + sum(inside[at + 1 : at + 17])
    return at == len(inside) or mark not in _TABLES


def _scan_end(data: bytes, at: int) -> int:
    """Return where the coded pixels that begin at `at` end: at the first marker that is neither stuffing nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data) + 1
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at
