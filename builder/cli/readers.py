"""How commands read what may be a stranger's: in a process of its own, under limits, confined to what it has to read.

What that needs is loaded when it is called, because most commands with nothing to do read nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from builder.cli.sandbox import require_sandbox, sandboxing_named

if TYPE_CHECKING:
    from builder.engine.workers.limits import Limits

T = TypeVar("T")


def run_reader(
    call: Callable[[], T],
    *read: Path,
    write: Path | None = None,
    listed: tuple[Path, ...] = (),
    forks: bool = False,
    limits: Limits | None = None,
    load: Callable[[], object] | None = None,
) -> T:
    """Return what `call` returns, a plain value, in a process that may use these folders, or files, and no others.

    `write` is the one folder that it may write to; of `listed` folders it may read the names alone; `forks` is for calls that
    have others read modules. The default `limits` are those of a whole course. `load` imports what the call needs, before
    anything is confined. Raises what `run_apart` raises; exits 3 when the environment requires a sandbox that cannot be had.
    """
    from builder.engine.workers.apart import run_apart
    from builder.engine.workers.limits import WHOLE_COURSE
    from builder.engine.workers.sandbox.access import Access

    sandboxing = sandboxing_named()
    require_sandbox(sandboxing)
    return run_apart(call, limits or WHOLE_COURSE, Access(read, write, sandboxing, forks, listed), load)
