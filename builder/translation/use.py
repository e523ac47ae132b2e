"""A translation in use: which texts of a source it has, which it lacks, and what in it is not used."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.parse.lines.texts import PlacedText, Rewrite
from builder.translation.po import Catalog, PoEntry

SAFE_DIVS = frozenset({"content-note", "contact", "resources"})
SAFE_KINDS = frozenset({"caveat", "content_note"})
"""What keeps people safe: it is printed in a language in the words of that language, or the module is not."""

DRAWN = frozenset({"words in a picture", "label of a chart"})
"""Kinds of texts that have no room for more words than they are."""

LONGEST = 20_000
"""Longest translation that is used, in characters."""

_SMALL = 12
"""Numbers up to this one are often written as words, or are months of a date."""
_SIGNS = re.compile(r"\*\*|__|~~|==|\]\(|[{}`\[\]<>]|:::")


@dataclass(frozen=True)
class Asked:
    """A text of the source, the file that it stands in, and what the translation has for it."""

    placed: PlacedText
    path: str
    entry: PoEntry | None

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing that can be printed."""
        return self.entry is None or not self.entry.is_usable

    def keeps_safe(self, blocks: frozenset[str]) -> bool:
        """Say whether it must be translated; `blocks` are the ids of further blocks of which that is true."""
        placed = self.placed
        return bool(
            placed.kind in SAFE_KINDS
            or SAFE_DIVS.intersection(placed.divs)
            or blocks.intersection((placed.owner, *placed.ids))
        )


