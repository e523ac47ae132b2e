"""The wheel, installed where no clone is near: themes and starter are inside, and the two commands work."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_a_wheel_makes_and_builds_a_course(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    # By the locked hatchling: pip would fetch another into an environment of its own.
    offline = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    command = [sys.executable, "-m", "pip", "wheel", *offline, "--wheel-dir", str(wheels), str(ROOT)]
    subprocess.run(command, check=True, timeout=300)
    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(python),
            "install",
            "--quiet",
            "--no-deps",
            *map(str, wheels.iterdir()),
        ],
        check=True,
        timeout=300,
    )
    # The locked packages are already here: the new environment looks for them where this one has them.
    site = next((tmp_path / "env" / "lib").glob("python*/site-packages"))
    (site / "packages-of-the-test-run.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    here = tmp_path / "empty"
    here.mkdir()
    command = [str(tmp_path / "env" / "bin" / "coursewright")]
    subprocess.run([*command, "init", "demo"], cwd=here, check=True, timeout=60, env={"PATH": "/usr/bin:/bin"})
    done = subprocess.run(
        [*command, "build", "--strict"],
        cwd=here / "demo",
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
        env={"PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    assert (here / "demo" / "output" / "manifest.json").is_file()
    assert str(ROOT) not in done.stderr
