"""The preview as a web application: the output folder, and modules as they are written.

/                      the catalogue, as the last build left it; pages reload when a build has ended
/preview/              the modules, and how many problems each has
/preview/MODULE/       problems, pages and slides side by side
/preview/MODULE/live   what changes there, as server-sent events
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from builder.serve.builds import Builds
from builder.serve.desk import Wanted, problems_of
from builder.serve.guard import Guard
from builder.serve.pages import Line, Pages
from builder.serve.studio import Listeners, Studio
from builder.serve.watch import changes, stamp
from builder.theme.theme import Theme

PAGE = "index.html"
"""What the catalogue's pages are called."""

RELOAD = '<script src="{}/preview/reload.js" data-way="{}" defer></script></head>'
"""What is added to the catalogue's pages on their way out; the files stay as they are, and downloads are those files."""

MOST_STATES = 40
"""Modules whose problems are counted for the list of modules."""


@dataclass(frozen=True)
class Place:
    """What is served: a course's folder, its output, and the theme by which it is shown. `host` is where it listens."""

    root: Path
    output: Path
    theme: Theme
    theme_name: str
    lang: str
    cache: Path
    command: tuple[str, ...]
    host: str = "127.0.0.1"
    token: str = ""


@dataclass
class _Server:
    """What handlers share."""

    place: Place
    studio: Studio
    builds: Builds
    pages: Pages
    site: Listeners = field(default_factory=Listeners)
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    # the catalogue

    async def file(self, request: Request) -> Response:
        """Answer with a file of the output folder: whole, or the part that is asked for (RFC 9110, 14)."""
        name = str(request.path_params["path"])
        path = self._inside(name)
        if path is None:
            if name in {"", PAGE} and not self.builds.done:
                return HTMLResponse(self.pages.waiting(_prefix(request)))
            if name and not name.endswith("/") and self._inside(f"{name}/{PAGE}"):
                return RedirectResponse(f"{_prefix(request)}/{quote(name)}/")
            raise HTTPException(404)
        if path.name != PAGE:
            return FileResponse(path)
        data = await asyncio.to_thread(path.read_bytes)
        script = Markup(RELOAD).format(_prefix(request), self.pages.labels("preview"))
        return HTMLResponse(data.replace(b"</head>", script.encode(), 1))

    def _inside(self, name: str) -> Path | None:
        """Return the file of that name if it lies in the output folder, and no part of its path is hidden.

        A name that ends in a slash, or is empty, stands for the page there.
        """
        output = self.place.output.resolve()
        if any(part.startswith(".") for part in name.split("/")):
            return None
        try:
            path = (output / (name if name and not name.endswith("/") else f"{name}{PAGE}")).resolve()
            return path if path.is_relative_to(output) and path.is_file() else None
        except (OSError, ValueError):
            return None

    async def site_events(self, request: Request) -> Response:
        """Tell a page of the catalogue when a build has ended."""
        del request
        return _stream(self.site.messages([]))

    # modules

    def _modules(self) -> list[str]:
        folder = self.place.root / "modules"
        return sorted(path.parent.name for path in folder.glob("*/module.md")) if folder.is_dir() else []

    async def modules(self, request: Request) -> Response:
        """Answer with the list of modules and how they are."""
        names = self._modules()
        lines = {name: Line(name) for name in names}
        if len(names) <= MOST_STATES:
            jobs = [self.studio.executor.submit(problems_of, self._wanted(name)) for name in names]
            views = await asyncio.gather(*map(asyncio.wrap_future, jobs), return_exceptions=True)
            for name, view in zip(names, views, strict=True):
                if not isinstance(view, BaseException):
                    errors = sum(problem["severity"] == "error" for problem in view.problems)
                    lines[name] = Line(name, view.title, view.number, (errors, len(view.problems) - errors))
        ordered = sorted(lines.values(), key=lambda line: (not line.number, line.number, line.name))
        return HTMLResponse(self.pages.modules(_prefix(request), ordered))

    def _wanted(self, name: str) -> Wanted:
        place = self.place
        return Wanted(place.root, name, place.theme_name, place.cache, stamp(place.root))

    def _known(self, request: Request) -> str:
        name = str(request.path_params["module"])
        if name not in self._modules():
            raise HTTPException(404)
        return name

    async def module(self, request: Request) -> Response:
        """Answer with the split view of a module."""
        name = self._known(request)
        return HTMLResponse(self.pages.module(_prefix(request), name, self._modules()))

    async def module_events(self, request: Request) -> Response:
        """Tell a split view what has changed; first, all there is."""
        easel = self.studio.easel(self._known(request))
        return _stream(easel.listeners.messages(easel.state()))

    async def picture(self, request: Request) -> Response:
        """Answer with one page or slide. Its name is the hash of what it shows, so it may be kept for ever."""
        easel = self.studio.easel(self._known(request))
        data = easel.pictures.get(request.path_params["key"])
        if data is None:
            raise HTTPException(404)
        return Response(data, media_type="image/png")

    async def asset(self, request: Request) -> Response:
        """Answer with a script or style of the preview."""
        found = self.pages.asset(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        return Response(found[0], media_type=found[1])

    # what runs beside

    async def watch(self) -> None:
        """Pass on what changes on disk."""
        async for names in changes(self.place.root, self.stop):
            self.studio.changed(names)
            self.builds.ask()

    @contextlib.asynccontextmanager
    async def life(self, app: Starlette) -> AsyncIterator[None]:
        """Watch and build for as long as the application runs."""
        del app
        tasks = [asyncio.create_task(self.watch()), asyncio.create_task(self.builds.run())]
        self.builds.ask()
        try:
            yield
        finally:
            self.stop.set()
            self.site.end()
            await self.studio.close()
            await self.builds.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def make_app(place: Place, executor: Executor) -> Guard:
    """Return the application. `executor` makes views; it is the caller's to shut down."""
    studio = Studio(place.root, place.theme_name, place.cache, executor, lambda: stamp(place.root))
    site = Listeners()
    builds = Builds(place.command, lambda ok: site.tell("built", {"ok": ok}))
    server = _Server(place, studio, builds, Pages(place.theme, place.lang), site)
    app = Starlette(
        routes=[
            Route("/preview", lambda request: RedirectResponse(f"{_prefix(request)}/preview/")),
            Route("/preview/", server.modules),
            Route("/preview/live", server.site_events),
            Route("/preview/{name:str}", server.asset),
            Route("/preview/{module:str}/", server.module),
            Route("/preview/{module:str}/live", server.module_events),
            Route("/preview/{module:str}/{key:str}.png", server.picture),
            Route("/{path:path}", server.file),
        ],
        lifespan=server.life,
    )
    return Guard(app, place.host, place.token)


def _prefix(request: Request) -> str:
    return str(request.scope.get("prefix", ""))


def _stream(messages: AsyncIterator[bytes]) -> Response:
    return StreamingResponse(messages, media_type="text/event-stream")
