"""Loading the libraries that outputs are made with, and telling their absence from a fault in a module.

They are imported inside functions: reading and checking a course needs none of them.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from builder.engine.workers.sandbox.access import toolchain

if TYPE_CHECKING:
    from builder.theme.theme import Theme


def load_libraries() -> None:
    """Import the libraries that pages are made with. That takes half a second, which a process can spend before it has work."""
    from builder.writers.pages import html
    from builder.writers.pdf.write import load

    del html  # imported for its libraries alone
    load()


def load_for_jobs() -> None:
    """Load what the calls that workers get are made of, and find out what of the disk they need for it.

    What fails is left for a worker's first job to report.
    """
    with contextlib.suppress(Exception):
        import pypdfium2

        from builder.engine import job
        from builder.engine.output import entries

        del entries, job, pypdfium2  # that they are loaded is all
        load_libraries()
    if sys.platform == "linux":
        from builder.engine.workers.sandbox import landlock, privileges, seccomp

        del landlock, privileges, seccomp
        toolchain()


def prepare_worker(theme: Theme, cache: Path) -> None:
    """Load into a new worker process what its first page would wait for: the PDF engine and the theme's fonts.

    `cache` is the folder for fontconfig's files.
    """
    from builder.writers.pdf.write import warm

    warm(theme, cache)


def is_machine_fault(error: Exception) -> bool:
    """Say whether an error comes from a missing library or an unsupported renderer, not from a module."""
    from builder.writers.pdf.patches.guard import UnknownRendererError

    return isinstance(error, UnknownRendererError) or (isinstance(error, OSError) and "librar" in str(error))
