"""`coursewright theme font`: copies a family's files from this machine into a theme, if they may be embedded."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

import click

from builder.cli.course import find_root, report_reading_errors, root_option
from builder.cli.messages import CONTENT, USAGE, count_text, relative, say_line, stop, talk
from builder.cli.new import make_files
from builder.cli.readers import run_reader

PLACES = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
)
"""Where systems keep fonts: the XDG base directories of fontconfig's default configuration, macOS, Windows."""


@click.command("font")
@click.argument("name")
@click.argument("family")
@root_option
def add_font(name: str, family: str, root: Path | None) -> None:
    """Copy the font files of FAMILY from this machine into the theme NAME, if their maker permits embedding."""
    from builder.brands.machine_fonts import find_fonts, load_libraries
    from builder.core.disk.folder import Folder
    from builder.engine.workers.limits import IMPORTING
    from builder.theme.own_fonts import FONTS

    folder = find_root(root)
    if not folder.is_there(f"themes/{name}/theme.yml"):
        stop(f"There is no theme themes/{name} in this course.", USAGE)
    places = [path for path in _places() if Folder(path).is_folder()]
    with report_reading_errors():
        call = partial(find_fonts, family, [Folder(path) for path in places])
        found = run_reader(call, *places, limits=IMPORTING, load=load_libraries)
    for file, why in found.left:
        talk(f"Left {file}: {why}.")
    if not found.files:
        talk(f"This machine has no font files of `{family}` that can be used. Nothing was changed.")
        sys.exit(CONTENT)
    make_files(folder.root, {f"themes/{name}/{FONTS}/{font.name}": font.data for font in found.files})
    for facts in found.facts:
        say_line(facts.line())
    talk(f"Copied {count_text(len(found.files), 'file')} into {relative(folder.root / 'themes' / name / FONTS)}.")
    talk(f"Next: write `family: {found.files[0].family}` under `typography: base:` in its theme.yml.")


def _places() -> list[Path]:
    """Return the folders of fonts of this system and this person, whether they are there or not."""
    home = os.environ.get("HOME") or os.environ.get("USERPROFILE") or ""
    return [Path(one.replace("~", home, 1)) for one in PLACES if home or not one.startswith("~")]
