"""Close the file of the sRGB color profile, which WeasyPrint 70 leaves open.

Upstream: no issue found on November 27, 2026 (https://github.com/Kozea/WeasyPrint/issues/746 is about another file).
Without it each PDF/A file leaves an open file behind until it is collected, with a ResourceWarning.
Can go when `test_color_profile_is_closed` passes without it.
"""

from __future__ import annotations

from typing import Any


def install() -> None:
    """Replace the name by which `weasyprint.pdf` makes color profiles."""
    import weasyprint.pdf

    profile = weasyprint.pdf.ColorProfile

    def color_profile(file: Any, *rest: Any) -> Any:
        with file:
            return profile(file, *rest)

    weasyprint.pdf.ColorProfile = color_profile
