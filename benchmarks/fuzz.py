"""Throw broken files at the commands: `nice .venv/bin/python benchmarks/fuzz.py MINUTES [SEED] [--into FOLDER] [--only KIND…]`.

Files of the course and of the tests are cut, doubled, swapped and mixed with what means something in their languages, by
a seed, so that a run can be repeated; so are what a build leaves in the cache and in the output folder. Each is put in its
place in a small course, and `check`, `show`, `build`, `clean`, `plan` or `due` runs over it, in the fork of a process that
has loaded everything, in a home with decoys. A find is an exception, a crash, more than ten seconds of the processor or
900 MB, an exit code that is none of ours, anything touched outside, a file or process left behind, a character that
steers the terminal. Finds are written to a folder, with the command; whoever mends one keeps it in tests/attacks/found.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # the clone: this is run as a script

from benchmarks.fuzzing.broken import Kind, kinds
from benchmarks.fuzzing.forked import Ended, Ground, load_everything
from tests.engine.test_malformed_notes import damage

COURSE: dict[str, bytes] = {
    "modules/course.yml": b"title: C\ntheme: plain\n",
    "modules/x/module.md": (
        b"---\ntitle: T\ndescription: D\nobjectives: [O]\n---\n\n## T\n\nword [@k] of HTML\n\n"
        b'![C](x.svg){alt="A"}\n\n![C](x.png){alt="A"}\n\n::: {.chart kind="bar" data="x.csv"}\nC\n:::\n\n'
        b'::: {.use ref="u"}\n:::\n\n::: local\n:::\n'
    ),
    "modules/shared.md": b"::: {.note #u}\nshared\n:::\n",
    "modules/references.yml": b"- {id: k, type: book, title: T}\n",
    "modules/glossary.yml": b"- {term: word, meaning: D.}\n",
    "modules/x/x.csv": b"a,b\nx,1\ny,2\n",
    "modules/x/x.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60"><rect width="9" height="9"/></svg>',
    "themes/t/theme.yml": b"name: T\nextends: plain\n",
}
STAGES = ("source", "module", "edition", "deck", "deck", "html")
EDITIONS = ("handout", "guide", "workbook", "answers", "slides", "slides-share", "questions")
NOTES = {"state": "cache/courses", "ledger": "cache/outputs", "manifest": "course/output"}
"""What a build leaves, and where: fuzzed as well."""


def command(chance: random.Random, name: str, kind: Kind) -> tuple[str, ...]:
    """Return a command that reads a file of this kind."""
    theme = ("--theme", "t") if kind.place.startswith("themes/t/") else ()
    way = chance.random()
    if way < kind.built:
        return ("build", "--edition", chance.choice(EDITIONS), "--jobs", "1", *theme)
    if way < kind.built + kind.shown:
        return ("show", "x", "--stage", chance.choice(STAGES), "--edition", chance.choice(EDITIONS), *theme)
    if name in {"md", "front", "course"} and way > 0.9:
        return chance.choice((("plan",), ("due",), ("plan", "--minutes", "20"), ("check", "--format", "github")))
    return ("check", "x", *theme)


class Fuzzer:
    """Tries files until the time is over."""

    def __init__(self, seed: int, into: Path, only: list[str], ground: Ground) -> None:
        """Build a small course once, whose notes are damaged later."""
        self.chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
        self.into, self.ground, self.seed = into, ground, seed
        self.tried: Counter[str] = Counter()
        self.commands: Counter[str] = Counter()
        self.finds: dict[str, str] = {}
        every = kinds()
        weights = {name: kind.weight for name, kind in every.items()} | dict.fromkeys(NOTES, 1)
        self.kinds = every
        self.weights = {name: weight for name, weight in weights.items() if not only or name in only}
        png = every["raster"].corpus[-5]
        self.course = {**COURSE, "modules/x/x.png": png}
        self.built = self._built()

    def _built(self) -> Path:
        """Build a small course, and return a folder with copies of it and of the cache."""
        import shutil

        kept = self.ground.folder.parent / f"{self.ground.folder.name}-built"
        self.ground.lay_out(None, None, {"modules/course.yml": COURSE["modules/course.yml"],
            "modules/x/module.md": b"---\ntitle: T\ndescription: D\nobjectives: [O]\n---\n\n## T\n\n- a\n"})  # fmt: skip
        for arguments in (("build", "--edition", "handout", "--jobs", "1"), ("check",)):
            ended = self.ground.run(*arguments)
            if ended.code:
                raise SystemExit(ended.told)
        for name in ("course", "cache"):
            shutil.copytree(self.ground.folder / name, kept / name)
        return kept

    def step(self) -> None:
        """Try one file."""
        name = self.chance.choices(list(self.weights), list(self.weights.values()))[0]
        if name in NOTES:
            data, arguments, ended = self._notes(name)
        else:
            kind = self.kinds[name]
            data, arguments = kind.broken(self.chance), command(self.chance, name, kind)
            extra = {"themes/t/theme.yml": b"name: T\nextends: plain\nslides: {template: brand.pptx}\n"}
            files = self.course | (extra if name == "template" else {}) | {kind.place: data}
            self.ground.lay_out(None, None, files)
            ended = self.ground.run(*arguments)
        self.tried[name] += 1
        self.commands[arguments[0]] += 1
        if ended.faults:
            self._keep(name, data, arguments, ended)

    def _notes(self, name: str) -> tuple[bytes, tuple[str, ...], Ended]:
        """Damage a file that a build left, and go on as if nothing had happened."""
        self.ground.lay_out(self.built / "course", self.built / "cache", {})
        folder = self.ground.folder / NOTES[name]
        paths = [
            path
            for path in sorted(folder.rglob("*"))
            if path.suffix in {".json", ".jsonl"} or path.name == "SHA256SUMS"
        ]
        path = self.chance.choice(paths)
        if path.name == "SHA256SUMS":
            path.write_bytes(
                self.kinds["csv"].make(self.chance, [path.read_bytes()], ["\n", "  ", "../../home/secret.txt"])
            )
        else:
            if path.suffix == ".json":  # on one line, as `damage` has them
                path.write_text(json.dumps(json.loads(path.read_bytes())), encoding="utf-8")
            damage(path, self.chance)
        data = path.read_bytes()
        arguments = self.chance.choice((
            ("build", "--edition", "handout", "--jobs", "1"), ("build", "--edition", "handout", "--jobs", "1"), ("check",),
            ("check", "x"), ("clean",), ("publish", "--check"),
        ))  # fmt: skip
        return data, arguments, self.ground.run(*arguments)

    def _keep(self, name: str, data: bytes, arguments: tuple[str, ...], ended: Ended) -> None:
        """Write a find down, unless one of the same cause is there."""
        sign = f"{name} {arguments[0]} {ended.sign}"
        if sign in self.finds:
            return
        self.into.mkdir(parents=True, exist_ok=True)
        path = self.into / f"{name}-{hashlib.sha256(sign.encode()).hexdigest()[:8]}"
        self.finds[sign] = path.name
        path.write_bytes(data)
        about = {"sign": sign, "command": arguments, "faults": ended.faults, "told": ended.told[-3_000:]}
        Path(f"{path}.json").write_text(json.dumps(about, indent=1), encoding="utf-8")
        print(f"{path.name}: {sign}: {'; '.join(ended.faults)[:200]}", flush=True)


def main(arguments: list[str]) -> int:
    """Fuzz until the time is over; print what was tried and found, and return 1 when there were finds."""
    into = Path(arguments.pop(arguments.index("--into") + 1)) if "--into" in arguments else Path("fuzz-finds")
    only = arguments[arguments.index("--only") + 1 :] if "--only" in arguments else []
    numbers = [word for word in arguments if word.replace(".", "").isdigit()]
    minutes = float(numbers[0]) if numbers else 1.0
    seed = int(numbers[1]) if len(numbers) > 1 else 1
    load_everything()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        fuzzer = Fuzzer(seed, into.resolve(), only, Ground(Path(folder) / "g"))
        start = told = time.monotonic()
        while time.monotonic() < start + minutes * 60:
            fuzzer.step()
            if time.monotonic() > told + 60:
                told = time.monotonic()
                fuzzer.into.mkdir(parents=True, exist_ok=True)
                so_far = {
                    "seed": seed,
                    "minutes": (told - start) / 60,
                    "files": dict(fuzzer.tried),
                    "finds": fuzzer.finds,
                }
                (fuzzer.into / f"seed-{seed}.json").write_text(json.dumps(so_far, indent=1), encoding="utf-8")
    files = f"{sum(fuzzer.tried.values())} files in {minutes:g} minutes, {len(fuzzer.finds)} finds"
    print(f"seed {seed}: {files}: {dict(fuzzer.tried)}; {dict(fuzzer.commands)}")
    return min(len(fuzzer.finds), 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
