"""The preview as a web application: it serves the output folder, and previews of modules while they are edited.

/                      the catalogue, as the last build left it; pages reload when a build has ended
/preview/              the modules, and how many problems each has
/preview/MODULE/       problems, pages and slides side by side
/preview/MODULE/live   its changes, as server-sent events
/preview/MODULE/returned  what a file that is sent there would change in the source
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from builder.core.disk.folder import Folder
from builder.core.disk.writable import WritableFolder
from builder.parse.course import module_folders
from builder.serve.builds import BuildRunner
from builder.serve.guard import MOST_FILE, UNSHOWN, Guard, is_loopback
from builder.serve.output_files import OutputFile, OutputFiles
from builder.serve.pages import ModuleStatus, Pages
from builder.serve.render import PreviewRequest, render_problems
from builder.serve.returned.blocks import ReturnedFile
from builder.serve.returned.pictures import pictures_of
from builder.serve.returned.receive import FileDrop
from builder.serve.sessions import PreviewSessions, Subscribers
from builder.serve.watch import changes, stamp
from builder.theme.theme import Theme

PAGE = "index.html"
"""File name of the catalogue's pages."""

RELOAD = '<script src="{}/preview/reload.js" data-way="{}" defer></script></head>'
"""Inserted into the catalogue's pages when they are served; the files on disk are not changed."""

MOST_STREAMS = 40
"""Streams of events at one time: a browser holds one for each page that it shows."""

MOST_STATES = 40
"""The list of modules counts their problems only up to this many modules: each has to be read and checked."""


@dataclass(frozen=True)
class ServeOptions:
    """What is served: the course folder `root`, the `output` folder, the theme.

    `notes` is the output folder's folder of the cache, `command` the command line of a build, `host` the address that the server listens on; with a `token`, every path
    begins with it. `day` is the date of modules without one.
    """

    root: Path
    output: Path
    theme: Theme
    theme_name: str
    lang: str
    cache: Path
    notes: Path
    command: tuple[str, ...]
    host: str = "127.0.0.1"
    token: str = ""
    day: date | None = None


