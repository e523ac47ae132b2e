"""Blocks of a document as lines of our Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never
from xml.etree.ElementTree import Element

from builder.importing.assets import Assets
from builder.importing.document import (
    DocBlock,
    DocBox,
    DocChart,
    DocCode,
    DocDefinitions,
    DocFormula,
    DocHeading,
    DocList,
    DocMarkdown,
    DocParagraph,
    DocPicture,
    DocQuestion,
    DocQuote,
    DocRun,
    DocRuns,
    DocTable,
    DocTopic,
)
from builder.importing.loss import LossLog
from builder.importing.write_inlines import attribute, inline, link_fault, plain_text
from builder.importing.write_tables import chart_csv, table_lines
from builder.parse.audiences.labels import label_in

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class BlockWriter:
    """Writes blocks as lines. What is changed or left goes to `log`, files to `assets`."""

    def __init__(self, assets: Assets, log: LossLog) -> None:
        """Write files to `assets`, and what was changed or left out to `log`; `markdown` is what was written as it was, with its words."""
        self.assets, self.log = assets, log
        self.markdown: list[tuple[str, Mapping[str, int]]] = []

    def lines(self, blocks: Sequence[DocBlock]) -> list[str]:
        """Return the lines of blocks, an empty line between each two."""
        found: list[str] = []
        before: DocBlock | None = None
        for block in blocks:
            if written := self._block(block, before):
                found += ["", *written] if found else written
                before = block
        return found

    def _block(self, block: DocBlock, before: DocBlock | None) -> list[str]:
        match block:
            case DocParagraph():
                return self._text(block.runs, block)
            case DocHeading():
                words = inline(block.runs, block.at, self.log, breaks=" ", starts=False)
                return [f"{'#' * min(max(block.level, 3), 6)} {_heading(words)}"] if words else []
            case DocList():
                return self._list(block, before)
            case DocTable():
                return table_lines(block, self.log)
            case DocPicture():
                return [self._picture(block)]
            case DocChart():
                return self._chart(block)
            case DocCode():
                return self._code(block)
            case DocFormula():
                self.log.note_changed(block.at, "formula", "its text is printed as it was written")
                return self._text((DocRun(block.text, formula=True),), block)
            case DocQuote():
                source = inline(block.source, block.at, self.log, starts=False)
                return ["::: quote", *self.lines(block.blocks), *(["", f"— {source}"] if source else []), ":::"]
            case DocDefinitions():
                return self._definitions(block)
            case DocBox():
                return self._box(block)
            case DocQuestion():
                return self._question(block)
            case DocMarkdown():
                return self._markdown(block)
            case _:
                assert_never(block)

    def _markdown(self, block: DocMarkdown) -> list[str]:
        text = block.text.strip("\n")
        for mark, picture in block.pictures.items():
            text = text.replace(f"({mark}", f"({self.assets.add_picture(picture)}")
        self.markdown.append((text, block.words))
        return text.split("\n")

    def _text(self, runs: DocRuns, block: DocBlock) -> list[str]:
        text = inline(runs, block.at, self.log)
        return text.split("\n") if text else []

    def _list(self, block: DocList, before: DocBlock | None) -> list[str]:
        twin = isinstance(before, DocList) and before.ordered == block.ordered
        found: list[str] = ["<!-- -->", ""] if twin else []  # two lists in a row would be read as one
        loose = any(len(item.blocks) > 1 and not isinstance(item.blocks[1], DocList) for item in block.items)
        style = block.style
        if style != "1" and len(block.items) == 1 and block.start > 1:  # a letter alone would be read as an initial
            self.log.note_changed(block.at, "letter of an item", "it is a number here")
            style = "1"
        for number, item in enumerate(block.items, block.start):
            mark = f"{_number(number, style)}." if block.ordered else "-"
            inner = self.lines(item.blocks)
            if not inner:
                continue
            below = item.blocks[1] if len(item.blocks) > 1 else None
            if isinstance(below, DocList) and below.style == "1" and not loose:  # letters need a blank line before them
                inner = [line for line in inner if line]
            if loose and len(found) > 2 * twin:
                found.append("")
            if block.ordered and block.style != "1" and block.start != 1 and len(block.items) == 1:
                mark = self._stray_mark(block)  # a letter that no item is beside would be read as text
                return [f"{mark} {inner[0]}", *inner[1:]]
            lead = f"{mark} ".ljust(4) if block.ordered else mark + " "
            indent = " " * max(len(lead), 4)
            found.append(lead + inner[0])
            found += [f"{indent}{line}" if line else "" for line in inner[1:]]
        return found if len(found) > 2 * twin else []

    def _stray_mark(self, block: DocList) -> str:
        number = _number(block.start, block.style)
        self.log.note_added(block.at, "number", "of an item that stands alone, as text", number)
        return f"{number}\\."

    def _picture(self, block: DocPicture) -> str:
        name = self.assets.add_picture(block)
        caption = inline(block.caption, block.at, self.log, breaks=" ", starts=False)
        if block.decorative:
            attributes = "{.decorative}"
        else:
            attributes = f"{{alt={attribute(block.alt)}}}" if block.alt and block.alt.strip() else ""
        picture = f"![{caption}]({name}){attributes}"
        if not attributes:  # words in brackets alone would be read out as what it shows
            title = f' "{plain_text(block.caption).replace(chr(34), "”")}"' if caption else ""
            picture = f"![]({name}{title})"
        if block.link and not link_fault(block.link):
            return f"[{picture}]({block.link})"
        return picture

    def _chart(self, block: DocChart) -> list[str]:
        name = self.assets.add_data(block.at, chart_csv(block))
        self.log.note_taken(block.at, "chart")
        alt = f" alt={attribute(block.alt)}" if block.alt.strip() else ""
        if any(number is None for _, row in block.rows for number in row):
            self.log.note_changed(block.at, "chart", "a number is missing in its data")
        title = inline((DocRun(block.title),), block.at, self.log, breaks=" ", starts=False)
        head = [f"### {_heading(title)}"] if title else []
        return [f'::: {{.chart kind="{block.kind}" data="{name}"{alt}}}', *head, ":::"]

    def _code(self, block: DocCode) -> list[str]:
        text = block.text.replace("\v", "\n").strip("\n")
        fence = "```"
        while fence in text:
            fence += "`"
        return [f"{fence}{f' {block.language}' if block.language else ''}", *text.split("\n"), fence]

    def _definitions(self, block: DocDefinitions) -> list[str]:
        found: list[str] = []
        for term, meanings in block.entries:
            found += ["", inline(term, block.at, self.log, breaks=" ")]
            for meaning in meanings:
                inner = self.lines(meaning) or [""]
                found += [f":   {inner[0]}", *(f"    {line}" if line else "" for line in inner[1:])]
        return found[1:]

    def _box(self, block: DocBox) -> list[str]:
        inner = self.lines(block.blocks)
        title = inline(block.title, block.at, self.log, breaks=" ", starts=False)
        if title:
            inner = [f"### {_heading(title)}", *(["", *inner] if inner else [])]
        values = " ".join(f"{key}={attribute(value)}" for key, value in block.attributes.items())
        fence = self.fence(inner)
        head = f"{fence} {{.{block.name} {values}}}" if values else f"{fence} {block.name}"
        return [head, *inner, fence]

    @staticmethod
    def fence(inner: list[str]) -> str:
        """Return colons: one more than any fence inside has."""
        deepest = max((len(line) - len(line.lstrip(":")) for line in inner if line.startswith(":::")), default=2)
        return ":" * (deepest + 1)

    def _question(self, block: DocQuestion) -> list[str]:
        inner = self.lines(block.prompt)
        if title := inline(block.title, block.at, self.log, breaks=" ", starts=False):
            inner = [f"### {_heading(title)}", "", *inner]
        if block.options:
            inner.append("")
        for option in block.options:
            words = inline(option.runs, block.at, self.log, breaks=" ", starts=False)
            inner.append(f"- [{'x' if option.right else ' '}] {words}")
            if reason := self.lines(option.reason):
                inner += ["", *(f"    {line}" if line else "" for line in reason), ""]
        if block.answer:
            answer = self.lines(block.answer)
            fence = self.fence(answer)
            inner += ["", f"{fence} answer", *answer, fence]
        fence = self.fence(inner)
        several = block.several or sum(option.right is True for option in block.options) > 1
        return [f'{fence} {{.check select="many"}}' if several else f"{fence} check", *inner, fence]


def _heading(words: str) -> str:
    """Return the words of a heading, in which a run of signs at the end is not taken for its close."""
    return words[:-1] + "\\#" if words.endswith("#") else words


def heading_line(topic: DocTopic, log: LossLog) -> str:
    """Return the line of a part's or a topic's heading, with its attributes.

    A hidden topic is for the guide alone. One whose title says that an answer follows, or that it is for facilitators, is kept for those.
    """
    words = _heading(inline(topic.title, topic.at, log, breaks=" ", starts=False))
    audience = "facilitator" if topic.hidden else "answer" if topic.answer else _audience_of(topic, log)
    attributes = (
        f"#{topic.id}" if topic.id else "",
        f".{audience}" if audience else "",
        f'time="{topic.minutes}"' if topic.minutes else "",
        'prose="slide"' if topic.shown and topic.level == 2 else "",
    )
    inner = " ".join(filter(None, attributes))
    return f"{'#' * topic.level} {words}{f' {{{inner}}}' if inner else ''}"


def _audience_of(topic: DocTopic, log: LossLog) -> str:
    """Return the class that keeps a topic from participants, "" where its title does not ask for it."""
    title = Element("h2")
    title.text = plain_text(topic.title)
    label, audience = label_in(title)
    if audience:
        log.note_changed(
            topic.at, "topic", f"its title begins with “{label[:40]}”: it is kept from participants ({audience})"
        )
    return audience


def _number(number: int, style: str) -> str:
    """Return the number of an item in its style."""
    if style == "1" or number < 1:
        return str(number)
    if style in {"a", "A"}:
        text = chr(96 + number) if number <= 26 else str(number)
        return text.upper() if style == "A" else text
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text.upper() if style == "I" else text
