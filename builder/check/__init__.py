"""Checks of a whole module: one small function a rule, in files by subject. `CHECKS` is the list that runs."""

from __future__ import annotations

from collections.abc import Callable

from builder import model as m
from builder.check.references import against_the_flow, dead_references
from builder.check.teaching import duration, objectives_exist
from builder.problems import Problems

Check = Callable[[m.Module, Problems], None]

CHECKS: tuple[Check, ...] = (dead_references, against_the_flow, duration, objectives_exist)


def check(module: m.Module, problems: Problems) -> None:
    """Run every rule over a module."""
    for rule in CHECKS:
        rule(module, problems)
