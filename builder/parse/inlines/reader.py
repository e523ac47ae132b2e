"""Elements of running text to inlines of the model. Lines come from stamps, columns from searching the line."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import field

from builder.core.addresses import NO_ADDRESS, UnsafeAddressError, contradiction, safe_address
from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source, Span
from builder.model import module as m
from builder.parse.audiences.definitions import Definitions
from builder.parse.audiences.words import restricting_word
from builder.parse.dialects.siblings import is_local, module_names
from builder.parse.divs.source import no_title
from builder.parse.inlines.attributes import Attributes, read_attributes
from builder.parse.inlines.leftovers import name_leftovers
from builder.parse.inlines.links import ATTRIBUTES
from builder.parse.inlines.pictures import ATTRIBUTES_OF_PICTURES, draft_picture
from builder.parse.inlines.spans import EDITION_SCHEMES
from builder.parse.stamps import STAMP, line_of, remove_stamps

_OTHER_EDITION = re.compile(rf"({EDITION_SCHEMES}):#([\w.-]+)$")
_CITED = re.compile(r"^(?P<before>.*?)(?P<minus>-?)@(?P<key>[\w][\w:.#$%&+?<>~/-]*?)(?:,\s*(?P<locator>.*))?$")

_EXAMPLE = re.compile(r"\(@([\w-]+)\)")

FootnoteFinder = Callable[[str, Span], m.Footnote | None]
"""From a footnote's label and place to the footnote, or to None with a problem."""


