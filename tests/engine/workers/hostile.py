"""What a worker does that a course has taken over, and what it may do; run in workers, so nothing is imported that it may not."""

from __future__ import annotations

import contextlib
import os
import platform
import signal
import socket
import stat
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

CALLS = {
    "x86_64": {
        "ptrace": 101, "mount": 165, "unshare": 272, "io_uring_setup": 425, "keyctl": 250, "process_vm_readv": 310,
        "open_by_handle_at": 304, "personality": 135, "perf_event_open": 298, "bpf": 321, "userfaultfd": 323,
        "inotify_init1": 294, "clone3": 435, "shmget": 29, "mq_open": 240, "pidfd_open": 434, "seccomp": 317,
        "landlock_create_ruleset": 444, "openat2": 437, "execveat": 322, "setns": 308, "fsetxattr": 190,
    },
    "aarch64": {
        "ptrace": 117, "mount": 40, "unshare": 97, "io_uring_setup": 425, "keyctl": 219, "process_vm_readv": 270,
        "open_by_handle_at": 265, "personality": 92, "perf_event_open": 241, "bpf": 280, "userfaultfd": 282,
        "inotify_init1": 26, "clone3": 435, "shmget": 194, "mq_open": 180, "pidfd_open": 434, "seccomp": 277,
        "landlock_create_ruleset": 444, "openat2": 437, "execveat": 281, "setns": 268, "fsetxattr": 7,
    },
}  # fmt: skip
"""System calls that no file of a course needs, by processor."""


HARMLESS = (
    *("read a file of the reader's", "list the reader's home", "read the table of users", "read an environment"),
    *("write to a file of the reader's", "make a file beside it", "write to the course", "make a link in its folder"),
    *(
        "change a mode",
        "change times",
        "open a socket",
        "open a pair of sockets",
        "start a process",
        "signal its parent",
    ),
)
"""Attempts that do no harm to a test's own process where nothing refuses them."""


def attack(course: Path, outside: Path, parent: int, only: tuple[str, ...] = ()) -> dict[str, int]:
    """Try what a worker must not do, in a worker and without Python's functions. Return the error of each attempt, 0 for success.

    `only`: these attempts alone.
    """
    import cffi  # type: ignore[import-untyped]  # it has no types

    ffi: Any = cffi.FFI()
    ffi.cdef(
        "int open(const char *, int, ...); int socket(int, int, int); int socketpair(int, int, int, int *); int fork(void);"
        "int vfork(void); int execv(const char *, char *const *); int kill(int, int); int symlink(const char *, const char *);"
        "int link(const char *, const char *); int rename(const char *, const char *); int unlink(const char *);"
        "int chmod(const char *, unsigned); int chown(const char *, int, int); int truncate(const char *, long);"
        "int mkdir(const char *, unsigned); int mkfifo(const char *, unsigned); int utimes(const char *, void *);"
        "int setxattr(const char *, const char *, const char *, size_t, int); int fcntl(int, int, ...);"
        "int ioctl(int, unsigned long, ...); int prctl(int, ...); long syscall(long, ...); void _exit(int);"
        "int setuid(int); int sched_setaffinity(int, size_t, void *); int prlimit(int, int, void *, void *); int chdir(char *);"
    )
    native = ffi.dlopen(None)
    secret, page, own = (os.fsencode(path) for path in (outside / "secret", course / "page", course / "cache"))
    null, pair = ffi.NULL, ffi.new("int[2]")

    def word(value: int) -> Any:  # noqa: ANN401  # what is handed to native code has no type here
        return ffi.cast("long", value)

    def child(start: Callable[[], int]) -> int:
        result = start()
        if result == 0:
            native._exit(0)
        return result

    attempts: dict[str, Callable[[], int]] = {
        "read a file of the reader's": lambda: native.open(secret, os.O_RDONLY),
        "list the reader's home": lambda: native.open(os.fsencode(outside), os.O_RDONLY | os.O_DIRECTORY),
        "read the table of users": lambda: native.open(b"/etc/passwd", os.O_RDONLY),
        "read the memory of its parent": lambda: native.open(f"/proc/{parent}/mem".encode(), os.O_RDONLY),
        "read an environment": lambda: native.open(b"/proc/self/environ", os.O_RDONLY),
        "write to a file of the reader's": lambda: native.open(secret, os.O_WRONLY),
        "make a file beside it": lambda: native.open(secret + b"2", os.O_WRONLY | os.O_CREAT, ffi.cast("int", 0o600)),
        "write to the course": lambda: native.open(page, os.O_WRONLY),
        "empty a file of the course by opening it": lambda: native.open(page, os.O_RDONLY | os.O_TRUNC),
        "make a file in the course": lambda: native.open(page + b"2", os.O_WRONLY | os.O_CREAT, ffi.cast("int", 0o600)),
        "make a folder in the course": lambda: native.mkdir(page + b"3", 0o700),
        "open a terminal": lambda: native.open(b"/dev/tty", os.O_RDWR),
        "empty a file": lambda: native.truncate(page, 0),
        "remove a file": lambda: native.unlink(secret),
        "move a file": lambda: native.rename(secret, own + b"/secret"),
        "move its own file out": lambda: native.rename(own + b"/mine", secret + b"4"),
        "link a file to its folder": lambda: native.link(secret, own + b"/secret"),
        "make a link in its folder": lambda: native.symlink(secret, own + b"/link"),
        "make a pipe in its folder": lambda: native.mkfifo(own + b"/pipe", 0o600),
        "change a mode": lambda: native.chmod(secret, 0o777),
        "change an owner": lambda: native.chown(secret, os.getuid(), os.getgid()),
        "change times": lambda: native.utimes(secret, null),
        "set an attribute": lambda: native.setxattr(secret, b"user.x", b"y", 1, 0),
        "open a socket": lambda: native.socket(socket.AF_INET, socket.SOCK_STREAM, 0),
        "open a local socket": lambda: native.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0),
        "open a pair of sockets": lambda: native.socketpair(socket.AF_UNIX, socket.SOCK_STREAM, 0, pair),
        "start a process": lambda: child(native.fork),
        "start a process by vfork": lambda: native.syscall(
            word(58 if platform.machine() == "x86_64" else 220), word(0)
        ),
        "run a program": lambda: native.execv(b"/bin/true", null),
        "signal its parent": lambda: native.kill(parent, 0),
        "signal all": lambda: native.kill(-1, 0),
        "have the system signal its parent": lambda: native.fcntl(0, 8, ffi.cast("int", parent)),
        "type into a terminal": lambda: native.ioctl(0, 0x5412, ffi.new("char *", b"x")),
        "be traced by all": lambda: native.prctl(0x59616D61, word(-1), word(0), word(0), word(0)),
        "become another user": lambda: native.setuid(0),
        "move its parent to one core": lambda: native.sched_setaffinity(parent, 8, ffi.new("char[8]", b"\1")),
        "limit its parent": lambda: native.prlimit(parent, 7, null, ffi.new("long[2]")),
        "go elsewhere": lambda: native.chdir(ffi.new("char[]", b"/")),
    }
    for name, number in CALLS[platform.machine()].items():
        attempts[name] = partial(native.syscall, word(number), *[word(0)] * 6)
    done = {}
    for name in only or attempts:
        ffi.errno = 0
        done[name] = ffi.errno if attempts[name]() < 0 else 0
    return done


