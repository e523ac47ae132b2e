"""What processes under limits hand back: values as bytes, of which only known kinds are made again.

A pickle can call anything (docs.python.org, “pickle”, Restricting Globals), and what writes it may have read a stranger's
file. Here it can name the classes of values: ours and a few of the standard library's, and nothing that does things.
"""

from __future__ import annotations

import contextlib
import io
import pickle
import sys
from dataclasses import is_dataclass
from enum import Enum
from types import FunctionType
from typing import Any

from builder.core.frozen import is_frozen

_KNOWN = {
    "builtins": {"set", "frozenset", "complex", "range", "slice"},
    "collections": {"OrderedDict", "Counter", "deque"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "decimal": {"Decimal"},
    "fractions": {"Fraction"},
    "pathlib": {"PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath"},
    "types": {"MappingProxyType"},
    "builder.core.problems": {"Problems"},
}
"""What an answer may name besides errors of the system and classes of ours that hold something, by module."""


class UnknownAnswerError(Exception):
    """An answer names something that is no value, or changes what it names."""


class _Reader(pickle.Unpickler):
    """Makes values of bytes, and keeps what the classes that they name, and members of those, had before."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self._before: list[tuple[type | Enum, dict[str, object]]] = []

    def find_class(self, module: str, name: str) -> object:
        """Return a class of values. Raises UnknownAnswerError for anything else."""
        found = self._find(module, name)
        if found is None:
            message = f"{module}.{name}"
            raise UnknownAnswerError(message)
        self._before.append((found, dict(vars(found))))
        if issubclass(found, Enum):
            self._before += ((member, dict(vars(member))) for member in found)
        return found

    def _find(self, module: str, name: str) -> type | None:
        if name in _KNOWN.get(module, ()):
            return _as_class(super().find_class(module, name))
        ours = module.startswith("builder.") and module != "builder.__main__"
        if not (ours or module == "builtins") or "." in name:
            return None
        found = _as_class(super().find_class(module, name))
        if found and (issubclass(found, OSError) or (found.__module__ == module and _is_value(found))):
            return found
        return None

    def restore(self) -> None:
        """Undo changes to classes, which a pickle can give attributes. Raises UnknownAnswerError when there are any.

        Functions are no change of its: it has none. Python itself may put one in, when a class is used for the first time.
        """
        changed = False
        for one, before in self._before:
            for name, value in list(vars(one).items()):
                if value is not before.get(name, one) and not isinstance(value, FunctionType):
                    changed = True
                    with contextlib.suppress(AttributeError):
                        (setattr(one, name, before[name]) if name in before else delattr(one, name))
        if changed:
            message = "it changes a class"
            raise UnknownAnswerError(message)


def _as_class(found: object) -> type | None:
    return found if isinstance(found, type) else None


def _is_value(found: type) -> bool:
    """Say whether a class of ours only holds something: to make one does nothing, as to open an output folder would."""
    if is_dataclass(found):
        return is_frozen(found) and not hasattr(found, "__post_init__")
    kinds = (Enum, Exception, *(base for base in [_model()] if base))
    return issubclass(found, kinds) or (issubclass(found, tuple) and hasattr(found, "_fields"))


def _model() -> type | None:
    """Return pydantic's class of models, None when none has been loaded."""
    return getattr(sys.modules.get("pydantic"), "BaseModel", None)


class _Writer(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:  # noqa: ANN401  # as pickle has it
        """Return how a member of an Enum is made again: by its value, as newer Pythons do; before 3.11.4 `getattr` was named."""
        return (type(value), (value.value,)) if isinstance(value, Enum) else NotImplemented


def pack(value: object) -> bytes:
    """Return a value as bytes."""
    data = io.BytesIO()
    _Writer(data, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    return data.getvalue()


def unpack(data: bytes) -> object:
    """Return the value. Raises UnknownAnswerError and many other errors for bytes that `pack` did not make of a plain value."""
    reader = _Reader(data)
    try:
        return reader.load()
    finally:
        reader.restore()
