"""How long pages take, beside pandoc with Typst and headless Chromium: `.venv/bin/python benchmarks/pages.py [MODULE [PYTHON]]`.

The same module goes to all: ours parses, checks, selects, lays out, tags (PDF/A-3a and PDF/UA-1); pandoc reads the same
Markdown and Typst sets it; Chromium prints the HTML that ours is made from. Ours is measured warm, in one process, best of
a few, and cold, in a fresh one; the rivals as they are run, a process each. Each is told with its pages, the ratio of
ours, warm, to it (also a page: pandoc sets the facilitators' text too), and what its file claims. A rival that is not here is left out: PYTHON is one with `pypandoc_binary` and
`typst` (PyPI) in it; the browser is the `chromium` of the machine.

Then ours at growing length, since page counts hide what grows faster than they do: 5, 30 and 200 pages of one text.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import io
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

sys.path.insert(0, str(Path(__file__).parent.parent))  # the clone: this is run as a script

from builder.build import imprint_of, read_module
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.model import module as m
from builder.model.course import Course
from builder.model.outputs import RenderedFile, Variant
from builder.parse.course import load_course
from builder.theme.load import load_theme
from builder.theme.theme import Theme

ROOT = Path(__file__).parent.parent
RUNS = 3
LENGTHS = (5, 30, 200)
TARGETS = {5: 0.3, 30: 2.0}
TYPST = """
import pathlib, re, sys
import pypandoc, typst
text = re.sub("(?m)^keywords:.*", "", pathlib.Path(sys.argv[1]).read_text("utf-8"))
text = re.sub(r"!\\[[^\\]]*\\]\\([^)]*\\)(\\{[^}]*\\})?|\\[@[^\\]]*\\]|\\[([^\\]]*)\\]\\(\\w*:?#[^)]*\\)", r"\\2", text)
made = pypandoc.convert_text(text, "typst", "markdown", extra_args=["--standalone", "--toc"])
pathlib.Path(sys.argv[2]).write_bytes(typst.compile(made.encode()))
"""


@dataclass(frozen=True)
class Took:
    """Wall time and processor time, s, and pages made. Processor time changes less with what else a machine does."""

    wall: float
    cpu: float
    pages: int

    def __str__(self) -> str:
        return f"{self.wall:7.2f} s {self.cpu:7.2f} s cpu"


def best(work: Callable[[], bytes], runs: int = RUNS) -> tuple[Took, bytes]:
    """Return the shortest times of some work, and what it gave. Garbage is collected in between, as workers do it."""
    walls, cpus, data = [], [], b""
    for _ in range(runs):
        gc.collect()
        start, used = time.perf_counter(), processor()
        data = work()
        walls.append(time.perf_counter() - start)
        cpus.append(processor() - used)
    return Took(min(walls), min(cpus), pages_of(data)), data


def adopt() -> None:
    """Be the one to whom processes come whose parent has ended, as workers are (prctl(2), PR_SET_CHILD_SUBREAPER)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def processor() -> float:
    """Return the processor time that this process and its children have taken, in seconds, when all these have ended."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def pages_of(data: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def told(data: bytes) -> str:
    """Return what a PDF says of itself: pages, tags, language."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode() if "/Metadata" in pdf.Root else ""
        claims = [name for name, mark in (("PDF/UA", "pdfuaid"), ("PDF/A", "pdfaid:part")) if mark in xmp]
        tagged = "tagged" if "/StructTreeRoot" in pdf.Root else "untagged"
        return f"{len(pdf.pages):4} pages, {len(data) // 1024:5} kB, {', '.join([tagged, *claims])}"


class Ours:
    """Our pages, from source to PDF."""

    def __init__(self, name: str) -> None:
        self.folder, self.name, problems = Folder(ROOT), name, Problems()
        course, theme = load_course(self.folder, problems), load_theme("plain", problems)
        if course is None or theme is None:
            sys.exit("the course or the theme cannot be read")
        self.course: Course = course
        self.theme: Theme = theme

    def module(self) -> m.Module:
        """Return the module, read and checked anew."""
        module = read_module(self.folder, self.course, self.name, Problems())
        if module is None:
            sys.exit(f"there is no module {self.name}")
        return module

    def handout(self, module: m.Module | None = None) -> RenderedFile:
        """Return the handout, everything done anew but what a process keeps warm."""
        module = module or self.module()
        bench = ModuleBuild(ModuleInputs(module, self.theme, imprint_of(module, self.course), "letter"), Problems())
        return bench.page("handout", Variant())

    def html(self) -> str:
        """Return the page that the handout is made from, with its pictures in it, for a browser."""
        module = self.module()
        bench = ModuleBuild(ModuleInputs(module, self.theme, imprint_of(module, self.course), "letter"), Problems())
        text = bench.html("handout", Variant())
        return re.sub(r'<img[^>]*src="asset:[^"]*"[^>]*>', "", text)

    def of_pages(self, pages: int) -> m.Module:
        """Return a module whose handout has about so many pages: the topics of this one, again and again."""
        module = self.module()
        guess = max(1, round(pages * len(list(m.topics(module))) / self.handout().count))
        return self._of_topics(
            module, max(1, round(guess * pages / self.handout(self._of_topics(module, guess)).count))
        )

    def _of_topics(self, module: m.Module, count: int) -> m.Module:
        topics, body = list(m.topics(module)), []
        for number in range(count):
            topic = topics[number % len(topics)]
            body.append(m.rewrite(replace(topic, id=f"{topic.id}-{number}"), _renamed(number), None))
        return replace(module, body=tuple(body))


