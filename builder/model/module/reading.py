"""The text of nodes."""

from __future__ import annotations

from builder.model.module.inlines import Abbreviation, Citation, Code, Footnote, InlineImage, Keyboard, LineBreak, Text
from builder.model.module.node import BlockNode, Node, Piece
from builder.model.module.text import CodeBlock
from builder.model.module.walking import children


def plain(*nodes: Node) -> str:
    """Return the text of nodes without markup, footnotes, citations and text alternatives."""
    return "".join(_plain(node) for node in nodes)


def _plain(node: Node) -> str:
    match node:
        case Text() | Code() | Keyboard() | Abbreviation() | CodeBlock():
            return node.text
        case LineBreak():
            return " "
        case Footnote() | Citation() | InlineImage():
            return ""
        case _:
            between = " " if isinstance(node, BlockNode | Piece) else ""
            return between.join(filter(None, (_plain(child) for child in children(node))))
