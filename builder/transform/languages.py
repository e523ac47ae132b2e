"""Languages of blocks handed down to the text in them, for outputs whose text does not stand in blocks."""

from __future__ import annotations

from typing import TypeVar

from builder.core.frozen import replace
from builder.model import module as m

M = TypeVar("M", bound=m.Node)

_TEXT = (m.Text, m.Code, m.Keyboard, m.Abbreviation, m.CodeBlock)


def inherit_languages(module: m.Module) -> m.Module:
    """Return a module in which text has the language of the innermost node around it that has one, if any has."""
    if not any(node.lang for node in m.nodes(module)):
        return module
    return replace(module, body=m.rewrite_blocks(module.body, _hand_down, ""))


def _hand_down(node: M, lang: str) -> tuple[M, str]:
    if node.lang:
        return node, node.lang
    return (replace(node, lang=lang) if lang and isinstance(node, _TEXT) else node), lang
