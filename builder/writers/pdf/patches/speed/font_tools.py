"""Import WeasyPrint without `fontTools.subset` and `fontTools.varLib.instancer`, which load when first called.

Upstream: https://github.com/Kozea/WeasyPrint/issues/2073 (closed: import time was not seen as worth the complication).
WeasyPrint subsets fonts with HarfBuzz; it calls these two modules only where that fails and for variable fonts.
Gain: 0.06 s of the 0.16 s of processor time that importing takes, and 8 MB.
Can go when `test_font_tools_load_when_they_are_called` passes without it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_DEFERRED = "fontTools.subset", "fontTools.varLib.instancer"


@contextmanager
def defer_font_tools() -> Iterator[None]:
    """Put stand-ins for the two modules into `sys.modules` while the context lasts, unless they are loaded already."""
    missing = [name for name in _DEFERRED if name not in sys.modules]
    for name in missing:
        sys.modules[name] = _DeferredModule(name)
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]


class _DeferredModule(ModuleType):
    """Stands in for a module: each name in it is a function that imports the module when it is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*args: Any, **named: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*args, **named)

        return call
