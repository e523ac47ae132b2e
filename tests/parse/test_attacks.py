"""What strangers send: each attack gives a problem or does nothing. None reads, fetches, runs, leaks, hangs or swells.

Most of them are of a table that was measured against WeasyPrint's defaults; the rest come at the same goals through
PowerPoint, themes, YAML, data and drawings. Each runs in a worker with ten seconds of the processor; memory is looked at
in the end.
"""

from __future__ import annotations

import base64
import io
import os
import re
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms, ImageFile, ImageOps, ImageStat, PngImagePlugin

from builder.core.problems import Code, Problems
from builder.core.source import Folder, Unreadable
from builder.engine.workers.libraries import prepare_worker
from builder.engine.workers.limits import Limits
from builder.engine.workers.pool import Pool
from builder.model import module as m
from builder.model.frontmatter import Meta
from builder.parse.assets.load import load_assets
from builder.parse.assets.raster import clean_raster
from tests.support.attacks import FRONT, SECRET, Outcome, suffer
from tests.support.pages import theme

LIMITS = Limits(wall=120, cpu=10, memory=2_000_000_000)
MEMORY = 600_000_000
MEASURED: dict[str, int] = {}

Files = dict[str, bytes | str]


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(
        1, LIMITS, warm=partial(prepare_worker, theme(), Path(tempfile.gettempdir()) / "coursewright-tests")
    ) as pool:
        yield pool


