"""The pass over a source's lines: classifies each line and writes its canonical form."""

from __future__ import annotations

import re

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source
from builder.model.cues import CUE
from builder.parse.audiences.headings import heading_audience
from builder.parse.dialects.translate import translate
from builder.parse.lines.braces import join_attributes
from builder.parse.lines.code import read_fenced_code, read_indented_code
from builder.parse.lines.definitions import read_definition
from builder.parse.lines.headings import canonical_heading
from builder.parse.lines.milestones import (
    CanonicalLines,
    CodeLines,
    FootnoteOpen,
    Separator,
    SlideBreakLine,
    TableLines,
)
from builder.parse.lines.normalize import (
    column_of,
    escape_block_signs,
    normalize_hard_break,
    normalize_line,
    remove_invisible,
)
from builder.parse.lines.reader import LineReader, NumberedLine
from builder.parse.lines.signs.markers import ListMarker, fancy_marker, may_be_marker, plain_marker
from builder.parse.lines.signs.odd_fences import odd_fence
from builder.parse.lines.signs.options import read_option
from builder.parse.lines.signs.patterns import (
    DEFINITION,
    DIV,
    DOUBLE_UNDERLINE,
    FENCE,
    FOOTNOTE,
    HEADING,
    LINE_BLOCK,
    NEAR_HEADING,
    PAUSE,
    QUOTE,
    RULE,
    TASK,
    TIGHT_HEADING,
    UNDERLINE,
    starts_block,
)
from builder.parse.lines.tables.read import begins_table, may_begin_table, read_table
from builder.parse.lines.writer import TOPIC, CanonicalWriter, DocumentState, OpenContainer
from builder.parse.stamps import MILESTONE_SIGN, line_of, stamp

_SCRIPT = frozenset({"notes", "instructor", "speaker-notes"})


def canonicalize(source: Source, first_line: int, problems: Problems) -> CanonicalLines:
    """Return the canonical lines of a source from `first_line` on; faults in fences and divs are problems."""
    document = DocumentState(source, problems)
    numbered = [(n, source.lines[n - 1]) for n in range(first_line, len(source.lines) + 1)]
    shown = translate(source, first_line, remove_invisible(numbered, source, problems), problems)
    document.out.lines = _LineScanner(document, shown, depth=0).read()
    return document.out


