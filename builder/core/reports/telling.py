"""Which problems are told once, and which may be otherwise the next time."""

from __future__ import annotations

from builder.core.reports.problem_codes import ProblemCode

TOLD_ONCE = {ProblemCode.LAYOUT_NOT_MATCHED, ProblemCode.TEMPLATE_FAULT, ProblemCode.UNMEASURED_FONT}
"""What a build says of a theme's PowerPoint template and fonts once, and again when the template has changed."""

PASSING = {ProblemCode.READING_STOPPED}
"""What may be otherwise the next time, though no file has changed: a machine was busy. It is never taken from the notes of a build."""
