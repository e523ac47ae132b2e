"""A stranger's PowerPoint template: what it brings along reaches no deck, and its numbers harm nobody."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pptx
import pytest
from lxml import etree
from PIL import Image

from builder.core.problems import ProblemCode, Problems
from builder.slides.brand.brand import Brand
from builder.slides.fit.fit import fit
from builder.slides.template.masters import P
from builder.slides.template.package import HEAD, Package, Relationship
from builder.writers.pptx.write import write_pptx
from builder.writers.slides_pdf.html import slides_html
from tests.slides.test_brand import brand_of, faults, ready, sample_deck_for
from tests.support.decks.brand_templates import PYTHON_PPTX, by_hand
from tests.support.decks.sample_deck import sample_deck
from tests.writers.pptx.test_pptx import IMPRINT

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MASTER, LAYOUT, THEME, MAIN = (
    "ppt/slideMasters/slideMaster1.xml", "ppt/slideLayouts/slideLayout2.xml", "ppt/theme/theme1.xml", "ppt/presentation.xml",
)  # fmt: skip
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>SECRET</title><rect id="SECRET" width="9" height="9"/>'


def photograph() -> bytes:
    """Return a JPEG that says in its EXIF who took it, with a film after its end."""
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = "SECRET place", "SECRET person"
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "JPEG", exif=exif, comment=b"SECRET")
    return out.getvalue() + b"ftypmp42SECRET"


def picture(ident: int, embed: str, name: str = "SECRET logo", more: str = "", x: int = 100_000) -> str:
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{ident}" name="{name}" descr="C:\\Users\\SECRET\\logo.png" title="SECRET"{more}/>'
        f'<p:cNvPicPr/><p:nvPr><p:custDataLst><p:tags r:id="rIdT"/></p:custDataLst></p:nvPr></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{embed}"><a:extLst><a:ext uri="{{SECRET}}"><x:y xmlns:x="urn:SECRET" z="SECRET"/></a:ext>'
        '<a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip'
        ' xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="rIdS"/></a:ext></a:extLst></a:blip>'
        f'<a:stretch/></p:blipFill><p:spPr><a:xfrm><a:off x="{x}" y="1"/><a:ext cx="9999" cy="9999"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def hostile(**media: bytes) -> bytes:
    """Return a template with a trace (`SECRET`) in every place that a file has for one; `media` by relationship."""
    package = Package.read(by_hand())
    pictures = {"rIdP": photograph(), "rIdS": SVG + b"</svg>", **media}
    for name in (MASTER, LAYOUT):
        for ident, data in pictures.items():
            part = package.add(f"ppt/media/SECRET-{ident}.bin", data, "image/x-SECRET")
            package.relationships[name][ident] = _row(ident, "image", part)
        shapes = "".join(picture(60 + n, ident) for n, ident in enumerate(pictures) if ident != "rIdS")
        shapes += picture(80, "rIdP", more=' hidden="1"') + picture(81, "rIdP", x=99_000_000)
        shapes += (
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="SECRET">'
            f'<z:SECRET xmlns:z="urn:z"/></mc:Choice><mc:Fallback>{picture(82, "rIdP")}</mc:Fallback></mc:AlternateContent>'
            '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="83" name="SECRET"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>'
            '<p:xfrm><a:off x="1" y="1"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic><a:graphicData uri="urn:SECRET"><p:oleObj'
            ' name="SECRET" progId="SECRET"/></a:graphicData></a:graphic></p:graphicFrame>'
        )
        for number, kind in enumerate(("dt", "ftr"), 90):
            shapes += (
                f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="F"/><p:cNvSpPr/><p:nvPr><p:ph type="{kind}" idx="{number}"/></p:nvPr></p:nvSpPr>'
                "<p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>SECRET</a:t></a:r>"
                '<a:fld id="{B5A3F2C1-0000-4000-8000-000000000000}" type="datetime1"><a:t>SECRET day</a:t></a:fld></a:p></p:txBody></p:sp>'
            )
        text = package.parts[name].decode().replace("</p:spTree>", f"<!-- SECRET --><?SECRET x?>{shapes}</p:spTree>")
        text = text.replace(
            "<p:cSld", '<?SECRET y?><!-- C:\\Users\\SECRET --><p:cSld z:SECRET="SECRET" xmlns:z="urn:z"', 1
        )
        text = text.replace('name="T"', 'name="C:\\Users\\SECRET\\t" descr="SECRET"', 1)
        text = re.sub(
            r"(</p:\w+>)$", r'<p:timing><p:tnLst/></p:timing><p:extLst><p:ext uri="SECRET"/></p:extLst>\1', text
        )
        package.parts[name] = f"{HEAD}<!-- SECRET -->{text}<?SECRET end?>".encode()
    theme = package.parts[THEME].decode()
    package.parts[THEME] = re.sub(r'name="[^"]*"', 'name="\\\\\\\\server\\\\SECRET"', theme, count=1).encode()
    for word, part in (
        ("customXml", "customXml/item1.xml"), ("printerSettings", "ppt/printerSettings/SECRET.bin"), ("tags", "ppt/tags/tag1.xml"),
    ):  # fmt: skip
        package.add(part, b"<x>SECRET</x>", "application/xml")
        for name in (MAIN, MASTER):
            package.relationships[name][f"rId{word}"] = _row(f"rId{word}", word, part)
    package.relationships[MASTER]["rIdT"] = _row("rIdT", "tags", "ppt/tags/tag1.xml")
    for word, part in (("thumbnail", "docProps/SECRET.jpeg"), ("custom-properties", "docProps/custom.xml"), ("core-properties", "docProps/core.xml")):  # fmt: skip
        package.add(part, photograph() if word == "thumbnail" else b"<x>SECRET</x>", "image/jpeg")
        package.relationships[""][f"rId{word}"] = _row(f"rId{word}", word, part)
    return package.to_bytes()


def _row(ident: str, kind: str, target: str) -> Relationship:
    return Relationship(ident, f"{OFFICE}/{kind}", target)


def deck_in(brand: Brand, problems: Problems) -> bytes:
    """Return the deck with every layout and content, fitted and written in a template; its PDF's page is made too."""
    slides = tuple(
        replace(slide, filled=tuple(item for item in slide.filled if brand.layouts[slide.layout].slot(item.slot)))
        for slide in sample_deck().slides
    )
    deck = fit(replace(sample_deck(), slides=slides), brand.layouts, brand.theme, problems)
    slides_html(deck, brand.layouts, brand.theme, IMPRINT)
    return write_pptx(deck, brand.layouts, brand.data, IMPRINT, theme=brand.theme).data


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_no_trace_of_who_made_a_template_reaches_a_deck() -> None:
    brand, problems = brand_of(hostile())
    assert brand, [p.message for p in problems]
    data = brand.data
    assert not [
        name for name, part in unpacked(data).items() if b"SECRET" in part or "SECRET" in name or b"<!--" in part
    ]
    parts = unpacked(data)
    assert sum(name.startswith("ppt/media/") for name in parts) == 2, "a photograph and a drawing"
    kept = etree.fromstring(parts[LAYOUT])
    assert len(kept.findall(f".//{P}pic")) == 2, "neither the hidden one nor the one beside the slide"
    assert b"svgBlip" in parts[LAYOUT]
    assert faults(data) == []


