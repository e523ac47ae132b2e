"""Answers of processes under limits: what a call returned, or raised, or how it was stopped, as bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from builder.core.disk import current_file
from builder.core.faults import fault
from builder.engine.workers import wire
from builder.engine.workers.limits import Limits, too_much_memory
from builder.engine.workers.stopped import StoppedError

MOST_BYTES = 400_000_000
"""Largest answer, in bytes: a module with 80 MB of pictures, for each of some lengths of its session."""


class ApartError(StoppedError):
    """A call that was made apart was stopped. `file` is the file of the course that it was reading, "" when none was noted."""

    def __init__(self, message: str, file: str) -> None:
        """Take the reason, and the file."""
        super().__init__(message, file)
        self.file = file

    def __str__(self) -> str:
        """Return the reason."""
        return str(self.args[0])


_DONE, _STOPPED = b"+", b"!"
"""How an answer begins."""


def pack_outcome(call: Callable[[], object], limits: Limits) -> bytes:
    """Return the answer of a call that is made here: what it returns or raises."""
    try:
        return _DONE + wire.pack(_outcome(call))
    except MemoryError:
        return pack_stop(str(too_much_memory(limits)))
    except RecursionError:
        return pack_stop("it is nested too deeply")
    except Exception as error:  # noqa: BLE001  # what cannot be pickled raises many things
        return pack_stop(f"its result could not be handed over ({type(error).__name__})")


def _outcome(call: Callable[[], object]) -> tuple[bool, object]:
    """Make a call and return (True, result) or (False, error). Raises MemoryError and RecursionError: they are limits."""
    try:
        return True, call()
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, it ends this call alone
        ours = isinstance(error, OSError) or type(error).__module__.startswith("builder.")
        return False, error if ours else fault(error)


def pack_stop(reason: str, file: str | None = None) -> bytes:
    """Return the answer that a call was stopped. `file` is the file that it was reading (default: as noted in this process)."""
    return _STOPPED + wire.pack((False, ApartError(reason, current_file.noted_file() if file is None else file)))


def is_stop(answer: bytes) -> bool:
    """Say whether an answer is that the call was stopped."""
    return answer.startswith(_STOPPED)


def unpack_answer(answer: bytes) -> Callable[[], Any]:
    """Return a function that returns what a call returned, or raises what it raised."""
    try:
        good, value = cast("tuple[bool, Any]", wire.unpack(answer[1:]))
    except Exception as error:  # noqa: BLE001  # bytes of a process that is not itself can raise anything
        good, value = False, ApartError(f"its result could not be handed over ({type(error).__name__})", "")

    def outcome() -> Any:  # noqa: ANN401  # as above
        if good:
            return value
        raise value

    return outcome
