"""The house rules that a machine can see. Each failure names the file and what to do."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.core.problems import Code
from builder.model import module as model
from builder.parse.divs import ALIASES, MAKERS
from builder.transform.audience import CONTENT

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "builder"
BENCHMARKS = sorted(ROOT.glob("benchmarks/*.py"))
LAYERS: dict[str, str] = {
    "core": "",
    "model": "core",
    "transform": "core model",
    "theme": "core",
    "parse": "core model transform theme",
    "check": "core model transform",
    "slides.deck": "core model transform theme",
    "slides.outline": "core model transform theme slides.deck",
    "slides.fit": "core model transform theme slides.deck",
    "slides.template": "core model transform theme slides.deck",
    "slides.brand": "core model transform theme slides.deck slides.template",
    "slides.inspect": "core model transform theme slides",
    "slides": "core model transform theme",
    "writers.shared": "core model transform theme slides",
    "writers.pages": "core model transform theme slides writers.shared",
    "writers.pdf": "core model transform theme slides writers.shared",
    "writers.pptx": "core model transform theme slides writers.shared",
    "writers.site": "core model transform theme slides writers.shared",
    "writers.questions": "core model transform theme slides writers.shared",
    "writers.slides_pdf": "core model transform theme slides writers.shared writers.pdf",
    "writers": "core model transform theme slides",
    "starter": "theme",
    "doctor": "theme writers",
    "inspect": "core model transform slides writers build engine",
    "build": "core model transform theme parse check slides writers",
    "engine": "core model transform theme parse check slides writers build",
    "serve": "core model transform theme parse slides writers build engine",
}
"""What each room may import of ours beside itself; `cli` and `__main__` may import anything."""

NOUNS = ("core", "model", "transform", "theme")
"""Rooms without third parties but those that validate input."""


CLI = frozenset(path.relative_to(PACKAGE).as_posix() for path in (PACKAGE / "cli").glob("*.py"))


def sources() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """Return the room of LAYERS that a file stands in: the one with the longest name that fits."""
    dotted = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    return longest(dotted) or dotted.split(".")[0]


def longest(dotted: str) -> str:
    """Return the most particular room that holds a module, "" when none does."""
    return max((name for name in LAYERS if f"{dotted}.".startswith(f"{name}.")), key=len, default="")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, module) for every import in a file, also those inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = (
                [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "builder" else [node.module]
            )
            yield from ((node.lineno, name) for name in names)


def test_imports_go_one_way() -> None:
    wrong = []
    for path in sources():
        here = room(path)
        if here in {"cli", "__main__", "__init__"}:
            continue
        allowed = {here, *LAYERS[here].split()}
        for line, name in imported(path):
            there = longest(name.removeprefix("builder.")) if name.startswith("builder.") else ""
            if there and not any(f"{there}.".startswith(f"{one}.") for one in allowed):
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {here} imports {there}")
    assert not wrong


def test_nouns_import_no_third_party_but_what_validates_input() -> None:
    allowed = {"builder", "pydantic", "yaml", "__future__", *sys.stdlib_module_names}
    exceptions = {("theme/templates.py", "jinja2")}  # loaded late, inside the function that needs it
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for noun in NOUNS
        for path in sorted((PACKAGE / noun).glob("*.py"))
        for line, name in imported(path)
        if name.split(".")[0] not in allowed
        and (path.relative_to(PACKAGE).as_posix(), name.split(".")[0]) not in exceptions
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("what", "pattern", "allowed"),
    [
        ("prints or exits", r"\bprint\(|\bsys\.exit\(|click\.echo\(", CLI),
        ("reads the environment", r"os\.environ|os\.getenv|getenv\(", {*CLI, "writers/shared/fonts.py", "doctor.py"}),
        ("reads the clock", r"datetime\.now|date\.today|time\.time\(|utcnow", CLI),
        ("draws random numbers", r"\brandom\.|uuid4|secrets\.", {"cli/serve.py"}),
        (
            "writes files",
            r"\.write_text\(|\.write_bytes\(|open\([^)]*[\"'][wa]b?[\"']",
            {*CLI, "engine/output/files.py", "engine/output/lock.py", "writers/shared/fonts.py"},
        ),
        (
            "reads files",
            r"\.read_text\(|\.read_bytes\(",
            {
                "core/source.py",
                "theme/load.py",
                "starter.py",
                "writers/shared/csl.py",  # citeproc's own list of languages
                *CLI,
                "engine/layout_cache.py",
                "engine/workers/limits.py",
                "engine/books.py",
                "engine/output/manifest.py",
                "engine/site.py",
                "engine/output/deploy.py",
                "serve/app.py",
                "engine/output/folder.py",
                "engine/state.py",
                "writers/shared/fonts.py",
            },
        ),
        ("names a color", r"#[0-9a-fA-F]{6}\b", set()),
    ],
)
def test_strange_things_stay_in_their_corner(what: str, pattern: str, allowed: set[str]) -> None:
    found = [
        f"{path.relative_to(PACKAGE).as_posix()}:{number}: {what}: {line.strip()[:80]}"
        for path in sources()
        if path.relative_to(PACKAGE).as_posix() not in allowed
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line.split("  # ")[0])
    ]
    assert not found


def test_no_color_in_base_templates() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / "themes" / "base").rglob("*"))
        if path.suffix in {".html", ".css", ".yml", ".xml"}
        for match in re.finditer(
            r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?=[;\"'\s])|srgbClr|rgb\(", path.read_text(encoding="utf-8")
        )
    ]
    assert not [line for line in found if "theme-part.xml" not in line]


def test_every_problem_code_has_a_case_or_a_test() -> None:
    pages = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "tests").rglob("*")
        if path.suffix in {".md", ".py"} and "node_modules" not in path.parts
    )
    missing = [
        code.value
        for code in Code
        if f"[{code.value}]" not in pages and f"Code.{code.name}" not in pages and f'"{code.value}"' not in pages
    ]
    assert not missing


def test_rows_of_the_audience_table_are_blocks_or_verdicts() -> None:
    kinds = set(model.Block.__args__) | {model.Verdict}
    assert set(CONTENT) <= kinds


def test_kin_lead_to_names_of_the_vocabulary() -> None:
    assert set(ALIASES.values()) <= set(MAKERS)


def the_map() -> str:
    """Return docs/map.md: what each file says it holds, and who may import whom."""
    lines = [
        "# Map of the code",
        "",
        "Made from the files' docstrings and the import rules in `tests/test_architecture.py`:",
    ]
    lines += [
        "`./coursewright test tests/test_architecture.py --update` writes it anew.",
        "",
        "## Who may import whom",
        "",
    ]
    lines += [
        "Beside itself, the standard library and packages, each room may import:",
        "",
        "| Room | May import |",
        "|---|---|",
    ]
    lines += [f"| `{name}` | {allowed.replace(' ', ', ') or '–'} |" for name, allowed in LAYERS.items()]
    folder = None
    for path in sorted(sources(), key=lambda path: (path.parent.parts, path.name != "__init__.py", path.name)):
        says = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n\n")[0]
        says = " ".join(says.split()).replace("|", "\\|")
        if path.parent != folder:
            folder = path.parent
            lines += ["", f"## {folder.relative_to(ROOT).as_posix()}/", "", says if path.name == "__init__.py" else ""]
            lines += ["", "| File | What it holds |", "|---|---|"]
        if path.name != "__init__.py":
            lines.append(f"| `{path.name}` | {says} |")
    return "\n".join(lines) + "\n"


def test_the_map_is_what_the_files_say(*, update: bool) -> None:
    page = ROOT / "docs" / "map.md"
    if update:
        page.write_text(the_map(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == the_map()


def test_files_are_a_sitting_s_read() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): n
        for path in sources()
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert set(long) == {"builder/model/module.py"}, long  # the whole language, on one page


@pytest.mark.parametrize(
    "command", [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]], ids=["ruff", "format", "mypy"]
)
def test_code_is_clean(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )  # our own tools
    assert done.returncode == 0, done.stdout + done.stderr


BEGINS = """
import importlib.util, runpy, sys
runpy.run_path(sys.argv[1], run_name="begun")
sys.exit(importlib.util.find_spec("builder") is None)
"""


@pytest.mark.parametrize(
    "script",
    [path for path in BENCHMARKS if re.search("from (builder|tests)", path.read_text("utf-8"))],
    ids=lambda path: path.stem,
)
def test_a_benchmark_finds_the_builder_from_anywhere(script: Path, tmp_path: Path) -> None:
    """They are run as scripts, and their first line says how."""
    command = [sys.executable, "-P", "-c", BEGINS, str(script)]
    done = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
