"""The keys of theme.yml, validated: colors, type, measures of pages and slides.

`theme.yml` uses the key names of Quarto's `_brand.yml` where it has them. Colors are named once in `palette` and then
used by role. Sizes of type are points (pt); lengths on pages are text with a unit (`18mm`), on slides inches.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ROLES = (
    "foreground background muted rule field primary on-primary surface link caution caution-surface facilitator".split()
)
"""The roles of colors. `field`: lines to write on and boxes to tick; `surface`: tinted panels."""


class _Strict(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        regex_engine="python-re",
        populate_by_name=True,
        alias_generator=lambda n: n.replace("_", "-"),
    )


Length = Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3})?(mm|cm|in|pt|px)\Z")]
"""A CSS length. The pattern admits nothing else, because the text is put into style sheets."""

Family = Annotated[str, Field(pattern=r"^[\w .&+'-]{1,80}\Z")]
"""The name of a font family. The pattern is strict because the name is put into style sheets and PowerPoint's XML."""

Size = Annotated[float, Field(ge=0, le=400, allow_inf_nan=False)]
"""A size of type, pt."""


class Colors(_Strict):
    """`color:` names a palette, then gives each role a palette name or `#rrggbb`. `accent` has six, for charts.

    `ground` is "" where it is `primary`: a brand color that is too light for words is the ground alone.
    """

    palette: dict[str, str] = Field(default_factory=dict)
    foreground: str
    background: str
    muted: str
    rule: str
    field: str
    primary: str
    on_primary: str
    surface: str
    link: str
    caution: str
    caution_surface: str
    facilitator: str
    ground: str = ""
    accent: tuple[str, str, str, str, str, str]


class Face(_Strict):
    """A family and how it is set: pt."""

    family: Family
    size: Size = 0
    line_height: Size = 0
    weight: int = Field(default=400, ge=1, le=1000)


class PrintSizes(_Strict):
    """Sizes on pages, pt; with `large` print each is multiplied by large.size / base.size where that is larger."""

    title: Size
    topic: Size
    heading: Size
    lede: Size
    label: Size
    small: Size
    foot: Size
    script: Size


class Typography(_Strict):
    """`typography:` of pages."""

    base: Face
    headings: Face
    monospace: Face
    fallback: Face
    large: Face
    sizes: PrintSizes


class Page(_Strict):
    """`page:` lengths as CSS: margin around, `column` for labels beside the text, `gap` between them, write-on `line`, `corner` of boxes.

    Looks, each a style sheet `print/looks/KEY-VALUE.css` unless it is the first: the `cover` block, `headings` of topics, where `labels`
    stand, `callouts` (definitions, scenarios, activities, key points), and where the `running` words stand.
    """

    margin: Length
    column: Length
    gap: Length
    line: Length
    rule: Length
    frame: Length
    corner: Length = "0mm"
    cover: Literal["rule", "block", "centered", "band"] = "rule"
    headings: Literal["plain", "ruled", "bar"] = "plain"
    labels: Literal["beside", "above"] = "beside"
    callouts: Literal["rule", "card", "line"] = "rule"
    running: Literal["foot", "head"] = "foot"


class SlideSizes(_Strict):
    """Type on slides, pt."""

    cover: Size
    section: Size
    statement: Size
    title: Size
    body: Size
    second: Size
    table: Size
    kicker: Size
    source: Size
    foot: Size
    minutes: Size
    numeral: Size
    number: Size


class Floor(_Strict):
    """The smallest sizes that fitting may come down to, pt. Never under 18, 16 and 14."""

    body: float = Field(ge=18, le=400)
    table: float = Field(ge=16, le=400)
    source: float = Field(ge=14, le=400)


class SlideHeadings(_Strict):
    """`slides.headings:` the font of titles and display text. `font`, `measured` and `stretch` are as those of `slides`.

    `measured` is None where it is `font` itself, or nothing is known of its widths (`theme/load.py` settles which).
    """

    font: Family
    measured: Family | None = None
    stretch: float = Field(default=1.0, ge=1.0, le=2.0)


class SlideTokens(_Strict):
    """`slides:`; `font` is named in the deck, `measured` is the bundled family with the same widths. `margin` in inches.

    `stretch`: how many times wider than `measured` text may come out. `progress`: a line at the foot shows how far the deck has
    come. `template`: an organization's own .pptx or .potx;
    `layouts`: which of its layouts, by name, stands for which of ours (`content: Title and Content`). `cover` to `aside`: see `LOOKS`.
    """

    ratio: Literal["16:9", "4:3"] = "16:9"
    font: Family
    measured: Family
    headings: SlideHeadings | None = None
    sizes: SlideSizes
    floor: Floor
    ceiling: Size
    margin: float = Field(ge=0, le=3)
    rule: float = Field(ge=0, le=20)
    stretch: float = Field(default=1.0, ge=1.0, le=2.0)
    progress: bool = False
    template: str = ""
    layouts: dict[str, str] = Field(default_factory=dict)
    cover: Literal["low", "split", "centered", "band"] = "low"
    section: Literal["full", "centered"] = "full"
    frame: Literal["open", "ruled", "bar", "hem"] = "open"
    panels: Literal["tint", "fill", "line", "card"] = "tint"
    statement: Literal["tint", "full", "centered", "card"] = "tint"
    aside: Literal["rule", "fill", "line", "card"] = "rule"

    @property
    def heading_font(self) -> str:
        """The family that decks name for titles: the theme's major font in PowerPoint."""
        return self.headings.font if self.headings else self.font

    def measured_as(self, *, heading: bool) -> tuple[str, float]:
        """Return the family with which titles, or other text, are measured, and how many times wider they may come out."""
        own = self.headings if heading else None
        return (own.measured or self.measured, own.stretch) if own else (self.measured, self.stretch)


LOOKS = ("cover", "section", "frame", "panels", "statement", "aside")
"""Looks of slides, keys of `slides:`. looks.yml says what each value changes, the first of each nothing."""


IconedBlock = Literal[
    "activity",
    "caution",
    "content-note",
    "definition",
    "discussion",
    "key-points",
    "local",
    "note",
    "objectives",
    "quote",
    "reflection",
    "resources",
    "scenario",
]
"""Kinds of blocks that a theme may give an icon: those with a title or a word for what they are."""


class LogoFile(_Strict):
    """`logo:` a picture in the theme's folder, its text alternative, and the picture for `dark` ground if there is another."""

    path: str
    alt: str = Field(min_length=1)
    dark: str = ""


class Tokens(_Strict):
    """All keys of theme.yml.

    `icons`: the icon of each kind of block that has one, by its name; an author's own (`icon="scale"`) takes precedence.
    `cover`: what stands on the covers of modules that bring no picture, "motif" (theme/motif.py) or nothing, "plain".
    `labels`: printed words of ours in other words, by language and key.
    """

    name: str = Field(min_length=1)
    description: str = ""
    extends: str = ""
    color: Colors
    typography: Typography
    page: Page
    slides: SlideTokens
    logo: LogoFile | None = None
    icons: dict[IconedBlock, str] = Field(default_factory=dict)
    cover: Literal["motif", "plain"] = "motif"
    labels: dict[str, dict[str, str]] = Field(default_factory=dict)
