"""Design tokens with groups extended, types inherited and references followed.

Source: Design Tokens Format Module 2025.10: tokens (5), groups (6: `$type` inherited, `$extends` merged deep, `$root`), references
(7: `{group.token}`, and `$ref` with a JSON Pointer, RFC 6901). Older files write colors and lengths as text; both are read. A
reference in a circle is an error for every token of it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass as mutable
from dataclasses import field
from functools import cached_property

from builder.core.frozen import dataclass
from builder.core.source import Source, Span, Unreadable

MOST_TOKENS = 20_000
_DEEPEST = 60
"""Most tokens of a file, and most groups in groups or references in a row."""


class CircleError(ValueError):
    """References lead to themselves; the message shows the way."""


class DeadReferenceError(ValueError):
    """A reference leads to nothing; the message says which, `target` is the path of the token that is missing."""

    def __init__(self, target: str) -> None:
        """Take the path that leads to nothing."""
        super().__init__(f"it refers to `{target}`, which is no token of this file")
        self.target = target


@dataclass(frozen=True)
class DesignToken:
    """A token: its path with dots, its type ("" for none), its value with references followed, what is said of it, and its line.

    `aliases` are the paths of the tokens that its value was taken of, the nearest first; `change` says what was done to make it a color.
    """

    path: str
    type: str
    value: object
    description: str
    at: Span
    aliases: tuple[str, ...] = ()
    change: str = ""


@mutable
class TokenFile:
    """The tokens of a file. `faults` are tokens that cannot be used, by path, with the reason.

    `dead` are those of them that refer to a token which is not there, with its path.
    """

    source: Source
    root: Mapping[str, object]
    faults: dict[str, str] = field(default_factory=dict)
    dead: dict[str, str] = field(default_factory=dict)

    def tokens(self) -> Iterator[DesignToken]:
        """Yield every token that has a value. Raises Unreadable for too many, or groups that extend themselves."""
        for count, (path, token, kind) in enumerate(self._walk((), self._group((), self.root, ()), "")):
            if count >= MOST_TOKENS:
                raise Unreadable(f"it has more than {MOST_TOKENS} tokens", hint="take the file of one theme of it")
            shown = ".".join(path)
            try:
                way = [shown]
                value = self._value(token, way)
                said = token.get("$description")
                yield DesignToken(
                    shown,
                    str(token.get("$type") or self._type_of(token) or kind),
                    value,
                    said if isinstance(said, str) else "",
                    self.at(path),
                    tuple(way[1:]),
                )
            except (CircleError, DeadReferenceError) as error:
                self.faults[shown] = str(error)
                if isinstance(error, DeadReferenceError):
                    self.dead[shown] = error.target

    def at(self, path: tuple[str, ...]) -> Span:
        """Return about where a token stands: JSON has no places, so its name is looked for below those of its groups."""
        place = 0
        for step in path:
            found = self.source.text.find(json.dumps(step, ensure_ascii=False), place)
            place = found if found >= 0 else place
        return self.source.whole_line(bisect_right(self._starts, place))

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *(found.end() for found in re.finditer("\n", self.source.text))]

    def _walk(
        self, path: tuple[str, ...], group: Mapping[str, object], kind: str
    ) -> Iterator[tuple[tuple[str, ...], Mapping[str, object], str]]:
        own = group.get("$type")
        kind = own if isinstance(own, str) else kind
        for name, one in group.items():
            if not isinstance(one, Mapping) or (name.startswith("$") and name != "$root"):
                continue
            here = (*path, name)
            if "$value" in one or (
                "$ref" in one and not any(isinstance(v, Mapping) for k, v in one.items() if k[:1] != "$")
            ):
                yield here, one, kind
            elif len(here) > _DEEPEST:
                raise Unreadable(f"its groups stand more than {_DEEPEST} deep in each other", hint="flatten them")
            else:
                yield from self._walk(here, self._group(here, one, ()), kind)

    def _group(self, path: tuple[str, ...], group: Mapping[str, object], seen: tuple[str, ...]) -> Mapping[str, object]:
        """Return a group with what it extends merged under its own."""
        target = group.get("$extends", group.get("$ref"))
        if not isinstance(target, str):
            return group
        here, there = ".".join(path), target.strip("{}").removeprefix("#/").replace("/", ".")
        if there in (*seen, here) or here == there or here.startswith(f"{there}."):
            way = " → ".join((*seen, here, there))
            raise Unreadable(
                f"its groups extend each other in a circle: {way}", self.at(path).line, "remove one `$extends`"
            )
        found = self._find(there.split("."))
        if not isinstance(found, Mapping):
            raise Unreadable(
                f"`{here}` extends `{there}`, which is not there", self.at(path).line, "correct `$extends`"
            )
        above = self._group(tuple(there.split(".")), found, (*seen, here))
        return _merged(above, {name: one for name, one in group.items() if name not in {"$extends", "$ref"}})

    def _find(self, steps: list[str]) -> object:
        """Return what stands at a path; names may have dots themselves, so longer ones are tried, too."""
        here: object = self.root
        for number, step in enumerate(steps):
            if isinstance(here, list):
                here = here[int(step)] if step.isdigit() and int(step) < len(here) else None
            elif isinstance(here, Mapping) and step in here:
                here = here[step]
            elif isinstance(here, Mapping) and ".".join(steps[number:]) in here:
                return here[".".join(steps[number:])]
            else:
                return None
        return here

    def _value(self, token: Mapping[str, object], way: list[str]) -> object:
        """Return a token's value with all references followed; their paths are added to `way`."""
        value = token["$value"] if "$value" in token else {"$ref": token.get("$ref")}
        return self._followed(value, way, whole=True)

    def _followed(self, value: object, way: list[str], *, whole: bool = False) -> object:
        reference = _reference(value)
        if reference is not None:
            return self._referred(reference, way if whole else [*way])
        if isinstance(value, Mapping):
            return {name: self._followed(one, [*way]) for name, one in value.items()}
        if isinstance(value, list):
            return [self._followed(one, [*way]) for one in value]
        return value

    def _referred(self, steps: list[str], way: list[str]) -> object:
        shown = ".".join(step for step in steps if step != "$value")
        if shown in way or len(way) > _DEEPEST:
            message = f"its references lead in a circle: {' → '.join((*way, shown))}"
            raise CircleError(message)
        way.append(shown)
        found = self._find(steps)
        if isinstance(found, Mapping) and ("$value" in found or "$ref" in found):
            return self._value(found, way)
        if isinstance(found, Mapping) and isinstance(root := found.get("$root"), Mapping):
            return self._value(root, way)
        if found is None or (
            isinstance(found, Mapping) and not set(found) & {"colorSpace", "components", "value", "unit"}
        ):
            raise DeadReferenceError(shown)
        return self._followed(found, way)

    def _type_of(self, token: Mapping[str, object]) -> str:
        """Return the type of the token that this one refers to, "" for none."""
        reference = _reference(token.get("$value", token))
        for _ in range(_DEEPEST):
            if reference is None:
                return ""
            found = self._find([step for step in reference if step != "$value"])
            if not isinstance(found, Mapping):
                return ""
            if isinstance(kind := found.get("$type"), str):
                return kind
            inherited = self._inherited([step for step in reference if step != "$value"])
            if inherited:
                return inherited
            reference = _reference(found.get("$value", found))
        return ""

    def _inherited(self, steps: list[str]) -> str:
        kind = ""
        for number in range(len(steps)):
            found = self._find(steps[:number]) if number else self.root
            if isinstance(found, Mapping) and isinstance(own := found.get("$type"), str):
                kind = own
        return kind


