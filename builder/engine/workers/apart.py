"""Calls in processes of their own, under limits: what reads a stranger's files may hang, swell or crash, and its caller goes on.

A `Pool` starts workers afresh, which takes half a second, and is for what needs the PDF engine. Here a process is forked from
this one, and a new one when it was stopped, so nothing that one file does to it stops the next. Only on Linux: forking is not
safe with Apple's libraries (docs.python.org, “multiprocessing”, Contexts and start methods) and unknown to Windows. There the
call is made in this process, and only its time is limited.
"""

from __future__ import annotations

import select
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from builder.engine.workers.answers import pack_outcome, pack_stop, unpack_answer
from builder.engine.workers.forked import Forked
from builder.engine.workers.limits import Limits
from builder.engine.workers.sandbox.access import Access

S = TypeVar("S")
T = TypeVar("T")

CAN_FORK = sys.platform == "linux"


def run_apart(call: Callable[[], T], limits: Limits, access: Access, load: Callable[[], object] | None = None) -> T:
    """Return what `call` returns in a process of its own, confined to `access`: a plain value (`wire`).

    Raises ApartError when a limit was exceeded or the process ended without an answer, FaultError for other exceptions of
    the call; errors of our own types and OSError as the call raised them. What the call writes into the temporary folder is
    gone afterwards. `load` is called before the process is confined, and may import what the call needs.
    """
    return next(run_each(lambda _: call(), [None], limits, 1, access, load))[1]()


def run_each(
    function: Callable[[S], T],
    items: Sequence[S],
    limits: Limits,
    at_once: int,
    access: Access | None = None,
    load: Callable[[], object] | None = None,
) -> Iterator[tuple[S, Callable[[], T]]]:
    """Call a function with each item in so many processes, each call under limits.

    Yields the items in the order in which they are done, each with a function that returns or raises its outcome. What stops
    one call stops no other. They are confined to `access`, by default to what this process is confined to.
    """
    if not CAN_FORK:
        for item in items:
            yield item, unpack_answer(answer_here(partial(function, item), limits))
        return

    def answer(request: bytes) -> bytes:
        return pack_outcome(partial(function, items[int(request)]), limits)

    running: dict[int, tuple[int, Forked]] = {}
    free: list[Forked] = []
    waiting = iter(range(len(items)))
    try:
        while True:
            while len(running) < at_once and (number := next(waiting, None)) is not None:
                process = free.pop() if free else Forked(answer, limits, access, load)
                process.ask(str(number).encode())
                running[process.pipe] = number, process
            if not running:
                return
            for pipe in _ready([process for _, process in running.values()]):
                number, process = running[pipe]
                found = process.read()
                if found is not None:
                    del running[pipe]
                    free += [] if process.ended else [process]
                    yield items[number], unpack_answer(found)
    finally:
        for process in (*free, *(one for _, one in running.values())):
            process.close()


def _ready(running: Sequence[Forked]) -> list[int]:
    """Wait until one of these processes has written, has ended, or is out of time, and return its pipe, or theirs."""
    poll = select.poll()
    for process in running:
        poll.register(process.pipe, select.POLLIN)
    left = min(process.seconds_left() for process in running)
    ready = [pipe for pipe, _ in poll.poll(max(left, 0) * 1000 + 1)]
    return ready or [process.pipe for process in running if process.seconds_left() <= 0]


def answer_here(call: Callable[[], object], limits: Limits) -> bytes:
    """Return the answer of a call that is made in this process, interrupted when its time is up. Its memory is not limited."""
    import _thread
    import threading

    late = threading.Event()

    def interrupt() -> None:
        late.set()
        _thread.interrupt_main()

    timer = threading.Timer(limits.cpu, interrupt)
    timer.start()
    try:
        return pack_outcome(call, limits)
    except KeyboardInterrupt:
        if not late.is_set():
            raise
        return pack_stop(f"it took longer than {limits.cpu} seconds")
    finally:
        timer.cancel()
