"""Walking and changing trees: the only functions that know which fields hold nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar, get_args, get_type_hints

from builder.core.frozen import replace
from builder.model.module.node import BlockNode, Container, InlineNode, Node

if TYPE_CHECKING:
    from builder.model.module import Block


_UNIONS = {"Inline": InlineNode, "Block": BlockNode}
"""What the unions' names stand for when annotations are read: they are not imported where the classes stand."""


def _holds_nodes(hint: object) -> bool:
    if isinstance(hint, type) and issubclass(hint, Node):
        return True
    return any(_holds_nodes(inner) for inner in get_args(hint))


class _ChildFields(dict[type[Node], tuple[str, ...]]):
    """The names of the fields of a node class that hold nodes, in reading order."""

    def __missing__(self, kind: type[Node]) -> tuple[str, ...]:
        hints = get_type_hints(kind, localns=_UNIONS)
        self[kind] = tuple(f.name for f in fields(kind) if _holds_nodes(hints[f.name]))
        return self[kind]


_CHILD_FIELDS = _ChildFields()


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly inside a node, in reading order."""
    for name in _CHILD_FIELDS[type(node)]:
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif value:
            yield from value


def walk(*nodes: Node) -> Iterator[Node]:
    """Yield nodes and all that is inside them, in reading order."""
    waiting = [*reversed(nodes)]
    while waiting:  # a generator in a generator for each level would pass every node up through all of them
        node = waiting.pop()
        yield node
        if _CHILD_FIELDS[type(node)]:
            waiting.extend(reversed([*children(node)]))


N = TypeVar("N", bound=Node)
C = TypeVar("C")
Change = Callable[[Node, C], tuple[Node, C] | None]
"""From a node and its context to (the new node, the context of its children), or to None to drop it."""


def rewrite(node: N, change: Change[C], context: C) -> N:
    """Return `node` with `change` applied to each node inside it, parents before children, in reading order.

    `context` goes down with the walk: what a change returns with a node is handed on to that node's children.
    Nodes in which nothing changed are returned as they are.
    """
    changes: dict[str, object] = {}
    for name in _CHILD_FIELDS[type(node)]:
        value = getattr(node, name)
        if isinstance(value, Node):
            new = _apply_change(value, change, context)
            if new is not value:
                changes[name] = new
        elif value:
            row = tuple(new for child in value if (new := _apply_change(child, change, context)) is not None)
            if len(row) != len(value) or any(a is not b for a, b in zip(row, value, strict=True)):
                changes[name] = row
    return replace(node, **changes) if changes else node  # type: ignore[arg-type]  # names come from fields()


def _apply_change(node: Node, change: Change[C], context: C) -> Node | None:
    found = change(node, context)
    return None if found is None else rewrite(found[0], change, found[1])


def rewrite_blocks(blocks: tuple[Block, ...], change: Change[C], context: C) -> tuple[Block, ...]:
    """Return blocks that went through `rewrite`, themselves included."""
    return rewrite(Container(body=blocks), change, context).body
