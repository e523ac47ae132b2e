"""A parsed module as text, for `coursewright show` and for tests.

Each block is one line: its kind, `#id`, its fields, its running text, and `@line:column` of its source. Blocks inside it
follow, indented. Running text is quoted; inline elements are written `kind["…"]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from builder.core.names import kebab_case
from builder.model import module as m
from builder.model.lengths import Objective

_HIDDEN = {"at", "id", "lang", "number", "from_minutes", "below_minutes", "keep_with"}


def module_text(module: m.Module, *, places: bool = True, ids: bool = True) -> str:
    """Return a module as text: its front matter, then its blocks."""
    meta = module.meta.model_dump(exclude_defaults=True, mode="json")
    meta |= {"objectives": [*map(_objective, module.meta.objectives)]} if module.meta.objectives else {}
    head = [
        f"{key}: {value if not isinstance(value, list) else '; '.join(map(str, value))}" for key, value in meta.items()
    ]
    return "\n".join([*head, *blocks_text(module.body, places=places, ids=ids)]) + "\n"


def _objective(one: Objective) -> str:
    """Return an objective with its limits."""
    limits = (("from", one.from_minutes), ("below", one.below_minutes))
    return " ".join([one.text, *(f"[{name}={minutes}]" for name, minutes in limits if minutes)])


def blocks_text(blocks: tuple[m.Block, ...], *, places: bool = True, ids: bool = True) -> list[str]:
    """Return blocks as lines of text. `places` adds line and column of each in the source, `ids` its id."""
    return [line for block in blocks for line in _lines(block, 0, places, ids)]


def _lines(node: m.Node, depth: int, places: bool, ids: bool) -> Iterator[str]:
    """Yield a node and everything inside it as lines, indented by `depth`; `places` and `ids` as in `blocks_text`."""
    head = [_kind(node), *_attributes(node, ids)]
    inner: list[m.Node] = []
    for name, value in _filled_fields(node):
        if isinstance(value, m.Node):
            inner.append(value)
        elif isinstance(value, tuple) and isinstance(value[0], m.Node) and not isinstance(value[0], m.InlineNode):
            inner.extend(value)
        else:
            head.append(_field(name, value))
    if places and node.at.path:
        head.append(f"@{node.at.line}:{node.at.column}")
    yield "  " * depth + " ".join(head)
    for child in inner:
        yield from _lines(child, depth + 1, places, ids)
    for inline in _inline_children(node):
        if isinstance(inline, m.Footnote):
            yield "  " * (depth + 1) + f"footnote {inline.label}"
            for child in inline.body:
                yield from _lines(child, depth + 2, places, ids)


def _attributes(node: m.Node, ids: bool) -> Iterator[str]:
    """Yield what a block has whatever its kind, and the language of a node."""
    if isinstance(node, m.BlockNode):
        if ids and node.id:
            yield f"#{node.id}"
        if number := getattr(node, "number", 0):
            yield str(number)
        if node.from_minutes:
            yield f"from={node.from_minutes}"
        if node.below_minutes:
            yield f"below={node.below_minutes}"
        if node.keep_with:
            yield f"keep-with={node.keep_with}"
    if node.lang:
        yield f"lang={node.lang}"


def _filled_fields(node: m.Node) -> Iterator[tuple[str, object]]:
    """Yield name and value of the fields of a node's kind that are not empty. A list that starts at 1 starts as usual."""
    for name in (field.name for field in fields(node)):
        value = getattr(node, name)
        if name not in _HIDDEN and value not in (None, "", (), False, 0) and not (name == "start" and value == 1):
            yield name, value


def _field(name: str, value: object) -> str:
    """Return a field as text; running text that is a node's main content goes without a name."""
    if isinstance(value, tuple) and isinstance(value[0], m.InlineNode):
        return ("" if name in {"content", "title"} else f"{name}=") + inlines_text(value)
    return (
        f"{name.replace('_', '-')}={value!r}" if isinstance(value, str) else f"{name.replace('_', '-')}={_plain(value)}"
    )


def _inline_children(node: m.Node) -> Iterator[m.Node]:
    for child in m.children(node):
        if isinstance(child, m.InlineNode):
            yield child
            if not isinstance(child, m.Footnote):
                yield from _inline_children(child)


def _plain(value: object) -> str:
    return ",".join(map(_plain, value)) if isinstance(value, tuple) else str(value)


def _kind(node: m.Node) -> str:
    return kebab_case(type(node).__name__)


def inlines_text(inlines: tuple[m.Inline, ...]) -> str:
    """Return running text in the notation of this file."""
    return " ".join(_inline(inline) for inline in inlines)


def _inline(node: m.Inline) -> str:
    extra = f" lang={node.lang}" if node.lang else ""
    match node:
        case m.Text():
            return f'"{node.text}"{extra}'
        case m.Code() | m.Keyboard():
            return f'{_kind(node)}["{node.text}"]'
        case m.Abbreviation():
            return f'abbreviation["{node.text}" = "{node.expansion}"]'
        case m.LineBreak():
            return "line-break"
        case m.Citation():
            return f"citation[{'; '.join(item.key + (', ' + item.locator if item.locator else '') for item in node.items)}]"
        case m.Footnote():
            return f"footnote[{node.label}]"
        case m.InlineImage():
            return f'image[{node.src} "{node.alt}"]'
        case m.Link():
            return f"link[{node.target}: {inlines_text(node.content)}]"
        case m.Reference():
            edition = f"{node.edition}:" if node.edition else ""
            return f"reference[{edition}#{node.target}: {inlines_text(node.content)}]"
        case _:
            return f"{_kind(node)}[{inlines_text(node.content)}{extra}]"
