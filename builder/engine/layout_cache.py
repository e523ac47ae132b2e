"""The layouts of a theme, kept in the course's cache between one check and the next."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from builder.engine.job import theme_hash
from builder.engine.module_build import ModuleBuild
from builder.engine.output.files import write_whole
from builder.engine.state import files_below
from builder.theme.theme import Theme

_CODE = Path(__file__).parent.parent / "slides"


def kept_name(theme: Theme, lang: str) -> str:
    """Return the name under which the layouts of a theme are kept: it changes with all that they are made of."""
    whole = hashlib.sha256(f"{theme_hash(theme)}\0{lang}".encode())
    for path in files_below(_CODE):
        whole.update(path.read_bytes())
    return f"layouts-{whole.hexdigest()[:24]}.json"


def read_kept(cache: Path, name: str) -> bytes:
    """Return what is kept, b"" when nothing is."""
    try:
        return (cache / name).read_bytes()
    except OSError:
        return b""


def keep(cache: Path, name: str, bench: ModuleBuild) -> None:
    """Keep the layouts that were made for a check, in place of older ones. A folder that cannot be written to keeps none."""
    text = bench.layouts_text
    if text:
        with contextlib.suppress(OSError):
            write_whole(cache / name, text)