@dataclass
class Use:
    """A PO file while a source is read with its words. `catalog` is None where there is no file; `path` is where it is or would be; `lang` the source's language."""

    catalog: Catalog | None
    path: str
    lang: str
    problems: Problems
    asked: list[Asked] = field(default_factory=list)
    refused: dict[tuple[str, int], str] = field(default_factory=dict)
    _known: dict[tuple[str, int], list[Asked]] = field(default_factory=dict)
    _counted: int = 0

    def rewrite(self, path: str) -> Rewrite:
        """Return what gives the translations of the texts of one source file."""

        def change(placed: PlacedText) -> str | None:
            entry = self.catalog.find(placed.context, placed.text) if self.catalog else None
            if entry is None and self.catalog and (there := self.catalog.at_context(placed.context)):
                entry = replace(there, source=placed.text, fuzzy=True, previous=there.source)
            if entry and len(entry.text) > LONGEST:
                message = f"this translation has {len(entry.text)} characters; at most {LONGEST} are read"
                self.problems.add(
                    ProblemCode.REFUSED_TRANSLATION, message, self.place(entry), "divide the source's text"
                )
                entry = PoEntry(entry.context, entry.source, "", line=entry.line)
            one = Asked(placed, path, entry)
            self.asked.append(one)
            if not one.is_missing and entry is not None:
                return entry.text
            return self.mark(placed.text) if placed.is_plain and placed.kind not in DRAWN else None

        return change

    def place(self, entry: PoEntry | None) -> Span:
        """Return where an entry stands."""
        line = entry.line if entry else 1
        return Span(self.path, line, 1, line, 1)

    def mark(self, text: str) -> str:
        """Return a text that is not translated, with the sign that says so."""
        return f"[{self.lang.partition('-')[0]}] {text}"

    # ── what a transfer asks and tells

    def is_refused(self, at: Span) -> bool:
        """Say whether the translations in a line are not used."""
        return (at.path, at.line) in self.refused

    def is_kept(self, at: Span) -> bool:
        """Say whether a text in a line of the source has no translation that can be used."""
        return any(one.is_missing for one in self._in_line(at))

    def refuse(self, at: Span, what: str) -> None:
        """Take note that translations in a line are not used, because of this."""
        self.refused.setdefault((at.path, at.line), what)

    def compare(self, at: Span, before: str, after: str) -> None:
        """Report numbers and signs that one text has and the other has not."""
        here = self._in_line(at)
        if not here or before == after or self.is_kept(at):
            return
        words = _letters(after)
        entry = next((one.entry for one in here if one.entry and words in _letters(one.entry.text)), here[0].entry)
        ours, theirs = _numbers(before), _numbers(after)
        if ours != theirs:
            lost, added = sorted((ours - theirs).elements()), sorted((theirs - ours).elements())
            parts = [f"{what} {', '.join(some)}" for what, some in (("lacks", lost), ("adds", added)) if some]
            message = f"the translation {' and '.join(parts)} ({at.path}:{at.line})"
            self.problems.add(ProblemCode.UNLIKE_TRANSLATION, message, self.place(entry), "write the source's numbers")
        signs = Counter(_SIGNS.findall(after)) - Counter(_SIGNS.findall(before))
        if signs:
            message = f"{' '.join(f'`{sign}`' for sign in signs)} is printed as it stands ({at.path}:{at.line})"
            hint = "close each mark as the source does, or write a backslash before the sign"
            self.problems.add(ProblemCode.UNLIKE_TRANSLATION, message, self.place(entry), hint)

    def _in_line(self, at: Span) -> list[Asked]:
        return self._lines().get((at.path, at.line), [])

    def _lines(self) -> dict[tuple[str, int], list[Asked]]:
        if len(self.asked) != self._counted:
            self._known, self._counted = {}, len(self.asked)
            for one in self.asked:
                self._known.setdefault((one.path, one.placed.line), []).append(one)
        return self._known

    # ── the end

    def percent(self) -> int:
        """Return how much of what was asked for is printed in the words of the translation, in percent, rounded down."""
        used = sum(not (one.is_missing or (one.path, one.placed.line) in self.refused) for one in self.asked)
        return 100 * used // max(len(self.asked), 1)

    def report(self, blocks: frozenset[str] = frozenset(), *, problems_of_safety: bool = True) -> frozenset[str]:
        """Report what is missing and what was refused. Return the ids of blocks that lack what keeps people safe, `blocks` among it.

        `problems_of_safety`: each such text is an error. Those of shared blocks are one where a module uses them.
        """
        unsafe: set[str] = set()
        if self.catalog is None:
            return self._report_no_file(blocks, problems_of_safety=problems_of_safety)
        for one in self.asked:
            where = f"{one.path}:{one.placed.line}"
            what = self.refused.get((one.path, one.placed.line))
            if not one.is_missing and what is None:
                continue
            at = (
                self.place(one.entry)
                if one.entry and one.entry.line
                else Span(one.path, one.placed.line, 1, one.placed.line, 1)
            )
            if one.is_missing:
                state = "has changed since it was translated" if one.entry and one.entry.fuzzy else "is not translated"
                if one.entry and one.entry.fuzzy and one.entry.source == one.placed.text and not one.entry.previous:
                    state = "has a translation that is marked as uncertain"
                message = f"{one.placed.kind} of `{one.placed.owner}` {state} ({where})"
                self.problems.add(ProblemCode.UNTRANSLATED, message, at, f"translate it in {self.path}")
            else:
                message = f"this translation is not used: {what} ({where})"
                hint = "keep each source, reference, link, footnote, `code` and mark of the text, and add none"
                self.problems.add(ProblemCode.REFUSED_TRANSLATION, message, at, hint)
            if one.keeps_safe(blocks):
                unsafe.update((one.placed.owner, *one.placed.ids))
            if one.keeps_safe(blocks) and problems_of_safety:
                message = f"this keeps people safe, and is not translated: {one.placed.kind} of `{one.placed.owner}` ({where})"
                self.problems.add(ProblemCode.UNTRANSLATED_SAFETY, message, at, f"translate it in {self.path}")
        return frozenset(unsafe)

    def _report_no_file(self, blocks: frozenset[str], *, problems_of_safety: bool) -> frozenset[str]:
        """Report that there is nothing that could be used, once and not for each text."""
        safe = [one for one in self.asked if one.keeps_safe(blocks)]
        if self.asked:
            at, hint = Span(self.asked[0].path), "`coursewright translate update` makes the files of a language"
            message = f"none of its {len(self.asked)} texts is translated: there is no {self.path} that can be used"
            self.problems.add(ProblemCode.UNTRANSLATED, message, at, hint)
            if safe and problems_of_safety:
                message = f"{len(safe)} texts that keep people safe are not translated"
                self.problems.add(ProblemCode.UNTRANSLATED_SAFETY, message, at, hint)
        return frozenset(ident for one in safe for ident in (one.placed.owner, *one.placed.ids))


def _numbers(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for written in re.findall(r"\d+(?:[.,\u00a0\u202f' ]\d{3})*(?:[.,:]\d+)?", text):
        digits = "".join(str(unicodedata.digit(sign)) for sign in written if sign.isdigit())
        if int(digits) > _SMALL:
            found[digits] += 1
    return found


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text)
