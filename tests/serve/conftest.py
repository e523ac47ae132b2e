"""The course that the preview's tests serve."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.commands import ROOT
from tests.support.served import write_course


@pytest.fixture
def course(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A course of one module, under the theme that a test names."""
    return write_course(tmp_path, getattr(request, "param", "plain"))


@pytest.fixture
def server(course: Path) -> Iterator[str]:
    """A real server of the course, ended with Ctrl-C."""
    command = [sys.executable, "-P", "-m", "builder", "serve", "-C", str(course), "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stderr
        address = re.findall(r"http://\S+", process.stderr.readline())[0]
        yield address
        process.send_signal(signal.SIGINT)
        _, output_tail = process.communicate(timeout=30)
        assert output_tail.rstrip().endswith("Stopped.")
        assert "Traceback" not in output_tail
        assert process.returncode == 0
