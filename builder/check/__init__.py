"""Checks of a whole module: one function per rule, in files by subject.

`CHECKS` run on every module. `SUBJECT` rules run where course.yml switches them on, with their settings there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from builder.check.lessons.guessing import guessable_module
from builder.check.lessons.lengths import never_shown
from builder.check.lessons.minutes import duration_mismatch, unknown_objectives
from builder.check.lessons.objectives import untied_objectives, weak_objectives
from builder.check.lessons.sessions import (
    hurried_checks,
    missing_breaks,
    missing_lengths,
    short_closings,
    thin_sessions,
    tight_sessions,
    unasked_objectives,
)
from builder.check.references import backward_references, dead_references
from builder.check.required import missing_blocks, overfull_topics
from builder.check.size import oversized_content
from builder.check.sources import early_checked, uncited_numbers, undated_sources
from builder.check.unseen import unseen_blocks
from builder.check.wording import hard_to_read, house_terms, long_sentences
from builder.core.problems import Problems
from builder.model import module as m
from builder.model.rules import NONE, Rules

ModuleRule = Callable[[m.Module, Problems], None]
SubjectRule = Callable[[m.Module, Any, Problems], None]

CHECKS: tuple[ModuleRule, ...] = (
    dead_references,
    backward_references,
    duration_mismatch,
    unknown_objectives,
    never_shown,
    oversized_content,
    unseen_blocks,
    early_checked,
)

SUBJECT: dict[str, SubjectRule] = {
    "house_term": house_terms,
    "uncited_number": uncited_numbers,
    "undated_source": undated_sources,
    "missing_block": missing_blocks,
    "weak_objective": weak_objectives,
    "untied_objective": untied_objectives,
    "hard_to_read": hard_to_read,
    "long_sentence": long_sentences,
    "overfull_topic": overfull_topics,
    "guessable_test": guessable_module,
    "tight_session": tight_sessions,
    "missing_break": missing_breaks,
    "hurried_check": hurried_checks,
    "short_closing": short_closings,
    "thin_session": thin_sessions,
    "unasked_objective": unasked_objectives,
    "missing_length": missing_lengths,
}
"""Subject rules by their field in `Rules`. Rules about finished slides are in slides/deck/claims.py."""


def check(module: m.Module, problems: Problems, rules: Rules = NONE) -> None:
    """Run all checks on a module, and the subject rules that are on in `rules`."""
    for rule in CHECKS:
        rule(module, problems)
    for name, subject in SUBJECT.items():
        setting = getattr(rules, name)
        if setting is not None:
            subject(module, setting, problems)