def _renamed(number: int) -> Callable[[m.Node, None], tuple[m.Node, None]]:
    def change(node: m.Node, context: None) -> tuple[m.Node, None]:
        return (replace(node, id=f"{node.id}-{number}") if isinstance(node, m.BlockNode) else node), context

    return change


def typst(name: str, python: str) -> Callable[[], bytes] | None:
    """Return pandoc's reading of the module set by Typst, or None when either is not there. Citations and pictures left out."""
    has = subprocess.run([python, "-c", "import pypandoc, typst"], capture_output=True, check=False)
    if has.returncode:
        return None
    source = ROOT / "modules" / name / "module.md"

    def run() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out.pdf"
            subprocess.run([python, "-c", TYPST, str(source), str(out)], check=True, capture_output=True)
            return out.read_bytes()

    return run


def chromium(html: str) -> Callable[[], bytes] | None:
    """Return a browser's print of our page, tagged, or None when there is no browser."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        return None

    def run() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            page, out = Path(folder) / "page.html", Path(folder) / "out.pdf"
            page.write_text(html, encoding="utf-8")
            flags = [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--generate-pdf-document-outline",
                "--no-pdf-header-footer",
            ]
            subprocess.run(
                [browser, *flags, f"--user-data-dir={folder}", f"--print-to-pdf={out}", page.as_uri()],
                check=True,
                capture_output=True,
            )
            return out.read_bytes()

    return run


def row(name: str, work: Callable[[], bytes] | None, ours: Took | None = None) -> Took | None:
    """Measure some work, print its row, and return its time; None when it cannot be done here."""
    if work is None:
        print(f"{name:<32} not here")
        return None
    try:
        took, data = best(work)
    except subprocess.CalledProcessError as error:
        lines = [line for line in error.stderr.decode().splitlines() if line.strip()]
        print(f"{name:<32} failed: {lines[-1][:90] if lines else error}")
        return None
    ratio = (
        f"{ours.wall / took.wall:5.2f} ×, cpu a page {ours.cpu / ours.pages / took.cpu * took.pages:5.2f} ×"
        if ours
        else " " * 28
    )
    print(f"{name:<32}{took} {ratio}  {told(data)}")
    return took


def main() -> None:
    """Print the table."""
    adopt()
    name, python = (*sys.argv[1:], *("two-terms", sys.executable)[len(sys.argv) - 1 :])[:2]
    ours = Ours(name)
    ours.handout()  # fonts, templates and libraries are warm from here on
    gc.disable()  # as in a worker (engine/workers/pool.py)
    gc.freeze()
    print(f"The handout of {name}; beside the rivals, how many times theirs ours takes, warm")
    warm = row("ours, warm", lambda: ours.handout().data)
    with tempfile.TemporaryDirectory() as folder:
        build = ["-P", "-m", "builder", "build", name, "--force", "--edition", "handout", "--output", folder]

        def cold() -> bytes:
            subprocess.run(
                [sys.executable, *build], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, check=True, capture_output=True
            )
            return next(Path(folder).rglob("*handout-en-US.pdf")).read_bytes()

        row("ours, cold (with large print)", cold)
    row("pandoc → Typst, cold", typst(name, python), warm)
    row("headless Chromium, cold", chromium(ours.html()), warm)
    print("\nOurs by length, warm, from a parsed module")
    for pages in LENGTHS:
        module = ours.of_pages(pages)
        took, _ = best(lambda module=module: ours.handout(module).data, 1 if pages > 100 else RUNS)  # type: ignore[misc]
        count = took.pages
        target = f"   target {TARGETS[pages]:g} s for {pages}" if pages in TARGETS else ""
        print(f"{count:4} pages {took} {took.cpu / count * 1000:6.1f} ms cpu a page{target}")
    guide(ours)


def guide(ours: Ours) -> None:
    """Measure the guide, its slides and the pages of other editions already laid out."""
    module = ours.module()
    first = ModuleBuild(ModuleInputs(module, ours.theme, imprint_of(module, ours.course), "letter"), Problems())
    first.page("guide", Variant())

    def again() -> bytes:
        first.laid_out.pop(("guide", Variant()))
        return first.page("guide", Variant()).data

    took, data = best(again)
    print(f"\nThe guide of {ours.name}, its slides' pictures drawn:\n{'ours, warm':<32}{took} {'':28}  {told(data)}")


if __name__ == "__main__":
    main()