@dataclass
class InlineReader:
    """Reads the running text of one source. `line` and `column` are the current place in it, from 1."""

    source: Source
    problems: Problems
    notes: FootnoteFinder
    definitions: Definitions
    abbreviations: dict[str, str] = field(default_factory=dict)
    module_title: Callable[[str], str] = no_title
    examples: Mapping[str, int] = field(default_factory=dict)
    tags: set[tuple[int, str]] = field(default_factory=set)
    line: int = 1
    column: int = 1

    def __post_init__(self) -> None:
        """Compile the pattern of the abbreviations, longest first."""
        names = sorted(self.abbreviations, key=len, reverse=True)
        self.short_forms = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, names)) + r")(?!\w)") if names else None

    def read(self, element: ET.Element) -> tuple[m.Inline, ...]:
        """Return the inlines of an element and its children, without white space at both ends."""
        return trim(tuple(self._inside(element)))

    def _inside(self, element: ET.Element) -> Iterator[m.Inline]:
        if element.text:
            yield from self._text(element.text)
        for child in element:
            yield from self._element(child)
            if child.tail:
                yield from self._text(child.tail)

    # ── words ─────────────────────────────────────────────────────────────────────────────────────────────

    def _text(self, text: str) -> Iterator[m.Inline]:
        start = None
        shown = ""
        for piece in re.split(f"({STAMP.pattern})", text):
            if STAMP.fullmatch(piece):
                self.line, self.column = line_of(piece), 1
                continue
            words = re.sub(r"[ \t\n]+", " ", piece)
            if not words:
                continue
            name_leftovers(words, self.line, self.source, self.problems)
            at = self._find(words.strip())
            start = start.through(at) if start else at
            shown += words
        shown = re.sub(r" {2,}", " ", shown)
        if self.examples and "(@" in shown:
            shown = _EXAMPLE.sub(lambda found: f"({self.examples.get(found[1], found[0][1:-1])})", shown)
        if not shown:
            return
        span = start or self.source.whole_line(self.line)
        yield from self._with_short_forms(shown, span)

    def _with_short_forms(self, text: str, span: Span) -> Iterator[m.Inline]:
        at = 0
        for found in self.short_forms.finditer(text) if self.short_forms else ():
            if found.start() > at:
                yield m.Text(text=text[at : found.start()], at=span)
            if self.definitions.is_short_form(found[0], span):
                yield m.Abbreviation(text=found[0], expansion=self.abbreviations[found[0]], at=span)
            else:
                yield m.Text(text=found[0], at=span)
            at = found.end()
        if at < len(text):
            yield m.Text(text=text[at:], at=span)

    def _find(self, words: str) -> Span:
        """Return the span of words in the current line from the current column on, and move the column past them."""
        if not words:
            return self.source.find(self.line, "")
        span = self.source.find(self.line, words, self.column)
        if span.column == self.source.whole_line(self.line).column and not self.source.line(self.line)[
            span.column - 1 :
        ].startswith(words):
            return span  # not found as written (an escape, an entity): the whole line
        self.column = span.end_column
        return span

    # ── elements ──────────────────────────────────────────────────────────────────────────────────────────

    def _element(self, element: ET.Element) -> Iterator[m.Inline]:
        tag = element.tag
        if (defined := element.get("defined")) and not self.definitions.is_usable(
            f"`{element.get('href') or element.get('src')}`", int(defined), self._here()
        ):
            tag = "plain"
        if tag in _STYLED:
            content = tuple(self._inside(element))
            yield _STYLED[tag](content=content, at=_span(content, self._here()))
        elif tag == "code":
            text = remove_stamps(html.unescape(element.text or ""))  # Python-Markdown escapes code for HTML
            at = self._find(text)
            language = (read_attributes(element.get(ATTRIBUTES, "{}")) or Attributes()).classes
            self._attributes(element.get(ATTRIBUTES, ""), at, {f".{name}" for name in language})
            if raw := element.get("raw"):
                message = f"`{raw}` is left out: text for another program is printed as code"
                self.problems.add(ProblemCode.FOREIGN_SYNTAX, message, self.source.find(at.line, raw), "write Markdown")
            yield m.Code(text=text, at=at)
        elif tag == "kbd":
            text = remove_stamps("".join(element.itertext()))
            yield m.Keyboard(text=text, at=self._find(text))
        elif tag == "abbr":
            text = remove_stamps("".join(element.itertext()))
            yield m.Abbreviation(text=text, expansion=element.get("title", ""), at=self._find(text))
        elif tag == "br":
            yield m.LineBreak(at=self._here())
        elif tag == "note":
            label = element.get("label", "")
            note = self.notes(label, self._find(f"[^{label}]"))
            if note:
                yield note
        elif tag == "inline-note":
            content = trim(tuple(self._inside(element)))
            at = _span(content, self._here())
            yield m.Footnote(label="", body=(m.Paragraph(content=content, at=at),), at=at)
        elif tag == "cite":
            yield from self._citation(remove_stamps(element.get("text", "")))
        elif tag == "a":
            yield from self._link(element)
        elif tag == "picture":
            yield self._picture(element)
        elif tag == "phrase":
            yield from self._phrase(element)
        elif tag == "undefined":
            yield from self._undefined(element)
        elif tag == "dropped":
            self._name_tag(remove_stamps(element.get("tag", "")))
            yield from self._inside(element)
        else:  # `plain`, and anything a later Python-Markdown may make: its words are kept
            yield from self._inside(element)

    def _name_tag(self, tag: str) -> None:
        """Add a problem for an HTML tag, once for equal ones in a line; an end goes without saying, with its beginning."""
        at = self._find(tag)
        if tag.startswith("</") or (at.line, tag) in self.tags:
            return
        self.tags.add((at.line, tag))
        message, hint = f"`{tag}` is left out; the text around it stays", "use Markdown, or a `:::` div"
        self.problems.add(ProblemCode.HTML_IGNORED, message, at, hint)

    def _here(self) -> Span:
        return self.source.whole_line(self.line)

    def _citation(self, text: str) -> Iterator[m.Inline]:
        at = self._find(f"[{text}]")
        items = []
        for part in re.sub(r"\s+", " ", text).split(";"):
            found = _CITED.match(part.strip())
            if not found:
                yield m.Text(text=f"[{part.strip()}]", at=at)
                continue
            if found["before"].strip():
                yield m.Text(text=found["before"].strip() + " ", at=at)
            key = found["key"].rstrip(".:")
            items.append(
                m.Cited(key=key, locator=(found["locator"] or "").strip(), at=self.source.find(at.line, f"@{key}"))
            )
        if items:
            yield m.Citation(items=tuple(items), at=at)

    def _link(self, element: ET.Element) -> Iterator[m.Inline]:
        target = remove_stamps(element.get("href", "")).strip()
        before = (self.line, self.column)
        content = tuple(inline for inline in self._inside(element) if not isinstance(inline, m.Link | m.Reference))
        span = _span(content, self.source.find(before[0], target, before[1]))
        lang = self._lang(element.get(ATTRIBUTES, ""), span)
        if (title := element.get("title", "")) and title.casefold() not in m.plain(*content).casefold():
            message, hint = f"the title “{title}” of this link is left out", "write it into the text"
            self.problems.add(ProblemCode.UNKNOWN_ATTRIBUTE, message, self.source.find(before[0], title), hint)
        if target.startswith("#"):
            yield m.Reference(target=target[1:], content=content, at=span, lang=lang)
        elif found := _OTHER_EDITION.match(target):
            yield m.Reference(target=found[2], edition=found[1], content=content, at=span, lang=lang)
        elif not target:
            hint = "write `[words](address)`"
            self.problems.add(ProblemCode.UNDEFINED_LINK, "this link has no address; its words stay", span, hint)
            yield from content
        elif is_local(target):
            yield from content
            yield from self._sibling(target, content, self.source.find(before[0], target))
        else:
            defined = int(element.get("defined", "0"))
            there = defined if defined and target in self.source.line(defined) else before[0]
            yield from self._outward(m.Link(target=NO_ADDRESS, content=content, at=span, lang=lang), target, there)

    def _outward(self, link: m.Link, target: str, line: int) -> Iterator[m.Inline]:
        """Yield a link with its address, written in `line`; its words alone, with a problem, when no output may hold that."""
        try:
            address, words = safe_address(target), link.content or (m.Text(text=target, at=link.at),)
            if other := contradiction(m.plain(*words), address):
                message, hint = (
                    f"this link says `{other}` and leads to `{address}`",
                    "write the address that it leads to, or words",
                )
                self.problems.add(ProblemCode.UNSAFE_LINK, message, self.source.find(line, target), hint)
            yield replace(link, target=address, content=words)
        except UnsafeAddressError as error:
            self.problems.add(
                ProblemCode.UNSAFE_LINK, f"`{target}` {error}", self.source.find(line, target), error.hint
            )
            yield from link.content

    def _undefined(self, element: ET.Element) -> Iterator[m.Inline]:
        """Yield the words of a link or picture whose label nothing defines, with a problem."""
        label = element.get("label") or element.get("picture", "")
        at = self._find(f"[{label}]")
        hint = f"add a line `[{label}]: address`, or write `[words](address)`"
        if "picture" in element.attrib:
            message = f"no line says which file the picture `{label}` is"
            self.problems.add(ProblemCode.MISSING_ASSET, message, at, hint.replace("[words]", "![words]"))
        else:
            message = f"no line says where `[{label}]` leads; the words stay, without a link"
            self.problems.add(ProblemCode.UNDEFINED_LINK, message, at, hint)
        yield from self._inside(element)

    def _sibling(self, target: str, words: tuple[m.Inline, ...], at: Span) -> Iterator[m.Inline]:
        """Yield the title of the module that a path leads to, in brackets; nothing, with a problem, if it leads to none."""
        title = next(filter(None, map(self.module_title, module_names(target))), "")
        if title and m.plain(*words).strip().casefold() != title.casefold():
            name = m.Emphasis(content=(m.Text(text=title, at=at),), at=at)
            yield from (m.Text(text=" (", at=at), name, m.Text(text=")", at=at)) if words else (name,)
        elif not title:
            hint = "link to a full address, to a block with `#id`, or to the folder of a module"
            message = f"`{target}` is a file that no output has; the words stay, without the link"
            self.problems.add(ProblemCode.LOCAL_LINK, message, at, hint)

    def _picture(self, element: ET.Element) -> m.InlineImage:
        src = remove_stamps(element.get("src", ""))
        caption = tuple(self._inside(element))
        at = self.source.find(self.line, src, 1)
        start = self.source.line(at.line).rfind("![", 0, at.column) + 1
        span = replace(at, column=start or at.column, end_column=self._picture_end(at))
        attributes = self._attributes(element.get(ATTRIBUTES, ""), span, ATTRIBUTES_OF_PICTURES)
        return draft_picture(src, caption, element.get("title", ""), attributes, span, self.problems)

    def _picture_end(self, at: Span) -> int:
        found = re.compile(r"\)(\{[^{}]*\})?").search(self.source.line(at.line), at.column - 1)
        return found.end() + 1 if found else at.end_column

    def _phrase(self, element: ET.Element) -> Iterator[m.Inline]:
        content = tuple(self._inside(element))
        span = _span(content, self._here())
        attributes = self._attributes(element.get(ATTRIBUTES, ""), span, {"lang", "dir", ".key", ".mark", ".highlight"})
        lang = attributes.values.get("lang", "")
        if "key" in attributes.classes:
            yield m.Key(content=content, at=span, lang=lang)
        elif {"mark", "highlight"} & set(attributes.classes):
            yield m.Highlight(content=content, at=span, lang=lang)
        else:
            yield m.Phrase(content=content, at=span, lang=lang)

    def _lang(self, braces: str, at: Span) -> str:
        return self._attributes(braces, at, {"lang"}).values.get("lang", "")

    def _attributes(self, braces: str, at: Span, known: Collection[str]) -> Attributes:
        attributes = (read_attributes(braces) if braces else None) or Attributes()
        others = [f".{name}" for name in attributes.classes if f".{name}" not in known and not restricting_word(name)]
        for name in (*attributes.values, *others):
            if name not in known:
                hint = f"known here: {', '.join(sorted(known))}" if known else ""
                at_name = self.source.find(at.line, name)
                self.problems.add(ProblemCode.UNKNOWN_ATTRIBUTE, f"`{name}` has no effect here", at_name, hint)
        return attributes


