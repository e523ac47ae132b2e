"""The course's terms: linked at the first use, listed in the order of the alphabet, none dropped."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from builder.build import read_module
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.inspect.module_text import inlines_text
from builder.model import module as m
from builder.model.outputs import Imprint, PageIndex, Variant
from builder.parse.course import load_course
from builder.theme.load import load_theme
from builder.transform.books import bind
from builder.transform.editions import EDITIONS
from builder.transform.glossary import sort_key
from builder.transform.selection import select
from builder.writers.pages.html import page_html, screen_html
from tests.check.test_rules import a_course

GLOSSARY = """
- {term: third party, also: [third parties], meaning: "Anyone *between*. [@b]"}
- {term: consent, also: [consents], meaning: A free yes., source: a}
- {term: sex worker, meaning: An adult.}
- {term: sex work, meaning: Adults.}
- {term: vacatur, meaning: Set aside.}
- {term: unused, meaning: Nobody says it.}
"""

BODY = """## On consent

> They say consent.

He says “consent,” in [a consent form](https://example.org), without non-consent. Then **consent** comes, and consent again.

| Third parties | sex workers |
|---|---|
| vacatur | b |

- A sex worker, Sex
  Work, and two third-parties

::: check
What is consent?
:::
"""


def course_with(folder: Path, body: str = BODY, glossary: str = GLOSSARY) -> tuple[m.Module, Problems]:
    a_course(folder, "", one=("", body))
    (folder / "modules" / "glossary.yml").write_text(glossary, encoding="utf-8")
    (folder / "modules" / "references.yml").write_text(
        "- {id: a, title: A, issued: 2020}\n- {id: b, title: B, issued: 2021}\n", encoding="utf-8"
    )
    problems = Problems()
    course = load_course(Folder(folder), problems)
    assert course is not None
    module = read_module(Folder(folder), course, "one", problems)
    assert module is not None
    return module, problems


def letters(module: m.Module) -> str:
    return "".join(node.text for node in m.walk(*module.body) if isinstance(node, m.Text))


def test_the_first_use_in_running_text_is_linked_and_every_use_is_listed(tmp_path: Path) -> None:
    module, problems = course_with(tmp_path)
    assert not len(problems), list(problems)
    chosen = select(module, EDITIONS["handout"])
    found = [(node.entry, inlines_text(node.content)) for node in m.walk(*chosen.body) if isinstance(node, m.Explained)]
    assert found == [
        ("consent", '"consent"'),
        ("sex-worker", '"sex worker"'),
        ("sex-work", '"Sex Work"'),
        ("third-party", '"third-parties"'),
    ]
    bold = next(node for node in m.walk(*chosen.body) if isinstance(node, m.Strong))
    assert isinstance(bold.content[0], m.Explained)
    assert [entry.term for entry in chosen.terms] == ["consent", "sex work", "sex worker", "third party", "vacatur"]
    assert set(chosen.works) == {"a", "b"}
    assert letters(chosen) == letters(module)
    assert select(chosen, EDITIONS["handout"]) == chosen


@pytest.mark.parametrize("edition", sorted(set(EDITIONS) - {"handout", "review"}))
def test_other_editions_are_as_they_were(edition: str, tmp_path: Path) -> None:
    module, _ = course_with(tmp_path)
    chosen = select(module, EDITIONS[edition])
    assert chosen.terms == ()
    assert not [node for node in m.walk(*chosen.body) if isinstance(node, m.Explained)]
    assert not chosen.works


@pytest.mark.parametrize(
    "body", ["Word\n: Consent", "Consent\n: A word", "Word\n: One\n: Consent", "One\n\nconsent\n\nTwo"]
)
def test_what_is_linked_is_listed(body: str, tmp_path: Path) -> None:
    module, _ = course_with(tmp_path, f"{body}\n\n## Topic\n\nText.\n")
    chosen = select(module, EDITIONS["handout"])
    assert [entry.term for entry in chosen.terms] == ["consent"]


@pytest.mark.parametrize(
    "body",
    ["> Consent.", "::: check\nConsent?\n:::", "::: content-note\nConsent.\n:::", "::: resources\n- Consent.\n:::",
     "::: {.local lines=police}\nConsent.\n:::", "::: definition\n### Word\nConsent.\n:::", "### Consent", "| Consent |\n|---|\n| b |",
     "A word.[^n]\n\n[^n]: Consent.", "He said “Consent.”", "`Consent`"],
)  # fmt: skip
def test_where_a_term_is_not_linked_the_next_use_is(body: str, tmp_path: Path) -> None:
    module, _ = course_with(tmp_path, f"## One\n\n{body}\n\nTheir consent.\n")
    chosen = select(module, EDITIONS["handout"])
    assert [m.plain(node) for node in m.walk(*chosen.body) if isinstance(node, m.Explained)] == ["consent"]
    assert [entry.term for entry in chosen.terms] == ["consent"]


def test_of_terms_that_begin_alike_the_longest_is_meant(tmp_path: Path) -> None:
    glossary = "- {term: sex work, meaning: M.}\n- {term: sex work law, meaning: M.}\n"
    module, _ = course_with(tmp_path, "## One\n\nOn sex work law: sex work.\n", glossary)
    chosen = select(module, EDITIONS["handout"])
    found = [m.plain(node) for node in m.walk(*chosen.body) if isinstance(node, m.Explained)]
    assert found == ["sex work law", "sex work"]


def test_a_page_has_an_entry_for_every_link_and_its_source(tmp_path: Path) -> None:
    module, problems = course_with(tmp_path)
    theme = load_theme("plain", problems)
    assert theme is not None
    page = page_html(select(module, EDITIONS["handout"]), EDITIONS["handout"], theme, Variant(), Imprint(), PageIndex())
    for name in ("consent", "sex-work", "sex-worker", "third-party"):
        assert page.count(f'<a class="term" href="#cw:term-{name}">') == 1
        assert page.count(f'<dt id="cw:term-{name}">') == 1
    assert page.index('<dt id="cw:term-vacatur">') < page.index('id="cw:sources"')
    assert "<em>between</em>" in page
    assert page.count('<li id="cw:source-') == 2


def test_the_page_for_phones_has_them_too(tmp_path: Path) -> None:
    module, problems = course_with(tmp_path)
    theme = load_theme("plain", problems)
    assert theme is not None
    page = screen_html(select(module, EDITIONS["handout"]), theme, Variant(), Imprint(), PageIndex(), "")
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert "cw:term-consent" in targets
    assert targets <= set(re.findall(r' id="([^"]+)"', page))


def test_a_book_lists_what_its_readers_text_uses_and_what_its_author_says(tmp_path: Path) -> None:
    glossary = GLOSSARY.replace("Nobody says it.", "Nobody says it., in-books: yes") + "- {term: police, meaning: M.}\n"
    module, _ = course_with(tmp_path, f"{BODY}\n::: facilitator\nCall no police.\n:::\n", glossary)
    book = bind(replace(module, body=()), [module])
    terms = [entry.term for entry in select(book, EDITIONS["handout"]).terms]
    assert terms == ["consent", "sex work", "sex worker", "third party", "unused", "vacatur"]


def test_faults_of_a_glossary_have_their_places(tmp_path: Path) -> None:
    glossary = (
        "- {term: one, also: [two], meaning: M}\n- term: two\n  meaning: M [@c]\n  source: d\n- {term: three}\n"
        "- {term: four, meaning: M, means: N}\n"
    )
    _, problems = course_with(tmp_path, "## T\n\nOne.\n", glossary)
    assert [(p.at.line, p.code.value, p.message) for p in problems] == [
        (2, "duplicate-term", "“two” already stands for `one`"),
        (3, "dead-reference", "there is no source `c`"),
        (4, "dead-reference", "there is no source `d`"),
        (5, "missing-key", "term 3: `meaning` is missing"),
        (6, "unknown-key", "term 4: `means` is not a key of this glossary"),
    ]


def test_check_names_a_term_that_no_module_uses(tmp_path: Path) -> None:
    from tests.support.commands import run

    course_with(tmp_path)
    done = run("check", cwd=tmp_path)
    assert (
        "modules/glossary.yml:7:10: warning[unused-term]: no module of the course uses the term “unused”" in done.stdout
    )
    assert done.stdout.count("[unused-term]") == 1


@pytest.mark.parametrize(
    ("lang", "terms"),
    [
        ("en", ["sex work", "sex worker", "sexual exploitation", "smuggling"]),
        ("fr", ["cote", "côté", "coteau", "eau", "Élan", "zone"]),
        ("sv", ["zon", "ål", "ärlig", "öl"]),
        ("de", ["Ofen", "öl", "Ort", "Zug"]),
        ("es", ["nube", "ñu", "oso"]),
        ("pl", ["cena", "ćma", "dom", "lato", "łza", "mama"]),
    ],
)
def test_the_order_of_the_alphabet(lang: str, terms: list[str]) -> None:
    backwards = list(reversed(terms))
    assert sorted(backwards, key=lambda term: sort_key(term, lang)) == terms


@pytest.mark.parametrize(
    ("written", "typed"), [("worker's rights", "worker’s rights"), ("worker’s rights", "worker's rights")]
)
def test_an_apostrophe_is_one_sign_however_it_is_typed(written: str, typed: str, tmp_path: Path) -> None:
    glossary = f"- {{term: {written}, also: [{typed}], meaning: A worker's own.}}\n"
    module, problems = course_with(tmp_path, f"## One\n\nA {typed} are hers.\n", glossary)
    assert not len(problems), list(problems)
    shown = select(module, EDITIONS["handout"])
    assert 'explained["worker’s rights"]' in inlines_text(
        next(n for n in m.walk(*shown.body) if isinstance(n, m.Paragraph)).content
    )
    (entry,) = shown.terms
    assert (entry.id, entry.term, m.plain(*entry.meaning)) == ("worker-s-rights", "worker’s rights", "A worker’s own.")
