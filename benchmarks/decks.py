"""How long decks take, beside pandoc: `.venv/bin/python benchmarks/decks.py [PANDOC] [SLIDES…]`, on a quiet machine.

The same generated modules go to both: a title and six bullets a slide, a script for each, a table on every fifth.
Each run is a fresh process, as from a shell; the best of a few is printed with its ratio to pandoc's, and the most
memory that any took; processor time stands beside it, which other programs on the machine change less. Ours parses, checks, outlines, measures and fits before it writes; pandoc does not measure. Page
references into the handout are left out (`ModuleCheck`), for pandoc has none. Without pandoc (PyPI: pypandoc_binary), ours alone.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
SIZES = (10, 100, 1_000)
WORDS = (
    "the person who decides is the one whose life it is and nobody needs a label to be heard or helped today".split()
)
FRONT = (
    "---\ntitle: A module of {n} slides\ndescription: Made for measuring.\nobjectives: [Say how long it took.]\n---\n\n"
)


@dataclass(frozen=True)
class Took:
    """What a process took: wall time and processor time in s, most memory in MB, and what it printed."""

    seconds: float
    cpu: float
    megabytes: float
    told: str


def module(n: int) -> str:
    """Return a module of `n` slides."""
    topics = []
    for number in range(1, n + 1):
        items = (
            " ".join(WORDS[(number * 7 + item * 5 + k) % len(WORDS)] for k in range(8 + (number + item) % 5))
            for item in range(6)
        )
        body = "\n".join(f"- {text.capitalize()}" for text in items)
        if number % 5 == 0:
            rows = "".join(
                f"| case {row} of {number} | {WORDS[row]} and {WORDS[-row]} | {row * number} |\n" for row in range(1, 5)
            )
            body = f"| Case | What is said | Count |\n|---|---|---|\n{rows}"
        topics.append(
            f"## Point {number}\n\n{body}\n\n::: notes\nThis is what to say about point {number}: take your time.\n:::\n"
        )
    return FRONT.format(n=n) + "\n".join(topics)


def run(command: list[str]) -> Took:
    """Run a command to its end and return what it took. Raises CalledProcessError when it fails."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True
    ) as process:
        assert process.stdout  # noqa: S101  # a pipe was asked for
        told = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(
                process.returncode, command, told, process.stderr.read() if process.stderr else ""
            )
    return Took(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, told)


def best(command: list[str], runs: int) -> Took:
    """Return the fastest of some runs."""
    return min((run(command) for _ in range(runs)), key=lambda took: took.seconds)


def child(folder: Path) -> None:
    """Make the deck of the course in `folder` as a build does, and print what each step took, ms; then the warm deck step."""
    from builder.build import imprint_of, read_module
    from builder.core.disk.folder import Folder
    from builder.core.problems import Problems
    from builder.engine.module_build import ModuleInputs
    from builder.engine.module_check import ModuleCheck
    from builder.model.outputs import PageIndex
    from builder.parse.course import load_course
    from builder.slides.fit.fit import fit
    from builder.slides.outline.outline import outline
    from builder.theme.load import load_theme
    from builder.writers.pptx.write import write_pptx

    took: dict[str, float] = {}
    last = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal last
        took[name] = (time.perf_counter() - last) * 1000
        last = time.perf_counter()

    problems, root = Problems(), Folder(folder)
    course = load_course(root, problems)
    theme = load_theme("plain", problems)
    assert course  # noqa: S101  # we wrote it
    assert theme  # noqa: S101  # it is shipped
    read = read_module(root, course, "m", problems)
    assert read  # noqa: S101  # likewise
    lap("read and check")
    bench = ModuleCheck(ModuleInputs(read, theme, imprint_of(read, course), course.file.paper), problems)
    layouts, template = bench.template.layouts, bench.template.file
    lap("template")
    for round_ in ("", "warm "):
        chosen = bench.selection("slides")
        drawn = outline(chosen, theme, layouts, bench.inputs.imprint, PageIndex(), problems)
        lap(f"{round_}outline")
        fitted = fit(drawn, layouts, theme, problems)
        lap(f"{round_}measure and fit")
        made = write_pptx(fitted, layouts, template, bench.inputs.imprint, theme=theme)
        lap(f"{round_}write")
        if "--warm" not in sys.argv:
            break
    (folder / "ours.pptx").write_bytes(made.data)
    print(json.dumps({**took, "slides": made.count}))


def main(arguments: list[str]) -> None:
    """Print the table."""
    sizes = [int(a) for a in arguments if a.isdigit()] or list(SIZES)
    pandoc = next((a for a in arguments if not a.isdigit()), None) or shutil.which("pandoc")
    version = run([pandoc, "--version"]).told.splitlines()[0] if pandoc else "no pandoc here: ours alone"
    print(f"{version}; Python {sys.version.split()[0]}\n")
    heads = (
        "slides",
        "cold",
        "pandoc",
        "ratio",
        "cpu",
        "pandoc",
        "ratio",
        "warm deck",
        "memory",
        "pandoc",
        "fit a slide",
    )
    print("  ".join(f"{head:>11}" for head in heads))
    times: dict[int, Took] = {}
    steps: dict[int, dict[str, float]] = {}
    for n in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "modules" / "m").mkdir(parents=True)
            (folder / "modules" / "course.yml").write_text("title: Measured\nlang: en-US\n", encoding="utf-8")
            source = folder / "modules" / "m" / "module.md"
            source.write_text(module(n), encoding="utf-8")
            runs = 3 if n < 1_000 else 1
            ours = [sys.executable, "-P", str(Path(__file__)), "--child", name]
            cold = best(ours, runs)
            warm = json.loads(best([*ours, "--warm"], 1).told)
            theirs = (
                best([pandoc, str(source), "--slide-level=2", "-o", str(folder / "pandoc.pptx")], runs)
                if pandoc
                else None
            )
            told = json.loads(cold.told)
            steps[n], times[n] = told, cold
            deck = sum(warm[f"warm {step}"] for step in ("outline", "measure and fit", "write"))
            row = [f"{told['slides']:.0f}"]
            for mine, other in ((cold.seconds, theirs and theirs.seconds), (cold.cpu, theirs and theirs.cpu)):
                row += [f"{mine:.2f} s", f"{other:.2f} s" if other else "-", f"{mine / other:.2f} ×" if other else "-"]
            row += [f"{deck / 1000:.2f} s", f"{cold.megabytes:.0f} MB", f"{theirs.megabytes:.0f} MB" if theirs else "-"]
            row += [f"{told['measure and fit'] / told['slides']:.2f} ms"]
            print("  ".join(f"{cell:>11}" for cell in row))
    print(
        "\nTargets: 100 slides cold under 1 s; 1,000 slides at most half of pandoc's time, under 300 MB; measuring and fitting under 2 ms a slide."
    )
    for n, told in steps.items():
        print(f"{n:>6}: " + ", ".join(f"{step} {value:.0f} ms" for step, value in told.items() if step != "slides"))
    for a, b in pairwise(sizes):
        print(f"{a} → {b} slides: {times[b].cpu / times[a].cpu:.1f} times the processor time")


if __name__ == "__main__":
    if "--child" in sys.argv:
        child(Path(sys.argv[sys.argv.index("--child") + 1]))
    else:
        main(sys.argv[1:])
