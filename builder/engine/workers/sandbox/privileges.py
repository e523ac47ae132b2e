"""What root's processes may do beyond those of others: a worker gives it up. Imports the standard library only."""

from __future__ import annotations

import ctypes
import os
import struct
from contextlib import suppress

from builder.engine.workers.sandbox.kernel import SandboxError, set_capabilities, set_process_option

_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION = 0x20080522
_KEPT = 0b110
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: in containers root reads courses that belong to somebody else. Landlock bounds them."""


def give_up_privileges() -> None:
    """Let no program that this process might run have more privileges than it has. The kernel asks that before it takes a filter.

    Raises SandboxError when the kernel refuses.
    """
    set_process_option(_NO_NEW_PRIVS, 1)


def drop_capabilities() -> None:
    """Give up all of root's capabilities (capabilities(7)) but reading; only root has any, and could lift its own limits."""
    if os.geteuid() == 0:
        head = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION, 0))
        data = ctypes.create_string_buffer(struct.pack("=6I", _KEPT, _KEPT, 0, 0, 0, 0))
        with suppress(SandboxError):  # a container may have taken them away before
            set_capabilities(head, data)
