"""Comparing what was read from JSON with type hints: what does not fit counts as absent, so that nothing crashes on it later."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, is_typeddict

T = TypeVar("T")


def conforms(value: object, hint: Any) -> bool:  # noqa: ANN401  # type hints have no type of their own
    """Say whether a value, as `json` returns it, is what a type hint says.

    Known are the types of JSON, `object`, unions, `Literal`, `dict`, `list`, `Sequence` and typed dictionaries, which may
    have more keys than they declare.
    """
    if hint is object:
        return True
    if is_typeddict(hint):
        return isinstance(value, dict) and _has_keys(value, hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in {typing.Union, UnionType}:
        return any(conforms(value, one) for one in arguments)
    if origin is typing.Literal:
        return value in arguments
    if origin in {dict, Mapping}:
        return isinstance(value, dict) and _all_conform(value.values(), arguments[1])
    if origin in {list, Sequence}:
        return isinstance(value, list) and _all_conform(value, arguments[0])
    return type(value) is (NoneType if hint is None else hint)


def _all_conform(values: typing.Collection[object], hint: Any) -> bool:  # noqa: ANN401  # see above
    if hint in {str, int, bool}:
        return set(map(type, values)) <= {hint}  # quick: places of blocks are thousands of numbers
    return all(conforms(value, hint) for value in values)


def _has_keys(value: dict[str, object], hint: Any) -> bool:  # noqa: ANN401  # see above
    needed, hints = _keys(hint)
    return value.keys() >= needed and all(conforms(value[name], one) for name, one in hints.items() if name in value)


@lru_cache(maxsize=64)
def _keys(hint: Any) -> tuple[set[str], dict[str, Any]]:  # noqa: ANN401  # see above
    """Return the keys that a typed dictionary needs, and the hints of all. `__required_keys__` cannot read hints that are text."""
    extra = typing.get_type_hints(hint, include_extras=True)
    free = {name for name, one in extra.items() if typing.get_origin(one) is typing.NotRequired}
    return hint.__required_keys__ - free, typing.get_type_hints(hint)


def conforming(value: object, hint: type[T]) -> dict[str, T]:
    """Return the entries of a mapping whose values are what a type hint says; none when it is no mapping."""
    return {name: one for name, one in value.items() if conforms(one, hint)} if isinstance(value, dict) else {}
