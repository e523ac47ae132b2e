"""A process that has opened something once, a course, and has another process make calls on it, which is replaced when one stops it.

The first is forked while this process has no threads yet. Where processes cannot be forked, all is done in this one (`apart`).
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

from builder.core.frozen import replace
from builder.engine.workers.answers import pack_outcome, pack_stop, unpack_answer
from builder.engine.workers.apart import CAN_FORK, answer_here
from builder.engine.workers.forked import Forked
from builder.engine.workers.limits import Limits
from builder.engine.workers.sandbox.access import Access

L = TypeVar("L")
P = ParamSpec("P")

_GRACE = 60.0
"""Seconds that an answer may take beyond the limit of its call, before the first process is taken as stopped itself."""


class Host(Generic[L]):
    """Processes that open something, under limits, and then make calls on it, each under `each` limits. Close it at the end."""

    def __init__(
        self, opening: Callable[[], L] | None, limits: Limits, each: Limits, access: Access, value: L | None = None
    ) -> None:
        """Start the first process, confined to `access`, which begins with `opening`, or has the `value` when there is nothing to open."""
        self._each = each
        self._opened = _Opened(opening, limits, each, value)
        self._process = (
            Forked(self._opened.answer, limits, replace(access, forks=True), relays=True) if CAN_FORK else None
        )
        if opening:
            self._ask(b"")

    @property
    def folder(self) -> Path | None:
        """The folder that the first process writes to; None where it is this one."""
        return self._process.folder if self._process else None

    def opened(self) -> L:
        """Return what was opened. Raises what `opening` raised, or ApartError. Call it once, before all else."""
        return cast("L", unpack_answer(self._answer())())

    def ask(self, function: Callable[Concatenate[L, P], object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Have a function called with what was opened and these arguments. `answer` gives its result; then the next can be asked for."""
        self._ask(pickle.dumps(partial(_call, function, args, kwargs)))

    def answer(self) -> Any:  # noqa: ANN401  # of the function that was asked for
        """Return what the function returned. Raises what it raised, or ApartError."""
        return unpack_answer(self._answer())()

    def _ask(self, request: bytes) -> None:
        self._request = request
        if self._process and not self._process.ended:
            self._process.ask(request, self._each.wall + _GRACE if request else 0)

    def _answer(self) -> bytes:
        if self._process is None:
            return self._opened.answer(self._request)
        return (
            pack_stop("the process that reads the course was stopped", "")
            if self._process.ended
            else self._process.wait()
        )

    def close(self) -> None:
        """End the processes."""
        if self._process:
            self._process.close()


class _Opened(Generic[L]):
    """What answers requests: the first opens, the others make calls on it."""

    def __init__(self, opening: Callable[[], L] | None, limits: Limits, each: Limits, value: L | None) -> None:
        self._opening, self._limits, self._each = opening, limits, each
        self._value = value
        self._process: Forked | None = None

    def answer(self, request: bytes) -> bytes:
        if not request:
            return pack_outcome(self._open, self._limits) if CAN_FORK else answer_here(self._open, self._limits)
        if not CAN_FORK:
            return answer_here(partial(self._make, request), self._each)
        if self._process is None or self._process.ended:
            self._process = Forked(lambda one: pack_outcome(partial(self._make, one), self._each), self._each, None)
        self._process.ask(request)
        return self._process.wait()

    def _open(self) -> L | None:
        self._value = self._opening() if self._opening else self._value
        return self._value

    def _make(self, request: bytes) -> object:
        return pickle.loads(request)(self._value)  # noqa: S301  # of our own parent, which reads no course


def _call(
    function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object], opened: object
) -> object:
    return function(opened, *args, **kwargs)
