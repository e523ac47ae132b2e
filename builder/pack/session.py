"""One session of a module: when and where it is, who holds it, and for how many people; and whether groups can be made of them."""

from __future__ import annotations

import re
from datetime import date

from builder.core.frozen import dataclass
from builder.core.problems import ProblemCode, Problems
from builder.model import module as m

_NUMBERS = {word: n for n, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)}
_SIZES = {"pairs": 2, "threes": 3, "trios": 3, "triads": 3, "fours": 4, "fives": 5, "sixes": 6}
_NUMBER = rf"\d{{1,3}}|{'|'.join(_NUMBERS)}"
_GROUPS = re.compile(
    rf"\b(?:groups|tables|teams) of (?P<least>{_NUMBER})(?:\s*(?:–|-|or|to)\s*(?P<most>{_NUMBER}))?\b|\b(?P<size>{'|'.join(_SIZES)})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PackSession:
    """One session. `start` is minutes since midnight; `organization`, `place` and `start` are "" and None where nobody said."""

    day: date
    people: int
    organization: str = ""
    place: str = ""
    start: int | None = None


def group_sizes(words: str) -> tuple[int, int] | None:
    """Return the least and the most people of a group, from English words such as “groups of three or four”; None for others."""
    found = _GROUPS.search(words)
    if found is None:
        return None
    if found["size"]:
        return _SIZES[found["size"].lower()], _SIZES[found["size"].lower()]
    least = _number(found["least"])
    return least, max(least, _number(found["most"] or found["least"]))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _divides(people: int, least: int, most: int) -> bool:
    """Say whether people can be divided into groups of at least and at most so many."""
    return any(count * least <= people <= count * most for count in range(1, people // least + 1))


def divide(people: int, least: int, most: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """Return how people are divided into as few groups as can be, and how many are left over.

    The groups are pairs of how many, and of how many people each, the larger ones first.
    """
    divided = next((n for n in range(people, 0, -1) if _divides(n, least, most)), 0)
    if not divided:
        return (), people
    count = -(-divided // most)
    size, larger = divmod(divided, count)
    sizes = ((larger, size + 1), (count - larger, size))
    return tuple(one for one in sizes if one[0]), people - divided


def report_uneven_groups(module: m.Module, people: int, problems: Problems) -> None:
    """Report each activity and discussion whose groups cannot be made of so many people."""
    for node in m.walk(*module.body):
        sizes = group_sizes(node.group) if isinstance(node, m.Activity | m.Discussion) else None
        if sizes is None or not isinstance(node, m.Activity | m.Discussion):
            continue
        least, most = sizes
        if least <= 0 or _divides(people, least, most):
            continue
        name = m.plain(*node.title) or "this task"
        message = f"“{name}” is for {node.group}, and {people} people cannot be divided so"
        below = next((n for n in range(people, 0, -1) if _divides(n, least, most)), 0)
        above = next(n for n in range(people, people + least + 1) if _divides(n, least, most))
        hint = f"plan with {f'{below} or ' * bool(below)}{above} people, or say in `group=` how others join, such as “groups of {least} or {least + 1}”"
        problems.add(ProblemCode.UNEVEN_GROUPS, message, node.at, hint)
