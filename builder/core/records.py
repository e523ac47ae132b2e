"""YAML text to validated pydantic models, with a problem at the line and column of each fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import ClassVar, TypeVar, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError, model_validator

from builder.core.frozen import dataclass
from builder.core.problems import ProblemCode, Problems, did_you_mean
from builder.core.source import Source, Span
from builder.core.yaml_text import place, read_yaml

R = TypeVar("R", bound=BaseModel)


class LinedModel(BaseModel):
    """Base of records whose texts are printed in lines of ours: a text of several lines is read as one, a list's texts, too.

    `SEVERAL_LINES` are the keys that keep theirs.
    """

    SEVERAL_LINES: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _join_lines(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {key: one if key in cls.SEVERAL_LINES else joined_lines(one) for key, one in value.items()}


def joined_lines(value: object) -> object:
    """Return a text of several lines as one, and a list with its texts so; any other value as it is."""
    if isinstance(value, list):
        return [joined_lines(one) for one in value]
    if not isinstance(value, str) or value.splitlines() == [value]:
        return value
    return " ".join(filter(None, map(str.strip, value.splitlines())))


class MapKeys(frozenset[str]):
    """In a field's annotation: the keys that have an effect in the mappings which the field accepts in place of texts."""


def validate(
    kind: type[R],
    source: Source,
    problems: Problems,
    *,
    text: str | None = None,
    first_line: int = 1,
    what: str = "file",
    keep_sound: bool = False,
    unused: frozenset[str] = frozenset(),
    defaults: Mapping[str, object] = MappingProxyType({}),
) -> R | None:
    """Return YAML text as a `kind`, or None with a problem for each thing that is wrong, all at once.

    Unknown keys have no effect and are warned of with the nearest known name, at any depth; keys that begin with `x-` are
    free, those in `unused` are known. `defaults` are values of keys that the text does not have. With `keep_sound`, keys and list entries that are wrong are left out, each with its problem, and the rest is read.
    """
    value, node = read_yaml(source, problems, first_line, text)
    if (
        node is None
        and value is None
        and len(problems)
        and any(p.at.path == source.path and p.code is ProblemCode.BROKEN_YAML for p in problems)
    ):
        return None
    if value is None:
        value = {}
    if not isinstance(value, dict):
        problems.add(
            ProblemCode.WRONG_VALUE,
            f"this {what} must hold keys and values",
            source.whole_line(first_line),
            "write `key: value` lines",
        )
        return None
    value = {**defaults, **value}
    places = Places(source, node, first_line)
    record = validate_value(kind, value, places, problems, what=what, unused=unused)
    while record is None and keep_sound and value:
        value = _sound_part(kind, value)
        record = validate_value(kind, value, places, Problems(), what=what)
    return record


@dataclass(frozen=True)
class Places:
    """Where the values of a YAML tree stand: its source, the marked tree, and the path from the tree to one of its values."""

    source: Source
    node: yaml.Node | None
    first_line: int = 1
    root: tuple[object, ...] = ()

    def of(self, path: tuple[object, ...], *, key: bool = False) -> Span:
        """Return where the value at `path` below the root stands, or its key."""
        return place(self.node, (*self.root, *path), self.source, self.first_line, key=key)


def validate_value(
    kind: type[R],
    value: object,
    places: Places,
    problems: Problems,
    *,
    what: str,
    label: str = "",
    unused: frozenset[str] = frozenset(),
) -> R | None:
    """Return a YAML value as a `kind`, or None with a problem for each fault; unknown keys are warned of.

    `what` names the file in messages; `label` begins each message: which entry of a list it is. Keys in `unused` are known
    without being fields of the record, and are not warned of.
    """
    label = label and f"{label}: "
    for unknown, known in _unknown_keys(kind, value, ()):
        if unknown[-1] in unused:
            continue
        dotted = ".".join(map(str, unknown))
        message = f"{label}`{dotted}` is not a key of this {what}"
        problems.add(
            ProblemCode.UNKNOWN_KEY, message, places.of(unknown, key=True), did_you_mean(str(unknown[-1]), known)
        )
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        unsafe: set[tuple[object, ...]] = set()
        faults = error.errors(include_url=False)
        for fault in faults:
            path = tuple(fault["loc"])
            dotted = ".".join(str(step) for step in path)
            if fault["type"] == "missing":
                hint = f"add `{path[-1]}:` to the {what}"
                problems.add(ProblemCode.MISSING_KEY, f"{label}`{dotted}` is missing", places.of(path[:-1]), hint)
            elif fault["type"] == ProblemCode.UNSAFE_LINK.value:
                unsafe.add(path)
                message = f"{label}`{dotted}`: `{fault['input']}` {fault['msg']}"
                problems.add(ProblemCode.UNSAFE_LINK, message, places.of(path), fault["ctx"]["hint"])
            elif fault["type"] == "extra_forbidden":
                message = f"{label}`{dotted}` is not a key of this {what}"
                problems.add(ProblemCode.UNKNOWN_KEY, message, places.of(path, key=True))
            else:
                message = fault["msg"].removeprefix("Value error, ").replace("'', ", "")
                message = f"{label}`{dotted}`: {message[:1].lower()}{message[1:]}" if dotted else f"{label}{message}"
                hint = "write year, month and day: 2026-05-12" if fault["type"].startswith("date") else ""
                problems.add(ProblemCode.WRONG_VALUE, message, places.of(path), hint)
        return kind.model_validate(_without(value, unsafe, ())) if len(unsafe) == len(faults) else None


