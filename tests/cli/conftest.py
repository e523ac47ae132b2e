"""Clones for the tests of the wrapper."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.clone import Clone, lay_out, report


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """One clone that was set up, in a path with spaces; tests copy it."""
    clone = lay_out(tmp_path_factory.mktemp("made") / "a clone")
    first = clone.call()
    assert report(first)["python"] == str(clone.venv / "bin" / "python")
    assert "setting up Coursewright" in first.stderr
    return clone


@pytest.fixture
def ready(made: Clone, tmp_path: Path) -> Clone:
    """A clone of the test's own that needs no set-up."""
    shutil.copytree(made.root, tmp_path / "my clone", symlinks=True)
    return Clone(tmp_path / "my clone")


@pytest.fixture
def fresh(tmp_path: Path) -> Clone:
    """A clone of the test's own that was never called."""
    return lay_out(tmp_path / "fresh clone")


@pytest.fixture
def bin_without_python(tmp_path: Path) -> Path:
    """A PATH with all that the wrapper calls, but no Python and no package manager."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("awk", "cat", "cksum", "dirname", "env", "id", "ls", "mkdir", "readlink", "rm", "sh"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return folder
