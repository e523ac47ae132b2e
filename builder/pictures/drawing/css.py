"""CSS in drawings: style sheets, `style` and other attributes, parsed and written anew without what loads or moves.

A parser reads escapes and comments as browsers do, which a search for words would miss (w3.org/TR/css-syntax-3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from builder.core.source import Unreadable
from builder.pictures.drawing.names import PROPERTIES
from builder.pictures.formats import UnsafePicture

if TYPE_CHECKING:
    from lxml import etree

    Tokens = Iterable[Any]

_SPECIAL = re.compile(r"[(\\@]|/\*")
"""What only values with functions, escapes, at-rules or comments hold. Others cannot load anything."""

_PLAIN_STYLE = re.compile(r"(?:\s*[A-Za-z-]+\s*:[#\w\s.,%+-]*(?:;|\Z))*\s*")
"""Declarations that need no parser: words, numbers and colors."""

COLORS = {"fill", "stroke", "color", "stop-color", "flood-color", "lighting-color"}
"""Properties whose value is a color."""

_COLORED = re.compile(
    r"(?i)(?:fill|stroke|color)\s*:\s*(?!#[0-9a-f]{6}|none|inherit|currentcolor|transparent|context-)"
)
"""A declaration of a color that is not written as our writers need it."""

_SIMPLE_COLOR = re.compile(r"\s*(?:#[0-9a-fA-F]{6}|none|inherit|currentColor|transparent|context-\w+)\s*")

_LOADING = {
    *(
        "image-set",
        "-webkit-image-set",
        "image",
        "src",
        "cross-fade",
        "-webkit-cross-fade",
        "element",
        "expression",
        "paint",
    ),
}
_FUNCTIONS = frozenset(
    (
        "url var calc min max clamp rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix device-cmyk icc-color"
        " light-dark matrix translate translatex translatey scale scalex scaley rotate skew skewx skewy matrix3d translate3d"
        " blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia inset circle ellipse polygon"
        " path rect xywh"
    ).split()
)
"""Functions that values may hold, none of which loads anything but a part of the drawing itself."""

_RUNNING = {"behavior", "-moz-binding", "-ms-behavior"}
_FONT_SERVICE = re.compile(r"(?i)font|typekit")
_MEDIA = {"all", "screen", "print", "only", "and"}

MAX_COLOR = 500
"""Most characters of a color. No longer one is drawn: it means nothing."""

MAX_NESTING = 50
"""Most brackets in each other. They are read by recursion."""

MAX_STYLES = 200_000
"""Most characters of style rules of a drawing: programs write some ten thousand, and reading takes ten seconds a million."""

FONTS = "fonts that it brings along or loads are left out; its text is set in the theme's font"
MOTION = "it moves; it is shown at rest"


class _UnknownValueError(ValueError):
    """Raised for a value with a function or a text that no property of a drawing needs."""


def clean_stylesheet(text: str, changes: dict[str, None]) -> str:
    """Return a style sheet without at-rules that load or animate. Raises UnsafePicture for rules that load files."""
    _check_nesting(text)
    from tinycss2 import parse_stylesheet

    return "".join(_rules(parse_stylesheet(text, skip_comments=True, skip_whitespace=True), changes))


def _check_nesting(text: str) -> None:
    """Raise Unreadable for brackets in more brackets than any program writes: they are read by recursion."""
    depth = 0
    for sign in re.findall(r"[][(){}]", text):
        depth += 1 if sign in "([{" else -1
        if depth > MAX_NESTING:
            raise Unreadable(f"its styles are nested more than {MAX_NESTING} deep", hint="export it anew as plain SVG")


def is_for_all(media: str) -> bool:
    """Say whether rules for a kind of output hold for ours: they name none, screens or paper, and no further condition."""
    return set(re.findall(r"[\w-]+|\(", media.lower())) <= _MEDIA


def clean_declarations(text: str) -> str:
    """Return the declarations of a `style` attribute. Raises UnsafePicture for those that load files."""
    if _PLAIN_STYLE.fullmatch(text) and not _COLORED.search(text):
        parts = [part for part in text.split(";") if part.strip()]
        kept = [part for part in parts if part.partition(":")[0].strip().lower() in PROPERTIES]
        return text if kept == parts else ";".join(kept)
    _check_nesting(text)
    from tinycss2 import parse_blocks_contents

    return "".join(_declarations(parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)))


def clean_value(text: str, *, font: bool = False) -> str:
    """Return the value of an attribute, "" for one that no drawing needs. Raises UnsafePicture when it loads files.

    Quoted texts are for names of fonts alone.
    """
    if not _SPECIAL.search(text) and (font or not {'"', "'"} & set(text)):
        return text
    _check_nesting(text)
    from tinycss2 import parse_component_value_list

    try:
        return _written(parse_component_value_list(text, skip_comments=True), texts=font)
    except _UnknownValueError:
        return ""


def plain_color(text: str) -> str:
    """Return a color as `#rrggbb`, whose grey our writers compute; keywords, references, and what is partly clear, unchanged; "" for others.

    Colors of printing inks (`device-cmyk()`, `icc-color()`) become those of screens: PDF/A forbids them here.
    """
    if len(text) > MAX_COLOR:
        return "none"
    text = re.sub(r"\s*icc-color\([^)]*\)", "", text)
    if _SIMPLE_COLOR.fullmatch(text) or "url" in text or "var(" in text:
        return text
    if inks := re.fullmatch(r"\s*device-cmyk\(([^()]*)\)\s*", text):
        numbers = re.findall(r"([\d.]+)(%?)", inks[1])[:4]
        shares = [min(float(number) / (100 if percent else 1), 1.0) for number, percent in numbers]
        cyan, magenta, yellow, key = [*shares, 0.0, 0.0, 0.0, 0.0][:4]
        return "#" + "".join(
            f"{round(255 * (1 - min(1.0, ink * (1 - key) + key))):02x}" for ink in (cyan, magenta, yellow)
        )
    from tinycss2.color4 import parse_color

    color = parse_color(text)
    if color is None:
        return ""  # no color: as if nothing were said
    if isinstance(color, str) or color.alpha != 1:
        return text
    shades = color.to("srgb").coordinates
    return "#" + "".join(f"{round(255 * min(max(shade or 0.0, 0.0), 1.0)):02x}" for shade in shades)


def own_variables(root: etree._Element) -> dict[str, str]:
    """Return the custom properties that a cleaned drawing sets for itself, by name without the dashes."""
    texts = [root.get("style", ""), *(one.text or "" for one in root.iter("{*}style"))]
    return {
        name: value.strip()
        for text in texts
        for name, value in re.findall(r"(?<![\w-])--([\w-]++)\s*+:\s*+([^;{}]+)", text)
    }


def put_in_variables(drawing: str, variables: dict[str, str]) -> str:
    """Return a drawing with its own custom properties put in. Raises Unreadable when they refer to themselves."""
    if not variables:
        return drawing
    names = "|".join(sorted(map(re.escape, variables), key=len, reverse=True))
    used = re.compile(rf"var\(\s*--({names})\s*(?:,[^()]*(?:\([^()]*\)[^()]*)*)?\)")
    for _ in range(5):
        if not used.search(drawing):
            return re.sub(rf"--(?:{names})\s*:[^;{{}}\"]*;?", "", drawing)
        drawing = used.sub(lambda found: variables[found[1]].replace("&", "&amp;").replace('"', "&quot;"), drawing)
        if len(drawing) > 40_000_000:
            break
    raise Unreadable("its colors refer to each other too often", hint="export it anew as plain SVG")


def _rules(rules: Tokens, changes: dict[str, None]) -> Iterator[str]:
    from tinycss2 import parse_blocks_contents, parse_rule_list, serialize

    for rule in rules:
        if rule.type == "qualified-rule":
            body = "".join(_declarations(parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)))
            if body:
                yield f"{serialize(rule.prelude).strip()}{{{body}}}\n"
        elif rule.type == "at-rule":
            name, prelude = rule.lower_at_keyword, serialize(rule.prelude)
            if name == "media" and is_for_all(prelude) and rule.content:
                yield from _rules(parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), changes)
            elif name == "font-face" or (name == "import" and _FONT_SERVICE.search(prelude)):
                changes[FONTS] = None
            elif name == "import":
                raise UnsafePicture("it reaches for other files (`@import`)", hint="export it anew as plain SVG")
            elif name.endswith("keyframes"):
                changes[MOTION] = None
            elif name not in {
                "media",
                "charset",
                "namespace",
                "page",
                "property",
                "font-feature-values",
                "view-transition",
            }:
                changes[f"its style rules in `@{name}` are left out"] = None


def _declarations(parts: Tokens) -> Iterator[str]:
    for part in parts:
        if part.type != "declaration":
            continue
        if part.lower_name in _RUNNING:
            raise UnsafePicture(f"it reaches for other files (`{part.lower_name}`)")
        custom = part.name.startswith("--")
        try:
            value = _written(part.value, texts=custom or part.lower_name.startswith("font")).strip()
        except _UnknownValueError:
            continue
        if custom or part.lower_name in PROPERTIES:
            value = plain_color(value) if part.lower_name in COLORS else value
            if not value:
                continue
            yield f"{part.name}:{value}{'!important' if part.important else ''};"


def _written(tokens: Tokens, *, texts: bool = False) -> str:
    """Return tokens as text; quoted texts only with `texts`: they name fonts.

    `light-dark()` becomes its first value: paper is light. Raises UnsafePicture for what loads, _UnknownValueError for what
    no drawing needs.
    """
    from tinycss2 import serialize

    found: list[str] = []
    for token in tokens:
        if token.type == "url":
            _check_address(token.value)
            found.append(f"url({token.value})")
        elif token.type == "function":
            name = token.lower_name
            inner = "" if name in _LOADING or name == "url" else _written(token.arguments, texts=texts)
            if name == "url":
                address = _text(token.arguments).strip()
                _check_address(address)
                found.append(f"url({address})")
            elif name in _LOADING:
                raise UnsafePicture(f"it reaches for other files (`{name}`)", hint="export it anew as plain SVG")
            elif name == "light-dark":
                found.append(_written(_before_comma(token.arguments)).strip())
            elif name in _FUNCTIONS:
                found.append(f"{token.name}({inner})")
            else:
                raise _UnknownValueError(name)
        elif token.type in {"() block", "[] block", "{} block"}:
            found.append(f"{token.type[0]}{_written(token.content, texts=texts)}{token.type[1]}")
        elif token.type in {"at-keyword", "error"} or (
            token.type == "string" and not (texts and is_font_name(token.value))
        ):
            raise _UnknownValueError(token.type)
        else:
            found.append(serialize([token]))
    return "".join(found)


def is_font_name(text: str) -> bool:
    """Say whether a text can be a font's name: no path, address or sentence."""
    return len(text) <= 60 and not re.search(r"[\\/:@<>]", text)


def _before_comma(tokens: Tokens) -> Iterator[Any]:
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            return
        yield token


def _text(tokens: Tokens) -> str:
    return "".join(
        str(getattr(token, "value", "") or "") + _text(getattr(token, "arguments", ()) or ()) for token in tokens
    )


def _check_address(address: str) -> None:
    if not re.fullmatch(r"#[^\s\"'()\\]+", address.strip()):
        raise UnsafePicture("it reaches for other files (`url`)", hint="export it anew as plain SVG")
