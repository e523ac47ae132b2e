"""Finding and reading themes: theme.yml with the themes it extends, templates, labels, fonts, logo, PowerPoint template."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePosixPath

from builder.core.disk.folder import Folder, our_folder
from builder.core.problems import ProblemCode, Problems, did_you_mean
from builder.core.records import Places, validate_value
from builder.core.source import Source, Span, Unreadable
from builder.core.yaml_text import read_yaml
from builder.theme.contrast import LINE_PAIRS, TEXT_PAIRS, contrast
from builder.theme.folder import themes_folder
from builder.theme.icons import icon_paths
from builder.theme.labels import override_labels, read_labels
from builder.theme.language.merge import MergedTheme, read_merged
from builder.theme.own_fonts import (
    FONTS,
    STAND_IN,
    STAND_IN_STRETCH,
    TWINS,
    OwnFonts,
    families_of,
    own_fonts,
    spelled,
)
from builder.theme.theme import Logo, PowerPointFile, Theme
from builder.theme.tokens import ROLES, Tokens

_HEX = re.compile(r"#[0-9a-fA-F]{6}")

_REFUSED = {"rtl": "remove it: pages, slides and charts are mirrored by the language of each module"}
"""Keys that themes might be expected to have, and why they need none."""

TEMPLATE_LIMIT = 20_000_000
"""The largest PowerPoint template that is read, in bytes."""


def theme_names(course: Folder | None = None) -> dict[str, Folder]:
    """Return the folders of all themes by name: the shipped ones and the course's own, which take precedence."""
    found: dict[str, Folder] = {}
    for folder in (our_folder(themes_folder()), course.below("themes") if course else None):
        for name in folder.folders("") if folder else ():
            if folder and name != "base" and folder.is_there(f"{name}/theme.yml"):
                found[name] = folder.below(name)
    return found


def theme_descriptions(course: Folder | None = None) -> dict[str, str]:
    """Return the names of all themes with what each says of itself (`description:` in theme.yml), "" where it says nothing."""
    described = {}
    for name, folder in theme_names(course).items():
        try:
            value, _ = read_yaml(folder.source("theme.yml"), Problems())
        except Unreadable:
            value = None
        described[name] = str(value.get("description", "")) if isinstance(value, dict) else ""
    return described


def load_theme(name: str, problems: Problems, course: Folder | None = None) -> Theme | None:
    """Return the theme `name`, or None, with a problem for each fault."""
    known = theme_names(course)
    if name not in known:
        hint = did_you_mean(name, known) or f"known themes: {', '.join(sorted(known))}"
        problems.add(ProblemCode.BROKEN_THEME, f"there is no theme `{name}`", hint=hint)
        return None
    merged = read_merged(known[name], known, problems)
    if merged is None:
        return None
    source = merged.source
    tokens = _validate(merged, problems)
    colors = _colors(tokens, merged, problems) if tokens else None
    if tokens is None or colors is None or not _check_contrasts(colors, merged, problems):
        return None
    if not _check_icons(tokens, source, problems):
        return None
    base = our_folder(themes_folder() / "base")
    fonts = _fonts(base, merged.folders, source, problems)
    tokens = _with_fonts(tokens, fonts, source, problems) if fonts else None
    if fonts is None or tokens is None:
        return None
    return Theme(
        id=name,
        tokens=tokens,
        colors=colors,
        files=_texts(base),
        labels=override_labels(read_labels(base, course, problems), tokens.labels, merged.at, problems),
        fonts=fonts.paths,
        fonts_key=fonts.key,
        logo=_logo(tokens, merged, problems),
        template=_template(tokens, merged, problems),
    )


def _validate(merged: MergedTheme, problems: Problems) -> Tokens | None:
    """Return the validated tokens. Keys that have no effect are warned of; what is wrong is a broken theme."""
    found = Problems()
    tokens = validate_value(Tokens, merged.value, Places(merged.source, merged.node), found, what="theme")
    for problem in found:
        name = problem.message.partition("`")[2].partition("`")[0]
        hint = _REFUSED.get(name, "") or problem.hint
        if problem.code is ProblemCode.UNKNOWN_KEY:
            problems.add(problem.code, problem.message, problem.at, hint)
        else:
            problems.add(ProblemCode.BROKEN_THEME, f"token {problem.message}", problem.at, hint)
    return tokens


def _colors(tokens: Tokens, merged: MergedTheme, problems: Problems) -> dict[str, str] | None:
    """Return each role's color as `#rrggbb`, palette names resolved."""
    palette, colors, sound = tokens.color.palette, {}, True
    named = {role: getattr(tokens.color, role.replace("-", "_")) for role in ROLES}
    named["ground"] = tokens.color.ground or tokens.color.primary
    named |= {f"accent{n}": name for n, name in enumerate(tokens.color.accent, 1)}
    for role, name in named.items():
        value = palette.get(name, name)
        if not _HEX.fullmatch(value):
            path = ("color", "palette", name) if name in palette else ("color", role.rstrip("123456"))
            hint = "" if name in palette else did_you_mean(name, palette)
            problems.add(
                ProblemCode.BROKEN_THEME,
                f"`{value}` is not a color",
                merged.at(*path),
                hint or 'write a name of the palette or `"#rrggbb"`, in quotation marks',
            )
            sound = False
        colors[role] = value.lower()
    return colors if sound else None


