"""Runs our command as the wrapper does: from any folder, in an environment of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from builder.engine.state.cache import CacheFolder

ROOT = Path(__file__).parents[2]
FRONT = "---\ntitle: {title}\ndescription: D.\nobjectives: [Name one thing.]\n{more}---\n\n"

COMMAND = (sys.executable, "-P", "-m", "builder")
ENVIRONMENT = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
CACHE = CacheFolder(Path(os.environ.get("COURSEWRIGHT_CACHE") or tempfile.mkdtemp(prefix="coursewright-tests-")))
"""The cache of all commands of a run. A process that a test starts has the same."""
if not os.environ.get("COURSEWRIGHT_CACHE"):
    atexit.register(shutil.rmtree, CACHE.base, ignore_errors=True)
ENVIRONMENT |= {"PYTHONPATH": str(ROOT), "COURSEWRIGHT_CACHE": str(CACHE.base)}

BODY = "## Topic {time=5}\n\n- one\n\nProse with a word.\n\n::: notes\nSAY: the script.\n:::\n\n::: slide\n- on the wall\n:::\n"
"""The text of a module that has something for every edition of a small build."""


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run coursewright in a folder, with two minutes for it."""
    return run_within(120, *arguments, cwd=cwd, **environment)


def run_within(seconds: float, *arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run coursewright in a folder."""
    return _run([*COMMAND, *arguments], cwd, seconds, environment)


def run_code(code: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run Python that can import the builder."""
    return _run([sys.executable, "-c", code], cwd, 120, {})


def _run(command: list[str], cwd: Path, seconds: float, more: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=ENVIRONMENT | more, capture_output=True, text=True, timeout=seconds, check=False
    )
