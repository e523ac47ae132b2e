"""Broken files of every kind that a command reads, made from whole ones by a seed."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from builder.core.problems import Problems
from builder.slides.template.template import make_template
from builder.theme.load import load_theme
from tests.support.attack_courses import jpeg, png, saved

ROOT = Path(__file__).parents[2]
MOST = 300_000
"""Bytes of a file: a person's files are smaller."""

_MARKDOWN = (
    '::: note\n ::: {.activity\ttime="5"}\n :::\n :::: check\n - [x] \n - [ ] \n [^1] \n[^1]: x\n [@key] [x]{.key} [x]{lang=ar}'
    ' ![c](x.png){alt="a"} [a](#b) handout:#b | |-|-|\n # ## ### ####\n --- ``` ~~~ > \t &amp; &#0; <br> <!-- --> \\ * ** _ ~~ ^ ~'
    ' {#id .c k="v"} \u00a0 \u202e \u2028 \r\n \x0b \x1b[2J \x07 1. 1) • – o\t term\n: meaning\n ::: {.use ref="u"} ::: local'
    " [x]{.facilitator} (x) ✓ :::{.facilitator} {.answer} *[HTML]: [r]:http://a [[ ]] !> :::{note} ```{figure} {{< >}}"
    " <https://a.example> javascript:x \\\\h @import 0\u0301\u0301 \ud83d\ude00 $ $$ \\( ::: {.chart data=x.csv kind=bar}"
).split(" ")
TOKENS = {
    "md": _MARKDOWN,
    "yml": "- : {} [] ! & * | > ? # ' \" \t \n !!python/object &a *a << : ~ 0x1 .inf .nan --- ... %YAML \n- \n: a: a: \x1b".split(" "),
    "svg": (
        '<g> </g> <use href="#a"/> id="a" style="" url(#a) &amp; &#x0; <![CDATA[ ]]> <style> </style> viewBox="0_0_1_1" <!-- --> xmlns:x="y"'
        " <path_d='M0_0 _L1_1 <text> <mask_id='m'> transform='scale(1e9)' width='1e400' stroke-dasharray='0'"
    ).replace(" ", "\0").replace("_", " ").split("\0"),
    "csv": ', " "" \n \t ; = 1e9 -1 nan inf \x00 \u2212 1,5 \r \ufeff'.split(" "),
    "json": '{ } [ ] , : " \\ \\ud800 null true 1e999 -0 .. / \x00 \n'.split(" "),
    "none": [],
}  # fmt: skip


def _encoded(token: str) -> bytes:
    return token.encode("utf-8", "surrogatepass")


def mixed(chance: random.Random, corpus: list[bytes], tokens: list[str]) -> bytes:
    """Return a file of the corpus, broken: cut, doubled, shuffled, or mixed with what means something in its language."""
    data = bytearray(chance.choice(corpus))
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 20))):
        at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(10):
            case 0:
                del data[at : min(end, at + chance.choice((1, 5, 50, 500)))]
            case 1 | 2 | 3 if tokens:
                data[at:at] = _encoded(chance.choice(tokens)) * chance.choice((1, 1, 1, 2, 60))
            case 4 if tokens and chance.random() < 0.2:  # a row of two or three: what is quadratic shows
                row = b"".join(_encoded(chance.choice(tokens)) for _ in range(chance.choice((1, 2, 3))))
                data[at:at] = (row * chance.choice((1_000, 5_000, 30_000)))[: MOST // 2]
            case 5:
                other = chance.choice(corpus)
                start = chance.randrange(len(other) + 1)
                data[at:at] = other[start : start + chance.choice((10, 100, 1000))]
            case 6:
                lines = bytes(data).split(b"\n")
                chance.shuffle(lines)
                data = bytearray(b"\n".join(lines))
            case 7 if data:
                data[min(at, len(data) - 1)] = chance.randrange(256)
            case 8:
                data[at:at] = data[at : min(end, at + 200)] * chance.choice((1, 2, 30, 500))
            case _:
                data = data[:end] or data
    return bytes(data[:MOST])


def _front_matter(chance: random.Random, corpus: list[bytes], tokens: list[str]) -> bytes:
    """Return a module whose front matter alone is broken."""
    head, _, body = chance.choice(corpus).removeprefix(b"---\n").partition(b"\n---\n")
    return b"---\n" + mixed(chance, [head], tokens) + b"\n---\n" + body[:3_000]


def _archive(chance: random.Random, corpus: list[bytes], _tokens: list[str]) -> bytes:
    """Return a PowerPoint file with a part broken, left out or twice, or broken as a whole."""
    whole = chance.choice(corpus)
    if chance.random() < 0.3:
        return mixed(chance, [whole], [])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(out, "w") as target:
        hit = chance.choice(source.namelist())
        for name in source.namelist():
            content = source.read(name)
            if name == hit:
                if chance.random() < 0.2:
                    continue
                content = mixed(chance, [content], TOKENS["svg"])
            target.writestr(name, content)
    return out.getvalue()


@dataclass(frozen=True)
class Kind:
    """A kind of file: where a course has it, whole ones, what means something in it, and the commands that read it.

    `shown`: the weight of `show` against `check`; `built`: of `build`, which takes seconds.
    """

    place: str
    corpus: list[bytes]
    tokens: list[str]
    weight: int = 2
    make: Callable[[random.Random, list[bytes], list[str]], bytes] = mixed
    shown: float = 0.3
    built: float = 0.01

    def broken(self, chance: random.Random) -> bytes:
        """Return a broken file."""
        return self.make(chance, self.corpus, self.tokens)


def kinds() -> dict[str, Kind]:
    """Return every kind of file that a stranger's course may bring, by name."""

    def files(pattern: str, *folders: str) -> list[bytes]:
        return [path.read_bytes() for folder in folders for path in sorted((ROOT / folder).rglob(pattern))]

    module = "modules/x/module.md"
    pages = files("*.md", "modules", "tests/cases")
    template = [make_template(found, "en-US") for found in [load_theme("plain", Problems())] if found]
    pictures = [*files("*.png", "modules", "docs")[:4], png(), jpeg("x"), saved("GIF"), saved("WEBP"), saved("BMP")]
    yml, md = TOKENS["yml"], TOKENS["md"]
    return {
        "md": Kind(module, pages, md, 8),
        "front": Kind(module, [page for page in pages if page.startswith(b"---\n")], yml, 3, _front_matter),
        "shared": Kind("modules/shared.md", pages, md),
        "course": Kind("modules/course.yml", files("course.yml", "modules"), yml, built=0.03),
        "references": Kind("modules/references.yml", files("references.yml", "modules"), yml),
        "glossary": Kind("modules/glossary.yml", files("glossary.yml", "modules"), yml),
        "local": Kind("modules/local.yml", files("local-sample.yml", "modules"), yml),
        "theme": Kind("themes/t/theme.yml", files("theme.yml", "themes"), yml, built=0.03),
        "labels": Kind("themes/labels/en.yml", files("en.yml", "themes"), yml, 1),
        "csv": Kind("modules/x/x.csv", [*files("*.csv", "modules"), b"a,b\nx,1\ny,2\n"], TOKENS["csv"], 1),
        "svg": Kind("modules/x/x.svg", files("*.svg", "modules", "themes"), TOKENS["svg"], 3, built=0.03),
        "raster": Kind("modules/x/x.png", pictures, [], 1, built=0.03),
        "template": Kind("themes/t/brand.pptx", template, [], 1, _archive, shown=0.9),
    }
