"""What became of a brand, for people and as JSON: taken, left and why, changed so that it can be read (docs/contracts.md, “Brand reports”)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from builder.brands.brand import BrandLog, Left, Taken
from builder.brands.colors.readable import Pair, Repair
from builder.brands.write_theme import MadeTheme
from builder.core.frozen import dataclass, replace

_ACCENT = "a color of charts"


@dataclass(frozen=True)
class BrandReport:
    """The report of a theme `name`: what was taken and left of the file, and what became of its colors."""

    name: str
    taken: tuple[Taken, ...]
    left: tuple[Left, ...]
    repairs: tuple[Repair, ...] = ()
    pairs: tuple[Pair, ...] = ()
    origin: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, log: BrandLog, made: MadeTheme | None) -> BrandReport:
        """Return the report of what was made, or of what was read when nothing could be made."""
        told = cls(name, tuple(log.taken), tuple(log.left))
        if made is None:
            return told
        used: dict[str, list[str]] = {}
        for role, key in made.origin.items():
            used.setdefault(f"color.{key}", []).append(role)
        taken = (
            replace(one, to=", ".join(used.get(one.to, ["color.palette"]))) if one.to.startswith("color.") else one
            for one in told.taken
        )
        origin = tuple(made.origin.items())
        return cls(name, tuple(taken), told.left, made.repairs, made.pairs, origin, tuple(sorted(made.files)))

    def lines(self) -> Iterator[str]:
        """Yield the report for people, a fact a line."""
        yield from self._taken_lines()
        reasons: dict[str, list[Left]] = {}
        for fact in self.left:
            reasons.setdefault(fact.why, []).append(fact)
        for why, facts in reasons.items():
            yield f"left: {', '.join(f'{_place(fact)} {fact.value}' for fact in facts)}: {why}"
        derived = [role for role, key in self.origin if not key]
        if derived:
            yield f"made of the brand's own colors, or those of `plain`: {', '.join(derived)}"
        for repair in self.repairs:
            yield f"changed: {repair.role}: {repair.before} → {repair.after}{_reasons(repair, self.pairs)}"
        if self.pairs:
            lowest = min(self.pairs, key=lambda pair: pair.after / pair.least)
            yield (
                f"contrast: {len(self.pairs)} pairs of colors, all as readable as they must be; the closest is "
                f"{lowest.front} on {lowest.back}, {_ratio(lowest.after)} of {lowest.least:g}:1"
            )

    def _taken_lines(self) -> Iterator[str]:
        """Yield a line for each fact; the colors of a palette, of which there may be forty, are one."""
        plain = [one for one in self.taken if one.to.startswith("palette `") and not one.change]
        if plain:
            colors = ", ".join(f"{one.to.split('`')[1]} {one.value}" for one in plain)
            yield f"taken: {len(plain)} of {plain[0].key.rpartition('.')[0] or 'its colors'} → color.palette: {colors}"
        for one in self.taken:
            if one not in plain:
                change = f" ({one.change})" if one.change else ""
                yield f"taken: {_place(one)}: {one.value} → {one.to}{change}"

    def record(self) -> dict[str, object]:
        """Return the report as JSON has it."""
        return {
            "theme": f"themes/{self.name}",
            "files": list(self.files),
            "taken": [
                {"key": one.key, "line": one.line, "value": one.value, "to": one.to, "change": one.change}
                for one in self.taken
            ],
            "left": [{"key": one.key, "line": one.line, "value": one.value, "why": one.why} for one in self.left],
            "colors": {role: key or None for role, key in self.origin},
            "changed": [
                {
                    "role": one.role,
                    "from": one.before,
                    "to": one.after,
                    "distance": round(one.distance, 3),
                    "pairs": [_pair(pair) for pair in self.pairs if one.role == pair.front],
                }
                for one in self.repairs
            ],
            "pairs": [_pair(pair) for pair in self.pairs],
        }


def _place(one: Taken | Left) -> str:
    return f"{one.key} (line {one.line})" if one.line else one.key


def _reasons(repair: Repair, pairs: tuple[Pair, ...]) -> str:
    """Return the pairs that made a change needed, each with its ratio before and after."""
    low = [pair for pair in pairs if repair.role == pair.front and pair.before < pair.least]
    shown = [f"on {pair.back} {_ratio(pair.before)} → {_ratio(pair.after)}" for pair in low]
    if not shown:
        return f", as {_ACCENT} at least 3:1 on the background" if repair.role.startswith("accent") else ""
    return f": {', '.join(dict.fromkeys(shown))}"


def _ratio(value: float) -> str:
    """Return a ratio, never rounded up to one that it does not reach."""
    return f"{int(value * 10) / 10:g}:1"


def _pair(pair: Pair) -> Mapping[str, object]:
    return {
        "front": pair.front,
        "back": pair.back,
        "least": pair.least,
        "before": int(pair.before * 100) / 100,
        "after": int(pair.after * 100) / 100,
    }
