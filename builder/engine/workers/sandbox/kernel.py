"""Calls of the Linux kernel that Python has no function for. Imports the standard library only."""

from __future__ import annotations

import ctypes
import os
from functools import cache


class SandboxError(Exception):
    """A protection cannot be had on this machine, or the kernel refuses it; the message says which and why."""


def system_call(number: int, *arguments: int) -> int:
    """Make a system call and return its result. Raises SandboxError with the kernel's reason."""
    result = _library().syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments))
    return _checked(result, f"system call {number}")


def set_process_option(option: int, value: int) -> None:
    """Set an option of this process (prctl(2)). Raises SandboxError with the kernel's reason."""
    _checked(_library().prctl(option, *map(ctypes.c_ulong, (value, 0, 0, 0))), f"option {option} of the process")


def set_capabilities(head: ctypes.Array[ctypes.c_char], data: ctypes.Array[ctypes.c_char]) -> None:
    """Set the capabilities of this process (capset(2)). Raises SandboxError with the kernel's reason."""
    _checked(_library().capset(head, data), "capset")


def _checked(result: int, what: str) -> int:
    if result < 0:
        message = f"{what} is refused ({os.strerror(ctypes.get_errno())})"
        raise SandboxError(message)
    return result


@cache
def _library() -> ctypes.CDLL:
    """Return the C library that this process runs with, with its own copy of errno."""
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return library
