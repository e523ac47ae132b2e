"""Faults of our own code: an exception that nobody meant is told apart from what is wrong with a source, and placed in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from builder.core.source import NOWHERE, Span

HINT = "this is a fault of Coursewright's, not of your text: please report it, with this line"

_CALLERS = {__name__, "builder.engine.workers.worker"}
"""Modules that call what failed, and are not at fault."""


class FaultError(Exception):
    """A fault of our own code. `at`: the place of the text that it was met with, NOWHERE where that is not known."""

    def __init__(self, message: str, at: Span = NOWHERE) -> None:
        """Take the message, which names the exception and the line of our code, and the place."""
        super().__init__(message, at)
        self.at = at

    def __str__(self) -> str:
        """Return the message."""
        return str(self.args[0])


def fault(error: Exception, at: Span = NOWHERE) -> FaultError:
    """Return an exception as a fault that can be pickled: its type, where in our code it was raised, and what it says."""
    if isinstance(error, FaultError):
        return error
    step, where = error.__traceback__, ""
    while step is not None:
        name = step.tb_frame.f_globals.get("__name__", "")
        ours = name.startswith("builder.") and name not in _CALLERS
        where = f" at {name}:{step.tb_lineno}" if ours else where
        step = step.tb_next
    return FaultError(f"{type(error).__name__}{where}: {str(error)[:200]}", at)


@contextmanager
def faults_at(at: Span) -> Iterator[None]:
    """Raise exceptions of the block as a FaultError at a place, the innermost place where blocks are nested.

    What is the machine's fault is raised as it is: OSError, MemoryError; so is RecursionError, a limit of the source's depth.
    """
    try:
        yield
    except FaultError as error:
        if error.at.path:
            raise
        raise FaultError(str(error), at) from error
    except (OSError, MemoryError, RecursionError):
        raise
    except Exception as error:
        raise fault(error, at) from error
