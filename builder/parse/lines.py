"""Source lines to the canonical lines that Python-Markdown's block parser reads the same way every time.

Authors nest lists by two, three or four spaces, start them right after a paragraph, write `1)`, paste bullets from
Word, put fences in list items and footnotes. Here such habits become one: four spaces a level, blank lines between
blocks, `1.`; fences, divs, footnotes, tables, captions and slide breaks become milestones. The block structure itself
(lists, quotes, definition lists, headings, paragraphs) stays the block parser's work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from builder.parse.attributes import Attributes, read_attributes, split_trailing
from builder.parse.stamps import RESERVED, milestone, stamp
from builder.problems import Code, Problems
from builder.source import Source, Span

DEEPEST = 24
"""Deepest nesting of lists, quotes and divs together. Deeper ones cannot be laid out legibly, and overrun the renderers."""


@dataclass(frozen=True, slots=True)
class DivOpen:
    """`::: name` or `::: {…}`; `attributes` None when the braces could not be read."""

    attributes: Attributes | None
    at: Span


@dataclass(frozen=True, slots=True)
class DivClose:
    """The end of the div or footnote opened last."""


@dataclass(frozen=True, slots=True)
class FootnoteOpen:
    """`[^label]:`; its text follows, up to a DivClose."""

    label: str
    at: Span


@dataclass(frozen=True, slots=True)
class Fenced:
    """A code block."""

    text: str
    language: str
    at: Span


@dataclass(frozen=True, slots=True)
class TableLines:
    """A pipe table: cells as written, each row with its line; caption and attributes from the line after it."""

    header: tuple[int, tuple[str, ...]]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    aligns: tuple[str, ...]
    caption: str
    caption_line: int
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Break:
    """`---` between blank lines."""

    at: Span


@dataclass(frozen=True, slots=True)
class Apart:
    """Keeps two blocks apart that the block parser would run together."""


Mark = DivOpen | DivClose | FootnoteOpen | Fenced | TableLines | Break | Apart


@dataclass
class Canonical:
    """What the block parser is given, and what it must not see: `marks` by milestone, heading attributes by line."""

    lines: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    headings: dict[int, Attributes] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)


@dataclass
class _Open:
    """A container that is open: a list item or definition (`content` is the column its text starts in) or a footnote."""

    marker: int
    content: int
    steps: int  # of four spaces, that it adds to what stands in it
    is_note: bool = False
    ordered: bool = False


@dataclass
class _OpenDiv:
    names: tuple[str, ...]
    at: Span
    containers: int

    @property
    def name(self) -> str:
        return self.names[0]


_FENCE = re.compile(r"^(`{3,}|~{3,})\s*(.*?)\s*$")
_DIV = re.compile(r"^(:{3,})[\s\u00a0]*(.*?)[\s\u00a0]*:*$")
_HEADING = re.compile(r"^(#{1,6})(?:[\s\u00a0]+(.*?))?(?:\s+#+)?\s*$")
_RULE = re.compile(r"^(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"^(?:([-*+])|(\d{1,9})([.)]))(?:([ \t\u00a0]+)(.*))?$")
_WORD_BULLET = re.compile(r"^(\s*)(?:[•‣▪◦●○■·]|[–—o](?=\t))[\t \u00a0]+(?=\S)")
_QUOTE = re.compile(r"^>[ ]?(.*)$")
_DEFINITION = re.compile(r"^:[ \t\u00a0]+(.*)$")
_FOOTNOTE = re.compile(r"^\[\^([^\]\s]+)\]:[ \t\u00a0]*(.*)$")
_LINK_TARGET = re.compile(r"^\[[^\]^@][^\]]*\]:\s*\S+")
_ABBREVIATION = re.compile(r"^\*\[([^\]]+)\]:\s*(.+)$")
_DELIMITERS = re.compile(r"^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
_CAPTION = re.compile(r"^(?:Table)?:[ \t\u00a0]+(.+)$")
_CUE = re.compile(r"^(?:SAY|DO|ASK|LISTEN FOR):")
_TASK = re.compile(r"^\[[ xX]\]\s")

_SCRIPT = frozenset({"notes", "instructor", "speaker-notes"})

Numbered = tuple[int, str]


def canonical(source: Source, first_line: int, problems: Problems) -> Canonical:
    """Return the canonical lines of a source from `first_line` on, with a problem for each fault in fences and divs."""
    worker = _Canonicalizer(source, problems)
    numbered = [(n, source.lines[n - 1]) for n in range(first_line, len(source.lines) + 1)]
    worker.out.lines = worker.run(worker.without_comments(worker.clean(numbered)), depth=0)
    return worker.out


class _Canonicalizer:
    """One pass over the lines of one source. `run` calls itself for what stands in quotes."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self.source, self.problems = source, problems
        self.out = Canonical()
        self.divs: list[_OpenDiv] = []
        self.crossed: list[_OpenDiv] = []

    # ── before structure ──────────────────────────────────────────────────────────────────────────────────

    def clean(self, lines: list[Numbered]) -> list[Numbered]:
        """Drop characters that nobody can see, with a warning."""
        cleaned = []
        for number, text in lines:
            if RESERVED.search(text):
                message = "invisible characters were left out of this line"
                self.problems.add(Code.CONTROL_CHARACTER, message, self.source.whole_line(number))
            cleaned.append((number, RESERVED.sub("", text)))
        return cleaned

    def without_comments(self, lines: list[Numbered]) -> list[Numbered]:
        """Drop HTML comments, which are never output. Code is left alone."""
        kept: list[Numbered] = []
        fence, inside = "", False
        for number, text in lines:
            if not inside and (found := _FENCE.match(text.strip())):
                if not fence:
                    fence = found[1]
                elif found[1].startswith(fence) and not found[2]:
                    fence = ""
            if fence:
                kept.append((number, text))
                continue
            shown, rest, had = "", text, inside
            while rest:
                if inside:
                    end = rest.find("-->")
                    rest, inside = (rest[end + 3 :], False) if end >= 0 else ("", True)
                    continue
                start = rest.find("<!--")
                if start < 0 or (shown + rest[:start]).count("`") % 2:
                    shown, rest = shown + rest, ""
                else:
                    shown, rest, inside, had = shown + rest[:start], rest[start + 4 :], True, True
            if had and not shown.strip():
                continue  # the comment was all there was: not even a blank line is left
            kept.append((number, shown))
        return kept

    # ── structure ─────────────────────────────────────────────────────────────────────────────────────────

    def run(self, lines: list[Numbered], depth: int) -> list[str]:
        """Return canonical lines. `depth` counts the quotes around them."""
        return _Blocks(self, lines, depth).run()

    def mark(self, mark: Mark) -> str:
        """Return the milestone for a mark."""
        self.out.marks.append(mark)
        return milestone(len(self.out.marks) - 1)

    def heading(self, number: int, found: re.Match[str]) -> str:
        """Return a heading's canonical line; its attributes are kept apart, by line."""
        text, braces = split_trailing((found[2] or "").replace("\u00a0", " ").strip())
        attributes = read_attributes(braces) if braces else None
        if braces and attributes is None:
            self.problems.add(
                Code.BROKEN_ATTRIBUTES,
                "these are not attributes",
                self.source.find(number, braces),
                'write `{#id .class key="value"}`',
            )
        if attributes:
            self.out.headings[number] = attributes
        if not text:
            self.problems.add(Code.EMPTY_HEADING, "this heading has no text", self.source.whole_line(number))
            return ""
        if text.endswith("#"):
            text = text[:-1] + "\\#"
        return f"{found[1]} {stamp(number)}{text}"


