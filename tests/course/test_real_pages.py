"""The shipped course's own pages: no lone lines or rows, no empty pages, no word off a page, nothing that the renderer ignores."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml

from builder.core.problems import ProblemCode
from builder.model.course import Paper
from builder.model.outputs import Variant
from builder.transform.editions import EDITIONS
from builder.writers.pdf import write as pdf
from tests.support.print.pages import texts
from tests.writers.pdf.test_pdf_tags import ROOT, bench

Box = Any
"""A box, page or document of WeasyPrint's, which is untyped."""

MODULES = yaml.safe_load((ROOT / "modules" / "course.yml").read_text(encoding="utf-8"))["modules"]
FULL = 0.3
"""The least share of a page that is filled, unless it is the last: what cannot break may leave a gap, not a page."""

PRINTED = [name for name, row in EDITIONS.items() if row.audience == "participants" and row.page]
VARIANTS = (Variant(), Variant("a4"), Variant(large=True))


def documents(monkeypatch: pytest.MonkeyPatch) -> list[Box]:
    """Return a list to which every document is added that is laid out from now on."""
    found: list[Box] = []
    places = pdf._places  # the one place that sees a laid-out document

    def kept(document: Box) -> dict[str, int]:
        found.append(document)
        return places(document)

    monkeypatch.setattr(pdf, "_places", kept)
    return found


def within(box: Box) -> Iterator[Box]:
    yield box
    for child in getattr(box, "children", ()) or ():
        yield from within(getattr(child, "_box", child))


def flow(page: Box) -> Iterator[Box]:
    """Yield the boxes of a page's text, without its margins and footnotes."""
    for child in page._page_box.children:  # WeasyPrint has no other way
        if type(child).__name__ not in {"MarginBox", "FootnoteAreaBox"}:
            yield from within(child)


def is_line(box: Box) -> bool:
    written = getattr(box, "element", None) is not None and "line" in (box.element.get("class") or "").split()
    return written or type(box).__name__ in {"LineBox", "InlineReplacedBox", "BlockReplacedBox"}


def is_words(box: Box) -> bool:
    return type(box).__name__ == "TextBox" and bool(box.text.strip())


def fill_height(page: Box) -> tuple[float, str]:
    """Return which share of a page's height holds something, and the tag of what stands last."""
    box = page._page_box  # see flow
    lowest, last = 0.0, ""
    for inner in filter(is_line, flow(page)):
        bottom = inner.position_y + inner.height - box.content_box_y()
        if bottom > lowest:
            lowest, last = bottom, inner.element.tag if inner.element is not None else ""
    return lowest / box.height, last


def off_the_page(page: Box) -> list[str]:
    """Return the words that stand to the right of what the page has room for."""
    edge = page._page_box.content_box_x() + page._page_box.width + 1  # see flow
    texts = (box for box in flow(page) if type(box).__name__ == "TextBox")
    return [box.text for box in texts if box.position_x + box.width > edge and box.text.strip()]


def cut_words(document: Box) -> list[str]:
    """Return the heads of columns in which a word is broken over two lines, without a hyphen even. Those of rows are hyphenated."""
    found = []
    for page in document.pages:
        for cell in (
            box for box in flow(page) if type(box).__name__ == "TableCellBox" and box.element.get("scope") == "col"
        ):
            words = re.findall(
                r"[^\s-]+-?", "".join(cell.element.itertext())
            )  # “home-care” may break where it has a hyphen
            lines = (line for line in within(cell) if type(line).__name__ == "LineBox")
            shown = [word for line in lines for box in within(line) if is_words(box) for word in box.text.split()]
            found += (
                [" ".join(words)]
                if not {part for word in shown for part in re.findall(r"[^\s-]+-?", word)} <= {*words}
                else []
            )
    return found


def split_pictures(document: Box) -> list[int]:
    """Return the pages on which a picture of a slide stands without the beginning of its script or question, or that without it."""
    begun: dict[Box, tuple[int, bool, bool]] = {}
    found: list[int] = []
    for number, page in enumerate(document.pages, 1):
        for box in flow(page):
            if box.element is None or not {"script-piece", "asked"} & set((box.element.get("class") or "").split()):
                continue
            inner = list(within(box))
            pictured = any(type(one).__name__ in {"InlineReplacedBox", "BlockReplacedBox"} for one in inner)
            said = any(one.element is not None and one.element.tag != "figcaption" for one in inner if is_words(one))
            first, with_picture, with_words = begun.setdefault(box.element, (number, pictured, said))
            if number != first and ((pictured and not with_picture) or (said and not with_words)):
                found.append(first)
    return found


