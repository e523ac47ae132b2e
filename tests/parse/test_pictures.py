"""Pictures as other programs write them: every kind that is read comes out as one that all writers show alike."""

from __future__ import annotations

import base64
import io
import re
import struct
import unicodedata
import zlib
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Unreadable
from builder.model import module as m
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.parse.assets.load import load_assets
from builder.pictures.clean import clean_picture
from builder.pictures.formats import CURES, picture_format
from builder.slides.deck.deck import EMU_PER_INCH
from builder.slides.deck.pictures import rasterize
from builder.writers.pdf.write import write_pdf
from tests.support import tools
from tests.support.attack_courses import jpeg, png, saved, svg
from tests.support.attacks import SECRET
from tests.support.commands import FRONT, run
from tests.support.print.pages import theme

DRAWINGS = Path(__file__).parent / "drawings"
SHAPES = '<rect x="5%" y="10%" width="60%" height="40%" fill="teal"/><circle cx="20" cy="20" r="12" fill="orange"/>'
SIZES = {
    'width="120mm" height="60mm" viewBox="0 0 120 60"': 'width="453.543" height="226.772"',
    'width="90pt" height="45pt"': 'width="120" height="60"',
    'width="8cm" viewBox="0 0 120 60"': 'width="302.362" height="151.181"',
    'width="3in" height="1.5in" viewBox="0,0,120,60"': 'width="288" height="144"',
    'width="20em" height="10em" viewBox="0 0 1.2e2 6e1"': 'width="320" height="160"',
    'width="100%" height="100%" viewBox="0 0 120 60"': 'viewBox="0 0 120 60"',
    'width="auto" viewBox="0 0 120 60"': 'viewBox="0 0 120 60"',
    'width="120" height="60" viewBox="0 0 0 0"': 'viewBox="0 0 120 60"',
    'width="200" height="60" viewBox="0 0 120 60" preserveAspectRatio="none"': 'width="200" height="60"',
}
"""Sizes as programs write them, and as all writers get them."""

WORDS = {
    "drawio": "A label that is much too long for its fallback Short",
    "excalidraw": "Hello",
    "mermaid": "Christmas Go shopping",
    "graphviz": "a b c",
    "illustrator": "Café",
    "inkscape": "Inkscape mm",
    "matplotlib": "",
    "svglite": "speed",
    "rcairo": "",
}
"""The words that each drawing of tests/parse/drawings shows."""


def drawn_by_pages(picture: m.Asset) -> Image.Image:
    """Return a picture as the handout shows it, two inches wide."""
    style = "@page{size:2in;margin:0} img{position:absolute;top:0;left:0;width:2in;height:auto}"
    page = f'<html lang="en"><style>{style}</style><body><p><img alt="x" src="asset:a"></p></body></html>'
    problems = Problems()
    made = write_pdf(page, {"a": picture}, theme(), problems).data
    assert not list(problems)
    assert b"DeviceCMYK" not in made
    shown: Image.Image = pypdfium2.PdfDocument(made)[0].render(scale=1).to_pil()
    return shown.convert("RGB")


def drawn_by_slides(picture: m.Asset) -> Image.Image:
    """Return a picture as programs show it that read a deck's bitmap, on a white square of the same size."""
    data = picture.data
    if picture.media_type == "image/svg+xml":
        data = rasterize(data, 2 * EMU_PER_INCH, theme())
    shown = Image.open(io.BytesIO(data)).convert("RGBA").resize((144, round(144 * picture.height / picture.width)))
    square = Image.new("RGB", (144, 144), "white")
    square.paste(shown, (0, 0), shown)
    return square


def alike(data: bytes) -> str:
    """Assert that pages and slides draw a file alike, and not as nothing; return what the writers are given."""
    picture = clean_picture(data)
    asset = m.Asset("a", picture.data, picture.media_type, picture.width, picture.height)
    pages, slides = (one.filter(ImageFilter.BoxBlur(2)) for one in (drawn_by_pages(asset), drawn_by_slides(asset)))
    assert max(ImageStat.Stat(ImageChops.difference(pages, slides)).mean) < 6
    assert ImageStat.Stat(pages.convert("L")).stddev[0] > 2
    return picture.data.decode(errors="replace")


