"""One judge for the addresses of every file, in every output: the commands, on courses that name hostile ones."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from builder.core.addresses import address_or_none
from tests.support.commands import FRONT, run

MODULE = (
    FRONT.format(title="T", more="")
    + "## Topic\n\nA [word](javascript:alert(1)), <https://a@evil.example/>, [it][it].\n\n"
    + "[![A picture](x.svg){alt=x}](vbscript:x)\n\n[it]: //evil.example/x\n\n::: {.use ref=both}\n:::\n\n::: local\ncontact\n:::\n"
)
HOSTILE = {
    "course.yml": "title: T\nurl: javascript:alert(1)\nleave: https://site.example@evil.example/\n",
    "references.yml": '- {id: web, title: W, URL: "java\\tscript:x"}\n- {id: doi, title: D, DOI: "10.1\\\\x"}\n',
    "glossary.yml": "- term: word\n  meaning: >-\n    As [here](ms-word:ofe|u|http://evil.example).\n",
    "local.yml": "contact: |\n  Ask at\n  [the desk](file:///etc/passwd).\n",
    "shared.md": "::: {.note #both}\nA [link](\\\\\\\\evil.example\\\\x) and [another](tel:*#06#).\n:::\n",
}
"""Files of modules/, each with addresses that no output may hold."""

SAID = [
    ("course.yml", 2), ("course.yml", 3), ("glossary.yml", 3), ("local.yml", 3), ("references.yml", 1), ("references.yml", 2),
    ("shared.md", 2),
]  # fmt: skip
SAID_ALONE = [("x/module.md", 9), ("x/module.md", 11), ("x/module.md", 13)]


def lay_out(root: Path, files: dict[str, str]) -> Path:
    for name, text in {"x/x.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', **files}.items():
        (root / "modules" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "modules" / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("files", "said"),
    [(HOSTILE, SAID), pytest.param({"course.yml": "title: T\n"}, SAID_ALONE, marks=pytest.mark.slow)],
    ids=["files of the course", "module.md"],
)
def test_every_file_of_a_course_is_judged_at_its_lines(
    tmp_path: Path, files: dict[str, str], said: list[tuple[str, int]]
) -> None:
    ended = run("check", cwd=lay_out(tmp_path, {"x/module.md": MODULE, **files}))
    assert ended.returncode in {1, 2}, ended.stderr
    told = re.findall(r"^modules/(\S+?):(\d+):\d+: error\[unsafe-link\]", ended.stdout + ended.stderr, re.MULTILINE)
    assert sorted({(name, int(line)) for name, line in told}) == said


TEXT = "javascript:alert(1) file:///etc/passwd //evil.example/x ms-word:ofe|u|http://evil.example"
FRIENDLY = {
    "course.yml": f'title: "{TEXT}"\nurl: https://example.org/c\nleave: https://example.org/\ncontacts: ["{TEXT}"]\nlicense: "{TEXT}"\n',
    "references.yml": f'- {{id: web, title: "{TEXT}", URL: "https://example.org/a b", author: [{{literal: "{TEXT}"}}]}}\n',
    "glossary.yml": f'- {{term: word, meaning: "{TEXT}"}}\n',
    "local.yml": f'contact: "{TEXT}"\nhelplines: [{{name: "{TEXT}", contact: "555-0100"}}]\n',
    "x/module.md": FRONT.format(
        title=f'"{TEXT}"', more=f'authors: ["{TEXT}"]\nkeywords: ["{TEXT}"]\nlicense: "{TEXT}"\n'
    )
    + f"## {TEXT}\n\n"
    + "A word: [a](https://example.org/?q=1&r=2), [b](mailto:a@example.org), [c](tel:+15550100), [d](sms:555?body=HI). [@web]\n\n"
    + f'[![{TEXT}](x.svg){{alt="{TEXT}"}}](https://example.org/p)\n\n'
    + f"::: check\n{TEXT}\n\n- [x] {TEXT}\n- [ ] [b](https://example.org/b)\n:::\n\n::: notes\n{TEXT}\n:::\n\n::: local\nhelplines\ncontact\n:::\n",
}
"""A course of which every field holds hostile addresses as words, and some links that lead to pages."""


def asked_for(path: Path) -> Iterator[str]:
    """Yield the addresses that a file of the output folder links to or loads, whatever it is."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Dictionary):
                    assert str(thing.get("/S", "")) not in {
                        "/Launch",
                        "/JavaScript",
                        "/GoToR",
                        "/SubmitForm",
                        "/ImportData",
                        "/GoToE",
                    }
                    yield from (
                        str(thing["/URI"])
                        for _ in (1,)
                        if "/URI" in thing and not isinstance(thing["/URI"], pikepdf.Name)
                    )
                    action = thing.get("/A")
                    if isinstance(action, pikepdf.Dictionary) and "/URI" in action:
                        yield str(action["/URI"])
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".rels"):
                    rows = re.findall(r"<Relationship [^>]*>", archive.read(name).decode())
                    yield from (
                        html.unescape(re.findall(r'Target="([^"]*)"', row)[0]) for row in rows if "External" in row
                    )
    elif path.suffix in {".html", ".css", ".xml", ".svg", ".json", ".txt"}:
        text = data.decode()
        named = r"""<[^>]*?\s(?:href|src|action|formaction|xlink:href|poster|srcset|data|cite)\s*=\s*["']([^"']*)"""
        yield from map(html.unescape, re.findall(named, text))
        yield from re.findall(r"""url\(\s*["']?([^"')]*)""", text)
        keys = r'"(?:url|@id|contentUrl|license|target|item)":\s*"([^"]*)"'
        yield from re.findall(
            keys, text if path.suffix == ".html" else text.replace('"license":', '"":')
        )  # its name in data


@pytest.mark.slow
def test_no_output_leads_anywhere_but_to_plain_addresses(tmp_path: Path) -> None:
    ended = run("build", cwd=lay_out(tmp_path, FRIENDLY))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    found: dict[str, set[str]] = {}
    for path in sorted(one for one in (tmp_path / "output").rglob("*") if one.is_file()):
        found.setdefault(path.suffix, set()).update(asked_for(path))
    wrong = {
        (kind, one)
        for kind, addresses in found.items()
        for one in addresses
        if not re.fullmatch(r"#.*|data:(?:,|image/[\w+.;-]+,.*|font/.*)|(?![\w+.-]+:|//|/|\\).*", one, re.DOTALL)
        and address_or_none(one) != one
    }
    assert not wrong
    outward = {"https://example.org/?q=1&r=2", "mailto:a@example.org", "tel:+15550100", "sms:555?body=HI"}
    assert outward <= found[".pdf"]
    assert outward <= found[".pptx"]
    assert outward <= found[".html"]
