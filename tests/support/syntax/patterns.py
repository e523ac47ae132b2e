"""Every regular expression of the code, and texts that make those slow which are not linear.

A pattern is slow where two of its repetitions can divide the same text between them in many ways, or where a search begins
anew in the text that it has already looked through. The texts repeat what a repetition takes, after what leads to it.
"""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]  # the parser that `re` itself uses
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TypeAlias

from builder.parse.lines.normalize import MOST_SPACES
from tests.support.commands import ROOT

_Tree: TypeAlias = "parser.SubPattern"  # of a module without types

MANY = 30
"""Repetitions up to this often are no repetitions: they are bounded."""

_OVER_LINES = re.MULTILINE | re.DOTALL
_FROM_START = frozenset({"match", "fullmatch"})
_METHODS = frozenset({*_FROM_START, "search", "finditer", "findall", "sub", "subn", "split"})
_ALPHABET = " \n\ta1-_.:\"'“”()[]{}<>|\\*`~^=#@!?/,;&$%+xAé\u00a0\ue000\U000f0001"


@dataclass(frozen=True)
class Used:
    """A pattern with its place in the code. `anchored`: it is only matched where a text begins."""

    pattern: re.Pattern[str]
    place: str
    anchored: bool


def patterns() -> Iterator[Used]:
    """Yield the patterns that stand in the code of builder/, but for those that are made of a course's words."""
    files = {path: ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / "builder").rglob("*.py"))}
    methods: dict[str, set[str]] = defaultdict(set)  # of private names by file, of others wherever they are used
    for path, tree in files.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in _METHODS and isinstance(node.value, ast.Name):
                methods[_named(path, node.value.id)].add(node.attr)
    for path, tree in files.items():
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        module = vars(importlib.import_module(name)) if path.name != "__main__.py" else {}
        place = str(path.relative_to(ROOT))
        named = {id(value): key for key, value in module.items() if isinstance(value, re.Pattern)}
        for value in {id(found): found for found in _inside([*module.values()])}.values():
            used = methods.get(_named(path, named.get(id(value), "")), {"search"})
            yield Used(value, place, used <= _FROM_START)
        for node in ast.walk(tree):
            if not (
                isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
            ):
                continue
            called, _, how = ast.unparse(node.func).rpartition(".")
            if called == "re" and how in _METHODS and (pattern := _evaluated(node.args[0], module)):
                yield Used(pattern, place, how in _FROM_START)


def _inside(values: Iterable[object]) -> Iterator[re.Pattern[str]]:
    """Yield the patterns among values, and in the tuples and mappings among them."""
    for value in values:
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            yield value
        elif isinstance(value, tuple):
            yield from _inside(value)
        elif isinstance(value, dict):
            yield from _inside(value.values())


def _named(path: Path, name: str) -> str:
    return f"{path}:{name}" if name.startswith("_") else name


def _evaluated(words: ast.expr, module: dict[str, object]) -> re.Pattern[str] | None:
    try:
        found = re.compile(eval(ast.unparse(words), dict(module)))  # noqa: S307  # our own code
    except NameError:  # made of what is known when it is used
        return None
    return found if isinstance(found.pattern, str) else None


def attacks(pattern: re.Pattern[str], size: int) -> Iterator[str]:
    """Yield texts of about `size` characters that a pattern may be slow on.

    White space comes no more often in a row than the parser leaves it.
    """
    seen: set[str] = set()
    for before, unit in _repeats(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG), ""):
        once = unit * (MOST_SPACES if unit.isspace() and not (unit == "\n" and pattern.flags & _OVER_LINES) else 1)
        rows = [(before + once) * (size // len(before + once)), before * (size // max(len(before), 1))]
        rows.append(before + unit * (size // len(unit)) if once == unit else "")
        for text in filter(None, rows):
            for whole in (text, text + "\x01"):
                if whole not in seen:
                    seen.add(whole)
                    yield whole


def _repeats(tree: _Tree, before: str) -> Iterator[tuple[str, str]]:
    """Yield each repetition: what leads to it, and what it takes, once."""
    for code, value in tree:
        if code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
            least, most, inner = value
            if most == codes.MAXREPEAT or most > MANY:
                for unit in filter(None, _units(inner)):
                    yield before, unit
            yield from _repeats(inner, before)
            before += _sample(inner) * least
            continue
        if code is codes.SUBPATTERN:
            yield from _repeats(value[3], before)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before)
        elif code is codes.ATOMIC_GROUP:
            yield from _repeats(value, before)
        elif code in {codes.ASSERT, codes.ASSERT_NOT} and value[0] > 0:
            yield from _repeats(value[1], before)
        before += _sample([(code, value)])


def _units(tree: _Tree) -> list[str]:
    """Return texts that a part of a pattern takes once: of one character, all of the alphabet that it takes."""
    if len(tree) == 1 and tree[0][0] in {codes.IN, codes.ANY, codes.NOT_LITERAL, codes.LITERAL}:
        return _characters(*tree[0]) or [_sample(tree)]
    if len(tree) == 1 and tree[0][0] is codes.SUBPATTERN:
        return _units(tree[0][1][3])
    if len(tree) == 1 and tree[0][0] is codes.BRANCH:
        return [unit for branch in tree[0][1][1] for unit in _units(branch)]
    whole = _sample(tree)
    return [whole] if whole else []


def _characters(code: object, value: _Tree) -> list[str]:
    one = parser.SubPattern(parser.State(), [(code, value)])
    found = re._compiler.compile(one, re.DOTALL)  # type: ignore[attr-defined]
    return [char for char in _ALPHABET if found.fullmatch(char)]


def _sample(tree: _Tree) -> str:
    """Return a short text that a part of a pattern takes, or nearly."""
    text = ""
    for code, value in tree:
        if code is codes.LITERAL:
            text += chr(value)
        elif code in {codes.IN, codes.ANY, codes.NOT_LITERAL}:
            text += next(
                iter(_characters(code, value)),
                chr(value[0][1]) if code is codes.IN and value[0][0] is codes.LITERAL else "",
            )
        elif code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
            text += _sample(value[2]) * value[0]
        elif code is codes.SUBPATTERN:
            text += _sample(value[3])
        elif code is codes.BRANCH:
            text += _sample(value[1][0])
        elif code is codes.ATOMIC_GROUP:
            text += _sample(value)
    return text


def seconds(used: Used, text: str, tries: int = 1) -> float:
    """Return how long a pattern takes for a text, at the best of some tries."""
    best = float("inf")
    for _ in range(tries):
        begin = time.process_time()
        if used.anchored:
            used.pattern.match(text)
        else:
            for _found in used.pattern.finditer(text):
                pass
        best = min(best, time.process_time() - begin)
    return best