@pytest.mark.parametrize("written", SIZES)
def test_a_drawing_may_have_any_size_of_css(written: str) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" {written}>{SHAPES}</svg>'
    assert SIZES[written] in alike(drawing.encode())


@pytest.mark.parametrize("program", WORDS)
def test_drawings_of_other_programs_show_every_word_in_every_output(program: str) -> None:
    drawing = alike((DRAWINGS / f"{program}.svg").read_bytes())
    text = re.sub(r"<style.*?</style>|<[^>]+>", " ", drawing, flags=re.DOTALL)
    assert " ".join(text.split()) == WORDS[program]
    assert not re.search(
        r"secret|foreignObject|switch|font-face|sodipodi|light-dark|https?://(?!www\.w3\.org)", drawing
    )


def test_an_author_is_told_what_of_a_drawing_is_not_shown() -> None:
    told = {path.stem: " ".join(clean_picture(path.read_bytes()).changes) for path in DRAWINGS.glob("*.svg")}
    assert {name for name, text in told.items() if text} == {"drawio", "excalidraw", "graphviz", "mermaid"}
    assert "fonts" in told["excalidraw"]
    assert "links" in told["graphviz"]
    problems = Problems()
    meta = Meta(title="T", description="D.", objectives=(Objective("O"),))
    figure = m.Figure(id="f", src="graphviz.svg", alt="A")
    load_assets(m.Module(meta, (figure,), "drawings/module.md", "x"), Folder(DRAWINGS.parent), problems)
    assert [one.code for one in problems] == [ProblemCode.PICTURE_CHANGED]


def test_pictures_in_drawings_are_shown_and_cleaned() -> None:
    inner = base64.b64encode(svg('<style>.a{fill:#00f}</style><circle class="a" r="9" cx="30" cy="30"/>')).decode()
    photo = base64.b64encode(jpeg(SECRET, turned=1)).decode()
    drawing = svg(
        f'<image x="5" y="5" width="30" height="30" xlink:href="data:image/svg+xml;base64,{inner}"/>'
        f'<image x="40" y="5" width="40" height="40" href="data:image/jpg;base64,{photo}"/>'
    )
    made = alike(drawing)
    assert base64.b64encode(SECRET.encode())[:8].decode() not in made


def test_masks_and_shadows_are_drawn_on_pages_too() -> None:
    alike(
        svg(
            '<mask id="m"><rect width="90" height="60" fill="#fff"/><circle cx="45" cy="30" r="20"/></mask>'
            '<filter id="f"><feGaussianBlur stdDeviation="3"/></filter>'
            '<g mask="url(#m)"><rect x="10" y="5" width="70" height="50" fill="navy" filter="url(#f)"/></g>'
        )
    )


def test_variables_of_a_drawing_and_the_light_of_two_schemes_are_put_in() -> None:
    style = (
        ":root{--ink:#c00;--line:var(--ink)} .x{fill:var(--line)} @media (prefers-color-scheme: dark){.x{fill:#fff}}"
    )
    made = clean_picture(svg(f'<style>{style}</style><rect class="x" fill="light-dark(navy, #fff)"/>')).data.decode()
    assert "{fill:#c00;}" in made
    assert "#fff" not in made
    assert 'fill="#000080"' in made
    inks = clean_picture(svg('<rect fill="#cd853f icc-color(swop, 0, 1, 1, 0)" stroke="device-cmyk(0 1 1 0)"/>')).data
    assert b'fill="#cd853f"' in inks
    assert b'stroke="#ff0000"' in inks


