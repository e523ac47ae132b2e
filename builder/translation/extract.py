"""The units of a course: each text that is translated, with its name, its place, what it is and where it is seen."""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Iterable, Iterator

from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass
from builder.core.names import COURSE_ID
from builder.core.problems import Problems
from builder.core.source import Source, Unreadable
from builder.model.course import Course
from builder.parse.changelog import changelog_path, read_releases
from builder.parse.course import SHARED, read_source
from builder.parse.lines.canonicalize import canonicalize
from builder.parse.lines.texts import PlacedText, has_words, rewrite_texts
from builder.pictures.clean import clean_picture
from builder.transform.audience import ALL, USED, Seen
from builder.translation.assets import LABEL, rewrite_drawing
from builder.translation.course import NAMED, SHEETS, sheet_texts
from builder.translation.module import front_lines, front_texts
from builder.translation.yaml_words import YamlTexts

MAX_DRAWING = 20_000_000
_NAME = re.compile(r"[\w./%-]++")
_DRAWN = (".svg", ".csv")
"""Endings of files that have texts."""


@dataclass(frozen=True)
class TextUnit:
    """A text to translate. `context` is its name in the PO file, `path` and `line` its place, `comments` what translators are told."""

    context: str
    text: str
    path: str
    line: int
    comments: tuple[str, ...] = ()


def po_names(course: Course) -> tuple[str, ...]:
    """Return the names of the PO files that a language has: that of the course, then one for each other module."""
    return (COURSE_ID, *(name for name in course.modules if name != COURSE_ID))


def units_of(folder: Folder, course: Course, name: str) -> tuple[TextUnit, ...]:
    """Return the units of a PO file. The course's own has those of what all modules share, and of the course's own pages."""
    own = units_of_module(folder, course, name) if name in course.modules else ()
    return (*units_of_course(folder), *own) if name == COURSE_ID else own


def units_of_module(folder: Folder, course: Course, name: str) -> tuple[TextUnit, ...]:
    """Return the units of a module, by its folder: those of its front matter, its text, its drawings and its charts' data."""
    path = f"modules/{name}/module.md"
    source = read_source(folder, path, Problems())
    if source is None or name not in course.modules:
        return ()
    found: list[tuple[str, PlacedText]] = []

    def take(placed: PlacedText) -> None:
        found.append((path, placed))

    if texts := front_texts(source):
        texts.rewritten(take)
    _, last = front_lines(source)
    lines = canonicalize(source, last + 2 if last else 1, Problems())
    rewrite_texts(lines, take)
    found += _units_of_files(folder, source)
    log = changelog_path(name)
    if folder.is_file(log):
        read_releases(folder, name, course.file.lang, lambda placed: found.append((log, placed)))
    return _units(found)


def units_of_course(folder: Folder) -> tuple[TextUnit, ...]:
    """Return the units of what all modules share: course.yml, shared.md, glossary.yml, local.yml, pack.md, review.md."""
    found: list[tuple[str, PlacedText]] = []
    for path, name in NAMED.items():
        if folder.is_there(path) and (source := read_source(folder, path, Problems())):
            YamlTexts(source, name(source)).rewritten(lambda placed, path=path: found.append((path, placed)))  # type: ignore[misc]
    for path, kind in {SHARED: "", **{path: kind for kind, path in SHEETS.items()}}.items():
        source = read_source(folder, path, Problems()) if folder.is_there(path) else None
        if source is None:
            continue

        def take(placed: PlacedText, path: str = path) -> None:
            found.append((path, placed))

        _, last = front_lines(source)
        lines = canonicalize(source, last + 2 if last else 1, Problems())
        rewrite_texts(lines, sheet_texts(kind, take) if kind else take)
    return _units(found)


def _units_of_files(folder: Folder, source: Source) -> Iterator[tuple[str, PlacedText]]:
    """Yield the texts in the drawings and the chart data that a module names."""
    home = posixpath.dirname(source.path)
    named = (name.rstrip(".") for name in _NAME.findall(source.text))
    for name in dict.fromkeys(name for name in named if name.lower().endswith(_DRAWN)):
        path = posixpath.normpath(posixpath.join(home, name))
        if not path.startswith((f"{home}/", "modules/shared/")) or not folder.is_file(path):
            continue
        found: list[PlacedText] = []
        try:
            if name.lower().endswith(".svg"):
                rewrite_drawing(clean_picture(folder.data(path, limit=MAX_DRAWING)).data, name, found.append)
            else:
                found += _labels(folder.source(path).text, name)
        except Unreadable:
            continue  # told where the module is read
        yield from ((path, placed) for placed in found)


def _labels(text: str, name: str) -> Iterator[PlacedText]:
    """Yield the names in a chart's data, in the order in which `rewrite_chart` asks for them."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    except csv.Error:
        return
    names = [cell.strip() for cell in rows[0]] + [row[0].strip() for row in rows[1:]] if rows else []
    for number, label in enumerate(names, 1):
        if has_words(label):
            yield PlacedText(label, 1, LABEL, name, number, is_plain=True)


def _units(found: Iterable[tuple[str, PlacedText]]) -> tuple[TextUnit, ...]:
    """Return units, each once: a text of the same name and words is one."""
    units: dict[tuple[str, str], TextUnit] = {}
    for path, placed in found:
        unit = TextUnit(placed.context, placed.text, path, placed.line, tuple(_comments(placed)))
        units.setdefault((unit.context, unit.text), unit)
    return tuple(units.values())


_ROOM = {
    "slide title": "room: about 60 characters; longer ones are set smaller",
    "words in a picture": "room: little more than the source has",
    "label of a chart": "room: little more than the source has",
    "column head": "room: a few words",
    "option": "room: one or two lines",
}


def _comments(placed: PlacedText) -> Iterator[str]:
    yield placed.kind
    seen = _seen(placed.seen)
    if seen:
        yield f"seen in: {seen}"
    if room := _ROOM.get(placed.kind):
        yield room


def _seen(seen: Seen) -> str:
    if not seen:
        return ""
    names = sorted(seen & USED, key=list(ALL).index)
    return "everything" if len(names) == len(USED) else ", ".join(sorted(names))
