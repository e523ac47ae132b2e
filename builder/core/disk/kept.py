"""What is slow to make, kept in the user's cache as a file that is believed only when it is whole.

Imports the standard library only.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path

from builder.core.disk.writable import WritableFolder

_DIGEST = hashlib.sha256().digest_size


def kept_bytes(cache: Path | None, name: str, made_from: tuple[bytes, ...], make: Callable[[], bytes]) -> bytes:
    """Return what `make` returns: from the folder `cache`, where it was kept and is whole, else made and kept there.

    `name` begins the file's name, which also holds a hash of `made_from`: all that the result depends on, code and versions of
    libraries among it. The file begins with the SHA-256 of the rest. Where `cache` is None, nothing is read or written; a folder
    that cannot be read or written only costs time.
    """
    if cache is None:
        return make()
    key = hashlib.sha256()
    for part in made_from:
        key.update(hashlib.sha256(part).digest())
    folder, file = WritableFolder(cache, private=True), f"{name}-{key.hexdigest()[:24]}"
    with contextlib.suppress(OSError):
        found = folder.read(file)
        if hashlib.sha256(found[_DIGEST:]).digest() == found[:_DIGEST]:
            return found[_DIGEST:]
    made = make()
    with contextlib.suppress(OSError):
        folder.write(file, hashlib.sha256(made).digest() + made)
    return made
