"""PO files: what they hold after an edit of the source, and what is said of those that cannot be used."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.build import imprint_of, read_module
from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source
from builder.engine.module_build import ModuleInputs
from builder.engine.module_check import ModuleCheck
from builder.model import module as m
from builder.model.course import Course
from builder.parse.course import load_course
from builder.translation.assets import rewrite_drawing
from builder.translation.course import translate_course
from builder.translation.extract import po_names, units_of
from builder.translation.po import Catalog, PoEntry, new_header, po_path, po_text, read_po
from builder.translation.status import status_of, template_of
from builder.translation.update import update_catalog
from tests.support.print.pages import theme
from tests.support.translated.pseudo import ideographs, longer, pseudo, right_to_left

ROOT = Path(__file__).parents[2]
HEAD = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"X-Coursewright-Source: first\\n"\n'


@pytest.fixture(scope="module")
def course() -> Course:
    loaded = load_course(Folder(ROOT), Problems())
    assert loaded is not None
    return loaded


MODULE = """---
title: First aid
description: What to do first.
objectives: [Call for help.]
content_note: It speaks of wounds.
---

## Look before you help {time="5"}

Look around before you go near. Is it safe for you?

- Stop the traffic.
- Call out.

::: notes
SAY: Nobody can help who is hurt.
:::

## Call for help

Dial 112 and say where you are. [Stay on the line until they tell you to hang up.]{.key}

| Who  | Number |
|------|--------|
| Fire | 112    |

![Two hands](hands.svg){alt="Two hands on a chest, one over the other"}
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30"><text x="5" y="20" font-size="10">Press here</text></svg>'


@pytest.fixture
def copy(tmp_path: Path) -> Folder:
    """A course of one module, and a whole translation that says the same."""
    home = tmp_path / "modules" / "aid"
    home.mkdir(parents=True)
    (tmp_path / "modules" / "course.yml").write_text("title: Help\nmodules: [aid]\nlanguages: [en-US, es]\n")
    (home / "module.md").write_text(MODULE)
    (home / "hands.svg").write_text(DRAWING)
    folder = Folder(tmp_path)
    translate(folder, lambda text: text)
    return folder


def translate(folder: Folder, word: Callable[[str], str]) -> None:
    """Write the PO files of a course."""
    course = load_course(folder, Problems())
    assert course is not None
    for name in po_names(course):
        entries = tuple(PoEntry(unit.context, unit.text, word(unit.text)) for unit in units_of(folder, course, name))
        write(folder.root, name, po_text(Catalog("", "es", entries, (), new_header("es", name, "T", "1"))))


