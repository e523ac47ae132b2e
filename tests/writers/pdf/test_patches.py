"""The patches of WeasyPrint: what happens without each, and that those for speed change no byte.

A test here that passes without its patch says that the patch can be removed.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from builder.core.problems import Problems
from builder.model.module import Asset
from builder.theme.load import load_theme
from builder.writers.pdf.patches.guard import UnknownRendererError, require_weasyprint
from builder.writers.pdf.patches.speed.png_data import compressed_pixels
from builder.writers.pdf.patches.speed.text.line_memory import remember_lines
from builder.writers.pdf.write import lay_out, write_pdf
from tests.support.random_text import random_text
from tests.support.watched.touches import Touches

RULES = """
body{font-family:"Atkinson Hyperlegible Next";margin:0 2%;padding:calc(1pt + 1%)}
p{margin-inline-start:5pt;border:1pt solid;width:50%} em{text-decoration:underline} table{border-collapse:collapse}
p.rtl{direction:rtl;padding-inline-end:3pt;min-width:20pt} a::after{content:" (" target-counter(attr(href),page) ")"}
.narrow a::after{content:target-counter(attr(href),page,upper-roman);display:block;width:8pt;overflow-wrap:anywhere}
.float{float:left;width:40%;height:20%;min-height:12pt} .wide{letter-spacing:.1em;word-spacing:2pt;font-feature-settings:"tnum"}
.justified{text-align:justify;hyphens:auto;box-sizing:border-box;max-width:calc(100% - 9pt)} .over{text-decoration:overline line-through}
li::marker{font-weight:700} .footnote{float:footnote} .two{columns:2;column-gap:9pt} .two div{break-inside:avoid;margin:2pt 0}
.footnote::footnote-call{content:counter(footnote,lower-alpha);font-size:.7em;line-height:0;vertical-align:super}
.footnote::footnote-marker{content:counter(footnote,lower-alpha) ". "}
p+p{margin-top:3pt} p:first-child{color:red} p:nth-of-type(3n+1){color:blue} h2~ol{color:green} ol:not(:last-child){margin-bottom:2pt}
[id^=n1]{padding:1pt} #n5 , :lang(de)>p{color:gray} :is(div,section) p:empty{margin:4pt} div:has(table){margin-top:1pt} [lang|=ar] b{color:navy}
@page{size:200pt 300pt;margin:10pt} @page:first{margin-top:40pt;@bottom-right{content:counter(page)}}
""" + "".join(f".unused-{n}{{margin:{n}pt}}\n" for n in range(300))
HTML = (
    f"<!DOCTYPE html><html lang='en'><title>T</title><style>{RULES}</style><body><h1>A title</h1><p>One <em>two</em>.</p>"
    "<p class='rtl'>Three <a href='#end'>goes on</a></p><table><tr><td>Four</td></tr></table><p class='float'>Five</p>"
    "<p class='wide'>Six 1,234</p><p class='justified' lang='de'>Sieben Donaudampfschifffahrtsgesellschaften fahren.</p>"
    "<p class='over'>Eight<span class='footnote'>At the foot</span></p><ul><li>Nine<ol><li>Ten</ol></ul>"
    # A number that takes more lines once it is known: paragraphs move to other pages, and what refers to them must follow.
    + "<p class='narrow'>See <a href='#end'>the end</a></p>" * 3
    + "".join(f"<p id='n{n}'>Words to fill a page.</p>" for n in range(30))
    + "".join(f"<p class='narrow'>See <a href='#n{n}'>it</a></p>" for n in range(30))
    + "<p id='end'>See <a href='#last'>the last</a>.</p><p style='height:290pt'>A page</p>"
    "<p id='last'>The last, after <a href='#end'>the end</a>.</p>"
    + "".join(
        f"<div class='two'><h2>Eleven</h2><ol>{'<li>Twelve takes more than a line<li>Thirteen' * n}</ol><div>Fourteen<p>Fifteen, whole</p></div>"
        f"<p class='justified'>{'Sixteen is divided. ' * n}</p><table><tr><td>Seventeen</table>"
        f"<p style='float:left;width:30%'>Beside</p><p>{'Eighteen goes around. ' * n}</p><div>Nineteen<ul><li>Twenty</ul></div></div>"
        for n in (2, 5, 9)
    )
    + random_text(0)
)


def render(html: str, **assets: Asset) -> bytes:
    """Return a page as PDF/UA, with the theme `plain`."""
    theme = load_theme("plain", Problems())
    assert theme
    return write_pdf(html, assets, theme, Problems()).data


def run(code: str, *without: str) -> bytes:
    """Run Python in a new process, without the patches named (`faults.line_breaks`), and return what it prints."""
    lines = [f"from builder.writers.pdf.patches.{name} import install as _" for name in without]
    lines += [f"import builder.writers.pdf.patches.{name} as patch; patch.install = lambda: None" for name in without]
    lines += ["import sys", "from tests.writers.pdf.test_patches import *", code]
    return subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, check=True).stdout


SPEED = [
    "speed.boxes.backgrounds",
    "speed.boxes.flow",
    "speed.column_measures",
    "speed.styles.initial_values",
    "speed.text.line_heights",
    "speed.png_data",
    "speed.styles.shared_styles",
    "speed.styles.style_attributes",
    "speed.styles.used_lengths",
]

LINE_PATCHES = ("speed.text.drawn_lines", "speed.text.fonts", "speed.text.line_memory")
"""Those that test_line_patches.py counts."""

# ── patches that make it faster


def test_pages_come_out_the_same_without_the_speed_patches() -> None:
    code = "sys.stdout.buffer.write(render(HTML))"
    patched, plain = run(code), run(code, *SPEED, *LINE_PATCHES)
    assert patched == plain
    assert render(HTML) == render(HTML) == patched, "also when the style sheet is in the cache"


TEXT = (
    "<!DOCTYPE html><html lang='en'><title>T</title><style>p{margin:4pt 0} a::after{content:' ' target-counter(attr(href),page)}</style>"
    + "".join(
        f"<h2 id='h{n}'>Part {n}</h2><p style='margin:3pt 0;color:#124'>Some <b>bold</b> words, <em>soft</em> words, and <a href='#h{n + 9}'>a link</a> to what follows.</p>"
        f"<p>{f'Words to fill line {n}. ' * 9}</p><ul><li>One<li>Two</ul><table><tr><td>Three<td>Four</table>"
        for n in range(40)
    )
    + "<p id='h40'>a</p><div style='columns:2'>"
    + "<section><h3>One</h3><ul><li>Two<li>Three</ul></section>" * 9
    + "</div>"
)

COUNT_CALLS = """
render("<html lang='en'><title>t</title><p>Loads everything.</p>")
calls = 0
def count(frame, event, _):
    global calls
    calls += event == "call"