def _check_contrasts(colors: dict[str, str], merged: MergedTheme, problems: Problems) -> bool:
    """Check every pair of colors that can meet. WCAG 2.2: 4.5:1 for text, 3:1 for lines that carry meaning."""
    sound = True
    for pairs, least, what in ((TEXT_PAIRS, 4.5, "text"), (LINE_PAIRS, 3.0, "lines")):
        for front, back in pairs:
            ratio = contrast(colors[front], colors[back])
            if ratio < least:
                message = f"{front} on {back} is {ratio:.1f}:1; {what} must reach {least:g}:1"
                at = merged.at("color", front, key=True)
                problems.add(ProblemCode.LOW_CONTRAST, message, at, f"darken or lighten `{front}`")
                sound = False
    return sound


def _check_icons(tokens: Tokens, source: Source, problems: Problems) -> bool:
    """Check that there is each icon that the theme gives a kind of block."""
    unknown = [name for name in tokens.icons.values() if name not in icon_paths()]
    for name in dict.fromkeys(unknown):
        message, hint = f"there is no icon `{name}`", did_you_mean(name, icon_paths())
        problems.add(ProblemCode.BROKEN_THEME, message, _line_with(source, name), hint)
    return not unknown


def bundled_fonts() -> Path:
    """Return the folder of the fonts that every theme has."""
    return themes_folder() / "base" / FONTS


def _texts(base: Folder) -> dict[str, str]:
    """Return every template, style sheet and layout file below themes/base by its relative path."""
    kinds = {".html", ".css", ".yml", ".xml", ".svg", ".js", ".csl"}
    parts = (name for part in ("print", "slides", "site", "csl") for name, _ in base.walk(part))
    return {name: base.read(name).decode() for name in sorted(parts) if PurePosixPath(name).suffix in kinds}


def _fonts(base: Folder, folders: Sequence[Folder], source: Source, problems: Problems) -> OwnFonts | None:
    """Return the bundled fonts and the theme's own; None, with a problem, when one of these cannot be used."""
    try:
        own = own_fonts(*folders)
    except Unreadable as error:
        problems.add(ProblemCode.BROKEN_THEME, error.reason, source.whole_line(1), error.hint)
        return None
    taken = families_of(own.paths)  # two files of one face would be one font to the PDF engine
    files = (base.root / FONTS / name for name in base.files(FONTS, ".ttf"))
    bundled = (path for path in files if not families_of([path]) & taken)
    return own._replace(paths=(*bundled, *own.paths))


def _with_fonts(tokens: Tokens, fonts: OwnFonts, source: Source, problems: Problems) -> Tokens | None:
    """Return the tokens with what slides are measured with; None, with a problem, when a family is named that is not there.

    Slides alone may be set in a font of the reader's machine; they are then measured with room to spare.
    """
    known, kind, slides = families_of(fonts.paths), tokens.typography, tokens.slides
    faces = (kind.base, kind.headings, kind.monospace, kind.fallback, kind.large)
    titles = [slides.headings.measured] if slides.headings and slides.headings.measured else []
    named = (*(face.family for face in faces), slides.measured, *titles)
    missing = [name for name in named if spelled(name) not in known]
    for name in dict.fromkeys(missing):
        hint = did_you_mean(name, fonts.families) or f"put its files into themes/{source.path.split('/')[1]}/{FONTS}/"
        problems.add(
            ProblemCode.BROKEN_THEME, f"there is no font of the family `{name}`", _line_with(source, name), hint
        )
    if missing:
        return None
    update: dict[str, object] = {}
    if slides.measured == STAND_IN:
        update |= _measured(slides.font, slides.stretch, known, source, problems)
    if slides.headings and not slides.headings.measured:
        found = _measured(slides.headings.font, slides.headings.stretch, known, source, problems)
        update["headings"] = slides.headings.model_copy(update={"measured": STAND_IN, **found})
    return tokens.model_copy(update={"slides": slides.model_copy(update=update)})


def _measured(
    font: str, stretch: float, known: AbstractSet[str], source: Source, problems: Problems
) -> dict[str, object]:
    """Return what a font of slides for which the theme names no other is measured with, where that is not STAND_IN."""
    if spelled(font) in known:
        return {"measured": font}
    if font.lower() in TWINS:
        return {}
    message = f"slides are set in `{font}`, of which the theme has no file: they are fitted with room to spare"
    hint = f"put its files into themes/{source.path.split('/')[1]}/{FONTS}/; Arial is measured exactly"
    problems.add(ProblemCode.UNMEASURED_FONT, message, _line_with(source, font), hint)
    return {"stretch": max(stretch, STAND_IN_STRETCH)}


def _line_with(source: Source, name: str) -> Span:
    """Return the first line of a theme that holds a name, its first line when another theme's file does."""
    return next((source.find(n, name) for n, text in enumerate(source.lines, 1) if name in text), source.whole_line(1))


def _logo(tokens: Tokens, merged: MergedTheme, problems: Problems) -> Logo | None:
    if tokens.logo is None:
        return None
    found: list[bytes] = []
    for name in filter(None, (tokens.logo.path, tokens.logo.dark)):
        try:
            found.append(merged.data(name, 2_000_000))
        except Unreadable as error:
            message = f"the logo `{name}` cannot be used: {error.reason}"
            problems.add(ProblemCode.BROKEN_THEME, message, merged.at("logo", key=True), error.hint)
            return None
    return Logo(tokens.logo.path, tokens.logo.alt, *found)


def _template(tokens: Tokens, merged: MergedTheme, problems: Problems) -> PowerPointFile | None:
    name = tokens.slides.template
    if not name:
        return None
    at = merged.at("slides", "template", key=True)
    try:
        return PowerPointFile(name, merged.data(name, TEMPLATE_LIMIT), at)
    except Unreadable as error:
        problems.add(ProblemCode.BROKEN_THEME, f"the PowerPoint template `{name}` cannot be used: {error.reason}", at)
        return None
