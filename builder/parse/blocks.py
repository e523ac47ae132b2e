"""Python-Markdown's element tree, with milestones in it, to blocks of the model."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source, Span
from builder.model import module as m
from builder.parse.audiences.definitions import Definitions
from builder.parse.audiences.guard import AudienceGuard
from builder.parse.divs.build import build_div
from builder.parse.divs.contact import listed
from builder.parse.divs.source import DivContext
from builder.parse.fold import TreePiece, fold
from builder.parse.inlines.attributes import Attributes
from builder.parse.inlines.pictures import DraftPicture
from builder.parse.inlines.reader import InlineReader, trim
from builder.parse.lines.milestones import (
    CanonicalLines,
    CodeLines,
    DivOpen,
    SlideBreakLine,
    TableLines,
)
from builder.parse.lines.signs.markers import split_start
from builder.parse.notes import Footnotes
from builder.parse.stamps import STAMP, line_of, remove_stamps


class BlockBuilder:
    """Builds the blocks of one source."""

    def __init__(self, source: Source, milestones: CanonicalLines, problems: Problems, divs: DivContext) -> None:
        self.source, self.milestones, self.problems, self.divs = source, milestones, problems, divs
        self.guard = AudienceGuard(source, milestones, problems)
        self.definitions = Definitions(problems, milestones.scopes, milestones.short_form_lines)
        self.notes = Footnotes(problems, self.definitions, self.guard, divs.insertions)
        self.reader = InlineReader(
            source,
            problems,
            self._footnote,
            self.definitions,
            milestones.abbreviations,
            module_title=divs.module_title,
            examples=milestones.examples,
        )

    def build_document(self, root: ET.Element) -> tuple[m.Block, ...]:
        """Return the blocks of a whole document."""
        pieces = fold(root, self.milestones)
        self.notes.collect(root, pieces, self.milestones)
        blocks = self.blocks(pieces)
        self.notes.report_unused(self.source.path)
        del self.reader  # it knows us by `_note`: a circle that would keep the sources of all modules of a build
        return blocks

    def _footnote(self, label: str, at: Span) -> m.Footnote | None:
        """Return the footnote that is called at a place, or None with a problem."""
        here = self.reader.line, self.reader.column
        note = self.notes.call(label, at, self.blocks)
        self.reader.line, self.reader.column = here
        return note

    # ── blocks ────────────────────────────────────────────────────────────────────────────────────────────

    def blocks(self, pieces: list[TreePiece]) -> tuple[m.Block, ...]:
        """Return the blocks of a run of elements and divs."""
        return listed(block for piece in pieces for block in self.guard.hidden(piece, self._piece(piece)))

    def _piece(self, piece: TreePiece) -> tuple[m.Block, ...]:
        if isinstance(piece, ET.Element):
            return self.guard.element(piece, self._element(piece))
        mark = piece.mark
        if isinstance(mark, DivOpen):
            attributes = mark.attributes or Attributes(broken=True)
            faults = self.guard.faults
            blocks = build_div(self.divs, attributes, self.blocks(piece.inside), mark.at)
            return self.guard.question(blocks, faults)
        if isinstance(mark, CodeLines):
            return self.guard.code(mark)
        if isinstance(mark, SlideBreakLine):
            return (m.SlideBreak(at=mark.at),)
        return ()  # a footnote's text stands where it is called; Apart is nothing

    def _element(self, element: ET.Element) -> tuple[m.Block, ...]:
        tag = element.tag
        if tag == "p":
            return self._paragraph(element)
        if re.fullmatch("h[1-6]", tag):
            return self._heading(element, int(tag[1]))
        if tag in {"ul", "ol"}:
            return (self._list(element),)
        if tag == "blockquote":
            body = self._inside(element)
            return (m.Quote(body=body, at=body[0].at),) if body else ()
        if tag == "dl":
            return (self._definitions(element),)
        if tag == "table":
            return (self._table(element),)
        if tag == "pre":  # the block parser's own idea of indented code: the words are kept
            text = remove_stamps("".join(element.itertext())).strip("\n")
            return (m.CodeBlock(text=text, at=self._line_span(element)),)
        return self._inside(element)

    def _inside(self, element: ET.Element) -> tuple[m.Block, ...]:
        """Return the blocks in a container element; text directly in it becomes a first paragraph."""
        lead = ET.Element("p")
        lead.text = element.text
        rest: list[ET.Element] = []
        for child in element:
            if not rest and child.tag not in _BLOCKS:
                lead.append(child)
            else:
                rest.append(child)
        pieces: list[TreePiece] = []
        if remove_stamps("".join(lead.itertext())).strip() or len(lead):
            pieces.append(lead)
        shell = ET.Element("shell")
        shell.extend(rest)
        return self.blocks(pieces + fold(shell, self.milestones))

    def _line_span(self, element: ET.Element) -> Span:
        found = STAMP.search("".join(element.itertext()))
        return self.source.whole_line(line_of(found[0]) if found else self.reader.line)

    def _paragraph(self, element: ET.Element) -> tuple[m.Block, ...]:
        content = self.reader.read(element)
        if not content:
            return ()
        if len(content) == 1 and isinstance(content[0], DraftPicture):
            return (self._figure(content[0]),)
        link = content[0]
        if len(content) == len(getattr(link, "content", ())) == 1 and isinstance(link, m.Link):
            (picture,) = link.content
            if isinstance(picture, DraftPicture):  # a link must have a name, so its picture is not decorative
                figure = self._figure(picture)
                return (replace(figure, link=link.target, alt=figure.alt or link.target, decorative=False),)
        at = content[0].at.through(content[-1].at)
        return (m.Paragraph(content=self._finished(content), at=at),)

    def _figure(self, picture: DraftPicture) -> m.Figure:
        width = picture.attributes.values.get("width", "")
        share = None
        if width:
            found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", width)
            share = float(found[1]) / 100 if found else None
            if share is None or not 0 < share <= 1:
                message = f"`{width}` is not a width"
                self.problems.add(
                    ProblemCode.UNKNOWN_ATTRIBUTE,
                    message,
                    self.source.find(picture.at.line, width),
                    'write a share of the line: `width="60%"`',
                )
                share = None
        return m.Figure(
            src=picture.src,
            alt=picture.alt,
            decorative=picture.decorative,
            caption=self._finished(trim(picture.caption)),
            width=share,
            id=picture.attributes.id,
            at=picture.at,
            lang=picture.lang,
        )

    def _finished(self, inlines: tuple[m.Inline, ...]) -> tuple[m.Inline, ...]:
        """Return inlines in which every DraftPicture, at any depth, has become an InlineImage; its caption is a problem."""

        def change(node: m.Node, context: None) -> tuple[m.Node, None]:
            if not isinstance(node, DraftPicture):
                return node, context
            if node.caption:
                message = f"a picture in a line of text has no caption: “{m.plain(*node.caption)}” is not printed"
                hint = "put the picture into a paragraph of its own"
                self.problems.add(ProblemCode.AMBIGUOUS_CAPTION, message, node.at, hint)
            return node.inline(), context

        return m.rewrite(m.Paragraph(content=inlines), change, None).content

    def _heading(self, element: ET.Element, level: int) -> tuple[m.Block, ...]:
        content = self._finished(self.reader.read(element))
        if not content:
            return ()
        at = content[0].at.through(content[-1].at)
        attributes = self.milestones.headings.get(at.line, Attributes())
        icon = self.divs.icon(attributes.values, at)
        return (m.Heading(level=level, content=content, at=at, id=attributes.id, icon=icon),)

    def _list(self, element: ET.Element) -> m.List:
        items = []
        for child in element:
            at = self._line_span(child)
            checked, body = _task(self._inside(child))
            items.append(m.ListItem(body=body, checked=checked, at=at))
        at = items[0].at.through(items[-1].at) if items else self._line_span(element)
        ordered = element.tag == "ol"
        numbering, start = split_start(int(element.get("start", "1")))
        return m.List(items=tuple(items), ordered=ordered, start=start, numbering=numbering, at=at)

    def _definitions(self, element: ET.Element) -> m.DefinitionList:
        entries: list[m.DefinitionEntry] = []
        terms: list[m.Term] = []
        meanings: list[m.Meaning] = []

        def close() -> None:
            if terms or meanings:
                at = (terms or meanings)[0].at
                entries.append(m.DefinitionEntry(terms=tuple(terms), meanings=tuple(meanings), at=at))
            terms.clear()
            meanings.clear()

        for child in element:
            if child.tag == "dt":
                if meanings:
                    close()
                content = self._finished(self.reader.read(child))
                terms.append(m.Term(content=content, at=content[0].at if content else self._line_span(child)))
            else:
                body = self._inside(child)
                meanings.append(m.Meaning(body=body, at=body[0].at if body else self._line_span(child)))
        close()
        return m.DefinitionList(entries=tuple(entries), at=entries[0].at if entries else self._line_span(element))

    def _table(self, element: ET.Element) -> m.Table:
        mark = self.milestones.milestones[int(element.get("index", "0"))]
        if not isinstance(mark, TableLines):
            raise TypeError(mark)  # our own fault: `table` elements come from TableLines alone
        caption, *rows = element
        made = [
            m.Row(
                cells=tuple(
                    m.Cell(content=self._finished(self.reader.read(cell)), at=self.source.whole_line(number))
                    for cell in row
                ),
                at=self.source.whole_line(number),
            )
            for row, number in zip(rows, (mark.header[0], *(number for number, _ in mark.rows)), strict=True)
        ]
        return m.Table(
            caption=self._finished(self.reader.read(caption)),
            header=(made[0],) if any(cell.content for cell in made[0].cells) else (),
            rows=tuple(made[1:]),
            aligns=mark.aligns,
            headless_rows=self._headless_rows(mark),
            id=mark.attributes.id,
            at=made[0].at.through(made[-1].at),
        )

    def _headless_rows(self, mark: TableLines) -> bool:
        """Say whether `row-headers="no"` is said of a table; another value than `yes` and `no` is a problem."""
        given = mark.attributes.values.get("row-headers", "yes")
        if given not in {"yes", "no"}:
            self.problems.add(
                ProblemCode.UNKNOWN_ATTRIBUTE,
                f"`row-headers` is `yes` or `no`, not `{given}`",
                self.source.find(mark.caption_line, "row-headers"),
                'write `row-headers="no"` where the first cells of rows do not say what the rows are about',
            )
        return given == "no"


_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol blockquote dl table pre milestone div hr".split())


def _task(body: tuple[m.Block, ...]) -> tuple[bool | None, tuple[m.Block, ...]]:
    """Return the state of an item's box (None without one), and its blocks without the box."""
    first = body[0] if body else None
    if not isinstance(first, m.Paragraph) or not isinstance(first.content[0], m.Text):
        return None, body
    text = first.content[0]
    found = re.match(r"\[([ xX])\](?:\s+|$)", text.text)
    if not found:
        return None, body
    rest = trim((replace(text, text=text.text[found.end() :]), *first.content[1:]))
    return found[1] != " ", ((replace(first, content=rest), *body[1:]) if rest else body[1:])
