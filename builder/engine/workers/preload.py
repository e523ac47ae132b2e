"""What is loaded once in the process that workers are forked from: our own code and the libraries under it.

Nothing of an author's comes near that process: modules and themes are handed to workers, which are held to limits.
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


gc.disable()  # what is loaded stays: looking through it for garbage again and again takes a tenth of the time
with contextlib.suppress(Exception):  # a worker's first job meets it again, and tells it
    _load()
