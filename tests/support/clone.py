"""A small clone of the repository for tests of the `coursewright` wrapper, whose locks ask for no package."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOBODY = 65534

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the wrapper is a POSIX shell script")

# Stands in for the compiler: tells how it was called.
REPORT = """
import importlib.util, json, os, sys
print(json.dumps({
    "arguments": sys.argv[1:],
    "folder": os.getcwd(),
    "python": sys.executable,
    "root": os.environ["PYTHONPATH"],
    "yaml": importlib.util.find_spec("yaml") is not None,
}))
sys.exit(int(os.environ.get("STATUS", "0")))
"""


class Clone:
    """A clone, somewhere, and a way to call it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.command = root / "coursewright"

    def environment(self, **changes: str | None) -> dict[str, str]:
        """What the caller's environment holds; None takes a name away."""
        names = {key: os.environ[key] for key in ("PATH", "TMPDIR", "SSL_CERT_FILE") if key in os.environ}
        merged: dict[str, str | None] = {**names, "HOME": str(self.root.parent), **changes}
        return {key: value for key, value in merged.items() if value is not None}

    def call(
        self, *arguments: str, cwd: Path | None = None, command: Path | None = None, **changes: str | None
    ) -> subprocess.CompletedProcess[str]:
        """Call the wrapper and wait for its end."""
        return subprocess.run(
            [command or self.command, *arguments],
            cwd=cwd or self.root,
            env=self.environment(**changes),
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    def start(self) -> subprocess.Popen[str]:
        """Call the wrapper and go on at once, as the head of a process group of its own."""
        return subprocess.Popen(
            [self.command],
            cwd=self.root,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )


def report(ended: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """What the stand-in for the compiler told."""
    assert ended.returncode == 0, ended.stderr
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


def lay_out(root: Path) -> Clone:
    """A clone that was never called."""
    (root / "locks").mkdir(parents=True)
    (root / "builder").mkdir()
    shutil.copy2(ROOT / "coursewright", root)
    (root / "locks" / "tools.txt").touch()
    (root / "locks" / "runtime.txt").write_text("# nothing\n")
    (root / "locks" / "dev.txt").write_text("# nothing for tests\n")
    (root / "builder" / "__init__.py").touch()
    (root / "builder" / "__main__.py").write_text(REPORT)
    (root / "builder" / "doctor.py").write_text("def missing_libraries(): return ()\ndef library_cure(): return ''\n")
    (root / "pytest.py").write_text(REPORT)
    return Clone(root)


def program(path: Path, script: str) -> None:
    """Put a shell script where a program is looked for."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
