"""Edits tried out before anybody sees them: the module is read with them, and must differ by the changed words and by nothing else.

Nothing that is typed into a deck may become a mark, a block or an answer, or reach readers who do not see that part of the deck.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import get_args

from builder.core.frozen import replace
from builder.core.names import kebab_case
from builder.core.problems import Problems, Severity
from builder.core.source import Source, Unreadable
from builder.core.typography import straight_quotes
from builder.inspect.module_text import module_text
from builder.model import module as m
from builder.model.module import Module
from builder.returning.deck.change import APPLIES, LISTED, Change
from builder.returning.deck.placing.merge import groups
from builder.returning.deck.placing.regions import CUE
from builder.returning.edits import SourceFile
from builder.transform.editions import EDITIONS
from builder.transform.selection import select

Reader = Callable[[Source], tuple[Module | None, Problems]]
"""Reads a module of a text in place of its module.md."""

_WORD = re.compile(r"\w+")
_BUILDS = {"added", "deleted", "moved", "row-added", "row-deleted", "row-moved"}
_NAMES = frozenset("list item paragraph row cell blank cue kind say do ask listen for".split())
"""Names of blocks, and of cues, that come and go with a paragraph or row, as `module_text` writes them."""

_CELL_MARKS = frozenset("mark yes partly no unknown".split())
"""Words that a cell of a matrix has twice in `module_text`: as its text, and as its mark."""

_LEAVES = {"deleted", "row-deleted"}
_INLINES = frozenset(word for name in get_args(m.Inline) for word in kebab_case(name.__name__).split("-")) | {"cited"}
"""Names of what may stand in a paragraph that is deleted, as `module_text` writes them."""


class Verifier:
    """Tries out changes of one module. `read` reads it with another text."""

    def __init__(self, file: SourceFile, read: Reader) -> None:
        self.file, self.read = file, read
        module, problems = read(file.source)
        self.errors = Counter(_errors(problems))
        self.words = _words(module_text(module, places=False, ids=False)) if module else Counter()
        self.readers = _participants(module) if module else {}

    def verify(self, changes: Sequence[Change]) -> list[Change]:
        """Return changes of which those are listed that would change more than their own words."""
        found = list(changes)
        seen = {edit for one in found if not one.unseen_in for edit in one.edits}  # also made where all see it
        for unseen in sorted({one.unseen_in for one in found if one.state == APPLIES and one.unseen_in}, key=len):
            own = [
                number
                for number, one in enumerate(found)
                if one.state == APPLIES and one.unseen_in == unseen and not seen.issuperset(one.edits)
            ]
            if own and self._fault([found[number] for number in own], unseen):
                self._drop_bad(found, [group for group in groups(found) if any(n in own for n in group)], unseen)
        if self._fault([one for one in found if one.state == APPLIES]):
            self._drop_bad(found, groups(found))
        return found

    def _drop_bad(self, found: list[Change], units: list[list[int]], unseen: frozenset[str] = frozenset()) -> None:
        """List the changes that do not pass, one group after the other."""
        kept: list[Change] = []
        for unit in units:
            new = [found[number] for number in unit]
            fault = self._fault([*kept, *new], unseen)
            if not fault:
                kept += new
                continue
            for number in unit:
                found[number] = replace(found[number], state=LISTED, why=fault, edits=())

    def _fault(self, changes: Sequence[Change], unseen: frozenset[str] = frozenset()) -> str:
        """Return why changes cannot be made together, "" when they can; `unseen` are editions that must stay as they are."""
        if not changes:
            return ""
        data = self.file.apply(edit for change in changes for edit in change.edits).data
        try:
            module, problems = self.read(SourceFile(self.file.path, data).source)
        except Unreadable as error:
            return f"the source could not be read with it: {error.reason}"
        if module is None:
            return "the source could not be read with it"
        new = Counter(_errors(problems)) - self.errors
        if new:
            return f"the source would have an error: {next(iter(new))}"
        rest = _difference(self.words, _words(module_text(module, places=False, ids=False)), changes)
        builds = any(one.kind in _BUILDS or any(CUE.match(edit.old) for edit in one.edits) for one in changes)
        spare = _NAMES if builds else frozenset()
        spare |= _CELL_MARKS if any(one.kind.startswith("row") for one in changes) else frozenset()
        for one in changes:
            if one.kind in _LEAVES:  # marks, links and sources go with their paragraph
                spare |= _INLINES.union(*(_words(edit.old) for edit in one.edits))
        if rest - spare:
            return "in the source it would change more than these words"
        readers = _participants(module) if unseen else {}
        if any(readers[name] != self.readers.get(name) for name in readers.keys() & unseen):
            return "participants would read it: change it in the source if they are to"
        return ""


def _errors(problems: Problems) -> Iterable[str]:
    return (f"{one.code.value}: {one.message}" for one in problems if one.severity is Severity.ERROR)


def _words(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in _WORD.findall(straight_quotes(text)))


def _difference(before: Counter[str], after: Counter[str], changes: Sequence[Change]) -> set[str]:
    """Return the words whose number does not change as these changes say."""
    expected: Counter[str] = Counter(after)
    expected.subtract(before)
    for change in {(one.edits, one.old, one.new, one.kind): one for one in changes}.values():
        expected.subtract(_words(change.new))
        expected.update(_words(change.old))
    return {word for word, count in expected.items() if count}


def _participants(module: Module) -> dict[str, str]:
    """Return what each edition for participants shows of a module, as text."""
    rows = [row for row in EDITIONS.values() if row.audience == "participants"]
    return {row.name: module_text(select(module, row), places=False, ids=False) for row in rows}
