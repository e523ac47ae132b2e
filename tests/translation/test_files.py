"""PO files: what they hold after an edit of the source, and what is said of those that cannot be used."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from builder.build import read_module
from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source
from builder.model.course import Course
from builder.parse.course import load_course
from builder.translation.course import translate_course
from builder.translation.extract import po_names, units_of
from builder.translation.po import Catalog, PoEntry, new_header, po_path, po_text, read_po
from builder.translation.status import status_of, template_of
from builder.translation.update import update_catalog

ROOT = Path(__file__).parents[2]
HEAD = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"X-Coursewright-Source: first\\n"\n'


@pytest.fixture(scope="module")
def course() -> Course:
    loaded = load_course(Folder(ROOT), Problems())
    assert loaded is not None
    return loaded


@pytest.fixture
def copy(tmp_path: Path, course: Course) -> Folder:
    """A course with two modules, and a whole translation that says the same."""
    (tmp_path / "modules").mkdir()
    for name in ("course.yml", "shared.md", "glossary.yml", "references.yml"):
        shutil.copy(ROOT / "modules" / name, tmp_path / "modules")
    shutil.copytree(ROOT / "modules" / "two-terms", tmp_path / "modules" / "two-terms")
    yml = tmp_path / "modules" / "course.yml"
    yml.write_text(yml.read_text().partition("\nmodules:")[0] + "\nmodules: [two-terms]\n")
    folder = Folder(tmp_path)
    for name in po_names(course):
        units = units_of(folder, course, name)
        entries = tuple(PoEntry(unit.context, unit.text, unit.text) for unit in units)
        if entries:
            write(tmp_path, name, po_text(Catalog("", "es", entries, (), new_header("es", name, "T", "1"))))
    return folder


def write(root: Path, name: str, text: str) -> None:
    path = root / po_path("es", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def spanish(folder: Folder) -> tuple[Course, Problems]:
    problems = Problems()
    course = load_course(folder, problems)
    assert course is not None
    return translate_course(folder, course, "es", problems), problems


def test_the_same_words_give_the_same_module(copy: Folder) -> None:
    translation, problems = spanish(copy)
    assert translation.origin is not None
    english = read_module(copy, translation.origin, "two-terms", problems)
    made = read_module(copy, translation, "two-terms", problems)
    assert english is not None
    assert made is not None
    assert repr(made.body) == repr(english.body)
    assert made.assets == english.assets
    assert made.meta == english.meta.model_copy(update={"lang": "es"})
    assert not problems.found


def test_an_edited_sentence_is_one_fuzzy_unit_and_a_moved_block_none(copy: Folder) -> None:
    path = copy.root / "modules/two-terms/module.md"
    course, problems = spanish(copy)
    source = copy.source(po_path("es", "two-terms"))
    catalog = read_po(source, "es", "two-terms", problems)
    assert catalog is not None
    text = path.read_text()
    whole = text.replace("Thoughtful people disagree with parts of this", "Many people disagree with parts of this")
    assert whole != text
    before, notes, after = whole.partition("## Keep three questions apart")
    block, mark, rest = after.partition("\n## ")
    path.write_text(f"{before}{rest.join(('## ', ''))}\n\n{notes}{block}\n")  # a topic goes to the end
    updated = update_catalog(catalog, units_of(copy, course, "two-terms"))
    assert mark
    assert (updated.fresh, updated.fuzzy, updated.gone) == (0, 1, 0)
    (fuzzy,) = [entry for entry in updated.catalog.entries if entry.fuzzy]
    assert fuzzy.previous.startswith("Thoughtful people disagree")
    again = read_po(Source("x.po", po_text(updated.catalog)), "es", "two-terms", problems)
    assert again is not None
    assert po_text(again) == po_text(updated.catalog)
    assert update_catalog(again, units_of(copy, course, "two-terms")).fuzzy == 0
    (one,) = [file for file in status_of(copy, course.origin or course, ("es",), problems) if file.name == "two-terms"]
    assert (one.fuzzy, one.missing) == (1, 0)


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
def test_gettext_finds_no_fault_in_what_is_written(copy: Folder, course: Course, tmp_path: Path) -> None:
    tool = shutil.which("msgfmt")
    if tool is None:
        pytest.skip("gettext is not installed")
    (tmp_path / "x.pot").write_text(template_of(copy, course, "two-terms").replace("Language: ", "Language: es"))
    for path in (*(tmp_path / "locale" / "es").glob("*.po"), tmp_path / "x.pot"):
        done = subprocess.run(
            [tool, "--check", "-o", "/dev/null", str(path)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_the_whole_course_in_its_own_words_is_itself(course: Course, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "modules", tmp_path / "modules")
    folder = Folder(tmp_path)
    for name in po_names(course):
        entries = tuple(PoEntry(unit.context, unit.text, unit.text) for unit in units_of(folder, course, name))
        write(tmp_path, name, po_text(Catalog("", "es", entries, (), new_header("es", name, "T", "1"))))
    translation, problems = spanish(folder)
    assert translation.origin is not None
    for name in course.modules:
        english = read_module(folder, translation.origin, name, Problems())
        made = read_module(folder, translation, name, problems)
        assert english is not None
        assert made is not None
        assert (repr(made.body), made.assets) == (repr(english.body), english.assets), name
    assert not problems.found
