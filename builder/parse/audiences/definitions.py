"""What is defined in one place and used in another: nobody may read by its use what the place of its definition hides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from builder.core.frozen import dataclass
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.parse.audiences.scopes import Scopes


@dataclass
class Definitions:
    """Who sees the lines in which footnotes, abbreviations and addresses are defined; problems go to `problems`."""

    problems: Problems
    scopes: Scopes = field(default_factory=Scopes)
    short_forms: Mapping[str, int] = field(default_factory=dict)

    def is_usable(self, what: str, defined: int, at: Span) -> bool:
        """Say whether all who see a use of `what` see line `defined` too; otherwise that is a problem at the use."""
        if not defined or self.scopes.reaches(defined, at.line):
            return True
        message = f"{what} is defined in line {defined}, in a block that not everyone who reads this sees"
        hint = "define it outside that block, or use it only inside"
        self.problems.add(ProblemCode.DEFINED_FOR_FACILITATORS, message, at, hint)
        return False

    def is_short_form(self, name: str, at: Span) -> bool:
        """Say whether an abbreviation may be explained where it stands."""
        return self.is_usable(f"the abbreviation `{name}`", self.short_forms.get(name, 0), at)