class _Blocks:
    """The lines of one quote, or of the whole document, outside quotes."""

    def __init__(self, owner: _Canonicalizer, lines: list[Numbered], depth: int) -> None:
        self.owner, self.lines, self.depth = owner, lines, depth
        self.problems, self.source = owner.problems, owner.source
        self.result: list[str] = []
        self.open: list[_Open] = []
        self.paragraph = False  # the line before belongs to a paragraph that this one could continue
        self.blank = True
        self.first_div = len(owner.divs)
        self.at = 0

    def run(self) -> list[str]:
        while self.at < len(self.lines):
            number, text = self.lines[self.at]
            self.at += 1
            self.line(number, text)
        self.close_containers(0)
        while len(self.owner.divs) > self.first_div:
            div = self.owner.divs.pop()
            self.problems.add(
                Code.UNCLOSED_DIV,
                f"`{div.name}` is opened here and never closed",
                div.at,
                "close it with a line of `:::`",
            )
            self.alone(self.owner.mark(DivClose()))
        return self.result

    # ── emitting ──────────────────────────────────────────────────────────────────────────────────────────

    @property
    def indent(self) -> str:
        return "    " * sum(container.steps for container in self.open)

    def put(self, text: str) -> None:
        self.result.append(self.indent + text if text else "")

    def alone(self, text: str) -> None:
        """Put a line that is a block of its own."""
        self.put("")
        self.put(text)
        self.put("")
        self.paragraph = False

    # ── one line ──────────────────────────────────────────────────────────────────────────────────────────

    def line(self, number: int, raw: str) -> None:
        text = _spaced(_WORD_BULLET.sub(r"\1- ", raw)).rstrip(" ") if raw.strip() else ""
        if raw.endswith("  ") and text:
            text += "  "  # a hard break
        if not text:
            self.put("")
            self.paragraph, self.blank = False, True
            return
        column = len(text) - len(text.lstrip(" "))
        rest = text.lstrip(" ")
        starts_block = self.starts_block(rest)
        in_list = bool(self.open)
        while self.open and not self.belongs(column):
            if self.paragraph and not starts_block:
                self.put(stamp(number) + _hard_break(rest))  # a lazy continuation line of the paragraph
                return
            self.close_containers(len(self.open) - 1)
        inner = column - (self.open[-1].content if self.open else 0)
        if inner >= 4 and not self.paragraph and not (in_list and _ITEM.match(rest)):
            self.indented_code(number)
            return
        self.block(number, column, rest)
        self.blank = False

    def belongs(self, column: int) -> bool:
        """Say whether text in this column stands in the innermost container: at its text, or two spaces in."""
        container = self.open[-1]
        return column >= container.content or column >= container.marker + 2

    def close_containers(self, keep: int) -> None:
        """Close the innermost containers, and the divs that were opened in them and not closed."""
        while len(self.open) > keep:
            while len(self.owner.divs) > self.first_div and self.owner.divs[-1].containers >= len(self.open):
                self.owner.crossed.append(self.owner.divs.pop())
                crossed = self.owner.crossed[-1]
                self.problems.add(
                    Code.UNCLOSED_DIV,
                    f"`{crossed.name}` is opened inside a list item or note and not closed in it",
                    crossed.at,
                    "indent its closing `:::` like its opening one",
                )
                self.alone(self.owner.mark(DivClose()))
            container = self.open[-1]
            if container.is_note:
                self.alone(self.owner.mark(DivClose()))
            self.open.pop()
            self.paragraph = False

    def starts_block(self, rest: str) -> bool:
        """Say whether text begins a block that ends a paragraph before it."""
        item = _ITEM.match(rest)
        if item:
            inside = bool(self.open)
            return (bool(item[5]) or inside) and (not item[2] or item[2] == "1" or inside)
        return bool(
            _FENCE.match(rest)
            or _DIV.match(rest)
            or (_HEADING.match(rest) and not rest.startswith("#" * 7))
            or _QUOTE.match(rest)
            or _RULE.match(rest)
            or _FOOTNOTE.match(rest)
        )

    def block(self, number: int, column: int, rest: str) -> None:
        """Handle text that stands in the innermost open container, at its source column."""
        if found := _FENCE.match(rest):
            self.fenced(number, column, found)
        elif found := _DIV.match(rest):
            self.div(number, found)
        elif found := _HEADING.match(rest):
            self.alone(self.owner.heading(number, found))
        elif self.paragraph and re.fullmatch(r"=+", rest):
            self.underlined()
        elif self.paragraph and re.fullmatch(r"-{3,}", rest):
            message = "text over `---` is text and a slide break here, and a heading elsewhere"
            self.problems.add(
                Code.UNDERLINED_HEADING, message, self.source.whole_line(number), "put a blank line before `---`"
            )
            self.alone(self.owner.mark(Break(self.source.whole_line(number))))
        elif _RULE.match(rest):
            self.alone(self.owner.mark(Break(self.source.whole_line(number))))
        elif _QUOTE.match(rest):
            self.quote(number, rest)
        elif self.is_table(rest):
            self.table(number, rest)
        elif (item := _ITEM.match(rest)) and (not self.paragraph or self.starts_block(rest)):
            self.item(number, column, item)
        elif (found := _FOOTNOTE.match(rest)) and len(self.open) < DEEPEST:
            self.footnote(number, column, found)
        elif found := _ABBREVIATION.match(rest):
            self.owner.out.abbreviations[found[1].strip()] = found[2].strip()
        elif _LINK_TARGET.match(rest) and not self.paragraph:
            self.alone(rest)
        elif (found := _DEFINITION.match(rest)) and (self.paragraph or self.after_definition()):
            self.definition(number, column, found)
        else:
            self.text(number, rest)

    def text(self, number: int, rest: str) -> None:
        if self.paragraph and _CUE.match(rest) and any(_SCRIPT.intersection(div.names) for div in self.owner.divs):
            self.put("")  # each line of the script that begins with a cue is a paragraph
        self.put(stamp(number) + _escaped(_hard_break(rest)))
        self.paragraph = True

    # ── leaves ────────────────────────────────────────────────────────────────────────────────────────────

    def fenced(self, number: int, column: int, found: re.Match[str]) -> None:
        fence, info = found[1], found[2]
        body: list[str] = []
        closed = False
        while self.at < len(self.lines):
            _, raw = self.lines[self.at]
            self.at += 1
            text = raw.expandtabs(4)
            end = _FENCE.match(text.strip())
            if end and end[1].startswith(fence) and not end[2]:
                closed = True
                break
            body.append(text[min(column, len(text) - len(text.lstrip(" "))) :].rstrip())
        if not closed:
            self.problems.add(
                Code.UNCLOSED_CODE,
                "this code fence is never closed",
                self.source.whole_line(number),
                f"close it with a line of {fence}",
            )
        attributes = read_attributes(info) if info.startswith("{") else None
        language = attributes.classes[0] if attributes and attributes.classes else info.strip("{}. ").split(" ")[0]
        self.alone(self.owner.mark(Fenced("\n".join(body), language, self.source.whole_line(number))))

    def indented_code(self, number: int) -> None:
        """Take the lines that stand four or more spaces in: a code block without a fence."""
        base = (self.open[-1].content if self.open else 0) + 4
        self.at -= 1
        body: list[str] = []
        while self.at < len(self.lines):
            text = _spaced(self.lines[self.at][1]).rstrip()
            if body and text and len(text) - len(text.lstrip(" ")) < base:  # the first line was judged before
                break
            body.append(text[base:])
            self.at += 1
        while body and not body[-1]:
            body.pop()
        self.alone(self.owner.mark(Fenced("\n".join(body), "", self.source.whole_line(number))))
        self.blank = True

    def underlined(self) -> None:
        """Turn the paragraph before a line of `===` into a first-level heading."""
        taken: list[str] = []
        while self.result and self.result[-1].strip():
            taken.insert(0, self.result.pop().strip())
        self.alone("# " + " ".join(taken))

    def is_table(self, rest: str) -> bool:
        if "|" not in rest or self.at >= len(self.lines):
            return False
        following = self.lines[self.at][1].replace("\u00a0", " ").strip()
        return "|" in following and "-" in following and bool(_DELIMITERS.match(following))

    def table(self, number: int, rest: str) -> None:
        header = _cells(rest)
        _, delimiters = self.lines[self.at]
        self.at += 1
        aligns = [_align(cell) for cell in _cells(delimiters.replace("\u00a0", " ").strip())]
        rows: list[tuple[int, tuple[str, ...]]] = []
        while self.at < len(self.lines):
            row_number, raw = self.lines[self.at]
            if not raw.strip() or "|" not in raw or self.starts_block(raw.strip()):
                break
            rows.append((row_number, _cells(raw.strip())))
            self.at += 1
        caption, caption_line, attributes = self.caption()
        width = max([len(header), *(len(cells) for _, cells in rows)])
        for row_number, cells in rows:
            if len(cells) != len(header):
                message = f"this row has {len(cells)} cells, the header has {len(header)}"
                self.problems.add(
                    Code.RAGGED_TABLE,
                    message,
                    self.source.whole_line(row_number),
                    "write `\\|` for a bar inside a cell",
                )
        if len(aligns) != len(header):
            message = f"the line of dashes has {len(aligns)} columns, the header has {len(header)}"
            self.problems.add(Code.RAGGED_TABLE, message, self.source.whole_line(number + 1))
        fill = [*aligns, *[""] * width][:width]
        padded = tuple((n, (*cells, *[""] * (width - len(cells)))) for n, cells in rows)
        mark = TableLines(
            (number, (*header, *[""] * (width - len(header)))), padded, tuple(fill), caption, caption_line, attributes
        )
        self.alone(self.owner.mark(mark))

    def caption(self) -> tuple[str, int, Attributes]:
        """Take the caption line that follows a table: `: caption {#tbl-id}`, perhaps after a blank line."""
        ahead = self.at
        if ahead < len(self.lines) and not self.lines[ahead][1].strip():
            ahead += 1
        found = _CAPTION.match(self.lines[ahead][1].strip()) if ahead < len(self.lines) else None
        if not found:
            return "", 0, Attributes()
        number = self.lines[ahead][0]
        self.at = ahead + 1
        text, braces = split_trailing(found[1])
        attributes = read_attributes(braces) if braces else Attributes()
        if attributes is None:
            self.problems.add(
                Code.BROKEN_ATTRIBUTES,
                "these are not attributes",
                self.source.find(number, braces),
                "write `{#tbl-id}`",
            )
        return text.strip(), number, attributes or Attributes()

    # ── containers ────────────────────────────────────────────────────────────────────────────────────────

    def div(self, number: int, found: re.Match[str]) -> None:
        info = found[2].strip().strip("\u00a0")
        at = self.source.whole_line(number)
        containers = len(self.open)
        if info:
            attributes = _div_attributes(info)
            if attributes is None:
                self.problems.add(
                    Code.BROKEN_ATTRIBUTES,
                    "these are not attributes",
                    self.source.find(number, info),
                    'write `{.name key="value"}`',
                )
            names = attributes.classes if attributes and attributes.classes else (info,)
            if len(self.owner.divs) + containers + self.depth >= DEEPEST:
                self.problems.add(
                    Code.TOO_DEEP,
                    f"blocks are nested more than {DEEPEST} deep",
                    at,
                    "close some of the blocks around it",
                )
                return
            self.alone(self.owner.mark(DivOpen(attributes, at)))
            self.owner.divs.append(_OpenDiv(names, at, containers))
            return
        if len(self.owner.divs) > self.first_div and self.owner.divs[-1].containers == containers:
            self.owner.divs.pop()
            self.alone(self.owner.mark(DivClose()))
            return
        if len(self.owner.divs) > self.first_div and self.owner.divs[-1].containers < containers:
            div = self.owner.divs[-1]
            message = f"this closes nothing in its list item or note; `{div.name}` was opened outside it, in line {div.at.line}"
            self.problems.add(Code.CROSSING_DIV, message, at, "indent it like the line that opened the div")
        elif self.owner.crossed:
            div = self.owner.crossed.pop()
            message = (
                f"this closes `{div.name}` of line {div.at.line}, which was opened inside a list item, quote or note"
            )
            self.problems.add(Code.CROSSING_DIV, message, at, "indent it like the line that opened the div")
        else:
            self.problems.add(
                Code.CROSSING_DIV, "this closes a div, but none is open", at, "remove it, or open a div with `::: name`"
            )

    def quote(self, number: int, rest: str) -> None:
        """Take the lines of a quote, with lazy ones, and run them on their own."""
        inner: list[Numbered] = []
        text, lazy, column = rest, False, -1
        while True:
            if (found := _QUOTE.match(text)) and (column < 0 or not self.open or self.belongs(column)):
                inner.append((number, found[1]))
                lazy = bool(found[1].strip()) and not self.starts_block(found[1].strip())
            elif column >= 0 and text and lazy and not self.starts_block(text):
                inner.append((number, text))
            else:
                break
            if column >= 0:
                self.at += 1
            if self.at >= len(self.lines):
                break
            number, raw = self.lines[self.at]
            raw = raw.expandtabs(4)
            text = raw.lstrip(" ")
            column = len(raw) - len(text)
        if self.depth + len(self.open) >= DEEPEST:
            self.problems.add(
                Code.TOO_DEEP, f"blocks are nested more than {DEEPEST} deep", self.source.whole_line(inner[0][0])
            )
            for number, text in inner:
                self.text(number, text.lstrip("> "))
            return
        self.put("")
        for text in self.owner.run(inner, self.depth + 1):
            self.put(f"> {text}".rstrip(" ") if not text.endswith("  ") else f"> {text}")
        self.alone(self.owner.mark(Apart()))

    def item(self, number: int, column: int, found: re.Match[str]) -> None:
        marker = found[1] or f"{found[2]}."
        spaces = len((found[4] or " ").expandtabs(4))
        content = column + len(found[1] or found[2] + found[3]) + (spaces if spaces <= 4 else 1)
        if len(self.open) + self.depth + len(self.owner.divs) >= DEEPEST:
            self.problems.add(
                Code.TOO_DEEP, f"blocks are nested more than {DEEPEST} deep", self.source.whole_line(number)
            )
            self.text(number, found[5] or "")
            return
        rest = (found[5] or "").replace("\u00a0", " ")
        stands_alone = not rest or (self.starts_block(rest) and not _TASK.match(rest)) or self.is_table(rest)
        self.put("")
        self.put(f"{'-' if found[1] else marker} {stamp(number)}{'' if stands_alone else _escaped(_hard_break(rest))}")
        self.open.append(_Open(column, content, 1, ordered=bool(found[2])))
        self.paragraph = not stands_alone
        if _TASK.match(rest) and self.in_check():
            self.put("")  # an option is one line; what is indented under it is feedback
            self.paragraph = False
        if rest and stands_alone:
            self.put("")
            self.block(number, content, rest)

    def in_check(self) -> bool:
        """Say whether the list of the item just opened stands in a question itself, not deeper in one."""
        div = self.owner.divs[-1] if len(self.owner.divs) > self.first_div else None
        return div is not None and "check" in div.names and div.containers == len(self.open) - 1

    def footnote(self, number: int, column: int, found: re.Match[str]) -> None:
        self.close_containers(len(self.open))
        self.alone(self.owner.mark(FootnoteOpen(found[1], self.source.find(number, f"[^{found[1]}]"))))
        self.open.append(_Open(column, column + 4, 0, is_note=True))
        if found[2]:
            self.block(number, column + 4, found[2])

    def definition(self, number: int, column: int, found: re.Match[str]) -> None:
        self.put(f":   {stamp(number)}{_escaped(found[1])}")
        self.open.append(_Open(column, column + len(found[0]) - len(found[1]), 1))
        self.paragraph = True

    def after_definition(self) -> bool:
        """Say whether the last block put was a definition or a term, so that `: text` is one more meaning."""
        for text in reversed(self.result):
            if text.strip() and not text.startswith(self.indent + "    "):
                return text.startswith(self.indent) and not text.strip().startswith(("- ", "#", ">"))
        return False


