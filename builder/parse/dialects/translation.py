"""What the readers of dialects share: the source, the tools whose file it is, problems once a kind, lines of a div."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from builder.core.problems import ProblemCode, Problems
from builder.core.source import NOWHERE, Source
from builder.parse.dialects.boxes.kinds import Kin, name_by_title
from builder.parse.lines.normalize import column_of, expand_tabs
from builder.parse.lines.reader import LineReader, NumberedLine
from builder.parse.lines.signs.patterns import DEFINITION, FOOTNOTE, ITEM
from builder.parse.lines.writer import DEEPEST

Lines = list[NumberedLine]

_STANDS_ALONE = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]|>[ \t]*\[!|[`~:]{3,}\{|<(?:details|aside)\b")
"""What begins a box right after the sign of a list item."""

_LEAD = re.compile(r"^(?:#{1,6}\s+(.*[^\s#])[\s#]*|\*\*(.+?)\*\*:?)$")
_ANYWHERE = re.compile(r"^\[[ ({-]|^\{\{|^--\{\{|\[\[|\[\(")
"""What LiaScript's quizzes, spoken text and steps begin with or hold: authors indent them as others indent code."""


@dataclass
class Translation:
    """One source on its way into our language.

    `tools`: whose file this is, as recognize.py says. `targets`: the ids that the source gives. `readers`: the readers of
    blocks by the first character of their first line. `rewrite`: what is done to a line of running text.
    `anywhere`: the readers of what may stand at any indentation, in lists too.
    """

    source: Source
    problems: Problems
    tools: frozenset[str]
    targets: frozenset[str]
    readers: dict[str, tuple[BlockReader, ...]]
    rewrite: Callable[[Translation, int, str], str]
    anywhere: tuple[BlockReader, ...]
    named: set[str] = field(default_factory=set)
    footnotes: Lines = field(default_factory=list)  # the texts of footnotes that stand where they are called
    missing: frozenset[str] = frozenset()  # ids that links lead to and nothing in the source has
    unclosed: list[set[str]] = field(default_factory=list)  # for each block being read, what nothing in it closes
    depth: int = 0  # how many blocks are being read, one in another
    column: int = 0  # where a block that begins in the line must stand to be in the list item around it
    in_properties: int = 0  # the line that may go on with the properties of a slide

    def name(self, kind: str, number: int, message: str, hint: str = "", needle: str = "") -> None:
        """Add a problem `foreign-syntax` at a line, or at `needle` in it, unless this kind was named in this source."""
        if kind not in self.named:
            self.named.add(kind)
            self.problems.add(ProblemCode.FOREIGN_SYNTAX, message, self.source.find(number, needle), hint)

    def find_closing(self, reader: LineReader, sign: str, closes: Callable[[str], object]) -> int:
        """Return the index of the line after the next one that closes a block, 0 when there is none; `sign` names what is sought."""
        if sign in self.unclosed[-1]:
            return 0
        lines = reader.lines
        end = next((n for n in range(reader.at + 1, len(lines)) if closes(lines[n][1].strip())), 0)
        if not end:
            self.unclosed[-1].add(sign)
        return end

    def report_unclosed(self, number: int, opening: str, closing: str) -> None:
        """Report a block that nothing closes: it holds the rest of its text. The end of a block around it closes it."""
        if self.depth <= 1:
            at = self.source.whole_line(number)
            message = f"`{opening}` is opened here and never closed"
            self.problems.add(ProblemCode.UNCLOSED_DIV, message, at, f"close it with a line of {closing}")

    def subtitle(self, number: int, title: str) -> str:
        """Return a line that is the title of a part, such as a tab: a heading, or bold in a box, where it would be the box's."""
        words = self.rewrite(self, number, title)
        return f"**{words}**" if self.depth > 1 else f"### {words}"

    def div(self, number: int, kin: Kin, body: Lines, *, indent: str = "", attributes: str = "") -> Lines:
        """Return the lines of a div of `kin` with its title and body; `attributes` are further ones, as in `#id key="x"`.

        What its title calls an answer or a facilitator's note is one, whatever the box around it.
        """
        kin = self.titled(number, kin, body)
        name = kin.name
        opening = f"{indent}::: {{.{name}{' ' if attributes else ''}{attributes}}}"
        title = [(number, f"{indent}### {self.rewrite(self, number, kin.title)}")] if kin.title else []
        last = body[-1][0] if body else number
        return [(number, opening), *title, *body, (last, f"{indent}:::")]

    def titled(self, number: int, kin: Kin, body: Lines) -> Kin:
        """Return what a box is by its title too, or by the heading or bold line that it begins with, and the title to add.

        Where the title alone hides it from participants, that is named.
        """
        first = next((text.strip() for _, text in body if text.strip()), "")
        lead = _LEAD.match(first) if kin.implied or not kin.title else None
        title = (lead[1] or lead[2]) if lead else kin.title
        name = name_by_title(kin.name, title)
        if name != kin.name:
            message = (
                f"“{title}” is read as the title of {'an answer' if name == 'answer' else 'a note for facilitators'}"
            )
            self.name(f"title {title}", number, message, "give it another title if participants may read it")
        return Kin(name, "" if lead else kin.title)

    def translate(self, lines: Lines) -> Lines:
        """Return lines in our language: each block by the first reader that knows it, other lines by `rewrite`."""
        if self.depth > DEEPEST:
            at = self.source.whole_line(lines[0][0]) if lines else NOWHERE
            self.problems.add(ProblemCode.TOO_DEEP, f"blocks are nested more than {DEEPEST} deep", at)
            return lines
        self.depth += 1
        self.unclosed.append(set())
        reader, out = LineReader([*lines], self.source, self.problems), Lines()
        base, blank = 0, True  # the column of text in the innermost list item; whether the line before was blank
        while reader:
            number, raw = reader.next
            text = expand_tabs(raw) if "\t" in raw else raw
            rest = text.lstrip()
            if not rest:
                out.append(reader.take())
                blank = True
                continue
            self.column = min(column_of(text), base)
            if _ANYWHERE.search(rest) and any(read(self, reader, out) for read in self.anywhere):
                blank = False
                continue
            column = column_of(text)
            if blank and column < base:
                base = 0
            if blank and column >= base + 4 and not ITEM.match(rest):
                out.append(reader.take())  # indented code
                continue
            item = ITEM.match(rest)
            if item:
                base = column + len(rest) - len(item[5] or "") if item[5] else column + 2
            elif FOOTNOTE.match(rest) or DEFINITION.match(rest):
                base = column + 4
            blank = False
            if item and item[5] and _STANDS_ALONE.match(item[5]):
                marker = text[: len(text) - len(item[5])]
                out.append((number, marker.rstrip()))
                reader.lines[reader.at] = number, " " * len(marker) + item[5]
                continue
            if not any(read(self, reader, out) for read in self.readers.get(rest[0], ())):
                reader.take()
                out.append((number, self.rewrite(self, number, raw)))
        self.depth -= 1
        self.unclosed.pop()
        return out


