"""How long builds take, and what they cost: `.venv/bin/python benchmarks/builds.py [MODULES…]`, on a quiet machine.

One command, one table: the shipped course cold, unchanged, and with one word changed; then programs of so many modules
(10 and 100 unless numbers are given), their handouts and decks beside pandoc with typst and pandoc's own PowerPoint doing
the same files with as many processes (`--beside PYTHON`: a Python that has pypandoc_binary and typst from PyPI). Each row
has seconds on the clock, seconds of the processor, and the most memory of parent and worker. On a machine that does
other things, compare processor seconds, and ratios within one run alone.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # the clone: this is run as a script

from benchmarks.cost import Cost, run

ROOT = Path(__file__).parent.parent
WORKERS = 2

WORDS = (
    "trainers facilitators people rights work law safety language community evidence policy practice support consent"
    " harm policing health migration shelter wages contract complaint court witness police street home network story"
).split()

FLOOR = """
import hashlib, os, sys
for root in sys.argv[1:]:
    for place, folders, names in os.walk(root):
        folders[:] = [n for n in folders if not n.startswith('.') and n != '__pycache__']
        for name in names:
            with open(os.path.join(place, name), 'rb') as file: hashlib.sha256(file.read()).hexdigest()
"""


def builder(*arguments: str) -> list[str]:
    """Return the command that builds."""
    return [sys.executable, "-P", "-m", "builder", "build", *arguments]


ALIKE = """
import sys
from builder.core.frozen import replace
from builder.transform.editions import EDITIONS
for name, ending in (('handout', 'pdf'), ('slides', 'pptx')):
    row = EDITIONS[name]
    formats = tuple(form for form in row.formats if form.ending == ending)
    EDITIONS[name] = replace(row, formats=formats, large=False)
