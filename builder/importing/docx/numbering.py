"""Lists: which level of which list a paragraph is an item of, and the number that Word shows before it (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from builder.importing.docx.names import W, number, value

ListStyle = Literal["1", "a", "A", "i", "I"]
_STYLES: dict[str, ListStyle] = {
    "decimal": "1",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}
_LEVELS = 9


@dataclass(frozen=True)
class ListLevel:
    """A level of a list: its format in Word's words, the number that it begins with, and the text around the number."""

    format: str
    start: int
    text: str
    restart: int = -1


@dataclass(frozen=True)
class NumberedItem:
    """A paragraph as an item: its list and level, whether that has numbers, of which style, and its own."""

    list_id: str
    level: int
    ordered: bool
    style: ListStyle
    number: int
    words: str = ""


@dataclass
class WordNumbering:
    """The lists of a document, and how far each has been counted. `list_of` maps the id of a paragraph's list to what it is made from."""

    levels: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    list_of: dict[str, tuple[str, dict[int, ListLevel]]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None) -> WordNumbering:
        """Return the lists in a part, none without one."""
        found = cls()
        if root is None:
            return found
        links: dict[str, str] = {}
        by_link: dict[str, str] = {}
        for one in root.findall(f"{W}abstractNum"):
            ident = one.get(f"{W}abstractNumId", "")
            found.levels[ident] = {number(level.get(f"{W}ilvl")): _level(level) for level in one.findall(f"{W}lvl")}
            if link := value(one, "numStyleLink"):
                links[ident] = link
            if link := value(one, "styleLink"):
                by_link[link] = ident
        for one in root.findall(f"{W}num"):
            abstract = value(one, "abstractNumId")
            abstract = by_link.get(links.get(abstract, ""), abstract)
            own: dict[int, ListLevel] = {}
            for override in one.findall(f"{W}lvlOverride"):
                at = number(override.get(f"{W}ilvl"))
                level = override.find(f"{W}lvl")
                base = _level(level) if level is not None else found.levels.get(abstract, {}).get(at)
                start = value(override, "startOverride")
                if base is not None:
                    own[at] = ListLevel(base.format, number(start, base.start), base.text, base.restart)
            found.list_of[one.get(f"{W}numId", "")] = (abstract, own)
        return found

    def item(self, list_id: str, level: int) -> NumberedItem | None:
        """Count a paragraph of a list, and return it as an item; None where its list has neither bullet nor number."""
        abstract, own = self.list_of.get(list_id, ("", {}))
        level = min(max(level, 0), _LEVELS - 1)
        here = own.get(level) or self.levels.get(abstract, {}).get(level)
        if list_id in {"", "0"} or here is None:
            return None
        counts = self._counts.setdefault(abstract, {})
        if level in own and (list_id, level) not in self._begun:
            self._begun.add((list_id, level))
            counts[level] = own[level].start - 1
        counts[level] = counts.get(level, here.start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            below = own.get(deeper) or self.levels.get(abstract, {}).get(deeper)
            if below is None or below.restart != 0:
                del counts[deeper]
        if here.format == "none" and not here.text.strip():
            return None
        ordered = here.format not in {"bullet", "none"}
        words = " ".join(re.findall(r"[^\W\d_]{2,}", re.sub(r"%\d", " ", here.text))) if ordered else ""
        return NumberedItem(list_id, level, ordered, _STYLES.get(here.format, "1"), max(counts[level], 0), words)


def _level(level: etree._Element) -> ListLevel:
    return ListLevel(
        value(level, "numFmt", "decimal") or "decimal",
        number(value(level, "start"), 1),
        value(level, "lvlText"),
        number(value(level, "lvlRestart"), -1),
    )
