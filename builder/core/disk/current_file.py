"""The file of a course that this process is reading, kept where its parent can see it: a process that is killed cannot say it.

Imports the standard library only.
"""

from __future__ import annotations

_LENGTH = 2
SIZE = 1024
"""Bytes of the memory that is shared with the parent."""


_shared = memoryview(bytearray(SIZE))


def share(memory: memoryview) -> None:
    """Keep the name in this memory of SIZE bytes from now on."""
    global _shared  # noqa: PLW0603  # one for each process, as there is one file that is read
    _shared = memory


def note_file(name: str) -> None:
    """Note that the file `name` (relative to the course) is read now."""
    data = name.encode(errors="replace")[: SIZE - _LENGTH]
    _shared[0:_LENGTH] = len(data).to_bytes(_LENGTH, "big")
    _shared[_LENGTH : _LENGTH + len(data)] = data


def noted_file(memory: memoryview | None = None) -> str:
    """Return the name noted last in this memory (default: this process's own), "" when none was."""
    memory = _shared if memory is None else memory
    length = int.from_bytes(memory[0:_LENGTH], "big")
    return bytes(memory[_LENGTH : _LENGTH + length]).decode(errors="replace")
