"""A build releases what it has published: its memory does not grow with the number of modules."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import ParamSpec, TypeVar

from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.core.source import Source
from builder.engine.job import TaskResult
from builder.engine.plan import OutputOptions
from builder.engine.run import Finished, build
from builder.engine.state.state import State
from builder.model.catalogue import SitePicture
from builder.model.module import Module
from builder.parse.course import load_course
from builder.theme.load import load_theme
from tests.support.output import build_request

P = ParamSpec("P")
T = TypeVar("T")


def alive() -> list[tuple[str, object]]:
    """List results, modules with text, pictures, and sources of whole modules that are in memory, with their kinds."""
    gc.collect()
    found: list[tuple[str, object]] = []
    for one in gc.get_objects():
        match one:
            case TaskResult():
                found.append(("results", one))
            case Module(body=(_, *_)):
                found.append(("modules", one))
            case (SitePicture(), bytes()):
                found.append(("pictures", one))
            case Source(text=text) if "## Topic" in text:
                found.append(("sources", one))
    return found


class Holding(Executor):
    """Does all jobs here and now, and looks before each how many weighty things are alive: `most`, by kind."""

    def __init__(self) -> None:
        self.most: Counter[str] = Counter()
        self.before = alive()  # kept, so that none of what other tests have left can go and be counted as ours less

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        before = {id(one) for _, one in self.before}
        self.most |= Counter(kind for kind, one in alive() if id(one) not in before)
        return future


def test_what_a_module_came_to_is_let_go_before_the_next_but_two(good: Path) -> None:
    course, names = Folder(good.parents[2]), tuple(f"m{number}" for number in range(6))
    for name in names:
        path = good.parents[1] / name / "module.md"
        path.parent.mkdir()
        path.write_text(good.read_text(encoding="utf-8").replace("title: Good", f"title: {name}"), encoding="utf-8")
    problems = Problems()
    loaded, theme = load_course(course, problems), load_theme("plain", problems, course)
    assert loaded
    assert theme
    holding = Holding()
    order = build_request(course, loaded, theme, names, options=OutputOptions(("handout",)), executor=holding)
    *_, done = build(order, State(course.root), problems)
    assert isinstance(done, Finished)
    assert not problems.found
    assert {Path(path).name for path in done.written} >= {f"{name}-handout-en-US.pdf" for name in names}
    assert len(list(course.root.glob("output/*/*/img/page.webp"))) == len(names)
    assert holding.most.keys() == {"results", "modules", "pictures", "sources"}, "all of them were there"
    assert max(holding.most.values()) <= 6, "a module gives two results; two may be at hand, and one be published"
