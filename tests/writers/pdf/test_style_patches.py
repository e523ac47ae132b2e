"""Patches of how WeasyPrint makes styles: how many it makes. `test_patches.py` compares what comes out."""

from __future__ import annotations

import pytest

from tests.writers.pdf.test_patches import HTML, render, run


def test_markers_and_footnotes_are_styled_only_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    render(HTML)  # loaded, and fonts are known
    from weasyprint.css import ComputedStyle

    make, made = ComputedStyle.__init__, set()

    def record(self: object, parent: object, cascaded: object, pseudo_type: str | None, *rest: object) -> None:
        made.add(pseudo_type)
        make(self, parent, cascaded, pseudo_type, *rest)

    monkeypatch.setattr(ComputedStyle, "__init__", record)
    render(HTML)
    parts = {part for part in made if part and not part.startswith("@")}
    assert parts == {"before", "after", "marker", "footnote-call", "footnote-marker"}


def test_elements_with_ids_share_styles() -> None:
    """Styles that a page has for 40 equal paragraphs with words in bold, and for 80: the same."""
    code = """
from weasyprint.css import ComputedStyle
made = [0, 0]
make = ComputedStyle.__init__
def count(*rest):
    made[-1] += 1
    make(*rest)
ComputedStyle.__init__ = count
for n in (40, 80):
    made.append(0)
    render("<html lang='en'><title>t</title><style>@page{size:200pt 9000pt}</style>" + "".join(f"<p id='n{i}'>A <b>b</b></p>" for i in range(n)))
print(made[-1] - made[-2])
"""
    assert run("render('<html lang=en><title>t</title>')\n" + code) == b"0\n"
