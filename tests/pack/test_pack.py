"""`coursewright pack` and `coursewright review`: sheets of a course, filled in for a module, and what they must not say."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdf
import pytest

from builder.build import read_module
from builder.cli.session.files import put_files
from builder.core.disk.folder import Folder
from builder.core.problems import Problem, ProblemCode, Problems
from builder.engine.reading.opening import open_course
from builder.model import module as m
from builder.pack.checking import check_sheets
from builder.pack.plain_text import plain_text
from builder.pack.session import PackSession, group_sizes
from builder.pack.sheets import Kind, read_sheets, unknown_roles
from builder.pack.write import SheetFile, list_review, write_pack
from builder.transform.lengths import cut
from builder.writers.shared.labels import Labels
from tests.support.commands import CACHE, run
from tests.support.listening.folder import faults_heard
from tests.support.tools import verapdf_verdicts

ROOT = Path(__file__).parents[2]
MODULE = """---
title: Sorting {date} *safely*
description: D.
objectives: [Name one thing., Sort two.]
---

## Welcome {time=10}

Words [@act]. The law says so.

## Break {time=15}

## Sort {time=35}

::: {.activity time=35 group="groups of three or four"}
### Sort the cards

1. Sort.
:::

::: {.check objective=2}
Which one?

- [x] The right one
  That is the secret.
- [ ] Another
:::
"""
PACK = """---
lang: en-US
---

## Certificate {#certificate layout="certificate"}

{organization} confirms that this person took part in {module}, {hours}, on {date}.

::: form
- Name: text
:::

## Outline {#outline .facilitator}

{agenda}

{assessment}

## E-mail {#email layout="email"}