def _reference(value: object) -> list[str] | None:
    """Return the path that a value refers to, None for one that is no reference."""
    if isinstance(value, str) and value.startswith("{") and value.endswith("}") and len(value) > 2:
        return value[1:-1].split(".")
    if isinstance(value, Mapping) and isinstance(target := value.get("$ref"), str) and target.startswith("#/"):
        return [step.replace("~1", "/").replace("~0", "~") for step in target[2:].split("/")]
    return None


def _merged(under: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """Return two groups merged; a token replaces what stands at its place whole."""
    both = dict(under)
    for name, one in over.items():
        old = both.get(name)
        groups = isinstance(old, Mapping) and isinstance(one, Mapping) and "$value" not in one and "$value" not in old
        both[name] = _merged(old, one) if groups and isinstance(old, Mapping) and isinstance(one, Mapping) else one
    return both


def read_token_file(source: Source) -> TokenFile:
    """Return the tokens of a JSON text. Raises Unreadable for one that is none."""
    try:
        root = json.loads(source.text)
    except json.JSONDecodeError as error:
        raise Unreadable(f"it is not JSON: {error.msg}", error.lineno, "export it anew") from error
    except RecursionError as error:
        raise Unreadable("its groups stand too deep in each other", hint="flatten them") from error
    if not isinstance(root, dict):
        raise Unreadable("it holds no groups of tokens", hint="it must begin with { and hold tokens with `$value`")
    is_new = any(f'"${word}"' in source.text for word in ("value", "ref", "extends"))
    return TokenFile(source, root if is_new else _from_older(root, 0))


def _from_older(value: Mapping[str, object], depth: int) -> dict[str, object]:
    """Return a file without `$value` as one that has it: `value` and `type` of older tools, and bare values of no type."""
    if depth > _DEEPEST:
        raise Unreadable(f"its groups stand more than {_DEEPEST} deep in each other", hint="flatten them")
    if "value" in value and not isinstance(value["value"], Mapping):
        renamed = {"value": "$value", "type": "$type", "description": "$description", "comment": "$description"}
        return {renamed.get(name, f"${name}"): one for name, one in value.items()}
    return {
        name: _from_older(one, depth + 1) if isinstance(one, Mapping) else {"$value": one}
        for name, one in value.items()
        if not name.startswith("$")
    }
