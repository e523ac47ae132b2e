"""Tags of templates in text, which are left out.

Liquid (`{% … %}`, `{{ … }}`), shortcodes of Quarto and Hugo (`{{< … >}}`), files that MkDocs includes (`--8<--`), its icons
(`:material-home:`), and comments of Obsidian (`%%…%%`).
"""

from __future__ import annotations

import re

from builder.parse.audiences.words import is_listed
from builder.parse.dialects.boxes.kinds import hiding_kin
from builder.parse.dialects.translation import Translation
from builder.parse.lines.reader import NumberedLine

TAG = re.compile(
    r"\{\{<.{0,400}?>\}\}|\{\{%.{0,400}?%\}\}|\{%.{0,400}?%\}|\{\{(?!\{).{0,400}?\}\}|\{!.{0,400}?!\}|^\s*;?-+8<-+.*$|(?<!\S)%%(?=[^%\d])[^%]+%%|(?<!\S):(?:material|fontawesome|octicons|simple)-[\w-]+:"
)
_COMMENT_OPENS, _COMMENT_CLOSES = re.compile(r"\{%-?\s*comment\s*-?%\}"), re.compile(r"\{%-?\s*endcomment\s*-?%\}")
_SIGN = re.compile(r"\{\{|\{%|\{!|-8<-|%%|:(?:material|fontawesome|octicons|simple)-")
_FILM = re.compile(r"^\{\{<\s*video\s+(\S+)")
_COMMENT = re.compile(r"^\{%-?\s*(?:comment|endcomment|raw|endraw|include links\.md)\b")
_ROOT = re.compile(
    r"\{\{\s*(?:site\.baseurl|site\.url|page\.root|relative_root_path|site\.github\.\w++)[^{}]*\}\}|\{%\s*link\s+(\S+)\s*%\}"
)


def rewrite_tags(translation: Translation, number: int, text: str) -> str:
    """Return a line without the tags of templates, each named once a kind; a film becomes its address."""
    if not _SIGN.search(text):
        return text

    def one(found: re.Match[str]) -> str:
        if found.start() and text[found.start() - 1] == "`":
            return found[0]
        if film := _FILM.match(found[0]):
            return f"<{film[1]}>" if "://" in film[1] else ""
        words = re.findall(r"[\w.-]+", found[0])
        if (
            words
            and found[0].startswith("{")
            and hiding_kin(re.sub(r"^end(?=[a-z])", "", words[0]))
            and not _COMMENT.match(found[0])
        ):
            return found[0]  # it hides the text after it: our own rules refuse it
        kind = words[0] if words and not found[0].startswith("%%") else found[0]
        if is_listed(re.sub("^end", "", kind)) and not found[0].startswith("%%"):
            return found[0]  # `{% solution %}`: our own rules name it
        if not _COMMENT.match(found[0]):
            message = f"`{found[0][:120]}` is left out: tags of templates are not read"
            translation.name(f"tag {kind}", number, message, "write what it stands for", found[0])
        return ""

    text = _ROOT.sub(lambda found: found[1] or "", text)
    return TAG.sub(one, text)


def without_comments(lines: list[NumberedLine]) -> list[NumberedLine]:
    """Return lines without Liquid's comments, `{% comment %}` to `{% endcomment %}`; one that is never closed stays."""
    kept: list[NumberedLine] = []
    at = 0
    while at < len(lines):
        number, text = lines[at]
        at += 1
        if opened := _COMMENT_OPENS.search(text):
            rest, end = text[opened.end() :], at
            while not (closed := _COMMENT_CLOSES.search(rest)) and end < len(lines):
                rest, end = lines[end][1], end + 1
            if not closed:
                return [*kept, (number, text), *lines[at:]]
            text, at = text[: opened.start()] + rest[closed.end() :], end
            if not text.strip():
                continue
        kept.append((number, text))
    return kept
