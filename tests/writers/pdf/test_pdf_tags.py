"""The structure tree, read back from finished files: what someone hears is what the module says, in its order."""

from __future__ import annotations

import difflib
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from builder.build import imprint_of, read_module
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.model import module as m
from builder.model.course import Paper
from builder.model.outputs import Variant
from builder.parse.course import load_course
from builder.theme.load import load_theme
from builder.theme.theme import Theme
from builder.transform.editions import EDITIONS
from builder.transform.lengths import cut
from builder.transform.selection import select
from builder.writers.pages.html import page_assets, page_html
from builder.writers.pdf.structure import INLINE
from builder.writers.pdf.write import write_pdf
from tests.support.print.structure import Tagged, kids, outline
from tests.support.specimen import DRAWING, IMPRINT, specimen
from tests.writers.pdf.test_pdf import HANDOUT_PAGES

OUTLINES = Path(__file__).parent / "outlines"
ROOT = Path(__file__).parents[3]
FENCE = re.compile(r"^(`{4})(html|outline|artifacts)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
THEMES = ("plain", "contrast")
EDITIONS_TAGGED = ("handout", "guide")


@cache
def theme(name: str = "plain") -> Theme:
    found = load_theme(name, Problems())
    assert found is not None
    return found


def written(body: str, head: str = "", variant: str = "pdf/a-3a") -> bytes:
    """A page of a few lines as PDF. Nothing may be complained of."""
    problems = Problems()
    html = (
        "<html lang=en><title>t</title>"
        f"<style>html{{font:12px/16px 'Atkinson Hyperlegible Next'}}p,ul,ol,figure,h2{{margin:0}}</style>{head}<body>{body}"
    )
    assets = {"dot.svg": m.Asset("dot.svg", DRAWING, "image/svg+xml", 30, 12)}
    data = write_pdf(html, assets, theme(), problems, variant=variant).data
    assert [problem.message for problem in problems] == []
    return data


@cache
def made(edition: str, name: str = "plain", paper: Paper = "letter", *, large: bool = False) -> bytes:
    """An edition of the specimen, which has every block, as PDF."""
    chosen = select(specimen(), EDITIONS[edition])
    html = page_html(chosen, EDITIONS[edition], theme(name), Variant(paper, large=large), IMPRINT, HANDOUT_PAGES)
    return write_pdf(html, page_assets(chosen, theme(name)), theme(name), Problems(), variant="pdf/a-3a").data


@cache
def bench(module: str, name: str) -> ModuleBuild:
    """A module of the course, ready to build."""
    folder, problems = Folder(ROOT), Problems()
    course = load_course(folder, problems)
    assert course is not None
    read = read_module(folder, course, module, problems)
    parsed = read and cut(read, None, problems)
    assert parsed is not None
    return ModuleBuild(ModuleInputs(parsed, theme(name), imprint_of(parsed, course), course.file.paper), problems)


# ── outlines ──────────────────────────────────────────────────────────────────────────────────────────────────────


def artifacts(data: bytes) -> str:
    pages = Tagged.read(data).pages
    rows = [
        f"{number} {kind}: “{words}”\n"
        for number, page in enumerate(pages, 1)
        for kind, words in page.artifacts
        if words.strip()
    ]
    return "".join(dict.fromkeys(rows))


@pytest.mark.parametrize("path", sorted(OUTLINES.glob("*.md")), ids=lambda path: path.stem)
def test_outline(path: Path, update: bool) -> None:  # a pytest fixture
    page, rewritten, done = path.read_text(encoding="utf-8"), "", 0
    data = b""
    for fence in FENCE.finditer(page):
        _, kind, body = fence.groups()
        if kind == "html":
            data = written(body)
            continue
        found = outline(data) if kind == "outline" else artifacts(data)
        if update:
            rewritten += f"{page[done : fence.start()]}````{kind}\n{found}````"
            done = fence.end()
        else:
            assert found == body
    if update:
        path.write_text(rewritten + page[done:], encoding="utf-8")


@pytest.mark.parametrize("edition", EDITIONS_TAGGED)
def test_every_block_of_the_language_is_tagged_as_it_should_be(edition: str, update: bool) -> None:
    path = OUTLINES / f"specimen-{edition}.txt"
    found = outline(made(edition)).replace("\u00ad", "")  # which words are hyphenated hangs on how wide columns are
    if update:
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def unpaged(text: str) -> str:
    """An outline without what hangs on where pages and lines end: page numbers, hyphens, and addresses that were broken."""
    text = text.replace(" · Large print", "").replace("\u00ad", "")
    text = re.sub(r"\((?:handout )?page\s\d+\)|(?<=page\s)\d+|(?<=[\w?.!]) \d+(?=”? →)", "", text)
    return re.sub(r"“([^”]*[./][^”]*)” → http", lambda found: found[0].replace(" ", ""), text)


@pytest.mark.parametrize(
    ("edition", "themes"),
    [
        ("handout", ("contrast", "warm", "bold", "formal")),
        ("guide", ("contrast",)),
        pytest.param("guide", ("warm", "bold", "formal"), marks=pytest.mark.slow),
    ],
)
def test_neither_theme_nor_paper_nor_size_changes_what_is_heard(edition: str, themes: tuple[str, ...]) -> None:
    plain = unpaged(outline(made(edition)))
    papers: tuple[Paper, ...] = ("a4", "letter")
    others = [made(edition, name, papers[number % 2]) for number, name in enumerate(themes)]
    for other in [*others, made(edition, themes[0], "letter", large=True)]:
        assert (
            list(difflib.unified_diff(plain.splitlines(), unpaged(outline(other)).splitlines(), lineterm="", n=0)) == []
        )


# ── the tree and the pages agree ──────────────────────────────────────────────────────────────────────────────────


def everything() -> list[tuple[str, bytes]]:
    """PDFs of every kind: two editions, a deck, and all cases."""
    cases = [
        (path.stem, written(found[3]))
        for path in sorted(OUTLINES.glob("*.md"))
        for found in FENCE.finditer(path.read_text("utf-8"))
        if found[2] == "html"
    ]
    return [
        *((edition, made(edition)) for edition in EDITIONS_TAGGED),
        ("slides", bench("two-terms", "plain").slides_pdf.data),
        *cases,
    ]


def test_all_content_is_in_the_tree_once_or_is_an_artifact() -> None:
    for name, data in everything():
        tagged = Tagged.read(data)
        owned: list[set[int]] = [set() for _ in tagged.pages]
        tree = dict(zip((nums := list(tagged.root.ParentTree.Nums))[::2], nums[1::2], strict=True))
        for element in tagged.elements():
            for kid in kids(element):
                if isinstance(kid, int):
                    page, mcid = tagged.number(element.Pg), kid
                elif kid.get("/Type") == pikepdf.Name.MCR:
                    page, mcid = tagged.number(kid.Pg), int(kid.MCID)
                elif kid.get("/Type") == pikepdf.Name.OBJR:
                    assert tree[kid.Obj.StructParent].objgen == element.objgen, name
                    continue
                else:
                    assert kid.P.objgen == element.objgen, name
                    continue
                assert mcid not in owned[page], name
                owned[page].add(mcid)
                assert tree[page][mcid].objgen == element.objgen, name
        for read, marks in zip(tagged.pages, owned, strict=True):
            assert set(read.marked) == marks, name
            assert "".join(read.loose) == "", name


def references(element: pikepdf.Object) -> list[pikepdf.Object]:
    """The references to links and fields among the kids of an element."""
    return [kid for kid in kids(element) if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid]


def test_every_link_is_in_the_tree_is_printed_and_says_what_it_is() -> None:
    for name, data in everything():
        tagged = Tagged.read(data)
        held = [kid.Obj.objgen for element in tagged.elements() for kid in references(element)]
        links = [link for page in tagged.pdf.pages for link in page.get("/Annots", [])]
        assert sorted(link.objgen for link in links) == sorted(held), name
        assert all(link.F == 4 for link in links), name
        assert all(str(link.Contents) and not re.match("https?:|cw:", str(link.Contents)) for link in links), name


def test_links_have_the_words_that_are_read() -> None:
    tagged = Tagged.read(made("handout"))
    for element in tagged.elements():
        if element.S == "/Link":
            said = str(element.get("/Alt", tagged.words(element)))
            assert {str(kid.Obj.Contents) for kid in references(element)} == {" ".join(said.split())}


def test_a_picture_s_box_is_where_the_picture_is() -> None:
    """What pdfium says of the drawn object, in points from the bottom left, against the tree."""
    picture = "<img alt='Dot' src='asset:dot.svg' style='display:block;width:60px;margin-left:30px'>"
    data = written(f"<p>Above</p><figure>{picture}</figure>")
    tagged = Tagged.read(data)
    [figure] = [element for element in tagged.elements() if element.S == "/Figure"]
    box = [float(edge) for edge in figure.A.BBox]
    with pypdfium2.PdfDocument(data) as document:
        paths = [thing for thing in document[0].get_objects() if thing.type == pdfium.FPDF_PAGEOBJ_PATH]
        edges = [thing.get_bounds() for thing in paths]
    drawn = [min(e[0] for e in edges), min(e[1] for e in edges), max(e[2] for e in edges), max(e[3] for e in edges)]
    assert box == pytest.approx(drawn, abs=0.8)


def test_every_id_is_one_of_a_kind_and_in_the_index() -> None:
    for name in ("notes", "tables"):
        for found in FENCE.finditer((OUTLINES / f"{name}.md").read_text("utf-8")):
            if found[2] != "html":
                continue
            tagged = Tagged.read(written(found[3]))
            ids = [str(element.ID) for element in tagged.elements() if "/ID" in element]
            assert len(set(ids)) == len(ids)
            if not ids:
                continue
            names = list(tagged.root.IDTree.Names)
            assert [str(key) for key in names[::2]] == sorted(ids)
            assert all(str(element.ID) == str(key) for key, element in zip(names[::2], names[1::2], strict=True))
            owned = [element.A for element in tagged.elements() if isinstance(element.get("/A"), pikepdf.Dictionary)]
            assert {str(key) for attributes in owned for key in attributes.get("/Headers", [])} <= set(ids)


def test_a_picture_that_cannot_be_shown_is_its_words() -> None:
    data = write_pdf(
        "<html lang=en><title>t</title><p><img alt='A dot' src='asset:none.svg'></p>", {}, theme(), Problems()
    ).data
    assert outline(data) == "Document\n  P “A dot”\n"


def test_content_in_a_group_is_reported() -> None:
    problems = Problems()
    write_pdf("<html lang=en><title>t</title><p style='opacity:.5'>faint", {}, theme(), problems)
    assert [problem.message for problem in problems] == [
        "page 1: 1 pieces of content are in a group (opacity, masks) and cannot be tagged"
    ]


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class Words(HTMLParser):
    """The words of a page that a reader is to hear, without footnotes."""

    BREAKS = frozenset("p div li dt dd h1 h2 h3 h4 h5 h6 td th figcaption br section blockquote pre caption".split())

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.skipped = 0
        self.open: list[bool] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.text += " " if tag in self.BREAKS else ""
        if tag in {"img", "br", "meta", "col", "wbr"}:
            return
        skip = tag in {"style", "title"} or named.get("role") == "note" or named.get("data-pdf") == "Lbl"
        skip = skip or named.get("aria-hidden") == "true"
        self.open.append(skip)
        self.skipped += skip

    def handle_endtag(self, tag: str) -> None:
        self.text += " " if tag in self.BREAKS else ""
        self.skipped -= self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += "" if self.skipped else data


def heard(data: bytes) -> str:
    """The words of a file in the order of its tree, without notes, labels and pictures."""
    tagged = Tagged.read(data)

    def words(element: pikepdf.Object) -> str:
        marker = str(element.S) == "/Lbl" and re.fullmatch(r"\d+\.|[a-zA-Z][.]?|[•◦▪–]|", tagged.words(element).strip())
        if marker or str(element.S) in {"/Note", "/Figure"}:
            return ""
        nodes = [isinstance(kid, pikepdf.Dictionary) and "/S" in kid for kid in kids(element)]
        if str(element.S) == "/Reference" and not any(nodes):  # the call of a footnote
            return ""
        pairs = zip(kids(element), nodes, strict=True)
        inner = "".join(words(kid) if is_node else tagged.said(element, kid) for kid, is_node in pairs)
        return inner if str(element.S)[1:] in INLINE else f" {inner} "

    return "".join(words(element) for element in kids(tagged.root)).replace("\u00ad", "")


def same(said: list[str], found: list[str]) -> bool:
    """Say whether words are the same but for what parts them, and for page numbers of a table of contents."""
    return "".join(said) in {"".join(found), "".join(word for word in found if not word.isdecimal())}


@pytest.mark.parametrize("edition", EDITIONS_TAGGED)
@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("two-terms", "plain"),
        *(
            pytest.param(*row, marks=pytest.mark.slow)
            for row in (("two-terms", "contrast"), ("authors-guide", "plain"))
        ),
    ],
)
def test_what_is_heard_is_what_the_page_says_in_its_order(module: str, name: str, edition: str) -> None:
    ready = bench(module, name)
    data, html = ready.page(edition, Variant(ready.inputs.paper)).data, ready.html(edition, Variant(ready.inputs.paper))
    page = r"\(page\s\d+\)"  # CSS adds it to references, and bare numbers to a table of contents
    said, found = (re.sub(page, " ", text).split() for text in (Words(html).text, heard(data)))
    steps = difflib.SequenceMatcher(None, said, found, autojunk=False).get_opcodes()
    changed = [(said[a:b], found[c:d]) for step, a, b, c, d in steps if step != "equal"]
    assert [row for row in changed if not same(*row)] == []


def test_words_are_parted_by_spaces_though_lines_break_between_them() -> None:
    text = "In most jobs, the third question is yours, while the first two belong to lawyers and courts. " * 3
    for width in range(90, 400, 17):
        [said] = re.findall("“(.*)”", outline(written(f"<p style='width:{width}px'>{text}</p>")))
        assert said.strip() == text.strip()


def test_words_are_parted_for_programs_that_know_nothing_of_tags() -> None:
    data = written("<p style='width:90px'>In most jobs, the third question is yours.</p>")
    with pypdfium2.PdfDocument(data) as document:
        copied = document[0].get_textpage().get_text_range()
    assert " ".join(copied.split()) == "In most jobs, the third question is yours."
