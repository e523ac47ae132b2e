"""Footnotes: their texts, which stand anywhere in a source, and the calls where they are read."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field

from builder.core.problems import ProblemCode, Problems, did_you_mean
from builder.core.source import Span
from builder.model import module as m
from builder.parse.audiences.definitions import Definitions
from builder.parse.audiences.guard import AudienceGuard
from builder.parse.divs.insertions import Insertions
from builder.parse.fold import MilestoneBlock, TreePiece, fold
from builder.parse.lines.milestones import CanonicalLines, FootnoteOpen

DEEPEST_NOTE = 6
"""How many footnotes may be called inside each other: no reader finds the way back from more."""


@dataclass(frozen=True, slots=True)
class _NoteText:
    """The blocks of a footnote, how many faults the guard of audiences found in them, and the element they leave hiding."""

    body: tuple[m.Block, ...]
    faults: int
    hiding: str


@dataclass
class Footnotes:
    """The footnotes of one source by label. The text of each is read once, at its first call."""

    problems: Problems
    definitions: Definitions
    guard: AudienceGuard
    insertions: Insertions
    defined: dict[str, MilestoneBlock] = field(default_factory=dict)
    texts: dict[str, _NoteText] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    calling: list[str] = field(default_factory=list)

    def collect(self, root: ET.Element, pieces: list[TreePiece], lines: CanonicalLines) -> None:
        """Collect the footnotes of a whole document, before any text that calls them is read."""
        for element in root.iter():
            if element is not root and any(child.tag == "milestone" for child in element):
                self._collect_from(fold(element, lines))
        self._collect_from(pieces)

    def _collect_from(self, pieces: list[TreePiece]) -> None:
        for piece in pieces:
            if isinstance(piece, MilestoneBlock):
                if isinstance(piece.mark, FootnoteOpen):
                    first = self.defined.setdefault(piece.mark.label, piece).mark
                    if first is not piece.mark:
                        message = f"the footnote `{piece.mark.label}` is defined twice; this text is left out"
                        hint = "give it a label of its own"
                        self.problems.add(ProblemCode.DUPLICATE_ID, message, piece.mark.at, hint)
                self._collect_from(piece.inside)

    def report_unused(self, path: str) -> None:
        """Report the footnotes of the file `path` that nothing has called."""
        for label, folded in self.defined.items():
            if label not in self.called:
                at = folded.mark.at if isinstance(folded.mark, FootnoteOpen) else Span(path)
                message = f"nothing calls the footnote `{label}`; its text is left out"
                self.problems.add(ProblemCode.UNUSED_FOOTNOTE, message, at, f"call it with `[^{label}]`")

    def call(self, label: str, at: Span, read: Callable[[list[TreePiece]], tuple[m.Block, ...]]) -> m.Footnote | None:
        """Return the footnote that is called at `at`, its text read by `read`; None with a problem if it cannot be had."""
        folded = self.defined.get(label)
        if folded is None or label in self.calling:
            why = "calls itself" if folded else "is not defined"
            hint = did_you_mean(label, self.defined) or f"define it with a line `[^{label}]: …`"
            self.problems.add(ProblemCode.DEAD_REFERENCE, f"the footnote `{label}` {why}", at, hint)
            return None
        self.called.add(label)
        line = folded.mark.at.line if isinstance(folded.mark, FootnoteOpen) else 0
        if not self.definitions.is_usable(f"the footnote `{label}`", line, at):
            return None
        if len(self.calling) >= DEEPEST_NOTE:
            message = f"footnotes are called inside each other more than {DEEPEST_NOTE} deep"
            self.problems.add(ProblemCode.TOO_DEEP, message, at, "write what the note says into the text")
            return None
        text = self._text(label, folded, read)
        if not self.insertions.allow(("note", label), text.body, at):
            return None
        return m.Footnote(label=label, body=text.body, at=at)

    def _text(
        self, label: str, folded: MilestoneBlock, read: Callable[[list[TreePiece]], tuple[m.Block, ...]]
    ) -> _NoteText:
        """Return the text of a footnote. What is wrong in it is wrong wherever it is called."""
        known = self.texts.get(label)
        if known is not None:
            self.guard.faults += known.faults
            self.guard.hiding = known.hiding or self.guard.hiding
            return known
        faults, hiding = self.guard.faults, self.guard.hiding
        self.calling.append(label)
        body = read(folded.inside)
        self.calling.pop()
        left = self.guard.hiding if self.guard.hiding != hiding else ""
        self.texts[label] = _NoteText(body, self.guard.faults - faults, left)
        return self.texts[label]
