"""An organization's own fonts: in every output, or the theme does not load and says what is missing."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from unittest.mock import Mock

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems
from builder.engine.job import theme_hash
from builder.slides.fit.font_metrics import FontSet, FontStyle
from builder.slides.template.layout_cache import cached_template
from builder.theme.folder import themes_folder
from builder.theme.load import load_theme, theme_names
from builder.theme.own_fonts import own_fonts
from builder.theme.theme import Theme
from builder.writers.pdf import typed_font
from builder.writers.pdf.typed_font import typed_face
from builder.writers.shared.fonts import fonts_conf
from builder.writers.site import web_fonts as web_fonts_module
from builder.writers.site.web_fonts import FONT_LIMIT, web_fonts

BUNDLED = themes_folder() / "base" / "fonts"


def house_font(style: str, flavor: str | None = None) -> bytes:
    """Return a bundled face under the name House Sans, as TTF or packed for the web."""
    with TTFont(BUNDLED / f"AtkinsonHyperlegibleNext-{style}.ttf") as font:
        for name in font["name"].names:
            if name.nameID in {1, 16}:
                name.string = "House Sans"
        font.flavor, out = flavor, io.BytesIO()
        font.save(out)
        return out.getvalue()


def cubic_font() -> bytes:
    """Return an OpenType font with cubic outlines (CFF): squares for the letters of ASCII."""
    names = [".notdef", *(f"u{code:04X}" for code in range(32, 127))]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({int(name[1:], 16): name for name in names[1:]})
    pen = T2CharStringPen(500, None)
    pen.moveTo((0, 0))
    pen.curveTo((0, 200), (0, 500), (0, 700))
    pen.lineTo((400, 700))
    pen.closePath()
    outline = pen.getCharString()
    builder.setupCFF("Cubic-Regular", {}, dict.fromkeys(names, outline), {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Cubic", "styleName": "Regular", "psName": "Cubic-Regular"})
    builder.setupOS2(usWeightClass=400)
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def loaded(course: Path, fonts: dict[str, bytes], keys: str) -> tuple[Theme | None, Problems]:
    folder = course / "themes" / "own"
    folder.mkdir(parents=True)
    for name, data in fonts.items():
        (folder / "fonts" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "fonts" / name).write_bytes(data)
    plain = (themes_folder() / "plain" / "theme.yml").read_text(encoding="utf-8")
    (folder / "theme.yml").write_text(plain + keys, encoding="utf-8")
    problems = Problems()
    return load_theme("own", problems, Folder(course)), problems


HOUSE = {
    "a.ttf": house_font("Regular"),
    "b.woff2": house_font("Bold", "woff2"),
    "c/it.woff": house_font("Italic", "woff"),
}
KEYS = "typography:\n  base: {family: House Sans}\n  headings: {family: House Sans}\nslides: {font: House Sans}\n"


def test_own_fonts_are_printed_measured_named_in_decks_and_sent_to_browsers(tmp_path: Path) -> None:
    theme, problems = loaded(tmp_path, HOUSE, KEYS)
    assert not list(problems)
    assert theme
    own = [path for path in theme.fonts if path.stem.startswith("HouseSans")]
    assert [path.stem for path in own] == ["HouseSans-Bold", "HouseSans-Italic", "HouseSans-Regular"]
    assert all(path.read_bytes()[:4] == b"\0\1\0\0" for path in own), "unpacked: HarfBuzz and resvg read no WOFF"
    assert str(own[0].parent) in fonts_conf(theme, tmp_path)
    assert theme.tokens.slides.measured == "House Sans"
    wide = FontSet(theme).piece("House", FontStyle(bold=True)).width
    assert wide != pytest.approx(FontSet(_plain()).piece("House", FontStyle(bold=True)).width, abs=0.01), "not as Arial"
    package, layouts = cached_template(theme, "en-US")
    assert layouts.body_font == "House Sans"
    assert package.parts
    sent = web_fonts(theme)
    assert [(font.family, font.weight) for font in sent] == [("House Sans", 400), ("House Sans", 700)]
    assert all(0 < len(font.data) <= FONT_LIMIT for font in sent), "cut down to fewer characters where needed"
    assert theme_hash(theme) != theme_hash(_plain())


def _plain() -> Theme:
    theme = load_theme("plain", Problems())
    assert theme
    return theme


def test_a_face_that_is_cut_into_files_by_script_is_one_font_again(tmp_path: Path) -> None:
    theme, problems = loaded(tmp_path, {"a.ttf": part_of("abc"), "b.ttf": part_of("xyz")}, KEYS)
    assert not list(problems)
    assert theme
    (face,) = (path for path in theme.fonts if path.stem.startswith("HouseSans"))
    with TTFont(face) as font:
        assert {ord(one) for one in "abcxyz"} <= set(font.getBestCmap())


def test_a_font_tells_nothing_of_who_made_it_but_its_rights(tmp_path: Path) -> None:
    with TTFont(io.BytesIO(house_font("Regular"))) as font:
        for ident in (3, 9, 10, 19, 300):  # FontForge writes its user and the day into the third
            font["name"].setName("SECRET", ident, 3, 1, 0x409)
        for tag in ("FFTM", "PfEd", "meta"):
            font[tag] = DefaultTable(tag)
            font[tag].data = b"SECRET"
        out = io.BytesIO()
        font.save(out)
    theme, problems = loaded(tmp_path, {"a.ttf": out.getvalue()}, KEYS)
    assert theme
    assert not list(problems)
    (face,) = (path for path in theme.fonts if path.stem.startswith("HouseSans"))
    data = face.read_bytes()
    assert b"SECRET" not in data.replace(b"\0", b"")
    with TTFont(io.BytesIO(data)) as font:
        assert "Copyright" in str(font["name"].getDebugName(0))


def part_of(text: str) -> bytes:
    with TTFont(io.BytesIO(house_font("Regular"))) as font:
        cutter = Subsetter()
        cutter.populate(text=text)
        cutter.subset(font)
        out = io.BytesIO()
        font.save(out)
        return out.getvalue()


def test_fields_of_a_workbook_take_cubic_outlines_too(tmp_path: Path) -> None:
    theme, problems = loaded(tmp_path, {"cubic.otf": cubic_font()}, "typography:\n  base: {family: Cubic}\n")
    assert not list(problems)
    assert theme
    face = TTFont(io.BytesIO(typed_face(theme).data))
    letter = face.getBestCmap()[ord("A")]
    assert face["glyf"][letter].numberOfContours == 1
    assert face["hmtx"][letter] == (500, 0)


@pytest.mark.parametrize(
    ("module", "maker", "memory", "fonts", "count"),
    [
        (typed_font, "_merged_face", "_known_face", typed_face, 1),
        (web_fonts_module, "packed_face", "_face", web_fonts, 2),
    ],
)
def test_fonts_of_fields_and_of_the_catalogue_are_made_once_for_all_builds(
    module: ModuleType,
    maker: str,
    memory: str,
    fonts: Callable[..., object],
    count: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theme = load_theme("plain", Problems())
    assert theme
    monkeypatch.setattr(web_fonts_module, "_shipped_face", lambda *_: b"")
    make = Mock(side_effect=getattr(module, maker))
    monkeypatch.setattr(module, maker, make)
    first = fonts(theme, tmp_path)
    kept, *others = sorted(tmp_path.iterdir())
    whole = kept.read_bytes()
    assert (len(others), make.call_count) == (count - 1, count)
    for times, found in enumerate((whole, whole[:-1], whole[:40] + b"?" + whole[41:])):
        kept.write_bytes(found)
        getattr(module, memory).cache_clear()
        assert repr(fonts(theme, tmp_path)) == repr(first)
        assert fonts(theme, tmp_path) == first
        assert make.call_count == count + times, "a damaged file is made again, that one alone"
        assert kept.read_bytes() == whole
    assert fonts(theme) == first


@pytest.mark.parametrize(
    "text", ["[]", '{"measures": []}', '{"name": "A", "data": "", "widths": ["x"], "measures": {}, "glyphs": {}}']
)
def test_a_kept_font_of_fields_that_is_none_is_not_believed(text: str, tmp_path: Path) -> None:
    """A worker that a course has taken over can write a file with the right hash."""
    theme = load_theme("plain", Problems())
    assert theme
    first = typed_face(theme, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(hashlib.sha256(text.encode()).digest() + text.encode())
    typed_font._known_face.cache_clear()
    assert typed_face(theme, tmp_path) == first


@pytest.mark.parametrize(
    ("fonts", "keys", "message", "hint"),
    [
        ({}, "typography:\n  base: {family: P052}\n", "there is no font of the family `P052`", "themes/own/fonts/"),
        (HOUSE, "typography:\n  base: {family: House Sanz}\n", "no font of the family `House Sanz`", "`House Sans`"),
        ({"x.ttf": b"no font"}, "", "the font `fonts/x.ttf` cannot be read", "TTF, OTF, WOFF or WOFF2"),
        ({"x.otf": house_font("Regular")[:9000]}, "", "the font `fonts/x.otf` cannot be read", "TTF, OTF"),
    ],
)
def test_a_theme_whose_fonts_are_not_there_does_not_load(
    tmp_path: Path, fonts: dict[str, bytes], keys: str, message: str, hint: str
) -> None:
    theme, problems = loaded(tmp_path, fonts, keys)
    assert theme is None
    (problem,) = problems
    assert problem.code is ProblemCode.BROKEN_THEME
    assert message in problem.message
    assert hint in problem.hint


def test_slides_in_a_font_of_the_readers_machine_are_fitted_with_room_to_spare(tmp_path: Path) -> None:
    theme, problems = loaded(tmp_path, {}, "slides: {font: Made Up Font}\n")
    assert [(one.code, "Made Up Font" in one.message) for one in problems] == [(ProblemCode.UNMEASURED_FONT, True)]
    assert theme
    assert theme.tokens.slides.stretch > 1.1
    assert theme.tokens.slides.font == "Made Up Font"


def test_copies_have_no_date_that_programs_warn_of(tmp_path: Path) -> None:
    """Programs warn of dates before 1970, and a warning of the renderer stops a strict build."""
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts/House.woff2").write_bytes(house_font("Regular", "woff2"))
    (copy,) = own_fonts(Folder(tmp_path)).paths
    with TTFont(copy) as font:
        assert font["head"].created == font["head"].modified == 2_082_844_800


@pytest.mark.parametrize("name", sorted(theme_names()))
def test_the_catalogue_s_fonts_of_shipped_themes_are_there(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_fonts_module, "packed_face", Mock(side_effect=AssertionError("run make_web_fonts.py")))
    web_fonts_module._face.cache_clear()  # what other tests have packed is no proof
    theme = load_theme(name, Problems())
    assert theme
    assert web_fonts(theme)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(theme_names()))
def test_they_are_the_bytes_that_a_build_would_make(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    theme = load_theme(name, Problems())
    assert theme
    shipped = [font.data for font in web_fonts(theme)]
    monkeypatch.setattr(web_fonts_module, "_shipped_face", lambda *_: b"")
    web_fonts_module._face.cache_clear()
    assert [font.data for font in web_fonts(theme)] == shipped, "run make_web_fonts.py"
