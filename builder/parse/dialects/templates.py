"""Tags of templates in text, which are left out.

Liquid (`{% … %}`, `{{ … }}`), shortcodes of Quarto and Hugo (`{{< … >}}`), files that MkDocs includes (`--8<--`), its icons
(`:material-home:`), and comments of Obsidian (`%%…%%`).
"""

from __future__ import annotations

import re

from builder.parse.audiences.words import is_listed
from builder.parse.dialects.translation import Translation

TAG = re.compile(
    r"\{\{<.{0,400}?>\}\}|\{\{%.{0,400}?%\}\}|\{%.{0,400}?%\}|\{\{(?!\{).{0,400}?\}\}|\{!.*?!\}|^\s*;?-+8<-+.*$|(?<!\S)%%(?=[^%\d])[^%]+%%|(?<!\S):(?:material|fontawesome|octicons|simple)-[\w-]+:"
)
_SIGN = re.compile(r"\{\{|\{%|\{!|-8<-|%%|:(?:material|fontawesome|octicons|simple)-")
_FILM = re.compile(r"^\{\{<\s*video\s+(\S+)")
_COMMENT = re.compile(r"^\{%-?\s*(?:comment|endcomment|raw|endraw|include links\.md)\b")
_ROOT = re.compile(
    r"\{\{\s*(?:site\.baseurl|site\.url|page\.root|relative_root_path|site\.github\.\w+)[^{}]*\}\}|\{%\s*link\s+(\S+)\s*%\}"
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
        kind = words[0] if words and not found[0].startswith("%%") else found[0]
        if is_listed(re.sub("^end", "", kind)) and not found[0].startswith("%%"):
            return found[0]  # `{% solution %}`: our own rules name it
        if not _COMMENT.match(found[0]):
            message = f"`{found[0][:120]}` is left out: tags of templates are not read"
            translation.name(f"tag {kind}", number, message, "write what it stands for", found[0])
        return ""

    text = _ROOT.sub(lambda found: found[1] or "", text)
    return TAG.sub(one, text)
