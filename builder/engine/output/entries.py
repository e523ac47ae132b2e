"""What workers make beside the files of modules: entries of the catalogue, and the versions of what files are made with.

Apart from `engine/site.py` and `engine/run.py`, so that workers need not load what reads modules.
"""

from __future__ import annotations

import zlib

from builder import __version__
from builder.engine.job import unpack_subject
from builder.model.catalogue import CatalogueEntry
from builder.theme.theme import Theme
from builder.writers.site.catalogue import module_entry


def packed_entry(subject: bytes, theme: Theme) -> CatalogueEntry:
    """Return the entry of a packed subject."""
    found = unpack_subject(subject)
    return module_entry(found.module, found.imprint, theme)


def tool_versions() -> dict[str, str]:
    """Return the versions of Coursewright and of the libraries that decide the bytes of outputs."""
    from builder.writers.pdf.patches.guard import load_weasyprint

    weasyprint = load_weasyprint()
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return {
        "version": __version__,
        "weasyprint": str(weasyprint.__version__),
        "pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
