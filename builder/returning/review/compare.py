"""Says what a reviewer did: every comment, answer and change, tracked or not, with its place. Nothing is left out, nothing invented."""

from __future__ import annotations

from collections.abc import Iterator

from builder.core.frozen import dataclass, replace
from builder.core.source import NOWHERE, Span
from builder.core.typography import straight_quotes
from builder.model import module as m
from builder.returning.review.findings import Kind, ReviewFinding
from builder.returning.review.passages import (
    ANSWER_STYLE,
    QUESTION_STYLE,
    CopyPassage,
    MadeCopy,
    missing_numbers,
    passages,
)
from builder.returning.review.reading import CopyParagraph, Remark, ReturnedCopy
from builder.returning.spans import hunks, token_spans
from builder.writers.docx.oxml import W
from builder.writers.docx.words import OBJECT, even

_MOVES = (f"{W}moveFrom", f"{W}moveTo")

SOURCE_CHANGED = "the source has changed here since the copy was made"
NOT_IN_TEXT = "it is a paragraph of its own"
OURS = "these words are not the author's"


@dataclass(frozen=True)
class Compared:
    """What was found in a copy. `changed` are the passages whose words differ, each with its words as made."""

    findings: tuple[ReviewFinding, ...]
    changed: tuple[tuple[CopyPassage, Span, str], ...]
    older: bool


def compare(copy: ReturnedCopy, made: MadeCopy, module: m.Module) -> Compared:
    """Return what a reviewer did with a copy of a module."""
    found, gone = passages(copy, made)
    finder = _FindingMaker(made, module)
    findings: list[ReviewFinding] = []
    changed: list[tuple[CopyPassage, Span, str]] = []
    places: dict[int, tuple[Span, CopyPassage]] = {}
    last, question = NOWHERE, ""
    for passage in found:
        place = made.place(passage.ours[0]) if passage.ours else NOWHERE
        last = place if place.path else last
        for index in range(passage.first, passage.first + len(passage.paragraphs)):
            places[index] = place if place.path else last, passage
        base = even(" ".join(made.copy.paragraphs[n].before for n in passage.ours))
        if passage.style.startswith(QUESTION_STYLE):
            question = passage.before
        if passage.style.startswith(ANSWER_STYLE) and passage.now:
            findings.append(finder.finding("answer", question, passage.now, last, passage))
            continue
        own = [*finder.tracked_changes(passage, place if place.path else last)]
        if passage.name and not passage.lost and straight_quotes(passage.before) != straight_quotes(base):
            own += finder.untracked_changes(passage, base, place if place.path else last)
        elif passage.lost and passage.before and _digest_differs(passage):
            own.append(finder.finding("replaced", "", passage.before, last, passage))
        elif not passage.name and passage.before:
            own.append(finder.finding("inserted", "", passage.before, last, passage))
        if passage.name and len(passage.paragraphs) > 1:
            own.append(replace(finder.finding("inserted", "", "", last, passage), state=NOT_IN_TEXT))
        if len(passage.ours) > 1:
            own.append(replace(finder.finding("deleted", "", "", last, passage), state=NOT_IN_TEXT))
        if passage.lost:
            own = [
                replace(one, state=f"{SOURCE_CHANGED}; it has: {finder.nearest(passage)}", line=passage.line)
                for one in own
            ]
        elif own and (passage.name and (not place.path or passage.line == 0)):
            own = [replace(one, state=OURS) for one in own]
        elif own and passage.name and straight_quotes(passage.now) != straight_quotes(base):
            changed.append((passage, place, base))
        findings += own
        findings += finder.looks(passage, place if place.path else last)
    for index in gone:
        text = even(made.copy.paragraphs[index].before)
        if text and not made.copy.paragraphs[index].style.startswith(ANSWER_STYLE):
            findings.append(finder.plain("deleted", text, "", made.place(index)))
    older = copy.kept not in {"", made.copy.kept}
    if older and (lost := missing_numbers(copy)):
        findings.append(finder.plain("deleted", f"{lost} paragraphs", "", NOWHERE))
    findings += [finder.remark(one, *places.get(one.paragraph, (NOWHERE, None))) for one in copy.remarks]
    return Compared(tuple(findings), tuple(changed), older)


def _digest_differs(passage: CopyPassage) -> bool:
    from builder.writers.docx.words import digest

    return digest(passage.before) != passage.name.partition("-")[2]


