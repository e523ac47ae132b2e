"""At display sizes a zero has no stroke: the bundled faces have another one, as wide, behind a feature of ours."""

from __future__ import annotations

from pathlib import Path

import pytest
import uharfbuzz

FONTS = Path(__file__).parents[2] / "themes" / "base" / "fonts"


def shaped(path: Path, **features: bool) -> tuple[list[str], int]:
    """Return the glyphs of “O100” and how wide they are."""
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))
    buffer = uharfbuzz.Buffer()
    buffer.add_str("O100")
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, dict(features))
    return [font.glyph_to_string(info.codepoint) for info in buffer.glyph_infos], sum(
        place.x_advance for place in buffer.glyph_positions
    )


@pytest.mark.parametrize("path", sorted(FONTS.glob("AtkinsonHyperlegibleNext-*.ttf")), ids=lambda path: path.stem)
def test_each_face_has_a_zero_without_a_stroke_that_is_as_wide(path: Path) -> None:
    for figures, name in (({}, "zero"), ({"tnum": True}, "zero.tf")):
        usual, width = shaped(path, **figures)
        plain, same = shaped(path, CWZR=True, **figures)
        assert usual[-2:] == [name] * 2
        assert plain == [*usual[:2], f"{name}.plain", f"{name}.plain"]
        assert width == same


def test_titles_ask_for_it() -> None:
    sheet = (FONTS.parent / "print" / "print.css").read_text(encoding="utf-8")
    assert 'h1, .topic-title, .part-title { font-feature-settings: "CWZR"; }' in sheet
