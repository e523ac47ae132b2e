"""Rendering for the preview, run in worker processes: a module's problems, the pages of its handout, its slides.

Each function gets all that it needs as a `PreviewRequest` and reads the module anew. Course and theme are cached and
read again only when the `stamp` of their files changes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from builder.build import imprint_of, read_module
from builder.core.disk.folder import Folder
from builder.core.frozen import replace
from builder.core.problems import Problems
from builder.core.reports.printable import printable
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.engine.module_check import ModuleCheck
from builder.model.course import Course
from builder.model.outputs import Variant
from builder.parse.course import load_course
from builder.parse.theme import read_theme
from builder.slides.deck.deck import words
from builder.theme.theme import Theme
from builder.transform.lengths import cut

WIDTHS = {"handout": 816, "slides": 800}
"""Width of the images in pixels: a Letter page at 96 dpi, and a slide about as wide."""


@dataclass(frozen=True)
class PreviewRequest:
    """A module to render. `stamp` is the hash of the files that all modules share.

    `known` are the keys of images that the session has already. `places` maps the handout's blocks to their pages as they
    were last laid out, because slides refer to these pages; None: it has not been laid out yet.
    """

    root: Path
    module: str
    theme: str
    cache: Path
    stamp: str
    known: frozenset[str] = frozenset()
    places: dict[str, int] | None = None


@dataclass(frozen=True)
class PreviewImage:
    """One page or slide as a PNG. `key` is the hash of its pixels; `data` is empty when the request had that key.

    `notes` are the paragraphs of a slide's notes, `name` is a slide's id.
    """

    key: str
    width: int
    height: int
    data: bytes = field(repr=False)
    notes: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class Preview:
    """The result of a rendering: images in order, and the problems found. `ok` is False when errors prevented it.

    `title` and `number` (the module's place in the course, 0 = none) come with the problems, for the list of modules.
    """

    ok: bool
    problems: tuple[dict[str, Any], ...] = ()
    images: tuple[PreviewImage, ...] = ()
    places: dict[str, int] = field(default_factory=dict)
    title: str = ""
    number: int = 0


def render_problems(request: PreviewRequest) -> Preview:
    """Return the problems of a module's source. Nothing is laid out."""
    inputs, problems = _load_module(request)
    if inputs is not None and not problems.has_errors:
        ModuleBuild(inputs, problems).check_text()
    course = _course_and_theme(request.root, request.theme, request.stamp)[0]
    return Preview(
        ok=inputs is not None and not problems.has_errors,
        problems=_problem_rows(problems),
        title=inputs.module.meta.title if inputs else "",
        number=course.number(request.module) if course else 0,
    )


def render_handout(request: PreviewRequest) -> Preview:
    """Return the pages of a module's handout, on the paper of the course."""
    inputs, problems = _load_module(request)
    if inputs is None or problems.has_errors:
        return Preview(ok=False)
    before = len(problems)
    made = ModuleBuild(inputs, problems).page("handout", Variant(inputs.paper))
    images = tuple(_draw_pages(made.data, WIDTHS["handout"], request.known))
    return Preview(ok=True, problems=_problem_rows(problems)[before:], images=images, places=made.places)


def render_slides(request: PreviewRequest) -> Preview:
    """Return a module's slides. The page numbers on them are those of the last layout of the handout."""
    inputs, problems = _load_module(request)
    if inputs is None or problems.has_errors:
        return Preview(ok=False)
    before = len(problems)
    if request.places is None:
        build: ModuleBuild = ModuleCheck(replace(inputs, cache=None), problems)
    else:
        build = ModuleBuild(replace(inputs, known_places={"handout": request.places}), problems)
    pages = _draw_pages(build.slides_pdf.data, WIDTHS["slides"], request.known)
    notes = [tuple(map(words, slide.notes)) for slide in build.deck.slides]
    names = [slide.id for slide in build.deck.slides]
    images = tuple(replace(image, notes=said, name=name) for image, said, name in zip(pages, notes, names, strict=True))
    _ = build.questions  # for what a question bank cannot hold
    return Preview(ok=True, problems=_problem_rows(problems)[before:], images=images)


def _load_module(request: PreviewRequest) -> tuple[ModuleInputs | None, Problems]:
    folder, problems = Folder(request.root), Problems()
    course, theme, shared = _course_and_theme(request.root, request.theme, request.stamp)
    problems.extend(shared)
    if course is None or theme is None:
        return None, problems
    read = read_module(folder, course, request.module, problems)
    module = read and cut(read, None, problems)
    if module is None:
        return None, problems
    rules, imprint = course.rules(module.folder), imprint_of(module, course)
    return ModuleInputs(module, theme, imprint, course.file.paper, request.cache, rules), problems


@lru_cache(maxsize=1)
def _course_and_theme(root: Path, theme: str, stamp: str) -> tuple[Course | None, Theme | None, tuple[Any, ...]]:
    """Return course and theme with their problems. `stamp` is part of the cache's key alone."""
    del stamp
    problems, folder = Problems(), Folder(root)
    course = load_course(folder, problems)
    chosen = read_theme(folder, theme or course.file.theme, problems) if course else None
    return course, chosen, tuple(problems)


def _problem_rows(problems: Problems) -> tuple[dict[str, Any], ...]:
    """Return problems as the page shows them: what would turn a line around, or hide in it, as escapes."""
    rows = ({**problem.as_dict(), "excerpt": problem.excerpt.strip()} for problem in problems)
    return tuple({key: printable(one) if isinstance(one, str) else one for key, one in row.items()} for row in rows)


def _draw_pages(pdf: bytes, width: int, known: frozenset[str]) -> Iterator[PreviewImage]:
    """Yield an image of each page. One whose key is `known` is not encoded: encoding takes longer than drawing."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
            key = hashlib.blake2b(bytes(bitmap.buffer), digest_size=12).hexdigest()
            data = b""
            if key not in known:
                out = io.BytesIO()
                bitmap.to_pil().convert("RGB").save(out, format="PNG", compress_level=1)
                data = out.getvalue()
            yield PreviewImage(key, bitmap.width, bitmap.height, data)
    finally:
        document.close()
