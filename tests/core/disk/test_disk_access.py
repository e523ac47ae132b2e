"""The test that looks for other doors to the disk finds them, however they are written."""

from __future__ import annotations

import pytest

from tests.support.syntax.disk_access import disk_accesses


@pytest.mark.parametrize(
    "code",
    [
        "open('x')",
        "with path.open('rb') as file: ...",
        "Path('x').read_text(encoding='utf-8')",
        "(folder / 'x').write_bytes(b'')",
        "path.unlink(missing_ok=True)",
        "path.stat().st_size",
        "path.lstat()",
        "folder.is_dir()",
        "list(folder.iterdir())",
        "folder.rglob('*')",
        "path.replace(other)",
        "path.rename(other)",
        "path.rmdir()",
        "os.open('x', 0)",
        "os.replace('x', 'y')",
        "walk = os.walk",
        "import os as system\nsystem.listdir('.')",
        "from os import scandir",
        "os.path.isfile('x')",
        "from os.path import exists",
        "import shutil\nshutil.rmtree('x')",
        "from shutil import copy",
        "import tempfile",
        "from tempfile import mkdtemp",
        "from importlib import resources",
        "import io\nio.open('x')",
        "tarfile.open('x')",
        "zipfile.ZipFile(path)",
        "Image.open(path)",
        "pikepdf.open(str(path))",
        "TTFont(path, lazy=True)",
        "pptx.Presentation('x.pptx')",
        "hb.Blob.from_file_path('x')",
        "from glob import glob",
        "import sqlite3",
        "asyncio.to_thread(path.read_bytes)",
        "any(map(Path.is_file, paths))",
    ],
)
def test_it_is_found(code: str) -> None:
    assert [*disk_accesses(code)]


@pytest.mark.parametrize(
    "code",
    [
        "folder.is_file('x')",
        "folder.stat('x')",
        "text.replace('a', 'b')",
        "replace(one, name='x')",
        "Image.open(io.BytesIO(data))",
        "zipfile.ZipFile(out, 'w')",
        "match.group()",
        "m.walk(*body)",
        "shutil.which('nice')",
        "os.path.join('a', 'b')",
        "os.getpid()",
        "path.resolve()",
    ],
)
def test_nothing_else_is(code: str) -> None:
    assert not [*disk_accesses(code)]
