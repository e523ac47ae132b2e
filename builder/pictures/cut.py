"""Cuts what is not pixels out of PNG and JPEG files, without decoding them: metadata, thumbnails, and bytes after the picture.

Telephones append films to photographs (“motion photos”), other programs append previews with the place where a picture
was taken. So files are followed to their true ends: of PNG, the end of the compressed pixels (W3C PNG, 10.1); of JPEG,
the first end-of-image marker outside the coded pixels (ITU-T T.81, B.1.1.2). A file of a kind that some reader of our
outputs shows differently is not cut: its caller encodes it anew.
"""

from __future__ import annotations

import zlib

_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB"}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Channels a pixel, by PNG's color type (W3C PNG, 11.2.1)."""


def cut_png(data: bytes) -> bytes:
    """Return a PNG with only the chunks in _CHUNKS; b"" when it must be encoded anew.

    That is a file that is malformed or interlaced, has sixteen bits a channel, or holds more than its pixels need.
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
        if name in _CHUNKS and (name != b"PLTE" or data[25] == 3):  # of other kinds it only suggests colors
            kept.append(data[at:end])
        if name == b"IEND":
            return b"".join(kept) if end == at + 12 and _is_exact(data[16:29], bytes(pixels)) else b""
        at = end
    return b""


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


def cut_jpeg(data: bytes) -> bytes:
    """Return a JPEG without comments, application data except JFIF's and Adobe's, and whatever follows its end.

    Returns b"" when it must be encoded anew: a file that is malformed, or coded in a way that not every reader knows.
    """
    kept, at, framed = [data[:2]], 2, False
    while at + 2 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark == 0xFF:  # a fill byte
            at += 1
            continue
        if mark == 0xD9:
            return b"".join([*kept, b"\xff\xd9"]) if framed else b""
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
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
        if mark == 0xE0 and segment[4:9] == b"JFIF\0":  # without its thumbnail
            kept.append(b"\xff\xe0\x00\x10" + segment[4:16] + b"\0\0")
        elif mark == 0xEE and segment[4:9] == b"Adobe":
            kept.append(b"\xff\xee\x00\x0e" + segment[4:16])
        elif mark in _FRAMES or mark in _TABLES or mark == 0xDA:
            kept.append(segment)
        elif not 0xE0 <= mark <= 0xFE:
            return b""
        at = end
    return b""


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
