"""Running text: roles of MyST, tags of templates, references of Quarto, classes of remark, pictures of Marp."""

from __future__ import annotations

import re

from builder.parse.audiences.words import restricting_word
from builder.parse.dialects.boxes.kramdown import classes_of
from builder.parse.dialects.myst.roles import ROLE, rewrite_roles
from builder.parse.dialects.templates import rewrite_tags
from builder.parse.dialects.translation import Translation

_SIGNS = re.compile(
    r"\}`|\{!|-8<-|%%|:(?:material|fontawesome|octicons|simple)-|\{\{|\{%|@(?:fig|tbl|sec|eq|lst)-|\.[\w-]+\[|!\[|\[\[|\{:|[?]\[|\]\(#|\[\^[^\]]+\]\("
)
_UNTITLED = re.compile(r"^#{1,2}[ \t]*(?:\{[^{}.\"]*+(?:\"[^\"]*\"[^{}.\"]*+)*+\})?[ \t]*#*$")
"""A slide without a title, in reveal.js perhaps with attributes for its background."""

_VISIBILITY = re.compile(r"""(?<=[\s{])(?:data-)?visibility\s*=\s*["']?(hidden|uncounted)["']?""")
_CROSS = re.compile(r"(?<![\w`\[;@\\])@((?:fig|tbl|sec|eq|lst)-[\w-]*\w)")
_TO_ID = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(#([^)\s\"]{1,200})\)")
_CLASS = re.compile(r"(?<![\w`\])}\\-])((?:\.[A-Za-z][\w-]*+)++)\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?!\()")
_PICTURE = re.compile(r"!\[([^\[\]]*)\]\(([^()\s]+)(\s+\"[^\"]*\")?\)(?!\{)")
_KEYWORD = re.compile(
    r"^(?:bg|fit|auto|cover|contain|left|right|vertical|(?:left|right):\d+%|(?:w|width|h|height):\S+|\d+(?:\.\d+)?%"
    r"|(?:blur|brightness|contrast|drop-shadow|grayscale|hue-rotate|invert|opacity|saturate|sepia)(?::\S+)?)$"
)
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]+)\]\(((?:[^()]|\([^()]*\))*)\)")
"""A footnote with its text in brackets, of LiaScript."""

_SHORTEST = 4
"""Fewest characters of a link of a wiki."""
_WIKI = re.compile(r"(?<!\\)\[\[([^\[\]|]+)(?:\|([^\[\]]+))?\]\](?!\()")
_SPAN_ATTRIBUTES = re.compile(r"(?<=[\w*_)`\]])\{:\s*([^{}]*)\}")
_MEDIA = re.compile(r"(?<![\w?])(?:!\?|\?\?|\?)(\[[^\[\]]*\]\([^()\s]++[^()]*\))")


def rewrite_text(translation: Translation, number: int, text: str) -> str:
    """Return a line of running text in our language. Code in it stays as it is."""
    if text.startswith("#") and translation.tools & {"reveal", "remark", "marp"} and _UNTITLED.match(text):
        message = "a heading without words begins a slide"
        translation.name("empty heading", number, message, "write `---`, or give it a title")
        return "---"
    if text.startswith("#") and "visibility" in text:
        text = _VISIBILITY.sub(lambda found: ".facilitator" if found[1] == "hidden" else "", text)
    if not _SIGNS.search(text):
        return text
    text = rewrite_roles(translation, number, text)
    if translation.missing and "](#" in text:
        text = _TO_ID.sub(lambda found: _elsewhere(translation, number, found), text)
    if "`" not in text:
        return _rewrite(translation, number, text)
    parts, at = [], 0
    for code in ROLE.finditer(text):
        parts += [_rewrite(translation, number, text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*parts, _rewrite(translation, number, text[at:])])


