"""Imported once by the server process that workers are forked from: loads our code and its libraries.

That process has no limits, so it never reads an author's files: modules and themes go to the workers, which have limits.
"""

from __future__ import annotations

import contextlib
import gc


def _load() -> None:
    """Load what the calls that workers get are made of, and the libraries."""
    from builder.engine import job
    from builder.engine.workers.libraries import load_libraries

    del job  # that it is loaded is all
    load_libraries()


gc.disable()  # loaded modules stay; collecting while they load takes a tenth of the time
with contextlib.suppress(Exception):  # a worker's first job raises it again, and is reported
    _load()
