"""The layouts that decks are fitted to are those of the template that they are written into."""

from __future__ import annotations

import zipfile

import pytest

from builder.model.outputs import Imprint
from builder.slides.template.read_layouts import read_layouts
from builder.slides.template.template import make_package
from builder.writers.pptx.write import write_pptx
from tests.support.decks.deck_checks import theme_of
from tests.support.decks.sample_deck import sample_deck


@pytest.mark.parametrize(("name", "lang", "ratio"), [("plain", "en-US", "16:9"), ("contrast", "ar", "4:3")])
def test_layouts_of_ours_are_those_that_are_read_from_the_file(name: str, lang: str, ratio: str) -> None:
    package, layouts = make_package(theme_of(name, ratio), lang)
    found = read_layouts(package.to_bytes())
    assert layouts == found
    assert list(layouts.layouts) == list(found.layouts)


def test_a_template_serves_every_deck_of_its_process() -> None:
    theme = theme_of("plain")
    package, layouts = make_package(theme, "en-US")
    templates = (package.to_bytes(), package, package)
    assert len({write_pptx(sample_deck(), layouts, one, Imprint(), theme=theme).data for one in templates}) == 1


def test_layouts_are_compressed_once_for_all_decks_of_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = theme_of("plain")
    package, layouts = make_package(theme, "en-US")
    again: list[str] = []
    packed = zipfile.ZipFile.writestr

    def writestr(archive: zipfile.ZipFile, info: zipfile.ZipInfo, content: bytes) -> None:
        again.append(info.filename)
        packed(archive, info, content)

    monkeypatch.setattr(zipfile.ZipFile, "writestr", writestr)
    for _ in range(2):
        write_pptx(sample_deck(), layouts, package, Imprint(), theme=theme)
    assert sum(name.startswith("ppt/slides/slide") for name in again) > 2
    assert not [name for name in again if "slideLayout" in name]
