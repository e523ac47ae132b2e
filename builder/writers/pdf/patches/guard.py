"""Which WeasyPrint we work with, and how it is loaded: asked before anything of WeasyPrint's inside is touched."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache as once
from importlib import import_module
from types import ModuleType
from typing import Any

MAJOR = "70"
"""The major version whose inside `pdf.tags` works with. docs/pdf-tagging.md says how to go to another."""


class UnknownRendererError(RuntimeError):
    """WeasyPrint is another one than we know. Its text says which, and the cure."""


def require_weasyprint(found: str | None = None) -> None:
    """Raise UnknownRendererError unless the WeasyPrint that is installed (or `found`) is of the major version we know.

    Its structure tree would pass for tagged and be wrong: better no file than one that a screen reader garbles.
    """
    from importlib.metadata import PackageNotFoundError, version  # 10 ms that every start would pay

    if found is None:
        try:
            found = version("weasyprint")
        except PackageNotFoundError:
            found = "none"
    if found.split(".")[0] != MAJOR:
        raise UnknownRendererError(
            f"PDFs are made with WeasyPrint {MAJOR}; {f'{found} is installed' if found != 'none' else 'it is not installed'}. "
            f'Install it: pip install "weasyprint=={MAJOR}.*"'
        )


@once
def load_weasyprint() -> Any:  # WeasyPrint is untyped
    """Return the package, loaded: half a second. Fonts must be known first. Raises UnknownRendererError for another than ours."""
    require_weasyprint()
    with _libraries_by_soname(), _font_tools_later():
        try:
            import weasyprint
        except OSError:
            weasyprint = None
    if weasyprint is None:
        import weasyprint
    return weasyprint


_LATER = "fontTools.subset", "fontTools.varLib.instancer"


@contextmanager
def _font_tools_later() -> Iterator[None]:
    """Let WeasyPrint load without two modules that take a quarter of its time, and that it calls for few fonts.

    It subsets with HarfBuzz; fontTools does it where that fails, and makes variable fonts static. They load when called.
    """
    kept = {name: sys.modules.get(name) for name in _LATER}
    for name, module in kept.items():
        if module is None:
            sys.modules[name] = _Later(name)
    try:
        yield
    finally:
        for name, module in kept.items():
            if module is None:
                del sys.modules[name]


class _Later(ModuleType):
    """Stands for a module whose functions and classes load it when they are called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def called(*args: Any, **named: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*args, **named)

        return called


def _not_found(name: str) -> None:  # noqa: ARG001  # find_library's signature
    return None


@contextmanager
def _libraries_by_soname() -> Iterator[None]:
    """Keep cffi on Linux from searching for Pango under names that it has elsewhere.

    WeasyPrint tries the names of all systems in turn. For each that is not there, ctypes.util.find_library asks `ldconfig`
    and a C compiler (https://docs.python.org/3/library/ctypes.html#finding-shared-libraries): a dozen programs started,
    a third of the time of loading. The name that Linux has, `libpango-1.0.so.0`, needs no search.
    """
    if sys.platform != "linux":
        yield
        return
    import ctypes.util

    search = ctypes.util.find_library
    ctypes.util.find_library = _not_found
    try:
        yield
    finally:
        ctypes.util.find_library = search