def _sound_part(kind: type[BaseModel], value: dict[object, object]) -> dict[object, object]:
    """Return a record's value without what its model refuses: a wrong key, or the record in which a key is missing."""
    try:
        kind.model_validate(value)
    except ValidationError as error:
        faults: set[tuple[object, ...]] = {
            tuple(f["loc"])[:-1] if f["type"] == "missing" else tuple(f["loc"]) for f in error.errors()
        }
        sound = _without(value, faults, ())
        return sound if isinstance(sound, dict) and sound != value else {}
    return value


def _without(value: object, paths: set[tuple[object, ...]], here: tuple[object, ...]) -> object:
    if isinstance(value, dict):
        return {key: _without(one, paths, (*here, key)) for key, one in value.items() if (*here, key) not in paths}
    if isinstance(value, list):
        return [_without(one, paths, (*here, n)) for n, one in enumerate(value) if (*here, n) not in paths]
    return value


def _unknown_keys(
    kind: type[BaseModel], value: object, path: tuple[object, ...]
) -> Iterator[tuple[tuple[object, ...], set[str]]]:
    """Yield the path of each key that has no effect, with the keys that are known there, through records and lists of them."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _unknown_keys(kind, one, (*path, index))
    if not isinstance(value, dict):
        return
    fields = _key_types(kind)
    for name, inner in value.items():
        if not isinstance(name, str) or name.startswith("x-"):
            continue
        if name not in fields:
            yield (*path, name), set(fields)
        elif (within := _record_type(fields[name])) and within.model_config["extra"] == "ignore":
            if get_origin(fields[name]) is dict and isinstance(inner, dict):
                for key, one in inner.items():
                    yield from _unknown_keys(within, one, (*path, name, key))
            else:
                yield from _unknown_keys(within, inner, (*path, name))
        elif known := _map_keys(kind, name):
            entries = (
                [((*path, name, n), one) for n, one in enumerate(inner)]
                if isinstance(inner, list)
                else [((*path, name), inner)]
            )
            for at, entry in entries:
                yield from (
                    (((*at, key), set(known)) for key in entry if key not in known) if isinstance(entry, dict) else ()
                )


def _map_keys(kind: type[BaseModel], name: str) -> frozenset[str]:
    """Return the keys of the mappings that a field accepts, by any name of the field; none for a field without them."""
    for field, info in kind.model_fields.items():
        alias = getattr(info.validation_alias, "choices", ())
        if name == field or name in alias:
            return next((one for one in info.metadata if isinstance(one, MapKeys)), frozenset())
    return frozenset()


def _record_type(annotation: object) -> type[BaseModel] | None:
    """Return the kind of record that a field holds, alone, beside None, or in a list."""
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, BaseModel) else None
    return next(filter(None, map(_record_type, get_args(annotation))), None)


def _key_types(kind: type[BaseModel]) -> dict[str, object]:
    """Return what each key of a record holds, by every name that the key goes by."""
    names: dict[str, object] = {}
    for name, info in kind.model_fields.items():
        alias = info.validation_alias or info.alias
        choices = getattr(alias, "choices", None) or ([alias] if isinstance(alias, str) else [])
        names |= dict.fromkeys(map(str, choices), info.annotation)
        if not choices or kind.model_config.get("populate_by_name"):
            names[name] = info.annotation
    return names