def grey_steps(depth: int, kind: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """Return a PNG of 256 steps from black to white, with 8 or 16 bits a channel."""
    channels = {0: 1, 2: 3, 4: 2}[kind]
    pack = {8: ">B", 16: ">H"}[depth]
    row = b"\0" + b"".join(struct.pack(pack, shade * (257 if depth == 16 else 1)) * channels for shade in range(256))
    head = struct.pack(">IIBBBBB", 256, 64, depth, kind, 0, 0, 0)
    parts = ((b"IHDR", head), *chunks, (b"IDAT", zlib.compress(row * 64)), (b"IEND", b""))
    made = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def photo(form: str, mode: str = "RGB", **options: object) -> bytes:
    shades = Image.radial_gradient("L").resize((60, 40))
    image = Image.merge("RGB", [shades, shades.rotate(90), shades.point(lambda v: 255 - v)])
    if mode.endswith("A"):
        image.putalpha(shades)
    out = io.BytesIO()
    (image.quantize(16) if mode == "P" else image.convert(mode)).save(out, form, **options)
    return out.getvalue()


RASTERS = {
    "16 bits of grey": grey_steps(16, 0),
    "16 bits of color": grey_steps(16, 2),
    "16 bits with alpha": grey_steps(16, 4),
    "palette": photo("PNG", "P"),
    "palette, one color clear": photo("PNG", "P", transparency=3),
    "grey, one shade clear": photo("PNG", "L", transparency=128),
    "grey with alpha": photo("PNG", "LA"),
    "alpha": photo("PNG", "RGBA"),
    "one bit": photo("PNG", "1"),
    "interlaced": photo("PNG", interlace=1),
    "CMYK": photo("JPEG", "CMYK"),
    "grey JPEG": photo("JPEG", "L"),
    "progressive": photo("JPEG", progressive=True),
    "WebP": photo("WEBP"),
    "WebP with alpha": photo("WEBP", "RGBA"),
    "GIF": photo("GIF"),
    "AVIF": photo("AVIF"),
}


@pytest.mark.parametrize("kind", RASTERS)
def test_every_kind_of_pixels_looks_the_same_everywhere(kind: str) -> None:
    alike(RASTERS[kind])
    made = Image.open(io.BytesIO(clean_picture(RASTERS[kind]).data)).convert("RGBA")
    if kind.startswith("16"):
        assert [made.getpixel((x, 9))[1] for x in (0, 64, 255)] == [0, 64, 255]  # type: ignore[index]
    elif kind != "one bit":
        middle = made.getpixel((30, 20))
        assert isinstance(middle, tuple)
        assert middle[0] < 80


def test_a_png_s_gamma_is_applied_and_a_photograph_s_cmyk_is_not_inverted() -> None:
    made = Image.open(io.BytesIO(clean_picture(grey_steps(8, 0, (b"gAMA", struct.pack(">I", 100_000)))).data))
    assert made.getpixel((128, 9)) == pytest.approx(186, abs=2), "linear light of one half"
    blue = Image.new("CMYK", (40, 20), (255, 255, 0, 0))
    out = io.BytesIO()
    blue.save(out, "JPEG")
    pixel = Image.open(io.BytesIO(clean_picture(out.getvalue()).data)).getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert pixel[2] - pixel[0] > 150


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_picture_is_shown_and_said(form: str) -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (40, 20), color) for color in ("red", "blue")]
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=100)
    picture = clean_picture(out.getvalue())
    assert picture.changes == ("it moves; its first picture is shown",)
    pixel = Image.open(io.BytesIO(picture.data)).convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert pixel[0] - pixel[2] > 150
    assert b"fdAT" not in picture.data


def with_bytes_after_the_pixels() -> bytes:
    """Return a PNG whose compressed pixels are followed by other bytes in the same chunk."""
    given = png()
    at = given.index(b"IDAT")
    size = int.from_bytes(given[at - 4 : at], "big")
    chunk = given[at : at + 4 + size] + SECRET.encode()
    packed = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return given[: at - 4] + packed + given[at + 8 + size :]


FILM = b"\0\0\0\x18ftypmp42" + SECRET.encode() + b"\xff\xd9"


