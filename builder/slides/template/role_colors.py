"""The theme's colors by role (`primary`, `rule`) for shapes on a slide: scheme colors that say nothing of the theme.

A slide that is given another theme's master must look as if made with it. So a role is its home in the scheme (`homes` of
layouts.yml) without offsets, and faint ones let their ground shine through. Where the home cannot be seen, as in some
organizations' templates and on slides in the brand color, another scheme color takes its place.
"""

from __future__ import annotations

from builder.core.frozen import dataclass
from builder.slides.deck.layouts import Layout, Layouts
from builder.slides.template.color_scheme import COLOR_MAP, SchemeColor
from builder.slides.template.making.rows import layout_rows
from builder.theme.contrast import contrast
from builder.theme.theme import Theme

SEEN = 3.0
"""Least contrast of a shape to its ground (WCAG 2.2, 1.4.11)."""

_FAINT = {"rule": ("muted", 0.45), "caution-surface": ("caution", 0.12)}
"""Roles that are another role's color, and how much of it."""

_TINT, _LEAST_TINT, _MOST_TINT = 0.08, 1.02, 2.0
"""How much of the text's color a tinted ground has where the scheme's own stands out too little or too much (contrast)."""

_GROUNDS = frozenset({"background", "on-primary"})
"""Roles that are put on shapes in other colors, and need not stand out from the slide."""


@dataclass(frozen=True, slots=True)
class RoleColor:
    """A role's color: the scheme color for .pptx, and the same as `#rrggbb` with an opacity (0 to 1) for pages."""

    scheme: SchemeColor
    color: str
    opacity: float = 1.0

    def faint(self, share: float) -> RoleColor:
        """Return this color with `share` of its opacity."""
        share *= self.opacity
        return (
            self
            if share == 1.0
            else RoleColor(SchemeColor(self.scheme.slot, (("alpha", round(share * 100_000)),)), self.color, share)
        )


@dataclass
class RoleColors:
    """Finds the colors of roles on the layouts of a file."""

    layouts: Layouts
    theme: Theme

    def __post_init__(self) -> None:
        """Read the homes of roles."""
        self.homes: dict[str, str] = layout_rows(self.theme)["homes"]
        self.found: dict[tuple[str, str], RoleColor] = {}

    def of(self, role: str, layout: Layout, opacity: float = 1.0) -> RoleColor:
        """Return a role's color for a shape on a layout. Raises KeyError for a role that themes do not have."""
        key = role, layout.name
        if key not in self.found:
            self.found[key] = self._choose(role, layout)
        return self.found[key].faint(opacity)

    def _choose(self, role: str, layout: Layout) -> RoleColor:
        if role in _FAINT:
            of, share = _FAINT[role]
            return self.of(of, layout).faint(share)
        home = self._named(self.homes[role], layout)
        if role in _GROUNDS:
            return home
        papers = layout.papers or (layout.background,)
        ratio = min(contrast(home.color, paper) for paper in papers)
        if role == "surface":
            fits = _LEAST_TINT <= ratio <= _MOST_TINT
            return home if fits else self.of("foreground", layout).faint(_TINT)
        others = (self._named(name, layout) for name in ("accent1", "tx1", "bg1"))
        choices = [home, *others] if ratio < SEEN else [home]
        seen = [min(contrast(one.color, paper) for paper in papers) for one in choices]
        return next(
            (one for one, ratio in zip(choices, seen, strict=True) if ratio >= SEEN), choices[seen.index(max(seen))]
        )

    def _named(self, name: str, layout: Layout) -> RoleColor:
        """Return a scheme color by its name on slides. A layout whose text is light has its map of colors turned around."""
        colors, turned = self.layouts.colors, {"tx1": "lt1", "bg1": "dk1", "tx2": "lt2", "bg2": "dk2"}
        is_turned = layout.text == colors["lt1"] != colors["dk1"]
        slot = turned[name] if is_turned and name in turned else COLOR_MAP.get(name, name)
        return RoleColor(SchemeColor(name), colors.get(slot, layout.text or colors["dk1"]))
