"""What is loaded once in the process that workers are forked from: our own code and the libraries under it.

Nothing of an author's comes near that process: modules and themes are handed to workers, which are held to limits.
"""

from __future__ import annotations

import contextlib

from builder.engine import job
from builder.machinery import load

__all__ = ["job"]

with contextlib.suppress(Exception):  # a worker's first job meets it again, and tells it
    load()
