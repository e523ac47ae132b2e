"""The second line, in Python alone: an audit hook that refuses what a worker never does. On macOS and Windows it is the only one.

It sees what Python's own functions are asked for, not what native code does by itself. Source: "Audit events table" in Python's
documentation. A hook cannot be removed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from builder.engine.workers.stopped import RefusedError

_FAMILIES = ("socket.", "winreg.", "syslog.", "ftplib.", "http.client.", "imaplib.", "poplib.", "smtplib.", "urllib.")
"""Beginnings of events: networks, and what Windows and other programs are told."""

_REFUSED = frozenset(
    {
        *("subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile"),
        *("os.startfile/2", "os.system", "pty.spawn", "webbrowser.open", "_winapi.CreateProcess"),
        *("_winapi.CreateNamedPipe", "_winapi.OpenProcess", "_winapi.TerminateProcess", "_winapi.CreateJunction"),
        *("ctypes.call_function", "ctypes.dlopen", "ctypes.dlsym", "ctypes.dlsym/handle"),
        *("os.chflags", "os.chmod", "os.chown", "os.removexattr", "os.setxattr", "os.symlink", "os.utime"),
    }
)
_WRITES = {"os.link": 2, "os.mkdir": 1, "os.remove": 1, "os.rename": 2, "os.rmdir": 1, "os.truncate": 1}
"""Events that change a folder or a file → how many of their first arguments are paths."""

_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def refuse_the_rest(*write: Path | None) -> None:
    """Refuse network, programs, processes, native calls, and writing outside the folders `write`, for the rest of this process's life.

    A name without a folder may be relative to a folder that is open, which the hook is not told: it is let through.
    """
    inside = tuple(os.path.realpath(folder) + os.sep for folder in write if folder)
    own = os.getpid()

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _TO_WRITE and not _is_within(path, inside):
                refuse(f"open to write {path!r}")
        elif event in _REFUSED or event.startswith(_FAMILIES):
            refuse(event)
        elif event in _WRITES:
            if not all(_is_within(path, inside) for path in arguments[: _WRITES[event]]):
                refuse(f"{event} outside its folder")
        elif event in {"os.kill", "os.killpg"} and arguments[0] != own:
            refuse(event)

    native = sys.modules.get("_posixsubprocess")
    if native is not None:  # it starts programs without an event
        native.fork_exec = _refuse_to_start  # type: ignore[attr-defined]  # a module's function, replaced on purpose
    sys.dont_write_bytecode = True  # modules that are loaded late are not compiled for others
    sys.addaudithook(hook)


def refuse(what: str) -> NoReturn:
    """Raise RefusedError for an event."""
    message = f"a worker may not use {what}"
    raise RefusedError(message)


def _refuse_to_start(*_: object) -> NoReturn:
    refuse("_posixsubprocess.fork_exec")


def _is_within(path: object, inside: tuple[str, ...]) -> bool:
    """Say whether a path is inside one of these folders, is no path but a descriptor, or is a mere name."""
    if not isinstance(path, str | bytes | os.PathLike):
        return True
    name = os.fsdecode(path)
    if os.sep not in name or name == os.devnull:
        return name not in {"", os.curdir, os.pardir}
    return f"{os.path.realpath(name)}{os.sep}".startswith(inside)
