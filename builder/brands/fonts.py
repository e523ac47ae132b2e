"""Which family pages and slides can be set in, of those that a brand names: by its own files, or by what every theme has."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterable, Mapping

from builder.core.disk.folder import our_folder
from builder.core.frozen import dataclass
from builder.core.source import Unreadable
from builder.theme.font_rights import CURE, font_rights
from builder.theme.load import bundled_fonts
from builder.theme.own_fonts import TWINS, families_of, spelled

_GENERIC = {
    "serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "ui-serif", "ui-sans-serif", "ui-monospace",
    "ui-rounded", "math", "emoji", "fangsong", "inherit", "initial", "unset",
}  # fmt: skip
"""Families of CSS that stand for whatever a machine has (CSS Fonts 4, 2.1.2)."""

_KINDS = {b"\0\1\0\0": "ttf", b"true": "ttf", b"OTTO": "otf", b"wOFF": "woff", b"wOF2": "woff2"}

MAY_HAVE = re.compile(r"[\w .&+'-]{1,80}")
"""Names of families that theme.yml can have."""


@dataclass(frozen=True)
class FontFile:
    """A font file that may be embedded: the family that it says it is of, and a file name for it."""

    family: str
    name: str
    data: bytes


@dataclass(frozen=True)
class FoundFamily:
    """A family that can be used: its name for pages, its name for decks, and what to tell about it ("" for nothing)."""

    pages: str
    slides: str
    note: str = ""


def read_font(name: str, data: bytes) -> FontFile:
    """Return a font file. Raises Unreadable for one that cannot be read, or that may not be embedded."""
    from fontTools.ttLib import TTFont, TTLibError  # a tenth of a second

    hint = "use a TTF, OTF, WOFF or WOFF2 file that other programs open"
    ending = _KINDS.get(data[:4], "")
    if not ending:
        raise Unreadable("it is not a font file of a kind that is read", hint=hint)
    try:
        with TTFont(io.BytesIO(data), recalcTimestamp=False, lazy=True) as font:
            family = (font["name"].getBestFamilyName() or "").strip()
            rights = font_rights(font)
            has_letters = bool(font.getBestCmap())
    except (TTLibError, OSError, ValueError, KeyError, AssertionError, EOFError, ImportError, struct.error) as error:
        raise Unreadable("it is damaged, or no font", hint=hint) from error
    if rights.refusal:
        raise Unreadable(rights.refusal, hint=CURE)
    if not has_letters or not MAY_HAVE.fullmatch(family):
        raise Unreadable("it has no letters, or no family name that can be used", hint=hint)
    stem = re.sub(r"[^A-Za-z0-9]+", "-", name.rpartition("/")[2].rpartition(".")[0]).strip("-") or "font"
    return FontFile(family, f"{stem[:60]}.{ending}", data)


def named_families(text: str) -> list[str]:
    """Return the families of a CSS list, without those that stand for whatever a machine has."""
    names = (one.strip().strip("\"'").strip() for one in text.split(","))
    return [one for one in names if one and one.lower() not in _GENERIC]


def find_family(text: str, declared: Mapping[str, str]) -> FoundFamily | None:
    """Return the first family of a CSS list that pages can be set in; None where there is none.

    `declared` maps names of families, in small letters without spaces, to what their files call them.
    """
    bundled = {spelled(name): name for name in _bundled()}
    for name in named_families(text):
        if spelled(name) in declared:
            own = declared[spelled(name)]
            return FoundFamily(own, own, "" if own == name else f"its files say that they are `{own}`")
        if spelled(name) in bundled:
            return FoundFamily(bundled[spelled(name)], name)
        if name.lower() in TWINS:
            twin = TWINS[name.lower()]
            return FoundFamily(twin, name, f"pages are set in {twin}, which has the same widths")
    return None


def _bundled() -> Iterable[str]:
    """Return the families that every theme has, as people write them."""
    folder = our_folder(bundled_fonts())
    stems = {name.rpartition("-")[0] for name in folder.files("", ".ttf")}
    known = families_of(folder.root / name for name in folder.files("", ".ttf"))
    return sorted(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem) for stem in stems if stem.lower() in known)
