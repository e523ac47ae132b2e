"""Fonts for pages: a fontconfig file with the theme's fonts only, so that no system font is used and output is the same everywhere.

WeasyPrint has fontconfig read its file when the first page is made: call `use_fonts` before.
"""

from __future__ import annotations

import html
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from builder.core.disk.private import make_temporary
from builder.core.disk.writable import WritableFolder

if TYPE_CHECKING:  # every start of the command loads this file
    from builder.theme.theme import Theme

_GENERIC = {
    "sans-serif": "base",
    "serif": "base",
    "system-ui": "base",
    "monospace": "monospace",
    "Arial": "slides",
    "Helvetica": "slides",
}
"""Font families that SVG drawings may name, and the theme's face that replaces each."""


def fonts_conf(theme: Theme, cache: Path) -> str:
    """Return the text of a fontconfig file that names the folders of the theme's fonts and a cache folder only."""
    kind = theme.tokens.typography
    answers = {"base": kind.base.family, "monospace": kind.monospace.family, "slides": theme.tokens.slides.measured}
    folders = sorted({str(path.parent) for path in theme.fonts})
    rows = [f"<dir>{html.escape(folder)}</dir>" for folder in folders]
    rows.append(f"<cachedir>{html.escape(str(cache))}</cachedir>")
    for asked, face in _GENERIC.items():
        families = f"<family>{html.escape(answers[face])}</family><family>{html.escape(kind.fallback.family)}</family>"
        rows.append(f'<alias binding="strong"><family>{asked}</family><prefer>{families}</prefer></alias>')
    head = '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
    return head + "<fontconfig>\n" + "\n".join(rows) + "\n</fontconfig>\n"


def use_fonts(theme: Theme, cache: Path | None = None) -> None:
    """Point this process's fontconfig at the theme's fonts. Only the first call has an effect: fontconfig reads once.

    `cache` is the folder for the file and fontconfig's cache; without one, or when it is not writable, a temporary folder
    is used. HOME is never read.
    """
    if os.environ.get("FONTCONFIG_FILE", "").endswith(_FILE):
        return
    folder = WritableFolder(cache.resolve(), private=True) if cache else None
    if folder is None or not _write_conf(theme, folder):
        folder = WritableFolder(make_temporary("fonts-"), private=True)
        _write_conf(theme, folder)
    os.environ.update(_settings(folder.root / _FILE))


def _settings(path: Path) -> dict[str, str]:
    """Return the environment in which fontconfig reads this file and none of the home's.

    Whatever its file says, it reads descriptions of the system's rules, which include the user's (fontconfig's
    `FcInitLoadOwnConfig`): `fontconfig/fonts.conf` below XDG_CONFIG_HOME.
    """
    return {"FONTCONFIG_FILE": str(path), "XDG_CONFIG_HOME": str(path.parent)}


def _write_conf(theme: Theme, folder: WritableFolder) -> bool:
    """Write the file, if it is not there, and say whether it is there and fontconfig can write beside it."""
    content = fonts_conf(theme, folder.root).encode()
    try:
        if not folder.is_file(_FILE) or folder.read(_FILE) != content:
            folder.write(_FILE, content)
        return folder.is_writable()
    except OSError:
        return False


@contextmanager
def skip_system_fonts() -> Iterator[None]:
    """Let fontconfig find no fonts while the context lasts, unless `use_fonts` was called: for importing WeasyPrint.

    WeasyPrint loads fontconfig's configuration when it is imported (`weasyprint/text/fonts.py`), only to warn where there
    are no fonts. It would open every font of the home and of the system, damaged ones too, to use none.
    Can go when `test_importing_weasyprint_opens_no_font_of_the_system` passes without it.
    """
    if os.environ.get("FONTCONFIG_FILE", "").endswith(_FILE):
        yield
        return
    settings = _settings(_NO_FONTS)
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
            yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


_FILE = "coursewright-fonts.conf"
_NO_FONTS = Path(__file__).parent / "no-fonts.conf"
"""A configuration of fontconfig that names no fonts."""