def work(course: Path) -> tuple[bytes, str, list[str]]:
    """Do what a worker is for: read the course, write to its own folder, use threads, and end."""
    own = course / "cache"
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append((own / "mine").read_text(encoding="utf-8")))
    (own / "mine").write_text("a note", encoding="utf-8")
    (own / "mine").rename(own / "other")
    (own / "other").rename(own / "mine")
    thread.start()
    thread.join()
    with tempfile.NamedTemporaryFile() as file:
        found.append(str(Path(file.name).parent))
    return (course / "page").read_bytes(), (own / "mine").read_text(encoding="utf-8"), found


def descriptors() -> list[str]:
    """Return what a worker has open: /proc is closed to it, so each number is tried."""
    kinds = []
    for number in range(256):
        with contextlib.suppress(OSError):
            kinds.append(stat.S_IFMT(os.fstat(number).st_mode) == stat.S_IFCHR)
    return ["device" if kind else "pipe" for kind in kinds]


SEEN: list[tuple[int, dict[str, int]]] = []
"""What was tried in the process that workers were forked from, if it was: its number, and the error of each attempt."""


def attack_as_it_prepares(course: Path, outside: Path, parent: int) -> None:
    only = (
        *HARMLESS,
        "signal all",
        "have the system signal its parent",
        "read the memory of its parent",
        "remove a file",
    )
    SEEN.append((os.getpid(), attack(course, outside, parent, only)))


def seen() -> list[tuple[int, dict[str, int]]]:
    return SEEN


def seen_and_parent() -> tuple[list[int], int]:
    time.sleep(0.05)  # so that the other worker takes the next call
    return [number for number, _ in SEEN], os.getppid()


def sleep() -> None:
    time.sleep(30)


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def other_interface() -> None:
    """Make a system call by the number of x86_64's second interface, where there is one."""
    import cffi

    ffi: Any = cffi.FFI()
    ffi.cdef("long syscall(long, ...);")
    if platform.machine() != "x86_64":
        os.kill(os.getpid(), signal.SIGSYS)
    ffi.dlopen(None).syscall(ffi.cast("long", 0x40000000 | 39))


def send_message() -> None:
    socket.socket().sendmsg([b"x"])


def start_natively() -> None:
    import _posixsubprocess

    start: Any = _posixsubprocess.fork_exec
    start([b"true"], [b"/bin/true"])


def call_natively() -> None:
    import ctypes

    ctypes.CDLL(None).getpid()


def write(path: Path) -> None:
    path.write_text("forged", encoding="utf-8")


def remove(path: Path) -> None:
    path.unlink()


def move(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))


def make(path: Path) -> None:
    path.with_name("folder").mkdir()


def link(path: Path) -> None:
    path.with_name("link").symlink_to(path)


def open_to_all(path: Path) -> None:
    path.chmod(0o777)


def kill_parent() -> None:
    os.kill(os.getppid(), signal.SIGTERM)


def attack_from_a_fork(course: Path, outside: Path, parent: int) -> dict[str, int]:
    """Make the attempts in a process that a confined one has started, as courses of several modules are read."""
    from builder.engine.workers.apart import run_each
    from builder.engine.workers.limits import Limits

    ((_, outcome),) = run_each(lambda one: attack(course, outside, one), [parent], Limits(wall=60, cpu=20), 1)
    return outcome()


class Answer:
    """What would make a folder where it is unpacked."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.path),)


def answer_with_a_call(path: Path) -> Answer:
    return Answer(path)
