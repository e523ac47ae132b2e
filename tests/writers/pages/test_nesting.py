"""What someone hears of a block is the same wherever it stands: in a topic, in a list, a callout or columns, over pages."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from functools import cache
from typing import get_args

import pytest

from builder.core.problems import Problems
from builder.core.source import Source
from builder.model import module as m
from builder.model.outputs import PageIndex, Variant
from builder.parse.markdown import ParseContext, parse
from builder.transform.editions import EDITIONS
from builder.writers.pages.html import page_assets, page_html
from builder.writers.pdf.write import write_pdf
from builder.writers.shared import styles
from tests.support.print.pages import theme
from tests.support.print.structure import outline
from tests.support.specimen import DRAWING, IMPRINT, p
from tests.writers.pdf.test_pdf_tags import unpaged

BLOCKS = {
    "paragraph": "Words that are **strong**, *stressed* and [linked](https://example.org), more of them, to the line's end and beyond.[^n]\n\n[^n]: The note's words.",
    "heading": "### A heading\n\nWords below it.",
    "list": "- one\n- two\n\n    1. deeper\n    2. again\n\n- three, which has more words than there is room for on one line of a narrow column",
    "tasks": "- [ ] open\n- [x] done",
    "terms": "Term\n:   Its meaning, in several words.\n\nOther term\n:   Other meaning.",
    "code": "```\nliteral line\nanother\n```",
    "table": "| Head | Other |\n|---|---|\n| a | b |\n| c | d |\n| e | f |\n\n: A caption",
    "figure": '![A caption](dot.svg){alt="A dot"}',
    "note": "::: note\n### A title\n\nWords.\n:::",
    "caution": "::: caution\n### Careful\n\nWords.\n:::",
    "definition": "::: definition\n### A term\n\nIts meaning.\n:::",
    "quote": "::: quote\nSomeone's words, said at length so that they fill more than the one line that they begin on.\n:::",
    "content-note": "::: content-note\nWhat is coming.\n:::",
    "objectives": "::: objectives\n- Say it.\n:::",
    "keypoints": "::: keypoints\n- Keep it.\n- Keep this too.\n:::",
    "activity": '::: {.activity time="5" group="pairs"}\n### Do it\n\n1. First.\n2. Then.\n:::',
    "discussion": '::: {.discussion time="5"}\n1. What?\n2. Who?\n:::',
    "scenario": "::: scenario\n### A case\n\nSomeone does something.\n:::",
    "check": "::: check\nWhich one?\n\n- [ ] This\n- [x] That, which is longer than the others so that its line has an end somewhere in it\n:::",
    "matching": '::: {.check kind="matching"}\nWhich?\n\n| This | That |\n|---|---|\n| a | one |\n| b | two |\n:::',
    "ordering": '::: {.check kind="ordering"}\nWhich first?\n\n1. Begin\n2. Go on\n3. End\n:::',
    "reflection": "::: reflection\nWhat would you change?\n:::",
    "fill": "::: {.fill rows=2}\n### Write\n\nDo it.\n\n| This | That |\n|---|---|\n:::",
    "form": "::: form\n### A form\n\nWords before it.\n\n- Name: text\n- [ ] Agreed\n- How: choice\n  - Here\n  - There\n- How good: rating 3\n- Why: lines 2\n:::",
    "form-table": '::: {.form rows="2"}\n- Name: text\n- Day: date\n:::',
    "resources": "::: resources\n- **A line** Call 988.\n:::",
    "contact": "::: contact\n### A line\n\n- Call: 988\n:::",
    "local": "::: local\n### Near you\n:::",
    "notes": "::: notes\nSAY: Words to say.\n\nASK: What?\n:::",
    "facilitator": "::: facilitator\nFor you.\n:::",
    "answer": "::: {.activity time=5}\n### With an answer\n\nDo.\n\n::: answer\nIt depends.\n:::\n:::",
    "cards": "::: cards\n- **One** Words.\n- **Two** Words.\n:::",
    "columns": "::: columns\n::: column\nLeft words.\n:::\n::: column\nRight words.\n:::\n:::",
    "panels": "::: panels\n- **One** Words.\n- **Two** Other words.\n- **Three** More words.\n:::",
    "steps": "::: steps\n1. **Look** at it.\n2. Then think.\n:::",
    "versus": "::: versus\n### This\n\nWords.\n\n### That\n\n- a point\n:::",
    "scale": "::: scale\n- **One pole** Words.\n- Between\n- **Other pole** Words.\n:::",
    "timeline": "::: timeline\n- 2018-04: Words.\n- **By 2021** Other words.\n:::",
    "number": '::: {.number value="7" of="10" caveat="Made-up numbers."}\nof ten\n:::',
    "chart": '::: {.chart kind="bar" data="x.csv" alt="Two bars"}\n### Bars\n:::',
    "handout": "::: handout\nOn paper.\n:::",
    "slide": "::: slide\nOn a slide.\n:::",
}
ALONE = {m.Part, m.Topic, m.SlideBreak, m.Shared, m.Column, m.Cue}
"""Blocks that stand in no other block, or in one kind alone."""


@cache
def parse_pairs() -> dict[str, tuple[m.Block, ...]]:
    problems, found = Problems(), {}
    for name, text in BLOCKS.items():
        front = "---\ntitle: T\ndescription: d\nobjectives: [o]\nid: x\n---\n\n"
        module = parse(Source("module.md", f"{front}## Topic\n\n{text}\n"), "x", ParseContext(), problems)
        [topic] = m.topics(module)
        found[name] = tuple(_with_data(block) for block in topic.body)
    return found


def _with_data(block: m.Block) -> m.Block:
    rows = (("a", (1.0,)), ("b", (2.0,)))
    return replace(block, columns=("What", "How many"), rows=rows) if isinstance(block, m.Chart) else block


def test_every_block_is_tried() -> None:
    tried = {type(node) for blocks in parse_pairs().values() for node in m.walk(*blocks)}
    assert {kind.__name__ for kind in get_args(m.Block) if kind not in tried | ALONE} == set()


def differences(*, inside: str) -> dict[str, str]:
    """What is heard of each block, without depth, heading levels and page numbers."""
    body: list[m.Block] = []
    for name, blocks in parse_pairs().items():
        marked = (p(f"START-{name}"), *blocks, p(f"END-{name}"))
        match inside:
            case "a list":
                body.append(m.List(items=(m.ListItem(body=(p("Item"), *marked)),)))
            case "a callout":
                body.append(m.Caution(body=marked))
            case "columns":
                body.append(m.Columns(columns=(m.Column(body=marked), m.Column(body=(p("Beside"),)))))
            case _:
                body += marked
    meta = parse(
        Source("m.md", "---\ntitle: T\ndescription: d\nobjectives: [o]\n---\n"), "x", ParseContext(), Problems()
    ).meta
    assets = {"dot.svg": m.Asset("dot.svg", DRAWING, "image/svg+xml", 60, 24)}
    module = m.Module(
        meta=meta,
        body=(m.Topic(id="t", title=(m.Text(text="T"),), body=tuple(body)),),
        path="",
        folder="",
        assets=assets,
    )
    html = page_html(module, EDITIONS["handout"], theme(), Variant(), IMPRINT, PageIndex())
    lines = unpaged(outline(write_pdf(html, page_assets(module, theme()), theme(), Problems()).data)).splitlines()
    found = {}
    for name in BLOCKS:
        first = next(n for n, line in enumerate(lines) if f"START-{name}”" in line)
        last = next(n for n, line in enumerate(lines) if f"END-{name}”" in line)
        inner = lines[first + 1 : last]
        depth = min((len(line) - len(line.lstrip()) for line in inner), default=0)
        found[name] = "\n".join(_level_headings(line[depth:]) for line in inner)
    return found


def _level_headings(line: str) -> str:
    """A line without what its depth decides: levels of headings, and the marks of lists in lists."""
    line = re.sub(r"\bH[1-6]\b", "H", line)
    return re.sub("[◦▪]", "•", re.sub("=(Circle|Square)$", "=Disc", line))


@cache
def plain_html() -> dict[str, str]:
    return differences(inside="a topic")


@pytest.mark.parametrize("inside", ["a list", "a callout", "columns"])
def test_a_block_in_another_is_heard_as_it_is_alone(inside: str) -> None:
    here = differences(inside=inside)
    assert [name for name, words in plain_html().items() if not words] == []
    different = {
        name: list(difflib.unified_diff(plain_html()[name].splitlines(), here[name].splitlines(), n=0))
        for name in BLOCKS
    }
    assert {name: rows for name, rows in different.items() if rows} == {}


def test_a_block_over_several_pages_is_heard_as_it_is_on_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of a few lines, on which hardly a block has room, but a row to write in and the head that comes again over it."""
    before = plain_html()
    monkeypatch.setitem(styles.PAPERS, "letter", "8.5in 2.8in")
    here = differences(inside="a topic")
    different = {
        name: list(difflib.unified_diff(before[name].splitlines(), here[name].splitlines(), n=0)) for name in BLOCKS
    }
    assert {name: rows for name, rows in different.items() if rows} == {}
