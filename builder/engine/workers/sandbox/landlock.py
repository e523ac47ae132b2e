"""Landlock: a process gives up files, TCP and signals to others for the rest of its life, without any privilege.

Source: landlock(7), and "Landlock: unprivileged access control" in the kernel's documentation. Linux 5.13 has the first version of
the interface (files), 5.19 the second (moving between folders), 6.2 the third (truncating), 6.7 the fourth (TCP), 6.10 the fifth
(devices), 6.12 the sixth (signals, abstract sockets). What it does not cover at all (looking up that a name exists, modes, owners,
times, extended attributes) is `seccomp`'s to refuse. Imports the standard library only.
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable

from builder.engine.workers.sandbox.kernel import SandboxError, system_call

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""Numbers of the system calls, the same on all processors (asm-generic/unistd.h)."""

_VERSION = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << bit for bit in range(6))
_MAKE_DIR, _MAKE_REG, _REFER, _TRUNCATE, _IOCTL_DEV = (1 << bit for bit in (7, 8, 13, 14, 15))
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
"""Rights that a rule for a single file may have; the others are about what lies in a folder."""

_READ = _READ_FILE | _READ_DIR
_WRITE = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
"""What is allowed in the folder to write to: no links, devices, sockets and pipes are made there, and nothing in it is run."""

_KNOWN_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""Version of the interface → the number of rights that it knows; later ones know as many as the fifth."""


class _Ruleset(ctypes.Structure):
    """`struct landlock_ruleset_attr`: what is closed unless a rule opens it."""

    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    """`struct landlock_path_beneath_attr`, which is packed: rights in a folder, or of a file."""

    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("rights", ctypes.c_uint64), ("parent", ctypes.c_int32))


def landlock_version() -> int:
    """Return the version of the kernel's interface, 0 where it has none or it is switched off."""
    try:
        return system_call(_CREATE_RULESET, 0, 0, _VERSION)
    except SandboxError:
        return 0


def restrict_files(read: Iterable[str], write: Iterable[str], listed: Iterable[str] = ()) -> int:
    """Close all files to this process but these folders and files, and return the version of the interface.

    Of `listed` folders it may read the names of what lies below them alone.

    Paths that do not exist are left out. Nothing can be run any more, and where the kernel knows how, no TCP is spoken and no other
    process is sent a signal. Call it before threads start. Raises SandboxError when the kernel refuses.
    """
    version = landlock_version()
    if not version:
        message = "the kernel has no Landlock (Linux 5.13 or newer, with `landlock` in its list of security modules)"
        raise SandboxError(message)
    rights = (1 << _KNOWN_RIGHTS.get(version, 16)) - 1
    ruleset = _Ruleset(rights, 3 if version >= 4 else 0, 3 if version >= 6 else 0)  # all that each version knows
    size = 8 if version < 4 else 16 if version < 6 else 24
    handle = system_call(_CREATE_RULESET, ctypes.addressof(ruleset), size, 0)
    try:
        for path in read:
            _allow(handle, path, rights & _READ)
        for path in listed:
            _allow(handle, path, _READ_DIR)
        for path in write:
            _allow(handle, path, rights & _WRITE)
        _allow(handle, os.devnull, _READ_FILE | _WRITE_FILE)
        system_call(_RESTRICT_SELF, handle, 0)
    finally:
        os.close(handle)
    return version


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _OF_FILES
        rule = _PathBeneath(rights, place)
        system_call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.addressof(rule), 0)
    finally:
        os.close(place)
