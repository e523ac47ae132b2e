"""A small course for tests of the preview and of the published site, and an executor that needs no processes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

FRONT = "---\ntitle: Five\ndescription: About five pages.\nobjectives: [Say it]\nduration: 45\n---\n\n"


def text(word: str = "WORD") -> str:
    """Return a module of about five pages."""
    prose = "This paragraph goes on for a while, as paragraphs in handouts do, and then it ends. " * 8 + "\n\n"
    topics = (f"## Topic {n} {{time=5}}\n\n- a point\n\n" + prose * 3 for n in range(1, 10))
    return FRONT + f"{word} at the beginning.\n\n" + "".join(topics)


def write_course(root: Path, theme_name: str = "plain") -> Path:
    """Write a course of one module of about five pages, and return its folder."""
    module = root / "modules" / "five"
    module.mkdir(parents=True)
    settings = f"title: A course\nmodules: [five]\ntheme: {theme_name}\n"
    (root / "modules" / "course.yml").write_text(settings, encoding="utf-8")
    (module / "module.md").write_text(text(), encoding="utf-8")
    return root


class Here(Executor):
    """Does every job at once, in this thread."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:  # noqa: ANN401  # Executor's
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  # as an executor does
            future.set_exception(error)
        return future
