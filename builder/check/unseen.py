"""Rule about blocks that no edition shows: the audiences around them have none in common with their own."""

from __future__ import annotations

from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.transform.audience import USED, Seen, audience


def unseen_blocks(module: m.Module, problems: Problems) -> None:
    """Report blocks that stand in no file, such as a script in `::: handout`: what is inside them is not named again."""

    def change(node: m.Node, around: tuple[Seen, bool]) -> tuple[m.Node, tuple[Seen, bool]]:
        seen, inside = audience(node, around[0], inside=around[1])
        if around[0] and not seen and isinstance(node, m.BlockNode):
            message = "no file shows this: the blocks around it are for files that do not have it"
            hint = "move it out of them; a script in a part for the handout belongs before or after it"
            problems.add(ProblemCode.SEEN_BY_NOBODY, message, node.at, hint)
        return node, (seen, inside)

    m.rewrite_blocks(module.body, change, (USED, False))