def _rewrite(translation: Translation, number: int, text: str) -> str:
    text = text.replace("](#/", "](#")  # reveal.js: `#/name`
    shown = rewrite_tags(translation, number, text)
    if text.startswith("#") and not shown.strip("# \t") and text.strip("# \t"):
        return ""  # a tag was all there was
    text = shown
    if "@" in text:
        text = _CROSS.sub(lambda found: _cross_reference(translation, number, found), text)
    if "remark" in translation.tools:
        while (inner := _CLASS.sub(_words_of_class, text)) != text:
            text = inner
    elif "[" in text and text.lstrip().startswith("."):
        text = _CLASS.sub(lambda found: shown if (shown := _words_of_class(found)) != found[2] else found[0], text)
    if "{:" in text:
        text = re.sub(r"^(#{1,6}\s.*)\{:\s*([^{}]*)\}\s*$", r"\1{\2}", text)
        text = _SPAN_ATTRIBUTES.sub(lambda found: _span(translation, number, found), text)
    if "](" in text and "![" in text and translation.tools & {"marp", "remark"}:
        text = _PICTURE.sub(_picture, text)
    if "[[" in text:
        text = _WIKI.sub(lambda found: _wiki(translation, number, found), text)
    if "[^" in text and "liascript" in translation.tools:
        text = _FOOTNOTE.sub(lambda found: _footnote(translation, number, found), text)
    return _MEDIA.sub(lambda found: found[1], text) if "?[" in text and "liascript" in translation.tools else text


def _elsewhere(translation: Translation, number: int, found: re.Match[str]) -> str:
    """Return the words of a link to a slide or page of the same project; one that leads to this module stays."""
    if found[2].lstrip("/") not in translation.missing or found.string.count("`", 0, found.start()) % 2:
        return found[0]
    message = f"`#{found[2]}` leads to nothing in this module; its words stay, without the link"
    translation.name(f"target {found[2]}", number, message, "give the block an id: `{#id}`", f"#{found[2]}")
    return found[1] or found[2]


def _words_of_class(found: re.Match[str]) -> str:
    """Return the words of `.class[words]`, with a class that says who may see them."""
    classes = [name for name in found[1].split(".") if restricting_word(name)]
    return f"[{found[2]}]{{.{classes[0]}}}" if classes else found[2]


def _cross_reference(translation: Translation, number: int, found: re.Match[str]) -> str:
    if found[1] in translation.targets:
        return f"[](#{found[1]})"
    message = f"`{found[0]}` leads to nothing in this module; it is printed as it stands"
    translation.name(f"target {found[1]}", number, message, f"give the block an id: `{{#{found[1]}}}`", found[0])
    return found[0]


def _span(translation: Translation, number: int, found: re.Match[str]) -> str:
    if any(restricting_word(name) for name in classes_of(found[1])):
        return found[0]  # our own rules name it
    translation.name("span attributes", number, f"`{found[0]}` has no effect", "write `[words]{.class}`", found[0])
    return ""


def _picture(found: re.Match[str]) -> str:
    """Return a picture without Marp's and remark's words for its size and place; one behind a slide is decorative."""
    words = found[1].replace(":scale", "").split()
    kept = " ".join(word for word in words if not _KEYWORD.match(word))
    if "bg" in words and not kept:
        return f"![]({found[2]}){{.decorative}}"
    return f"![{kept}]({found[2]}{found[3] or ''})"


def _wiki(translation: Translation, number: int, found: re.Match[str]) -> str:
    words = (found[2] or found[1]).strip()
    if len(words) < _SHORTEST or restricting_word(words):  # `[[x]]` and `[[ok]]` are boxes
        return found[0]
    translation.name(
        "wiki link", number, f"`{found[0]}` is no link here; its words stay", "write `[words](#id)`", found[0]
    )
    return words


def _footnote(translation: Translation, number: int, found: re.Match[str]) -> str:
    label = f"{found[1]}-{number}-{found.start()}"
    translation.footnotes += [(number, ""), (number, f"[^{label}]: {found[2].strip()}")]
    return f"[^{label}]"
