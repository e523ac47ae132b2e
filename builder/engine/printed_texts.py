"""The texts of a module that are printed as letters: what fonts are asked to draw."""

from __future__ import annotations

from collections.abc import Iterator

from builder.core.source import Span
from builder.model.module import Chart, Form, Module, Number, nodes


def printed_texts(module: Module) -> Iterator[tuple[str, Span]]:
    """Yield the texts of a module that are printed as letters, each with its place."""
    meta, at = module.meta, Span(module.path)
    yield from (
        (text, at) for text in (meta.title, meta.description, *(one.text for one in meta.objectives), *meta.authors)
    )
    for node in nodes(module):
        if isinstance(node, Chart):
            yield " ".join((*node.columns, *(name for name, _ in node.rows), node.caveat)), node.at
        elif isinstance(node, Form | Number):
            yield node.caveat, node.at
        elif text := getattr(node, "text", ""):
            yield text, node.at
