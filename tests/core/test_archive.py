"""One writer of ZIP files: no clock, no system and no folder shows in the bytes."""

from __future__ import annotations

import io
import zipfile

from builder.core.archive import compress, zip_bytes


def test_members_keep_their_order_and_say_nothing_of_clock_or_system() -> None:
    data = zip_bytes([("b.xml", b"<b/>" * 100), ("a.png", b"\x89PNG" * 100)], stored=(".png",))
    members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    assert [member.filename for member in members] == ["b.xml", "a.png"]
    assert [member.compress_type for member in members] == [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]
    assert {(member.date_time, member.create_system) for member in members} == {((1980, 1, 1, 0, 0, 0), 3)}


def test_contents_compressed_before_give_the_same_bytes() -> None:
    members = [
        ("é.xml", b"<b/>" * 100),
        ("c.xml", b"<c/>"),
        ("a.png", b"\x89PNG" * 100),
        ("d.xml", b"<b/>" * 100),
        ("e.xml", b""),
    ]
    known = {content: compress(content) for content in (b"<b/>" * 100, b"\x89PNG" * 100, b"")}
    data = zip_bytes(members, (".png",), known)
    assert data == zip_bytes(members, (".png",))
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
