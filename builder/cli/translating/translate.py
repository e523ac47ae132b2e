"""`coursewright translate`: templates, files brought up to date, how far each is, and what is wrong in them."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.course import LanguageTag, ModuleName, find_root, report_reading_errors, root_option
from builder.cli.messages import (
    CONTENT,
    FORMATS,
    USAGE,
    count_text,
    named,
    report,
    say,
    say_json,
    say_line,
    stop,
    talk,
    tally,
)
from builder.cli.readers import run_reader

if TYPE_CHECKING:
    from builder.core.problems import Problem
    from builder.engine.output.manifest import ManifestRow
    from builder.translation.status import FileStatus


@click.group()
def translate() -> None:
    """Translations of the course: one PO file for each module and language, in locale/."""


def _load() -> None:
    """Import what reads translations, before a process is confined."""
    from importlib import import_module

    from builder.engine.reading.loading import load_reading

    load_reading()
    for name in ("builder.engine.reading.translations", "polib", "lxml.etree"):
        import_module(name)


@translate.command()
@click.argument("modules", nargs=-1, type=ModuleName())
@root_option
def extract(modules: tuple[str, ...], root: Path | None) -> None:
    """Print the template of MODULE…, or of all modules: every text, without translations."""
    from builder.engine.reading.translations import read_templates

    folder = find_root(root)
    with report_reading_errors():
        for text in run_reader(partial(read_templates, folder, modules), folder.root, load=_load):
            say(text.rstrip("\n"))


@translate.command()
@click.argument("languages", nargs=-1, type=LanguageTag(), metavar="[LANG]...")
@root_option
def update(languages: tuple[str, ...], root: Path | None) -> None:
    """Bring the files of LANG…, or of all languages, up to date with the course; begin those that are not there."""
    from builder.core.disk.writable import BlockedFolderError, WritableFolder
    from builder.engine.reading.translations import read_updates

    folder = find_root(root)
    with report_reading_errors():
        files, found = run_reader(partial(read_updates, folder, languages), folder.root, load=_load)
    _report(found)
    if not files and not found:
        stop("No language is named, and course.yml and locale/ have none: `translate update es` begins one.", USAGE)
    where = WritableFolder(folder.root)
    for path, (text, updated) in files.items():
        data = text.encode()
        counts = f"{count_text(updated.fresh, 'text')} to translate, {updated.fuzzy} changed now, {updated.gone} gone"
        if where.is_file(path) and where.read(path) == data:
            say_line(f"{named(path)}: as it was, {counts}")
            continue
        try:
            where.check_way(path)
            where.write(path, data)
        except BlockedFolderError as error:
            stop(f"{error}.", USAGE)
        except OSError as error:
            stop(f"{named(path)} cannot be written: {error.strerror or error}.", USAGE)
        say_line(f"{named(path)}: {counts}")
    if any(problem.severity.value == "error" for problem in found):
        sys.exit(CONTENT)


@translate.command()
@click.argument("languages", nargs=-1, type=LanguageTag(), metavar="[LANG]...")
@root_option
@click.option("--output", type=click.Path(path_type=Path), help="The output folder (default: output/ in the course).")
@click.option("--json", "as_data", is_flag=True, help="Print it as JSON.")
def status(languages: tuple[str, ...], root: Path | None, output: Path | None, *, as_data: bool) -> None:
    """Say how far the translations into LANG…, or into all languages, are, and how many slides they gain or lose."""
    from builder.engine.output.manifest import read_manifest, read_rows
    from builder.engine.reading.translations import read_status

    folder = find_root(root)
    with report_reading_errors():
        files, found = run_reader(partial(read_status, folder, languages), folder.root, load=_load)
    rows, _ = read_rows(read_manifest(output or folder.root / "output"))
    decks = _decks(rows)
    _report(found)
    if as_data:
        say_json([_as_data(one, decks) for one in files])
    elif not files and not found:
        talk("The course is not translated. `coursewright translate update es` begins a translation.")
    for lang in dict.fromkeys(one.lang for one in files) if not as_data else ():
        own = [one for one in files if one.lang == lang]
        whole, done = sum(one.units for one in own), sum(one.translated for one in own)
        say_line(f"{lang}: {_share(done, whole)} translated ({done} of {whole})")
        for one in own:
            say_line(f"  {named(one.name)}: {_words(one, decks)}")
    if any(problem.severity.value == "error" for problem in found):
        sys.exit(CONTENT)


@translate.command()
@click.argument("languages", nargs=-1, type=LanguageTag(), metavar="[LANG]...")
@root_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check(languages: tuple[str, ...], root: Path | None, form: str, *, strict: bool) -> None:
    """Find what is wrong in the translations into LANG…, or into all languages: lost sources, broken marks, other numbers."""
    from builder.core.problems import Problems
    from builder.engine.reading.translations import check_translations

    folder = find_root(root)
    with report_reading_errors():
        call = partial(check_translations, folder, languages)
        asked, found = run_reader(call, folder.root, forks=True, load=_load)
    problems = Problems(found)
    report(problems, form, err=False)
    if form == "text":
        talk(f"Checked {count_text(len(asked), 'language')} ({tally(problems)}).")
    if problems.has_errors or (strict and len(problems)):
        sys.exit(CONTENT)


def _report(found: list[Problem]) -> None:
    from builder.core.problems import Problems

    report(Problems(found), "text", err=True)


def _decks(rows: list[ManifestRow]) -> dict[tuple[str, str], int]:
    """Return the slides of the whole decks in an output folder, by module and language."""
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        if row["edition"] == "slides" and row["format"] == "pptx" and "slides" in row:
            key = row["module"], row["language"]
            found[key] = max(found.get(key, 0), row["slides"])
    return found


def _gained(one: FileStatus, decks: dict[tuple[str, str], int]) -> int | None:
    """Return how many slides a translated deck has more than its source's, None when one of them was not built."""
    theirs = decks.get((one.name, one.lang))
    ours = decks.get((one.name, one.source_lang))
    return None if theirs is None or ours is None else theirs - ours


def _words(one: FileStatus, decks: dict[tuple[str, str], int]) -> str:
    if not one.is_there:
        return "no file yet"
    parts = [f"{_share(one.translated, one.units)}, {one.translated} of {one.units}"]
    parts += [f"{one.fuzzy} changed"] if one.fuzzy else []
    parts += [f"{one.missing} missing"] if one.missing else []
    gained = _gained(one, decks)
    parts += [f"{gained:+} slides" if gained else "as many slides"] if gained is not None else []
    parts += [f"reviewed: {named(one.reviewed)}" if one.reviewed else "reviewed by nobody"]
    return "; ".join(parts)


def _share(done: int, whole: int) -> str:
    return f"{100 * done // whole if whole else 0} %"


def _as_data(one: FileStatus, decks: dict[tuple[str, str], int]) -> dict[str, object]:
    return {
        "language": one.lang,
        "module": one.name,
        "path": one.path,
        "units": one.units,
        "translated": one.translated,
        "changed": one.fuzzy,
        "missing": one.missing,
        "reviewed": one.reviewed,
        "slides_gained": _gained(one, decks),
    }
