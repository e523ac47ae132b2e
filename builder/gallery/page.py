"""The gallery of themes as one HTML page that needs no other file: pictures of pages and slides, colors, chips of contrast."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from markupsafe import Markup

from builder.core.bidi import direction
from builder.core.problems import Problems
from builder.gallery.specimen import SpecimenPicture, ThemeSpecimen
from builder.theme.load import load_theme
from builder.writers.shared.labels import Labels
from builder.writers.shared.screen_styles import system_fonts
from builder.writers.site.pages import environment


def gallery_page(specimens: Sequence[ThemeSpecimen], lang: str) -> bytes:
    """Return the page, its own words in `lang`. It is drawn in the colors of `plain`, whatever it shows."""
    theme = load_theme("plain", Problems())
    if theme is None:
        raise ValueError("the theme `plain` cannot be used")
    files = tuple((name, text) for name, text in theme.files.items() if name.startswith("site/"))
    html = (
        environment(files)
        .get_template("gallery.html")
        .render(
            label=Labels(theme, lang),
            lang=lang,
            dir=direction(lang),
            fonts=Markup(system_fonts()),  # a constant of ours
            colors=theme.colors,
            specimens=specimens,
            address=_address,
        )
    )
    return html.encode()


def _address(picture: SpecimenPicture) -> str:
    return f"data:image/webp;base64,{b64encode(picture.data).decode()}"
