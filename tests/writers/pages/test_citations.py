"""Sources as the shipped styles write them, and that every mark in a page leads to its entry and every entry is cited."""

from __future__ import annotations

import io
import re
from pathlib import Path

import citeproc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from builder.core.problems import Problems
from builder.core.source import Source
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.model.outputs import Imprint, PageIndex, Variant
from builder.model.references import Work
from builder.parse.markdown import ParseContext, parse_body
from builder.theme.load import load_theme
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.html import page_html
from builder.writers.shared.csl import Bibliography, bibliography

CSL = Path(__file__).parents[3] / "themes" / "base" / "csl"
STYLES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(CSL.glob("*.csl"))}

WORKS = tuple(
    Work.model_validate(work)
    for work in (
        {"id": "law", "type": "legislation", "title": "Definitions, 22 U.S.C. § 7102", "author": ["United States Code"],
         "issued": {"date-parts": [[2000]]}, "URL": "https://uscode.house.gov/"},
        {"id": "no-author", "type": "webpage", "title": "Help & <b>more</b>?", "issued": "2020-05"},
        {"id": "undated", "type": "webpage", "title": "CyberTipline", "author": ["National Center"], "issued": "undated",
         "accessed": "2026-01-31"},
        {"id": "article", "type": "article-journal", "title": "Who is “harmed”?",
         "author": [{"family": "Lee", "given": "Ana"}, {"family": "van der Berg", "given": "Jan"}],
         "container-title": "Journal of X", "volume": "12", "issue": "3", "page": "12-19", "issued": "2018-03-04", "DOI": "10.1/x"},
        {"id": "news", "type": "article-newspaper", "title": "Group prepares.", "author": ["Radio"], "issued": "2025-09-30"},
        {"id": "chinese", "type": "book", "title": "性工作", "author": [{"family": "王", "given": "小明"}], "issued": "2019"},
        {"id": "arabic", "type": "book", "title": "كتاب", "author": [{"family": "حسن", "given": "محمد"}], "issued": "2019"},
        {"id": "b", "type": "report", "title": "Second", "author": ["Network"], "issued": "2025-03-11"},
        {"id": "a", "type": "report", "title": "First", "author": ["Network"], "issued": "2025"},
        {"id": "edited", "type": "book", "title": "Edited", "editor": [{"family": "Smith", "given": "J."}], "edition": "2",
         "publisher": "Press", "issued": "2001"},
        {"id": "case", "type": "legal_case", "title": "Doe v. Roe", "container-title": "F.3d", "volume": "12", "page": "100",
         "issued": "2020"},
        {"id": "Strange.Type", "type": "tablet", "title": "Clay", "author": ["A & B"], "issued": "1999"},
        {"id": "many", "type": "article-journal", "title": "Many", "issued": "2021",
         "author": [{"family": f"Writer{n}", "given": "A."} for n in range(8)]},
    )
)  # fmt: skip

NUMERIC = """
law | 1 | United States Code. <i>Definitions, 22 U.S.C. § 7102</i>. 2000.
no-author | 2 | <i>Help &amp; &lt;b&gt;more&lt;/b&gt;?</i> May 2020.
undated | 3 | National Center. <i>CyberTipline</i>. Undated. Accessed January 31, 2026.
article | 4 | Ana Lee and Jan van der Berg. “Who is ‘harmed’?” <i>Journal of X</i>, 12(3), 12–19. March 4, 2018.
news | 5 | Radio. “Group prepares.” September 30, 2025.
chinese | 6 | 王小明. <i>性工作</i>. 2019.
arabic | 7 | محمد حسن. <i>كتاب</i>. 2019.
b | 8 | Network. <i>Second</i>. March 11, 2025.
a | 9 | Network. <i>First</i>. 2025.
edited | 10 | J. Smith. <i>Edited</i>. 2nd ed., Press. 2001.
case | 11 | <i>Doe v. Roe</i>. <i>F.3d</i>, 12, 100. 2020.
Strange.Type | 12 | A &amp; B. <i>Clay</i>. 1999.
many | 13 | A. Writer0, A. Writer1, A. Writer2, A. Writer3, A. Writer4, A. Writer5, et al. “Many.” 2021.
"""

AUTHOR_DATE = """
Strange.Type | A &amp; B 1999 | A &amp; B. 1999. <i>Clay</i>.
case | Doe v. Roe 2020 | <i>Doe v. Roe</i>. 2020. <i>F.3d</i>, 12, 100.
no-author | Help &amp; &lt;b&gt;more&lt;/b&gt;? 2020 | <i>Help &amp; &lt;b&gt;more&lt;/b&gt;?</i> 2020.
article | Lee and van der Berg 2018 | Lee, Ana and Jan van der Berg. 2018. “Who is ‘harmed’?” <i>Journal of X</i>, 12(3), 12–19.
undated | National Center undated | National Center. undated. <i>CyberTipline</i>. Accessed January 31, 2026.
a | Network 2025a | Network. 2025a. <i>First</i>.
b | Network 2025b | Network. 2025b. <i>Second</i>.
news | Radio 2025 | Radio. 2025. “Group prepares.”
edited | Smith 2001 | Smith, J. 2001. <i>Edited</i>. 2nd ed., Press.
law | United States Code 2000 | United States Code. 2000. <i>Definitions, 22 U.S.C. § 7102</i>.
many | Writer0 et al. 2021 | Writer0, A., A. Writer1, A. Writer2, A. Writer3, A. Writer4, A. Writer5, et al. 2021. “Many.”
arabic | حسن 2019 | حسن, محمد. 2019. <i>كتاب</i>.
chinese | 王小明 2019 | 王小明. 2019. <i>性工作</i>.
"""


