"""What nobody should write, as slides: each gives a clear problem or a sound deck, and never a lost word."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.core.source import Source
from builder.model.outputs import Imprint, PageIndex
from builder.parse.assets.load import load_assets
from builder.parse.markdown import ParseContext, parse_body
from builder.slides.deck.deck import Deck
from builder.slides.fit.fit import fit
from builder.slides.inspect.deck_text import deck_text
from builder.slides.outline.outline import outline
from builder.slides.template.template import make_template
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pptx.write import write_pptx
from tests.slides.test_outline import META
from tests.support.decks.deck_checks import LAYOUTS, THEME, overflows
from tests.support.decks.lint_package import lint
from tests.support.decks.sample_deck import png

WORD = "q" * 300
DEEP = "".join(f"{'    ' * (n % 6)}- point {n}\n" for n in range(400))
CELLS = " | ".join(f"cell {n}" for n in range(1, 41))
SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'><script>alert(1)</script></svg>"


def bomb() -> bytes:
    """Return a small PNG file that says it is 40,000 pixels wide and high."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return b"\x89PNG\r\n\x1a\n" + chunk


FILES = {
    "thin.png": png(1, 5000),
    "vast.png": bomb(),
    "broken.png": png(30, 30)[:60],
    "script.svg": SCRIPT,
}


def decked(text: str, folder: Path) -> tuple[Deck, list[tuple[str, int]]]:
    """Return the fitted deck of a module's text, and the codes and lines of its problems; the file made of it is sound."""
    assert THEME is not None
    for name, data in FILES.items():
        (folder / "modules" / "m").mkdir(parents=True, exist_ok=True)
        (folder / "modules" / "m" / name).write_bytes(data)
    problems, source = Problems(), Source("modules/m/module.md", text)
    problems.add_source(source)
    whole = load_assets(parse_body(source, 1, META, ParseContext(), problems), Folder(folder), problems)
    module = select(whole, EDITIONS["slides"])
    deck = fit(outline(module, THEME, LAYOUTS, Imprint(), PageIndex(), problems), LAYOUTS, THEME, problems)
    assert overflows(deck) == []
    assert lint(write_pptx(deck, LAYOUTS, make_template(THEME), Imprint(), theme=THEME).data) == []
    return deck, sorted({(problem.code.value, problem.at.line) for problem in problems})


def shown(deck: Deck) -> str:
    """Return all words of a deck, spaces made plain."""
    return deck_text(deck).replace("\u00a0", " ")


def test_a_table_of_forty_columns(tmp_path: Path) -> None:
    deck, problems = decked(f"## One\n\n| {CELLS} |\n|{'---|' * 40}\n| {CELLS.replace('cell', 'value')} |\n", tmp_path)
    assert all(f"value {n}" in shown(deck) for n in range(1, 41))
    assert problems == []


def test_a_word_of_three_hundred_characters(tmp_path: Path) -> None:
    text = (
        f"## One {WORD}\n\n- {WORD}\n\n| a | b |\n|---|---|\n| {WORD} | c |\n\n> {WORD}\n\n::: caution\n{WORD}\n:::\n"
    )
    deck, problems = decked(text, tmp_path)
    assert len(re.sub(r"[^q]", "", shown(deck))) >= 5 * 300
    assert {line for _, line in problems} <= {1, 3, 5, 7, 9, 11, 12}


def test_four_hundred_items_six_levels_deep(tmp_path: Path) -> None:
    deck, problems = decked(f"## One\n\n{DEEP}", tmp_path)
    assert re.findall(r"point (\d+)$", shown(deck), re.MULTILINE) == [str(n) for n in range(400)]
    assert problems == [("crowded-topic", 1)]


def test_a_picture_of_one_by_five_thousand_pixels(tmp_path: Path) -> None:
    deck, problems = decked('## One\n\n![Thin](thin.png){alt="a line"}\n\n- beside it\n', tmp_path)
    assert problems == []
    assert "thin.png “a line”" in shown(deck)


@pytest.mark.parametrize(
    ("name", "code"),
    [("vast.png", "missing-asset"), ("broken.png", "missing-asset"), ("script.svg", "unsafe-asset")],
    ids=["beyond the pixel cap", "corrupt", "with a script"],
)
def test_a_picture_that_cannot_be_used(name: str, code: str, tmp_path: Path) -> None:
    deck, problems = decked(f'## One\n\n![What it is]({name}){{alt="in words"}}\n\n- a point\n', tmp_path)
    assert (code, 3) in problems
    assert "[in words]" in shown(deck), "its text alternative stands for it"
    assert all(words in shown(deck) for words in ("What it is", "a point"))


def test_an_empty_topic(tmp_path: Path) -> None:
    deck, problems = decked("## Empty\n\n## Full\n\n- a\n", tmp_path)
    assert "content: Full" in shown(deck)
    assert problems in ([], [("nothing-on-slide", 1)])


def test_a_topic_that_is_all_notes(tmp_path: Path) -> None:
    deck, problems = decked("## Told\n\n::: notes\nSAY: All of it is said.\n:::\n", tmp_path)
    assert "content: Told\n  notes      Say: All of it is said." in shown(deck)
    assert problems == [("nothing-on-slide", 1)]


def test_ten_columns(tmp_path: Path) -> None:
    columns = "".join(f"::: column\n- in column {n}\n:::\n" for n in range(1, 11))
    deck, problems = decked(f"## One\n\n:::: columns\n{columns}::::\n", tmp_path)
    assert re.findall(r"in column (\d+)", shown(deck)) == [str(n) for n in range(1, 11)]
    assert problems == []


def test_pictures_are_shown_whole(tmp_path: Path) -> None:
    """The thin picture keeps its shape: its frame on the slide is as many times higher than wide."""
    deck, _ = decked('## One\n\n![](thin.png){alt="a line"}\n', tmp_path)
    (box,) = [item.box for slide in deck.slides for item in slide.filled if item.slot == "picture"]
    assert box is not None
    assert Image.open(io.BytesIO(FILES["thin.png"])).size == (1, 5000)
    assert box.height / max(box.width, 1) == pytest.approx(5000, rel=0.1)
