"""Parses `{#id .class key="value"}`, in Pandoc's grammar; curly quotes from word processors are accepted.

https://pandoc.org/MANUAL.html#extension-attributes. As there, a backslash in a quoted value takes a quotation mark into
it, entities are read, line ends are spaces, and `-` stands for `.unnumbered`. Kramdown's `{: .class}` is read too.
"""

from __future__ import annotations

import re
from dataclasses import field

from builder.core.frozen import dataclass
from builder.parse.stamps import unescape

_PART = re.compile(
    r"""\s*(?:
        \#(?P<id>[^\s.\#{}=]+)
      | \.(?P<cls>[^\s.\#{}=]+)
      | (?P<dash>-)
      | (?P<key>[A-Za-z_][\w:.-]*)\s*=\s*(?:
            "(?P<double>(?:[^"\\]|\\.)*)"
          | '(?P<single>(?:[^'\\]|\\.)*)'
          | [“”„‟](?P<curly>.*?)[“”"]
          | [‘’](?P<quote>.*?)[’']
          | \{(?P<word>[^{}]*)\}
          | (?P<bare>[^\s"'“”„‟‘’{}][^\s"{}]*)
        )
    )(?=\s|$|\})""",
    re.VERBOSE | re.DOTALL,
)
_QUOTED = ("double", "single", "curly", "quote")

BRACES = re.compile(
    r"""\{(?:[^{}"'\\]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\\.|\{[^{}]*\})*\}"""  # with quotes that hold braces
    r"|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}",
    re.DOTALL,
)
"""Braces with what is in them, which may be attributes."""

OPENING = re.compile(r"(?<![\w\\{}])\{:?[ \t]*(?:$|[.#][\w-]|-[ \t]|[A-Za-z_][\w:.-]*[ \t]*=)")
"""The beginning of what can only be meant as attributes; of an opening brace at the end of a line, too."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes in braces: id, classes in order, values by key. `broken`: the text could not be parsed."""

    id: str = ""
    classes: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    broken: bool = False


def read_attributes(text: str) -> Attributes | None:
    """Return the attributes in `text`, with or without its braces, or None when it cannot be parsed."""
    inner = text.replace("\u00a0", " ").strip()
    if inner.startswith("{"):
        if not inner.endswith("}"):
            return None
        inner = inner[1:-1].removeprefix(":").strip()
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
        elif found["dash"]:
            classes.append("unnumbered")
        else:
            quoted = next((found[name] for name in _QUOTED if found[name] is not None), None)
            values[found["key"]] = found["word"] or found["bare"] or "" if quoted is None else _unquoted(quoted)
    classes += [name.lstrip(".") for name in values.pop("class", "").split()]  # as Pandoc reads these two keys
    ident = values.pop("id", "").lstrip("#") or ident
    return Attributes(ident, tuple(classes), values)


def _unquoted(text: str) -> str:
    """Return the value that was written between quotation marks."""
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text) if "\\" in text else text
    return re.sub(r"\s+", " ", unescape(text))


_HALF_OPEN = re.compile(r"(?<=\s)[A-Za-z][\w-]*=[\"“”'][^{}]{0,500}\}$")
_CODE = re.compile(r"(?<!`)(`+)(?!`).{0,2000}?(?<!`)\1(?!`)")
_OF_WORDS = re.compile(r"(?:`|\]|\]\([^()]*\))$")
"""What ends just before attributes that are not the line's: those of code, of `[words]`, of a link or picture."""


def split_trailing(text: str) -> tuple[str, str]:
    """Return (text, attributes as written) of a line that ends in `{…}`, or (text, "") of one that does not.

    What can only be meant as attributes is taken for them, although a brace is missing or words follow: read_attributes
    then returns None, for a problem. Printed as words, a time or an audience would be lost.
    """
    if "{" not in text and "}" not in text:
        return text, ""
    text = text.rstrip()
    outside = _CODE.sub(lambda code: "`" * len(code[0]), text)
    start = _trailing(outside)
    if start < 0 and (found := _HALF_OPEN.search(outside)):
        start = found.start()
    if start < 0:
        openings = (one.start() for one in OPENING.finditer(outside))
        start = next((at for at in openings if not _is_of_words(outside, at)), -1)
    if start < 0:
        return text, ""
    before, braces = text[:start].rstrip(), text[start:]
    more = _trailing(outside[: len(before)])  # `{#id} {.class}` are one list
    if more >= 0 and read_attributes(before[more:]) and read_attributes(braces):
        return before[:more].rstrip(), f"{before[more:-1]} {braces[1:]}"
    return before, braces


def _trailing(text: str) -> int:
    """Return where the braces at the end of a line begin, -1 without some."""
    at = text.rfind("{") if text.endswith("}") else -1
    while at >= 0:
        if BRACES.fullmatch(text, at):
            is_part = bool(re.search(r"[\w}]$", text[:at])) and read_attributes(text[at:]) is None  # as in `f{x}`
            return -1 if is_part or _is_of_words(text, at) or text[:at].endswith("\\") else at
        at = text.rfind("{", 0, at)
    return -1


def _is_of_words(text: str, at: int) -> bool:
    return bool(_OF_WORDS.search(text[max(0, at - 4_000) : at]))