def pictures_without_script(document: Box) -> list[int]:
    """Return the pages on which a picture of a slide stands alone, while the script beside it begins on the next."""
    seen: dict[Box, list[tuple[int, bool]]] = defaultdict(list)
    for number, page in enumerate(document.pages, 1):
        for box in flow(page):
            if box.element is not None and "script-piece" in (box.element.get("class") or "").split():
                words = any(
                    inner.element is not None
                    and "script" in (inner.element.get("class") or "")
                    and any(map(is_line, within(inner)))
                    for inner in within(box)
                )
                seen[box.element].append((number, words))
    return [pages[0][0] for pages in seen.values() if len(pages) > 1 and not pages[0][1]]


def separated_questions(document: Box) -> list[str]:
    """Return the questions of a script that stand last on a page while what to listen for stands first on the next."""
    found, before = [], ""
    for page in document.pages:
        cues = [
            box.element
            for box in flow(page)
            if box.element is not None and (box.element.get("class") or "").startswith("cue ")
        ]
        if before and cues and "cue-listen" in cues[0].get("class"):
            found.append(before)
        before = "".join(cues[-1].itertext())[:60] if cues and "cue-ask" in cues[-1].get("class") else ""
    return found


def pages_of(document: Box, name: str) -> list[int]:
    """Return the pages, from 1, on which anything of a class stands."""
    return [
        number
        for number, page in enumerate(document.pages, 1)
        if any(box.element is not None and name in (box.element.get("class") or "").split() for box in flow(page))
    ]


def lone_rows(document: Box) -> list[str]:
    """Return the beginnings of rows of tables that stand alone at the top of a page."""
    rows: dict[Box, dict[int, list[Box]]] = defaultdict(lambda: defaultdict(list))
    for number, page in enumerate(document.pages):
        for box in flow(page):
            if type(box).__name__ == "TableRowGroupBox" and box.element is not None and box.element.tag == "tbody":
                rows[box.element][number] += [row.element for row in box.children]
    last = (pages[max(pages)] for body, pages in rows.items() if len(pages) > 1 and len(body) > 2)
    return ["".join(row[0].itertext()).strip()[:60] for row in last if len(set(row)) == 1]


