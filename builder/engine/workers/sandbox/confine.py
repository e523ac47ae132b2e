"""Confining a process: it gives up all that `Access` does not name, as far as this machine can hold it to that."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path

from builder.core.frozen import dataclass
from builder.engine.workers.sandbox.access import Access, toolchain, way_to_tool
from builder.engine.workers.sandbox.kernel import SandboxError


@dataclass(frozen=True)
class Protection:
    """What holds a worker: `held` in words, and `missing` what cannot be had on this machine, with the reason."""

    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


NOT_LINUX = "the sandbox needs Linux; here only Python refuses a worker the network, programs and files to write"


_confined: list[Access] = []
"""What this process was confined to; the processes that it forks know it, too."""


def confine(access: Access, *scratch: Path) -> Protection:
    """Give up for the rest of this process's life what `access` does not name, and return what could be had.

    `scratch` are folders of this process alone, which it may write to as well.
    To be called before threads start. Raises SandboxError when something is missing that `access` requires.
    """
    if access.sandboxing == "off":
        return Protection(missing=("the sandbox is switched off (--sandbox=off)",))
    _confined.append(access)
    done = _confine_on_linux(access, scratch) if sys.platform == "linux" else Protection(missing=(NOT_LINUX,))
    if access.sandboxing == "require" and not done.is_whole:
        raise SandboxError("; ".join(done.missing))
    return done


def _confine_on_linux(access: Access, scratch: tuple[Path, ...]) -> Protection:
    from builder.engine.workers.sandbox.landlock import restrict_files
    from builder.engine.workers.sandbox.privileges import drop_capabilities, give_up_privileges
    from builder.engine.workers.sandbox.seccomp import restrict_calls

    held, missing = [], []
    try:
        give_up_privileges()
    except SandboxError as error:
        return Protection(missing=(str(error),))
    write = map(str, (access.write, *scratch) if access.write else scratch)
    drop_capabilities()
    try:
        version = restrict_files(
            [*toolchain(), *map(str, access.read)], write, [way_to_tool(), *map(str, access.listed)]
        )
        held.append(f"files (Landlock {version})")
    except SandboxError as error:
        missing.append(f"files: {error}")
    try:
        restrict_calls(forks=access.forks, ends=not access.only_forks)
        held.append("system calls (seccomp)")
    except SandboxError as error:
        missing.append(f"system calls: {error}")
    return Protection(tuple(held), tuple(missing))


def give_up_forking() -> None:
    """Start no more processes, and signal none: for a process that a confined one has forked. It gives up nothing else.

    To be called before threads start. What cannot be had was told when that one was confined.
    """
    if sys.platform == "linux" and _confined and _confined[-1].forks:
        from builder.engine.workers.sandbox.seccomp import restrict_calls

        with contextlib.suppress(SandboxError):
            restrict_calls()


def try_out() -> Protection:
    """Return what a worker would be held by on this machine. On Linux a child process tries it; this one gives up nothing.

    To be called before threads start.
    """
    if sys.platform != "linux":
        return Protection(missing=(NOT_LINUX,))
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            done = confine(Access())
            os.write(writing, json.dumps([done.held, done.missing]).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    held, missing = json.loads(said) if said else ((), ("the process that tried it ended",))
    return Protection(tuple(held), tuple(missing))
