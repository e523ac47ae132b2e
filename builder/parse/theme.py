"""A course's theme, read from its folder, with a logo that is safe to publish."""

from __future__ import annotations

from builder.core.disk.folder import Folder
from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span, Unreadable
from builder.pictures.clean import clean_picture
from builder.theme.load import load_theme
from builder.theme.theme import Theme


def read_theme(folder: Folder, name: str, problems: Problems) -> Theme | None:
    """Return the theme `name` of a course; None when it cannot be used, which is then reported.

    The logo is stripped of metadata and of everything that runs or fetches (`clean_picture`): every output contains it.
    """
    theme = load_theme(name, problems, folder)
    if theme is None or theme.logo is None:
        return theme
    try:
        data, dark = (clean_picture(one).data if one else b"" for one in (theme.logo.data, theme.logo.dark))
        return replace(theme, logo=replace(theme.logo, data=data, dark=dark))
    except Unreadable as error:
        at = Span(f"themes/{name}/theme.yml")
        problems.add(
            ProblemCode.BROKEN_THEME, f"the logo `{theme.logo.name}` cannot be used: {error.reason}", at, error.hint
        )
        return None
