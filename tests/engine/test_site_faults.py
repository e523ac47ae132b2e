"""Faults of an output folder that `publish --check` finds: wrong links, files that changed, pages without a way to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.engine.output.deploy import examine
from tests.support.output import manifest_row, publish_files

PAGE = """<h1 id="é">T</h1><a href="en/a/a.pdf">A</a><a href="?q#%C3%A9">é</a><a href="mailto:a@b.example">M</a>
<a href="https://a.example/">W</a><img src="data:image/png;base64,AA=="><a href="en/index.html#x">X</a>{}"""
PAGES = {
    "index.html": PAGE,
    "en/index.html": '<p id="x"><a href="../index.html#top">up</a><a href="/index.html">up</a>',
}


def site(output: Path, more: str = "") -> None:
    """Publish one file and two pages, of which the first holds `more`."""
    pages = {name: text.replace("{}", more).encode() for name, text in PAGES.items()}
    publish_files(output, {"en/a/a.pdf": b"0123"}, pages)


def test_a_whole_site_has_no_fault(tmp_path: Path) -> None:
    site(tmp_path)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    report = examine(tmp_path)
    assert report.faults == ()
    assert report.remarks == ("notes.txt: this file is not of the site; do not publish it by mistake",)
    assert (report.pages, report.links, report.files) == (2, 8, 3)


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ('<a href="#nowhere">', "index.html: #nowhere leads to a place that is not there"),
        ('<a href="en/index.html#é">', "index.html: en/index.html#é leads to a place that is not there"),
        ('<a href="en/gone.pdf">', "index.html: en/gone.pdf leads nowhere"),
        ('<a href="../mine.txt">', "index.html: ../mine.txt leads nowhere"),
        ('<a href="../en/a/a.pdf">', "index.html: ../en/a/a.pdf leads nowhere"),
        ('<a href="en/../../mine.txt">', "index.html: en/../../mine.txt leads nowhere"),
        ('<a href="javascript:alert(1)">', "index.html: it would ask another site for javascript:alert(1)"),
        ('<source src="https://a.example/x">', "index.html: it would ask another site for https://a.example/x"),
        ('<script src="//a.example/x">', "index.html: it would ask another site for //a.example/x"),
        ('<link href="http://a.example/x">', "index.html: it would ask another site for http://a.example/x"),
    ],
)
def test_a_link_that_leads_wrong_is_a_fault(more: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    site(tmp_path / "output", more)
    assert examine(tmp_path / "output").faults == (fault,)


def test_what_is_not_as_it_was_built_is_a_fault(tmp_path: Path) -> None:
    def faults(name: str, old: str, new: str) -> list[str]:
        output = tmp_path / f"output {len([*tmp_path.iterdir()])}"
        site(output)
        path = output / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return [fault.replace(manifest_row("", b"0123")["sha256"], "SUM") for fault in examine(output).faults]

    changed = "en/a/a.pdf: it is not the file that the manifest lists"
    assert faults("en/a/a.pdf", "0123", "0124") == [changed]
    assert faults("en/a/a.pdf", "0123", "01234") == [changed]
    assert faults("SHA256SUMS", "a.pdf", "b.pdf") == [
        "SHA256SUMS: en/a/a.pdf is not listed",
        "SHA256SUMS: en/a/b.pdf is listed, and not of the site",
    ]
    digest = manifest_row("", b"0123")["sha256"]
    assert faults("SHA256SUMS", digest, "0" * 64) == ["SHA256SUMS: en/a/a.pdf has another sum than in the manifest"]
    outside = faults("manifest.json", '"en/a/a.pdf"', '"../a.pdf"')
    assert "../a.pdf: the manifest lists it, and it is not there" in outside
    site(tmp_path)
    (tmp_path / "SHA256SUMS").unlink()
    assert examine(tmp_path).faults == ("SHA256SUMS: it is not there",)


def test_a_site_without_a_first_page_or_a_way_to_a_file_is_none(tmp_path: Path) -> None:
    publish_files(tmp_path, {"en/a.pdf": b"A"}, {"en/index.html": b""})
    assert examine(tmp_path).faults == ("index.html: the site has no first page", "en/a.pdf: no page links to it")
    publish_files(tmp_path, {}, {})
    assert examine(tmp_path).faults == ("manifest.json: there is none, or it lists nothing: build first",)