def attacked(pool: Pool, tmp_path: Path, files: Files, look: str = "plain") -> Outcome:
    """Lay a course out on disk, beside a secret, and return what comes of it."""
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    (tmp_path / "secret.png").write_bytes(png(text=SECRET))
    root = tmp_path / "course"
    for name, content in {"modules/course.yml": "title: C\n", "modules/x/module.md": FRONT, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return pool.submit(suffer, root, look).result(timeout=300)


def harmless(outcome: Outcome) -> None:
    """Hold all outputs against what an attack is after."""
    for name, text in outcome.outputs.items():
        assert SECRET not in text, f"{name} holds the secret"
        assert "/EmbeddedFile" not in text or "xlsx" in text, f"{name} has a file attached"
        assert not re.search(r"file:/|/etc/passwd|javascript:|vbscript:", text, re.IGNORECASE), name
        assert not re.search(r"evil\.example", re.sub(r"evil\.example (?:was|stays) a word", "", text)), name
        assert not re.search(r"<script(?! type=\"application/ld)|<iframe|<object|\sonerror=|\sonload=", text), name


# ── what stands in Markdown ───────────────────────────────────────────────────────────────────────────────────────

PICTURES = {
    "file address": "file:///etc/passwd",
    "path of the system": "/etc/passwd",
    "a folder up": "../../../secret.png",
    "a folder up, encoded": "%2e%2e/%2e%2e/%2e%2e/secret.png",
    "a folder up, in the middle": "a/../../../../secret.png",
    "http": "http://evil.example/x.png",
    "https with a port": "https://evil.example:8443/x.png",
    "no scheme": "//evil.example/x.png",
    "ftp": "ftp://evil.example/x.png",
    "data address": "data:image/svg+xml;base64,PHN2Zy8+",
    "Windows share": "\\\\evil.example\\x.png",
    "a NUL": "x\x00.png",
}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_from_elsewhere_are_refused(pool: Pool, tmp_path: Path, name: str) -> None:
    text = f'{FRONT}![Caption]({PICTURES[name]}){{alt="A"}}\n'
    outcome = attacked(pool, tmp_path, {"modules/x/module.md": text})
    assert outcome.codes & {"unsafe-asset", "missing-asset"}
    assert not outcome.outputs


def test_pictures_are_taken_from_the_module_and_the_shared_folder_alone(pool: Pool, tmp_path: Path) -> None:
    """What another module holds may be for its facilitators alone; so may what lies beside the modules."""
    places = ("modules/y/x.png", "modules/x.png", "modules/shared-not/x.png", "modules/xy/x.png", "themes/x.png")
    files: Files = dict.fromkeys((*places, "modules/shared/s.png", "modules/x/in/m.png"), png())
    for number, place in enumerate(places):
        files["modules/x/module.md"] = f'{FRONT}![C](../../{place}){{alt="A"}}\n'
        outcome = attacked(pool, tmp_path / str(number), files)
        assert "unsafe-asset" in outcome.codes, place
        assert not outcome.outputs
    files["modules/x/module.md"] = f'{FRONT}![C](../shared/s.png){{alt="A"}}\n\n![C](in/../in/m.png){{alt="A"}}\n'
    outcome = attacked(pool, tmp_path / "allowed", files)
    assert outcome.codes == set()
    assert outcome.outputs


HTML = {
    "script": "<script>fetch('http://evil.example')</script>",
    "image that fails": "<img src=x onerror=alert(1)>",
    "image of a file": '<img src="file:///etc/passwd">',
    "object": '<object data="file:///etc/passwd"></object>',
    "frame": '<iframe src="http://evil.example"></iframe>',
    "link to attach": '<link rel="attachment" href="file:///etc/passwd">',
    "anchor to attach": '<a rel="attachment" href="file:///etc/passwd">x</a>',
    "base": '<base href="file:///etc/"><img src="passwd">',
    "style": "<style>@page{size:10px} body{display:flex}</style>",
    "import": "<style>@import 'http://evil.example/x.css';</style>",
    "font": "<style>@font-face{font-family:x;src:url(http://evil.example)}</style>",
    "nested flex boxes": '<div style="display:flex">' * 12 + "x" + "</div>" * 12,
    "endless cell": '<table><tr><td colspan="65534" rowspan="65534">x</td></tr></table>',
    "huge type": '<p style="font-size:1e30px">x</p>',
    "drawing": '<svg><image href="file:///etc/passwd"/></svg>',
    "meta": '<meta http-equiv="refresh" content="0;url=http://evil.example">',
    "comment that ends early": "<!-- --><script>alert(1)</script> -->",
    "style by attribute": '[x]{style="background:url(http://evil.example)"}',
    "handler by attribute": '[x]{onclick="alert(1)"}',
    "template": "{{ ''.__class__.__mro__ }} {% include 'document.html' %} {{ 7*7 }}",
}


@pytest.mark.parametrize("name", HTML)
def test_html_of_the_authors_does_nothing(pool: Pool, tmp_path: Path, name: str) -> None:
    outcome = attacked(pool, tmp_path, {"modules/x/module.md": f"{FRONT}{HTML[name]}\n"})
    assert outcome.outputs or outcome.codes
    words = re.sub(r"&lt;|&#\d+;|&quot;", "", " ".join(outcome.outputs.values()))
    assert "49" not in re.findall(r"\}\} (\d+) ", words)
    tags = {
        name: re.sub(r"[\w'\"(]evil\.example|file:///etc/passwd|javascript:|/etc/passwd", "", text)
        for name, text in outcome.outputs.items()
    }
    for file, text in outcome.outputs.items():
        assert SECRET not in text
        assert "/EmbeddedFile" not in text
        assert not re.search(r"Target=\"file:", text), file
    page = tags.get("handout.html", "")
    assert not re.search(
        r"<(?:script(?! type=\"application/ld)|iframe|object|base|link rel=\"(?!icon)|meta http-equiv=\"refresh)", page
    )
    assert not re.search(r"<[^>]+\s(?:onclick|onerror|onload)=", page)


LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&#115;cript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
]
LINKS += [
    "vbscript:x",
    "smb://evil.example/x",
    "ms-excel:ofe|u|http://evil.example",
    "\x01javascript:alert(1)",
    "//evil.example",
]


@pytest.mark.parametrize("address", LINKS)
def test_links_that_act_are_refused_or_no_links(pool: Pool, tmp_path: Path, address: str) -> None:
    outcome = attacked(pool, tmp_path, {"modules/x/module.md": f"{FRONT}A [word]({address}) here.\n"})
    assert "unsafe-link" in outcome.codes or not any(
        re.search(r"/URI|Target=\"(?!\.\.|/|slide|http://schemas)[^\"]*" + re.escape(address[-8:]), text)
        for text in outcome.outputs.values()
    )