@dataclass
class _Server:
    """The state that all handlers share."""

    options: ServeOptions
    sessions: PreviewSessions
    builds: BuildRunner
    pages: Pages
    files: OutputFiles
    drop: FileDrop
    site: Subscribers = field(default_factory=Subscribers)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    streams: int = 0
    listing: asyncio.Task[list[ModuleStatus]] | None = None

    # the catalogue

    async def file(self, request: Request) -> Response:
        """Answer with a file of the output folder: whole, or the range that is requested (RFC 9110, 14).

        What was not made here, or changed since, is handed out as a download and never shown: a course can bring it along.
        """
        name = str(request.path_params["path"])
        found = await self._find_file(name)
        if not found:
            if name in {"", PAGE} and not self.builds.done:
                return HTMLResponse(self.pages.waiting(_prefix(request)))
            if name and not name.endswith("/") and await self._find_file(f"{name}/{PAGE}"):
                return RedirectResponse(f"{_prefix(request)}/{quote(name)}/")
            raise HTTPException(404)
        if not found.made:
            last = found.path.rpartition("/")[2]
            return FileResponse(self.options.output.resolve() / found.path, media_type=UNSHOWN, filename=last)
        if request.path_params["path"].rpartition("/")[2] not in {"", PAGE}:
            return FileResponse(self.options.output.resolve() / found.path)
        data = await asyncio.to_thread(WritableFolder(self.options.output).read, found.path)
        script = Markup(RELOAD).format(_prefix(request), self.pages.labels("preview"))
        return HTMLResponse(data.replace(b"</head>", script.encode(), 1))

    async def _find_file(self, name: str) -> OutputFile | None:
        """Return a file of the output folder, None when there is none. The guard has refused names that are odd.

        A name that is empty or ends in a slash stands for the `index.html` there.
        """
        path = name if name and not name.endswith("/") else f"{name}{PAGE}"
        return await asyncio.to_thread(self.files.find, path)

    async def site_events(self, request: Request) -> Response:
        """Answer with a stream of events, one each time that a build has ended: the catalogue's pages then reload."""
        del request
        return self._stream(self.site.messages([]))

    def _stream(self, messages: AsyncIterator[bytes]) -> Response:
        """Answer with a stream of events, or with 503 when there are too many already."""
        if self.streams >= MOST_STREAMS:
            raise HTTPException(503)
        return StreamingResponse(self._counted(messages), media_type="text/event-stream")

    async def _counted(self, messages: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        self.streams += 1
        try:
            async for message in messages:
                yield message
        finally:
            self.streams -= 1

    # modules

    def _modules(self) -> list[str]:
        return module_folders(Folder(self.options.root))

    async def modules(self, request: Request) -> Response:
        """Answer with the list of modules and the number of problems in each."""
        if self.listing is None or self.listing.done():  # however many ask at one time, the modules are read once
            self.listing = asyncio.create_task(self._states())
        return HTMLResponse(self.pages.modules(_prefix(request), await asyncio.shield(self.listing)))

    async def _states(self) -> list[ModuleStatus]:
        """Return the modules in the order of the course, with the number of problems in each."""
        names = self._modules()
        lines = {name: ModuleStatus(name) for name in names}
        if len(names) <= MOST_STATES:
            jobs = [self.sessions.executor.submit(render_problems, self._preview_request(name)) for name in names]
            views = await asyncio.gather(*map(asyncio.wrap_future, jobs), return_exceptions=True)
            for name, view in zip(names, views, strict=True):
                if not isinstance(view, BaseException):
                    errors = sum(problem["severity"] == "error" for problem in view.problems)
                    lines[name] = ModuleStatus(name, view.title, view.number, (errors, len(view.problems) - errors))
        return sorted(lines.values(), key=lambda line: (not line.number, line.number, line.name))

    def _preview_request(self, name: str) -> PreviewRequest:
        options = self.options
        return PreviewRequest(options.root, name, options.theme_name, options.cache, stamp(options.root))

    def _module_name(self, request: Request) -> str:
        name = str(request.path_params["module"])
        if name not in self._modules():
            raise HTTPException(404)
        return name

    async def module(self, request: Request) -> Response:
        """Answer with the split view of a module."""
        name = self._module_name(request)
        most = MOST_FILE if is_loopback(self.options.host) else 0
        return HTMLResponse(self.pages.module(_prefix(request), name, self._modules(), most))

    async def returned(self, request: Request) -> Response:
        """Answer with a part of a page: what a file that somebody dropped would change, block by block. Nothing is written."""
        name = self._module_name(request)
        found = await self.drop.answer(request)
        session = self.sessions.sessions.get(found.module) if isinstance(found, ReturnedFile) else None
        pictures = pictures_of(found, session) if isinstance(found, ReturnedFile) else ()
        return HTMLResponse(self.pages.returned(_prefix(request), name, found, pictures, self.options.theme_name))

    async def module_events(self, request: Request) -> Response:
        """Answer with a stream of the module's changes, which begins with its whole state."""
        session = self.sessions.session(self._module_name(request))
        return self._stream(session.subscribers.messages(session.messages()))

    async def picture(self, request: Request) -> Response:
        """Answer with the image of one page or slide, named by the hash of its pixels."""
        session = self.sessions.session(self._module_name(request))
        data = session.pictures.get(request.path_params["key"])
        if data is None:
            raise HTTPException(404)
        return Response(data, media_type="image/png")

    async def asset(self, request: Request) -> Response:
        """Answer with a script or style of the preview."""
        found = self.pages.asset(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        return Response(found[0], media_type=found[1])

    # background tasks

    async def watch_files(self) -> None:
        """Have changed modules rendered and a build requested, for as long as the application runs."""
        async for names in changes(self.options.root, self.stop):
            self.sessions.mark_changed(names)
            self.builds.request_build()

    def end_streams(self) -> None:
        """End the streams of events of all browsers."""
        self.site.close()
        self.sessions.end_streams()

    @contextlib.asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        """Run the background tasks while the application runs; end them with it."""
        del app
        tasks = [asyncio.create_task(self.watch_files()), asyncio.create_task(self.builds.run())]
        self.builds.request_build()
        try:
            yield
        finally:
            self.stop.set()
            self.end_streams()
            await self.sessions.close()
            await self.builds.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def make_app(
    options: ServeOptions, executor: Executor, reader: Callable[[], AbstractContextManager[Executor]]
) -> tuple[Guard, Callable[[], None]]:
    """Return the application, and what ends its streams. `executor` renders previews; the caller shuts it down.

    `reader` is a process for one file that was dropped on a page.
    """
    sessions = PreviewSessions(options.root, options.theme_name, options.cache, executor, lambda: stamp(options.root))
    site = Subscribers()
    builds = BuildRunner(options.command, lambda ok: site.send("built", {"ok": ok}))
    files = OutputFiles(options.output, options.notes)
    drop = FileDrop(options.root, options.theme_name, options.day, reader)
    server = _Server(options, sessions, builds, Pages(options.theme, options.lang), files, drop, site)
    app = Starlette(
        routes=[
            Route("/preview", lambda request: RedirectResponse(f"{_prefix(request)}/preview/")),
            Route("/preview/", server.modules),
            Route("/preview/live", server.site_events),
            Route("/preview/{name:str}", server.asset),
            Route("/preview/{module:str}/", server.module),
            Route("/preview/{module:str}/returned", server.returned, methods=["POST"]),
            Route("/preview/{module:str}/live", server.module_events),
            Route("/preview/{module:str}/{key:str}.png", server.picture),
            Route("/{path:path}", server.file),
        ],
        lifespan=server.lifespan,
    )
    return Guard(app, options.host, options.token), server.end_streams


def _prefix(request: Request) -> str:
    return str(request.scope.get("prefix", ""))
