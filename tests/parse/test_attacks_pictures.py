"""Attacks through pictures: bombs, damaged files, hidden metadata, links on disk. Only pixels may be published."""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFile, ImageOps, ImageStat

from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Unreadable
from builder.engine.workers.pool import Pool
from builder.model import module as m
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.parse.assets.load import load_assets
from builder.pictures.raster import clean_raster
from tests.support.attack_courses import (
    attacked,
    empty_png,
    harmless,
    jpeg,
    png,
    red_that_means_green,
    saved,
    with_picture,
)
from tests.support.attacks import FRONT, SECRET

REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "900 million pixels": ("x.png", lambda: empty_png(30_000, 30_000)),
    "144 million pixels": ("x.png", lambda: empty_png(12_000, 12_000)),
    "26 million pixels": ("x.png", lambda: empty_png(6_500, 4_000)),
    "page that calls itself a picture": ("x.png", lambda: b"<html><script>alert(1)</script>"),
    "half a picture": ("x.png", lambda: png(300, 300)[:200]),
    "PostScript": ("x.png", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n"),
    "a kind that nobody asked for": ("x.png", lambda: saved("BMP")),
    "one that is seldom read": ("x.jpg", lambda: saved("TIFF")),
    "a program": ("x.exe", lambda: b"MZ"),
    "compressed drawing": ("x.svgz", lambda: b"\x1f\x8b"),
    "21 MB": ("x.png", lambda: png() + bytes(21_000_000)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_pictures_that_are_bombs_or_none_are_refused(pool: Pool, tmp_path: Path, name: str) -> None:
    file, data = REFUSED[name]
    outcome = attacked(pool, tmp_path, with_picture(file, data()))
    assert outcome.codes & {"unsafe-asset", "missing-asset"}
    assert not outcome.outputs


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _unseen() -> dict[str, bytes]:
    """Return pictures with words where decoders read and do not show them: in tables, palettes, heads and empty blocks."""
    words, fractal = SECRET.encode()[:6].ljust(6, b"."), Image.effect_mandelbrot((40, 40), (-3, -2.5, 2, 2.5), 60)
    photo, colors = (saved(kind, fractal.quantize(8) if kind == "PNG" else fractal) for kind in ("JPEG", "PNG"))
    table = b"\xff\xdb\0\x43\3" + (words * 11)[:64]
    at, pixels = colors.index(b"PLTE") - 4, colors.index(b"IDAT") - 4
    size = int.from_bytes(colors[at : at + 4], "big")
    return {
        "a table that no scan uses": photo[:2] + table + photo[2:],
        "a table that another replaces": photo[:2] + table.replace(b"\3", b"\0") + photo[2:],
        "a table after the pixels": photo[:-2] + table + photo[-2:],
        "two heads": photo[:2] + b"\xff\xe0\0\x12JFIF\0" + words + b"...\0\0" + photo[2:],
        "Adobe's head": photo[:2] + b"\xff\xee\0\x10Adobe" + words + b"..." + photo[2:],
        "pixels after a restart": photo[:-2] + b"\xff\xd0" + words + photo[-2:],
        "colors of no pixel": colors[:at]
        + _chunk(b"PLTE", colors[at + 8 : at + 8 + size] + words)
        + colors[at + 12 + size :],
        "how clear they are": colors[:pixels] + _chunk(b"tRNS", b"\xff" * 8 + words) + colors[pixels:],
    }


def test_what_decoders_read_and_do_not_show_is_left_out() -> None:
    word = SECRET.encode()[:6].ljust(6, b".")
    for kind, data in _unseen().items():
        assert word in data
        made = clean_raster(data).data
        assert word not in made, kind
        shown = (Image.open(io.BytesIO(one)).convert("RGBA").convert("L") for one in (data, made))
        assert ImageStat.Stat(ImageChops.difference(*shown)).mean[0] < 6, kind


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("x.png", png(text=SECRET)),
        ("x.png", png() + SECRET.encode()),
        ("x.jpg", jpeg(SECRET)),
        ("x.jpg", jpeg(SECRET, turned=1)),
    ],
    ids=["PNG with words", "PNG with a tail", "turned JPEG with owner, comment and tail", "the same, upright"],
)
def test_pictures_are_given_away_without_what_they_tell(pool: Pool, tmp_path: Path, file: str, data: bytes) -> None:
    outcome = attacked(pool, tmp_path, with_picture(file, data))
    assert len(outcome.outputs) == 4
    harmless(outcome)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(text=SECRET), (30, 20)),
        (jpeg(SECRET, turned=1), (40, 20)),
        (jpeg(SECRET, turned=6), (20, 40)),
    ],
    ids=["PNG", "JPEG", "turned JPEG"],
)
def test_of_a_picture_only_what_is_seen_is_kept(data: bytes, size: tuple[int, int]) -> None:
    made, kind, *found, _ = clean_raster(data)
    assert tuple(found) == size
    with Image.open(io.BytesIO(made)) as clean, Image.open(io.BytesIO(data)) as given:
        assert clean.size == size, "a photograph stands as it was held"
        seen = ImageOps.exif_transpose(given).convert("RGB")
        off = ImageStat.Stat(ImageChops.difference(clean.convert("RGB"), seen)).extrema
        assert max(high for _, high in off) <= 4, "as it is seen"
        assert not {*clean.info} - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "transparency"}
        assert kind == f"image/{str(clean.format).lower()}"
    assert SECRET[:3].encode() not in made


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def more(data: bytes, name: bytes, extra: bytes) -> bytes:
    """Return a PNG with a chunk that says more than its kind has to, before its pixels or in place of its end."""
    if name == b"IEND":
        return data[:-12] + chunk(name, extra)
    at = data.index(b"IDAT") - 4
    return data[:at] + chunk(name, extra) + data[at:]


