"""The texts in canonical lines: what each of them is, where it stands and who sees it; and lines with other texts in their places.

A translation is put in here, after every fence, marker and heading was read: whatever its words are, they stay inside the block
that they are a text of, and can neither open nor close one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import field

from builder.core.frozen import dataclass, replace
from builder.core.source import clean_line
from builder.model.contact_fields import CONTACT_FIELDS
from builder.model.cues import CUE
from builder.model.module import FIELD_KINDS
from builder.model.module.contacts import UNVERIFIED
from builder.parse.inlines.attributes import Attributes
from builder.parse.lines.milestones import (
    CanonicalLines,
    CodeLines,
    DivClose,
    DivOpen,
    FootnoteOpen,
    Milestone,
    TableLines,
)
from builder.parse.lines.normalize import escape_block_signs
from builder.parse.lines.signs.patterns import TASK
from builder.parse.stamps import MILESTONE, RESERVED, STAMP, line_of, stamp
from builder.transform.audience import Seen

PRINTED = ("alt", "fig-alt", "caveat", "title", "group", "materials", "method", "backs")
"""Attributes whose values are printed as they are typed."""

_FIELD = re.compile(r"\s*(?:\*{1,2}|_{1,2})?([^\W\d_][\w -]{0,22}?)\s*:(?:\*{1,2}|_{1,2})?(?:\s+|$)")
_FORM_KIND = re.compile(rf"\s*:\s*(?:{'|'.join(FIELD_KINDS)})(?:\s+\d{{1,4}})?\s*$")
_FIGURE = re.compile(
    r"(!\[)(?P<caption>.*)(\]\([^()\s]*\)\{[^{}]*?\b(?:fig-)?alt=\")(?P<alt>(?:[^\"\\]|\\.)*)(\"[^{}]*\})"
)
_WORDS = re.compile(r"[^\W\d_]")
_WORDLESS = re.compile(
    r"\{[^{}]*\}|\]\([^()]*\)|\[-?@[^\]]*\]|\[\^[^\]]*\]|`[^`]*`|<[^<>]*>|\b(?:https?|mailto|tel|sms):\S+|\b[\w.-]+@[\w.-]+\b|\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?"
)
"""What in a text has letters and is nothing to translate: attributes, addresses, citations, code, names of sites."""


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One text as it is typed: Markdown in one line, or with a line end for each hard break.

    `kind` says what it is, `owner` is the id of the block or topic that it stands in, and `number` counts the texts of its kind
    there. `divs` are the names of the divs around it, the innermost last; `ids` the ids of these divs. `seen` are the editions
    that show it. `is_plain`: it is no Markdown, such as the value of an attribute.
    """

    text: str
    line: int
    kind: str
    owner: str
    number: int
    divs: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    seen: Seen = frozenset()
    is_plain: bool = False

    @property
    def context(self) -> str:
        """Its name in its file: the id of what it stands in, what it is, and which of these."""
        return f"{self.owner}: {self.kind} {self.number}" if self.number > 1 else f"{self.owner}: {self.kind}"


Rewrite = Callable[[PlacedText], str | None]
"""From a text to the one that takes its place, None to keep it."""


def has_words(text: str) -> bool:
    """Say whether there is anything to translate in a text: not in a number, an address or a citation alone."""
    return bool(_WORDS.search(_WORDLESS.sub(" ", text) if not text.isalpha() else text))


def one_line(text: str) -> str:
    """Return a text that a stranger may have written without what a line of a source never holds."""
    return " ".join(clean_line(part, RESERVED)[0].strip() for part in text.splitlines()).strip()


