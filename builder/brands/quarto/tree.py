"""The leaves of a YAML file by their paths: each is taken or left, and what nobody asked for is left at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass as mutable
from dataclasses import field

from builder.brands.brand import BrandLog
from builder.brands.quarto.keys import KEYS, key_for
from builder.core.frozen import dataclass
from builder.core.problems import ProblemCode, did_you_mean
from builder.core.source import Source, Span
from builder.core.yaml_text import place, read_yaml


@dataclass(frozen=True)
class Leaf:
    """A value of a file: its path (`color.palette.teal`, `typography.fonts[0].family`), its text, and where it stands."""

    path: str
    text: str
    at: Span


@mutable
class Tree:
    """The leaves of a file that were neither taken nor left so far, by path."""

    leaves: dict[str, Leaf]
    log: BrandLog
    done: set[str] = field(default_factory=set)

    def get(self, path: str) -> Leaf | None:
        """Return the leaf of a path that is not empty."""
        leaf = self.leaves.get(path)
        return leaf if leaf and leaf.text else None

    def first(self, *paths: str) -> Leaf | None:
        """Return the first leaf that is there."""
        return next((leaf for path in paths if (leaf := self.get(path))), None)

    def below(self, path: str) -> Iterator[Leaf]:
        """Yield the leaves below a path, in the file's order."""
        yield from (leaf for name, leaf in self.leaves.items() if name.startswith((f"{path}.", f"{path}[")))

    def entries(self, path: str) -> list[str]:
        """Return the paths of the entries of a list."""
        found = (name[len(path) + 1 :].partition("]")[0] for name in self.leaves if name.startswith(f"{path}["))
        return [f"{path}[{number}]" for number in dict.fromkeys(found)]

    def take(self, leaf: Leaf, to: str, change: str = "", value: str = "") -> None:
        """Note that a leaf was taken; `value` is what it became, its own text by default."""
        if leaf.path not in self.done:
            self.done.add(leaf.path)
            self.log.take(leaf.path, value or leaf.text, to, leaf.at, change)

    def leave(self, leaf: Leaf, why: str) -> None:
        """Note that a leaf was left."""
        if leaf.path not in self.done:
            self.done.add(leaf.path)
            self.log.leave(leaf.path, leaf.text, why, leaf.at)

    def leave_rest(self) -> None:
        """Leave what nobody asked for: known keys with the reason that the table has, others with the nearest name."""
        for leaf in self.leaves.values():
            if leaf.path in self.done:
                continue
            key = key_for(_plain(leaf.path))
            if key:
                self.leave(leaf, _why(key))
            else:
                top = leaf.path.rpartition(".")[2]
                hint = did_you_mean(top, {one.rpartition(".")[2] for one in KEYS} - {"*"})
                self.leave(leaf, f"`{_plain(leaf.path)}` is not a key of _brand.yml" + (f": {hint}" if hint else ""))
                self.log.report(f"`{leaf.path}` is not a key of _brand.yml; it was left", leaf.at, hint)


def _why(key: str) -> str:
    """Return the reason for which a key is left, as the table has it; a key that is sometimes taken was not needed this time."""
    row = KEYS[key]
    if row.startswith("left, as `"):
        named = row.split("`")[1]
        return _why(next(one for one in KEYS if one == named or one.endswith(f".{named}")))
    return row.removeprefix("left: ") if row.startswith("left") else "nothing needed it"


def _plain(path: str) -> str:
    """Return a path without the numbers of lists: `fonts[0].family` is `fonts[].family`."""
    head, *rest = path.split("[")
    return head + "".join(f"[{one[one.index(']') :]}" for one in rest)


def read_tree(source: Source, log: BrandLog) -> Tree | None:
    """Return the leaves of a YAML file, None with a problem when it is none of keys and values."""
    log.problems.add_source(source)
    value, node = read_yaml(source, log.problems)
    if not isinstance(value, dict):
        if not log.problems.has_errors:
            log.problems.add(
                ProblemCode.UNREADABLE_BRAND,
                "it holds no keys and values",
                source.whole_line(1),
                "write `color:` first",
            )
        return None
    found: dict[str, Leaf] = {}
    for path, text in _leaves(value, ()):
        shown = _path(path)
        found[shown] = Leaf(shown, text, place(node, path, source))
    return Tree(found, log)


def _leaves(value: object, path: tuple[object, ...]) -> Iterator[tuple[tuple[object, ...], str]]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _leaves(one, (*path, str(key)))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _leaves(one, (*path, number))
    else:
        yield path, "" if value is None else str(value)


def _path(path: tuple[object, ...]) -> str:
    shown = ""
    for step in path:
        shown += f"[{step}]" if isinstance(step, int) else f"{'.' if shown else ''}{step}"
    return shown
