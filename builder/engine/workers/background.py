"""Background jobs: calls that workers run beside the files of modules, whose results are needed only at the build's end."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

T = TypeVar("T")


class BackgroundJobs:
    """Named calls that run in an executor. A call that was never started is run in this process when its result is needed."""

    def __init__(self, executor: Executor) -> None:
        """Use this executor."""
        self._executor = executor
        self._futures: dict[Hashable, Future[Any]] = {}

    def start(self, name: Hashable, call: Callable[[], object]) -> None:
        """Start a call under a name. It must be picklable."""
        self._futures[name] = self._executor.submit(call)

    def is_started(self, name: Hashable) -> bool:
        """Say whether a call of this name was started whose result nobody has asked for."""
        return name in self._futures

    def is_ready(self, name: Hashable) -> bool:
        """Say whether the call of this name has finished without an error."""
        future = self._futures.get(name)
        return future is not None and future.done() and not future.cancelled() and future.exception() is None

    def result(self, name: Hashable, call: Callable[[], T]) -> T:
        """Return the result of the call of this name; when none was started, run `call`. Raises what the call raised."""
        future = self._futures.pop(name, None)
        return future.result() if future is not None else call()
