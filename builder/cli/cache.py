"""Where notes between builds are kept: the user's cache folder, never the course's, which may be a stranger's."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from builder.cli.messages import USAGE, stop, talk
from builder.core.disk.private import make_private, make_temporary, shared_temporary
from builder.core.disk.writable import WritableFolder
from builder.engine.state.cache import CacheFolder

_VARIABLE = "COURSEWRIGHT_CACHE"


def cache_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add the option `--cache DIR`, which the environment may give too."""
    return click.option(
        "--cache",
        metavar="DIR",
        envvar=_VARIABLE,
        type=click.Path(path_type=Path),
        help=f"Where notes between builds are kept (default: {_VARIABLE}, else the user's cache folder).",
    )(command)


def find_cache(given: Path | None, course: Path) -> CacheFolder:
    """Return the cache folder that was given, else the user's own, else a private temporary one, with a word about it.

    `course` is the course's root. Exits 2 when the one that was given cannot be used, or lies in the course: what a course
    brings along is never believed.
    """
    if given is not None:
        base = Path.cwd() / given
        if base.resolve().is_relative_to(course.resolve()):
            stop(f"{given} lies in the course. Notes between builds must not: name another folder as cache.", USAGE)
        try:
            return _usable(base)
        except OSError as error:
            reason = error.strerror or str(error)
            stop(f"{given} cannot be the cache: {reason}. Name another folder with --cache or {_VARIABLE}.", USAGE)
    for base in _own_places():
        try:
            return _usable(base)
        except OSError:
            continue
    return _temporary()


def _usable(base: Path) -> CacheFolder:
    """Return the cache at a folder. Raises OSError when it cannot be made, or holds what somebody else can write to."""
    for name in ("courses", "outputs"):
        folder = make_private(base / name)
        if not WritableFolder(folder, private=True).is_writable():
            message = f"{folder} cannot be written to"
            raise PermissionError(message)
    return CacheFolder(base)


def _own_places() -> Iterator[Path]:
    """Yield the user's cache folder: XDG_CACHE_HOME where it is set, else the system's usual one."""
    named, home, local = (Path(os.environ.get(name, "")) for name in ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"))
    if named.is_absolute():
        yield named / "coursewright"
    elif os.name == "nt" and local.is_absolute():
        yield local / "coursewright" / "Cache"
    elif home.is_absolute():
        yield (home / "Library" / "Caches" if sys.platform == "darwin" else home / ".cache") / "coursewright"


def _temporary() -> CacheFolder:
    """Return a cache in the temporary folder: the same for each command, if nobody else can write to it, else one for this command."""
    base = shared_temporary()
    try:
        make_private(base)
        found = _usable(base)
    except OSError:
        found = CacheFolder(make_temporary("cache-"))
    talk(
        f"note: no cache folder of yours can be written to; what is made is noted in {found.base} (or say --cache DIR)."
    )
    return found
