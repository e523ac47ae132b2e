"""`coursewright serve`: serves the catalogue and a live preview to the browser."""

from __future__ import annotations

import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.cache import cache_option, find_cache
from builder.cli.course import find_root, report_reading_errors, root_option
from builder.cli.messages import TOOL, USAGE, epoch, stop, talk
from builder.cli.sandbox import require_sandbox, sandbox_option
from builder.engine.workers.limits import Limits

WORKERS = 2
"""Number of worker processes: pages and slides are rendered at the same time."""

RENEW = 60
"""Jobs after which a worker is replaced: each job leaks about 60 kB in Pango or WeasyPrint."""

if TYPE_CHECKING:
    from builder.core.disk.folder import Folder
    from builder.engine.reading.reader import CourseReader, OpenCourse
    from builder.engine.workers.pool import Pool
    from builder.engine.workers.sandbox.access import Sandboxing
    from builder.theme.theme import Theme

LIMITS = Limits(wall=150.0, cpu=120)
"""Limits of each page or deck that is shown: nobody waits longer for a preview."""

DROPPED = Limits(wall=120.0, cpu=60)
"""Limits of a file that somebody drops on a page: a deck of ours takes two seconds."""

PACKAGES = ("starlette", "uvicorn", "watchfiles")


@click.command()
@root_option
@click.option("--theme", help="The theme to show under (default: the course's).")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on. Others than this machine's own get a token.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 takes a free one."
)
@click.option("--output", type=click.Path(path_type=Path), help="The output folder (default: output/ in the course).")
@cache_option
@sandbox_option
def serve(
    root: Path | None,
    theme: str | None,
    host: str,
    port: int,
    output: Path | None,
    cache: Path | None,
    sandboxing: Sandboxing,
) -> None:  # click's way
    """Show the catalogue and a live preview of every module in the browser, until Ctrl-C."""
    if not all(util.find_spec(name) for name in PACKAGES):
        stop("The preview needs three more packages: pip install 'coursewright[serve]'", TOOL)
    day = epoch()  # says what is wrong with it before the builds do
    require_sandbox(sandboxing)
    folder = find_root(root)
    reader, opened = _open(folder, theme, sandboxing)
    import logging
    import socket

    import uvicorn

    from builder.core.disk.private import make_temporary
    from builder.core.disk.writable import BlockedFolderError
    from builder.engine.output.claim import find_links
    from builder.serve.app import ServeOptions, make_app
    from builder.serve.connections import LimitedConnection, LimitedServer, most_connections
    from builder.serve.guard import MOST_HEADER_BYTES, is_loopback
    from builder.serve.log import BoundedLog

    where = folder.root.resolve()
    try:
        find_links(where, output or where / "output")
    except BlockedFolderError as error:
        stop(f"{error}: nothing is served through it. Remove it, or name another folder with --output.", USAGE)
    target = (output or where / "output").resolve()
    found = find_cache(cache, where)
    token = "" if is_loopback(host) else secrets.token_urlsafe(16)
    command = _build_command(where, output, found.base, theme, sandboxing)
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        stop(f"Nothing can listen on {host}:{port} ({error.strerror or error}). Try another --port.", USAGE)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}{'/' + token if token else ''}"
    talk(f"Catalogue: {address}/\nPreview:   {address}/preview/\nCtrl-C ends it.")
    pool, workers_folder = _start_pool(opened.theme, found.of_course(where), sandboxing, where)
    options = ServeOptions(
        where,
        target,
        opened.theme,
        theme or "",
        opened.course.file.lang,
        workers_folder,
        found.of_output(target),
        command,
        host,
        token,
        day,
    )
    LimitedConnection.most = most_connections()
    logging.getLogger().addHandler(BoundedLog(talk))
    app, end_streams = make_app(
        options, pool, partial(_reader, opened.theme, sandboxing, where, make_temporary("returned-"))
    )
    config = uvicorn.Config(
        app,
        http=LimitedConnection,
        ws="none",
        h11_max_incomplete_event_size=MOST_HEADER_BYTES,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    try:
        LimitedServer(config, end_streams).run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        reader.close()  # with the copies of the theme's own fonts
        listener.close()
    talk("Stopped.")


def _open(folder: Folder, theme: str | None, sandboxing: Sandboxing) -> tuple[CourseReader, OpenCourse]:
    """Return the course, and the process that has opened it."""
    from builder.engine.reading.reader import CourseReader
    from builder.engine.workers.sandbox.access import Access

    reader = CourseReader(folder, theme, Access((folder.root,), None, sandboxing))
    with report_reading_errors():
        return reader, reader.opened()


def _start_pool(theme: Theme, cache: Path, sandboxing: Sandboxing, course: Path) -> tuple[Pool, Path]:
    """Start the workers of the preview, and return them and the folder that they write to."""
    from builder.engine.workers.libraries import prepare_worker
    from builder.engine.workers.pool import Pool
    from builder.engine.workers.sandbox.access import access_of_workers

    access = access_of_workers(cache, theme.fonts, sandboxing, course)
    folder = access.write or cache
    return Pool(WORKERS, LIMITS, warm=partial(prepare_worker, theme, folder), renew=RENEW, access=access), folder


@contextmanager
def _reader(theme: Theme, sandboxing: Sandboxing, course: Path, scratch: Path) -> Iterator[Pool]:
    """Yield a process for one file that was dropped on a page: it reads the course, and its temporary files go with it."""
    from builder.core.disk.private import make_private
    from builder.core.disk.writable import WritableFolder
    from builder.engine.workers.pool import Pool
    from builder.engine.workers.sandbox.access import Access
    from builder.serve.returned.read import load_comparing

    fonts = sorted({font.parent for font in theme.fonts})
    pool = Pool(1, DROPPED, warm=load_comparing, access=Access((course, *fonts), make_private(scratch), sandboxing))
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        WritableFolder(scratch).remove_all()


def _build_command(
    where: Path, output: Path | None, cache: Path, theme: str | None, sandboxing: Sandboxing
) -> tuple[str, ...]:
    """Return the command line of the builds that keep the catalogue current."""
    nice = ("nice", "-n", "10") if shutil.which("nice") else ()  # what the author looks at comes first
    program = (*nice, sys.executable, "-P", "-m", "builder", "build", "-C", str(where))
    options = ("--output", str(output or where / "output"), "--cache", str(cache), "--sandbox", sandboxing)
    return (*program, *options, *(("--theme", theme) if theme else ()))
