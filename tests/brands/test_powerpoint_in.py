"""PowerPoint files as brands: scheme, fonts, logo, and the file as template, with nothing in it but looks."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from builder.brands.make import BrandedTheme, BrandRequest, make_branded_theme
from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems
from builder.slides.template.package import Package, Relationship
from builder.slides.template.template import make_template
from builder.theme.load import load_theme
from tests.brands.test_brand_in import png

MASTER, MAIN = "ppt/slideMasters/slideMaster1.xml", "ppt/presentation.xml"
PICTURE = (
    '<p:pic><p:nvPicPr><p:cNvPr id="99" name="{name}" descr="{alt}"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
    '<a:blip r:embed="{id}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="1" y="1"/>'
    '<a:ext cx="900000" cy="400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic></p:spTree>'
)


@cache
def template_bytes() -> bytes:
    """Return the generated template of `plain` with a logo on its master, a macro, a link and a comment's author."""
    plain = load_theme("plain", Problems())
    assert plain is not None
    package = Package.read(make_template(plain))
    logo = package.relate(MASTER, "image", package.add("ppt/media/image1.png", png(), "image/png"))
    shown = PICTURE.format(name="Logo", alt="Acme Trust", id=logo)
    package.parts[MASTER] = package.parts[MASTER].replace(b"</p:spTree>", shown.encode())
    package.relate(
        MAIN,
        "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
        package.add("ppt/vbaProject.bin", b"x", "application/vnd.ms-office.vbaProject"),
    )
    package.relate(MASTER, "hyperlink", "https://example.org/secret", external=True)
    return package.to_bytes()


def template() -> Package:
    return Package.read(template_bytes())


def made_of(folder: Path, data: bytes, name: str = "acme.potx") -> BrandedTheme:
    (folder / name).write_bytes(data)
    return make_branded_theme(BrandRequest("acme", "Acme", Folder(folder), name))


def test_a_template_gives_its_colors_its_logo_and_itself_without_macros_and_links(tmp_path: Path) -> None:
    done = made_of(tmp_path, template().to_bytes())
    assert done.made is not None, [*done.problems]
    assert set(done.made.files) == {"theme.yml", "brand.pptx", "logo.png"}
    kept = Package.read(done.made.files["brand.pptx"])
    assert not any("vba" in name for name in kept.parts)
    assert b"example.org" not in done.made.files["brand.pptx"]
    left = {one.key for one in done.report.left}
    assert {"vbaProject", "hyperlink"} <= left
    text = done.made.files["theme.yml"].decode()
    assert "alt: Acme Trust" in text
    assert "'#0b5c5b'" in text


@pytest.mark.slow
def test_a_theme_file_of_office_is_read_as_the_template_that_it_is(tmp_path: Path) -> None:
    package = template()
    theme = Package(
        {name.replace("ppt/", "theme/", 1): data for name, data in package.parts.items()},
        {name.replace("ppt/", "theme/", 1): kind for name, kind in package.types.items()},
        {
            source.replace("ppt/", "theme/", 1): {
                key: Relationship(row.id, row.kind, row.target.replace("ppt/", "theme/", 1), row.external)
                for key, row in rows.items()
            }
            for source, rows in package.relationships.items()
        },
    )
    done = made_of(tmp_path, theme.to_bytes(), "acme.thmx")
    same = made_of(tmp_path, package.to_bytes())
    assert done.made is not None, [*done.problems]
    assert same.made is not None
    assert done.made.files["brand.pptx"] == same.made.files["brand.pptx"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        pytest.param("layouts", "more than 300 layouts", marks=pytest.mark.slow),
        ("password", "protected by a password"),
        ("damaged", "not a PowerPoint file"),
        ("word", "not a PowerPoint presentation"),
    ],
)
def test_a_file_that_cannot_be_a_template_is_refused_with_a_cure(tmp_path: Path, kind: str, words: str) -> None:
    package = template()
    if kind == "layouts":
        for number in range(400, 800):
            part = package.add(
                f"ppt/slideLayouts/slideLayout{number}.xml",
                package.parts["ppt/slideLayouts/slideLayout1.xml"],
                package.types["ppt/slideLayouts/slideLayout1.xml"],
            )
            package.relate(part, "slideMaster", MASTER)
            package.relate(MASTER, "slideLayout", part)
    if kind == "word":
        package.types[MAIN] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = {"password": b"\xd0\xcf\x11\xe0" + bytes(600), "damaged": b"PK\3\4 and so on"}.get(
        kind
    ) or package.to_bytes()
    done = made_of(tmp_path, data)
    (problem,) = done.problems
    assert (problem.code, problem.at.path, done.made) == (ProblemCode.UNREADABLE_BRAND, "acme.potx", None)
    assert words in problem.message
    assert "save it again as .potx" in problem.hint
