"""Courses that attack: forged pictures and drawings, laid out on disk and built in a worker that is held to limits."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageCms, PngImagePlugin

from builder.engine.workers.limits import Limits
from builder.engine.workers.pool import Pool
from tests.support.attacks import FRONT, SECRET, Outcome, suffer

LIMITS = Limits(wall=120, cpu=10, memory=2_000_000_000)
"""Seconds and bytes that one attack may take before its worker is stopped."""

MEMORY = 600_000_000
"""Bytes that no attack may need."""

Files = dict[str, bytes | str]


def attacked(pool: Pool, tmp_path: Path, files: Files, look: str = "plain") -> Outcome:
    """Lay a course out on disk, beside a secret, and return what a build makes of it. No attack may take much memory."""
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    (tmp_path / "secret.png").write_bytes(png(text=SECRET))
    root = tmp_path / "course"
    for name, content in {"modules/course.yml": "title: C\n", "modules/x/module.md": FRONT, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    outcome = Outcome(*pool.submit(suffer, root, look).result(timeout=300))
    assert outcome.memory <= MEMORY
    return outcome


def harmless(outcome: Outcome) -> None:
    """Hold all outputs against what an attack is after."""
    for name, text in outcome.outputs.items():
        assert SECRET not in text, f"{name} holds the secret"
        assert "/EmbeddedFile" not in text or "xlsx" in text, f"{name} has a file attached"
        assert not re.search(r"file:/|/etc/passwd|javascript:|vbscript:", text, re.IGNORECASE), name
        assert not re.search(r"evil\.example", re.sub(r"evil\.example (?:was|stays) a word", "", text)), name
        assert not re.search(r"<script(?! type=\"application/ld)|<iframe|<object|\sonerror=|\sonload=", text), name


def png(width: int = 30, height: int = 20, text: str = "") -> bytes:
    info = PngImagePlugin.PngInfo()
    if text:
        info.add_text("Author", text)
        info.add_itxt("XML:com.adobe.xmp", text)
    out = io.BytesIO()
    Image.radial_gradient("L").resize((width, height)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def empty_png(width: int, height: int) -> bytes:
    """Return a PNG of one bit a pixel: few bytes that ask for very many."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + (width + 7) // 8)) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def saved(form: str, picture: Image.Image | None = None) -> bytes:
    out = io.BytesIO()
    (picture or Image.new("RGB", (40, 20))).save(out, form)
    return out.getvalue()


def jpeg(text: str, turned: int = 6) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = exif[0x8298] = text  # description, artist, copyright
    exif[0x0112] = turned
    out = io.BytesIO()
    Image.radial_gradient("L").resize((40, 20)).save(out, "JPEG", exif=exif, comment=text.encode())
    whole, thumbnail = out.getvalue(), bytes((1, 1)) + SECRET[:3].encode()  # of one pixel
    at = whole.index(b"JFIF\0")
    head = (int.from_bytes(whole[at - 2 : at], "big") + 3).to_bytes(2, "big")
    return whole[: at - 2] + head + whole[at : at + 12] + thumbnail + whole[at + 14 :] + text.encode()


def red_that_means_green(form: str, mode: str = "RGB") -> bytes:
    """Return a picture with the profile of a device that is named in it (ICC.1, 7.2), and whose red is green."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[48:52] = SECRET[:4].encode()
    red, green = (profile.index(tag) for tag in (b"rXYZ", b"gXYZ"))
    profile[red], profile[green] = profile[green], profile[red]
    out = io.BytesIO()
    Image.new(mode, (40, 20), (200, 20, 20, 99)[: len(mode)]).save(out, form, icc_profile=bytes(profile), lossless=True)
    return out.getvalue()


def with_picture(name: str, data: bytes) -> Files:
    return {"modules/x/module.md": f'{FRONT}![C]({name}){{alt="A"}}\n', f"modules/x/{name}": data}


def svg(inside: str, head: str = "", attributes: str = "") -> bytes:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{head}<svg {names} viewBox="0 0 90 60" {attributes}><rect width="9" height="9"/>{inside}</svg>'.encode()
