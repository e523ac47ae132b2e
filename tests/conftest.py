"""What every test shares: `--all`, the quick run that leaves slow tests out and says so, and `--update`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support import tools
from tests.support.commands import FRONT

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController

LONGEST = ("test_verapdf.py", "test_real_pages.py", "test_kills.py", "test_course_decks.py", "test_fit_rendered.py")
"""Files that take minutes under `--all`, the longest first: begun last, one of them would go on alone, with idle cores."""

_LEFT_OUT = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all",
        action="store_true",
        help="run slow tests too; an outside tool that is missing is then a failure, not a skip",
    )
    parser.addoption(
        "--update",
        action="store_true",
        help="rewrite what the pages of tests/cases expect; read the difference before keeping it",
    )


def pytest_configure(config: pytest.Config) -> None:
    tools.demand(everything=bool(config.getoption("--all")))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave slow tests out, unless they were asked for: by `--all`, by a marker, or by their own name; longest files first."""
    items.sort(key=lambda item: (*LONGEST, item.path.name).index(item.path.name))
    named = any("::" in argument for argument in config.args)
    if config.getoption("--all") or config.option.markexpr or named:
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        items[:] = [item for item in items if not item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        config.stash[_LEFT_OUT] = len(slow)
        if hasattr(config, "workeroutput"):  # one of several processes: the one that prints has collected nothing
            config.workeroutput["left out"] = len(slow)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: WorkerController) -> None:
    """Take over from a process of pytest-xdist's how many tests were left out."""
    node.config.stash[_LEFT_OUT] = getattr(node, "workeroutput", {}).get("left out", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    count = config.stash.get(_LEFT_OUT, 0)
    if count:
        tests = "1 slow test was" if count == 1 else f"{count} slow tests were"
        terminalreporter.write_line(f"{tests} left out; run every one with: ./coursewright test --all")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expectations are to be rewritten rather than compared."""
    return bool(request.config.getoption("--update"))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of two small modules, `good` and `bad`."""
    root = tmp_path / "a course"
    for name, body in (
        ("good", "## Topic {time=5}\n\n- one\n- two\n\n::: notes\nSAY: secret script.\n:::\n"),
        ("bad", "## Topic\n\n![](none.png)\n\n::: note\n"),
    ):
        folder = root / "modules" / name
        folder.mkdir(parents=True)
        (folder / "module.md").write_text(FRONT.format(title=name.title(), more="") + body, encoding="utf-8")
    (root / "modules" / "course.yml").write_text("title: A course\nlang: en-US\n", encoding="utf-8")
    return root