BlockReader = Callable[[Translation, LineReader, Lines], bool]
"""Looks at the next line; if a block that it knows begins there, takes its lines, adds ours to the list, and says True."""


def indent_of(text: str) -> str:
    """Return the white space before a line's text."""
    return text[: len(text) - len(text.lstrip())]


def take_while_indented(reader: LineReader, column: int) -> Lines:
    """Take the lines that are blank or stand at `column` or further, without that indentation and blank lines at the end."""
    taken: Lines = []
    while reader:
        number, raw = reader.next
        text = expand_tabs(raw)
        if text.strip() and column_of(text) < column:
            break
        taken.append((number, text[column:] if text.strip() else ""))
        reader.take()
    while taken and not taken[-1][1].strip():
        taken.pop()
        reader.at -= 1
    return taken


def indented(lines: Iterable[NumberedLine], indent: str) -> Lines:
    """Return lines with an indentation before each that is not blank."""
    return [(number, indent + text if text.strip() else text) for number, text in lines]


def quoted_value(text: str) -> str:
    """Return text in quotation marks, as the value of an attribute."""
    text = re.sub(r"\s+", " ", text).strip()
    return f"'{text}'" if '"' in text and "'" not in text else '"' + text.replace('"', "”") + '"'


def identifier(label: str) -> str:
    """Return a label as an id that attributes can hold."""
    return re.sub(r"[^\w-]+", "-", label.strip().casefold()).strip("-")
