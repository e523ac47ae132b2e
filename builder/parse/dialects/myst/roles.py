"""Roles and targets of MyST: `{ref}`words <id>`` in text, and `(id)=` on a line before a block."""

from __future__ import annotations

import re

from builder.parse.dialects.myst.directives import NAMELESS
from builder.parse.dialects.translation import Lines, Translation, identifier
from builder.parse.inlines.attributes import read_attributes, split_trailing
from builder.parse.lines.reader import LineReader

ROLE = re.compile(r"(?:\{([A-Za-z][\w:.+-]*)\})?(?<!`)(`+)(?!`)(.+?)(?<!`)\2(?!`)")
"""Code, or a role: code with a name in braces right before it."""

TARGET = re.compile(r"^\(([^()\s][^()]*)\)=\s*$")
_EXPLICIT = re.compile(r"^(.*?)(?<!\s)\s*+<([^<>]+)>$", re.DOTALL)
_REFERENCES = frozenset(
    {"ref", "numref", "doc", "eq", "prf:ref", "any", "hoverxref", "download", "external", "xref", "fig", "table"}
)
_STYLED = {"kbd": "<kbd>{}</kbd>", "sub": "<sub>{}</sub>", "subscript": "<sub>{}</sub>", "sup": "<sup>{}</sup>",
           "superscript": "<sup>{}</sup>", "strong": "**{}**", "emphasis": "*{}*", "guilabel": "**{}**",
           "menuselection": "**{}**", "del": "~~{}~~", "strike": "~~{}~~", "u": "{}", "underline": "{}"}  # fmt: skip


def rewrite_roles(translation: Translation, number: int, text: str) -> str:
    """Return a line of text with each role as its nearest kin; the words of one that is not known stay, and it is named."""
    return ROLE.sub(lambda found: _role(translation, number, found), text) if "}`" in text else text


def _role(translation: Translation, number: int, found: re.Match[str]) -> str:
    name, content = found[1], found[3].strip()
    if not name:
        return found[0]
    explicit = _EXPLICIT.match(content)
    words, target = (explicit[1], explicit[2].strip()) if explicit else ("", content)
    short = name.casefold().split(":")[-1] if name.casefold() not in _REFERENCES else name.casefold()
    if name.casefold().startswith("cite") or short in {"p", "t", "citep", "citet"}:
        return "[" + "; ".join(f"@{key.strip()}" for key in content.split(",")) + "]"
    if short in _STYLED:
        return _STYLED[short].format(content)
    if short in {"abbr", "abbreviation"} and (full := re.match(r"^(.*?)(?<!\s)\s*+\(([^()]*)\)$", content)):
        return f'<abbr title="{full[2]}">{full[1]}</abbr>'
    if short in {"abbr", "abbreviation"}:
        return content
    if short == "math":
        return f"${content}$"
    if short in {
        "code",
        "command",
        "file",
        "program",
        "option",
        "py",
        "bash",
        "func",
        "class",
        "meth",
        "mod",
        "envvar",
    }:
        return f"`{content}`"
    if short == "term":
        return words or content
    if short in _REFERENCES:
        return _reference(translation, number, words, target)
    message = f"`{{{name}}}` is not a role that is known; its words stay"
    translation.name(f"role {name}", number, message, needle=found[0])
    return words or content


def _reference(translation: Translation, number: int, words: str, target: str) -> str:
    ident = identifier(target.lstrip("#"))
    if ident in translation.targets:
        return f"[{words.replace('%s', '').replace('{number}', '').strip()}](#{ident})"
    message = f"`{target}` leads to nothing in this module; its words stay"
    translation.name(f"target {target}", number, message, "give the block an id: `{#id}`", target)
    return words or target


def read_target(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read `(id)=`: the id of the heading or block that follows, if that can have one."""
    found = TARGET.match(reader.next[1].strip())
    if not found:
        return False
    reader.take()
    while reader and not reader.next[1].strip():
        out.append(reader.take())
    if not reader:
        return True
    number, raw = reader.next
    ident = identifier(found[1])
    title, braces = split_trailing(raw)
    given = read_attributes(braces) if braces else None
    if re.match(r"^#{1,6}\s", raw.strip()) and not (braces and (given is None or given.id)):
        reader.take()
        attributes = f"{{#{ident} {braces.strip('{}: ')}".rstrip() + "}"
        out.append((number, translation.rewrite(translation, number, f"{title.rstrip()} {attributes}")))
    return True


def read_comment(translation: Translation, reader: LineReader, out: Lines) -> bool:
    """Read a line that begins with `%`, in a file with directives a comment: it is left out."""
    if "myst" not in translation.tools or not re.match(r"^\s*%(?:\s|$)", reader.next[1]):
        return False
    number, _ = reader.take()
    if out and out[-1][1].strip() and not (reader and reader.next[1].strip()):
        out.append((number, ""))
    return True


_NAMED = re.compile(
    r"^[ \t]*[`~:]{3,}\{([\w:-]+)\}.*\n(?:[ \t]*:[\w-]+:.*\n)*?[ \t]*:(?:name|label):[ \t]*(\S+)[ \t]*$", re.MULTILINE
)


_NAMED_IN_YAML = re.compile(
    r"^[ \t]*[`~:]{3,}\{([\w:-]+)\}.*\n[ \t]*---[ \t]*\n(?:[ \t]*[\w-]+:.*\n)*?[ \t]*(?:name|label):[ \t]*(\S+)[ \t]*$",
    re.MULTILINE,
)


def targets_of(text: str) -> frozenset[str]:
    """Return the ids that a source gives to what a reference can lead to: before headings, in options, in attributes."""
    named = re.findall(r"^\(([^()\s][^()\n]*)\)=[ \t]*\n+(?=#{1,6}\s)", text, re.MULTILINE)
    named += [found[2] for found in _NAMED.finditer(text) if found[1] not in NAMELESS]
    named += [found[2] for found in _NAMED_IN_YAML.finditer(text) if found[1] not in NAMELESS]
    return frozenset({*map(identifier, named), *re.findall(r"\{(?=[^{}\n]*+\})[^{}\n]*#([\w-]++)[^{}\n]*\}", text)})