UNUSABLE = {
    "EMF": b"\x01\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 90,
    "WMF": b"\xd7\xcd\xc6\x9a" + b"\0" * 90,
    "script": SVG + b"<script>x</script></svg>",
    "other files": SVG + b'<image href="http://evil.example/x.png"/></svg>',
    "no picture": b"no picture",
}
"""Pictures of which no output may have a byte, each by what is said of it."""


def test_pictures_that_cannot_be_cleaned_are_left_out_and_told() -> None:
    brand, problems = brand_of(hostile(**{f"rIdX{n}": data for n, data in enumerate(UNUSABLE.values())}))
    assert brand
    told = "\n".join(p.message for p in problems if p.code is ProblemCode.PICTURE_CHANGED)
    assert [said for said in UNUSABLE if said not in told] == []
    everything = b"".join(unpacked(brand.data).values())
    assert not [said for said, data in UNUSABLE.items() if data in everything]
    assert faults(brand.data) == []


def test_names_of_relationships_cannot_write_xml() -> None:
    package = Package.read(by_hand())
    evil = 'rId1" Target="http://evil.example" TargetMode="External'
    row = package.relationships[MASTER]["rId1"]
    package.relationships[MASTER][evil] = _row(evil, "slideLayout", row.target)
    package.types[LAYOUT] = 'x"/><Override PartName="/evil" ContentType="y'
    brand, _ = brand_of(package.to_bytes())
    assert brand is None or b"evil" not in b"".join(unpacked(brand.data).values())


NUMBERS = [
    (MASTER, "cx", "0"), (MASTER, "sz", "9" * 5_000), (LAYOUT, "x", "1e400"), (MAIN, "cx", "0"), (MASTER, "sz", "0"),
    (MASTER, "marL", "-99999999999"), (MASTER, "val", "99999999999"), (LAYOUT, "cy", "-5"), (LAYOUT, "idx", "٣"),
    (LAYOUT, "id", ""), (THEME, "pos", "NaN"), (THEME, "val", "-1"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "attribute", "number"),
    [*NUMBERS[:3], *(pytest.param(*one, marks=pytest.mark.slow) for one in NUMBERS[3:])],
)
@pytest.mark.slow
def test_numbers_of_any_size_are_used_or_refused_and_harm_nobody(part: str, attribute: str, number: str) -> None:
    parts = unpacked(PYTHON_PPTX.read_bytes())
    parts[part] = re.sub(rf'(\s{attribute}=")-?\d+(")', rf"\g<1>{number}\2", parts[part].decode()).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    brand, problems = brand_of(out.getvalue())
    assert brand or problems.has_errors
    if brand:
        pptx.Presentation(io.BytesIO(deck_in(brand, problems)))


def test_pictures_of_a_template_are_not_replaced_by_those_of_the_deck() -> None:
    brand, own = ready("by-hand.potx"), b"a picture of the template"
    package = Package.read(brand.data)
    picture = package.add("ppt/media/image1.png", own, "image/png")
    package.relate(brand.layouts["title"].part, "image", picture)
    written_in = write_pptx(sample_deck_for(brand), brand.layouts, package.to_bytes(), IMPRINT, theme=brand.theme)
    with zipfile.ZipFile(io.BytesIO(written_in.data)) as archive:
        assert archive.read("ppt/media/image1.png") == own
        assert "ppt/media/image2.png" in archive.namelist()