def _hard_break(text: str) -> str:
    """Return a line that ends in one backslash as one that ends in two spaces: the same break, one spelling."""
    found = re.search(r"(?<!\\)(?:\\\\)*(\\)$", text)
    return text[:-1] + "  " if found else text


def _escaped(text: str) -> str:
    """Return paragraph text that the block parser cannot take for a block: what it is was decided here."""
    if re.match(r"#{1,6}", text) or re.match(r"[-*+]\s", text) or re.match(r"\d+\.\s", text):
        return re.sub(r"^(\d+)?([#\-*+.])", lambda m: f"{m[1] or ''}\\{m[2]}", text, count=1)
    return text


def _div_attributes(info: str) -> Attributes | None:
    """Read what follows the colons: a name, braces, or a name and braces."""
    if info.startswith("{"):
        return read_attributes(info)
    name, _, rest = info.partition("{")
    words = name.split()
    more = read_attributes("{" + rest) if rest else Attributes()
    if more is None or len(words) != 1 or not re.fullmatch(r"[\w.-]+", words[0]):
        return None
    return Attributes(more.id, (words[0].lstrip("."), *more.classes), more.values)


def _cells(line: str) -> tuple[str, ...]:
    """Split a table row at its bars; bars in code or after a backslash stay in their cell."""
    text = line.strip().removeprefix("|")
    cells, cell, at, ticks = [], "", 0, False
    while at < len(text):
        if text[at] == "\\" and text[at + 1 : at + 2] == "|":
            cell += "|"
            at += 2
            continue
        if text[at] == "`":
            ticks = not ticks and text.find("`", at + 1) > 0
        if text[at] == "|" and not ticks:
            cells.append(cell.strip())
            cell = ""
        else:
            cell += text[at]
        at += 1
    if cell.strip() or not text.rstrip().endswith("|"):
        cells.append(cell.strip())
    return tuple(cells)


def _align(dashes: str) -> str:
    left, right = dashes.startswith(":"), dashes.endswith(":")
    return {(True, True): "center", (True, False): "left", (False, True): "right"}.get((left, right), "")


def _spaced(raw: str) -> str:
    """Return a line with spaces where tabs and separators of lines stand, so that all see the same columns."""
    return raw.expandtabs(4).replace("\u2028", " ")
