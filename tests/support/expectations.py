"""Which problem codes the tests expect: named in what a case expects, or asserted by name in a test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from builder.core.problems import ProblemCode

TESTS = Path(__file__).parent.parent
_FENCE = re.compile(r"^(`{4,})([\w-]+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_SHOWN = re.compile(r"^(?:\S+: )?(?:error|warning)\[([a-z-]+)\]: ", re.MULTILINE)
_BRACKETED = re.compile(r"\[([a-z-]+)\]")
_GIVEN = frozenset({"input", "checks"})
"""Fences of a case that say what goes in, and not what is expected."""


def expected_codes() -> set[str]:
    """Return the public names of all codes that a case or a test expects to be reported."""
    found: set[str] = set()
    for page in (TESTS / "cases").rglob("*.md"):
        for _, name, text in _FENCE.findall(page.read_text(encoding="utf-8")):
            found |= set(_SHOWN.findall(text)) if name not in _GIVEN else set()
    for path in TESTS.rglob("test_*.py"):
        if "node_modules" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                found |= set(_asserted(node.test)) if isinstance(node, ast.Assert) else set()
    return found & {code.value for code in ProblemCode}


def _asserted(node: ast.AST) -> Iterator[str]:
    """Yield the codes that an asserted expression names: `ProblemCode.NAME`, "name", or "error[name]". What is denied does not count."""
    match node:
        case ast.UnaryOp(op=ast.Not()):
            return
        case ast.Compare(ops=ops) if any(isinstance(one, ast.NotIn | ast.NotEq | ast.IsNot) for one in ops):
            return
        case ast.Attribute(value=ast.Name(id="ProblemCode"), attr=name) if name in ProblemCode.__members__:
            yield ProblemCode[name].value
        case ast.Constant(value=str(text)):
            yield text
            yield from _BRACKETED.findall(text)
        case _:
            pass
    for child in ast.iter_child_nodes(node):
        yield from _asserted(child)