@dataclass
class _Walk:
    """The lines of a source while their texts are read. `change` is asked about each."""

    lines: CanonicalLines
    change: Rewrite
    divs: list[tuple[str, str]] = field(default_factory=list)
    topic: str = "start"
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    marker: str = ""
    columns: int = 0
    headed: bool = True
    changed: bool = False

    def place(self) -> str:
        """The id of the innermost div with one, else of the topic."""
        return next((ident for _, ident in reversed(self.divs) if ident), self.topic)

    def ask(self, text: str, line: int, kind: str, *, plain: bool = False) -> str:
        """Return what takes the place of a text."""
        if not has_words(text):
            return text
        owner = self.place()
        self.counts[owner, kind] += 1
        names, ids = tuple(name for name, _ in self.divs), tuple(ident for _, ident in self.divs if ident)
        seen = self.lines.scopes.at(line)
        given = self.change(PlacedText(text, line, kind, owner, self.counts[owner, kind], names, ids, seen, plain))
        if given is None:
            return text
        self.changed = True
        if "\n" in text:
            return "\n".join(one_line(part) for part in given.split("\n")) or text
        return one_line(given) or text

    # ── lines

    def read(self) -> list[str]:
        """Return the lines with the texts that take the places of theirs."""
        found: list[str] = []
        for group in _groups(self.lines.lines):
            first = group[0]
            if mark := MILESTONE.match(first.lstrip(" >")):
                self._milestone(int(mark[1]))
                found += group
            elif STAMP.search(first):
                found += self._text(group)
            else:
                found += group
        short = self.lines.abbreviations
        for name, words in short.items():
            self.topic, self.divs = name, []
            short[name] = self.ask(words, self.lines.short_form_lines.get(name, 1), "long form", plain=True)
        return found

    def _text(self, group: list[str]) -> list[str]:
        place = STAMP.search(group[0])
        if place is None:  # no group of texts is without one
            return group
        prefix, number = group[0][: place.start()], line_of(place[0])
        marker = prefix.strip().lstrip("> ")
        parts = [line[found.end() :] for line in group if (found := STAMP.search(line))]
        if any("\uf8f0" in part or STAMP.search(part) for part in parts):
            return group
        text = "".join(f"{part.rstrip()}\n" if part.endswith("  ") else f"{part.rstrip()} " for part in parts).rstrip()
        self.changed = False
        lead, words, tail = self._parts(text, marker)
        if lead and words.strip(" .*_").casefold() in UNVERIFIED:
            return group
        kind = self._kind(marker, prefix, lead, text)
        if marker.startswith("#"):
            self._enter(marker, number, words)
            new = self._heading(words, number, kind)
        elif figure := _FIGURE.fullmatch(words):
            caption = self.ask(figure["caption"], number, "caption")
            alt = self.ask(figure["alt"], number, "text alternative of a picture", plain=True).replace('"', "”")
            new = f"{figure[1]}{caption}{figure[3]}{alt}{figure[5]}"
        else:
            new = self.ask(words, number, kind)
        if not self.changed:
            return group
        self.changed = False
        lines = f"{lead}{new}{tail}".split("\n")
        last = len(lines) - 1
        made = [f"{escape_block_signs(line)}{'  ' if n < last else ''}" for n, line in enumerate(lines)]
        second = STAMP.search(group[1]) if len(group) > 1 else None
        inner = group[1][: second.start()] if second else prefix
        return [f"{inner if n else prefix}{stamp(number)}{line}" for n, line in enumerate(made)]

    def _parts(self, text: str, marker: str) -> tuple[str, str, str]:
        """Return what of a text has a meaning for the compiler before its words, the words, and what follows them."""
        inner = self.divs[-1][0] if self.divs else ""
        lead = tail = ""
        if marker and (box := TASK.match(text)):
            lead = box[0]
        elif cue := CUE.match(text):
            lead = text[: cue.end()] + " " * (text[cue.end() : cue.end() + 1] == " ")
        elif inner == "contact" and (label := _FIELD.match(text)) and label[1].casefold() in _FIELDS:
            lead = label[0]
        if inner == "form" and marker and (kind := _FORM_KIND.search(text)):
            tail = kind[0]
        return lead, text[len(lead) : len(text) - len(tail)], tail

    def _kind(self, marker: str, prefix: str, lead: str, text: str) -> str:
        inner = self.divs[-1][0] if self.divs else ""
        if marker.startswith("#"):
            if self.divs:
                return "title" if not self.headed else "heading"
            return {1: "title of a part", 2: "slide title"}.get(len(marker), "heading")
        self.headed = True
        if CUE.match(text):
            return f"script, {text.partition(':')[0].lower()}"
        if inner == "contact" and lead:
            return f"contact, {lead.strip(' :*_').lower()}"
        if inner == "check" and marker:
            return "option" if TASK.match(text) else "item"
        if inner == "check":
            return "reason" if prefix.startswith(" ") else "question"
        if marker == ":":
            return "meaning"
        if not marker:
            return "text"
        return "field" if inner == "form" else "item"

    def _enter(self, marker: str, number: int, words: str) -> None:
        """Note the topic or the headed part that a heading begins."""
        ident = self.lines.headings.get(number, _NONE).id
        if not self.divs and (len(marker) <= 2 or ident):  # topics and parts
            self.topic = ident or re.sub(r"[^\w]+", "-", words.lower()).strip("-")[:60]

    def _heading(self, words: str, number: int, kind: str) -> str:
        new = self.ask(words, number, kind)
        self.headed = True
        given = self.lines.headings.get(number)
        if given and (changed := self._attributes(given, number)) is not given:
            self.lines.headings[number] = changed
        return re.sub(r"(?<!\\)((?:\\\\)*)#$", r"\1\\#", new) if new != words else new

    # ── blocks that milestones stand for

    def _milestone(self, index: int) -> None:
        mark = self.lines.milestones[index]
        match mark:
            case DivOpen():
                given = mark.attributes or _NONE
                self.divs.append((given.classes[0] if given.classes else "", given.id))
                self.headed = False
                if mark.attributes and (changed := self._attributes(given, mark.at.line)) is not given:
                    self._put(index, replace(mark, attributes=changed))
            case FootnoteOpen():
                self.divs.append(("footnote", f"^{mark.label}"))
            case DivClose():
                if self.divs:
                    self.divs.pop()
            case TableLines():
                self._put(index, self._table(mark))
            case CodeLines():
                pass
            case _:
                pass

    def _put(self, index: int, mark: Milestone) -> None:
        self.lines.milestones[index] = mark

    def _attributes(self, given: Attributes, line: int) -> Attributes:
        """Return attributes with other words where their words are printed."""
        values = {
            key: self.ask(value, line, key, plain=True)
            if key in PRINTED and value not in {"none", "decorative"}
            else value
            for key, value in given.values.items()
        }
        return replace(given, values=values) if values != given.values else given

    def _table(self, table: TableLines) -> TableLines:
        ident = table.attributes.id
        self.divs.append(("table", ident))
        matrix = any(name == "matrix" for name, _ in self.divs)
        heads = tuple(self.ask(cell, table.header[0], "column head") for cell in table.header[1])
        rows = tuple((n, tuple(self._cell(cell, n, matrix=matrix) for cell in cells)) for n, cells in table.rows)
        caption = self.ask(table.caption, table.caption_line, "caption") if table.caption else ""
        self.divs.pop()
        return replace(table, header=(table.header[0], heads), rows=rows, caption=caption)

    def _cell(self, cell: str, line: int, *, matrix: bool) -> str:
        if matrix and (mark := _MARK.match(cell)) and mark.end() < len(cell):
            return mark[0] + self.ask(cell[mark.end() :], line, "cell")
        return self.ask(cell, line, "cell")


