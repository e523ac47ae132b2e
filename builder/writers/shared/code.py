"""Code in a line of text as HTML: pages and slides break its lines in the same places."""

from __future__ import annotations

import re

from markupsafe import Markup

_OPTION = re.compile(r"(?<!\S)(?:--?|\./)\w+")
"""The beginning of an option or path: browsers may break lines after its hyphens or slash, which must not happen."""


def unbroken_code(text: str) -> Markup:
    """Return code as HTML without line breaks after the hyphens that begin an option, or after `./`."""
    parts, at = Markup(""), 0
    for found in _OPTION.finditer(text):
        parts += Markup('{}<span class="tie">{}</span>').format(text[at : found.start()], found[0])
        at = found.end()
    return parts + text[at:]
