"""What a paragraph or run is by its style: a heading, a quote, code, a caption (ISO/IEC 29500-1, 17.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from builder.importing.docx.names import W, is_on, number, value

_HEADING = re.compile(r"^heading (\d)$")
_KINDS = (
    (re.compile(r"^title$"), "title"),
    (re.compile(r"^subtitle$"), "subtitle"),
    (re.compile(r"^(?:intense )?quote$|^block ?(?:text|quote)"), "quote"),
    (re.compile(r"^(?:table |image |figure )?caption"), "caption"),
    (re.compile(r"^html preformatted$|^(?:source )?code\b|^macro\b|^verbatim|^preformatted|^listing\b"), "code"),
    (re.compile(r"^toc (?:\d|heading)|^table of (?:figures|authorities)|^index \d"), "contents"),
    (re.compile(r"^list(?: \d| bullet| number| continue)"), "list"),
)
"""Built-in names, which every Word writes in English, and those of pandoc and LibreOffice; the first that fits holds."""

_CODE_RUN = re.compile(r"^(?:html (?:code|keyboard|sample|typewriter)|verbatim char|source text|code\b)", re.IGNORECASE)
_DEEPEST = 30


@dataclass(frozen=True)
class Style:
    """A style: its name in small letters, the id of the one under it, and its properties."""

    name: str
    based_on: str
    paragraph: etree._Element | None
    run: etree._Element | None
    table: tuple[str, ...] = ()


@dataclass
class Styles:
    """The styles of a document. `default` is the id of the one that paragraphs without any have; `lang` the document's language."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    lang: str = ""
    bidi_lang: str = ""

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        """Return the styles in a part, none without one."""
        found = cls()
        if root is None:
            return found
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        if defaults is not None:
            found.lang, found.bidi_lang = defaults.get(f"{W}val", ""), defaults.get(f"{W}bidi", "")
        for one in root.findall(f"{W}style"):
            ident = one.get(f"{W}styleId", "")
            conditions = tuple(part.get(f"{W}type", "") for part in one.findall(f"{W}tblStylePr"))
            found.by_id[ident] = Style(
                value(one, "name").lower(), value(one, "basedOn"), one.find(f"{W}pPr"), one.find(f"{W}rPr"), conditions
            )
            if one.get(f"{W}type") == "paragraph" and one.get(f"{W}default") in {"1", "true"}:
                found.default = ident
        return found

    def chain(self, ident: str) -> list[Style]:
        """Return a style and those under it, the nearest first."""
        found: list[Style] = []
        while ident in self.by_id and len(found) < _DEEPEST:
            found.append(self.by_id[ident])
            ident = found[-1].based_on
        return found

    def kind(self, ident: str) -> str:
        """Return what paragraphs of a style are: `title`, `quote`, `code` …; "" for text."""
        for style in self.chain(ident):
            for sign, kind in _KINDS:
                if sign.match(style.name):
                    return kind
            if _HEADING.match(style.name):
                return ""
        return ""

    def heading_level(self, ident: str, properties: etree._Element | None) -> int:
        """Return the level of a heading, 0 for text: by its style's name, or by the outline level that it or its style has."""
        own = value(properties, "outlineLvl")
        if own:
            return number(own, 9) + 1 if number(own, 9) < 9 else 0  # 9 is text (17.3.1.20)
        for style in self.chain(ident):
            if found := _HEADING.match(style.name):
                return int(found[1])
            if outline := value(style.paragraph, "outlineLvl"):
                return number(outline, 9) + 1 if number(outline, 9) < 9 else 0  # as above
            if any(sign.match(style.name) for sign, _ in _KINDS):
                return 0
        return 0

    def list_of(self, ident: str) -> etree._Element | None:
        """Return the list properties that a style gives its paragraphs, None for none."""
        for style in self.chain(ident):
            found = style.paragraph.find(f"{W}numPr") if style.paragraph is not None else None
            if found is not None:
                return found
        return None

    def is_code_run(self, ident: str) -> bool:
        """Say whether a style for runs is one of code."""
        return any(_CODE_RUN.match(style.name) for style in self.chain(ident))

    def run_flag(self, ident: str, name: str) -> bool:
        """Say whether a style for runs switches a property on, such as `b`."""
        return next((on for style in self.chain(ident) if (on := is_on(style.run, name)) is not None), False)

    def has_header(self, ident: str, condition: str) -> bool:
        """Say whether a table's style looks otherwise in its `firstRow` or `firstCol`."""
        return any(condition in style.table for style in self.chain(ident))
