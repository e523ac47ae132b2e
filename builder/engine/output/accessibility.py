"""How accessible a finished deck is, for the build's report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DeckAccessibility:
    """The result of the accessibility checks of one .pptx file.

    `summary` is one line of words, "" when the file was not examined; `passed` says whether every check passed.
    """

    summary: str = ""
    passed: bool = True


def deck_accessibility(data: bytes) -> DeckAccessibility:
    """Return the result of the accessibility checks of a .pptx file, read back from its bytes."""
    from builder.slides.inspect.accessibility import examine, summary

    checks = examine(data)
    return DeckAccessibility(summary(checks), all(check.passed for check in checks))
