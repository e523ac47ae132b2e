"""How much of what is kept once may be brought into a module: footnotes, shared blocks and local lines."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m

MOST_INSERTED = 200_000
"""Most characters that footnotes, shared blocks and local lines bring into a module, some seventy pages."""

_NODE = 20
"""What a node counts beside its text, in characters: a thousand empty blocks are much to lay out, too."""


@dataclass
class Insertions:
    """Counts what has been brought into one module. Each use of a text counts: twelve notes can ask for a billion."""

    problems: Problems
    left: int = MOST_INSERTED
    sizes: dict[Hashable, int] = field(default_factory=dict)

    def allow(self, key: Hashable, blocks: tuple[m.Block, ...], at: Span) -> bool:
        """Count one more use, at `at`, of the blocks that `key` names; False, with one problem in all, if they are too many."""
        if key not in self.sizes:
            self.sizes[key] = sum(_NODE + len(getattr(node, "text", "")) for node in m.walk(*blocks))
        if self.left < 0:
            return False
        self.left -= self.sizes[key]
        if self.left < 0:
            message = (
                f"with this, footnotes, shared blocks and local lines bring more than {MOST_INSERTED} characters "
                "into the module; it and those below are left out"
            )
            self.problems.add(ProblemCode.TOO_LARGE, message, at, "use them less often, or divide the module")
        return self.left >= 0
