"""seccomp: a filter that refuses every system call but those that reading a course and writing its files needs.

No sockets, programs, new processes, signals to others, tracing, keys, mounts, changes of modes, owners and times. What is refused
fails (EPERM), so that a library that only tries goes on. Source: seccomp(2), and Documentation/userspace-api/seccomp_filter.rst of
the kernel. Imports the standard library only.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterator

from builder.engine.workers.sandbox.kernel import SandboxError, system_call
from builder.engine.workers.sandbox.syscalls import ABSENT, ALWAYS, HIGHEST, TO_FORK, WITH_CONDITIONS

_PROCESSORS = {"x86_64": (0xC000003E, 0, 317), "aarch64": (0xC00000B7, 1, 277)}
"""Processor → its number in audit.h, its column in the tables of system calls, and the number of seccomp(2) itself."""

_X32_BIT = 0x40000000
"""Set in the numbers of x86_64's second interface, which would pass by a filter for the first."""

_SET_MODE_FILTER, _GET_ACTION_AVAIL = 1, 2
_TSYNC, _SPEC_ALLOW = 1, 4
"""For all threads at once; and without the switch against speculation that older kernels add, which costs some 10 % of a build."""

_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
"""Instructions of classic BPF (linux/bpf_common.h)."""

_NUMBER, _PROCESSOR, _ARGUMENTS = 0, 4, 16
"""Where `struct seccomp_data` has the number, the processor and the arguments, 8 bytes each, the low half first."""

_CLONE_THREAD = 0x10000

Condition = tuple[int, int | None, tuple[int, ...]]
"""An argument's place, a mask for it or None, and the values of which it must have one."""


def conditions(own: int) -> dict[str, Condition]:
    """Return what arguments the calls of WITH_CONDITIONS may have; `own` is the number of this process."""
    return {
        # Before version 3 Landlock lets a file that may be read be emptied by opening it.
        "open": (1, os.O_TRUNC | os.O_ACCMODE, _open_modes()),
        "openat": (2, os.O_TRUNC | os.O_ACCMODE, _open_modes()),
        "clone": (0, _CLONE_THREAD, (_CLONE_THREAD,)),  # threads, no processes
        "fcntl": (
            1,
            None,
            (*range(8), 36, 37, 38, 1030, 1032),
        ),  # descriptors, flags and locks; no owner to signal, no leases
        "ioctl": (
            1,
            None,
            (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451),
        ),  # is it a terminal; FIONREAD, FIONBIO, FIO(N)CLEX
        "prctl": (0, None, (15, 16, 0x53564D41)),  # names of threads and of memory
        "prlimit64": (0, None, (0, own)),
        "kill": (0, None, (own,)),
        "tgkill": (0, None, (own,)),
    }


def _open_modes() -> tuple[int, ...]:
    """Return the modes of opening that are allowed: any but emptying what is opened for reading alone."""
    return (os.O_RDONLY, os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_TRUNC, os.O_RDWR | os.O_TRUNC)


_FORKING: dict[str, Condition] = {
    "clone": (0, 0x7E022000, (0,)),  # any process that is not in namespaces of its own, or traced
    "prctl": (0, None, (15, 16, 38, 0x53564D41)),  # PR_SET_NO_NEW_PRIVS, too: before a child's own filter
}
"""Conditions that are wider where processes may be started."""

_ENDING: dict[str, Condition] = {
    "fcntl": (1, None, (*range(9), 36, 37, 38, 1030, 1032))  # F_SETOWN, too: a process ends with its parent
}
"""And where they may be ended."""


def can_filter() -> bool:
    """Say whether there is a list of system calls for this processor, and the kernel takes filters."""
    processor = _PROCESSORS.get(platform.machine())
    if processor is None or sys.maxsize < 2**32 or sys.byteorder != "little":
        return False
    action = ctypes.c_uint32(_ERRNO)
    try:
        system_call(processor[2], _GET_ACTION_AVAIL, 0, ctypes.addressof(action))
    except SandboxError:
        return False
    return True


def restrict_calls(*, forks: bool = False, ends: bool = True) -> None:
    """Refuse all other system calls to this process and its threads. Raises SandboxError when that cannot be had.

    `forks`: it may start processes, which this holds as well, and end them unless not `ends`.

    Call it after `give_up_privileges`, and after `restrict_files`, whose calls are refused then.
    """
    if not can_filter():
        message = f"the kernel takes no filter of system calls (seccomp) for this processor ({platform.machine()})"
        raise SandboxError(message)
    audit, column, number = _PROCESSORS[platform.machine()]
    program = b"".join(filter_program(audit, column, os.getpid(), forks=forks, ends=ends))
    code = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))  # struct sock_fprog
    pointer = ctypes.create_string_buffer(head, len(head))
    system_call(number, _SET_MODE_FILTER, _TSYNC | _SPEC_ALLOW, ctypes.addressof(pointer))


def filter_program(audit: int, column: int, own: int, *, forks: bool = False, ends: bool = True) -> Iterator[bytes]:
    """Yield the instructions of the filter."""
    checked, allowed = conditions(own), ALWAYS
    if forks:
        checked, allowed = checked | _FORKING, allowed | TO_FORK
    if forks and ends:
        checked |= _ENDING
        del checked["kill"], checked["tgkill"]  # the kernel bounds them, from Landlock 6 on
    yield _instruction(_LOAD, _PROCESSOR)
    yield _instruction(_EQUAL, audit, 1, 0)
    yield _instruction(_RETURN, _KILL)  # another interface of the same processor, such as 32 bits
    yield _instruction(_LOAD, _NUMBER)
    yield _instruction(_AT_LEAST, _X32_BIT, 0, 1)
    yield _instruction(_RETURN, _KILL)
    for name, condition in checked.items():
        block = [*_check(*condition)]
        yield from _when(WITH_CONDITIONS[name][column], block)
    for numbers in allowed.values():
        yield from _when(numbers[column], [_instruction(_RETURN, _ALLOW)])
    for numbers in ABSENT.values():
        yield from _when(numbers[column], [_instruction(_RETURN, _ERRNO | errno.ENOSYS)])
    yield _instruction(_AT_LEAST, HIGHEST + 1, 0, 1)
    yield _instruction(_RETURN, _ERRNO | errno.ENOSYS)
    yield _instruction(_RETURN, _ERRNO | errno.EPERM)


def _check(argument: int, mask: int | None, values: tuple[int, ...]) -> Iterator[bytes]:
    """Yield instructions that end the filter: allowed when an argument has one of the values, else refused.

    The low half of the argument is looked at: these arguments are `int` in the kernel, which reads no more of them.
    """
    yield _instruction(_LOAD, _ARGUMENTS + 8 * argument)
    if mask is not None:
        yield _instruction(_AND, mask)
    for left, value in zip(range(len(values), 0, -1), values, strict=True):
        yield _instruction(_EQUAL, value, left, 0)
    yield _instruction(_RETURN, _ERRNO | errno.EPERM)
    yield _instruction(_RETURN, _ALLOW)


def _when(number: int, block: list[bytes]) -> Iterator[bytes]:
    """Yield a block that is passed by for every system call but one."""
    if number >= 0:
        yield _instruction(_EQUAL, number, 0, len(block))
        yield from block


def _instruction(code: int, value: int, jump_true: int = 0, jump_false: int = 0) -> bytes:
    """Return a `struct sock_filter`."""
    return struct.pack("=HBBI", code, jump_true, jump_false, value)
