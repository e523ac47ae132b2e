"""Mends that make WeasyPrint quicker change nothing of what it makes."""

from __future__ import annotations

import io
import subprocess
import sys

import pikepdf
import pytest
from PIL import Image

from builder.core.problems import Problems
from builder.model.module import Asset
from builder.theme.load import load_theme
from builder.writers.pdf.patches import quick as pdf_quick
from builder.writers.pdf.write import lay_out, write_pdf

RULES = """
body{font-family:"Atkinson Hyperlegible Next";margin:0 2%;padding:calc(1pt + 1%)}
p{margin-inline-start:5pt;border:1pt solid;width:50%} em{text-decoration:underline} table{border-collapse:collapse}
p.rtl{direction:rtl;padding-inline-end:3pt;min-width:20pt} a::after{content:" (" target-counter(attr(href),page) ")"}
.narrow a::after{content:target-counter(attr(href),page,upper-roman);display:block;width:8pt;overflow-wrap:anywhere}
.float{float:left;width:40%;height:20%;min-height:12pt} .wide{letter-spacing:.1em;word-spacing:2pt;font-feature-settings:"tnum"}
.justified{text-align:justify;hyphens:auto;box-sizing:border-box;max-width:calc(100% - 9pt)} .over{text-decoration:overline line-through}
li::marker{font-weight:700} .footnote{float:footnote}
.footnote::footnote-call{content:counter(footnote,lower-alpha);font-size:.7em;line-height:0;vertical-align:super}
.footnote::footnote-marker{content:counter(footnote,lower-alpha) ". "}
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
)


def made(html: str, **assets: Asset) -> bytes:
    theme = load_theme("plain", Problems())
    assert theme
    return write_pdf(html, assets, theme, Problems()).data


def test_pages_come_out_the_same_as_without() -> None:
    code = "from builder.writers.pdf.patches import quick as pdf_quick\n{}\nfrom tests.writers.pdf.test_pdf_quick import HTML, made\nimport sys\nsys.stdout.buffer.write(made(HTML))"
    with_, without = (
        subprocess.run([sys.executable, "-c", code.format(line)], capture_output=True, check=True).stdout
        for line in ("", "pdf_quick.install = lambda: None")
    )
    assert with_ == without
    assert made(HTML) == made(HTML) == with_, "also where the style sheet was kept"


def test_markers_and_marks_of_notes_are_styled_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    made(HTML)  # loaded, and fonts are known
    from weasyprint.css import StyleFor

    compute, styled = StyleFor.set_computed_styles, set()

    def noted(self: StyleFor, element: object, *rest: object, **named: object) -> None:
        styled.add((getattr(element, "tag", ""), named.get("pseudo_type")))
        compute(self, element, *rest, **named)

    monkeypatch.setattr(StyleFor, "set_computed_styles", noted)
    made(HTML)
    notes = {
        ("span", part) for part in ("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback")
    }
    assert {(tag, part) for tag, part in styled if tag and part} == {("a", "after"), ("li", "marker"), *notes}


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1", "LA"])
def test_pictures_come_out_the_same(mode: str) -> None:
    out = io.BytesIO()
    image = Image.radial_gradient("L").resize((90, 60)).convert(mode)
    image.save(out, "PNG")
    page = "<html lang='en'><style>@page{size:90px 60px;margin:0}img{display:block}</style><img src='asset:x' alt='x'>"
    with pikepdf.open(io.BytesIO(made(page, x=Asset("x", out.getvalue(), "image/png", 90.0, 60.0)))) as document:
        (found,) = document.pages[0].get_images().values()
        assert isinstance(found, pikepdf.Stream)
        kept = pikepdf.PdfImage(found).as_pil_image().convert("RGB")
    assert kept.tobytes() == image.convert("RGB").tobytes()


def test_only_what_a_pdf_holds_as_it_is_is_passed_on() -> None:
    def packed(image: Image.Image) -> bytes:
        out = io.BytesIO()
        image.save(out, "PNG")
        return pdf_quick.as_it_is(Image.open(io.BytesIO(out.getvalue())))

    assert packed(Image.new("RGB", (3, 3)))
    assert not packed(Image.new("RGBA", (3, 3)))
    assert not packed(Image.new("P", (3, 3)))
    assert not pdf_quick.as_it_is(Image.new("RGB", (3, 3)))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere libraries have other names, and are searched for")
def test_no_program_is_started_to_find_libraries() -> None:
    code = (
        "import sys\nstarted = []\n"
        "sys.addaudithook(lambda event, _: started.append(event) if event in ('subprocess.Popen', 'os.posix_spawn') else None)\n"
        "from builder.engine.workers.libraries import load_libraries\nload_libraries()\nimport weasyprint\nprint(started)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


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
    laid = lay_out(HTML, {}, theme, Problems())
    whole = laid.written
    import weasyprint

    monkeypatch.delattr(weasyprint.Document, "write_pdf")
    again = lay_out(HTML, {}, theme, Problems())
    assert (again.count, again.places) == (whole.count, whole.places)
    assert again.count > 1
    with pytest.raises(AttributeError):
        _ = again.written
