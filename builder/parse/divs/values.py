"""Attribute values that are minutes or numbers. A value that cannot be read is a problem at its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.core.problems import ProblemCode, Problems, did_you_mean
from builder.core.source import Source, Span
from builder.model.lengths import minutes, upper_limit
from builder.theme.icons import NO_ICON, icon_paths


@dataclass
class ValueReader:
    """Reads attribute values of one source, and adds a problem for each bad one."""

    source: Source
    problems: Problems

    def minutes(self, values: Mapping[str, str], key: str, at: Span) -> int | None:
        """Return the minutes in attribute `key`, None if it is absent or not a time (a problem)."""
        if key not in values:
            return None
        try:
            return upper_limit(values[key]) if key == "below" else minutes(values[key])
        except ValueError as error:
            self.problems.add(ProblemCode.WRONG_VALUE, f"`{key}`: {error}", self.source.find(at.line, values[key]))
            return None

    def icon(self, values: Mapping[str, str], at: Span) -> str:
        """Return the icon in the attribute `icon`, "" if it is absent or not an icon that is known (a problem)."""
        name = values.get("icon", "")
        return name if name == NO_ICON else self._known_icon(name, "icon", at)

    def icons(self, values: Mapping[str, str], key: str, count: int, at: Span) -> tuple[str, ...]:
        """Return the icons in attribute `key`, one for each of `count` pieces, "" for none; too few or too many are a problem."""
        names = values.get(key, "").replace(",", " ").split()
        if names and len(names) != count:
            message = f"`{key}` names {len(names)} icons for {count} pieces; `{NO_ICON}` stands for a piece without one"
            self.problems.add(ProblemCode.UNKNOWN_ICON, message, self.source.find(at.line, f"{key}="))
        found = ["" if name == NO_ICON else self._known_icon(name, key, at) for name in names[:count]]
        return (*found, *[""] * (count - len(found)))

    def _known_icon(self, name: str, key: str, at: Span) -> str:
        if not name or name in icon_paths():
            return name
        hint = did_you_mean(name, icon_paths()) or "the author's guide shows all icons with their names"
        place = self.source.find(at.line, name, self.source.line(at.line).find(f"{key}=") + 1)
        self.problems.add(ProblemCode.UNKNOWN_ICON, f"there is no icon `{name}`; none is shown", place, hint)
        return ""

    def number(self, values: Mapping[str, str], key: str, at: Span) -> int:
        """Return the whole number in attribute `key`, 0 if it is absent or not a number (a problem)."""
        if not values.get(key, "0").isdigit():
            self.problems.add(
                ProblemCode.WRONG_VALUE,
                f"`{key}`: `{values[key]}` is not a whole number",
                self.source.find(at.line, values[key]),
            )
            return 0
        return int(values.get(key, "0"))

    def numbers(self, values: Mapping[str, str], key: str, at: Span) -> tuple[int, ...]:
        """Return the numbers from 1 in attribute `key` (`1` or `1,3`), sorted; anything else is a problem and ()."""
        given = values.get(key, "")
        listed = given.replace(",", " ").split()
        if key in values and not (listed and all(one.isascii() and one.isdigit() and int(one) for one in listed)):
            message = f"`{key}`: `{given}` is not a list of numbers from 1"
            at = self.source.find(at.line, given) if given else at
            self.problems.add(ProblemCode.WRONG_VALUE, message, at, f'write `{key}="1"` or `{key}="1,3"`')
            return ()
        return tuple(sorted({int(one) for one in listed}))