@pytest.mark.parametrize("name", [b"IEND", b"sRGB", b"PLTE", b"tRNS", b"fdAT", b"eXIf", b"zzZz"])
def test_no_chunk_of_a_picture_says_more_than_it_has_to(name: bytes) -> None:
    try:
        made = clean_raster(more(png(), name, SECRET.encode() * 3)).data
    except Unreadable:
        return
    assert SECRET.encode() not in made


@pytest.mark.parametrize("mark", [0xDD, 0xDB, 0xC4, 0xFE, 0xE1, 0xE2, 0xE0, 0xEE, 0xED])
def test_no_segment_of_a_photograph_says_more_than_it_has_to(mark: int) -> None:
    data = jpeg("", turned=1)
    said = SECRET.encode() * 3
    for head in (b"", b"JFIF\0\1\1\0\0\1\0\1\0\0", b"Adobe\0\0\0\0\0\0\0", b"\0\0"):
        segment = bytes([0xFF, mark]) + struct.pack(">H", 2 + len(head + said)) + head + said
        try:
            made = clean_raster(data[:2] + segment + data[2:]).data
        except Unreadable:
            continue
        assert SECRET.encode() not in made


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_what_was_erased_is_not_under_its_clearness(form: str) -> None:
    picture = Image.radial_gradient("L").resize((30, 20)).convert("RGBA")
    picture.putalpha(Image.new("L", picture.size).point(lambda _: 0))
    picture.paste((9, 9, 9, 255), (0, 0, 5, 5))
    out = io.BytesIO()
    picture.save(out, form, **({"lossless": True, "exact": True} if form == "WEBP" else {}))
    with Image.open(io.BytesIO(clean_raster(out.getvalue()).data)) as clean:
        assert clean.convert("RGBA").getpixel((2, 2)) == (9, 9, 9, 255)
        assert clean.convert("RGBA").getpixel((20, 10)) == (0, 0, 0, 0)


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("JPEG", "RGB"), ("WEBP", "RGB")])
def test_colors_are_those_that_a_picture_s_profile_means_and_the_profile_goes(form: str, mode: str) -> None:
    made, *_ = clean_raster(red_that_means_green(form, mode))
    with Image.open(io.BytesIO(made)) as clean:
        assert "icc_profile" not in clean.info
        pixel = clean.convert(mode).getpixel((5, 5))
    assert isinstance(pixel, tuple)
    red, green, _, *clear = pixel
    assert green > 150 > red
    assert clear == ([99] if mode == "RGBA" else [])
    assert SECRET[:4].encode() not in made


def test_half_a_picture_is_refused_whatever_was_imported() -> None:
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # as WeasyPrint does
    with pytest.raises(Unreadable, match="damaged"):
        clean_raster(jpeg("", turned=1)[:500])


def test_all_pictures_of_a_module_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("a.png", "b.png", "c.png")
    for name in names:
        (tmp_path / "modules" / "x").mkdir(parents=True, exist_ok=True)
        (tmp_path / "modules" / "x" / name).write_bytes(png())
    monkeypatch.setattr("builder.parse.assets.load.MAX_TOTAL_BYTES", 2 * len(png()))
    body = tuple(m.Figure(id=str(n), src=name, alt="A") for n, name in enumerate(("a.png", "a.png", *names)))
    meta, problems = Meta(title="T", description="D.", objectives=(Objective("O"),)), Problems()
    module = load_assets(m.Module(meta, body, "modules/x/module.md", "x"), Folder(tmp_path), problems)
    assert [(one.code, one.message.partition(" the")[0]) for one in problems] == [
        (ProblemCode.TOO_LARGE, "with `c.png`")
    ]
    assert set(module.assets) == {"a.png", "b.png"}


@pytest.mark.parametrize("link", ["to a file", "to a folder", "a pipe"])
def test_links_and_pipes_on_disk_lead_nowhere(pool: Pool, tmp_path: Path, link: str) -> None:
    folder = tmp_path / "course" / "modules" / "x"
    folder.mkdir(parents=True)
    files = with_picture("y.png", png())
    if link == "to a file":
        (folder / "x.png").symlink_to(tmp_path / "secret.png")
        files["modules/x/module.md"] = f'{FRONT}![C](x.png){{alt="A"}}\n'
    elif link == "to a folder":
        (folder / "out").symlink_to(tmp_path)
        files["modules/x/module.md"] = f'{FRONT}![C](out/secret.png){{alt="A"}}\n'
    else:
        os.mkfifo(folder / "x.png")
        files["modules/x/module.md"] = f'{FRONT}![C](x.png){{alt="A"}}\n'
    outcome = attacked(pool, tmp_path, files)
    assert outcome.codes & {"unsafe-asset", "missing-asset"}
    harmless(outcome)
