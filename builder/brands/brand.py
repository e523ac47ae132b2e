"""A brand as any of its files tells it, and the record of what was taken of the file and what was left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass as mutable
from dataclasses import field

from builder.core.frozen import dataclass
from builder.core.problems import ProblemCode, Problems
from builder.core.source import NOWHERE, Span


@dataclass(frozen=True)
class Taken:
    """A value of a brand file that the theme has: its key there, where it goes, and what was done to it ("" for nothing)."""

    key: str
    value: str
    to: str
    line: int = 0
    change: str = ""


@dataclass(frozen=True)
class Left:
    """A value of a brand file that the theme does not have, and why."""

    key: str
    value: str
    why: str
    line: int = 0


@mutable
class BrandLog:
    """What became of the parts of a brand file, in the order in which they were looked at, and what is wrong with them."""

    taken: list[Taken] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)

    def take(self, key: str, value: str, to: str, at: Span = NOWHERE, change: str = "") -> None:
        """Note that a value was taken."""
        self.taken.append(Taken(key, _short(value), to, _line(at), change))

    def leave(self, key: str, value: str, why: str, at: Span = NOWHERE) -> None:
        """Note that a value was left."""
        self.left.append(Left(key, _short(value), why, _line(at)))

    def report(self, message: str, at: Span, hint: str) -> None:
        """Add a problem of something that was left or changed, and that its owner should decide."""
        self.problems.add(ProblemCode.BRAND_CHANGED, message, at, hint)


def _short(value: str) -> str:
    shown = " ".join(value.split())
    return shown if len(shown) <= 120 else f"{shown[:119]}…"


def _line(at: Span) -> int:
    return at.line if at.path else 0


@dataclass(frozen=True)
class BrandLogo:
    """A logo, made safe: its picture for light ground, the one for dark ground or b"", and what it says."""

    data: bytes = field(repr=False)
    alt: str
    dark: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class BrandType:
    """How a brand sets type: families ("" for none that can be used), and measures relative to what is usual (0 for none).

    `slides` is the family that decks name, `weight` that of headings, `size` a factor of the theme's size, `line` the line
    height as a multiple of the size.
    """

    base: str = ""
    headings: str = ""
    monospace: str = ""
    slides: str = ""
    weight: int = 0
    size: float = 0.0
    line: float = 0.0
    monospace_size: float = 0.0


@dataclass(frozen=True)
class BrandLook:
    """What a brand file says, in the words of `_brand.yml`: colors are `#rrggbb` by their names there.

    `accents` are colors for charts in their order, where the file has such; `fonts` files by name; `template` a PowerPoint
    file, made safe; `keys` are keys of theme.yml that the file brings as they are. `places` says where colors stand, by their
    names, and "" where the file is.
    """

    name: str = ""
    colors: Mapping[str, str] = field(default_factory=dict)
    palette: Mapping[str, str] = field(default_factory=dict)
    accents: tuple[str, ...] = ()
    type: BrandType = BrandType()
    fonts: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    logo: BrandLogo | None = None
    template: bytes = field(default=b"", repr=False)
    keys: Mapping[str, object] = field(default_factory=dict)
    places: Mapping[str, Span] = field(default_factory=dict)

    def place(self, role: str) -> Span:
        """Return where a color stands, the file where it does not say."""
        return self.places.get(role) or self.places.get("", NOWHERE)
