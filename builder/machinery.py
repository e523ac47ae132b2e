"""What a build asks of the libraries apart from files: loading them early, whose fault an error is, and how accessible a deck is.

They are imported where they are needed: reading and checking a course needs none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from builder.theme.theme import Theme


def load() -> None:
    """Load the libraries that pages are made with: half a second, which a process may spend before it has work."""
    from builder.writers.pages import html
    from builder.writers.pdf.write import load as load_engine

    del html  # that it is loaded is all
    load_engine()


def warm(theme: Theme, cache: Path) -> None:
    """Make ready in a new worker process what its first page would wait for: the PDF engine and its fonts."""
    from builder.writers.pdf.write import warm as get_ready

    get_ready(theme, cache)


def is_of_the_machine(error: Exception) -> bool:
    """Say whether an error tells of a missing library or a wrong renderer: no module's fault."""
    from builder.writers.pdf.patches.guard import UnknownRendererError

    return isinstance(error, UnknownRendererError) or (isinstance(error, OSError) and "librar" in str(error))


@dataclass(frozen=True)
class Accessible:
    """Whether people can use a deck by ear, by keyboard, or from the last row, in words; "" where it is not known."""

    words: str = ""
    whole: bool = True


def accessible(data: bytes) -> Accessible:
    """Return how accessible a .pptx is, read back from its bytes."""
    from builder.slides.inspect.accessibility import examine, summary

    checks = examine(data)
    return Accessible(summary(checks), all(check.passed for check in checks))
