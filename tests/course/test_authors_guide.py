"""The author's guide shows each form as it is typed, as a slide and as it looks on paper; the slides are drawn beforehand."""

from __future__ import annotations

import re
import runpy
from html import unescape
from pathlib import Path

import pytest

from tests.support.decks.deck_checks import LAYOUTS

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "modules" / "authors-guide"
DRAWN = sorted(GUIDE.glob("form-*.svg"))


@pytest.mark.parametrize("drawing", DRAWN, ids=lambda path: path.stem)
def test_drawn_slides_say_what_is_typed_above_them(drawing: Path) -> None:
    """Every word of a drawn slide stands in its topic, before the picture: draw_forms.py is run again when one changes."""
    before = (GUIDE / "module.md").read_text("utf-8").partition(f"]({drawing.name})")[0]
    topic = before[before.rindex("\n## ") :]
    typed = re.sub(r"[^\w’]+", " ", topic).split()
    marks = {"7", "of", "10", "1", "2", "3", "Please", "note", "no", "yes", "partly"}  # made by the form itself
    shown = re.findall(r"<text[^>]*>([^<]*)</text>", drawing.read_text("utf-8"))
    words = re.sub(r"[^\w’]+", " ", " ".join(map(unescape, shown))).split()
    assert words
    assert not set(words) - set(typed) - marks


def test_slides_were_drawn_from_the_layouts_as_they_are() -> None:
    """Else run themes/base/slides/draw_forms.py with the PDF of the guide's slides."""
    drawing = runpy.run_path(str(ROOT / "themes/base/slides/draw_forms.py"))
    assert drawing["DIGESTS"].read_text("utf-8") == drawing["digests"](LAYOUTS)


def test_every_form_is_drawn() -> None:
    names = {path.stem.removeprefix("form-") for path in DRAWN}
    assert names == {"panels", "steps", "versus", "timeline", "scale", "number", "matrix"}
