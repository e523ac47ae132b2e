"""CSS for printed pages made from a theme's tokens: custom properties, the page box and its footer; rules are in print.css.

Type sizes are in pt, other lengths CSS text with a unit. Vertical space is counted in quarters of the line height (`--u`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from builder.model.outputs import Variant
from builder.slides.deck.numbering import counter_styles
from builder.theme.theme import Theme

PAPERS = {"letter": "8.5in 11in", "a4": "210mm 297mm"}
"""Width and height of the papers."""

_SIZES = ("title", "topic", "heading", "lede", "label", "small", "foot", "script")


LARGE_WRITING = "4 / 3"
"""Factor for the distance of writing lines in large print: 12 mm for 9, as on paper ruled for low vision."""

CLOSE_LINES, CLOSE_SPACE = 0.95, 0.75
"""Factors for the height of lines and for the space between blocks where that saves a sheet (`Variant.close`)."""

SHEET_STEPS = ((1, 1.0), (1, 0.7), (0.94, 0.7), (0.88, 0.7), (0.83, 0.7))
"""Factors for the type and for the space between blocks of the one-sheet summary (`Variant.tight`): space goes before type."""

LARGE_LEAST = 15.5
"""The smallest type of large print, pt: 16 pt at the least (UKAAF G003), less half a point for rounding."""

BINDING = "4mm"
"""How far text is moved away from the binding edge of duplex pages: punched holes need 20 mm."""


def style_sheets(
    theme: Theme, variant: Variant, page_of: tuple[str, ...], *, duplex: bool = False, rtl: bool = False
) -> tuple[str, str, str]:
    """Return the style sheets of a page, in order: its paper, the rules that all editions share, its footer.

    `page_of` is the text before, between and after the page number and the page count. `duplex`: margins and footers of
    facing pages are mirrored. `rtl`: the text runs from right to left, and the footer of every page with it. The rules are separate so that they are parsed once (`pdf.write`).
    """
    css = counter_styles() + _spell_out(theme.files["print/print.css"] + looks(theme))
    tokens = dict(_DECLARED.findall(css)) | custom_properties(theme, variant)
    before, between, after = page_of
    count = f"{css_text(before)} counter(page) {css_text(between)} counter(pages) {css_text(after)}"
    page = f"@page{{size:{PAPERS[variant.paper]};margin:{theme.tokens.page.margin}}}"
    if variant.large:  # room for a footer of two lines above the margin that printers cannot reach
        page += f"@page{{margin-bottom:calc({theme.tokens.page.margin} * 1.7)}}"
    if duplex:
        wide, narrow = (f"calc({theme.tokens.page.margin} {sign} {BINDING})" for sign in "+-")
        page += f"@page:right{{margin-left:{wide};margin-right:{narrow}}}@page:left{{margin-left:{narrow};margin-right:{wide}}}"
    under = "var(--u)" if variant.large else "calc(var(--u) * 3)"
    if (
        theme.tokens.page.running == "head" and not variant.large
    ):  # large print needs two lines, for which the foot has room
        return (
            _resolve_variables(page, tokens),
            _resolve_variables(css, tokens),
            _resolve_variables(_head(count), tokens),
        )
    sides = ("right", "left") if rtl and not duplex else ("left", "right")
    foot = f"@page{{{_foot(sides[0], 'string(foot)', sides[1], count, under)}}}"
    if duplex:
        foot += f"@page:left{{{_foot('right', 'string(foot)', 'left', count, under)}}}"
    return _resolve_variables(page, tokens), _resolve_variables(css, tokens), _resolve_variables(foot, tokens)


_RULE = re.compile(r"(?<![^{}@;])(?P<selectors>[^{}@;]++)(?P<rest>\{[^{}]*\})")
"""A rule, looked for only where selectors begin: in text without braces every place would be tried to the end."""

_ANY_AT_END = re.compile(r"(?P<before>.*[\s>+~])?:is\((?P<any>[^()]*)\)(?P<after>:[^\s>+~()]+(\([^()]*\))?)?")
_SIMPLE = (re.compile(r"[a-z][a-z0-9]*"), re.compile(r"\.[\w-]+"))


@lru_cache(maxsize=4)
def _spell_out(css: str) -> str:
    """Return CSS in which a selector that ends with `:is(…)` is one for each name in it, all tags or all classes: as specific.

    WeasyPrint looks for rules by the tag or class at the end of a selector, and tries all others on every element.
    """
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return _RULE.sub(lambda rule: ",".join(_spelled(rule["selectors"])) + rule["rest"], bare)


def _selectors(text: str) -> Iterator[str]:
    """Yield the selectors of a rule; commas in brackets stay."""
    parts: list[str] = []
    depth = 0
    for part in text.split(","):
        parts.append(part)
        depth += part.count("(") - part.count(")")
        if depth <= 0:
            yield ",".join(parts)
            parts, depth = [], 0
    if parts:
        yield ",".join(parts)


def _spelled(text: str) -> Iterator[str]:
    for selector in _selectors(text):
        found = _ANY_AT_END.fullmatch(selector.strip())
        names = [name.strip() for name in found["any"].split(",")] if found else []
        if found and any(all(kind.fullmatch(name) for name in names) for kind in _SIMPLE):
            yield from (f"{found['before'] or ''}{name}{found['after'] or ''}" for name in names)
        else:
            yield selector


def _foot(long: str, words: str, short: str, count: str, under: str) -> str:
    """Return the margin boxes of a footer at a distance `under` the text: `words` on one side, the page count on the other."""
    shared = f"vertical-align:top;padding-top:{under}"
    return (
        f"@bottom-{long}{{content:{words};width:82%;white-space:normal;text-align:{long};{shared}}}"
        f"@bottom-{short}{{content:{count};width:18%;white-space:nowrap;text-align:{short};{shared}}}"
    )


def _head(count: str) -> str:
    """Return the margin boxes of pages with their words at the head, in the middle over a rule, and the page count under the text."""
    return (
        "@page{@top-center{content:string(foot);width:100%;text-align:center;vertical-align:bottom;padding-bottom:calc(var(--u) * 1.5)}"
        f"@bottom-center{{content:{count};text-align:center;vertical-align:top;padding-top:calc(var(--u) * 3)}}}}"
    )


def looks(theme: Theme, folder: str = "print/looks") -> str:
    """Return the style sheets of the looks of pages that a theme chooses (`Page` in theme/tokens.py), of paper or in `folder`."""
    page = theme.tokens.page
    chosen = (f"{folder}/{key}-{getattr(page, key)}.css" for key in ("cover", "headings", "labels", "callouts"))
    return "".join(theme.files.get(name, "") for name in chosen)


_DECLARED = re.compile(r"^(?<!\n\n)\s*+--([a-z0-9-]+):\s*+([^;]+);", re.MULTILINE)
_USED = re.compile(r"var\(--([a-z0-9-]+)\)")


def _resolve_variables(css: str, tokens: dict[str, str]) -> str:
    """Return CSS with every `var(--…)` replaced by its value.

    All our properties are declared on the root, so the result is the same. WeasyPrint would inherit and look up each one
    for every element, a third of a page's time. Raises KeyError for a name that is not declared.
    """
    while _USED.search(css):
        css = _USED.sub(lambda found: tokens[found[1]], css)
    return _DECLARED.sub("", css)


def custom_properties(theme: Theme, variant: Variant) -> dict[str, str]:
    """Return the custom properties that print.css uses, by name."""
    kind, page = theme.tokens.typography, theme.tokens.page
    face = kind.large if variant.large else kind.base
    type_share, space_share = SHEET_STEPS[variant.tight]
    leading = face.line_height * (CLOSE_LINES if variant.close else type_share)
    space = CLOSE_SPACE if variant.close else space_share
    grown = max(0.0, kind.large.size - kind.base.size) if variant.large else 0.0
    tokens = {role: grey(color) if variant.grey else color for role, color in theme.colors.items()}
    # Large print adds the same points to every size: multiplied, a title would fill half a page.
    tokens |= {f"size-{name}": f"{getattr(kind.sizes, name) * type_share + grown:g}pt" for name in _SIZES}
    tokens |= {
        "size": f"{face.size * type_share:g}pt",
        "size-mono": f"{kind.monospace.size + grown:g}pt",
        "least": f"{LARGE_LEAST:g}pt",
        "leading": f"{leading:g}pt",
        "script-leading": f"{(kind.sizes.script + grown) * 1.5:g}pt",
        "hang": f"{(kind.sizes.script + grown) * 4.5:g}pt",
        "indent": "0mm" if variant.large else f"calc({page.column} + {page.gap})",
        "u": f"{leading / 4 * space:g}pt",
        "font": _families(face.family, kind.fallback.family),
        "heading-font": _families(kind.headings.family, kind.fallback.family),
        "heading-weight": str(kind.headings.weight),
        "mono": _families(kind.monospace.family, kind.fallback.family),
        "margin": page.margin,
        "turned": " ".join(reversed(PAPERS[variant.paper].split())),
        "column": page.column,
        "gap": page.gap,
        "line": f"calc({page.line} * {LARGE_WRITING})" if variant.large else page.line,
        "rule-width": page.rule,
        "frame": page.frame,
        "corner": page.corner,
    }
    return tokens


def _families(*names: str) -> str:
    return ",".join(css_text(name) for name in names)


def css_text(text: str) -> str:
    """Return text as a quoted CSS string, with quotes, backslashes, line ends and `<` escaped."""
    unsafe = {'"', "\\", "\n", "\r", "\f", "<"}
    return '"' + "".join(f"\\{ord(char):x} " if char in unsafe else char for char in text) + '"'


def grey(color: str) -> str:
    """Return the grey of the same luma (ITU-R BT.709 weights on sRGB values, as copiers compute it)."""
    red, green, blue = (int(color[n : n + 2], 16) for n in (1, 3, 5))
    luma = round(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return f"#{luma:02x}{luma:02x}{luma:02x}"


_COLOR = re.compile(r"#[0-9a-fA-F]{6}(?=(?:[0-9a-fA-F]{2})?\b)")
_STYLED = re.compile(r"""<style>.*?</style>|\s(?:style|fill|stroke)=(?:"[^"]*"|'[^']*')""", re.DOTALL)


def grey_colors(text: str) -> str:
    """Return CSS or SVG text with each `#rrggbb` turned grey, that of `#rrggbbaa` too."""
    return _COLOR.sub(lambda color: grey(color[0]), text)


def grey_page(html: str) -> str:
    """Return an HTML page with the colors in its styles and drawings turned grey; its text is unchanged."""
    return _STYLED.sub(lambda style: grey_colors(style[0]), html)
