"""Patches of how WeasyPrint lays out and draws lines: how often Pango is asked, and that no byte changes, in any script.

`test_pages_come_out_the_same_without_the_speed_patches` compares them on other pages.
"""

from __future__ import annotations

import pytest

from tests.writers.pdf.test_patches import LINE_PATCHES, run

COUNT_LINES = """
from tests.support.random_text import random_text
html = "<html lang=en><title>t</title><div style='columns:2'>" + random_text(0) + "</div>" + random_text(1)
asked = drawn = described = 0
def count(frame, event, _):
    global asked, drawn, described
    if event == "call":
        name = frame.f_code.co_name
        asked += name == "get_first_line" and frame.f_code.co_filename.endswith("line_break.py")
        drawn += name == "draw_text"
        described += name == "get_font_description"
sys.setprofile(count)
render(html)
sys.setprofile(None)
print(asked / drawn, described / drawn)
"""


def test_pango_is_asked_for_few_lines_that_are_not_printed() -> None:
    """For one that is printed these are 3.8; 4.2 if each is laid out again to be drawn, 6.2 if lines are forgotten at once."""
    asked, described = map(float, run(COUNT_LINES).split())
    assert asked < 4
    assert described < 0.5, "a font is described once for each style, not for each of these lines"


@pytest.mark.slow
def test_lines_come_out_the_same_without_the_patches() -> None:
    code = """
from tests.support.random_text import random_text
for seed in range(6):
    sys.stdout.buffer.write(render("<html lang=en><title>t</title>" + random_text(seed)))"""
    assert run(code) == run(code, *LINE_PATCHES)