From {start} to {end}, {place}. [Map](https://example.org/map)

{objectives}
"""
REVIEW = """## Lawyer {#lawyer}

::: {.form each="law"}
- Right?: rating 3
:::

::: {.form each="contact"}
- Safe?: text
:::
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "modules"
    (folder / "sort").mkdir(parents=True)
    (folder / "course.yml").write_text("title: A course\nlang: en-US\ndraft_notice: Draft.\n", encoding="utf-8")
    (folder / "references.yml").write_text(
        "references:\n- {id: act, type: legislation, title: The Act, issued: 2000, seen: copy, accessed: 2026-11-01}\n",
        encoding="utf-8",
    )
    for name, text in (("sort/module.md", MODULE), ("pack.md", PACK), ("review.md", REVIEW)):
        (folder / name).write_text(text, encoding="utf-8")
    return tmp_path


def problems_of(course: Path, pack: str, kind: Kind = "pack", people: int = 24) -> tuple[list[Problem], set[str]]:
    """Return the problems of a pack, and the sheets that are made all the same."""
    (course / "modules" / f"{kind}.md").write_text(pack, encoding="utf-8")
    opened, theme, problems = open_course(Folder(course), None)
    module = read_module(Folder(course), opened, "sort", problems)
    sheets = read_sheets(Folder(course), kind, "en-US", opened, problems)
    assert module is not None
    assert sheets is not None
    session = PackSession(date(2026, 12, 10), people)
    made = write_pack(module, sheets, opened, theme, session, "letter", None, problems)
    return problems.found, {file.name for file in made}


def test_a_pack_is_made_filled_in_and_never_written_over(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = (
        "pack",
        "sort",
        "--people",
        "24",
        "--date",
        "2026-12-10",
        "--start",
        "9:00",
        "--organization",
        "Maple *St*",
    )
    done = run(*asked, cwd=course)
    assert done.returncode == 0, done.stderr
    where = course / "output" / "en-US" / "sort" / "pack"
    assert {path.name for path in where.iterdir()} == {
        f"sort-2026-12-10-{name}"
        for name in ("certificate-en-US.pdf", "outline-facilitators-en-US.pdf", "email-en-US.txt")
    }
    mail = (where / "sort-2026-12-10-email-en-US.txt").read_text(encoding="utf-8")
    assert mail.startswith(
        "From 9:00\xa0a.m. to 10:00\xa0a.m., to be announced. Map (https://example.org/map)\n\n1. Name one"
    )
    outline = pypdf.PdfReader(where / "sort-2026-12-10-outline-facilitators-en-US.pdf").pages[0].extract_text()
    assert "secret" not in outline
    assert "(objective 2)" in outline
    path = where / "sort-2026-12-10-certificate-en-US.pdf"
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(path))
    said = " ".join(writer.pages[0].extract_text().split())
    assert "Maple *St* confirms that" in said
    assert "Sorting {date} *safely*, 0.75 hours, on December 10, 2026" in said
    [field] = writer.get_fields() or {}
    writer.update_page_form_field_values(writer.pages[0], {field: "Łukasz of the night shift"}, auto_regenerate=False)
    filled = io.BytesIO()
    writer.write(filled)
    path.write_bytes(filled.getvalue())
    again = SheetFile("certificate", "Certificate", "pdf", b"another", 1, "participants")
    put_files(course / "output", {path.relative_to(course / "output").as_posix(): again}, [])
    assert "it stays" in capsys.readouterr().err
    assert path.read_bytes() == filled.getvalue()
    assert (where / "sort-2026-12-10-certificate-en-US-new.pdf").is_file()
    kept = [one for folder in (course, CACHE.base) for one in folder.rglob("*") if one.is_file() and one != path]
    assert not [one for one in kept if "Łukasz".encode() in one.read_bytes() or b"night shift" in one.read_bytes()]


WRONG = (
    "## A {#a layout=email}\n\nBy {organization}.\n",
    "## A {#a layout=email}\n\nOn {dat}.\n",
    "## A {#a layout=email}\n\nSo: {objectives}\n",
    '## A {#a}\n\n::: {.form each="persons"}\n- Name\n:::\n',
    "Stray.\n\n## A {#a layout=email}\n\nText.\n",
    "## A {#a layout=emial}\n\nText.\n",
    "Nothing.\n",
)


def test_what_a_sheet_cannot_be_made_of_is_told_and_the_others_are_made(course: Path) -> None:
    told, made = [], []
    for text in WRONG:
        found, names = problems_of(course, text + "\n## B {#b layout=email}\n\nWords.\n" * ("#" in text))
        fault = next(one for one in found if one.at.path == "modules/pack.md")
        told.append((fault.code, fault.at.line, fault.at.column, fault.hint))
        made.append("b" in names)
    assert told == [
        (ProblemCode.MISSING_ORGANIZATION, 3, 4, 'add `--organization "Name"`'),
        (ProblemCode.UNKNOWN_PLACEHOLDER, 3, 4, "did you mean `date`?"),
        (ProblemCode.UNKNOWN_PLACEHOLDER, 3, 5, "let it stand alone in a paragraph"),
        (ProblemCode.UNKNOWN_PLACEHOLDER, 3, 18, "did you mean `person`?"),
        (ProblemCode.UNCLEAR_SHEET, 1, 1, "begin a sheet before it: `## Title {#name}`"),
        (ProblemCode.UNCLEAR_SHEET, 1, 4, "did you mean `email`?"),
        (ProblemCode.UNCLEAR_SHEET, 1, 1, "begin a sheet before it: `## Title {#name}`"),
    ]
    assert made == [True] * 6 + [False]
    opened, theme, problems = open_course(Folder(course), None)
    (course / "modules" / "pack.fr.md").write_text(WRONG[1], encoding="utf-8")
    check_sheets(Folder(course), opened, theme, problems)
    assert {(one.code, one.at.path) for one in problems.found} == {
        (ProblemCode.UNKNOWN_PLACEHOLDER, "modules/pack.fr.md"),
        (ProblemCode.UNCLEAR_SHEET, "modules/pack.md"),
    }


def test_the_pack_of_a_shorter_session_names_what_it_can_reach(course: Path) -> None:
    text = MODULE.replace("[Name one thing., Sort two.]", "[{text: Name one., from: 60}, Sort two.]").replace(
        "=15", "=14"
    )
    (course / "modules/sort/module.md").write_text(text + "\n## More {time=20 from=60}\n\nWords.\n", encoding="utf-8")
    sheet = '## E-mail {#email layout="email"}\n\n{hours}, {minutes}\n\n{objectives}\n\n{assessment}\n'
    (course / "modules/pack.md").write_text(sheet, encoding="utf-8")
    opened, theme, problems = open_course(Folder(course), None)
    whole = read_module(Folder(course), opened, "sort", problems)
    sheets = read_sheets(Folder(course), "pack", "en-US", opened, problems)
    assert whole is not None
    assert sheets is not None
    shorter = cut(whole, 59, problems)
    assert shorter is not None
    (made,) = write_pack(shorter, sheets, opened, theme, PackSession(date(2026, 12, 10), 24), "letter", None, problems)
    assert made.data.decode() == "0.75 hours, 59 minutes\n\n1. Sort two.\n\n- Question 1: Which one? (objective 1)\n"


def test_people_who_cannot_be_divided_into_the_groups_of_an_activity(course: Path) -> None:
    found, made = problems_of(course, "## A {#a layout=email}\n\nText.\n", people=5)
    fault = next(one for one in found if one.at.line == 15)
    assert fault.code is ProblemCode.UNEVEN_GROUPS
    assert (fault.at.path, fault.at.line) == ("modules/sort/module.md", 15)
    assert "plan with 4 or 6 people" in fault.hint
    assert made == {"a"}
    assert [group_sizes(words) for words in ("pairs, in fours", "the whole group", "groups of 3–5")] == [
        (2, 2),
        None,
        (3, 5),
    ]


def test_reviewers_get_what_their_role_should_judge(course: Path) -> None:
    opened, theme, problems = open_course(Folder(course), None)
    module = read_module(Folder(course), opened, "sort", problems)
    sheets = read_sheets(Folder(course), "review", "en-US", opened, problems)
    assert module is not None
    assert sheets is not None
    [text] = list_review(module, sheets, (), opened, theme, None, problems)
    assert "Law 1\n\nThe Act. 2000. Dated 2000. Opened 2026-11-01.\n\nRight?: ______" in text
    assert "There is none in this module." in text
    unknown_roles(sheets, ("lawer",), said := Problems())
    assert [(one.code, one.hint) for one in said.found] == [(ProblemCode.UNCLEAR_SHEET, "did you mean `lawyer`?")]


def test_sheets_are_in_the_modules_language_or_the_nearest_and_else_in_english(course: Path) -> None:
    opened, _, problems = open_course(Folder(course), None)
    modules = course / "modules"

    def read(lang: str) -> tuple[str, str, str]:
        sheets = read_sheets(Folder(course), "review", lang, opened, problems)
        assert sheets is not None
        return sheets.topics[0].at.path, sheets.topics[0].id, sheets.module.lang

    assert read("es-MX") == ("modules/review.md", "lawyer", "en-US")
    (modules / "review.es.md").write_text("## Revisión {#own}\n\nTexto.\n", encoding="utf-8")
    assert read("es-MX") == ("modules/review.es.md", "own", "es-MX")
    (modules / "review.es-MX.md").write_text("---\nlang: es-US\n---\n\n## Revisión {#ours}\n", encoding="utf-8")
    assert read("es-MX") == ("modules/review.es-MX.md", "ours", "es-US")
    for path in modules.glob("review*.md"):
        path.unlink()
    assert read("es-MX") == ("themes/base/pack/review.es.md", "concerned", "es-MX")
    assert read("el") == ("themes/base/pack/review.md", "concerned", "en-US")
    assert problems.found == []


def test_an_email_names_the_lines_to_fill_in_as_the_other_sheets_do(course: Path) -> None:
    _, theme, _ = open_course(Folder(course), None)
    text = plain_text((m.Local(blanks=("helplines", "night-line")),), Labels(theme, "fr"))
    assert text == "Services près de chez vous\xa0: ______\n\nNight line\xa0: ______\n"


@pytest.mark.slow
def test_the_packs_of_the_course_and_the_general_ones_pass_verapdf_and_can_be_filled_in(tmp_path: Path) -> None:
    """For 24 people, in both papers and themes; every field has a name and words, and takes what is typed."""
    shipped = ("pack", "two-terms", "--people", "24", "--date", "2026-12-10", "--organization", "X", "-C", str(ROOT))
    assert run(*shipped, "--output", str(tmp_path / "letter"), cwd=tmp_path).returncode == 0
    assert (
        run(*shipped, "--paper", "a4", "--theme", "contrast", "--output", str(tmp_path / "a4"), cwd=tmp_path).returncode
        == 0
    )
    assert (
        run("review", "two-terms", "-C", str(ROOT), "--output", str(tmp_path / "forms"), cwd=tmp_path).returncode == 0
    )
    assert run("init", "general", cwd=tmp_path).returncode == 0
    made = run(
        "pack",
        "first-steps",
        "--people",
        "7",
        "--date",
        "2026-12-10",
        "--organization",
        "X",
        "-C",
        "general",
        cwd=tmp_path,
    )
    assert "error" not in made.stderr
    assert run("review", "first-steps", "-C", "general", cwd=tmp_path).returncode == 0
    pdfs = sorted(tmp_path.rglob("*.pdf"))
    assert len(pdfs) >= 40
    sizes = {
        path.relative_to(tmp_path).parts[0]: {
            tuple(map(round, page.mediabox[2:])) for page in pypdf.PdfReader(path).pages
        }
        for path in pdfs
        if "certificate" not in path.name
    }
    assert sizes == {"letter": {(612, 792)}, "a4": {(595, 842)}, "forms": {(612, 792)}, "general": {(612, 792)}}
    [cards] = (tmp_path / "letter").rglob("*name-cards*")
    assert len(pypdf.PdfReader(cards).get_fields() or {}) == 48
    for path in pdfs:
        writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(path))
        fields = {name: field for name, field in (writer.get_fields() or {}).items() if field.get("/FT") == "/Tx"}
        for page in writer.pages if fields else ():
            writer.update_page_form_field_values(page, dict.fromkeys(fields, "typed"), auto_regenerate=False)
        assert all(field["/TU"].strip() for field in fields.values())
        assert all(field["/V"] == "typed" for name, field in (writer.get_fields() or {}).items() if name in fields)
    assert faults_heard(tmp_path / "letter") == {}
    verdicts = verapdf_verdicts(tmp_path)
    assert {path for path, verdict in verdicts.items() if verdict.failures} == set()
    assert len(verdicts) == len(pdfs)
