"""Characters that no font of a theme has: which they are, and one problem for each script and file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from builder.core.disk.folder import size_of_ours
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.slides.deck.deck import Deck, SlideLine, lines_of
from builder.slides.fit.font_metrics import load_face
from builder.slides.fit.measure import Measure

Passage = tuple[str, Span]
"""A text that is printed, and where it stands."""

_SHOWN = 8
"""How many characters of a script a problem shows."""

_TOO_MANY = 10
"""A module is not readable once this share of its letters, one in so many, has no font."""

_SCRIPTS = {
    **dict.fromkeys(("CJK", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH", "KANGXI"), "Chinese"),
    **dict.fromkeys(("HIRAGANA", "KATAKANA"), "Japanese"),
}


def missing_characters(characters: set[str], fonts: tuple[Path, ...]) -> set[str]:
    """Return the characters that no font has. Fonts are searched from the largest file to the smallest."""
    left = {char for char in characters if not char.isspace() and unicodedata.category(char) not in {"Cf", "Cc"}}
    for path in sorted(fonts, key=lambda path: -size_of_ours(path)):
        if left:
            left = {char for char in left if ord(char) not in load_face(path).characters}
    return left


def report_missing_glyphs(passages: Iterable[Passage], fonts: tuple[Path, ...], problems: Problems, path: str) -> None:
    """Report the characters of a module that no font has: a warning for each script and file, at its first character.

    When a tenth of the letters are missing, one error for the file at `path` takes the place of its warnings.
    """
    texts = list(passages)
    missing = missing_characters({char for text, _ in texts for char in text}, fonts)
    if not missing:
        return
    letters = [char for text, _ in texts for char in text if _is_letter(char)]
    unreadable = sum(char in missing for char in letters) * _TOO_MANY >= len(letters) > 0
    report_by_script(texts, missing, problems, path if unreadable else "")


def report_by_script(texts: Iterable[Passage], missing: set[str], problems: Problems, unreadable: str = "") -> None:
    """Report `missing` characters where they stand, each script once a file; for the file `unreadable` it is an error."""
    found: dict[tuple[str, str], dict[str, Span]] = {}
    scripts = {_first_word(char) for char in missing if _is_letter(char)}
    for text, at in texts:
        for char in dict.fromkeys(text):
            if char in missing:
                found.setdefault((at.path, _script(char, scripts)), {}).setdefault(char, at)
    for (path, script), places in found.items():
        at = min(
            places.values(), key=lambda span: (span.line == 1, span.line, span.column)
        )  # front matter has no places
        shown = " ".join([*dict.fromkeys([*filter(_is_letter, places), *places])][:_SHOWN])
        if len(places) == 1:
            shown = f"`{shown}` (U+{ord(shown):04X})"
        else:
            shown = f"{len(places)} characters: {shown}{' …' if len(places) > _SHOWN else ''}"
        if path == unreadable and any(map(_is_letter, places)):
            message = f"no font has {script} of this module ({shown}); its pages would be boxes"
            problems.add(
                ProblemCode.UNREADABLE_SCRIPT,
                message,
                at,
                f"put a font that has {script} into the folder fonts/ of a theme of your own",
            )
        else:
            message = (
                f"no font has {shown}, of {script}; boxes are printed in their place"
                if script
                else f"no font has {shown}"
            )
            problems.add(
                ProblemCode.MISSING_GLYPH,
                message,
                at,
                "write it in words, or put a font that has it into the folder fonts/ of a theme of your own",
            )


def _script(char: str, scripts: set[str]) -> str:
    """Return the name of a character's script for people, or “signs” for what belongs to none of `scripts`."""
    first = _first_word(char)
    return f"the {first} script" if first in scripts else "signs"


def _first_word(char: str) -> str:
    """Return what the name of a character begins with: its script, for letters and for signs that one script has."""
    first = unicodedata.name(char, "unnamed").partition(" ")[0].partition("-")[0]
    return _SCRIPTS.get(first, first.capitalize())


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


def report_missing_on_slides(deck: Deck, measure: Measure, problems: Problems) -> None:
    """Report characters that the fonts of slides lack, by script. What no font of the theme has is a problem of the module's text."""
    texts = [
        (missing, line.at)
        for slide in deck.slides
        for line in (
            SlideLine(slide.title, at=slide.at),
            *(line for filled in slide.filled for line in lines_of(filled.content)),
        )
        if (missing := measure.setting(line.runs).missing)
    ]
    if texts:
        lacking = {char for text, _ in texts for char in text}
        report_by_script(texts, lacking - missing_characters(lacking, measure.faces.theme.fonts), problems)
