"""`dataclass` for frozen classes: behaves as the standard library's, but a class is defined faster.

A start of the command line defines about two hundred frozen classes and makes objects of half of them. The standard
decorator compiles six functions for each class, about half a millisecond. Here `__eq__`, `__hash__` and `__repr__` are
closures over one `attrgetter`, and `__init__` is compiled when the first object is made. Type checkers, `fields`,
`replace`, `match` and pickle treat these classes like any other dataclass. Figures: docs/decisions.md, "Dataclasses".
"""

from __future__ import annotations

import dataclasses
import linecache
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

        def decorate(cls: type) -> type:
            cls = dataclasses.dataclass(init=False, repr=False, eq=False, **how)(cls)
            for name, method in (_methods(cls) | _FROZEN | (_PICKLED if how.get("slots") else {})).items():
                if cls.__dict__.get(name) is None:  # a method that the class defines itself is not replaced
                    setattr(cls, name, method)
            return cls

        return decorate

    def replace(one: object, /, **changes: object) -> object:
        """Return a copy of `one` with `changes`. Every field of its class must be a parameter of `__init__`."""
        return type(one)(**(_fields_getter(type(one))(one) | changes))


__all__ = ["dataclass", "is_frozen", "replace"]


def is_frozen(cls: type) -> bool:
    """Say whether a class is a frozen dataclass, by this decorator or the standard library's."""
    own = getattr(cls, "__dataclass_params__", None)
    return own is not None and (own.frozen or vars(cls).get("__setattr__") is _setattr)


@cache
def _fields_getter(cls: type) -> Callable[[object], dict[str, object]]:
    """Return a function that maps an object to its fields by name."""
    names = [field.name for field in dataclasses.fields(cls)]
    values = _values_getter(names)
    return lambda one: dict(zip(names, values(one), strict=True))


def _methods(cls: type) -> dict[str, Callable[..., Any]]:
    """Return the methods that depend on the fields of a class."""
    fields = dataclasses.fields(cls)
    compared = _values_getter([field.name for field in fields if field.compare])
    shown = _values_getter([field.name for field in fields if field.repr])
    template = ", ".join(f"{field.name}=%r" for field in fields if field.repr)

    def init(self: object, *args: object, **kwargs: object) -> None:
        compiled = _compile_init(cls)
        type.__setattr__(cls, "__init__", compiled)
        compiled(self, *args, **kwargs)

    def eq(self: object, other: object) -> bool:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    def hash_(self: object) -> int:
        return hash(compared(self))

    def repr_(self: object) -> str:
        return f"{self.__class__.__qualname__}({template % shown(self)})"

    return {"__init__": init, "__eq__": eq, "__hash__": hash_, "__repr__": repr_}


def _values_getter(names: list[str]) -> Callable[[object], tuple[Any, ...]]:
    """Return a function that maps an object to a tuple of the values of these fields."""
    if len(names) > 1:
        return attrgetter(*names)
    get = attrgetter(*names) if names else None
    return lambda one: (get(one),) if get else ()


def _compile_init(cls: type) -> Callable[..., None]:
    """Return the `__init__` that the standard library would write. Debuggers and tracebacks find its source in `linecache`."""
    namespace: dict[str, Any] = {"_set": object.__setattr__, "_NONE": dataclasses.MISSING}
    positional: list[str] = []
    keyword_only: list[str] = []
    lines: list[str] = []
    for field in dataclasses.fields(cls):
        value = name = field.name
        if field.default_factory is not dataclasses.MISSING:
            namespace[f"_make_{name}"], word = field.default_factory, f"{name}=_NONE"
            value = f"_make_{name}() if {name} is _NONE else {name}" if field.init else f"_make_{name}()"
        elif field.default is not dataclasses.MISSING:
            namespace[f"_default_{name}"], word = field.default, f"{name}=_default_{name}"
            value = name if field.init else f"_default_{name}"
        elif field.init:
            word = name
        else:  # set by __post_init__
            continue
        if field.init:
            (keyword_only if field.kw_only else positional).append(word)
        lines.append(f" _set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    parameters = ", ".join(["self", *positional, *(["*", *keyword_only] if keyword_only else [])])
    source = f"def __init__({parameters}):\n" + "\n".join(lines or [" pass"]) + "\n"
    name = f"<__init__ of {cls.__module__}.{cls.__qualname__}>"
    linecache.cache[name] = len(source), None, source.splitlines(keepends=True), name
    exec(compile(source, name, "exec"), namespace)  # noqa: S102  # names of our own fields
    compiled: Callable[..., None] = namespace["__init__"]
    compiled.__qualname__ = f"{cls.__qualname__}.__init__"  # as errors name it
    return compiled


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
"""Needed with slots alone: otherwise pickle and copy fill the object's own dictionary."""