def lone_lines(document: Box) -> list[str]:
    """Return the beginnings of paragraphs of which one line stands alone on a page. Heads of tables are repeated on purpose."""
    lines: dict[Box, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for number, page in enumerate(document.pages):
        for box in flow(page):
            count = sum(type(child).__name__ == "LineBox" for child in getattr(box, "children", ()) or ())
            rows = box.element is not None and box.element.tag in {
                "ol",
                "ul",
            }  # of cards, panels or sources, side by side
            if count and box.element is not None and box.element.tag not in {"th", "td"} and not rows:
                lines[box.element][number] += count
    split = (element for element, pages in lines.items() if len(pages) > 1 and min(pages.values()) == 1)
    return ["".join(element.itertext())[:60] for element in split]


def check(module: str, name: str, edition: str, variant: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = bench(module, name)
    if not ready.selection(edition).body:
        return
    ready.page_index(edition)
    found = documents(monkeypatch)
    ready.laid_out.pop((edition, ready.exact_variants.get((edition, variant), variant)), None)
    data = ready.page(edition, variant).data
    pages = [fill_height(page) for page in found[-1].pages]
    assert lone_lines(found[-1]) == []
    assert variant.large or lone_rows(found[-1]) == []  # there a row may fill a third of a page
    assert [words for page in found[-1].pages for words in off_the_page(page)] == []
    assert cut_words(found[-1]) == []
    if edition == "guide" and not variant.large:
        assert pages_of(found[-1], "quick") == [1]
        assert split_pictures(found[-1]) == []
    if edition == "guide":
        assert separated_questions(found[-1]) == []
        assert pictures_without_script(found[-1]) == []
    turned = [page.width > page.height for page in found[-1].pages]
    follows = [
        after and not own for own, after in pairwise([*turned, False])
    ]  # a picture in large print has its own page
    assert [n for n, (share, _) in enumerate(pages[:-1], 1) if share < FULL and not follows[n - 1]] == []
    assert [number for number, (_, tag) in enumerate(pages[:-1], 1) if re.fullmatch("h[1-6]", tag)] == []
    assert [problem.message for problem in ready.problems if problem.code is ProblemCode.RENDERER_WARNING] == []
    assert fonts(data) <= {path.name.split("-")[0].lower() for path in ready.theme.fonts}
    if variant.grey:
        assert not colored_pages(data)


def fonts(data: bytes) -> set[str]:
    """Return the families of all fonts in a file, as bundled files are named."""
    with pikepdf.open(io.BytesIO(data)) as file:
        named = [
            str(thing.FontName)
            for thing in file.objects
            if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing
        ]
    return {re.sub(r"^/([A-Z]{6}\+)?|-(Regular|Semi|Bold|Italic)", "", name).replace("-", "").lower() for name in named}


def colored_pages(data: bytes) -> list[int]:
    """Return the pages on which anything is not grey."""
    with pypdfium2.PdfDocument(data) as document:
        spread = [page.render(scale=1).to_pil().convert("HSV").getchannel("S").getextrema()[1] for page in document]
    return [number for number, most in enumerate(spread, 1) if most > 0]


@pytest.mark.parametrize("edition", PRINTED)
def test_pages_of_the_first_module(edition: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check("two-terms", "plain", edition, Variant(), monkeypatch)


def test_the_first_page_of_a_guide_is_one_page() -> None:
    """Under a theme with large type (contrast) it is both sides of one sheet."""
    ready = bench("two-terms", "plain")
    pages = texts(ready.page("guide", Variant(ready.inputs.paper)).data)
    words = ("If you have 15 minutes", "The hardest question", "If someone leaves", "15 sets, 60 sheets", "large print")
    assert [word for word in words if word not in " ".join(pages[0].split())] == []
    assert "This module at a glance" in pages[1]
    assert "Run sheet" in pages[2]


@pytest.mark.slow
@pytest.mark.parametrize("edition", PRINTED)
@pytest.mark.parametrize("name", ["plain", "contrast"])
@pytest.mark.parametrize("module", MODULES)
def test_pages_of_every_module(module: str, name: str, edition: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variant in VARIANTS if edition == "handout" else VARIANTS[:2]:
        check(module, name, edition, variant, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["plain", "contrast"])
@pytest.mark.parametrize("module", MODULES)
def test_pages_of_every_guide(module: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variant in VARIANTS if name == "plain" else VARIANTS[:2]:  # the longest of all to lay out
        check(module, name, "guide", variant, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["plain", "contrast"])
def test_grey_pages_have_no_color(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for edition in (*PRINTED, "guide"):
        check("two-terms", name, edition, Variant(grey=True), monkeypatch)


def back_of(data: bytes) -> tuple[float, int]:
    """Return how many pages the text from the last “Where to turn” on takes, in parts of what a page holds, and all pages."""
    with pypdfium2.PdfDocument(data) as pdf_file:
        texts_of = [page.get_textpage() for page in pdf_file]
        found = [
            (at, text, hit[0]) for at, text in enumerate(texts_of) if (hit := text.search("Where to turn").get_next())
        ]
        first, text, character = found[-1]
        height, count = pdf_file[0].get_height(), len(texts_of)
        begins = height - text.get_charbox(character)[3]
        boxes = [texts_of[-1].get_charbox(at) for at in range(texts_of[-1].count_chars())]
        ends = max(
            height - low for _, low, _, high in boxes if high > low and height - low < height - 62
        )  # above the footer
    return (count - 1 - first) + (ends - begins) / (height - 50 - 62), count


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("module", MODULES)
def test_where_to_turn_and_sources_take_at_most_a_fifth_of_a_handout(module: str, paper: Paper) -> None:
    """Of a supplement's six pages the lines to call alone take one: there it is 1.8 pages."""
    back, pages = back_of(bench(module, "plain").page("handout", Variant(paper)).data)
    assert back <= max(0.2 * pages, 1.8)
