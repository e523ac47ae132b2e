"""Linters and type checker find nothing, and scripts run from anywhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BENCHMARKS = sorted(ROOT.glob("benchmarks/*.py"))


@pytest.mark.parametrize(
    "command", [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]], ids=["ruff", "format", "mypy"]
)
def test_code_is_clean(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )  # our own tools
    assert done.returncode == 0, done.stdout + done.stderr


BEGINS = """
import importlib.util, runpy, sys
runpy.run_path(sys.argv[1], run_name="begun")
sys.exit(importlib.util.find_spec("builder") is None)
"""


@pytest.mark.parametrize(
    "script",
    [path for path in BENCHMARKS if re.search("from (builder|tests)", path.read_text("utf-8"))],
    ids=lambda path: path.stem,
)
def test_a_benchmark_finds_the_builder_from_anywhere(script: Path, tmp_path: Path) -> None:
    """They are run as scripts, and their first line says how."""
    command = [sys.executable, "-P", "-c", BEGINS, str(script)]
    done = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
