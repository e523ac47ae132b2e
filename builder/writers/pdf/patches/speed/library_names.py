"""Keep WeasyPrint on Linux from searching for Pango and HarfBuzz under the file names of other systems.

Upstream: https://github.com/Kozea/WeasyPrint/issues/1125 (closed as a question). WeasyPrint tries the names of all
systems in turn; for each that does not exist, ctypes.util.find_library starts `ldconfig` and a C compiler
(https://docs.python.org/3/library/ctypes.html#finding-shared-libraries), a dozen programs in all. The name that Linux
has, `libpango-1.0.so.0`, is tried last and needs no search.
Gain: 0.14 s of the 0.24 s of processor time that importing takes.
Can go when `test_no_program_is_started_to_find_libraries` passes without it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


def _find_nothing(name: str) -> None:  # noqa: ARG001  # find_library's signature
    return None


@contextmanager
def skip_library_search() -> Iterator[None]:
    """Let ctypes.util.find_library find nothing while the context lasts, on Linux; do nothing on other systems."""
    if sys.platform != "linux":
        yield
        return
    import ctypes.util

    find_library = ctypes.util.find_library
    ctypes.util.find_library = _find_nothing
    try:
        yield
    finally:
        ctypes.util.find_library = find_library
