"""What a preview shows of a module, made in a worker process: its problems, its handout's pages, its slides.

Each function is handed all it needs and reads the module anew. What all modules share is read again only when the
`stamp` of those files changes.
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
from builder.core.problems import Problems
from builder.core.source import Folder
from builder.engine.module_build import ModuleBuild
from builder.model.course import Course
from builder.model.outputs import Variant
from builder.parse.course import load_course
from builder.slides.deck.layouts import Layouts
from builder.slides.template.read_layouts import read_layouts
from builder.slides.template.template import make_template
from builder.theme.load import load_theme
from builder.theme.theme import Theme

WIDTHS = {"handout": 816, "slides": 800}
"""Pixels: a Letter page at 96 dpi, and a slide about as wide."""


@dataclass(frozen=True)
class Wanted:
    """A module to show. `stamp` names the state of what modules share; `known` are keys of pictures that are there.

    `places` are where the handout's blocks stood when it was last laid out: slides refer to its pages.
    """

    root: Path
    module: str
    theme: str
    cache: Path
    stamp: str
    known: frozenset[str] = frozenset()
    places: dict[str, int] | None = None


@dataclass(frozen=True)
class Leaf:
    """One page or slide as a PNG; `key` is the hash of what it shows, `data` empty where that was known."""

    key: str
    width: int
    height: int
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class View:
    """What was made: pages in order, and what was wrong. `ok` is False when errors kept it from being made.

    `title` and `number` (its place in the course, 0 = none) are told with the problems, for lists of modules.
    """

    ok: bool
    problems: tuple[dict[str, Any], ...] = ()
    leaves: tuple[Leaf, ...] = ()
    places: dict[str, int] = field(default_factory=dict)
    title: str = ""
    number: int = 0


def problems_of(wanted: Wanted) -> View:
    """Return what is wrong with a module's source. Nothing is laid out."""
    bench, problems = _bench(wanted)
    if bench is not None and not problems.has_errors:
        bench.check_labels()
        bench.check_glyphs()
    course = _shared(wanted.root, wanted.theme, wanted.stamp)[0]
    return View(
        ok=bench is not None and not problems.has_errors,
        problems=_told(problems),
        title=bench.module.meta.title if bench else "",
        number=course.number(wanted.module) if course else 0,
    )


def handout_of(wanted: Wanted) -> View:
    """Return the pages of a module's handout on the course's paper."""
    bench, problems = _bench(wanted)
    if bench is None or problems.has_errors:
        return View(ok=False)
    heard = len(problems)
    made = bench.page("handout", Variant(bench.paper))
    leaves = tuple(_leaves(made.data, WIDTHS["handout"], wanted.known))
    return View(ok=True, problems=_told(problems)[heard:], leaves=leaves, places=made.places)


def slides_of(wanted: Wanted) -> View:
    """Return a module's slides; page numbers on them are those of the handout as it was last laid out."""
    bench, problems = _bench(wanted)
    if bench is None or problems.has_errors:
        return View(ok=False)
    heard = len(problems)
    bench.generated = _template(wanted.root, wanted.theme, wanted.stamp, bench.module.lang)
    if wanted.places is None:
        bench.pageless = True
    else:
        bench.known = {"handout": wanted.places}
    leaves = tuple(_leaves(bench.slides_pdf.data, WIDTHS["slides"], wanted.known))
    return View(ok=True, problems=_told(problems)[heard:], leaves=leaves)


def _bench(wanted: Wanted) -> tuple[ModuleBuild | None, Problems]:
    folder, problems = Folder(wanted.root), Problems()
    course, theme, shared = _shared(wanted.root, wanted.theme, wanted.stamp)
    problems.extend(shared)
    if course is None or theme is None:
        return None, problems
    module = read_module(folder, course, wanted.module, problems)
    if module is None:
        return None, problems
    rules, imprint = course.rules(module.folder), imprint_of(module, course)
    return ModuleBuild(module, theme, imprint, course.file.paper, problems, rules=rules, cache=wanted.cache), problems


@lru_cache(maxsize=1)
def _shared(root: Path, theme: str, stamp: str) -> tuple[Course | None, Theme | None, tuple[Any, ...]]:
    """Return course and theme as they are at `stamp`, with what is wrong in them."""
    del stamp
    problems, folder = Problems(), Folder(root)
    course = load_course(folder, problems)
    chosen = load_theme(theme or course.file.theme, problems, folder) if course else None
    return course, chosen, tuple(problems)


@lru_cache(maxsize=1)
def _template(root: Path, theme: str, stamp: str, lang: str) -> tuple[bytes, Layouts]:
    """Return the theme as a PowerPoint file, and its layouts: they take as long to make as ten slides."""
    chosen = _shared(root, theme, stamp)[1]
    if chosen is None:
        raise KeyError(theme)
    made = make_template(chosen, lang)
    return made, read_layouts(made)


def _told(problems: Problems) -> tuple[dict[str, Any], ...]:
    return tuple({**problem.as_dict(), "excerpt": problem.excerpt.strip()} for problem in problems)


def _leaves(pdf: bytes, width: int, known: frozenset[str]) -> Iterator[Leaf]:
    """Draw each page; those that are known by what they show are not packed again, which takes longer than drawing."""
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
            yield Leaf(key, bitmap.width, bitmap.height, data)
    finally:
        document.close()
