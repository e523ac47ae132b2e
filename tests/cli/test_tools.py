"""The outside tools find fault where there is fault: a checker that always nods would pass everything."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pytest

from tests.support import tools
from tests.writers.pdf.test_pdf_tags import written

pytestmark = pytest.mark.slow


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A deck of one slide, as python-pptx makes it."""
    from pptx import Presentation  # only a slow run needs it

    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = "Good morning"
    presentation.save(str(tmp_path / "deck.pptx"))
    return tmp_path / "deck.pptx"


@pytest.fixture
def broken_deck(deck: Path) -> Path:
    """The same, with an element that PresentationML does not know."""
    broken = deck.with_name("broken.pptx")
    with zipfile.ZipFile(deck) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "ppt/slides/slide1.xml":
                content = content.replace(b"<p:cSld>", b"<p:cSld><p:nonsense/>")
            new.writestr(name, content)
    return broken


def page(folder: Path, variant: str | None) -> Path:
    """A PDF of one page, with or without the promise of a standard."""
    from weasyprint import HTML  # likewise

    html = "<html lang=en><title>One page</title><h1>Good morning</h1><p>Sit where you like.</p>"
    pdf = folder / "page.pdf"
    HTML(string=html).write_pdf(pdf, pdf_variant=variant)
    return pdf


def test_the_sdk_validator(deck: Path, broken_deck: Path) -> None:
    assert tools.sdk_errors(deck) == []
    assert any("nonsense" in error for error in tools.sdk_errors(broken_deck))


def test_openxml_audit(deck: Path, broken_deck: Path) -> None:
    assert tools.audit_errors(deck) == []
    assert any("nonsense" in error for error in tools.audit_errors(broken_deck))


def test_verapdf(tmp_path: Path) -> None:
    assert tools.verapdf_failures(page(tmp_path, "pdf/ua-1"), "ua1") == []
    assert any("MarkInfo" in failure for failure in tools.verapdf_failures(page(tmp_path, None), "ua1"))
    unreadable = tmp_path / "unreadable.pdf"
    unreadable.write_text("not a PDF")
    assert "cannot be read" in tools.verapdf_failures(unreadable, "3a")[0]


def test_verapdf_holds_every_file_of_a_folder_to_what_it_claims(tmp_path: Path) -> None:
    archived = tmp_path / "archived.pdf"
    archived.write_bytes(written("<p>Sit where you like.</p>"))
    (below := tmp_path / "below").mkdir()
    promised = page(below, "pdf/ua-1")
    broken = below / "broken.pdf"
    with pikepdf.open(promised) as pdf:
        del pdf.Root.MarkInfo
        pdf.save(broken)
    verdicts = tools.verapdf_verdicts(tmp_path)
    assert verdicts[archived] == tools.Verdict(frozenset({"PDF/UA-1", "PDF/A-3A"}), ())
    assert verdicts[promised] == tools.Verdict(frozenset({"PDF/UA-1"}), ())
    assert verdicts[broken].failures


def test_libreoffice_and_poppler(deck: Path, tmp_path: Path) -> None:
    pdf = tools.libreoffice_pdf(deck, tmp_path)
    # Which font stands in for Calibri differs, and with it the gaps that are taken for spaces.
    assert ["".join(text.split()) for text in tools.page_texts(pdf)] == ["Goodmorning"]
    pictures = tools.page_pictures(pdf, tmp_path)
    assert [picture.read_bytes()[:4] for picture in pictures] == [b"\x89PNG"]


def test_a_tool_that_hangs_is_ended() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"gave no answer in 0\.2 s"):
        tools._run(["sh", "-c", "sleep 60 & wait"], 0.2)


def test_a_missing_tool_is_a_skip_or_under_all_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tools.TOOLS, "LibreOffice", tools.Tool(lambda: None, "install it"))
    monkeypatch.setattr(tools, "_everything", False)
    with pytest.raises(pytest.skip.Exception, match="LibreOffice is not here: install it"):
        tools.need("LibreOffice")
    tools.demand(everything=True)
    with pytest.raises(pytest.fail.Exception, match="LibreOffice is not here: install it"):
        tools.need("LibreOffice")