sys.setprofile(count)
render(TEXT)
sys.setprofile(None)
print(calls)
"""


@cache
def calls_with_all_patches() -> int:
    return int(run(COUNT_CALLS))


@pytest.mark.parametrize("name", [name for name in SPEED if name != "speed.png_data"])
def test_each_speed_patch_saves_function_calls(name: str) -> None:
    """Calls of Python functions are the same on every machine; time is not. The least saving is 1 %."""
    saved = 1 - calls_with_all_patches() / int(run(COUNT_CALLS, name))
    assert saved > 0.005


def test_a_page_that_is_laid_out_again_takes_its_lines_from_memory() -> None:
    closer = TEXT.replace("<style>", "<style>body{line-height:1.1} p{color:green}")
    with remember_lines() as known:
        render(TEXT)
        before = len(known)
        again = render(closer)
        assert before == len(known) > 50
    assert again == render(closer)
    with remember_lines() as known:
        render(TEXT)
        render(TEXT.replace("<style>", "<style>body{letter-spacing:.01em}"))
        assert len(known) > 1.9 * before, "other type takes other lines"


def test_png_pixels_are_copied() -> None:
    code = """
from unittest.mock import patch
out = io.BytesIO()
Image.radial_gradient("L").save(out, "PNG")
page = "<html lang='en'><title>t</title><img src='asset:x' alt='x'>"
render("<html lang='en'><title>t</title><p>Loads everything.</p>")
with patch.object(Image.Image, "save", side_effect=Image.Image.save, autospec=True) as save:
    render(page, x=Asset("x", out.getvalue(), "image/png", 90.0, 60.0))
