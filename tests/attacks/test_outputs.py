"""Courses that would have something in their outputs that nobody may get: built as a person would, and searched through."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from tests.support.attack_courses import harmless, jpeg, png, svg
from tests.support.attacks import Outcome, unpack_text
from tests.support.watched.command import SECRET, Budget, Reader
from tests.support.watched.specimens import FRONT, Files

ADDRESSES = ("javascript:alert(1)", "file:///etc/passwd", "\\\\evil.example\\x", "ms-word:ofe|u|http://evil.example/x")
COURSE: Files = {
    "modules/photos/module.md": FRONT + '![C](a.jpg){alt="A"}\n\n![C](b.png){alt="A"}\n\n![C](c.svg){alt="A"}\n',
    "modules/photos/a.jpg": jpeg(SECRET) + b"\0\0\0\x18ftypmp42" + SECRET.encode() * 9,
    "modules/photos/b.png": png(text=SECRET) + SECRET.encode() * 9,
    "modules/photos/c.svg": svg(f"<g id='{SECRET}' data-file='{SECRET}'><title>{SECRET}</title><rect width='9' height='9'/></g>"
        f"<g style='display:none'><text>{SECRET}</text></g>", head=f"<!-- {SECRET} -->"),
    "modules/links/module.md": FRONT + "".join(f"[words {number}](<{address}>)\n\n" for number, address in enumerate(ADDRESSES)),
    "modules/opens/module.md": FRONT.replace("## Topic", "Words before.\n\n## Opening\n\n- one\n\n## End\n\n- one\n\n## Before"),
    "modules/comments/module.md": f"{FRONT}Seen.\n\n<!-- never closed\n\nEvery word after it.\n",
}  # fmt: skip


def unpacked(outputs: dict[str, bytes]) -> dict[str, str]:
    """Return outputs as text, archives by what they hold."""
    texts = {}
    for name, data in outputs.items():
        form = name.rpartition(".")[2]
        if form == "zip":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                assert not [one for one in archive.namelist() if one.startswith(("/", "..")) or "\\" in one]
        else:
            texts[name] = unpack_text(data, form)
    return texts


@pytest.mark.slow
def test_nothing_of_an_attack_is_in_any_output(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.lay_out(COURSE)
    done = reader.run("build", budget=Budget(seconds=400, cpu=150, memory=2_500_000_000)).held(codes={1})
    outputs = unpacked(dict(reader.outputs()))
    pages = {name for name in outputs if name.endswith("index.html")}  # of the catalogue: they have a script of ours
    harmless(Outcome(frozenset(), {name: text for name, text in outputs.items() if name not in pages}, 0))
    assert SECRET not in "".join(outputs.values())
    assert not re.search(r"ftypmp42|ms-word:|evil\.example", "".join(outputs.values()))
    assert [name for name in ("photos", "opens") if f"en-US/{name}/{name}-slides-en-US.pptx" not in outputs] == []
    assert "modules/comments/module.md:13:1: error[unclosed-comment]" in done.told
    assert done.told.count("error[unsafe-link]") == len(ADDRESSES)


def test_an_address_that_acts_is_told_whichever_file_of_the_course_names_it(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.lay_out({
        "modules/course.yml": f"title: C\nurl: {ADDRESSES[0]}\n",
        "modules/references.yml": "".join(f"- {{id: k, type: webpage, title: T, URL: '{one}'}}\n" for one in ADDRESSES),
    })  # fmt: skip
    done = reader.run("check").held(codes={2})
    for place in ("course.yml:2:6", *(f"references.yml:{line}:" for line in range(1, 5))):
        assert re.search(rf"^modules/{place}\d* ?.*error\[unsafe-link\]", done.told, re.MULTILINE), done.told
