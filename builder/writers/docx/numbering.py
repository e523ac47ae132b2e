"""The lists of a Word file: for each a definition of its markers, by kind, and a number of its own, so that each counts anew."""

from __future__ import annotations

from dataclasses import field

from builder.core.frozen import dataclass
from builder.model import module as m
from builder.slides.deck.numbering import NUMBERINGS
from builder.writers.docx.oxml import NS, quote
from builder.writers.docx.styles import INDENT

LEVELS = 9
"""How deep lists nest (ECMA-376-1, 17.9.3)."""

_BULLETS = "•–▪"
_BOXES = {"open": "☐", "done": "☑"}
_FORMATS = {"1": "decimal", "A": "upperLetter", "a": "lowerLetter", "I": "upperRoman", "i": "lowerRoman"}


@dataclass(frozen=True)
class ListNumbers:
    """The lists of one document; they are added while it is written. Each is a kind, its level and the number it begins with."""

    lists: list[tuple[str, int, int]] = field(default_factory=list)

    def add(self, kind: str, level: int, start: int = 1) -> tuple[int, int]:
        """Return the id of a new list and the level for its items. `kind` is `bullet`, `open`, `done`, or a name of NUMBERINGS."""
        level = min(level, LEVELS - 1)
        self.lists.append((kind, level, start))
        return len(self.lists), level

    def of(self, block: m.List, level: int) -> tuple[int, int]:
        """Return the id and level for a list of the module."""
        return self.add(block.numbering or "1.", level, block.start) if block.ordered else self.add("bullet", level)

    def xml(self) -> str:
        """Return the part of numberings."""
        kinds = list(dict.fromkeys(kind for kind, _, _ in self.lists))
        definitions = "".join(_definition(number, kind) for number, kind in enumerate(kinds))
        instances = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kinds.index(kind)}"/>{_restart(kind, level, start)}</w:num>'
            for number, (kind, level, start) in enumerate(self.lists, 1)
        )
        return f"<w:numbering {NS}>{definitions}{instances}</w:numbering>"


def _restart(kind: str, level: int, start: int) -> str:
    if kind == "bullet" or kind in _BOXES:
        return ""
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{max(start, 0)}"/></w:lvlOverride>'


def _definition(number: int, kind: str) -> str:
    levels = "".join(_level(kind, level) for level in range(LEVELS))
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'


def _level(kind: str, level: int) -> str:
    if kind == "bullet" or kind in _BOXES:
        form, text = "bullet", _BOXES.get(kind, _BULLETS[level % len(_BULLETS)])
    else:
        system, around = kind.strip("().")[:1], NUMBERINGS.get(kind)
        form = _FORMATS.get(system, "decimal")
        text = f"{around.before}%{level + 1}{around.after.rstrip()}" if around else f"%{level + 1}."
    symbol = '<w:rPr><w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:cs="Segoe UI Symbol"/></w:rPr>'
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val={quote(text)}/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{(level + 1) * INDENT}" w:hanging="{INDENT}"/></w:pPr>{symbol if kind in _BOXES else ""}</w:lvl>'
    )
