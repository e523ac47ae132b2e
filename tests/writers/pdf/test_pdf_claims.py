"""What a PDF claims of itself: its metadata, the standards it names, and that veraPDF agrees."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest

from tests.support import tools
from tests.writers.pdf.test_pdf_tags import everything, written


def test_the_file_says_what_it_is_and_who_may_use_it() -> None:
    head = (
        "<meta name=author content='A & B'><meta name=keywords content='one, two'><meta name=description content='What < it is'>"
        "<meta name=rights content='CC BY 4.0, https://creativecommons.org/licenses/by/4.0/'>"
        "<meta name=version content='1.2.0'><meta name=source-sha256 content='0f3a'><meta name=dcterms.created content='2026-11-02'>"
    )
    with pikepdf.open(io.BytesIO(written("<p>x", head))) as pdf, pdf.open_metadata() as found:
        said = {str(key): found[key] for key in found}
        assert found.pdfa_status == "3A"
        assert pdf.trailer.ID
    short = {re.sub(r"\{.*\}", "", key): value for key, value in said.items()}
    assert short["part"] in {"1", "3"}
    assert short["title"] == "t"
    assert short["creator"] == ["A & B"]
    assert short["description"] == "What < it is"
    assert short["rights"] == short["UsageTerms"] == "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
    assert short["WebStatement"] == "https://creativecommons.org/licenses/by/4.0/"
    assert short["Marked"] == "True"
    assert short["source"] == "sha256:0f3a"
    assert short["VersionID"] == "1.2.0"
    assert short["CreateDate"] == "2026-11-02"


def test_ua_alone_claims_no_archive() -> None:
    with pikepdf.open(io.BytesIO(written("<p>x", variant="pdf/ua-1"))) as pdf, pdf.open_metadata() as found:
        assert found.pdfa_status == ""
        assert found["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert pdf.trailer.ID


def test_the_same_page_gives_the_same_bytes() -> None:
    body = "<p>Words<span class=f>note</span></p>"
    style = "<style>.f{float:footnote}</style>"
    assert written(body, style) == written(body, style)


@pytest.mark.slow
def test_verapdf_finds_nothing_in_the_cases(tmp_path: Path) -> None:
    for place, (name, data) in enumerate(everything()):
        (tmp_path / f"{place}-{name}.pdf").write_bytes(data)
    for path, verdict in tools.verapdf_verdicts(tmp_path).items():
        assert verdict.standards == ({"PDF/UA-1"} if path.stem.endswith("slides") else {"PDF/UA-1", "PDF/A-3A"}), (
            path.stem
        )
        assert verdict.failures == (), path.stem
