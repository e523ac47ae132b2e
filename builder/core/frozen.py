"""`dataclass` for what never changes: the standard library's, but quick to define.

A start defines some two hundred classes and uses half of them. The standard decorator compiles six functions for each,
half a millisecond; here comparing, hashing and printing are closures over one `attrgetter`, and `__init__` is compiled
when the first object is made. To a type checker and to `fields`, `replace`, `match` and pickles it is the same thing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:

    def dataclass(cls: type | None = None, *, frozen: bool = False, **how: bool) -> Callable[[type], type] | type:
        """Return a class as a dataclass, or a decorator that does: the standard library's own unless it is `frozen`."""
        if not frozen:
            return dataclasses.dataclass(cls, **how)

        def made(cls: type) -> type:
            cls = dataclasses.dataclass(init=False, repr=False, eq=False, **how)(cls)
            for name, method in (_methods(cls) | _FROZEN | (_PICKLED if how.get("slots") else {})).items():
                if cls.__dict__.get(name) is None:  # what a class writes itself stays
                    setattr(cls, name, method)
            return cls

        return made

    def replace(one: object, /, **changes: object) -> object:
        """Return an object like `one` but for `changes`. Every field is one that `__init__` takes."""
        return type(one)(**(_of_all(type(one))(one) | changes))


__all__ = ["dataclass", "replace"]


@cache
def _of_all(cls: type) -> Callable[[object], dict[str, object]]:
    """Return a function from an object to its fields by name."""
    names = [field.name for field in dataclasses.fields(cls)]
    values = _values(names)
    return lambda one: dict(zip(names, values(one), strict=True))


def _methods(cls: type) -> dict[str, Callable[..., Any]]:
    """Return what each class has of its own: how objects are made, compared, hashed and printed."""
    kept = dataclasses.fields(cls)
    compared = _values([field.name for field in kept if field.compare])
    shown = _values([field.name for field in kept if field.repr])
    words = ", ".join(f"{field.name}=%r" for field in kept if field.repr)

    def init(self: object, *args: object, **kwargs: object) -> None:
        made = _init(cls)
        type.__setattr__(cls, "__init__", made)
        made(self, *args, **kwargs)

    def eq(self: object, other: object) -> bool:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(compared(self))

    def printed(self: object) -> str:
        return f"{self.__class__.__qualname__}({words % shown(self)})"

    return {"__init__": init, "__eq__": eq, "__hash__": hashed, "__repr__": printed}


def _values(names: list[str]) -> Callable[[object], tuple[Any, ...]]:
    """Return a function from an object to the values of its fields, always a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    get = attrgetter(*names) if names else None
    return lambda one: (get(one),) if get else ()


def _init(cls: type) -> Callable[..., None]:
    """Return the `__init__` that the standard library would write."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_NONE": dataclasses.MISSING}
    placed: list[str] = []
    named: list[str] = []
    lines: list[str] = []
    for field in dataclasses.fields(cls):
        value = name = field.name
        if field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"], word = field.default_factory, f"{name}=_NONE"
            value = f"_make_{name}() if {name} is _NONE else {name}" if field.init else f"_make_{name}()"
        elif field.default is not dataclasses.MISSING:
            known[f"_default_{name}"], word = field.default, f"{name}=_default_{name}"
            value = name if field.init else f"_default_{name}"
        elif field.init:
            word = name
        else:  # set by __post_init__
            continue
        if field.init:
            (named if field.kw_only else placed).append(word)
        lines.append(f" _set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    words = ", ".join(["self", *placed, *(["*", *named] if named else [])])
    exec(f"def __init__({words}):\n" + "\n".join(lines or [" pass"]), known)  # noqa: S102  # names of our own fields
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"  # as errors name it
    return made


def _setattr(self: object, name: str, value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r} of {type(self).__name__}: {value!r}")


def _delattr(self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r} of {type(self).__name__}")


def _getstate(self: object) -> list[object]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]  # type: ignore[arg-type]  # it is one


def _setstate(self: object, state: list[object]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):  # type: ignore[arg-type]  # likewise
        object.__setattr__(self, field.name, value)


_FROZEN: dict[str, Callable[..., Any]] = {"__setattr__": _setattr, "__delattr__": _delattr}
_PICKLED: dict[str, Callable[..., Any]] = {"__getstate__": _getstate, "__setstate__": _setstate}
"""Without slots, pickle and copy fill the object's own dictionary."""
