"""Let `writers.pdf.forms` write the form fields of a workbook in place of WeasyPrint.

Upstream: https://github.com/Kozea/WeasyPrint/issues/2726 (open) and https://github.com/Kozea/WeasyPrint/pull/2881.
WeasyPrint 70 names a group of options after its first option, lists options twice, writes no tooltips, and leaves appearances to the
viewer (NeedAppearances), which PDF/UA-1 does not allow to count on (ISO 14289-1, 7.18).
Can go when tests/writers/pages/test_workbook.py passes without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def write_fields_with(add_forms: Callable[..., None]) -> Iterator[None]:
    """Make WeasyPrint call `add_forms` for the form fields of each page while the context lasts."""
    import weasyprint.pdf

    stock = weasyprint.pdf.add_forms
    weasyprint.pdf.add_forms = add_forms
    try:
        yield
    finally:
        weasyprint.pdf.add_forms = stock
