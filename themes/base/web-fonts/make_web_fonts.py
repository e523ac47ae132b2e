"""Pack the faces of the shipped themes that the catalogue's pages load, as WOFF2: to be run again when a font or a library changes.

    python themes/base/web-fonts/make_web_fonts.py

Packing takes a fifth of a second of each cold build. They are the same bytes as a build makes of a font that is not here
(`writers/site/web_fonts.py`), and under the licenses beside their sources in `fonts/`. A file's name ends with a hash of its source.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))  # the clone: this is run as a script

from builder.core.problems import Problems
from builder.theme.load import load_theme, theme_names
from builder.writers.site.web_fonts import faces, packed_face, shipped_name

HERE = Path(__file__).parent


def packed() -> dict[str, bytes]:
    """Return the files by name."""
    found = {}
    for name in theme_names():
        theme = load_theme(name, Problems())
        for path, _, _ in faces(theme) if theme else ():
            source = path.read_bytes()
            found[shipped_name(path, source)] = packed_face(source)
    return found


if __name__ == "__main__":
    for old in HERE.glob("*.woff2"):
        old.unlink()
    for name, data in packed().items():
        (HERE / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes")
