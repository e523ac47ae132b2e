"""The house rules that a machine can see. Each failure names the file and what to do."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.core.problems import ProblemCode
from builder.model import module as model
from builder.parse.divs.vocabulary import ALIASES, MAKERS
from builder.transform.audience import CONTENT
from tests.support.expectations import expected_codes
from tests.support.syntax.disk_access import disk_accesses

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "builder"
LAYERS: dict[str, str] = {
    "core": "",
    "model": "core",
    "transform": "core model",
    "theme": "core",
    "brands": "core model theme pictures slides writers build",
    "pictures": "core theme",
    "parse": "core model transform theme pictures",
    "check": "core model transform",
    "translation": "core model transform pictures parse",
    "slides.deck": "core model transform theme",
    "slides.outline": "core model transform theme slides.deck",
    "slides.fit": "core model transform theme slides.deck",
    "slides.decorate": "core model transform theme slides.deck",
    "slides.template": "core model transform theme slides.deck",
    "slides.brand": "core model transform theme pictures slides.deck slides.template",
    "slides.record": "core slides.template",
    "slides.inspect": "core model transform theme slides",
    "slides": "core model transform theme",
    "writers.shared": "core model transform theme slides",
    "writers.pages": "core model transform theme slides writers.shared",
    "writers.pdf": "core model transform theme slides writers.shared",
    "writers.pptx": "core model transform theme slides writers.shared",
    "writers.site": "core model transform theme slides writers.shared",
    "writers.questions": "core model transform theme slides writers.shared",
    "writers.docx": "core model transform theme slides writers.shared writers.pages writers.pptx",
    "writers.slides_pdf": "core model transform theme slides writers.shared writers.pdf",
    "writers": "core model transform theme slides",
    "returning": "core model transform theme pictures parse check slides writers build engine inspect importing",
    "importing": "core model transform theme pictures parse slides.template",
    "starter": "core theme",
    "doctor": "core theme writers engine brands",
    "inspect": "core model transform slides writers build engine",
    "read": "core model transform theme parse check translation",
    "build": "core model transform theme slides writers read",
    "gallery": "core model transform theme parse slides writers build engine",
    "pack": "core model transform theme parse translation writers build",
    "planning": "core model transform theme writers pack",
    "engine": "core model transform theme parse check translation slides writers read build pack",
    "serve": "core model transform theme parse slides writers build engine importing returning",
}
"""What each room may import of ours beside itself; `cli` and `__main__` may import anything."""

NOUNS = ("core", "model", "transform", "theme")
"""Rooms without third parties but those that validate input."""


CLI = frozenset(path.relative_to(PACKAGE).as_posix() for path in (PACKAGE / "cli").rglob("*.py"))


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
    allowed = {"builder", "pydantic", "pydantic_core", "yaml", "__future__", *sys.stdlib_module_names}
    own_fonts = {("theme/own_fonts.py", name) for name in ("fontTools", "uharfbuzz")}
    exceptions = {
        ("theme/templates.py", "jinja2"),
        ("theme/font_rights.py", "fontTools"),
        *own_fonts,
    }  # loaded late, inside the function that needs it
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for noun in NOUNS
        for path in sorted((PACKAGE / noun).glob("*.py"))
        for line, name in imported(path)
        if name.split(".")[0] not in allowed
        and (path.relative_to(PACKAGE).as_posix(), name.split(".")[0]) not in exceptions
    ]
    assert not wrong


CORNERS: dict[str, tuple[str, frozenset[str]]] = {
    "prints or exits": (r"\bprint\(|\bsys\.exit\(|click\.echo\(", CLI),
    "writes to a terminal": (
        r"\bprint\(|\.echo\(|std(?:out|err)\.(?:write|buffer)",
        frozenset({"cli/messages.py", "cli/show.py"}),
    ),
    "reads the environment": (
        r"os\.environ|os\.getenv|getenv\(",
        CLI | {"writers/shared/fonts.py", "engine/workers/sandbox/environment.py"},
    ),
    "reads the clock": (r"datetime\.now|date\.today|time\.time\(|utcnow", CLI),
    "draws random numbers": (r"\brandom\.|uuid4|secrets\.", frozenset({"cli/serve.py"})),
    "names a color": (r"#[0-9a-fA-F]{6}\b", frozenset()),
}
"""What only some files may do: how a line looks that does it, and which files may. docs/map.md prints the list."""


DISK = {
    "core/disk/": "the door itself",
    "engine/workers/forked.py": "a process under limits has a temporary folder of its own, removed with it, and shares memory",
    "serve/app.py": "Starlette sends a file, or ranges of it, by its path; the output folder is asked for it before",
    "serve/watch.py": "the system watches folders by their paths, and only says that something has changed",
    "engine/workers/sandbox/": "names places to the kernel, and joins a worker's streams to nothing; reads and writes no file",
    "slides/fit/font_metrics.py": "HarfBuzz maps fonts of ours, and our copies of a theme's, into memory by their paths",
}
"""Who opens, reads, writes, renames or removes anything by its path, and why it must."""


def test_the_disk_has_one_door() -> None:
    found = {
        f"{name}:{line}: {what}"
        for path in sources()
        if not (name := path.relative_to(PACKAGE).as_posix()).startswith(tuple(DISK))
        for line, what in disk_accesses(path.read_text(encoding="utf-8"))
    }
    assert not found, "use builder.core.disk, or give the reason in DISK"


@pytest.mark.parametrize("name", DISK)
def test_who_has_a_key_to_the_disk_uses_it(name: str) -> None:
    files = (PACKAGE / name).glob("*.py") if name.endswith("/") else [PACKAGE / name]
    assert any([*disk_accesses(path.read_text(encoding="utf-8"))] for path in files)


def doing(pattern: str) -> Iterator[tuple[str, int, str]]:
    """Yield (file, line, text) of the lines in builder/ that a pattern of CORNERS is found in, comments left aside."""
    for path in sources():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(pattern, line.split("  # ")[0]):
                yield path.relative_to(PACKAGE).as_posix(), number, line.strip()


@pytest.mark.parametrize("what", CORNERS)
def test_strange_things_stay_in_their_corner(what: str) -> None:
    pattern, allowed = CORNERS[what]
    found = [f"{file}:{number}: {what}: {line[:80]}" for file, number, line in doing(pattern) if file not in allowed]
    assert not found


@pytest.mark.parametrize("what", CORNERS)
def test_files_in_a_corner_do_what_they_may(what: str) -> None:
    """A file that no longer does it leaves the list, so that the map is true."""
    pattern, allowed = CORNERS[what]
    assert allowed - CLI <= {file for file, _, _ in doing(pattern)}


CLAIM = re.compile(r"\b[Tt]he only (?:room|folder|file)s? that ([^.]+)\.")
VERBS = {
    "prints or exits": r"\b(?:print|exit)s?\b",
    "reads the environment": r"\benvironment\b",
    "reads the clock": r"\b(?:clock|date)\b",
    "touches the disk": r"\b(?:reads?|writes?) files\b",
}
"""The words in which a docstring claims one of CORNERS for its room alone."""


def test_what_docstrings_claim_for_a_room_alone_is_so() -> None:
    """“The only room that prints” is compared with CORNERS: no file outside the room may do it."""
    wrong = []
    for path in sources():
        says = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        room_of = path.parent if path.name == "__init__.py" else path
        for claim in CLAIM.findall(" ".join(says.split())):
            for what, words in VERBS.items():
                others = [
                    file
                    for file in (CORNERS[what][1] if what in CORNERS else DISK)
                    if not (PACKAGE / file).is_relative_to(room_of)
                ]
                if re.search(words, claim) and others:
                    wrong.append(f"{path.relative_to(ROOT)} claims to be the only one that {what}; so do {others}")
    assert not wrong


STDLIB = re.compile(r"\b(?:[Oo]nly the standard library|[Tt]he standard library alone)\b")


def test_files_that_claim_the_standard_library_alone_load_nothing_else() -> None:
    """What such a file imports when it is loaded is the standard library, or files of ours that claim the same."""
    claim = {path for path in sources() if STDLIB.search(path.read_text(encoding="utf-8"))}
    wrong = [
        f"{path.relative_to(ROOT)} loads {name}"
        for path in claim
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        if name.split(".")[0] not in {*sys.stdlib_module_names, "builder"}
    ]
    assert not wrong


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


def test_every_problem_code_is_expected_by_a_case_or_a_test() -> None:
    """To name a code is not enough: a case's expectation holds it, or a test asserts it."""
    assert not {code.value for code in ProblemCode} - expected_codes()


