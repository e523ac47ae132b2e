"""Stages as text, for `coursewright show` and for tests: what the compiler understood, in a notation one can read.

A line a block: kind, `#id`, what it carries, its running text, and `@line:column`. Blocks inside are indented.
Running text is quoted; inlines around it are `kind["…"]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from builder.core.names import kebab_case
from builder.model import module as m

_HIDDEN = {"at", "id", "lang", "number", "from_minutes", "keep_with"}


def module_text(module: m.Module, *, places: bool = True, ids: bool = True) -> str:
    """Return a module as text: its front matter, then its blocks."""
    said = module.meta.model_dump(exclude_defaults=True, mode="json")
    head = [
        f"{key}: {value if not isinstance(value, list) else '; '.join(map(str, value))}" for key, value in said.items()
    ]
    return "\n".join([*head, *blocks_text(module.body, places=places, ids=ids)]) + "\n"


def blocks_text(blocks: tuple[m.Block, ...], *, places: bool = True, ids: bool = True) -> list[str]:
    """Return blocks as lines of text; `places` adds where each was written, `ids` what it is called."""
    return [line for block in blocks for line in _lines(block, 0, places, ids)]


def _lines(node: m.Node, depth: int, places: bool, ids: bool) -> Iterator[str]:  # passed down unchanged
    parts = [_kind(node)]
    if isinstance(node, m.BlockNode):
        parts += [f"#{node.id}"] if ids and node.id else []
        parts += [str(number)] if (number := getattr(node, "number", 0)) else []
        parts += [f"from={node.from_minutes}"] if node.from_minutes else []
        parts += [f"keep-with={node.keep_with}"] if node.keep_with else []
    parts += [f"lang={node.lang}"] if node.lang else []
    inner: list[m.Node] = []
    for name in (f.name for f in fields(node)):
        value = getattr(node, name)
        if name in _HIDDEN or value in (None, "", (), False, 0) or (name == "start" and value == 1):
            continue
        if isinstance(value, m.Node):
            inner.append(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], m.InlineNode):
            parts.append(("" if name in {"content", "title"} else f"{name}=") + inlines_text(value))
        elif isinstance(value, tuple) and value and isinstance(value[0], m.Node):
            inner.extend(value)
        else:
            parts.append(
                f"{name.replace('_', '-')}={value!r}"
                if isinstance(value, str)
                else f"{name.replace('_', '-')}={_plain(value)}"
            )
    notes = [inline for inline in _inline_children(node) if isinstance(inline, m.Footnote)]
    if places and node.at.path:
        parts.append(f"@{node.at.line}:{node.at.column}")
    yield "  " * depth + " ".join(parts)
    for child in inner:
        yield from _lines(child, depth + 1, places, ids)
    for note in notes:
        yield "  " * (depth + 1) + f"footnote {note.label}"
        for child in note.body:
            yield from _lines(child, depth + 2, places, ids)


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
    """Return running text in the notation of `show`."""
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