def write(root: Path, name: str, text: str) -> None:
    path = root / po_path("es", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def spanish(folder: Folder) -> tuple[Course, Problems]:
    problems = Problems()
    course = load_course(folder, problems)
    assert course is not None
    return translate_course(folder, course, "es", problems), problems


def test_an_edited_sentence_is_one_fuzzy_unit_and_a_moved_block_none(copy: Folder) -> None:
    course, problems = spanish(copy)
    catalog = read_po(copy.source(po_path("es", "aid")), "es", "aid", problems)
    assert catalog is not None
    head, first, second = MODULE.replace("Is it safe for you?", "Is it safe for you and for others?").split("\n## ")
    (copy.root / "modules/aid/module.md").write_text(f"{head}\n## {second}\n## {first}")
    updated = update_catalog(catalog, units_of(copy, course, "aid"))
    assert (updated.fresh, updated.fuzzy, updated.gone) == (0, 1, 0)
    (fuzzy,) = [entry for entry in updated.catalog.entries if entry.fuzzy]
    assert fuzzy.previous == "Look around before you go near. Is it safe for you?"
    again = read_po(Source("x.po", po_text(updated.catalog)), "es", "aid", problems)
    assert again is not None
    assert po_text(again) == po_text(updated.catalog)
    (one,) = [file for file in status_of(copy, course, ("es",), problems) if file.name == "aid"]
    assert (one.fuzzy, one.missing) == (1, 0)
    (copy.root / "modules/aid/module.md").write_text(MODULE)
    assert update_catalog(again, units_of(copy, course, "aid")).catalog.entries == catalog_with_comments(copy, catalog)


def catalog_with_comments(folder: Folder, catalog: Catalog) -> tuple[PoEntry, ...]:
    course, _ = spanish(folder)
    return update_catalog(catalog, units_of(folder, course, "aid")).catalog.entries


def test_words_in_drawings_keep_their_room(copy: Folder) -> None:
    translate(copy, lambda text: pseudo(text, longer))
    translation, problems = spanish(copy)
    made = read_module(copy, translation, "aid", problems)
    assert made is not None
    assert not problems.found
    assert '<tspan font-size="6.9">Préššëò' in made.assets["hands.svg"].data.decode()


ROOMS = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100" font-size="20"><rect width="400" height="100"/>
<rect x="10" y="10" width="180" height="80" stroke-width="4"/><circle cx="300" cy="50" r="45"/>
<g text-anchor="middle"><text x="100" y="50">Choice</text><text x="300" y="57">Work</text></g>
<text x="20" y="80">one</text><text x="100" y="80">two</text><text transform="rotate(9)" x="5" y="9">Turned</text></svg>"""


def test_words_in_drawings_may_grow_into_the_shape_that_they_stand_in() -> None:
    longer = {
        "Choice": "A free choice",
        "Work": "Handicraftsmen",
        "one": "one and a half",
        "Turned": "Turned round",
    }
    made = rewrite_drawing(ROOMS.encode(), "x.svg", lambda placed: longer.get(placed.text)).decode()
    sizes = {words: float(size) for size, words in re.findall(r'<tspan font-size="([\d.]+)">([^<]*)', made)}
    assert ">A free choice<" in made
    assert "A free choice" not in sizes  # it is set as large as the word that it takes the place of
    assert 10 < sizes["Handicraftsmen"] < 14  # a circle is narrow
    assert 10 < sizes["one and a half"] < 14  # “two” stands beside it
    assert sizes["Turned round"] == 12  # how much room it has is not known: at the least 60 %


def test_words_in_a_narrow_box_of_their_own_stand_on_two_lines() -> None:
    box = '<rect x="0" y="10" width="110" height="80"/><text x="55" y="56" font-weight="700" text-anchor="middle">Sex work</text>'
    below = '<text x="55" y="80" text-anchor="middle">of adults</text>'
    made, full = (
        rewrite_drawing(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100" font-size="22">{body}</svg>'.encode(), "x.svg",
            lambda placed: {"Sex work": "Trabajo sexual"}.get(placed.text),
        ).decode()
        for body in (box, box + below)
    )  # fmt: skip
    assert re.findall(r'<tspan x="55" y="([\d.]+)" font-size="([\d.]+)">(\w+)', made) == [
        ("43.7", "22", "Trabajo"),
        ("68.3", "22", "sexual"),
    ]
    assert re.findall(r"<tspan [^>]*>([^<]*)", full) == ["Trabajo sexual"]  # a line stands below


@pytest.mark.parametrize("word", [longer, right_to_left, ideographs])
def test_no_word_is_left_in_the_language_of_the_source(copy: Folder, word: Callable[[str], str]) -> None:
    translate(copy, lambda text: pseudo(text, word))
    translation, problems = spanish(copy)
    made = read_module(copy, translation, "aid", problems)
    assert made is not None
    assert not problems.found
    printed = " ".join(
        [m.plain(*made.body), *(str(value) for value in made.meta), made.assets["hands.svg"].data.decode()]
    )
    for english in ("safe", "traffic", "Nobody", "Stay", "Number", "hands", "Press", "First", "wounds", "chest"):
        assert not re.search(rf"\b{english}\b", printed)


BROKEN = {
    "a text without its end": (f'{HEAD}\nmsgid "One\nmsgstr "Uno"\n', ProblemCode.BROKEN_TRANSLATION, 6),
    "no PO file": ("<html>\n<body>no</body>\n", ProblemCode.BROKEN_TRANSLATION, 1),
    "of another module": (HEAD.replace("first", "second"), ProblemCode.BROKEN_TRANSLATION, 4),
    "of another language": (HEAD.replace(": es", ": fr"), ProblemCode.BROKEN_TRANSLATION, 3),
    "a text twice": (
        f'{HEAD}\nmsgid "One"\nmsgstr "Uno"\n\nmsgid "One"\nmsgstr "Dos"\n',
        ProblemCode.DUPLICATE_TRANSLATION,
        9,
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_cannot_be_used_is_named_with_its_line(case: str) -> None:
    text, code, line = BROKEN[case]
    problems = Problems()
    read_po(Source("locale/es/first.po", text), "es", "first", problems)
    (problem,) = problems.found
    assert problem.code is code
    assert problem.code is ProblemCode.BROKEN_TRANSLATION or problem.code is ProblemCode.DUPLICATE_TRANSLATION
    assert problem.at.line == line


@pytest.mark.slow
@pytest.mark.usefixtures("copy")
def test_gettext_finds_no_fault_in_what_is_written(course: Course, tmp_path: Path) -> None:
    tool = shutil.which("msgfmt")
    if tool is None:
        pytest.skip("gettext is not installed")
    (tmp_path / "x.pot").write_text(
        template_of(Folder(ROOT), course, "two-terms").replace("Language: ", "Language: es")
    )
    for path in (*(tmp_path / "locale" / "es").glob("*.po"), tmp_path / "x.pot"):
        done = subprocess.run(
            [tool, "--check", "-o", "/dev/null", str(path)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_modules_of_the_course_in_their_own_words_are_themselves(course: Course, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "modules", tmp_path / "modules")
    folder = Folder(tmp_path)
    for name in po_names(course):
        entries = tuple(PoEntry(unit.context, unit.text, unit.text) for unit in units_of(folder, course, name))
        write(tmp_path, name, po_text(Catalog("", "es", entries, (), new_header("es", name, "T", "1"))))
    translation, problems = spanish(folder)
    assert translation.origin is not None
    for name in ("authors-guide", "course", "policy-models"):  # the guide has every block, the last one data
        english = read_module(folder, translation.origin, name, Problems())
        made = read_module(folder, translation, name, problems)
        assert english is not None
        assert made is not None
        assert (repr(made.body), made.assets) == (repr(english.body), english.assets), name
    assert not [problem for problem in problems if problem.at.path.startswith("locale/")]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "word"), [("two-terms", right_to_left), ("notice-ask-respond", longer)])
def test_slides_of_longer_words_fit(name: str, word: Callable[[str], str], tmp_path: Path) -> None:
    shutil.copytree(ROOT / "modules", tmp_path / "modules")
    folder = Folder(tmp_path)
    translate(folder, lambda text: pseudo(text, word))
    course, problems = spanish(folder)
    module = read_module(folder, course, name, problems)
    assert course.origin is not None
    english = read_module(folder, course.origin, name, Problems())
    assert module is not None
    assert english is not None
    inputs = ModuleInputs(module, theme(), imprint_of(module, course), course.file.paper)
    ModuleCheck(inputs, problems).check()
    assert [problem.message for problem in problems if problem.severity.value == "error"] == []
    assert "too-large-for-slide" not in {problem.code.value for problem in problems}
    left = set(re.findall(r"[a-z]{4,}", m.plain(*english.body))) & set(re.findall(r"[a-z]{4,}", m.plain(*module.body)))
    assert left <= {"verified"}  # “not verified” of a contact is a mark, and is printed as a question mark
