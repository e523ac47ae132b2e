"""Books of a course: its modules bound into one, with nothing lost and nothing mistaken for something else."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from builder.core.problems import Problems
from builder.core.source import Source
from builder.model import module as m
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.model.outputs import PageIndex, Variant
from builder.model.references import Work
from builder.parse.markdown import ParseContext, parse_body
from builder.transform.books import bind, book_page_index, id_in_book
from builder.transform.editions import EDITIONS, Edition
from builder.transform.selection import select
from builder.transform.session import run_sheet
from builder.writers.pages.guide.items import item_groups
from builder.writers.pages.html import page_html
from tests.support.commands import run
from tests.support.print.pages import PLACES, make_pdf, texts, theme
from tests.support.specimen import IMPRINT

TEXT = """
## Welcome {{time=5}}

See [the sorting](#sort), and {name}.

::: {{.activity #sort time=10}}
### Sort the {name}
1. Sort.
:::

::: {{.discussion keep-with="sort" time=5}}
What now, {name}?
:::

::: notes
SAY: The script of {name}.
:::
"""

OWN = """
## About this course

What it is.

## Afterward {position="back"}

What comes last.
"""


def module(name: str, text: str) -> m.Module:
    problems = Problems()
    meta = Meta(
        title=name.title(),
        description=f"All of {name}.",
        objectives=(Objective(f"Sort {name}."),),
        id=name,
        duration=20,
    )
    found = parse_body(Source(f"modules/{name}/module.md", text), 1, meta, ParseContext(), problems)
    assert [problem.message for problem in problems] == []
    return replace(found, folder=name)


APPLES, PEARS = module("apples", TEXT.format(name="apples")), module("pears", TEXT.format(name="pears"))
BOOK = bind(module("course", OWN), (APPLES, PEARS))


def test_front_modules_back_in_this_order_and_every_word_once() -> None:
    assert [m.plain(*block.title) for block in BOOK.body if isinstance(block, m.Container)] == [
        "About this course",
        "Apples",
        "Pears",
        "Afterward",
    ]
    words = Counter(m.plain(*BOOK.body).split())
    for one in (APPLES, PEARS):
        assert not Counter(m.plain(*one.body).split()) - words
    assert BOOK.meta.minutes == 40


def test_ids_are_unique_and_what_points_to_them_still_does() -> None:
    ids = [node.id for node in m.walk(*BOOK.body) if isinstance(node, m.BlockNode) and node.id]
    assert len(ids) == len(set(ids))
    targets = [node.target for node in m.walk(*BOOK.body) if isinstance(node, m.Reference)]
    assert targets == ["apples/sort", "pears/sort"]
    ties = {node.keep_with for node in m.walk(*BOOK.body) if isinstance(node, m.Discussion)}
    assert set(targets) | ties <= set(ids)


def test_a_module_brings_its_pictures_sources_language_and_what_its_cover_says() -> None:
    text = "# A part\n\n## Ripe\n\n{aims}![](p.svg){{alt=x}}\n\nAn ![](q.svg){{alt=y}} in a line.\n"
    note, aims = "::: content-note\nIn the text.\n:::\n\n", "::: objectives\n- In the text.\n:::\n\n"
    plums, figs = (
        replace(one, meta=one.meta.model_copy(update={"content_note": "Of the cover.", "lang": "es"}))
        for one in (module("plums", text.format(aims="")), module("figs", text.format(aims=note + aims)))
    )
    picture, work = m.Asset("p.svg", b"", "image/svg+xml", 1, 1), Work(id="k", title="K")
    plums = replace(plums, assets={"p.svg": picture, "q.svg": picture}, works={"k": work})
    own = replace(module("course", OWN), assets={"own.svg": picture}, works={"o": work})
    book = bind(own, (plums, figs))
    assert set(book.assets) == {"own.svg", "plums/p.svg", "plums/q.svg"}
    shown = [node.src for node in m.walk(*book.body) if isinstance(node, m.Figure | m.InlineImage)]
    assert shown == ["plums/p.svg", "plums/q.svg", "figs/p.svg", "figs/q.svg"]
    assert set(book.works) == {"o", "k"}
    parts = [node for node in m.walk(*book.body) if isinstance(node, m.Part)]
    assert [(part.id, part.lang) for part in parts] == [("plums", "es"), ("figs", "es")], "parts of a module are opened"
    for part, said in zip(parts, (["Sort plums.", "Of the cover."], ["In the text.", "In the text."]), strict=True):
        opening = [node for node in m.walk(part) if isinstance(node, m.Objectives | m.ContentNote)]
        assert sorted(m.plain(*node.body) for node in opening) == sorted(said)
    assert [m.plain(*topic.title) for topic in m.topics(book)] == ["About this course", "Ripe", "Ripe", "Afterward"]


def test_each_module_begins_at_nought_and_the_course_s_own_pages_take_no_time() -> None:
    assert [(row.part.module if row.part else "", row.start, row.minutes) for row in run_sheet(BOOK)] == [
        ("apples", 0, 5),
        ("pears", 0, 5),
    ]


def test_the_handbook_holds_each_module_s_opening_and_no_script() -> None:
    pages = texts(make_pdf("handout", BOOK).data)
    whole = " ".join(pages)
    for words in (
        "Module 1",
        "All of apples.",
        "Sort apples.",
        "Module 2",
        "All of pears.",
        "Sort the pears",
        "What comes last.",
    ):
        assert words in whole
    assert "script" not in whole
    starts = [n for n, page in enumerate(pages) if "All of apples." in page or "All of pears." in page]
    assert starts == [1, 2], "each module begins on a page of its own"
    assert "What comes last." in pages[3], "and what is given out at the end is handed over by itself"


def test_the_guide_s_contents_come_before_the_run_sheet_and_set_the_course_s_own_pages_apart() -> None:
    pages = texts(make_pdf("guide", BOOK).data)
    whole = " ".join(pages)
    assert whole.index("In these pages") < whole.index("Run sheet")
    assert "Print, cut and count what the guide of each module lists on its page 1." in whole
    page = page_html(select(BOOK, EDITIONS["guide"]), EDITIONS["guide"], theme(), Variant(), IMPRINT, PLACES)
    assert re.findall(r'<li class="toc-own"><a href="#([^"]*)"', page) == ["about-this-course", "afterward"]


def test_the_guide_of_a_course_lists_the_questions_of_each_objective() -> None:
    def module_of(name: str, text: str) -> m.Module:
        meta = Meta(
            title=f"The {name}", description="D", objectives=(Objective("Say it."), Objective("Sort it.")), id=name
        )
        return parse_body(Source(f"{name}.md", text), 1, meta, ParseContext(), Problems())

    check = "::: {{.check {0}}}\nWhich?\n\n- [x] This\n\n  Yes.\n- [ ] That\n\n  No.\n:::\n\n"
    order = '::: {.check objective=2 kind="ordering"}\nWhich first?\n\n1. One\n2. Two\n3. Three\n:::\n\n'
    hidden = f"::: facilitator\n{check.format('objective=1')}:::\n"
    asked = module_of("asked", f"## T\n\n{check.format('objective=2')}{order}{check.format('')}{hidden}")
    own = module_of("own", f"## T\n\n{check.format('objective=1,2')}")
    book = select(bind(own, [asked, module_of("silent", "## T\n\nWords.\n")]), EDITIONS["guide"])
    groups = [
        (
            group.part and group.part.id,
            [(row.objective, [(one.number, one.kind) for one in row.items]) for row in group.rows],
        )
        for group in item_groups(book)
    ]
    assert groups == [
        (None, [("Say it.", [(1, "choice")]), ("Sort it.", [(1, "choice")])]),
        ("asked", [("Say it.", []), ("Sort it.", [(1, "choice"), (2, "ordering")]), ("", [(3, "choice")])]),
    ]
    page = page_html(book, EDITIONS["guide"], theme(), Variant(), IMPRINT, PLACES)
    assert re.search(r'Sort it\.</th>\s*<td><a href="#asked/[^"]+">Question 1</a> \(one of several\), <a', page)


def test_pages_named_in_a_book_are_those_of_the_module_s_own_files() -> None:
    places = book_page_index(
        [(APPLES, PageIndex({"handout": {"sort": 3}})), (PEARS, PageIndex({"handout": {"sort": 9}}))]
    )
    assert places.find("handout", id_in_book(PEARS, "sort")) == 9
    assert places.find("handout", id_in_book(APPLES, "sort")) == 3


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=list(EDITIONS))
def test_an_edition_shows_of_a_module_in_a_book_what_it_shows_alone(edition: Edition) -> None:
    """No word more, and none less, but for what a module's cover says."""

    def words(*modules: m.Module) -> Counter[str]:
        nodes = (node for one in modules for node in m.walk(*select(one, edition).body))
        return Counter(word for node in nodes if isinstance(node, m.Text) for word in node.text.split())

    alone, bound = words(module("course", OWN), APPLES, PEARS), words(BOOK)
    said = (one.meta for one in (APPLES, PEARS))
    covers = Counter(
        " ".join(word for meta in said for word in (meta.title, meta.description, *map(str, meta.objectives))).split()
    )
    assert not alone - bound
    assert not bound - alone - covers


def test_a_part_for_facilitators_stays_theirs_in_a_book() -> None:
    text = "# Open\n\n## A\n\nOpen.\n\n# Closed {.facilitator}\n\nSecret.\n\n## B\n\nSecret.\n\n# Open again\n\n## C\n\nOpen.\n"
    book = bind(module("course", OWN), (module("figs", text),))
    for edition in EDITIONS.values():
        told = m.plain(*select(book, edition).body)
        assert ("Secret" in told) == (edition.name in {"guide", "review"})


# ── built ─────────────────────────────────────────────────────────────────────────────────────────────────────


FRUIT = "---\ntitle: {name}\ndescription: All of {name}.\nobjectives: [Sort {name}.]\n---\n" + TEXT
PAGES = "---\ntitle: About\ndescription: D.\nobjectives: [Know.]\n---\n" + OWN + "\n::: reflection\nWhat now?\n:::\n"
HANDBOOK = "course/course-handout-en-US.pdf"


def test_books_are_built_when_their_modules_are_and_again_when_one_changes(tmp_path: Path) -> None:
    modules = tmp_path / "modules"
    for name, text in (
        ("apples", FRUIT.format(name="apples")),
        ("pears", FRUIT.format(name="pears")),
        ("course", PAGES),
    ):
        (modules / name).mkdir(parents=True)
        (modules / name / "module.md").write_text(text, encoding="utf-8")
    (modules / "course.yml").write_text("title: All fruit\nlang: en-US\n", encoding="utf-8")
    wanted = ("build", "--explain", "--edition", "handout", "--edition", "workbook")

    first = run(*wanted, cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    books = {path.name for path in (tmp_path / "output" / "en-US" / "course").glob("*.pdf")}
    assert books == {"course-handout-en-US.pdf", "course-workbook-en-US.pdf"}
    handbook = " ".join(texts((tmp_path / "output" / "en-US" / HANDBOOK).read_bytes()))
    assert "All fruit" in handbook
    assert handbook.index("What it is.") < handbook.index("All of apples.") < handbook.index("All of pears.")
    assert "Nothing has changed" in run(*wanted, cwd=tmp_path).stderr

    pears = modules / "pears" / "module.md"
    pears.write_text(pears.read_text(encoding="utf-8").replace("What now", "What then"), encoding="utf-8")
    again = [line for line in run(*wanted, cwd=tmp_path).stderr.splitlines() if ": made, for " in line]
    assert f"en-US/{HANDBOOK}: made, for what it shows has changed" in again
    assert not [line for line in again if "apples" in line or "course-workbook" in line]

    pears.write_text("---\ntitle: Pears\n---\n", encoding="utf-8")
    broken = run(*wanted, cwd=tmp_path)
    assert broken.returncode == 1
    assert "warning[incomplete-book]: the books of the course are not made: pears has errors" in broken.stderr
