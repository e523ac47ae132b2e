"""The filter of system calls, run here instead of in the kernel, so that it is tried for every processor."""

from __future__ import annotations

import errno
import os
import struct

import pytest

from builder.engine.workers.sandbox import seccomp
from builder.engine.workers.sandbox.syscalls import ABSENT, ALWAYS, TO_FORK, WITH_CONDITIONS

OWN = 4321
ALLOW, KILL = 0x7FFF0000, 0x80000000
REFUSED, ABSENT_HERE = 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS

PROCESSORS = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}


def run(program: list[bytes], data: bytes) -> int:
    """Run a filter on a `struct seccomp_data` and return its verdict (Documentation/networking/filter.rst of the kernel)."""
    at = accumulator = 0
    while True:
        code, jump_true, jump_false, value = struct.unpack("=HBBI", program[at])
        at += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("=I", data, value)
            case 0x54:
                accumulator &= value
            case 0x15:
                at += jump_true if accumulator == value else jump_false
            case 0x35:
                at += jump_true if accumulator >= value else jump_false
            case 0x06:
                return int(value)
            case _:
                pytest.fail(f"an instruction that is not known: {code:#x}")


@pytest.mark.parametrize("processor", PROCESSORS)
def test_the_filter_allows_what_is_listed_and_nothing_else(processor: str) -> None:
    audit, column = PROCESSORS[processor]
    program = [*seccomp.filter_program(audit, column, OWN)]
    assert len(program) <= 4096, "more than the kernel takes"

    def verdict(number: int, *arguments: int, processor: int = audit) -> int:
        return run(program, struct.pack("=iIQ6Q", number, processor, 0, *arguments, *[0] * (6 - len(arguments))))

    known = {name: numbers[column] for name, numbers in (ALWAYS | WITH_CONDITIONS | ABSENT).items()}
    assert {verdict(known[name]) for name in ALWAYS if known[name] >= 0} == {ALLOW}
    assert {verdict(known[name]) for name in ABSENT} == {ABSENT_HERE}
    named = {*known.values()}
    assert {verdict(number) for number in range(451) if number not in named} == {REFUSED}
    assert verdict(451) == verdict(1000) == ABSENT_HERE
    assert verdict(0, processor=0x40000003) == KILL, "32 bits"
    assert verdict(0x40000000) == (KILL if processor == "x86_64" else verdict(2**30)) == KILL

    call = known.__getitem__
    opened = [verdict(call("openat"), 0, 0, mode) for mode in (os.O_RDONLY, os.O_RDWR | os.O_TRUNC | os.O_CREAT)]
    assert opened == [ALLOW, ALLOW]
    assert verdict(call("openat"), 0, 0, os.O_RDONLY | os.O_TRUNC) == REFUSED
    assert verdict(call("clone"), 0x3D0F00) == ALLOW, "a thread, as the C library makes one"
    assert verdict(call("clone"), 0x1200011) == REFUSED, "fork"
    assert [verdict(call("kill"), who) for who in (OWN, 1, 2**32 - 1, 0)] == [ALLOW, REFUSED, REFUSED, REFUSED]
    assert [verdict(call("prlimit64"), who) for who in (0, OWN, 1)] == [ALLOW, ALLOW, REFUSED]
    assert [verdict(call("fcntl"), 5, what) for what in (2, 4, 8, 1024)] == [ALLOW, ALLOW, REFUSED, REFUSED]
    assert [verdict(call("ioctl"), 0, what) for what in (0x5401, 0x5412)] == [ALLOW, REFUSED]

    program[:] = seccomp.filter_program(audit, column, OWN, forks=True)
    named |= {numbers[column] for numbers in TO_FORK.values()}
    assert {verdict(number) for number in range(451) if number not in named} == {REFUSED}
    assert [verdict(call("clone"), flags) for flags in (0x1200011, 0x3D0F00, 0x10000011)] == [ALLOW, ALLOW, REFUSED]
    assert verdict(call("kill"), 1) == verdict(call("fcntl"), 5, 8) == ALLOW
    program[:] = seccomp.filter_program(audit, column, OWN, forks=True, ends=False)
    assert verdict(call("clone"), 0x1200011) == ALLOW
    assert verdict(call("kill"), 1) == verdict(call("fcntl"), 5, 8) == REFUSED
