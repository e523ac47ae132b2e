"""How soon a change shows in the preview, in a browser; whether any is missed; what the preview keeps in memory.

    .venv/bin/python benchmarks/preview.py [EDITS]

A word of a five-page module is changed EDITS times (200). After each, the time is taken from the moment the file is
written until the new page stands in Chromium. Needs what `test --all` installs.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

FRONT = "---\ntitle: Five pages\ndescription: A module of five pages.\nobjectives: [Say it]\nduration: 54\n---\n\n"
PROSE = "A paragraph says WORD and goes on for a while, as paragraphs in handouts do, until it ends. "


def source(word: str) -> str:
    """Return a module of five pages with a word in its fifth topic."""
    topics = (
        f"## Topic {n} {{time=6}}\n\n- first point of topic {n}\n- second point, a little longer than the first\n\n"
        + (PROSE.replace("WORD", word if n == 5 else "nothing") * 4 + "\n\n") * 3
        for n in range(1, 10)
    )
    return FRONT + "".join(topics)


def memory(pid: int) -> int:
    """Return the resident bytes of a process and all below it."""
    found = subprocess.run(["/bin/ps", "-eo", "pid,ppid,rss"], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in found.splitlines()[1:]]
    family, grown = {pid}, True
    while grown:
        more = {one for one, parent, _ in rows if parent in family} - family
        family, grown = family | more, bool(more)
    return sum(rss * 1024 for one, _, rss in rows if one in family)


def main() -> None:
    """Measure, and print."""
    from tests.support.browser import chromium

    edits = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        module = Path(folder) / "modules" / "five" / "module.md"
        module.parent.mkdir(parents=True)
        (module.parents[1] / "course.yml").write_text("title: A course\nmodules: [five]\n", encoding="utf-8")
        module.write_text(source("start"), encoding="utf-8")
        command = [sys.executable, "-P", "-m", "builder", "serve", "-C", folder, "--port", "0"]
        server = subprocess.Popen(
            command, cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, stderr=subprocess.PIPE, text=True
        )
        try:
            told = server.stderr.readline() if server.stderr else ""
            address = re.findall(r"http://\S+", told)[0]
            with chromium() as browser:
                page = browser.new_page(viewport={"width": 1400, "height": 900})
                page.goto(f"{address}preview/five/")
                page.wait_for_selector(".slides .leaves li:nth-child(9)", timeout=60_000)
                page.wait_for_selector(".handout .leaves li:nth-child(4)", timeout=60_000)
                print(
                    f"{page.locator('.handout .leaves li').count()} pages, {page.locator('.slides .leaves li').count()} slides"
                )
                time.sleep(15)  # the first build ends
                took, sizes = [], []
                for number in range(edits):
                    sources = (
                        "[...document.querySelectorAll('.handout .leaves img')].map((one) => one.currentSrc).join()"
                    )
                    before = page.evaluate(sources)
                    page.evaluate(
                        "(before) => { const look = () => { const now = [...document.querySelectorAll('.handout .leaves img')]"
                        ".map((one) => one.currentSrc).join(); if (now !== before) { window.seen = Date.now(); } "
                        "else requestAnimationFrame(look); }; window.seen = 0; look(); }",
                        before,
                    )
                    started = time.time() * 1000
                    module.write_text(source(f"edit{number}"), encoding="utf-8")
                    page.wait_for_function("window.seen > 0", timeout=60_000)
                    took.append(page.evaluate("window.seen") - started)
                    if number % 50 == 9 or number == edits - 1:
                        sizes.append(memory(server.pid))
                worst = sorted(took)[int(len(took) * 0.95)]
                print(f"{edits} edits, none missed: median {statistics.median(took):.0f} ms, 95 % under {worst:.0f} ms")
                print("memory, MB:", " ".join(f"{size / 1e6:.0f}" for size in sizes))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
