"""One judge for the addresses of every file, in every output: the commands, on courses that name hostile ones."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.commands import FRONT, run

MODULE = (
    FRONT.format(title="T", more="")
    + "## Topic\n\nA [word](javascript:alert(1)), <https://a@evil.example/>, [it][it].\n\n"
    + "[![A picture](x.svg){alt=x}](vbscript:x)\n\n[it]: //evil.example/x\n\n::: {.use ref=both}\n:::\n\n::: local\ncontact\n:::\n"
)
HOSTILE = {
    "course.yml": "title: T\nurl: javascript:alert(1)\nleave: https://site.example@evil.example/\n",
    "references.yml": '- {id: web, title: W, URL: "java\\tscript:x"}\n- {id: doi, title: D, DOI: "10.1/\\u202ex"}\n',
    "glossary.yml": "- term: word\n  meaning: >-\n    As [here](ms-word:ofe|u|http://evil.example).\n",
    "local.yml": "contact: |\n  Ask at\n  [the desk](file:///etc/passwd).\n",
    "shared.md": "::: {.note #both}\nA [link](\\\\\\\\evil.example\\\\x) and [another](tel:*#06#).\n:::\n",
}
"""Files of modules/, each with addresses that no output may hold."""

SAID = [
    ("course.yml", 2), ("course.yml", 3), ("glossary.yml", 3), ("local.yml", 3), ("references.yml", 1), ("references.yml", 2),
    ("shared.md", 2), ("x/module.md", 9), ("x/module.md", 11), ("x/module.md", 13),
]  # fmt: skip


def lay_out(root: Path, files: dict[str, str]) -> Path:
    for name, text in {"x/x.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', **files}.items():
        (root / "modules" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "modules" / name).write_text(text, encoding="utf-8")
    return root


def test_every_file_of_a_course_is_judged_at_its_lines(tmp_path: Path) -> None:
    found: set[tuple[str, int]] = set()
    for number, kept in enumerate(({"course.yml": "title: T\n"}, HOSTILE)):
        ended = run("check", cwd=lay_out(tmp_path / str(number), {"x/module.md": MODULE, **kept}))
        assert ended.returncode in {1, 2}, ended.stderr
        told = re.findall(r"^modules/(\S+?):(\d+):\d+: error\[unsafe-link\]", ended.stdout + ended.stderr, re.MULTILINE)
        found |= {(name, int(line)) for name, line in told}
    assert sorted(found) == sorted(SAID)