_STYLED: dict[str, type[m.Strong | m.Emphasis | m.Strike | m.Subscript | m.Superscript | m.Highlight]] = {
    "strong": m.Strong,
    "em": m.Emphasis,
    "del": m.Strike,
    "sub": m.Subscript,
    "sup": m.Superscript,
    "mark": m.Highlight,
}


def _span(content: tuple[m.Inline, ...], otherwise: Span) -> Span:
    return content[0].at.through(content[-1].at) if content else otherwise


def trim(inlines: tuple[m.Inline, ...]) -> tuple[m.Inline, ...]:
    """Return inlines without white space at both ends, with neighboring texts joined."""
    joined: list[m.Inline] = []
    for inline in inlines:
        last = joined[-1] if joined else None
        if isinstance(inline, m.Text) and isinstance(last, m.Text) and inline.lang == last.lang:
            joined[-1] = replace(
                last, text=re.sub(r" {2,}", " ", last.text + inline.text), at=last.at.through(inline.at)
            )
        else:
            joined.append(inline)
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while joined and isinstance(joined[end], m.Text | m.LineBreak):
            edge = joined[end]
            text = strip(edge.text, " \n") if isinstance(edge, m.Text) else ""
            if text and isinstance(edge, m.Text):
                joined[end] = replace(edge, text=text)
                break
            joined.pop(end)
    return tuple(_tidy_breaks(joined))


def _tidy_breaks(inlines: list[m.Inline]) -> Iterator[m.Inline]:
    """Drop the space that follows a hard break: it was the line end in the source."""
    after_break = False
    for written in inlines:
        inline = written
        if after_break and isinstance(inline, m.Text):
            inline = replace(inline, text=inline.text.lstrip(" "))
        after_break = isinstance(inline, m.LineBreak)
        if not (isinstance(inline, m.Text) and not inline.text):
            yield inline
