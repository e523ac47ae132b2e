"""From findings to changes of the source: which bytes a change of the deck replaces, or why a person has to make it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from builder.core.frozen import replace
from builder.model import module as m
from builder.returning.deck.change import APPLIES, LISTED, Change
from builder.returning.deck.findings import FoundChange
from builder.returning.deck.placing.regions import CUE, MARKER, Lines, Regions, bars
from builder.returning.deck.placing.tokens import (
    NotPlacedError,
    blank_unseen,
    escape,
    occurrences,
    replacements,
    tokens,
)
from builder.returning.deck.source_now import NOTES, SourceParagraph
from builder.returning.edits import SourceEdit, SourceFile

FRAME = (
    "the build makes it of the module's headings and front matter, of labels, or of the course's files: change it there"
)
SHARED = "other modules say it, too: change it in that file"
PRINTED = "it is printed in the handout, too: change it in the source if participants are to read it"


_MARKED = re.compile(r"[*_`\[\]{}<>~^\\]|==|\$")
"""Signs that may be marks."""


class Placer:
    """Places findings in one module.md."""

    def __init__(self, file: SourceFile, module: m.Module) -> None:
        self.file, self.regions = file, Regions(file)
        self.shown = blank_unseen(file.source.text)
        self.script = frozenset(_script_lines(module))

    def place(self, finding: FoundChange) -> Change:
        """Return the change with its edits, or listed with the reason why a person has to make it."""
        change = finding.change
        if finding.final:
            return change
        told = finding.told or finding.after or finding.before
        at = change.at if change.at.path else told.at if told else change.at
        change = replace(change, at=at)
        makers: dict[str, Callable[[FoundChange], tuple[SourceEdit, ...]]] = {
            "words": self._words,
            "deleted": self._deletion,
            "added": self._addition,
            "moved": self._move,
            "row-added": self._row_addition,
            "row-deleted": self._row_deletion,
            "row-moved": self._row_move,
            "alt": self._alt,
        }
        try:
            edits = makers[change.kind](replace(finding, change=change))
        except NotPlacedError as error:
            return replace(change, state=LISTED, why=str(error))
        first = min(edits, key=lambda one: one.start)
        return replace(change, state=APPLIES, edits=edits, at=first.at)

    # ── words

    def _words(self, finding: FoundChange) -> tuple[SourceEdit, ...]:
        told, change = finding.told, finding.change
        if told is None:
            raise NotPlacedError("the source does not have this paragraph")
        self._refuse(told)
        if not told.at.path or told.at.line <= self.regions.head:
            return self._in_front_matter(change.old, change.new)
        if told.slide.startswith("."):
            raise NotPlacedError(FRAME)
        reason = ""
        for part in self._parts(told):
            exact = occurrences(change.old, self.shown, *part)
            start, end = exact[0] if len(exact) == 1 else part
            try:
                found = replacements(change.old, change.new, self.file.source.text, start, end)
            except NotPlacedError as error:
                reason = reason or str(error)
            else:
                return tuple(self.file.edit(one.start, one.end, one.new) for one in found)
        return self._whole(told, change, reason)

    def _whole(self, told: SourceParagraph, change: Change, reason: str) -> tuple[SourceEdit, ...]:
        """Return the edit that writes a whole paragraph anew, where the source has no marks in it. Raises NotPlacedError."""
        try:
            lines = self._own_lines(told, change.old)
        except NotPlacedError:
            raise NotPlacedError(reason) from None
        start, end = self.regions.span(lines.first, lines.last)
        start += len(lines.indent) + len(lines.marker)
        raw = self.file.source.text[start:end]
        cue = CUE.match(raw)
        if _MARKED.search(raw):
            raise NotPlacedError(reason)
        label = f"{change.old.partition(':')[0]}:"
        if cue and change.new.startswith(label):
            start, new = start + cue.end(), escape(change.new[len(label) :].lstrip())
        else:
            new = escape(change.new, begins=True)
        return (self.file.edit(start, end, new),)

    def _parts(self, told: SourceParagraph) -> Iterable[tuple[int, int]]:
        if told.cell is None:
            return self.regions.around(told.at.line)
        columns = self._columns(told.at.line)
        return [self.regions.cell(told.at.line, told.cell[1], columns)]

    def _columns(self, line: int) -> int:
        """Return how many cells a row with bars has."""
        text = self.file.source.line(line).strip()
        return len(bars(text)) + 1 - text.startswith("|") - (text.endswith("|") and not text.endswith("\\|"))

    def _in_front_matter(self, old: str, new: str) -> tuple[SourceEdit, ...]:
        text, (start, end) = self.file.source.text, self.regions.span(1, max(1, self.regions.head))
        found = occurrences(old, text, start, end) if self.regions.head else []
        if len(found) != 1:
            raise NotPlacedError(FRAME)
        edits = replacements(old, new, text, *found[0], plain=True)
        return tuple(self.file.edit(one.start, one.end, one.new) for one in edits)

    def _alt(self, finding: FoundChange) -> tuple[SourceEdit, ...]:
        change = finding.change
        if change.at.path != self.file.path or not change.old or re.search(r"[\"\[\]{}\\]", change.new):
            raise NotPlacedError("write it into the picture's `alt` in the source")
        for start, end in self.regions.around(change.at.line):
            found = occurrences(change.old, self.file.source.text, start, end)
            if len(found) == 1 and change.new:
                edits = replacements(change.old, change.new, self.file.source.text, *found[0], plain=True)
                return tuple(self.file.edit(one.start, one.end, one.new) for one in edits)
        raise NotPlacedError("write it into the picture's `alt` in the source")

    def _refuse(self, told: SourceParagraph) -> None:
        """Raise NotPlacedError for a paragraph that is not this module's, or that others read than those who were meant."""
        if told.at.path and told.at.path != self.file.path:
            raise NotPlacedError(SHARED)
        if told.slot == NOTES and told.at.line not in self.script:
            raise NotPlacedError(PRINTED if told.at.path else FRAME)

    # ── paragraphs

    def _deletion(self, finding: FoundChange) -> tuple[SourceEdit, ...]:
        lines = self._own_lines(finding.told, finding.change.old)
        return (self.file.edit(*self._removal(lines), ""),)

    def _own_lines(self, told: SourceParagraph | None, words: str) -> Lines:
        """Return the lines that hold a paragraph and nothing else. Raises NotPlacedError."""
        if told is None:
            raise NotPlacedError("the source does not have this paragraph")
        self._refuse(told)
        if not told.at.path or told.slide.startswith(".") or told.at.line <= self.regions.head:
            raise NotPlacedError(FRAME)
        if told.slot == "title" or told.cell is not None or told.slot.startswith("option"):
            raise NotPlacedError("a title, an option or a cell is more than a paragraph of the source: change it there")
        lines = self.regions.paragraph(told.at.line)
        text = self.file.source.line(lines.first)
        if text.lstrip(" \t>").startswith(("#", ":::", "|", "![")):
            raise NotPlacedError("a heading or block of the source is more than this paragraph: change it there")
        start, end = self.regions.span(lines.first, lines.last)
        there = [one.word for one in tokens(blank_unseen(self.file.source.text[start:end])) if one.word[0].isalnum()]
        said = [one.word for one in tokens(words) if one.word[0].isalnum()]
        spare = [one.word for one in tokens(lines.marker)]
        if not _holds(there, said, spare):
            raise NotPlacedError("in the source its lines hold more than this paragraph")
        if lines.marker and self.regions.item_end(lines) != lines.last:
            raise NotPlacedError("in the source more stands under this item")
        return lines

    def _removal(self, lines: Lines) -> tuple[int, int]:
        """Return the characters to remove with a paragraph: its lines, and an empty line where two would follow each other."""
        last = lines.last
        before = self.file.source.line(lines.first - 1) if lines.first > 1 else ""
        if not before.strip() and last < len(self.regions.lines) and not self.file.source.line(last + 1).strip():
            last += 1
        return self.regions.whole(lines.first, last)

    def _addition(self, finding: FoundChange) -> tuple[SourceEdit, ...]:
        seen = finding.new
        if seen is None or not seen.text:
            raise NotPlacedError("it has no words")
        return (self._insertion(finding, escape(seen.text, begins=True)),)

    def _insertion(self, finding: FoundChange, words: str) -> SourceEdit:
        """Return the edit that inserts a paragraph after or before its neighbor. Raises NotPlacedError."""
        level = finding.new.level if finding.new else 0
        options = [(one, first) for one, first in ((finding.after, False), (finding.before, True)) if one is not None]
        reason = "write it into the source: no paragraph beside it is this module's"
        for told, first in options:
            try:
                return self._beside(told, words, level, before=first)
            except NotPlacedError as error:
                reason = str(error)
        raise NotPlacedError(reason)

    def _beside(self, told: SourceParagraph, words: str, level: int, *, before: bool) -> SourceEdit:
        self._refuse(told)
        if not told.at.path or told.slide.startswith(".") or told.at.line <= self.regions.head:
            raise NotPlacedError(FRAME)
        if told.cell is not None or told.slot == "title" or told.slot.startswith("option"):
            raise NotPlacedError("write it into the source: beside it stands a title, an option or a table")
        lines = self.regions.paragraph(told.at.line)
        text = self.file.source.line(lines.first)
        if text.lstrip(" \t>").startswith(("#", ":::", "|", "![", "```")):
            raise NotPlacedError("write it into the source: beside it stands a heading or block")
        if level != told.level:
            raise NotPlacedError("it stands on another level than the paragraph beside it")
        if lines.marker:
            new = f"{lines.indent}{_next(lines.marker, -before)}{words}"
            place = lines.first if before else self.regions.item_end(lines) + 1
            loose = not before and self._is_loose(lines)
            return self._line(place, [*([""] if loose else []), new])
        new = f"{lines.indent}{words}"
        return self._line(lines.first, [new, ""]) if before else self._line(lines.last + 1, ["", new])

    def _is_loose(self, lines: Lines) -> bool:
        """Say whether an empty line stands between an item and the next one."""
        after, line = self.regions.item_end(lines) + 1, self.file.source.line
        found = MARKER.match(line(after + 1))
        return not line(after).strip() and found is not None and found["indent"] == lines.indent

    def _line(self, number: int, new: list[str]) -> SourceEdit:
        """Return the edit that inserts lines before a line, or at the end of the file."""
        if number <= len(self.regions.lines):
            at = self.file.character(number)
            return self.file.edit(at, at, "".join(f"{line}\n" for line in new))
        at = len(self.file.source.text)
        return self.file.edit(at, at, "".join(f"\n{line}" for line in new))

    def _move(self, finding: FoundChange) -> tuple[SourceEdit, ...]:
        lines = self._own_lines(finding.told, finding.change.old)
        start, end = self.regions.span(lines.first, lines.last)
        raw = self.file.source.text[start:end].lstrip(" \t>")
        words = raw[len(lines.marker) :] if lines.marker else raw
        return (self.file.edit(*self._removal(lines), ""), self._insertion(finding, words))

    # ── rows

    def _row_addition(self, finding: FoundChange) -> tuple[SourceEdit, ...]:
        if not finding.cells:
            raise NotPlacedError("write it into the source: no row of the module stands before it")
        line = self._row_line(finding.cells, len(finding.row))
        after = line + 1 if self.regions.is_rule(line + 1) else line
        text = self.file.source.line(line)
        indent = text[: len(text) - len(text.lstrip())]
        cells = " | ".join(escape(words) for words in finding.row)
        return (self._line(after + 1, [f"{indent}| {cells} |"]),)

    def _row_deletion(self, finding: FoundChange) -> tuple[SourceEdit, ...]:
        if not finding.cells:
            raise NotPlacedError(FRAME)
        line = self._row_line(finding.cells, self._columns(finding.cells[0].at.line))
        if self.regions.is_rule(line + 1):
            raise NotPlacedError("a table's header is not deleted: change the table in the source")
        return (self.file.edit(*self.regions.whole(line, line), ""),)

    def _row_move(self, finding: FoundChange) -> tuple[SourceEdit, ...]:
        columns = self._columns(finding.moved[0].at.line)
        line = self._row_line(finding.moved, columns)
        if self.regions.is_rule(line + 1):
            raise NotPlacedError("a table's header is not moved: change the table in the source")
        if not finding.cells:
            raise NotPlacedError("write it into the source: no row of the module stands before it")
        before = self._row_line(finding.cells, columns)
        before += self.regions.is_rule(before + 1)
        there = self._line(before + 1, [self.file.source.line(line)])
        return (self.file.edit(*self.regions.whole(line, line), ""), there)

    def _row_line(self, cells: tuple[SourceParagraph, ...], columns: int) -> int:
        told = cells[0]
        self._refuse(told)
        if not told.at.path or told.slide.startswith("."):
            raise NotPlacedError(FRAME)
        if not self.regions.is_row(told.at.line, columns):
            raise NotPlacedError("the table is not written with bars, a row a line")
        return told.at.line


def _next(marker: str, turn: int) -> str:
    """Return the marker of the item after one; `turn` -1: of one in its place, with its number."""
    found = re.match(r"(\(?)(\d+)", marker)
    if not found or turn:
        return re.sub(r"\[[xX]\]", "[ ]", marker)
    return f"{found[1]}{int(found[2]) + 1}{marker[found.end() :]}"


def _holds(there: list[str], said: list[str], spare: list[str]) -> bool:
    """Say whether words are those said, in order, apart from a marker and from what the build adds or takes."""
    rest = there[len(spare) :] if there[: len(spare)] == spare else there
    words = iter(said)
    known = sum(any(word.casefold() == other.casefold() for other in words) for word in rest)
    return known == len(rest)


def _script_lines(module: m.Module) -> Iterable[int]:
    """Yield the lines of the module's own file on which text of the script begins, which no participant reads."""
    for node in m.walk(*module.body):
        if isinstance(node, m.Notes | m.Cue):
            for inner in m.walk(node):
                if inner.at.path == module.path:
                    yield inner.at.line
