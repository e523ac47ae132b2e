"""The output folder as a site: built, kept where nothing has changed, and verified before it goes online."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from builder.engine.output.deploy import examine
from tests.support.commands import run
from tests.support.served import text, write_course


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one module."""
    return write_course(tmp_path)


def test_publish_verifies_links_sums_and_files(course: Path) -> None:
    assert run("build", "--edition", "handout", cwd=course).returncode == 0
    output = course / "output"
    done = run("publish", "--check", cwd=course)
    assert done.returncode == 0, done.stdout
    assert "0 faults" in done.stderr
    page = output / "index.html"
    whole = page.read_text(encoding="utf-8")
    broken = whole.replace("site/site.css", "site/gone.css").replace(
        "</main>", '<img src="https://elsewhere.example/x.png"></main>'
    )
    page.write_text(broken, encoding="utf-8")
    style = output / "site" / "site.css"
    style.write_text(
        style.read_text(encoding="utf-8").replace("(text-1.woff2)", "(//elsewhere.example/x)"), encoding="utf-8"
    )
    (output / "en-US" / "five" / "five-handout-large-en-US.pdf").unlink()
    (output / "notes.txt").write_text("mine", encoding="utf-8")
    report = examine(output)
    assert [fault.partition(": ")[::2] for fault in report.faults] == [
        ("en-US/five/five-handout-large-en-US.pdf", "the manifest lists it, and it is not there"),
        ("index.html", "it is not the file that the manifest lists"),
        ("site/site.css", "it is not the file that the manifest lists"),
        ("site/site.css", "it would ask another site for //elsewhere.example/x"),
        ("en-US/five/index.html", "five-handout-large-en-US.pdf leads nowhere"),
        ("index.html", "site/gone.css leads nowhere"),
        ("index.html", "it would ask another site for https://elsewhere.example/x.png"),
        ("en-US/five/five-handout-large-en-US.pdf", "no page links to it"),
    ]
    assert [remark.partition(":")[0] for remark in report.remarks] == ["notes.txt"]
    assert run("publish", "--check", cwd=course).returncode == 1
    assert run("publish", cwd=course).returncode == 2


def test_a_build_makes_the_site_and_keeps_what_has_not_changed(course: Path) -> None:
    assert run("build", "--edition", "handout", cwd=course).returncode == 0
    output = course / "output"
    site = {row["path"]: row for row in json.loads((output / "manifest.json").read_text(encoding="utf-8"))["site"]}
    folder = "en-US/five"
    assert {"index.html", "catalogue.json", f"{folder}/index.html", f"{folder}/img/page.webp", "site/site.css",
            f"{folder}/five-participants-en-US.zip"} <= site.keys()  # fmt: skip
    with zipfile.ZipFile(output / f"{folder}/five-participants-en-US.zip") as archive:
        assert archive.namelist() == [
            "README.txt",
            "five-handout-en-US.html",
            "five-handout-en-US.pdf",
            "five-handout-large-en-US.pdf",
        ]
        phone = archive.read("five-handout-en-US.html")
    assert phone == (output / folder / "five-handout-en-US.html").read_bytes()
    before = (output / f"{folder}/img/page.webp").stat().st_mtime_ns
    (output / "index.html").unlink()
    module = course / "modules" / "five" / "module.md"
    module.write_text(text().replace("title: Five", "title: Six"), encoding="utf-8")
    assert run("build", "--edition", "handout", cwd=course).returncode == 0
    assert "Six" in (output / "index.html").read_text(encoding="utf-8")
    assert (output / f"{folder}/img/page.webp").stat().st_mtime_ns != before
    module.write_text(text() + "\n::: activity\n", encoding="utf-8")
    done = run("build", "--edition", "handout", cwd=course)
    assert done.returncode == 1
    assert "error[unclosed-div]" in done.stdout + done.stderr
    assert "Five" not in (output / "index.html").read_text(encoding="utf-8"), "a module with errors is left out"