def list_text(made: Bibliography) -> str:
    return "\n" + "".join(f"{key} | {made.marks[key]} | {made.entries[key]}\n" for key in made.order)


def test_numeric_style() -> None:
    assert list_text(bibliography(WORKS, STYLES["numeric"], "en-US")) == NUMERIC


def test_author_date_style() -> None:
    assert list_text(bibliography(WORKS, STYLES["author-date"], "en-US")) == AUTHOR_DATE


@pytest.mark.parametrize(
    ("lang", "entry"),
    [
        ("fr", "Ana Lee et Jan van der Berg. « Who is “harmed”? » <i>Journal of X</i>, 12(3), 12‑19. 4 mars 2018."),
        (
            "es-US",
            "Ana Lee y Jan van der Berg. “Who is ‘harmed’?” <i>Journal of X</i>, 12(3), 12–19. 4 de marzo de 2018.",
        ),
        ("xx", "Ana Lee and Jan van der Berg. “Who is “harmed”?” <i>Journal of X</i>, 12(3), 12–19. March 4, 2018."),
    ],
)
def test_a_module_s_own_language(lang: str, entry: str) -> None:
    made = bibliography(WORKS, STYLES["numeric"], lang)
    assert re.sub(r"\s", " ", made.entries["article"]) == re.sub(r"\s", " ", entry)


@pytest.mark.parametrize("name", STYLES)
def test_styles_are_valid_csl(name: str) -> None:
    schema = etree.RelaxNG(etree.parse(citeproc.SCHEMA_PATH))
    schema.assertValid(etree.parse(io.BytesIO(STYLES[name].encode())))


SIGNS = st.text(st.sampled_from("ab Z9<>&\"'{}/=éß王ح.?!-“”"), min_size=1, max_size=20).filter(str.strip)


@settings(deadline=None, max_examples=60)
@given(SIGNS, SIGNS, st.sampled_from(["book", "article", "webpage", "legislation", "", "x"]))
def test_no_author_s_markup_and_no_lost_word(title: str, author: str, kind: str) -> None:
    work = Work.model_validate({"id": "K", "type": kind, "title": title, "author": [author], "issued": "2020"})
    for style in STYLES.values():
        entry = bibliography((work,), style, "en-US").entries["K"]
        assert set(re.findall(r"<[^>]*>", entry)) <= {"<i>", "</i>"}
        shown = re.sub(r"\W", "", Markup(entry).striptags())
        assert re.sub(r"\W", "", title) in shown
        assert re.sub(r"\W", "", author) in shown


BODY = """## One

First [@law; @article, p. 13]. Again [@law]. Sources: [@news; @a]. A [link](https://example.org/) and [@law].

::: notes
SAY: Only I know [@many].
:::

::: check
What? [@b]

- [x] This
  For this [@case].
:::
"""


def _page(text: str, works: tuple[Work, ...], edition: str, style: str = "numeric") -> str:
    problems = Problems()
    meta = Meta(title="A case", description="…", objectives=(Objective("One"),), id="case")
    around = ParseContext(works={work.id: work for work in works})
    module = parse_body(Source("module.md", text), 1, meta, around, problems)
    theme = load_theme("plain", problems)
    assert theme is not None
    row = EDITIONS[edition]
    return page_html(select(module, row), row, theme, Variant(), Imprint(citations=style), PageIndex())


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("edition", ["handout", "sheet", "workbook", "answers", "guide"])
def test_every_mark_has_its_entry_and_every_entry_its_mark(edition: str, style: str) -> None:
    page = _page(BODY, WORKS, edition, style)
    marks = set(re.findall(r'href="#(cw:source-\d+)"', page))
    entries = set(re.findall(r'<li id="(cw:source-\d+)"', page))
    assert marks == entries
    assert bool(marks) == (edition != "sheet")
    assert ("Writer0" in page) == (edition == "guide")
    assert "[@" not in page
    assert '</a><span class="tie">and' not in page  # the space before a word that is kept at its mark


def test_what_many_sources_share_is_said_once_and_long_addresses_are_cut_for_participants_on_paper() -> None:
    works = tuple(
        Work.model_validate(
            {"id": name, "type": "webpage", "title": name, "accessed": "2026-11-02", "URL": url, **more}
        )
        for name, url, more in (
            ("one", f"https://www.example.org/{'long-' * 12}name", {"seen": "copy"}),
            ("two", "https://example.org/short", {"seen": "copy", "volatile": True}),
            ("old", f"https://doi.org/10.1000/{'9' * 50}", {"seen": "copy", "copy_dated": "2025-03"}),
            ("heard", "https://example.org/", {"seen": "secondary"}),
            ("open", "https://example.net/", {}),
        )
    )
    by_id = {work.id: work for work in works}
    text = "## Topic\n\nA fact. " + " ".join(f"[@{key}]" for key in by_id)
    for edition in ("handout", "guide"):
        page = _page(text, works, edition)
        listed = page[page.index('class="sources"') :]
        assert listed.count("Read in a stored copy, November 2026.") == 1
        notes = [
            re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r'<span class="opening">(.*?)</span>', listed)
        ]
        assert notes == [
            "[copy]", "[copy] It changes often.", "[copy of March 2025]",
            "Read only as others report it, November 2026.",
        ]  # fmt: skip
        assert f'href="{by_id["one"].url}"' in listed
        assert (">example.org/…</a>" in listed, "Rest of a long address" in listed) == (edition == "handout",) * 2
        assert f">{by_id['old'].url.removeprefix('https://')}</a>" in listed
