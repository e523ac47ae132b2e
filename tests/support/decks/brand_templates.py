"""PowerPoint templates of other tools, for tests of an organization's own template: by hand, python-pptx's, LibreOffice's."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pptx
import pytest

from builder.slides.template.package import OFFICE, Package
from tests.support import tools
from tests.support.decks.deck_checks import theme_of
from tests.support.decks.sample_deck import png

NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TYPE = "application/vnd.openxmlformats-officedocument."
GROUP = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
PYTHON_PPTX = Path(pptx.__file__).parent / "templates" / "default.pptx"
LIBREOFFICE = Path("/usr/lib/libreoffice/share/template/common/presnt/Inspiration.otp")


def _ph(ident: int, name: str, kind: str, box: tuple[int, int, int, int], extra: str = "") -> str:
    x, y, width, height = box
    frame = f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{ident}" name="{name}"/><p:cNvSpPr/><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr>{frame}</p:spPr>'
        f'<p:txBody><a:bodyPr/><a:lstStyle>{extra}</a:lstStyle><a:p><a:r><a:rPr lang="en-US"/><a:t>sample</a:t></a:r></a:p></p:txBody></p:sp>'
    )


def _page(kind: str, name: str, shapes: str, attributes: str = "", end: str = "") -> str:
    return f'<p:{kind} {NS}{attributes}><p:cSld name="{name}"><p:spTree>{GROUP}{shapes}</p:spTree></p:cSld>{end}</p:{kind}>'


@cache
def by_hand() -> bytes:
    """A .potx with a dark master in Arial, four layouts (one of them our own “Statement”), and all that must not come along."""
    from builder.slides.template.template import make_template

    package = Package()
    theme = Package.read(make_template(theme_of("contrast"))).parts["ppt/theme/theme1.xml"]
    main = "ppt/presentation.xml"
    master, wide = "ppt/slideMasters/slideMaster1.xml", (600_000, 1_500_000, 11_000_000, 4_300_000)
    title, number = (600_000, 300_000, 11_000_000, 1_000_000), (10_000_000, 6_400_000, 1_600_000, 300_000)
    layouts = {
        "Cover": (' type="title"', _ph(2, "T", 'type="ctrTitle"', (600_000, 2_000_000, 9_000_000, 1_200_000)) + _ph(3, "S", 'type="subTitle" idx="1"', (600_000, 3_400_000, 9_000_000, 1_600_000))),
        "Words": ("", _ph(2, "T", 'type="title"', title) + _ph(3, "C", 'idx="1"', wide) + _ph(4, "N", 'type="sldNum" idx="12"', number)),
        "Side by side": ("", _ph(2, "T", 'type="title"', title) + _ph(3, "L", 'idx="1"', (600_000, 1_500_000, 5_300_000, 4_300_000)) + _ph(4, "R", 'idx="2"', (6_300_000, 1_500_000, 5_300_000, 4_300_000))),
        "Statement": ("", _ph(2, "T", 'type="title"', title) + _ph(3, "statement", 'type="body" idx="1"', wide) + _ph(4, "source", 'type="body" idx="14"', (600_000, 5_900_000, 9_000_000, 500_000), '<a:lvl1pPr marL="0" indent="0"><a:buNone/><a:defRPr sz="1400"/></a:lvl1pPr>')),
    }  # fmt: skip
    color = '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
    level = f'<a:lvl{{}}pPr marL="{{}}" indent="-300000"><a:buChar char="•"/><a:defRPr sz="2600">{color}</a:defRPr></a:lvl{{}}pPr>'
    styles = "".join(level.format(n, 300_000 * n, n) for n in range(1, 6))
    shapes = (
        _ph(2, "T", 'type="title"', title)
        + _ph(3, "B", 'type="body" idx="1"', wide)
        + _ph(4, "N", 'type="sldNum" idx="4"', number)
    )
    ids = "".join(f'<p:sldLayoutId id="{2**31 + n}" r:id="rId{n}"/>' for n in range(1, 5))
    end = (
        '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4"'
        f' accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:txStyles><p:titleStyle>'
        f'<a:lvl1pPr><a:defRPr sz="3600" b="1">{color}</a:defRPr></a:lvl1pPr></p:titleStyle><p:bodyStyle>{styles}</p:bodyStyle></p:txStyles>'
    )
    dark = _page("sldMaster", "M", shapes, end=end).replace(
        "<p:spTree>",
        '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>',
    )
    linked = dark.replace('name="T"/>', 'name="T"><a:hlinkClick r:id="rId9"/></p:cNvPr>', 1)
    package.add(master, linked, f"{TYPE}presentationml.slideMaster+xml")
    for n, (name, (kind, inner)) in enumerate(layouts.items(), 1):
        part = f"ppt/slideLayouts/slideLayout{n}.xml"
        package.add(
            part,
            _page("sldLayout", name, inner, kind, "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"),
            f"{TYPE}presentationml.slideLayout+xml",
        )
        package.relate(master, "slideLayout", part)
        package.relate(part, "slideMaster", master)
    package.relate(master, "theme", package.add("ppt/theme/theme1.xml", theme, f"{TYPE}theme+xml"))
    package.relationships[master]["rId9"] = replace(
        package.relationships[master]["rId1"],
        id="rId9",
        kind=f"{OFFICE}hyperlink",
        target="https://tracker.example/?who",
        external=True,
    )
    slide = package.add(
        "ppt/slides/slide1.xml",
        _page("sld", "old", _ph(2, "T", 'type="title"', title).replace("sample", "OLD SECRET")),
        f"{TYPE}presentationml.slide+xml",
    )
    package.relate(slide, "slideLayout", "ppt/slideLayouts/slideLayout2.xml")
    package.relate(slide, "image", package.add("ppt/media/image1.png", png(4, 4), "image/png"))
    package.relate(main, "slideMaster", master)
    package.relate(main, "slide", slide)
    package.relate(
        main, "vbaProject", package.add("ppt/vbaProject.bin", b"macro SECRET", "application/vnd.ms-office.vbaProject")
    )
    package.relate(
        main,
        "commentAuthors",
        package.add("ppt/commentAuthors.xml", "<x>Ana SECRET</x>", f"{TYPE}presentationml.commentAuthors+xml"),
    )
    package.relate(main, "customXml", package.add("customXml/item1.xml", "<x>SECRET</x>", "application/xml"))
    package.relate(
        "",
        "extended-properties",
        package.add(
            "docProps/app.xml", "<Properties><Company>SECRET</Company></Properties>", f"{TYPE}extended-properties+xml"
        ),
    )
    presentation = (
        f'<p:presentation {NS} firstSlideNum="7"><p:sldMasterIdLst><p:sldMasterId id="{2**31}" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst>'
        '<p:sldId id="256" r:id="rId2"/></p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/>'
        '<p:modifyVerifier cryptProviderType="rsaAES" cryptAlgorithmClass="hash" cryptAlgorithmType="typeAny" cryptAlgorithmSid="14" spinCount="1" saltData="AA==" hashData="AA=="/></p:presentation>'
    )
    package.relate("", "officeDocument", package.add(main, presentation, f"{TYPE}presentationml.template.main+xml"))
    return package.to_bytes()


@cache
def libreoffices() -> bytes:
    """One of LibreOffice's own templates, as LibreOffice saves it for PowerPoint: 16:9, no text styles, several masters."""
    office = tools.need("LibreOffice")
    if not LIBREOFFICE.is_file():
        pytest.skip("LibreOffice's templates are not here")
    with tempfile.TemporaryDirectory() as folder:
        command = [
            office,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "potx",
            "--outdir",
            folder,
            str(LIBREOFFICE),
        ]
        subprocess.run(command, timeout=120, capture_output=True, check=True)
        return (Path(folder) / "Inspiration.potx").read_bytes()


TEMPLATES: dict[str, Callable[[], bytes]] = {
    "by-hand.potx": by_hand,
    "python-pptx.pptx": PYTHON_PPTX.read_bytes,
    "libreoffice.potx": libreoffices,
}


def zip_bomb() -> bytes:
    """Return a small archive whose one part unpacks to 130 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/presentation.xml", b"\0" * 130_000_000)
    return out.getvalue()


def template_with(name: str, content: bytes) -> bytes:
    """Return the template made by hand, with one part added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(by_hand())) as archive, zipfile.ZipFile(out, "w") as made:
        for info in archive.infolist():
            if info.filename != name:
                made.writestr(info, archive.read(info))
        made.writestr(name, content)
    return out.getvalue()
