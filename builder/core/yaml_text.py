"""YAML text to values and a marked tree, within limits, with a problem at the line and column of each fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from builder.core.problems import ProblemCode, Problems
from builder.core.source import LINE_CHARACTERS, Source, Span, clean_line

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


MOST_REPEATED = 50_000
"""Most characters by which aliases may make a YAML text longer than it is."""


@dataclass
class _Census:
    """What is in a YAML tree: its values, counted up to NODES + 1, and their characters; each alias as what it stands for.

    `plain`: all are strings, lists, maps or null. `twice`: the keys that a map has twice, each with the first of its name.
    `longest`: the first text over LINE_CHARACTERS. `known`: the counts of lists and maps.
    """

    nodes: int = 0
    characters: int = 0
    plain: bool = True
    twice: list[tuple[yaml.Node, yaml.Node]] = field(default_factory=list)
    longest: yaml.Node | None = None
    known: dict[int, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: yaml.Node | None) -> _Census:
        census = cls()
        if root is not None:
            census.nodes, census.characters = census._count(root)  # our own
        return census

    def _count(self, node: yaml.Node) -> tuple[int, int]:
        self.plain = self.plain and node.tag in _PLAIN
        if isinstance(node, yaml.ScalarNode):
            if len(node.value) > LINE_CHARACTERS:
                self.longest = self.longest or node
            return 1, len(node.value)
        if id(node) not in self.known:
            self.known[id(node)] = NODES + 1, 0  # met again before it is counted: it holds itself
            inside = node.value
            if isinstance(node, yaml.MappingNode):
                self.plain = self.plain and all(isinstance(key, yaml.ScalarNode) for key, _ in inside)
                first: dict[object, yaml.Node] = {}
                for key, _ in inside:
                    if isinstance(key, yaml.ScalarNode) and first.setdefault(key.value, key) is not key:
                        self.twice.append((key, first[key.value]))
                inside = [part for pair in inside for part in pair]
            counts = [*map(self._count, inside)]
            self.known[id(node)] = min(1 + sum(n for n, _ in counts), NODES + 1), sum(size for _, size in counts)
        return self.known[id(node)]


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
            census = _Census.of(node)
            if census.nodes > NODES or census.characters > len(text) + MOST_REPEATED:
                message, hint = "this YAML repeats itself without end", "write out what `*` stands for, or leave it out"
                if not any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, _Loader)):
                    message, hint = f"this YAML has more than {NODES} values", "leave out what is not needed"
                problems.add(ProblemCode.BROKEN_YAML, message, source.whole_line(first_line), hint)
                return None, None
            if census.longest is not None:
                at, size = _span_of(census.longest, source, first_line), len(census.longest.value)
                message = f"this text has {size} characters; at most {LINE_CHARACTERS} are read"
                problems.add(ProblemCode.BROKEN_YAML, message, at, "divide it, or write it into a module")
                return None, None
            for second, first in census.twice:
                at = _span_of(second, source, first_line)
                message = f"`{second.value}` stands here and in line {first_line + first.start_mark.line}"
                problems.add(ProblemCode.BROKEN_YAML, message, at, "keep one of the two")
            if node is not None:
                _clean(node, source, first_line, problems)
            value = None if node is None else _plain_value(node) if census.plain else loader.construct_document(node)
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
            pair = _pairs(found).get(step)
            if pair is None:
                break
            label, found = pair
        elif isinstance(found, yaml.SequenceNode) and isinstance(step, int) and step < len(found.value):
            label = found = found.value[step]
        else:
            break
    shown = label if key else found
    return _span_of(shown, source, first_line) if shown is not None else source.whole_line(first_line)


@lru_cache(maxsize=8)
def _pairs(node: yaml.MappingNode) -> dict[object, tuple[yaml.Node, yaml.Node]]:
    """Return the first key of each name in a map, with its value."""
    return {key.value: (key, value) for key, value in reversed(node.value) if isinstance(key, yaml.ScalarNode)}


def _span_of(shown: yaml.Node, source: Source, first_line: int) -> Span:
    """Return where a node stands; of a block its first line."""
    start, end = shown.start_mark, shown.end_mark
    line, end_line = first_line + start.line, first_line + end.line
    if end_line != line:  # a block: its first line says enough
        return Span(source.path, line, start.column + 1, line, len(source.line(line).rstrip()) + 1)
    return Span(source.path, line, start.column + 1, line, max(end.column, start.column + 1) + 1)


def overlay(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return two maps merged, inner maps too; `over` takes precedence."""
    both = dict(under)
    for key, value in over.items():
        old = both.get(key)
        both[key] = overlay(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return both
