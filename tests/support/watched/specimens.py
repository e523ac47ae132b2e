"""Courses that were sent to harm: what lies in each beside a title. Every one succeeded once, and stands for its kind."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.support.attack_courses import svg

Files = dict[str, bytes | str]

FRONT = "---\ntitle: T\ndescription: D.\nobjectives: [Name one.]\n---\n\n## Topic\n\n- one\n\n"
MODULE = "modules/x/module.md"
PICTURE = '![C](x.svg){alt="A"}\n'


def module(body: str, **files: bytes | str) -> Files:
    """A course whose module has this text."""
    return {MODULE: FRONT + body, **files}


def drawing(inside: str) -> Files:
    return {MODULE: FRONT + PICTURE, "modules/x/x.svg": svg(inside)}


def _groups() -> str:
    return "<g>" * 251 + "<rect/>" + "</g>" * 251


def _notes_in_notes(count: int, times: int) -> str:
    notes = "".join(f"[^{n}]: x{f'[^{n + 1}]' * times}\n\n" for n in range(count))
    return f"a[^0]\n\n{notes}[^{count}]: end\n"


READING: dict[str, Files] = {
    "notes that cite the next ten times": module(_notes_in_notes(12, 10)),
    "900 notes in a chain": module(_notes_in_notes(900, 1)),
    "a house term of stars": {
        "modules/course.yml": f"title: C\nchecks:\n  house-term:\n    avoid: [{{term: {'a*' * 12}b, say: c}}]\n",
        MODULE: FRONT + "a" * 60 + "\n",
    },
    "20,000 tags": module("<b>" * 20_000),
    "20,000 links by reference": module("[a][r1]" * 20_000 + "\n\n[r1]: https://a.example/x\n"),
    "20,000 links that are not defined": module("[a][r1]" * 20_000),
    "15,000 key sentences": module("[x.]{.key}" * 15_000),
    "50,000 notes that do not end": module("[^" * 50_000),
    "50,000 open brackets": module("[" * 50_000),
    "50,000 stars": module("*a " * 50_000),
    "20,000 stars that pair late": module("*a_b" * 20_000),
    "50,000 ticks": module("`a" * 50_000),
    "ticks of every length": module(" ".join("`" * n for n in range(1, 700))),
    "30,000 autolinks that do not end": module("<https://a" * 30_000),
    "20,000 comments that do not end": module("<!-- a " * 20_000),
    "20,000 attributes": module("a {" + "k=v " * 20_000 + "}"),
    "30,000 headings without words": module("##\n" * 30_000),
    "5,000 fences in fences": module("::: note\n" * 5_000),
    "2,000 quotes in quotes": module("> " * 2_000 + "a"),
    "1,500 lists in lists": module("".join("  " * n + "- a\n" for n in range(400))),
    "paragraphs of key sentences": module(("[x.]{.key}" * 1_900 + "\n\n") * 8),
    "paragraphs of notes that do not end": module(("[^" * 9_500 + "\n\n") * 6),
    "5,000 names that are nearly others": module(
        "".join(f"[x](#sorce-{n})\n\n" for n in range(5_000)) + "".join(f"### H {{#source-{n}}}\n\n" for n in range(3_000))
    ),
    "a row of 5,000 cells above 20,000 of one": module("|a|\n|-|\n|" + "x|" * 5_000 + "\n" + "|a|\n" * 20_000),
    "an item of 300 kB": module("- " + "word " * 60_000),
    "a line of 300 kB": module("word " * 60_000),
    "a table of 20,000 cells": module("|" + "a|" * 200 + "\n|" + "-|" * 200 + "\n" + ("|" + "a|" * 200 + "\n") * 100),
    "one that repeats a shared block 3,000 times": {
        "modules/shared.md": "::: {.note #u}\n" + "word " * 1_000 + "\n:::\n",
        MODULE: FRONT + '::: {.use ref="u"}\n:::\n\n' * 3_000,
    },
    "2,000 local lines": module("::: local\n:::\n\n" * 2_000),
    "objectives by alias": {
        MODULE: "---\ntitle: T\ndescription: D.\na: &a [" + "word, " * 999 + "word]\nb: &b ["
        + "*a, " * 99 + "*a]\nobjectives: [" + "*b, " * 99 + "*b]\n---\n\n## Topic\n\n- one\n",
    },
    "400 descendant selectors": drawing("<style>" + "g g g g g g g g rect{fill:red}" * 400 + "</style>" + _groups() * 30),
    "3,000 markers of 3,000 shapes": drawing(
        f'<marker id="m">{"<path/>" * 3_000}</marker><path marker-mid="url(#m)" d="M0 0{" L1 1" * 3_000}"/>'
    ),
    "251 groups in groups": drawing(_groups()),
    "a picture whose name is too long": module(f'![C]({"x" * 300}.png){{alt="A"}}\n'),
    "data whose name is too long": module(f'::: {{.chart kind="bar" data="{"x" * 300}.csv"}}\nC\n:::\n'),
    "an id that is too long": {MODULE: FRONT.replace("title: T", f"title: T\nid: {'x' * 300}")},
    "a language that is too long": {MODULE: FRONT.replace("title: T", f"title: T\nlang: en-{'x' * 300}")},
    "a license of 200 kB": {MODULE: FRONT.replace("title: T", f"title: T\nlicense: {'x' * 200_000}")},
    "300 kB of references": {
        MODULE: FRONT + "[@k1]\n",
        "modules/references.yml": "".join(f"- {{id: k{n}, type: book, title: T{n}}}\n" for n in range(8_000)),
    },
    "300 kB of glossary": {
        MODULE: FRONT + "term1 term2 term3\n",
        "modules/glossary.yml": "".join(f"- {{term: term{n}, meaning: D.}}\n" for n in range(8_000)),
    },
}  # fmt: skip
"""What was read in the parent process, without limits: it hung, or filled the memory."""


Laying = Callable[[Path], None]
"""Puts something into a course, beside which lies the home of a reader."""


def link(name: str, target: str) -> Laying:
    """Lay a link to a file or folder, which may begin with `{home}`."""

    def lay(course: Path) -> None:
        path = _place(course, name)
        path.symlink_to(target.replace("{home}", str(course.parent / "home")))

    return lay


def _pipe(name: str) -> Laying:
    def lay(course: Path) -> None:
        os.mkfifo(_place(course, name))

    return lay


def _place(course: Path, name: str) -> Path:
    """Return a path in the course at which nothing stands, in a folder that does."""
    path = course / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    return path


def _not_utf8(course: Path) -> None:
    (course / "modules" / "x" / os.fsdecode(b"a\xff.png")).write_bytes(b"x")
    os.makedirs(os.fsencode(course / "modules") + b"/b\xff")  # noqa: PTH103  # a name that is not UTF-8


OF_THE_COURSE = (
    "modules/shared.md", "modules/references.yml", "modules/glossary.yml", "modules/local.yml", "modules/course.yml",
    "themes/t/theme.yml",
)  # fmt: skip
"""Files that a course may have for all its modules, each read by another part of the program."""

OF_A_MODULE = ("modules/x/module.md", "modules/z/x.png", "modules/z/x.csv")
"""Files that one module may have."""

SMALL: Files = {
    MODULE: FRONT
    + '![C](x.png){alt="A"}\n\n::: {.chart kind="bar" data="x.csv"}\nC\n:::\n\n::: local\n:::\n\n::: {.use ref="u"}\n:::\n',
    "modules/x/x.csv": "a,b\nx,1\n",
    "modules/y/module.md": FRONT,
    "modules/z/module.md": FRONT + '![C](x.png){alt="A"}\n\n::: {.chart kind="bar" data="x.csv"}\nC\n:::\n',
    "themes/t/theme.yml": "name: T\nextends: plain\n",
}
"""A course in which every place is used; its module `y` needs none of them."""

PLACED: dict[str, Callable[[str], Laying]] = {
    "a link to endless zeros": lambda name: link(name, "/dev/zero"),
    "a link to the home": lambda name: link(name, "{home}/secret.txt"),
    "a pipe": _pipe,
}
"""What stands where a file is expected."""

ON_DISK: dict[str, Laying] = {
    "the folder of a module is a link": link("modules/x", "{home}"),
    "the folder of modules is a link": link("modules", "{home}"),
    "the folder of themes is a link": link("themes", "{home}/themes"),
    "the folder of labels is a link": link("themes/labels", "{home}/themes"),
    "names that are not UTF-8": _not_utf8,
}
