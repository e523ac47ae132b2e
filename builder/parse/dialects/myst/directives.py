"""Directives of MyST: a fence with a name in braces, an argument, options, and a body.

https://mystmd.org/spec, https://myst-parser.readthedocs.io/en/latest/syntax/roles-and-directives.html,
https://coderefinery.github.io/sphinx-lesson/directives/
"""

from __future__ import annotations

import re

from builder.core.frozen import dataclass, replace
from builder.parse.dialects.boxes.kinds import KINDS, Kin, hiding_kin, nearest_kin
from builder.parse.dialects.fences.cells import RIGHT_IN_CODE
from builder.parse.dialects.myst.figures import FIGURES, figure_lines
from builder.parse.dialects.myst.tables import TABLES, table_lines
from builder.parse.dialects.translation import Lines, Translation, identifier, indented

_OPTION = re.compile(r"^:([A-Za-z][\w-]*):[ \t]*(.*)$")


@dataclass(frozen=True)
class Directive:
    """A directive as it was written; its lines are without the indentation of its fence."""

    name: str
    argument: str
    lines: Lines
    number: int
    indent: str

    def options_and_body(self) -> tuple[dict[str, str], Lines]:
        """Return the options, `:key: value` or YAML between `---`, and the lines after them."""
        at, options = 0, dict[str, str]()
        texts = [text for _, text in self.lines]
        while at < len(texts) and not texts[at].strip():
            at += 1
        if at < len(texts) and texts[at].strip() == "---":
            end = next((n for n in range(at + 1, len(texts)) if texts[n].strip() == "---"), 0)
            for text in texts[at + 1 : end]:
                key, _, value = text.partition(":")
                options[key.strip()] = value.strip().strip("\"'")
            return options, self.lines[end + 1 :] if end else self.lines[at:]
        key = ""
        while at < len(texts) and ((found := _OPTION.match(texts[at])) or (key and texts[at].startswith("  "))):
            key = found[1] if found else key
            options[key] = found[2].strip() if found else f"{options[key]} {texts[at].strip()}"
            at += 1
        return options, self.lines[at:]


_SECRET_RST = re.compile(
    r"^[ \t]*\.\.[ \t]+(?:solution|answer|instructor|teacher|trainer|facilitator|only|ifconfig|todo)", re.MULTILINE
)
_FORMATS = re.compile(r"^[\s()]*(?:(?:not|and|or|html|latex|epub|pdf|text|builder_\w++|format_\w++)(?!\w)[\s()]*+)*+$")
"""Conditions of `{only}` that ask for a format alone."""

_DROPPED = {
    "toctree": "the list of other pages is left out",
    "tableofcontents": "the list of contents is left out: every edition has its own",
    "contents": "the list of contents is left out: every edition has its own",
    "bibliography": "the list of sources is left out: every edition has its own",
    "footbibliography": "the list of sources is left out: every edition has its own",
    "index": "the entry of an index is left out",
    "include": "the file that is included here is not read",
    "literalinclude": "the file that is included here is not read",
    "raw": "code for another format is left out",
    "highlight": "the language of code is left out",
    "currentmodule": "the name of a module of code is left out",
    "meta": "the page's metadata is left out",
    "nb-exec-table": "the table of notebooks is left out",
    "download": "the file for download is left out",
    "anywidget": "the widget is left out",
}
"""Directives whose content is left out, with what is said of them."""

_CODE = frozenset(
    {"code", "code-block", "code-cell", "sourcecode", "parsed-literal", "prompt", "doctest", "eval-rst", "myst"}
)
_SHOWN = frozenset(
    "tab-set tab-item tabs tab group-tab grid grid-item grid-item-card card container div compound glossary rst-class"
    " panels list centered figure-md header footer carousel span block aside-plain".split()
)
"""Directives that arrange what is in them; that is shown as it stands, under its title."""

NAMELESS = frozenset({*_DROPPED, *_CODE, *_SHOWN, "math"})
"""Directives whose `:name:` is no id here."""


