"""The version of WeasyPrint that our patches fit, and how WeasyPrint is imported."""

from __future__ import annotations

from functools import cache
from typing import Any

from builder.writers.pdf.patches.speed.font_tools import defer_font_tools
from builder.writers.pdf.patches.speed.library_names import skip_library_search

MAJOR = "70"
"""The major version of WeasyPrint whose internals the patches fit. docs/pdf-tagging.md describes the upgrade."""


class UnknownRendererError(RuntimeError):
    """WeasyPrint is missing, or has another major version than MAJOR. The text names the version and the command to install."""


def require_weasyprint(version: str | None = None) -> None:
    """Raise UnknownRendererError unless the installed WeasyPrint (or the `version` given) has the major version MAJOR.

    On another version our structure tree could be wrong and still look right: no file is better than one that a screen
    reader garbles.
    """
    from importlib import metadata  # 10 ms that every start of the command would pay

    if version is None:
        try:
            version = metadata.version("weasyprint")
        except metadata.PackageNotFoundError:
            version = ""
    if version.split(".")[0] != MAJOR:
        raise UnknownRendererError(
            f"PDFs are made with WeasyPrint {MAJOR}; {f'{version} is installed' if version else 'it is not installed'}. "
            f'Install it: pip install "weasyprint=={MAJOR}.*"'
        )


@cache
def load_weasyprint() -> Any:  # WeasyPrint is untyped
    """Import WeasyPrint (half a second) and return the package, without our other patches.

    Fonts must be set up before (`shared.fonts.use_fonts`). Raises UnknownRendererError for another major version, and OSError where
    Pango or HarfBuzz is missing.
    """
    from builder.writers.shared.fonts import skip_system_fonts  # every start of the command loads this file

    require_weasyprint()
    with skip_library_search(), defer_font_tools(), skip_system_fonts():
        try:
            import weasyprint
        except OSError:
            weasyprint = None
    if weasyprint is None:  # a system with other library names: search after all
        with skip_system_fonts():
            import weasyprint
    return weasyprint
