"""How heavy the catalogue of three hundred modules is, and how long a keystroke in its search takes, in Chromium.

.venv/bin/python benchmarks/catalogue.py      needs what `test --all` installs
"""

from __future__ import annotations

import gzip
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

KEYS = "evidence and housing"


def main() -> None:
    """Measure, and print."""
    from tests.support.browser import chromium, served
    from tests.support.listings import large

    files = large()
    asked = [files[name] for name in ("index.html", "site/site.css", "site/leave.js", "site/find.js")]
    fonts = sum(len(data) for name, data in files.items() if name.endswith(".woff2"))
    print(f"index of 300 modules with style and scripts: {sum(map(len, asked)) / 1000:.0f} kB", end=", ")
    print(f"packed {sum(len(gzip.compress(data)) for data in asked) / 1000:.0f} kB; fonts {fonts / 1000:.0f} kB")
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        with served(Path(folder)) as address, chromium() as browser:
            page = browser.new_page(viewport={"width": 390, "height": 844})
            page.goto(f"{address}/index.html")
            took = page.evaluate(
                """async (keys) => {
                    const field = document.querySelector("[name=q]"), took = [];
                    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                    for (const text of [...Array(keys.length).keys()].map((n) => keys.slice(0, n + 1))) {
                        await painted();
                        const started = performance.now();
                        field.value = text;
                        field.dispatchEvent(new Event("input", {bubbles: true}));
                        document.body.offsetHeight;
                        took.push(performance.now() - started);
                    }
                    return took;
                }""",
                KEYS,
            )
    print(f"a keystroke, found and laid out: median {statistics.median(took):.1f} ms, slowest {max(took):.1f} ms")


if __name__ == "__main__":
    main()