_MARK = re.compile(r"\s*(?:yes|partly|no|unknown)(?:\s*:\s*|\s*$)", re.IGNORECASE)
_NONE = Attributes()
_FIELDS = frozenset(word.casefold() for word in CONTACT_FIELDS)


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """Yield canonical lines, those of one text together; lines of terms each alone."""
    group: list[str] = []
    for number, line in enumerate(lines):
        place = STAMP.search(line)
        bare = place is not None and not line[: place.start()].strip(" >")
        if not (bare and group):
            if group:
                yield group
            group = []
        if place is None:
            yield [line]
            continue
        group.append(line)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        ends = line[: place.start()].lstrip(" >").startswith("#") or _before_meaning(lines, number + 1)
        if ends or not following.strip(" >"):
            yield group
            group = []
    if group:
        yield group


def _before_meaning(lines: list[str], number: int) -> bool:
    """Say whether the lines from here on, to a meaning, are terms."""
    while number < len(lines) and (place := STAMP.search(lines[number])):
        prefix = lines[number][: place.start()].strip(" >")
        if prefix:
            return prefix == ":"
        number += 1
    return False


def rewrite_texts(lines: CanonicalLines, change: Rewrite) -> None:
    """Put other texts in the places of those in canonical lines, as `change` says; its answers are no more than text."""
    lines.lines = _Walk(lines, change).read()
