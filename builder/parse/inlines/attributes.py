"""Parses `{#id .class key="value"}`, in Pandoc's grammar; curly quotes from word processors are accepted."""

from __future__ import annotations

import re
from dataclasses import field

from builder.core.frozen import dataclass

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "\u00a0": " "})
_PART = re.compile(
    r"""\s*(?:
        \#(?P<id>[^\s.\#{}=]+)
      | \.(?P<cls>[^\s.\#{}=]+)
      | (?P<key>[A-Za-z][\w:-]*)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|\{(?P<word>[^{}]*)\}|(?P<bare>[^\s"'{}]+))
    )(?=\s|$|\})""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes in braces: id, classes in order, values by key. `broken`: the text could not be parsed."""

    id: str = ""
    classes: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    broken: bool = False


def read_attributes(text: str) -> Attributes | None:
    """Return the attributes in `text`, with or without its braces, or None when it cannot be parsed."""
    inner = text.translate(_STRAIGHT).strip()
    if inner.startswith("{"):
        if not inner.endswith("}"):
            return None
        inner = inner[1:-1].strip()
    ident, classes, values, at = "", [], {}, 0
    while at < len(inner):
        found = _PART.match(inner, at)
        if found is None:
            return None
        at = found.end()
        if found["id"]:
            ident = found["id"]
        elif found["cls"]:
            classes.append(found["cls"])
        else:
            values[found["key"]] = next(
                v for v in (found["double"], found["single"], found["word"], found["bare"]) if v is not None
            )
    classes += [name.lstrip(".") for name in values.pop("class", "").split()]  # as Pandoc reads these two keys
    ident = values.pop("id", "").lstrip("#") or ident
    return Attributes(ident, tuple(classes), values)


_TRAILING = re.compile(r"\s*(\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})\s*$")


def split_trailing(text: str) -> tuple[str, str]:
    """Return (text, braces) of a line that ends in `{…}`, or (text, "") of one that does not."""
    found = _TRAILING.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")
