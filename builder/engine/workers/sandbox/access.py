"""What of the disk a worker may use: the interpreter, our code and its packages, and what its pool names."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from builder.core.disk.private import make_private, make_temporary
from builder.core.frozen import dataclass
from builder.engine.workers.sandbox.environment import library_folders

Sandboxing = Literal["auto", "require", "off"]
"""Whether workers are confined: as far as this machine can, wholly or not at all begun, or by limits of time and memory alone."""


@dataclass(frozen=True)
class Access:
    """The folders and files that a worker may read, and the one folder that it may write to. All else is closed to it.

    What Python and our own code are made of may be read always. `forks`: it may start processes that are confined like it, and
    end them unless it `only_forks`. They can give that up (`confine.give_up_forking`). Of `listed` folders it may read the names of what lies below them alone.
    """

    read: tuple[Path, ...] = ()
    write: Path | None = None
    sandboxing: Sandboxing = "auto"
    forks: bool = False
    listed: tuple[Path, ...] = ()
    only_forks: bool = False


WORKERS = "workers"
"""The folder for what workers write, in the course's folder in the user's cache. Nothing but workers reads it."""


def access_of_workers(cache: Path, fonts: Iterable[Path], sandboxing: Sandboxing, *read: Path) -> Access:
    """Return what workers may use that write in the course's folder `cache`: there a folder of their own, the files of `fonts`, and `read`.

    The folder is made. What lies in it is for workers alone: one that a course has taken over can write there what it likes.
    """
    try:
        write = make_private(cache / WORKERS)
    except OSError:
        write = make_temporary("workers-")
    return Access((*read, *sorted({font.parent for font in fonts})), write, sandboxing)


_SYSTEM = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store", "/gnu/store"),
    *("/usr/share/fontconfig", "/usr/share/xml/fontconfig", "/etc/fonts", "/usr/share/zoneinfo", "/etc/localtime"),
    *("/etc/ld.so.cache", "/dev/urandom", "/etc/mime.types", "/usr/local/etc/mime.types"),
    *("/etc/httpd/mime.types", "/etc/httpd/conf/mime.types", "/etc/apache/mime.types", "/etc/apache2/mime.types"),
    *("/usr/local/etc/httpd/conf/mime.types", "/usr/local/lib/netscape/mime.types"),
)
"""Shared libraries, fontconfig's own settings (no fonts), time zones, what the C library opens by itself, and types of files as the
module mimetypes wants them."""


def way_to_tool() -> str:
    """Return the folder that our code lies in: folders of a clone are opened one after the other, from there."""
    return str(Path(__file__).parents[4])


@cache
def toolchain() -> tuple[str, ...]:
    """Return the folders and files that Python, our code and the packages under it are made of, as they are now loaded.

    Found out once: workers have it from the process that they are forked from. The search path is not taken as it is: it
    may have the folder that the command was started in, a whole home perhaps.
    """
    ours = Path(__file__).parents[3]
    found = [*_SYSTEM, *library_folders(), str(ours), str(ours.parent / "themes"), *_python()]
    whole = tuple(f"{path}{os.sep}" for path in found)
    return (*found, *{path for path in _loaded() if not f"{path}{os.sep}".startswith(whole)})


def _python() -> Iterator[str]:
    """Yield the folders of the standard library, of its shared libraries, and of installed packages."""
    prefixes = {sys.base_prefix, sys.base_exec_prefix} - {os.sep}
    yield str(Path(os.__file__).parent)
    yield from (f"{prefix}{os.sep}lib" for prefix in prefixes)
    yield from (path for path in sys.path if path.endswith(("site-packages", "dist-packages")))


def _loaded() -> Iterator[str]:
    """Yield where each package or module that is loaded lies."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and "." not in name and name not in {"__main__", "__mp_main__"}:
            yield os.path.dirname(file) if hasattr(module, "__path__") else file  # noqa: PTH120  # Path takes 1 ms for all