class _FindingMaker:
    """Makes findings: it knows which block stands where."""

    def __init__(self, made: MadeCopy, module: m.Module) -> None:
        self.made = made
        self._blocks = sorted(
            (node.at.line, n, node.id)
            for n, node in enumerate(m.nodes(module))
            if isinstance(node, m.BlockNode) and node.id and node.at.path == module.path
        )
        self._path = module.path

    def block(self, at: Span) -> str:
        """Return the id of the last block that begins at or before a place."""
        if at.path != self._path:
            return ""
        return next((ident for line, _, ident in reversed(self._blocks) if line <= at.line), "")

    def plain(self, kind: Kind, old: str, new: str, at: Span) -> ReviewFinding:
        """Return a finding that concerns a whole paragraph."""
        return ReviewFinding(
            kind, _shown(old), _shown(new), at, at.line if at.path else 0, self.block(at), state=NOT_IN_TEXT
        )

    def finding(
        self, kind: Kind, old: str, new: str, at: Span, passage: CopyPassage, who: str = "", *, tracked: bool = False
    ) -> ReviewFinding:
        """Return a finding in a passage."""
        state = "" if passage.name or kind == "answer" else NOT_IN_TEXT
        return ReviewFinding(
            kind, _shown(old), _shown(new), at, at.line if at.path else passage.line, self.block(at), who, tracked,
            passage=passage.name, state=state,
        )  # fmt: skip

    def tracked_changes(self, passage: CopyPassage, at: Span) -> Iterator[ReviewFinding]:
        """Yield the changes that a program noted: a deletion and the insertion beside it are a replacement."""
        for paragraph in passage.paragraphs:
            yield from self._tracked_in(paragraph, passage, at)
            whole = all(piece.state in {"deleted", "passing"} for piece in paragraph.pieces if piece.text)
            if paragraph.mark and (not paragraph.pieces or (paragraph.mark == "deleted" and not whole)):
                word: Kind = "inserted" if paragraph.mark == "inserted" else "deleted"
                yield replace(self.finding(word, "", "", at, passage, tracked=True), state=NOT_IN_TEXT)

    def _tracked_in(self, paragraph: CopyParagraph, passage: CopyPassage, at: Span) -> Iterator[ReviewFinding]:
        old, new, who, kind = "", "", "", ""
        for piece in (*paragraph.pieces, None):
            if piece is not None and piece.state == "":
                if not piece.text:
                    continue
            elif piece is not None:
                element = piece.change
                if element is not None:
                    who = who or str(element.get(f"{W}author", ""))
                    kind = "moved" if element.tag in _MOVES else kind
                old += piece.text if piece.state in {"deleted", "passing"} else ""
                new += piece.text if piece.state in {"inserted", "passing"} else ""
                continue
            if old or new:
                word: Kind = "moved" if kind else "replaced" if old and new else "inserted" if new else "deleted"
                yield self.finding(word, old, new, at, passage, who, tracked=True)
            old, new, who, kind = "", "", "", ""

    def untracked_changes(self, passage: CopyPassage, base: str, at: Span) -> Iterator[ReviewFinding]:
        """Yield the changes that no program noted."""
        before = passage.before
        ours, theirs = token_spans(base), token_spans(before)
        some = False
        for i1, i2, j1, j2 in hunks(base, before):
            old = base[ours[i1][0] : ours[i2 - 1][1]] if i2 > i1 else ""
            new = before[theirs[j1][0] : theirs[j2 - 1][1]] if j2 > j1 else ""
            some = True
            yield self.finding("replaced" if old and new else "inserted" if new else "deleted", old, new, at, passage)
        if not some:
            yield self.finding("replaced", base, before, at, passage)

    def looks(self, passage: CopyPassage, at: Span) -> Iterator[ReviewFinding]:
        """Yield changes of how a passage looks, which a source cannot hold."""
        if any(one.changed_look for one in passage.paragraphs):
            found = self.finding("look", passage.before, "", at, passage, tracked=True)
            yield replace(found, state="how words look is the theme's")

    def nearest(self, passage: CopyPassage) -> str:
        """Return the words that the source has now where a passage was, shortened."""
        lines = [
            (abs(place.line - passage.line), text)
            for place, text in self.made.texts
            if place.path == self._path and text
        ]
        words = set(passage.before.split())
        close = [(-len(words & set(text.split())), distance, text) for distance, text in lines]
        return f"“{_short(min(close)[2])}”" if close else "nothing"

    def remark(self, remark: Remark, at: Span, passage: CopyPassage | None) -> ReviewFinding:
        """Return a comment with its place."""
        line = at.line if at.path else passage.line if passage else 0
        return ReviewFinding(
            "comment", _shown(remark.on), remark.text, at, line, self.block(at), remark.initials or remark.author, tracked=False,
            done=remark.done, answers=remark.answers, ident=remark.id, passage=passage.name if passage else "",
        )  # fmt: skip


def _shown(text: str) -> str:
    return even(text).replace(OBJECT, "▢") if even(text) else text


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}…"
