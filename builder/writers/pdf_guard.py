"""Which WeasyPrint we work with. Loads nothing heavy: asked before anything of WeasyPrint's inside is touched."""

from __future__ import annotations

MAJOR = "70"
"""The major version whose inside `pdf_tags` works with. docs/pdf-tagging.md says how to go to another."""


class UnknownRendererError(RuntimeError):
    """WeasyPrint is another one than we know. Its text says which, and the cure."""


def require_weasyprint(found: str | None = None) -> None:
    """Raise UnknownRendererError unless the WeasyPrint that is installed (or `found`) is of the major version we know.

    Its structure tree would pass for tagged and be wrong: better no file than one that a screen reader garbles.
    """
    from importlib.metadata import PackageNotFoundError, version  # 10 ms that every start would pay

    if found is None:
        try:
            found = version("weasyprint")
        except PackageNotFoundError:
            found = "none"
    if found.split(".")[0] != MAJOR:
        raise UnknownRendererError(
            f"PDFs are made with WeasyPrint {MAJOR}; {f'{found} is installed' if found != 'none' else 'it is not installed'}. "
            f'Install it: pip install "weasyprint=={MAJOR}.*"'
        )