DEEP = {
    "a word of a megabyte": "x" * 1_000_000,
    "an address of a megabyte": "http://a.example/" + "x" * 1_000_000,
    "200 divs": "".join(f"{':' * (203 - n)} note\n" for n in range(200)) + "x\n",
    "400 quotes": "> " * 400 + "x",
    "500 lists": "".join("  " * n + "- x\n" for n in range(500)),
    "100,000 stars": "*" * 100_000,
    "50,000 brackets": "[" * 50_000,
    "50,000 braces": "[x]{" * 12_000,
    "50,000 backticks": "`" * 50_001 + "x",
    "20,000 half links": "[x](" * 20_000,
    "5,000 footnotes": "".join(f"x[^{n}] " for n in range(5_000))
    + "\n\n"
    + "".join(f"[^{n}]: y\n\n" for n in range(5_000)),
    "a table of 30,000 cells": "|a|b|c|\n|-|-|-|\n" + "|x|y|z|\n" * 10_000,
    "a table of 2,000 columns": "|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + "|x" * 2_000 + "|\n",
    "5 MB": "word " * 1_000_000,
    "100,000 lines": "x\n\n" * 50_000,
    "controls": "".join(map(chr, [*range(1, 32), 0x202E, 0xFFFE, 0xE000])) * 100,
    "20,000 entities": "&amp;&lt;&#x1F600;" * 7_000,
}


TOO_LARGE = {
    "a word of a megabyte",
    "an address of a megabyte",
    "5,000 footnotes",
    "a table of 30,000 cells",
    "a table of 2,000 columns",
    "50,000 brackets",
    "50,000 braces",
    "20,000 half links",
    "20,000 entities",
}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_deep_long_or_dense_is_refused_or_made(pool: Pool, tmp_path: Path, name: str) -> None:
    outcome = attacked(pool, tmp_path, {"modules/x/module.md": f"{FRONT}{DEEP[name]}\n"})
    MEASURED[name] = outcome.memory
    assert outcome.outputs or outcome.codes
    assert ("too-large" in outcome.codes) == (name in TOO_LARGE)


# ── pictures ──────────────────────────────────────────────────────────────────────────────────────────────────────


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


def saved(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20)).save(out, form)
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
    MEASURED[name] = outcome.memory
    assert outcome.codes & {"unsafe-asset", "missing-asset"}
    assert not outcome.outputs


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
    made, kind, *found = clean_raster(data)
    assert tuple(found) == size
    with Image.open(io.BytesIO(made)) as clean, Image.open(io.BytesIO(data)) as given:
        assert clean.size == size, "a photograph stands as it was held"
        seen = ImageOps.exif_transpose(given).convert("RGB")
        off = ImageStat.Stat(ImageChops.difference(clean.convert("RGB"), seen)).extrema
        assert max(high for _, high in off) <= 4, "as it is seen"
        assert not {*clean.info} - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "transparency"}
        assert kind == f"image/{str(clean.format).lower()}"
    assert SECRET[:3].encode() not in made


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
    meta, problems = Meta(title="T", description="D.", objectives=("O",)), Problems()
    module = load_assets(m.Module(meta, body, "modules/x/module.md", "x"), Folder(tmp_path), problems)
    assert [(one.code, one.message.partition(" the")[0]) for one in problems] == [(Code.TOO_LARGE, "with `c.png`")]
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


