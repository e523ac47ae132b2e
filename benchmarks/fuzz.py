"""Throw broken files at everything that reads: `nice .venv/bin/python benchmarks/fuzz.py MINUTES [SEED] [--into FOLDER]`.

Files of the course and of the tests are cut, doubled, swapped and mixed with what means something in their languages, by
a seed, so that a run can be repeated. Each is read in a worker that is held to limits: an exception, a crash, or more than
ten seconds of the processor is a find. Finds are written to a folder; whoever mends one keeps it in tests/parse/test_found.py.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # the clone: this is run as a script

from builder.build import read_module
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.core.source import Unreadable
from builder.engine.module_build import ModuleInputs
from builder.engine.module_check import ModuleCheck
from builder.engine.workers.limits import Limits
from builder.engine.workers.pool import Pool
from builder.engine.workers.stopped import StoppedError
from builder.model.outputs import Imprint
from builder.parse.course import load_course
from builder.parse.theme import read_theme
from builder.pictures.drawing.clean import clean_svg
from builder.pictures.raster import clean_raster
from builder.slides.brand.sanitize import safe_package
from builder.slides.template.template import make_template
from builder.theme.load import load_theme
from builder.transform.editions import EDITIONS
from builder.transform.selection import select

ROOT = Path(__file__).parent.parent
LIMITS = Limits(wall=120, cpu=10, memory=2_000_000_000)

TOKENS = {
    "md": (
        '::: note\n ::: {.activity\ttime="5"}\n :::\n :::: check\n - [x] \n - [ ] \n [^1] \n[^1]: x\n [@key] [x]{.key} [x]{lang=ar}'
        ' ![c](x.png){alt="a"} [a](#b) handout:#b | |-|-|\n # ## ### ####\n --- ``` ~~~ > \t &amp; &#0; <br> <!-- --> \\ * ** _ ~~ ^ ~'
        ' {#id .c k="v"} \u00a0 \u202e \u2028 \r\n \x0b 1. 1) • – o\t term\n: meaning\n ::: {.use ref="u"} ::: local'
    ).split(" "),
    "yml": "- : {} [] ! & * | > ? # ' \" \t \n !!python/object &a *a << : ~ 0x1 .inf .nan --- ... %YAML".split(" "),
    "svg": '<g> </g> <use href="#a"/> id="a" style="" url(#a) &amp; &#x0; <![CDATA[ ]]> <style> </style> viewBox="0 0 1 1" <!-- --> xmlns:x="y"'.split(
        " "
    ),
    "csv": ', " "" \n \t ; = 1e9 -1 nan inf \x00 \u2212 1,5'.split(" "),
}


def read_text(kind: str, data: bytes) -> None:
    """Read a file of a course, as a build would: all but laying pages out. Raises where it should have told a problem."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        files = {
            "modules/course.yml": b"title: C\n",
            "modules/x/module.md": b'---\ntitle: T\ndescription: D\nobjectives: [O]\n---\n\n## T\n\n::: {.chart kind="bar" data="x.csv"}\nC\n:::\n',
            "themes/t/theme.yml": b"name: T\nextends: plain\n",
        }
        place = {"md": "modules/x/module.md", "csv": "modules/x/x.csv", "theme": "themes/t/theme.yml"}
        place |= {"course": "modules/course.yml", "shared": "modules/shared.md", "references": "modules/references.yml"}
        for path, content in {**files, place[kind]: data}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
        problems, folder = Problems(), Folder(root)
        course = load_course(folder, problems)
        theme = read_theme(folder, "t", problems)
        module = read_module(folder, course, "x", problems) if course and "x" in course.modules else None
        if module is None or theme is None or course is None:
            return
        for edition in EDITIONS.values():
            select(module, edition)
        if not problems.has_errors:
            ModuleCheck(ModuleInputs(module, theme, Imprint(), course.file.paper), problems).check()


def read_svg(data: bytes) -> None:
    """Clean a drawing."""
    try:
        clean_svg(data)
    except Unreadable:
        return


def read_raster(data: bytes) -> None:
    """Clean a picture."""
    try:
        clean_raster(data)
    except Unreadable:
        return


def read_template(data: bytes) -> None:
    """Take what is ours out of somebody's PowerPoint file."""
    try:
        safe_package(data)
    except ValueError:
        return


