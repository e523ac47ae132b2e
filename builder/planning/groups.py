"""The groups of a module's tasks, counted for the people who come."""

from __future__ import annotations

from builder.core.frozen import dataclass
from builder.model import module as m
from builder.pack.session import divide, group_sizes


@dataclass(frozen=True)
class GroupCount:
    """How people are divided for a task: `sizes` are pairs of how many groups, and of how many people each; `left` are over."""

    task: str
    sizes: tuple[tuple[int, int], ...]
    left: int = 0

    def words(self) -> str:
        """Return it in English: “7 groups: 4 of 4, 3 of 3; 1 left over”."""
        count = sum(groups for groups, _ in self.sizes)
        if len(self.sizes) == 1:
            said = f"{count} {'group' if count == 1 else 'groups'} of {self.sizes[0][1]}"
        else:
            said = f"{count} groups: {', '.join(f'{groups} of {size}' for groups, size in self.sizes)}"
        return f"{said if count else 'no group'}{f'; {self.left} left over' * bool(self.left)}"


def group_counts(module: m.Module, people: int) -> tuple[GroupCount, ...]:
    """Return how people are divided for each activity and discussion that says how large its groups are; 0 people: ()."""
    found = []
    for node in m.walk(*module.body) if people else ():
        sizes = group_sizes(node.group) if isinstance(node, m.Activity | m.Discussion) else None
        if sizes and sizes[0] > 0 and isinstance(node, m.Activity | m.Discussion):
            groups, left = divide(people, *sizes)
            found.append(GroupCount(m.plain(*node.title) or m.plain(*node.body)[:60].strip(" ."), groups, left))
    return tuple(found)