from builder.cli import main
sys.argv = ['coursewright', 'build', '--edition', 'handout', '--edition', 'slides', *sys.argv[1:]]
main()
"""
"""Builds what the others make, a handout and a deck a module: left to itself a build also makes large print, a page for
phones, and a PDF of the slides."""


def alike(*arguments: str) -> list[str]:
    """Return the command that builds the same two files a module as pandoc does."""
    return [sys.executable, "-P", "-c", ALIKE, *arguments]


def module(number: int) -> str:
    """Return a module whose handout has about five pages: prose, lists, a table, an activity, notes, a question."""

    def words(seed: int, count: int) -> str:
        return (
            " ".join(WORDS[(seed * 7 + n * (3 + seed % 5) + number) % len(WORDS)] for n in range(count)).capitalize()
            + "."
        )

    parts = [
        f"---\ntitle: Module {number}\ndescription: About {WORDS[number % len(WORDS)]}.\nobjectives: [Name one.]\n---\n"
    ]
    for topic in range(1, 7):
        parts.append(f"\n## Topic {topic} {{time=10}}\n\n" + "\n\n".join(words(topic * n, 60) for n in range(1, 4)))
        parts.append("\n\n" + "\n".join(f"- {words(topic + n, 9)}" for n in range(5)) + "\n")
        parts.append(f"\n::: notes\nSAY: {words(topic + 3, 30)}\n:::\n")
    rows = "\n".join(f"| {words(n, 2)} | {words(n + 1, 5)} |" for n in range(6))
    parts.append(f"\n| What | How |\n|---|---|\n{rows}\n\n: A table\n")
    parts.append(f'\n::: {{.activity #do time="10"}}\n### Do it\n\n1. {words(3, 12)}\n2. {words(5, 12)}\n:::\n')
    parts.append(f"\n::: check\n{words(4, 8)[:-1]}?\n\n- [x] {words(1, 5)}\n- [ ] {words(2, 5)}\n:::\n")
    return "".join(parts)


def program(folder: Path, count: int) -> Path:
    """Make a course of so many modules."""
    for number in range(1, count + 1):
        path = folder / "modules" / f"m{number:04}" / "module.md"
        path.parent.mkdir(parents=True)
        path.write_text(module(number), encoding="utf-8")
    (folder / "modules" / "course.yml").write_text("title: A program\n", encoding="utf-8")
    return folder


def beside(python: str, course: Path, out: Path) -> tuple[Cost, Cost]:
    """Have pandoc and typst make the same handouts, and pandoc the same decks, with as many processes.

    The handouts are tagged, but not PDF/UA-1: typst refuses that for boxes to tick, which its font does not have.
    """
    pandoc = subprocess.run(
        [python, "-c", "import pypandoc; print(pypandoc.get_pandoc_path())"], capture_output=True, text=True, check=True
    ).stdout.strip()
    out.mkdir()
    compiled = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"

    def handout(source: Path) -> None:
        typ = out / f"{source.parent.name}.typ"
        subprocess.run(
            [pandoc, str(source), "-s", "-V", "lang=en", "--shift-heading-level-by=-1", "-o", str(typ)],
            check=True,
            capture_output=True,
        )
        subprocess.run(
            [python, "-c", compiled, str(typ), str(typ.with_suffix(".pdf"))], check=True, capture_output=True
        )

    def deck(source: Path) -> None:
        target = out / f"{source.parent.name}.pptx"
        subprocess.run([pandoc, str(source), "--slide-level=2", "-o", str(target)], check=True, capture_output=True)

    costs = []
    for work in (handout, deck):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(work, sorted(course.glob("modules/*/module.md"))))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        costs.append(Cost(time.perf_counter() - start, cpu))
    return costs[0], costs[1]


def row(name: str, cost: Cost, than: Cost | None = None, what: str = "") -> None:
    """Print one line of the table."""
    memory = f"{cost.parent:4.0f} + {cost.child:4.0f}" if cost.parent else ""
    ratio = f"{cost.wall / than.wall:.2f} × ({cost.cpu / than.cpu:.2f} ×) {what}" if than else what
    print(f"| {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {memory} | {ratio} |", flush=True)


def shipped(folder: Path) -> None:
    """Print the rows of the shipped course."""
    course = folder / "course"
    shutil.copytree(ROOT / "modules", course / "modules")
    jobs = ["--jobs", str(WORKERS)]
    row("shipped course, everything, cold", run(builder(*jobs), course)[0])
    same = min((run(builder(*jobs), course)[0] for _ in range(5)), key=lambda cost: cost.wall)
    inputs = [str(path) for path in (course / "modules", course / "output", ROOT / "builder", ROOT / "themes")]
    floor = min((run([sys.executable, "-c", FLOOR, *inputs], course)[0] for _ in range(5)), key=lambda cost: cost.wall)
    row("… nothing changed", same, floor, "a bare script that hashes the same files")
    row("(that script)", floor)


def changed(folder: Path) -> None:
    """Print how long a changed word takes to be in a handout of five pages, from the command line and warm."""
    from builder.core.disk.folder import Folder
    from builder.core.problems import Problems
    from builder.engine.output.ledger import read_ledger
    from builder.engine.plan import OutputOptions
    from builder.engine.request import BuildRequest
    from builder.engine.run import build
    from builder.engine.state.cache import CacheFolder
    from builder.engine.state.state import read_state, write_state
    from builder.engine.workers.libraries import prepare_worker
    from builder.engine.workers.pool import Pool
    from builder.engine.workers.sandbox.access import access_of_workers
    from builder.parse.course import load_course
    from builder.theme.load import load_theme

    course = program(folder / "small", 1)
    source = course / "modules" / "m0001" / "module.md"
    text = source.read_text(encoding="utf-8")
    target = course / "output" / "en-US" / "m0001" / "m0001-handout-en-US.pdf"
    for name, options in (("everything", ()), ("the handout in its forms", ("--edition", "handout"))):
        run(builder(*options), course)
        whole, there = Cost(9.0, 9.0), 9.0
        for number in range(5):
            source.write_text(text.replace("Name one.", f"Name one of {len(options)}{number}."), encoding="utf-8")
            cost, after = run(builder(*options), course, until=target)
            whole, there = min(whole, cost, key=lambda one: one.wall), min(there, after)
        row(f"one word changed, {name} made again", whole, what=f"the new handout is there after {there:.2f} s")
    problems, where = Problems(), Folder(course)
    loaded, theme = load_course(where, problems), load_theme("plain", problems, where)
    if loaded is None or theme is None:
        raise SystemExit("the course cannot be loaded")
    from functools import partial

    cache = CacheFolder(folder / "cache")
    notes, output = cache.of_course(course), course / "output"
    access = access_of_workers(notes, theme.fonts, "auto")
    with Pool(WORKERS, warm=partial(prepare_worker, theme, access.write or notes), access=access) as pool:
        best = 9.0
        for number in range(9):
            source.write_text(text.replace("Name one.", f"Name two of {number}."), encoding="utf-8")
            state = read_state(notes)
            order = BuildRequest(
                where, loaded, theme, output, ("m0001",), notes, read_ledger(cache.of_output(output)), "warm",
                OutputOptions(("handout",)), workers=WORKERS, executor=pool,
            )  # fmt: skip
            start, old = time.perf_counter(), target.stat().st_mtime_ns
            for _ in build(order, state, Problems()):
                if target.stat().st_mtime_ns != old:
                    best, old = min(best, time.perf_counter() - start), target.stat().st_mtime_ns
            write_state(state)
        row("… until the new handout is there, in a warm process", Cost(best, 0.0))


def programs(folder: Path, counts: list[int], python: str) -> None:
    """Print the rows of programs of so many modules."""
    first: tuple[int, Cost] | None = None
    for count in counts:
        course = program(folder / f"program-{count}", count)
        ours, _ = run(alike("--jobs", str(WORKERS)), course)
        each = f"{ours.wall / count:.2f} s ({ours.cpu / count:.2f} s) a module"
        if first:
            each += f"; {ours.cpu / count / (first[1].cpu / first[0]):.2f} × that of {first[0]} modules"
        first = first or (count, ours)
        row(f"{count} modules: handouts and decks, cold", ours, what=each)
        if python:
            paper, decks = beside(python, course, folder / f"beside-{count}")
            both = Cost(paper.wall + decks.wall, paper.cpu + decks.cpu)
            row(f"{count} modules: pandoc + typst, pandoc pptx", both, what=f"decks alone {decks.wall:.2f} s")
            row("… ours to theirs", Cost(ours.wall / both.wall, ours.cpu / both.cpu), what="ratios")


def main(arguments: list[str]) -> None:
    """Print the table."""
    python = arguments.pop(arguments.index("--beside") + 1) if "--beside" in arguments else ""
    counts = [int(word) for word in arguments if word.isdigit()] or [10, 100]
    print("| What | seconds | processor | MB, parent + worker | |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        if "--programs" not in arguments:
            shipped(Path(name))
            changed(Path(name))
        programs(Path(name), counts, python)


if __name__ == "__main__":
    main(sys.argv[1:])
