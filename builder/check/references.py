"""Rules about references: to ids, and from one edition to another."""

from __future__ import annotations

from builder.check.passages import front_matter, pinpoint
from builder.core.problems import ProblemCode, Problems, did_you_mean
from builder.model import module as m
from builder.transform.audience import USED, audience
from builder.transform.editions import EDITIONS


def dead_references(module: m.Module, problems: Problems) -> None:
    """Report each `#id`, `keep-with` and `hardest` that names no block of the module."""
    ids = {node.id for node in m.nodes(module) if isinstance(node, m.BlockNode)}
    for node in m.nodes(module):
        if isinstance(node, m.Reference) and node.target not in ids:
            hint = did_you_mean(node.target, ids) or "give the block an id: `{#id}`"
            problems.add(ProblemCode.DEAD_REFERENCE, f"no block has the id `{node.target}`", node.at, hint)
        elif isinstance(node, m.BlockNode) and node.keep_with and node.keep_with not in ids:
            hint = did_you_mean(node.keep_with, ids)
            problems.add(
                ProblemCode.DEAD_REFERENCE, f"`keep-with`: no block has the id `{node.keep_with}`", node.at, hint
            )
    asked = [node.id for node in m.nodes(module) if isinstance(node, m.Question)]
    if module.meta.hardest and module.meta.hardest not in asked:
        hint = did_you_mean(module.meta.hardest, asked) or "give the question an id: `::: {.check #id}`"
        message = f"`hardest`: no question has the id `{module.meta.hardest}`"
        at = pinpoint(problems, front_matter(module), f"hardest: {module.meta.hardest}")
        problems.add(ProblemCode.DEAD_REFERENCE, message, at, hint)


def backward_references(module: m.Module, problems: Problems) -> None:
    """Report references into an edition that is made later than the one that shows them, or that lacks the target."""
    seen = dict(_seen_by(module))
    shown = {node.id: editions for node, editions in seen.items() if isinstance(node, m.BlockNode)}
    for node, editions in seen.items():
        if not isinstance(node, m.Reference) or not node.edition or node.target not in shown:
            continue
        target = EDITIONS.get(node.edition)
        early = sorted(name for name in editions if target and EDITIONS[name].rank < target.rank)
        if early:
            message = f"the {early[0]} is made before the {node.edition}, so it cannot say where in it this stands"
            problems.add(
                ProblemCode.REFERENCE_AGAINST_THE_FLOW,
                message,
                node.at,
                "put the reference into `::: notes`, or drop the edition",
            )
        elif node.edition not in shown[node.target]:
            message = f"`{node.target}` is not in the {node.edition}"
            problems.add(ProblemCode.DEAD_REFERENCE, message, node.at, "refer to a block that this edition holds")


def _seen_by(module: m.Module) -> list[tuple[m.Node, frozenset[str]]]:
    """Return each node with the editions that show it."""
    found: list[tuple[m.Node, frozenset[str]]] = []

    def note(node: m.Node, around: tuple[frozenset[str], bool]) -> tuple[m.Node, tuple[frozenset[str], bool]]:
        seen, inside = audience(node, around[0], inside=around[1])
        found.append((node, seen))
        return node, (seen, inside)

    m.rewrite_blocks(module.body, note, (USED, False))
    return found
