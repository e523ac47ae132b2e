"""Keeps for facilitators alone what has in its text a word for who sees it, or a cue of the script, without effect there."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source
from builder.model import module as m
from builder.parse.audiences.elements import (
    TextFault,
    closes_tag,
    faults_in,
    first_line,
    misplaced,
    misplaced_word,
    opening_tag,
)
from builder.parse.audiences.labels import label_in
from builder.parse.audiences.scopes import PARTICIPANTS
from builder.parse.inlines.attributes import Attributes
from builder.parse.lines.milestones import CanonicalLines, CodeLines, TableLines
from builder.parse.lines.writer import TOPIC
from builder.transform.audience import HELD_BY_PARTICIPANTS


@dataclass
class AudienceGuard:
    """Judges the blocks of one source. Faults where participants would read them are problems, counted in `faults`.

    `hiding`: the HTML element that says who sees a text and is open, over several blocks; "" for none.
    """

    source: Source
    lines: CanonicalLines
    problems: Problems
    faults: int = 0
    hiding: str = ""

    def element(self, element: ET.Element, blocks: tuple[m.Block, ...]) -> tuple[m.Block, ...]:
        """Return the blocks that an element has become, for facilitators alone if its text has a fault."""
        if element.tag in {"ul", "ol", "blockquote"}:
            return blocks  # what is in them is read as elements of their own
        line = blocks[0].at.line if blocks else first_line(element)
        if not self.lines.scopes.at(line) & PARTICIPANTS:
            return blocks
        faults = [*faults_in(element, line)]
        if not blocks and faults and (tag := opening_tag(element)):
            self.hiding = tag  # an element of HTML over several blocks
        mark = self.lines.milestones[int(element.get("index", "0"))] if element.tag == "table" else None
        if isinstance(mark, TableLines) and (word := misplaced_word(mark.attributes)):
            faults.append(misplaced(word, mark.caption_line))
        if faults:
            return self._close(blocks, faults)
        label, name = label_in(element) if self.lines.scopes.at(line) & HELD_BY_PARTICIPANTS else ("", "")
        if label:
            message = f"`{label}` says that text for others follows, and participants read it"
            hint = f"put the text into `::: {name}`"
            self.problems.add(ProblemCode.UNGUARDED_LABEL, message, self.source.find(line, label), hint)
        return blocks

    def code(self, mark: CodeLines) -> tuple[m.Block, ...]:
        """Return a code block, for facilitators alone if what stands after its fence says so."""
        code = m.CodeBlock(text=mark.text, language=mark.language, at=mark.at)
        if not mark.audience or not self.lines.scopes.at(mark.at.line) & PARTICIPANTS:
            return (code,)
        return self._close((code,), (misplaced(mark.audience, mark.at.line),))

    def hidden(self, piece: object, blocks: tuple[m.Block, ...]) -> tuple[m.Block, ...]:
        """Return the blocks of a piece of the source, for facilitators alone while an HTML element that says so is open."""
        if not self.hiding:
            return blocks
        if isinstance(piece, ET.Element) and closes_tag(piece, self.hiding):
            self.hiding = ""
        return self._for_guide(blocks)

    def question(self, blocks: tuple[m.Block, ...], faults: int) -> tuple[m.Block, ...]:
        """Return the blocks of a div, for facilitators alone if it is a question and there were only `faults` before it."""
        closed = self.faults > faults and any(isinstance(block, m.Question) for block in blocks)
        return (m.Facilitator(body=blocks, at=blocks[0].at),) if closed else blocks

    def _close(self, blocks: tuple[m.Block, ...], faults: Sequence[TextFault]) -> tuple[m.Block, ...]:
        self.faults += len(faults)
        for fault in faults:
            self.problems.add(fault.code, fault.message, self.source.find(fault.line, fault.needle), fault.hint)
        return self._for_guide(blocks)

    def _for_guide(self, blocks: tuple[m.Block, ...]) -> tuple[m.Block, ...]:
        if not blocks:
            return blocks
        first = blocks[0]
        if isinstance(first, m.Heading) and first.level <= TOPIC:  # it may begin a topic, which has an audience itself
            known = self.lines.headings.get(first.at.line, Attributes())
            self.lines.headings[first.at.line] = replace(known, classes=(*known.classes, "facilitator"))
            return blocks
        return (m.Facilitator(body=blocks, at=first.at),)
