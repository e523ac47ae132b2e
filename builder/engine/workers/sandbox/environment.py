"""The environment that workers have: what programs need to run. Tokens and passwords, which stand in environments, stay here.

A process cannot forget the environment that it was started with, so it is made small before.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_NEEDED = frozenset(
    {
        *("PATH", "LANG", "LANGUAGE", "TZ", "TZDIR", "TMPDIR", "TEMP", "TMP", "VIRTUAL_ENV", "SOURCE_DATE_EPOCH"),
        *("LD_LIBRARY_PATH", "LD_PRELOAD", "GLIBC_TUNABLES", "COURSEWRIGHT_CACHE"),
    }
)
_FAMILIES = ("LC_", "PYTHON", "MALLOC_", "WEASYPRINT_", "COVERAGE_")


def library_folders() -> list[str]:
    """Return the folders that the user names for shared libraries."""
    return [folder for folder in os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep) if os.path.isabs(folder)]  # noqa: PTH117  # a string


@contextmanager
def small_environment() -> Iterator[None]:
    """Start processes with the variables alone that programs need, while the context lasts. No home: its settings are not ours."""
    hidden = {
        name: value for name, value in os.environ.items() if name not in _NEEDED and not name.startswith(_FAMILIES)
    }
    for name in hidden:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(hidden)