print(save.call_count)
"""
    assert run(code) == b"0\n"
    assert run(code, "speed.png_data") == b"1\n", "WeasyPrint does it by itself: the patch can go"


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1", "LA"])
def test_pictures_come_out_the_same(mode: str) -> None:
    out = io.BytesIO()
    image = Image.radial_gradient("L").resize((90, 60)).convert(mode)
    image.save(out, "PNG")
    page = "<html lang='en'><style>@page{size:90px 60px;margin:0}img{display:block}</style><img src='asset:x' alt='x'>"
    with pikepdf.open(io.BytesIO(render(page, x=Asset("x", out.getvalue(), "image/png", 90.0, 60.0)))) as document:
        (found,) = document.pages[0].get_images().values()
        assert isinstance(found, pikepdf.Stream)
        kept = pikepdf.PdfImage(found).as_pil_image().convert("RGB")
    assert kept.tobytes() == image.convert("RGB").tobytes()


def test_only_opaque_8_bit_pngs_are_copied() -> None:
    def pixels(image: Image.Image) -> bytes:
        out = io.BytesIO()
        image.save(out, "PNG")
        return compressed_pixels(Image.open(io.BytesIO(out.getvalue())))

    assert pixels(Image.new("RGB", (3, 3)))
    assert not pixels(Image.new("RGBA", (3, 3)))
    assert not pixels(Image.new("P", (3, 3)))
    assert not compressed_pixels(Image.new("RGB", (3, 3)))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere libraries have other names, and are searched for")
def test_no_program_is_started_to_find_libraries() -> None:
    code = (
        "import sys\nstarted = []\n"
        "sys.addaudithook(lambda event, _: started.append(event) if event in ('subprocess.Popen', 'os.posix_spawn') else None)\n"
        "from builder.engine.workers.libraries import load_libraries\nload_libraries()\nimport weasyprint\nprint(started)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.skipif(sys.platform != "linux", reason="what is opened is noticed with inotify")
def test_importing_weasyprint_opens_no_font_of_the_system(tmp_path: Path) -> None:
    for name in (".fonts/damaged.ttf", ".config/fontconfig/fonts.conf"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(b"neither a font nor XML")
    code = "from builder.engine.workers.libraries import load_libraries\nload_libraries()"
    with Touches((tmp_path,)) as touches:
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "HOME": str(tmp_path)}, check=True)
        assert touches.seen() == ()


def test_font_tools_load_when_they_are_called() -> None:
    code = (
        "import sys\nfrom builder.engine.workers.libraries import load_libraries\nload_libraries()\nnames = 'fontTools.subset', 'fontTools.varLib.instancer'\n"
        "print([name for name in names if name in sys.modules])\nfrom weasyprint.pdf import fonts\n"
        "print(type(fonts.subset.Options()).__module__)\n"
        "try: fonts.instantiateVariableFont({'glyf': 0}, {})\nexcept Exception as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "fontTools.subset", "Missing required table fvar"]


def test_counting_pages_writes_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = load_theme("plain", Problems())
    assert theme
    layout = lay_out(HTML, {}, theme, Problems())
    whole = layout.file
    import weasyprint

    monkeypatch.delattr(weasyprint.Document, "write_pdf")
    again = lay_out(HTML, {}, theme, Problems())
    assert (again.count, again.places) == (whole.count, whole.places)
    assert again.count > 1
    with pytest.raises(AttributeError):
        _ = again.file


# ── patches that change what is made


PARAGRAPH = "Words that one says in the room. " * 4 + "Words that one says in the room. <em>x</em>"

SHORT_LINES = """
import pypdfium2
short = 0
for tenths in range(2800, 3600, 8):
    width = f"font:12pt/18pt Atkinson Hyperlegible Next;width:{tenths / 10}px"
    text = pypdfium2.PdfDocument(render(f"<html lang='en'><title>t</title><p style='{width}'>{PARAGRAPH}</p>"))[0].get_textpage().get_text_range()
    short += sum(len(line.split()) < 3 for line in text.split("\\r\\n")[:-1])
