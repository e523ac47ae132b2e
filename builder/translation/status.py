"""How far the translations of a course are: its PO files, told against its sources."""

from __future__ import annotations

from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass, replace
from builder.core.problems import Problems
from builder.model.course import Course
from builder.translation.course import read_catalog
from builder.translation.extract import TextUnit, po_names, units_of
from builder.translation.po import FOLDER, Catalog, new_header, po_path, po_text
from builder.translation.update import Updated, update_catalog


@dataclass(frozen=True)
class FileStatus:
    """How far one PO file is: of `units`, so many are `translated`, `fuzzy` (their source has changed), `missing`. `reviewed` says by whom, and when."""

    lang: str
    source_lang: str
    name: str
    path: str
    units: int = 0
    translated: int = 0
    fuzzy: int = 0
    missing: int = 0
    reviewed: str = ""
    is_there: bool = True


def languages_of(folder: Folder, course: Course) -> tuple[str, ...]:
    """Return the languages that a course is translated into: those of course.yml, then others that have a folder."""
    there = [name for name in folder.folders(FOLDER) if folder.files(f"{FOLDER}/{name}", ".po")]
    return tuple(dict.fromkeys((*course.file.translations, *sorted(there))))


def all_units(folder: Folder, course: Course) -> dict[str, tuple[TextUnit, ...]]:
    """Return the units of each PO file that a language has, by name."""
    return {name: units_of(folder, course, name) for name in po_names(course)}


def status_of(folder: Folder, course: Course, languages: tuple[str, ...], problems: Problems) -> list[FileStatus]:
    """Return how far each PO file of these languages is."""
    units = all_units(folder, course)
    found = []
    for lang in languages:
        for name, ours in units.items():
            path = po_path(lang, name)
            catalog = read_catalog(folder, lang, name, problems)
            found.append(_counted(course, name, ours, catalog or Catalog(path, lang), there=folder.is_there(path)))
    return found


def _counted(course: Course, name: str, units: tuple[TextUnit, ...], catalog: Catalog, *, there: bool) -> FileStatus:
    translated = fuzzy = 0
    for unit in units:
        entry = catalog.find(unit.context, unit.text)
        if entry and entry.is_usable:
            translated += 1
        elif (entry and entry.fuzzy) or (entry is None and (old := catalog.at_context(unit.context)) and old.text):
            fuzzy += 1
    missing = len(units) - translated - fuzzy
    return FileStatus(
        catalog.lang,
        course.file.lang,
        name,
        catalog.path,
        len(units),
        translated,
        fuzzy,
        missing,
        catalog.reviewed,
        there,
    )


def template_of(folder: Folder, course: Course, name: str) -> str:
    """Return the template of a PO file: its units, without translations."""
    catalog = Catalog("", "", header=new_header("", name, course.file.title, course.file.version))
    return po_text(update_catalog(catalog, units_of(folder, course, name)).catalog)


def updates_of(
    folder: Folder, course: Course, languages: tuple[str, ...], problems: Problems
) -> dict[str, tuple[str, Updated]]:
    """Return the PO files of these languages, brought up to date with the source: their text and what has changed, by path.

    A file that cannot be used is a problem, and is left out.
    """
    units = all_units(folder, course)
    found: dict[str, tuple[str, Updated]] = {}
    for lang in languages:
        for name, ours in units.items():
            path = po_path(lang, name)
            there = folder.is_there(path)
            catalog = read_catalog(folder, lang, name, problems)
            if catalog is None and there:
                continue
            header = new_header(lang, name, course.file.title, course.file.version)
            catalog = catalog or Catalog(path, lang)
            catalog = replace(catalog, header={**header, **catalog.header})
            updated = update_catalog(catalog, ours)
            if ours or there:
                found[path] = po_text(updated.catalog), updated
    return found
