"""A logo on light and on dark ground."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from builder.pictures.clean import clean_picture
from builder.slides.deck.logo import logo_on
from builder.theme.theme import Logo
from tests.support.decks.deck_checks import theme_of

THEME = theme_of("plain")
DARK, LIGHT = THEME.colors["primary"], THEME.colors["background"]


def drawn(color: str) -> bytes:
    mark = f'<circle cx="20" cy="20" r="15" fill="{color}"/>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="80mm" height="40mm" viewBox="0 0 80 40">{mark}</svg>'
    return clean_picture(drawing.encode()).data


def pixels(color: str) -> bytes:
    image, out = Image.new("RGBA", (80, 40)), io.BytesIO()
    image.paste(color, (5, 5, 35, 35))
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("made", [drawn, pixels])
@pytest.mark.parametrize(
    ("color", "ground", "plate"),
    [("#102020", DARK, True), ("#102020", LIGHT, False), ("#ffffff", DARK, False), ("#ffffff", LIGHT, True)],
)
def test_a_logo_that_would_be_lost_gets_a_plate(made: object, color: str, ground: str, plate: bool) -> None:
    assert callable(made)
    data = made(color)
    shown = logo_on(replace(THEME, logo=Logo("logo", "A", data)), ground)
    assert (shown.data != data) == plate
    assert shown.width == (80 + 2 * 4.8 if plate and made is drawn else 90 if plate else 80)
    assert clean_picture(shown.data).media_type == shown.media_type


def test_a_picture_for_dark_ground_stands_there_and_one_with_ground_of_its_own_needs_no_plate() -> None:
    theme = replace(THEME, logo=Logo("logo", "A", drawn("#102020"), drawn("#ffffff")))
    assert theme.logo
    assert logo_on(theme, DARK).data == theme.logo.dark
    assert logo_on(theme, LIGHT).data == theme.logo.data
    out = io.BytesIO()
    Image.new("RGB", (80, 40), DARK).save(out, "JPEG")
    opaque = replace(THEME, logo=Logo("logo", "A", out.getvalue()))
    assert logo_on(opaque, DARK).data == out.getvalue()
    assert logo_on(opaque, DARK).media_type == "image/jpeg"
