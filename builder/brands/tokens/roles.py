"""Which token of a file is which color of a brand: tokens have names of everybody's own, so their words are looked at.

A path is cut into words, `ams.color.text.default` and `fgColor-default` alike; words that say nothing (`color`, `default`) go, and what
is left must be the words of a role, all of them. So `button.primary.text` is no role, and `color.brand.primary` is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from builder.brands.tokens.tree import DesignToken

_SAY_NOTHING = set(
    "color colors colour colours palette core global base sys ref semantic alias theme default root emphasis main normal"
    " value feedback status state support intent tokens token md 500 600 400 1 50 s".split()
)
"""Words that do not tell one color from another; numbers are the middle of a scale."""

_NOT_MEANT = set(
    "hover active focus focused pressed disabled selected visited dark inverse inverted shadow overlay transparent backdrop scrim"
    " rest checked muted readonly invalid contrast".split()
)
"""Words of states, modes and effects that pages do not have."""

_CHARTS = {"data", "chart", "charts", "dataviz", "viz", "datavis", "categorical", "visualization"}

ROLE_WORDS: dict[str, tuple[str, ...]] = {
    "foreground": (
        "foreground", "fg", "text", "on surface", "on background", "text primary", "primary text", "ink", "fg primary",
        "content primary", "text body", "body text", "body", "content", "font", "typography",
    ),
    "background": (
        "background", "bg", "page background", "background page", "background body", "page", "canvas", "paper",
        "background primary", "bg primary", "surface", "body background", "layer background", "surface primary",
    ),
    "primary": (
        "primary", "brand", "brand primary", "primary brand", "accent", "bg accent", "interactive", "interactive primary",
        "fg accent", "accent primary", "action primary", "button primary background", "background brand", "bg brand", "action",
        "brand 1", "highlight",
    ),
    "secondary": ("secondary", "brand secondary", "secondary brand", "accent secondary", "interactive secondary", "brand 2"),
    "tertiary": ("tertiary", "brand tertiary", "accent tertiary", "brand 3"),
    "success": ("success", "positive", "fg success", "bg success", "text success"),
    "info": ("info", "informative", "information", "fg info", "text info"),
    "warning": ("warning", "caution", "attention", "notice", "fg attention", "fg warning", "text warning", "bg attention"),
    "danger": ("danger", "error", "negative", "critical", "fg danger", "bg danger", "text danger", "text error", "destructive"),
    "light": ("background subtle", "surface subtle", "bg subtle", "surface secondary", "background secondary", "layer 1", "bg inset"),
    "link": ("link", "fg link", "text link", "link text", "link primary", "hyperlink", "links"),
}  # fmt: skip
"""Role → what its tokens are called, the surest first."""


def words_of(path: str) -> list[str]:
    """Return the words of a path: steps, hyphens and capitals divide it."""
    divided = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", path)
    return [word for word in re.split(r"[^A-Za-z0-9]+", divided.lower()) if word]


def vendor_of(paths: Iterable[str]) -> str:
    """Return the first step that all paths have, as design systems have their name there; "" for none."""
    first = {path.partition(".")[0] for path in paths}
    return first.pop() if len(first) == 1 else ""


def find_roles(colors: Sequence[tuple[DesignToken, str]], vendor: str) -> dict[str, DesignToken]:
    """Return the token of each role: that with the surest words; of several the one with the fewest, then the first."""
    told = [(token, _meant(token.path.removeprefix(f"{vendor}.") if vendor else token.path)) for token, _ in colors]
    found: dict[str, DesignToken] = {}
    for role, names in ROLE_WORDS.items():
        wanted = {name: rank for rank, name in enumerate(names)}
        ranked = [
            (wanted[" ".join(words)], token.path.count(".") + len(words_of(token.path)), number)
            for number, (token, words) in enumerate(told)
            if " ".join(words) in wanted
        ]
        if ranked:
            found[role] = told[min(ranked)[2]][0]
    return found


def find_charts(colors: Sequence[tuple[DesignToken, str]]) -> list[tuple[DesignToken, str]]:
    """Return the colors that are called those of charts."""
    found = [(token, color) for token, color in colors if _CHARTS & set(words_of(token.path)) and _is_meant(token.path)]
    strong = [(token, color) for token, color in found if "emphasis" in words_of(token.path)]
    chosen = strong or found
    return chosen if len(chosen) >= 3 else []


def _is_meant(path: str) -> bool:
    return not _NOT_MEANT & set(words_of(path))


def _meant(path: str) -> list[str]:
    """Return the words of a path that tell something; none for a color of states and modes."""
    if not _is_meant(path):
        return []
    words = words_of(path)
    return [word for word in words if word not in _SAY_NOTHING]


def palette_of(
    colors: Sequence[tuple[DesignToken, str]], roles: Mapping[str, DesignToken]
) -> list[tuple[DesignToken, str]]:
    """Return the colors that may be the palette: those of roles, and those that refer to no other and are of no state."""
    named = {token.path for token in roles.values()}
    first = [(token, color) for token, color in colors if token.path in named]
    return first + [
        (token, color)
        for token, color in colors
        if token.path not in named and not token.aliases and _is_meant(token.path)
    ]
