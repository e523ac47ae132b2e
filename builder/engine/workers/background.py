"""What workers are asked beside the parts of modules: answers that nobody waits for until the build's end."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

T = TypeVar("T")


class BackgroundJobs:
    """Calls that an executor answers while files are made. A call that was not begun is answered here, when it is asked."""

    def __init__(self, executor: Executor) -> None:
        """Ask this executor."""
        self._executor = executor
        self._futures: dict[Hashable, Future[Any]] = {}

    def start(self, name: Hashable, call: Callable[[], object]) -> None:
        """Have a call answered, under a name. It must be picklable."""
        self._futures[name] = self._executor.submit(call)

    def is_ready(self, name: Hashable) -> bool:
        """Say whether the answer to a call that was begun under this name is there, and no error."""
        begun = self._futures.get(name)
        return begun is not None and begun.done() and not begun.cancelled() and begun.exception() is None

    def result(self, name: Hashable, call: Callable[[], T]) -> T:
        """Return the answer to a call that was begun under this name, or call it. Raises what the call raised."""
        begun = self._futures.pop(name, None)
        return begun.result() if begun is not None else call()
