"""Canonical lines to an element tree: Python-Markdown, with our rules in place of some of its own."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import lru_cache
from typing import cast

import markdown as python_markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.def_list import DefListExtension, DefListIndentProcessor
from markdown.extensions.sane_lists import SaneListExtension

from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source
from builder.parse.inlines import spans
from builder.parse.lines.milestones import CanonicalLines, TableLines
from builder.parse.stamps import MILESTONE, STAMP, line_of, stamp

MAX_TEXT = 20_000
"""Longest paragraph, item or cell, in characters, some seven pages. Inline rules write the whole text anew for each match."""

MAX_HEADING = 1_000
"""Longest heading, in characters: it is set in large type on slides, and repeated on each that its text goes on to."""

SHOWN_TEXT = 200
"""How much of a longer one is kept, in characters, so that what is wrong elsewhere is found too."""


def element_tree(lines: CanonicalLines, source: Source, problems: Problems) -> ET.Element:
    """Return Python-Markdown's element tree of the canonical lines of `source`, with inline rules applied.

    Running text over MAX_TEXT is a problem, and cut.
    """
    md, milestones = _markdown_reader()
    md.reset()
    milestones.lines = lines
    md.references = cast("dict[str, tuple[str, str]]", lines.targets)  # read by our own rules alone
    try:
        root = cast("ET.Element", md.parser.parseDocument(lines.lines).getroot())
        _cut_texts(root, source, problems)
        for step in md.treeprocessors:
            changed = step.run(root)
            root = root if changed is None else changed
    except BaseException:
        _markdown_reader.cache_clear()  # it may have stopped half-way into a list
        raise
    return root


_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


def _cut_texts(root: ET.Element, source: Source, problems: Problems) -> None:
    """Cut the running texts in a tree that are longer than MAX_TEXT or MAX_HEADING, each with a problem."""
    for element in root.iter():
        what, most = ("heading", MAX_HEADING) if element.tag in _HEADINGS else ("paragraph", MAX_TEXT)
        for field in ("text", "tail"):
            text = getattr(element, field)
            if text and len(text) > most:
                found = STAMP.search(text)
                at = source.whole_line(line_of(found[0]) if found else 1)
                message = f"this {what} has {len(text)} characters; at most {most} are read"
                problems.add(ProblemCode.TOO_LARGE, message, at, "divide it, with blank lines between its parts")
                setattr(element, field, text[:SHOWN_TEXT])


@lru_cache(maxsize=1)
def _markdown_reader() -> tuple[python_markdown.Markdown, _Milestones]:
    """Return Python-Markdown with our rules. It is shared, because setting it up takes as long as parsing a page."""
    # Extensions by name would be looked for among all that is installed.
    md = python_markdown.Markdown(extensions=[SaneListExtension(), DefListExtension()])
    spans.install(md)
    md.treeprocessors.deregister("prettify")
    md.parser.blockprocessors.deregister("setextheader")  # underlined headings were decided on line by line
    md.parser.blockprocessors.deregister("reference")  # so were definitions of addresses
    md.parser.blockprocessors.deregister("code")  # so were indented code
    md.parser.blockprocessors.deregister("hr")  # and slide breaks
    md.parser.blockprocessors.deregister("defindent")
    md.parser.blockprocessors.register(_Indented(md.parser), "indent", 90)
    milestones = _Milestones(md.parser)
    md.parser.blockprocessors.register(milestones, "milestones", 200)
    return md, milestones


class _Indented(DefListIndentProcessor):
    """Block rule for what is indented under items and meanings alike: two rules lose count where one stands in the other."""

    def create_item(self, parent: ET.Element, block: str) -> None:
        self.parser.parseBlocks(ET.SubElement(parent, "dd" if parent.tag == "dl" else "li"), [block])


class _Milestones(BlockProcessor):
    """Block rule that turns milestone lines into elements, and a table's cells too, so that inline rules see them."""

    lines: CanonicalLines

    def test(self, parent: ET.Element, block: str) -> bool:  # the interface has it
        return bool(MILESTONE.match(block))

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        first, _, rest = blocks.pop(0).partition("\n")
        if rest.strip():
            blocks.insert(0, rest)
        found = MILESTONE.match(first)
        index = found[1] if found else "0"
        mark = self.lines.milestones[int(index)]
        if not isinstance(mark, TableLines):
            ET.SubElement(parent, "milestone", {"index": index})
            return
        table = ET.SubElement(parent, "table", {"index": index})
        ET.SubElement(table, "caption").text = stamp(mark.caption_line) + mark.caption if mark.caption else ""
        for number, cells in (mark.header, *mark.rows):
            row = ET.SubElement(table, "tr")
            for cell in cells:
                ET.SubElement(row, "td").text = stamp(number) + cell
