"""What readers need of our code is loaded before they are confined: later its bytecode could not be kept.

Making a slide template, which happens once for a theme, is left out.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.commands import ROOT

PROGRAM = """
import sys
from pathlib import Path
from builder.cli.check import _check
from builder.core.disk.folder import Folder
from builder.engine.reading.loading import load_checking
load_checking()
before = set(sys.modules)
found, count = _check(Folder(Path(sys.argv[1])), None, ("two-terms",), None, "")
assert count == 1, count
print(*sorted(name for name in sys.modules.keys() - before if name.startswith("builder.")))
"""


@pytest.mark.slow
def test_a_check_loads_nothing_of_ours_once_it_is_confined() -> None:
    ran = subprocess.run(
        [sys.executable, "-P", "-c", PROGRAM, str(ROOT)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    made_once = ("builder.slides.template.", "builder.theme.templates", "builder.core.archive")
    assert [name for name in ran.stdout.split() if not name.startswith(made_once)] == []
