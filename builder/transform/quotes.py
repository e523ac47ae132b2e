"""Quoted spans of text, which rules about wording and the glossary skip."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"„[^„“”]*[“”]|“[^“”]*”|‘(?:[^‘’]|’(?=\w))*+’(?!\w)|\"[^\"]*\"|«[^«»]*»")


def mask_quotations(text: str) -> str:
    """Return a text of the same length in which quoted spans, quotation marks included, are replaced by spaces."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)