def mixed(chance: random.Random, corpus: list[bytes], tokens: list[str]) -> bytes:
    """Return a file of the corpus, broken."""
    data = bytearray(chance.choice(corpus))
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 20))):
        at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(9):
            case 0:
                del data[at : min(end, at + chance.choice((1, 5, 50, 500)))]
            case 1 | 2 | 3 if tokens:
                data[at:at] = chance.choice(tokens).encode() * chance.choice((1, 1, 1, 2, 60))
            case 4:
                other = chance.choice(corpus)
                start = chance.randrange(len(other) + 1)
                data[at:at] = other[start : start + chance.choice((10, 100, 1000))]
            case 5:
                lines = bytes(data).split(b"\n")
                chance.shuffle(lines)
                data = bytearray(b"\n".join(lines))
            case 6 if data:
                data[min(at, len(data) - 1)] = chance.randrange(256)
            case 7:
                data[at:at] = data[at : min(end, at + 200)] * chance.choice((1, 2, 30))
            case _:
                data = data[:end] or data
    return bytes(data[:300_000])


def broken_zip(chance: random.Random, corpus: list[bytes], _tokens: list[str]) -> bytes:
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


Target = tuple[Callable[..., None], tuple[str, ...], list[bytes], list[str]]


def targets() -> dict[str, Target]:
    """Return what is fuzzed: how it is read, with which first arguments, from which files, with which tokens."""

    def files(pattern: str, *folders: str) -> list[bytes]:
        return [path.read_bytes() for folder in folders for path in sorted((ROOT / folder).rglob(pattern))]

    pages = files("*.md", "modules", "tests/cases")
    themes = files("theme.yml", "themes")
    drawings = files("*.svg", "modules", "themes")
    template = [make_template(found, "en-US") for found in [load_theme("plain", Problems())] if found]
    pictures = files("*.png", "modules", "docs") or [b"\x89PNG\r\n\x1a\n"]
    return {
        "md": (read_text, ("md",), pages, TOKENS["md"]),
        "shared": (read_text, ("shared",), pages, TOKENS["md"]),
        "course": (read_text, ("course",), files("course.yml", "modules"), TOKENS["yml"]),
        "references": (read_text, ("references",), files("references.yml", "modules"), TOKENS["yml"]),
        "theme": (read_text, ("theme",), themes, TOKENS["yml"]),
        "csv": (read_text, ("csv",), [*files("*.csv", "modules"), b"a,b\nx,1\ny,2\n"], TOKENS["csv"]),
        "svg": (read_svg, (), drawings, TOKENS["svg"]),
        "raster": (read_raster, (), pictures, []),
        "template": (read_template, (), template, []),
    }


def main(arguments: list[str]) -> int:
    """Fuzz until the time is over; print what was tried and found, and return how many finds there were."""
    into = Path(arguments.pop(arguments.index("--into") + 1)) if "--into" in arguments else Path("fuzz-finds")
    numbers = [word for word in arguments if word.replace(".", "").isdigit()]
    minutes = float(numbers[0]) if numbers else 1.0
    chance = random.Random(int(numbers[1]) if len(numbers) > 1 else 1)  # noqa: S311  # repeatable on purpose
    tried: Counter[str] = Counter()
    finds: dict[str, str] = {}
    chosen, end = targets(), time.monotonic() + minutes * 60
    with Pool(1, LIMITS) as pool:
        while time.monotonic() < end:
            name = chance.choices(list(chosen), [8, 2, 2, 2, 2, 1, 2, 1, 2])[0]
            read, first, corpus, tokens = chosen[name]
            data = (broken_zip if name == "template" else mixed)(chance, corpus, tokens)
            tried[name] += 1
            try:
                pool.submit(read, *first, data).result()
            except (StoppedError, OSError) as error:
                what = name + str(error).partition(": ")[0]  # the kind of error and its place
                if what not in finds:
                    into.mkdir(parents=True, exist_ok=True)
                    path = into / f"{name}-{len(finds):03}"
                    path.write_bytes(data)
                    finds[what] = path.name
                    print(f"{path.name}: {error}", flush=True)
    print(f"{sum(tried.values())} files in {minutes:g} minutes, {len(finds)} finds: {dict(tried)}")
    return min(len(finds), 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