def directive_lines(translation: Translation, directive: Directive) -> Lines:
    """Return our lines for a directive; a name that is not known becomes a div, which our own rules name."""
    name = directive.name.casefold().replace("_", "-").split(":")[-1]
    number, indent = directive.number, directive.indent
    options, body = directive.options_and_body()
    if name in FIGURES:
        return indented(figure_lines(translation, number, directive.argument, options, body), indent)
    if name in TABLES:
        return indented(table_lines(translation, name, number, directive.argument, options, body), indent)
    if name in _CODE:
        return indented(_code(translation, directive, name, options, body), indent)
    if name == "math":
        rows = [(n, text) for n, text in body if text.strip()]
        return indented([(number, f"$$ {directive.argument}".rstrip()), *rows, (number, "$$")], indent)
    if name in _DROPPED:
        left = " ".join([directive.argument, *(text.strip() for _, text in directive.lines)]).strip()
        words = f": `{left[:200]}`" if left else ""
        translation.name(
            f"directive {name} {number}" if name == "raw" else f"directive {name}",
            number,
            f"`{{{directive.name}}}`: {_DROPPED[name]}{words}",
            needle=f"{{{directive.name}}}",
        )
        return []
    if name.endswith("-end"):
        return [(number, f"{indent}:::")]
    if name in {"only", "ifconfig", "todo"}:
        shown = translation.translate(body)
        if name == "only" and _FORMATS.match(directive.argument):
            return indented([(number, ""), *shown, (number, "")], indent)
        message = f"`{{{directive.name}}}` is not shown to every reader; what is in it is kept for the guide alone"
        translation.name(f"directive {name}", number, message, "take the directive away", f"{{{directive.name}}}")
        return translation.div(number, Kin("facilitator"), indented(shown, indent), indent=indent)
    if name in _SHOWN:
        title = (
            [
                (number, ""),
                (number, translation.subtitle(number, directive.argument)),
                (number, ""),
            ]
            if directive.argument
            else []
        )
        return indented([*title, *translation.translate(body), (number, "")], indent)
    return _box(translation, directive, name, options, body)


def _box(translation: Translation, directive: Directive, name: str, options: dict[str, str], body: Lines) -> Lines:
    number, indent = directive.number, directive.indent
    classes = options.get("class", "").replace(",", " ").split()
    kind = next((one for one in classes if hiding_kin(one)), name)
    if name == "admonition" and kind == name:
        kind = next((one for one in classes if one in KINDS and one != "dropdown"), name)
    argument, lead = directive.argument, Lines()
    base = name.removesuffix("-start")
    if base == "solution":
        argument = ""  # the label of its exercise, not words
    elif base in KINDS and len(argument) > 90:
        lead, argument = [(number, argument), (number, "")], ""
    kin = nearest_kin(kind, argument)
    if kind in classes and (hidden := hiding_kin(kind)):
        kin = replace(hidden, title=argument)
    shown = indented(translation.translate([*lead, *body]), indent)
    label = options.get("name", options.get("label", ""))
    attributes = f"#{identifier(label)}" if label else ""
    lines = translation.div(number, kin, shown, indent=indent, attributes=attributes)
    return lines[:-1] if name.endswith("-start") else lines


def _code(translation: Translation, directive: Directive, name: str, options: dict[str, str], body: Lines) -> Lines:
    """Return code with its caption as a title over it, between fences that it does not hold."""
    caption = options.get("caption", "") or options.get("filename", "")
    title = [(directive.number, ""), (directive.number, f"**{caption}**"), (directive.number, "")] if caption else []
    language = re.split(r"[\s,]", directive.argument.strip("{} "))[0]
    if name in {"eval-rst", "myst"}:
        language = {"eval-rst": "rst", "myst": "markdown"}[name]
    longest = max((len(found[0]) for _, text in body for found in re.finditer("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    number = directive.number
    code = [(number, fence + language), *body, (number, fence)]
    tags = options.get("tags", "") + options.get("class", "")
    if any(RIGHT_IN_CODE.search(text) for _, text in body):
        return translation.div(number, Kin("answer"), code)
    if name == "eval-rst" and _SECRET_RST.search("\n".join(text for _, text in body)):
        return translation.div(number, Kin("facilitator"), code)
    if hidden := next(filter(None, map(hiding_kin, options.get("class", "").replace(",", " ").split())), None):
        return translation.div(number, hidden, code)
    if re.search(r"hide-cell|remove-cell|hide-input|remove-input|solution", tags):
        return translation.div(number, Kin("answer" if "solution" in tags else "facilitator"), code)
    return [*title, *code]
