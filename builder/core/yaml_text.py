"""YAML text to values and a marked tree, within limits, with a problem at the line and column of each fault."""

from __future__ import annotations

import yaml

from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source, Span, clean_line

_BASE: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BASE):  # type: ignore[misc]  # the C loader is there or not: mypy cannot follow
    """YAML in which plain words stay words: `no` is Norwegian, `1:30` is not 90, `1.10` keeps its zero.

    PyYAML reads YAML 1.1, where these become False, 90 and 1.1. Only null, true/false and lists/maps are left.
    """


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag in {"tag:yaml.org,2002:null", "tag:yaml.org,2002:merge"}]
    for first, resolvers in _BASE.yaml_implicit_resolvers.items()  # type: ignore[attr-defined]  # see _BASE
}


NODES = 100_000
"""Most values of a YAML text, each alias counted as what it stands for: nine lines can ask for a billion."""


_NULL, _PLAIN = (
    "tag:yaml.org,2002:null",
    frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("null", "str", "seq", "map")),
)


def _count_nodes(node: yaml.Node) -> tuple[int, bool, list[tuple[yaml.Node, yaml.Node]]]:
    """Return how many values a YAML tree has, counted up to NODES + 1, and whether all are strings, lists, maps or null.

    The third value lists the keys that a map has twice, each with the first of its name.
    """
    known: dict[int, int] = {}
    plain = True
    twice: list[tuple[yaml.Node, yaml.Node]] = []

    def count(one: yaml.Node) -> int:
        nonlocal plain
        plain = plain and one.tag in _PLAIN
        if isinstance(one, yaml.ScalarNode):
            return 1
        if id(one) not in known:
            known[id(one)] = NODES + 1  # met again before it is counted: it holds itself
            inside = one.value
            if isinstance(one, yaml.MappingNode):
                plain = plain and all(isinstance(key, yaml.ScalarNode) for key, _ in inside)
                first: dict[object, yaml.Node] = {}
                for key, _ in inside:
                    if isinstance(key, yaml.ScalarNode) and first.setdefault(key.value, key) is not key:
                        twice.append((key, first[key.value]))
                inside = [part for pair in inside for part in pair]
            known[id(one)] = min(1 + sum(map(count, inside)), NODES + 1)
        return known[id(one)]

    return count(node), plain, twice


def _clean(root: yaml.Node, source: Source, first_line: int, problems: Problems) -> None:
    """Take out of the texts of a YAML tree what no text needs; each that had some is a problem."""
    waiting, done = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            if node.value.isascii() and node.value.isprintable():
                continue
            lines = [clean_line(line) for line in node.value.split("\n")]
            if names := dict.fromkeys(name for _, found in lines for name in found):
                message = f"invisible characters were left out of this text: {', '.join(names)}"
                problems.add(ProblemCode.CONTROL_CHARACTER, message, _span_of(node, source, first_line))
                node.value = "\n".join(line for line, _ in lines)
        elif id(node) not in done:
            done.add(id(node))
            waiting += (
                node.value if isinstance(node, yaml.SequenceNode) else [one for pair in node.value for one in pair]
            )


def _plain_value(node: yaml.Node) -> object:
    """Return the value of a tree of strings, lists, maps and nulls: as PyYAML's constructor, in a fifth of its time."""
    if isinstance(node, yaml.ScalarNode):
        return None if node.tag == _NULL else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain_value(one) for one in node.value]
    return {_plain_value(key): _plain_value(one) for key, one in node.value}


def read_yaml(
    source: Source, problems: Problems, first_line: int = 1, text: str | None = None
) -> tuple[object, yaml.Node | None]:
    """Return (value, marked tree) of YAML text; (None, None) with a problem `broken-yaml` when it cannot be parsed.

    `text` is the YAML when it is only a part of the source, beginning at `first_line`.
    """
    text = source.text if text is None else text
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            count, plain, twice = _count_nodes(node) if node is not None else (0, True, [])
            if count > NODES:
                problems.add(
                    ProblemCode.BROKEN_YAML, "this YAML repeats itself without end", source.whole_line(first_line)
                )
                return None, None
            for second, first in twice:
                at = _span_of(second, source, first_line)
                message = f"`{second.value}` stands here and in line {first_line + first.start_mark.line}"
                problems.add(ProblemCode.BROKEN_YAML, message, at, "keep one of the two")
            if node is not None:
                _clean(node, source, first_line, problems)
            value = None if node is None else _plain_value(node) if plain else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        found, began = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        past_the_end = found is None or not text[found.index :].strip()
        mark = began or found if past_the_end else found
        line = first_line + (mark.line if mark else 0)
        what = getattr(error, "problem", None) or "it is not valid YAML"
        at = Span(source.path, line, mark.column + 1, line, mark.column + 2) if mark else source.whole_line(line)
        problems.add(
            ProblemCode.BROKEN_YAML,
            f"this YAML cannot be read: {what}",
            at,
            "indent with spaces, not with tabs"
            if "tab" in what or (found and text[found.index : found.index + 1] == "\t")
            else "quote text that holds `: ` or begins with a sign",
        )
        return None, None
    except (ValueError, RecursionError, TypeError) as error:
        problems.add(
            ProblemCode.BROKEN_YAML, f"this YAML cannot be read: {type(error).__name__}", source.whole_line(first_line)
        )
        return None, None
    return value, node


def place(
    node: yaml.Node | None, path: tuple[object, ...], source: Source, first_line: int = 1, *, key: bool = False
) -> Span:
    """Return where the value at `path` (keys and indexes) stands, or its key if `key`; the nearest parent if absent."""
    found, label = node, node
    for step in path:
        if isinstance(found, yaml.MappingNode):
            pair = next(((k, v) for k, v in found.value if k.value == step), None)
            if pair is None:
                break
            label, found = pair
        elif isinstance(found, yaml.SequenceNode) and isinstance(step, int) and step < len(found.value):
            label = found = found.value[step]
        else:
            break
    shown = label if key else found
    return _span_of(shown, source, first_line) if shown is not None else source.whole_line(first_line)


def _span_of(shown: yaml.Node, source: Source, first_line: int) -> Span:
    """Return where a node stands; of a block its first line."""
    start, end = shown.start_mark, shown.end_mark
    line, end_line = first_line + start.line, first_line + end.line
    if end_line != line:  # a block: its first line says enough
        return Span(source.path, line, start.column + 1, line, len(source.line(line).rstrip()) + 1)
    return Span(source.path, line, start.column + 1, line, max(end.column, start.column + 1) + 1)