print(short > 0)
"""


def test_text_before_an_inline_element_fills_its_line() -> None:
    assert run(SHORT_LINES) == b"False\n"
    assert run(SHORT_LINES, "faults.line_breaks") == b"True\n", "WeasyPrint does it by itself: the patch can go"


BOX = """
style = "display:inline-block;width:9pt;height:9pt;border:1pt solid"
html = f"<html lang='en'><title>t</title><p><span role='img' aria-label='not done' style='{style}'></span> Pack</p>"
with pikepdf.open(io.BytesIO(render(html))) as pdf:
    alternatives = [str(thing.Alt) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing]
print(alternatives)
"""


def test_drawn_box_is_a_figure() -> None:
    assert run(BOX) == b"['not done']\n"
    assert run(BOX, "faults.figure_borders") == b"[]\n", "WeasyPrint does it by itself: the patch can go"


PROFILE = """
import gc, warnings
theme = load_theme("plain", Problems())
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    write_pdf("<html lang='en'><title>t</title><p>x</p>", {}, theme, Problems(), variant="pdf/a-3a")
    gc.collect()
print(any("sRGB" in str(warning.message) for warning in caught))
"""


def test_color_profile_is_closed() -> None:
    assert run(PROFILE) == b"False\n"
    assert run(PROFILE, "faults.color_profile") == b"True\n", "WeasyPrint does it by itself: the patch can go"


GLYPHS = """
html = "<html lang='ar' dir='rtl'><title>t</title><p style='font-family:Noto Sans Arabic,Noto Naskh Arabic,sans-serif'>الطاقة في المدينة شيئًا بيت</p>"
with pikepdf.open(io.BytesIO(render(html))) as pdf:
    maps = [font.ToUnicode.read_bytes() for font in pdf.objects if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font]
print(any(b"<>" in table for table in maps))
"""


def test_every_glyph_has_a_character() -> None:
    assert run(GLYPHS) == b"False\n"
    assert run(GLYPHS, "faults.glyph_text") == b"True\n", "WeasyPrint does it by itself: the patch can go"


DRAWN = """
import pypdfium2
svg = "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='50'><text x='100' y='20' text-anchor='middle'>السنة</text></svg>"
html = "<html lang='en'><title>t</title><img alt='x' src='asset:a'>"
page = pypdfium2.PdfDocument(render(html, a=Asset("a", svg.encode(), "image/svg+xml", 200, 50)))[0]
print(page.get_textpage().get_text_range().strip() == "السنة")
"""


@pytest.mark.slow
def test_joined_letters_in_pictures_are_drawn_as_on_pages() -> None:
    assert run(DRAWN) == b"True\n"
    assert run(DRAWN, "faults.svg_text") == b"False\n", "WeasyPrint does it by itself: the patch can go"


# ── the version that they fit


def test_another_weasyprint_is_refused_with_the_cure() -> None:
    require_weasyprint()
    with pytest.raises(
        UnknownRendererError, match=r"71\.0 is installed\. Install it: pip install \"weasyprint==70\.\*\""
    ):
        require_weasyprint("71.0")