def test_rows_of_the_audience_table_are_blocks_or_verdicts() -> None:
    secrets: set[type[model.Node]] = {model.Verdict, model.Match, model.RightPlace}
    assert set(CONTENT) <= {*model.Block.__args__, *secrets}


def test_aliases_lead_to_names_of_the_vocabulary() -> None:
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
    lines += ["", "## What only some files may do", "", "| What | Where |", "|---|---|"]
    for what, (_, allowed) in CORNERS.items():
        files = ["`cli/`", *sorted(allowed - CLI)] if allowed >= CLI else sorted(allowed)
        files = [file if file == "`cli/`" else f"`{file}`" for file in files]
        lines.append(f"| {what} | {', '.join(files) or 'nowhere'} |")
    lines.append(f"| touches the disk by paths | {', '.join(f'`{file}`: {why}' for file, why in DISK.items())} |")
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


LONG = {"tests/support/specimen.py", "tests/support/decks/sample_deck.py"}
"""Files of more than 350 lines: data."""


def all_python() -> list[Path]:
    return [*sources(), *sorted(path for path in (ROOT / "tests").rglob("*.py") if "node_modules" not in path.parts)]


def test_files_are_short_enough_to_read_in_one_sitting() -> None:
    long = {
        path.relative_to(ROOT).as_posix()
        for path in all_python()
        if len(path.read_text(encoding="utf-8").splitlines()) > 350
    }
    assert long == LONG


def test_folders_are_seen_at_a_glance() -> None:
    counts = Counter(path.parent for path in all_python())
    assert not {path.relative_to(ROOT).as_posix(): n for path, n in counts.items() if n > 15}


def test_no_class_name_means_two_things() -> None:
    places: dict[str, list[str]] = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert not {name: files for name, files in places.items() if len(files) > 1}