def test_a_module_that_lies_elsewhere_is_not_read(pool: Pool, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.md").write_text(FRONT + SECRET, encoding="utf-8")
    (tmp_path / "course" / "modules" / "y").mkdir(parents=True)
    (tmp_path / "course" / "modules" / "y" / "module.md").symlink_to(tmp_path / "elsewhere.md")
    outcome = attacked(pool, tmp_path, {"modules/course.yml": "title: C\nmodules: [x, y]\n"})
    assert "missing-module" in outcome.codes
    harmless(outcome)


def svg(inside: str, head: str = "", attributes: str = "") -> bytes:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{head}<svg {names} viewBox="0 0 90 60" {attributes}><rect width="9" height="9"/>{inside}</svg>'.encode()


BILLION = "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 10))
BILLION_PATTERNS = "".join(
    f'<pattern id="p{n}" width="1" height="1">' + f"<rect style=\"fill:url('#p{n - 1}')\"/>" * 10 + "</pattern>"
    for n in range(1, 10)
)
DRAWINGS = {
    "script": svg("<script>alert(1)</script>"),
    "script in another namespace": svg('<x:script xmlns:x="http://www.w3.org/2000/svg">1</x:script>'),
    "handler": svg("", attributes='onload="alert(1)"'),
    "handler of a shape": svg('<rect onclick="alert(1)" width="5" height="5"/>'),
    "handler in capitals": svg('<rect ONMOUSEOVER="alert(1)" width="5" height="5"/>'),
    "picture of a file": svg('<image href="file:///etc/passwd" width="9" height="9"/>'),
    "picture from the web": svg('<image xlink:href="http://evil.example/x.png" width="9" height="9"/>'),
    "picture in a drawing in a picture": svg(
        f'<image href="data:image/svg+xml;base64,{base64.b64encode(svg("")).decode()}"/>'
    ),
    "bomb in a drawing": svg(
        f'<image href="data:image/png;base64,{base64.b64encode(empty_png(12_000, 12_000)).decode()}"/>'
    ),
    "part of another file": svg('<use href="other.svg#x"/>'),
    "link that acts": svg('<a href="javascript:alert(1)"><rect width="5" height="5"/></a>'),
    "link that leaves": svg('<a xlink:href="http://evil.example"><rect width="5" height="5"/></a>'),
    "page inside": svg(
        '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="http://evil.example"/></foreignObject>'
    ),
    "import": svg("<style>@import 'http://evil.example/x.css';</style>"),
    "paint from the web": svg('<rect fill="url(http://evil.example#x)"/>'),
    "style from the web": svg('<rect style="fill:url( &quot;http://evil.example&quot; )"/>'),
    "style in escapes": svg('<rect style="fill:\\75rl(http://evil.example)"/>'),
    "animation of a link": svg('<set attributeName="href" to="javascript:alert(1)"/>'),
    "filter that fetches": svg('<filter id="f"><feImage href="http://evil.example/x.png"/></filter>'),
    "entity of a file": svg("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "billion laughs": svg(
        "<text>&c;</text>", '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>'
    ),
    "billion uses": svg('<g id="g0"><rect width="1" height="1"/></g>' + BILLION),
    "billion patterns": svg(BILLION_PATTERNS),
    "mask of itself": svg('<mask id="m"><rect width="5" height="5" mask="url(#m)"/></mask>'),
    "use of itself": svg('<g id="g"><use href="#g"/></g>'),
    "10,000 groups deep": svg("<g>" * 10_000 + "</g>" * 10_000),
    "UTF-16": svg("<script>alert(1)</script>").decode().encode("utf-16"),
    "UTF-7": b'<?xml version="1.0" encoding="UTF-7"?>+ADw-script+AD4-',
    "no end": svg("")[:-4],
    "no size": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "a mile wide": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 999999 1"/>',
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawings_that_act_or_reach_out_are_refused(pool: Pool, tmp_path: Path, name: str) -> None:
    outcome = attacked(pool, tmp_path, with_picture("x.svg", DRAWINGS[name]))
    MEASURED[name] = outcome.memory
    assert outcome.codes & {"unsafe-asset", "missing-asset"}
    assert not outcome.outputs


def test_drawings_are_given_away_without_what_their_editor_wrote(pool: Pool, tmp_path: Path) -> None:
    made = svg(
        f"<!-- {SECRET} --><metadata><rdf xmlns='r'>{SECRET}</rdf></metadata>"
        f"<sodipodi:namedview xmlns:sodipodi='s' path='{SECRET}'/><?editor {SECRET}?>"
        f"<text x='9' y='9'>A <sodipodi:x xmlns:sodipodi='s'>{SECRET}</sodipodi:x>word</text>"
        f"<image href='data:image/png;base64,{base64.b64encode(png(text=SECRET)).decode()}' width='9' height='9'/>",
        head=f'<?xml version="1.0"?><?xml-stylesheet href="http://evil.example"?><!-- {SECRET} -->',
        attributes=f"xmlns:inkscape='i' inkscape:export-filename='{SECRET}' xml:base='file:///home/{SECRET}'",
    )
    outcome = attacked(pool, tmp_path, with_picture("x.svg", made))
    assert len(outcome.outputs) == 4, outcome.codes
    assert "A word" in outcome.outputs["slides.pptx"]
    harmless(outcome)


# ── YAML, data, themes ────────────────────────────────────────────────────────────────────────────────────────────

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{here}: &{here} [{', '.join([f'*{before}'] * 10)}]\n" for before, here in zip("abcdefgh", "bcdefghi", strict=True)
)
YAML = {
    "an object": "title: !!python/object/apply:os.system ['touch /tmp/owned']\n",
    "a name of ours": "title: !!python/name:os.system\n",
    "billion laughs": LAUGHS,
    "itself": "a: &a [*a]\n",
    "merged without end": "a: &a {x: 1}\nb: &b {<<: [*a, *a]}\n"
    + "".join(f"k{n}: &k{n} {{<<: [{', '.join(['*b'] * 40)}]}}\n" for n in range(40)),
    "10,000 deep": "a: " + "[" * 10_000 + "]" * 10_000 + "\n",
    "a number without end": "duration: " + "9" * 5_000 + "\n",
    "a day that is none": "checked: 0000-00-00\n",
    "binary": "title: !!binary AAAA\n",
    "keys that are lists": "? [a, b]\n: c\n",
}


@pytest.mark.parametrize("name", YAML)
@pytest.mark.parametrize("where", ["front matter", "course.yml", "theme.yml", "references.yml"])
def test_yaml_makes_no_objects_and_ends(pool: Pool, tmp_path: Path, name: str, where: str) -> None:
    choices: dict[str, Files] = {
        "front matter": {"modules/x/module.md": FRONT.replace("---\n", f"---\n{YAML[name]}", 1)},
        "course.yml": {"modules/course.yml": f"title: C\n{YAML[name]}"},
        "theme.yml": {"themes/t/theme.yml": f"name: T\nextends: base\n{YAML[name]}"},
        "references.yml": {"modules/references.yml": YAML[name]},
    }
    files = choices[where]
    outcome = attacked(pool, tmp_path, files, "t" if where == "theme.yml" else "plain")
    MEASURED[f"{name} in {where}"] = outcome.memory
    assert outcome.codes or outcome.outputs
    assert not Path("/tmp/owned").exists()  # noqa: S108  # what the attack would make
    harmless(outcome)


CHART = '::: {.chart kind="bar" data="x.csv"}\nA caption\n:::\n'
DATA = {
    "an open quote": 'a,b\n"' + "x" * 300_000,
    "no number": "a,b\nx,nan\n",
    "no end of a number": "a,b\nx,1e999\n",
    "larger than any axis": "a,b\nx,1e300\n",
    "NUL": "a,b\nx\0y,1\n",
    "a cell too many": "a,b\nx,1,2\n",
    "a cell too few": "a,b,c\nx,1\n",
    "100,000 rows": "a,b\n" + "x,1\n" * 100_000,
    "10,000 columns": ",".join("a" * 10_000) + "\n" + ",".join("1" * 10_000) + "\n",
}


@pytest.mark.parametrize("name", DATA)
def test_data_that_is_none_is_refused(pool: Pool, tmp_path: Path, name: str) -> None:
    outcome = attacked(pool, tmp_path, {"modules/x/module.md": FRONT + CHART, "modules/x/x.csv": DATA[name]})
    assert "broken-data" in outcome.codes
    assert not outcome.outputs


def test_names_in_data_are_no_formulas(pool: Pool, tmp_path: Path) -> None:
    data = "group,=HYPERLINK(\"http://a.example\")\n=cmd|'/C calc'!A0,1\n@SUM(1),2\n+1,3\nhttp://a.example/x,4\n"
    outcome = attacked(
        pool, tmp_path, {"modules/x/module.md": FRONT + CHART, "modules/x/x.csv": data.replace('""', '"')}
    )
    deck = outcome.outputs["slides.pptx"]
    assert "cmd|" in deck
    assert "<f>" not in deck, "a formula in the workbook"
    assert "hyperlink" not in deck.split("xl/worksheets/sheet1.xml")[1].split("</worksheet>")[0]


THEME = "name: T\nextends: plain\n"
THEMES = {
    "margin that imports": 'page: {margin: "1mm;}@import url(http://evil.example);@page{"}',
    "margin that ends the sheet": 'page: {margin: "1mm</style><script>alert(1)</script>"}',
    "family that ends its quotes": 'typography: {base: {family: "x\';}</style><script>alert(1)</script>"}}',
    "slide font that ends the part": "slides: {font: 'x\"/><a:evil', measured: Liberation Sans}",
    "color that is CSS": "color: {primary: \"red;}@import 'http://evil.example'\"}",
    "type without end": "typography: {sizes: {title: 1e30}}",
    "type that is no number": "typography: {sizes: {title: .nan}}",
    "logo of the system": "logo: {path: ../../../secret.png, alt: A}",
    "logo by address": "logo: {path: 'http://evil.example/x.png', alt: A}",
    "logo that acts": "logo: {path: logo.svg, alt: A}",
    "template of the system": "slides: {template: ../../../secret.png}",
    "template that is a bomb": "slides: {template: bomb.pptx}",
    "extends what is elsewhere": "extends: ../../course/themes/u",
    "extends itself": "extends: t",
    "a key that Python has": "__class__: x",
    "a template of its own": "files: {print/document.html: '{{ 7*7 }}'}",
}


@pytest.mark.parametrize("name", THEMES)
def test_themes_reach_nothing_and_add_no_rules(pool: Pool, tmp_path: Path, name: str) -> None:
    import zipfile

    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * 130_000_000)
    text = THEME + THEMES[name] if "extends" not in name else "name: T\n" + THEMES[name]
    files: Files = {"themes/t/theme.yml": text, "themes/t/logo.svg": svg("<script>alert(1)</script>")}
    files |= {"themes/t/bomb.pptx": bomb.getvalue(), "themes/u/theme.yml": f"name: {SECRET}\nextends: plain\n"}
    outcome = attacked(pool, tmp_path, files, "t")
    MEASURED[name] = outcome.memory
    assert "broken-theme" in outcome.codes
    assert not outcome.outputs


# ── through PowerPoint ────────────────────────────────────────────────────────────────────────────────────────────


def test_decks_name_no_files_and_lead_nowhere(pool: Pool, tmp_path: Path) -> None:
    files = with_picture("IMG_1234_jane_home.png", png())
    text = f'{FRONT}![C](IMG_1234_jane_home.png){{alt="A"}}\n\n[A link](https://a.example/page) and ![](IMG_1234_jane_home.png){{.decorative}}\n'
    outcome = attacked(pool, tmp_path, {**files, "modules/x/module.md": text})
    deck = outcome.outputs["slides.pptx"]
    assert "jane" not in "".join(outcome.outputs.values())
    outside = set(re.findall(r'Target="([^"]+)"[^>]*TargetMode="External"', deck))
    assert outside <= {"https://a.example/page"}
    assert not re.search(r"vbaProject|oleObject|externalLink|attachedTemplate|<p:(?:audio|video)", deck)


def test_no_attack_took_much_memory() -> None:
    assert MEASURED
    assert {name: size for name, size in MEASURED.items() if size > MEMORY} == {}