class _LineScanner:
    """Reads the lines of one quote, or of the document outside quotes, once and in order; `depth` counts the quotes.

    `out` collects the canonical lines. The lines of a nested quote are read by a scanner of their own.
    """

    def __init__(self, document: DocumentState, lines: list[NumberedLine], depth: int) -> None:
        self.document = document
        self.source, self.problems = document.source, document.problems
        self.reader = LineReader(lines, document.source, document.problems)
        self.out = CanonicalWriter(document, depth)

    def read(self) -> list[str]:
        """Read all lines and return the canonical ones."""
        while self.reader:
            self.line(*self.reader.take())
        self.out.close_all()
        return self.out.lines

    def starts_block(self, rest: str) -> bool:
        """Say whether text begins a block that ends a paragraph before it."""
        return starts_block(rest, inside=bool(self.out.open))

    def line(self, number: int, raw: str) -> None:
        """Close the containers that a line is outside of, then handle its text."""
        text = normalize_line(raw)
        if not text:
            self.out.put("")
            self.out.paragraph = False
            return
        if self.document.divs and (shift := self.document.divs[-1].shift):
            text = text[min(shift, column_of(text)) :]
        column, rest = column_of(text), text.lstrip(" ")
        option = read_option(rest) if self.out.is_asking else ""
        rest = option or rest
        in_list, sibling = bool(self.out.open), self.out.sibling(column) if self.out.open else None
        marker = None if option else self.marker(column, rest, sibling)
        begins = bool(marker) or self.starts_block(rest) or (self.out.in_meaning and bool(DEFINITION.match(rest)))
        while self.out.open and not self.out.holds(column, begins=begins):
            if self.out.paragraph and not begins:
                rest = self.whole(rest)  # a lazy continuation line of the paragraph
                self.out.put(stamp(number) + normalize_hard_break(rest))
                return
            self.out.close_container()
        self.out.note_scope(number)
        text_column = self.out.open[-1].content if self.out.open else 0
        is_code = column >= text_column + 4 and not (self.out.paragraph or option or (in_list and marker))
        if (info := odd_fence(rest, indented=is_code)) is not None and self.odd_fence(
            number, info, column - text_column if is_code else 0
        ):
            return
        if is_code:
            self.reader.at -= 1
            self.out.put_milestone(read_indented_code(self.reader, text_column + 4))
            return
        self.block(number, column, self.whole(rest), sibling)
        self.out.note_scope(self.reader.lines[self.reader.at - 1][0] + 1)

    def marker(self, column: int, rest: str, sibling: ListMarker | None) -> tuple[ListMarker, str] | None:
        """Return the marker of the list item that text begins, and the text after it; None if it begins none."""
        if not may_be_marker(rest):
            return None
        if plain := plain_marker(rest):
            return plain if not self.out.paragraph or self.starts_block(rest) else None
        return fancy_marker(self.reader, column, rest, sibling, after_text=self.out.paragraph)

    def whole(self, rest: str) -> str:
        """Return a line's text with the lines that its attributes go on in; not those of code and quotes."""
        if "{" not in rest or FENCE.match(rest) or QUOTE.match(rest):
            return rest
        return join_attributes(self.reader, rest)

    def block(self, number: int, column: int, rest: str, sibling: ListMarker | None = None) -> None:
        """Handle text inside the innermost open container; `column` is its column in the source.

        `sibling`: the marker of the item before, if the text begins an item of the same list.
        """
        out, here = self.out, self.source.whole_line(number)
        if found := FENCE.match(rest):
            out.put_milestone(read_fenced_code(self.reader, number, column, found))
        elif found := DIV.match(rest):
            info = found[2].strip().strip("\u00a0")
            if info:
                out.open_div(number, info)
            else:
                out.close_div(here)
        elif found := HEADING.match(rest) or TIGHT_HEADING.match(rest):
            if found.re is TIGHT_HEADING:
                message, hint = (
                    "a heading has a space after its signs; this one is read without",
                    f"write `{found[1]} …`",
                )
                self.problems.add(ProblemCode.HEADING_WITHOUT_SPACE, message, here, hint)
            self.put_heading(number, found[1], found[2] or "")
        elif out.paragraph and DOUBLE_UNDERLINE.match(rest):
            self.read_underlined_heading()
        elif out.paragraph and UNDERLINE.match(rest):
            message = "text over `---` is text and a slide break here, and a heading elsewhere"
            self.problems.add(ProblemCode.UNDERLINED_HEADING, message, here, "put a blank line before `---`")
            out.put_milestone(SlideBreakLine(here))
        elif QUOTE.match(rest):
            self.quote(number, rest)
        elif table := self.table(number, column, rest):
            out.put_milestone(table)
        elif RULE.match(rest):
            out.put_milestone(SlideBreakLine(here))
        elif PAUSE.match(rest) and not out.paragraph and self.reader.ends_paragraph():
            message, hint = "a pause within a slide is left out: slides show all at once", "write `---` for a new slide"
            self.problems.add(ProblemCode.FOREIGN_SYNTAX, message, here, hint)
        elif LINE_BLOCK.match(rest) and not out.paragraph:
            self.line_block(number, rest)
        elif item := self.marker(column, rest, sibling):
            self.item(number, column, *item, sibling)
        elif (found := FOOTNOTE.match(rest)) and not out.is_full(here):
            self.footnote(number, column, found)
        elif rest[0] in "[*" and read_definition(
            self.reader, number, rest, self.document.out, after_text=out.paragraph
        ):
            pass  # its words stand where the label or abbreviation does
        elif (found := DEFINITION.match(rest)) and (out.paragraph or self.after_definition()):
            self.definition(number, column, found)
        else:
            self.text(number, rest)

    def odd_fence(self, number: int, info: str, shift: int) -> bool:
        """Open the div of an odd fence, with a problem, or close one that was opened so; say whether it did.

        `shift`: by how many columns it is set in.
        """
        here = self.source.whole_line(number)
        if info:
            message = "this is read as the fence of a div, although it is not three colons at the margin"
            self.problems.add(ProblemCode.ODD_FENCE, message, here, "write `::: name`, and `:::` where it ends")
            self.out.open_div(number, info, loose=True, shift=shift)
        elif self.out.divs and self.out.divs[-1].loose:
            self.out.close_div(here)
        else:
            return False
        return True

    # ── text

    def text(self, number: int, rest: str) -> None:
        """Write a line of a paragraph."""
        if rest[:1] == "#" and NEAR_HEADING.match(rest) and not self.out.paragraph:
            message = "this is printed as it stands: a heading has one to six signs and a space after them"
            hint = "write `## Title`, or `\\#` for the sign itself"
            self.problems.add(ProblemCode.HEADING_WITHOUT_SPACE, message, self.source.whole_line(number), hint)
        if (
            self.out.paragraph
            and CUE.match(rest)
            and any(_SCRIPT.intersection(div.names) for div in self.document.divs)
        ):
            self.out.put("")  # each line of the script that begins with a cue is a paragraph
        self.out.put(stamp(number) + escape_block_signs(normalize_hard_break(rest)))
        self.out.paragraph = True

    def table(self, number: int, column: int, rest: str) -> TableLines | CodeLines | None:
        """Take the table that a line begins, or return None. A line of `: text` after a term is no caption."""
        if not may_begin_table(self.reader, rest) or (rest[0] == ":" and self.after_definition()):
            return None
        return read_table(self.reader, number, column, rest, inside=bool(self.out.open), after_text=self.out.paragraph)

    def line_block(self, number: int, rest: str) -> None:
        """Write lines that each begin with a bar, and those that continue them: https://pandoc.org/MANUAL.html#line-blocks."""
        lines = self.reader.take_line_block(number, rest)
        self.out.put("")
        for n, text in lines:
            shown = text[1:].removeprefix(" ")
            indented = "\u00a0" * column_of(shown) + shown.strip()
            self.out.put(stamp(n) + escape_block_signs(indented) + ("  " if n != lines[-1][0] else ""))
        self.out.put("")

    def put_heading(self, number: int, signs: str, written: str) -> None:
        """Write a heading. It ends sections, and begins one if it has an audience. Topics and parts keep their own."""
        line, level = canonical_heading(self.document, number, signs, written), len(signs)
        self.out.close_sections(level)
        attributes = self.document.out.headings.get(number)
        audience = heading_audience(attributes, number, self.source, self.problems) if attributes else ""
        if level <= TOPIC and not self.document.divs and not self.out.open:
            self.document.enter_topic(level, audience)
        elif audience and attributes:
            self.out.open_section(number, level, audience, attributes.id)
        self.out.note_scope(number)
        self.out.put_block(line)

    def read_underlined_heading(self) -> None:
        """Turn the paragraph before a line of `===` into a first-level heading."""
        taken = self.out.take_paragraph()
        self.put_heading(line_of(taken[0][0]), "#", " ".join(taken)[1:])

    # ── blocks that hold others

    def quote(self, number: int, rest: str) -> None:
        """Take the lines of a quote, lazy continuation lines too, and read them with a scanner of their own."""
        inner = self.reader.take_quote(
            number, rest, lambda column: not self.out.open or self.out.holds(column), self.starts_block
        )
        if self.out.is_full(self.source.whole_line(inner[0][0]), quotes=True):
            for inner_number, text in inner:
                self.text(inner_number, text.lstrip("> "))
            return
        self.out.put("")
        for text in _LineScanner(self.document, inner, self.out.depth + 1).read():
            self.out.put(f"> {text}".rstrip(" ") if not text.endswith("  ") else f"> {text}")
        self.out.put_milestone(Separator())

    def item(self, number: int, column: int, marker: ListMarker, rest: str, sibling: ListMarker | None) -> None:
        """Open a list item and handle the text on its line."""
        spaces = len(marker.space.expandtabs(4))
        content = column + len(marker.written) + (spaces if spaces <= 4 else 1)
        if self.out.is_full(self.source.whole_line(number)):
            self.text(number, rest)
            return
        if marker.label is not None:
            marker = replace(marker, value=self.document.out.count_example(marker.label))
        rest = rest.replace("\u00a0", " ")
        begins = self.starts_block(rest) or bool(fancy_marker(self.reader, content, rest, None, after_text=False))
        stands_alone = not rest or (begins and not TASK.match(rest)) or begins_table(self.reader, rest)
        if sibling and sibling.numbering != marker.numbering and sibling.numbering and marker.numbering:
            self.out.put_milestone(Separator())
        self.out.put("")
        self.out.put(
            f"{marker.canonical} {stamp(number)}{'' if stands_alone else escape_block_signs(normalize_hard_break(rest))}"
        )
        is_option = bool(TASK.match(rest)) and self.out.is_asking and self.out.divs[-1].containers == len(self.out.open)
        self.out.open_container(OpenContainer(column, content, 1, is_option=is_option, item=marker))
        self.out.paragraph = not stands_alone
        if is_option:
            self.out.put("")  # an option is one line; what is indented under it is feedback
            self.out.paragraph = False
        if rest and stands_alone:
            self.out.put("")
            self.block(number, content, rest)

    def footnote(self, number: int, column: int, found: re.Match[str]) -> None:
        """Open a footnote and handle the text on its line."""
        self.out.put_milestone(FootnoteOpen(found[1], self.source.find(number, f"[^{found[1]}]")))
        self.out.open_container(OpenContainer(column, column + 4, 0, is_note=True))
        if found[2]:
            self.block(number, column + 4, found[2])

    def definition(self, number: int, column: int, found: re.Match[str]) -> None:
        """Open a meaning of a definition list."""
        if self.out.paragraph:
            for line in self.out.take_paragraph():  # its terms, apart from the marker of an item that they begin
                self.out.put(line)
        else:
            self.out.put("")  # or the end of the meaning before would be its term
        self.out.put(f":   {stamp(number)}{escape_block_signs(found[1])}")
        self.out.open_container(OpenContainer(column, column + len(found[0]) - len(found[1]), 1, is_meaning=True))
        self.out.paragraph = True

    def after_definition(self) -> bool:
        """Say whether the last block written was a term or a meaning, so that `: text` is a further meaning."""
        indent = self.out.indent
        for text in reversed(self.out.lines):
            if text.strip() and not text.startswith(indent + "    "):
                return text.startswith(indent) and not text.strip().startswith(("- ", "#", ">", MILESTONE_SIGN))
        return False