@pytest.mark.parametrize(
    "data",
    [jpeg("", turned=1) + FILM, photo("JPEG", progressive=True) + FILM, png() + FILM, with_bytes_after_the_pixels()],
    ids=["JPEG", "progressive JPEG", "PNG", "PNG, within a chunk"],
)
def test_what_follows_the_pixels_is_cut_off(data: bytes) -> None:
    made = clean_picture(data).data
    assert SECRET.encode() not in made
    assert (
        Image.open(io.BytesIO(made)).convert("RGB").getextrema()
        == Image.open(io.BytesIO(data)).convert("RGB").getextrema()
    )


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("TIFF", saved("TIFF")),
        ("BMP", saved("BMP")),
        ("HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40)),
        ("PDF", b"%PDF-1.7\n"),
        ("compressed SVG", b"\x1f\x8b\x08" + bytes(9)),
        ("draw.io", b'<mxfile host="x"><diagram/></mxfile>'),
        ("web page", b"<!DOCTYPE html><html><svg/></html>"),
    ],
)
def test_other_kinds_are_named_with_a_cure(kind: str, data: bytes) -> None:
    assert picture_format(data) == kind
    with pytest.raises(Unreadable, match=f"a {kind} file") as raised:
        clean_picture(data)
    assert raised.value.hint == CURES[kind]


@pytest.mark.parametrize(
    ("written", "on_disk", "said"),
    [
        ("a%20b.png", "a b.png", None),
        ("a%20b.png", "a%20b.png", None),
        ("100%.png", "100%.png", None),
        ("a b (1).PNG", "a b (1).PNG", None),
        (unicodedata.normalize("NFC", "café.png"), unicodedata.normalize("NFD", "café.png"), None),
        ("caf%C3%A9.png", "café.png", None),
        (r"pictures\a.png", "pictures/a.png", None),
        ("Photo.png", "photo.PNG", "the file is called `photo.PNG`: capital and small letters count on most computers"),
        ("a.png", "a.jpg", "did you mean `a.jpg`?"),
        ("x.png", "other.txt", "put the file beside module.md"),
    ],
)
def test_a_picture_is_found_by_the_names_that_programs_write(
    tmp_path: Path, written: str, on_disk: str, said: str
) -> None:
    path = tmp_path / "modules" / "x" / on_disk
    path.parent.mkdir(parents=True)
    path.write_bytes(photo("JPEG"))  # whatever the name says
    meta, problems = Meta(title="T", description="D.", objectives=(Objective("O"),)), Problems()
    figure = m.Figure(id="f", src=written, alt="A")
    module = load_assets(m.Module(meta, (figure,), "modules/x/module.md", "x"), Folder(tmp_path), problems)
    assert [problem.hint for problem in problems] == ([said] if said else [])
    assert {problem.code for problem in problems} <= {ProblemCode.MISSING_ASSET}
    assert set(module.assets) == (set() if said else {written})


@pytest.mark.slow
def test_what_check_passes_is_drawn_in_every_output(tmp_path: Path) -> None:
    folder = tmp_path / "modules" / "m"
    folder.mkdir(parents=True)
    (tmp_path / "modules" / "course.yml").write_text("title: C\n", encoding="utf-8")
    files = {f"{number}.png": data for number, data in enumerate(RASTERS.values())}
    files |= {path.name: path.read_bytes() for path in DRAWINGS.glob("*.svg")}
    body = FRONT.format(title="M", more="")
    for name, data in files.items():
        (folder / name).write_bytes(data)
        body += f'\n## Picture {name}\n\n![]({name}){{alt="{name}"}}\n'
    (folder / "module.md").write_text(body, encoding="utf-8")
    assert run("check", cwd=tmp_path).returncode == 0
    done = run("build", "--edition", "handout", "--edition", "slides", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "renderer-" not in done.stderr
    made = sorted((tmp_path / "output").rglob("m-*"))
    assert {path.suffix for path in made} >= {".pdf", ".html", ".pptx"}
    assert not any(b"DeviceCMYK" in path.read_bytes() for path in made)
    verdicts = tools.verapdf_verdicts(tmp_path / "output")
    assert [verdict.failures for verdict in verdicts.values()] == [()] * len(verdicts)
