"""`coursewright build`: its options, and what to build, in which languages."""

from __future__ import annotations

import contextlib
import errno
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.building.running import report_unchanged, run_build
from builder.cli.cache import cache_option, find_cache
from builder.cli.course import LanguageTag, ModuleName, find_root, report_reading_errors, root_option
from builder.cli.messages import (
    TOOL,
    USAGE,
    epoch,
    missing_library,
    named,
    say_json,
    stop,
    talk,
)
from builder.cli.sandbox import require_sandbox, sandbox_in_words, sandbox_option
from builder.core.disk.directory import LinkRefusedError
from builder.core.disk.writable import BlockedFolderError, WritableFolder
from builder.core.names import COURSE_ID
from builder.engine.output.claim import TakenFolderError, find_links
from builder.engine.output.lock import Busy, lock_folder
from builder.engine.state.keys import request_key, whole_key
from builder.engine.state.state import read_state, write_state
from builder.transform.editions import BOUND_EDITIONS, EDITIONS, SEVERAL_UP
from builder.writers.pdf.patches.guard import UnknownRendererError

if TYPE_CHECKING:
    from datetime import date

    from builder.core.disk.folder import Folder
    from builder.engine.plan import OutputOptions
    from builder.engine.reading.reader import CourseReader, OpenCourse
    from builder.engine.request import BuildRequest
    from builder.engine.state.state import State
    from builder.engine.workers.sandbox.access import Sandboxing
    from builder.model.outputs import Imposition


@click.command()
@click.argument("modules", nargs=-1, type=ModuleName())
@root_option
@click.option(
    "--edition",
    "editions",
    multiple=True,
    type=click.Choice(tuple(EDITIONS)),
    help="Only this edition (may be repeated).",
)
@click.option(
    "--lang",
    "languages",
    multiple=True,
    type=LanguageTag(),
    help="Only in this language, from its files in locale/ (may be repeated; default: the course's, and its translations).",
)
@click.option("--minutes", type=click.IntRange(1, 1440), help="A session of so many minutes: each module cut to it.")
@click.option("--theme", help="The theme to build under (default: the course's).")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="Paper to print on (default: the course's).")
@click.option("--large-print", is_flag=True, help="Printed editions in large print.")
@click.option("--ink", type=click.Choice(["grey"]), help="Printed editions without color.")
@click.option("--booklet", is_flag=True, help="Printed editions as booklets: to print on both sides and fold.")
@click.option("--two-up", is_flag=True, help="Printed editions with two pages on each side of a sheet.")
@click.option(
    "--slide-handout",
    "up",
    type=click.Choice(["1", "2", "3", "6"]),
    help="Slides to share, so many a page with lines to write on.",
)
@click.option("--output", type=click.Path(path_type=Path), help="Where the files go (default: output/ in the course).")
@click.option(
    "--jobs",
    "workers",
    type=click.IntRange(0, 64),
    default=0,
    help="Processes to build modules in (default: one for each core).",
)
@cache_option
@sandbox_option
@click.option("--force", is_flag=True, help="Make every file; files that you have changed are kept under a dated name.")
@click.option("--explain", is_flag=True, help="Say why each file was made, or not.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--json", "as_data", is_flag=True, help="Print the manifest of what was built as JSON on stdout.")
def build(
    modules: tuple[str, ...],
    root: Path | None,
    editions: tuple[str, ...],
    languages: tuple[str, ...],
    minutes: int | None,
    theme: str | None,
    paper: str | None,
    large_print: bool,  # click's way
    ink: str | None,
    booklet: bool,
    two_up: bool,
    up: str | None,
    output: Path | None,
    cache: Path | None,
    workers: int,
    sandboxing: Sandboxing,
    force: bool,
    explain: bool,
    strict: bool,
    as_data: bool,
) -> None:
    """Make the files of MODULE…, or of all modules that the course lists. What has not changed is not made again."""
    folder = find_root(root)
    where = output or folder.root / "output"
    if COURSE_ID in modules:  # the books are made of every module
        modules = ()
    imposition = _imposition(editions, booklet=booklet, two_up=two_up, slides=bool(up))
    asked = (
        modules, editions, minutes, theme, paper, large_print, ink, imposition, up, where.resolve(), epoch(), strict
    )  # fmt: skip
    here, notes = folder.root.resolve(), find_cache(cache, folder.root)
    ours, theirs = notes.of_course(here), notes.of_output(where)
    try:
        find_links(folder.root, where)
        with lock_folder(ours) as kept, lock_folder(theirs):
            run = _Building(
                folder, where, ours, theirs, modules, theme, asked,
                lambda: replace(
                    _output_options(editions, paper, up, large_print=large_print, grey=ink == "grey"),
                    minutes=minutes,
                    imposition=imposition,
                ),
                sandboxing, workers, epoch(), strict, force, explain, kept,
            )  # fmt: skip
            code = run.in_languages(languages, unchanged=not (force or as_data))
            if as_data:
                say_json(_manifest(where))
            sys.exit(code)
    except TakenFolderError as error:
        stop(f"{error} Name another folder with --output, or remove that one if nobody needs it.", USAGE)
    except BlockedFolderError as error:
        stop(f"{error}, where the build would write. Remove it, or name another folder with --output.", USAGE)
    except Busy as error:
        stop(f"Another build (process {error}) is at work in this course. Wait for it to end.", USAGE)
    except (LinkRefusedError, NotADirectoryError) as error:
        stop(f"{named(str(error.filename or error))} was replaced while the build wrote there. Build again.", USAGE)
    except UnknownRendererError as error:
        stop(str(error), TOOL)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            stop(
                f"The disk is full: {named(str(error.filename or where))} could not be written. Make room and build again.",
                USAGE,
            )
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            stop(
                f"{named(str(error.filename or where))} cannot be written to. Name another folder with --output.", USAGE
            )
        missing_library(error)


@dataclass
class _Building:
    """What is asked for, once for each language."""

    folder: Folder
    output: Path
    cache: Path
    ledger: Path
    modules: tuple[str, ...]
    theme: str | None
    asked: tuple[object, ...]
    wanted: Callable[[], OutputOptions]
    sandboxing: Sandboxing
    workers: int
    epoch: date | None
    strict: bool
    force: bool
    explain: bool
    keep: bool
    begun: bool = False
    source: str = ""
    translations: tuple[str, ...] = ()
    keys: list[str] = field(default_factory=list)

    def in_languages(self, languages: tuple[str, ...], *, unchanged: bool) -> int:
        """Build in these languages, or in the course's and then in those that it is translated into. Return the exit code."""
        codes = [self._build(lang, unchanged=unchanged) for lang in languages or ("",)]
        if not languages:
            codes += [self._build(lang, unchanged=unchanged) for lang in self.translations]
        if self.source:
            self._link_languages()
        return max(codes)

    def _link_languages(self) -> None:
        """Make pages again that link to other languages than there are now, and note what each build made as it is now."""
        from builder.core.problems import Problems
        from builder.engine.output.languages import catalogues, note_outputs, stale_catalogues
        from builder.engine.output.ledger import read_ledger
        from builder.engine.reading.opening import UnusableCourseError
        from builder.engine.run import build as run
        from builder.engine.workers.answers import ApartError

        there = catalogues(self.output, self.source)
        if len(there) <= 1:
            return
        stale = stale_catalogues(there, read_state(self.cache), self.output, self.source)
        for lang in stale:
            state = read_state(self.cache)
            with self._reader(lang) as reader, contextlib.suppress(UnusableCourseError, ApartError):
                request = self._request(reader, reader.opened(), (), request_key("pages", *self.asked, lang))
                for _ in run(request, state, Problems()):  # its problems were told when its files were made
                    pass
                if self.keep:
                    state.keep_seen()
                    write_state(state)
        if self.keep and len(self.keys) + len(stale) > 1:
            state = read_state(self.cache)
            note_outputs(state, self.keys, self.output, read_ledger(self.ledger).listing)
            state.keep_seen()
            write_state(state)

    def _build(self, lang: str, *, unchanged: bool) -> int:
        state = read_state(self.cache)
        key = request_key(*self.asked, lang)
        self.keys.append(key)
        now = whole_key(state, self.folder.root.resolve(), lang)
        note = state.unchanged(now, key, self.output.resolve()) if unchanged else None
        if note is None:
            return self._made(lang, key, state)
        self.translations = tuple(note.get("languages", ()))
        return report_unchanged(note, self.output)

    def _made(self, lang: str, key: str, state: State) -> int:
        if not self.begun:
            self.begun = True
            require_sandbox(self.sandboxing)
            if self.explain:
                talk(f"sandbox of workers: {sandbox_in_words(self.sandboxing)}")
            from builder.engine.workers.pool import start_forkserver

            start_forkserver()  # loads the workers' libraries while the course is read
        from builder.core.problems import Problems

        with self._reader(lang) as reader:
            opened, names = _open(reader, self.modules)
            if not lang:
                self.translations = opened.course.file.translations
            self.source = (opened.course.origin or opened.course).file.lang
            request = self._request(reader, opened, names, key)
            return run_build(request, state, Problems(list(opened.problems)), explain=self.explain, keep=self.keep)

    def _reader(self, lang: str) -> CourseReader:
        from builder.engine.reading.reader import CourseReader
        from builder.engine.workers.sandbox.access import Access

        access = Access((self.folder.root,), None, self.sandboxing)
        return CourseReader(self.folder, self.theme, access, lang=lang)

    def _request(self, reader: CourseReader, opened: OpenCourse, names: tuple[str, ...], key: str) -> BuildRequest:
        from builder.engine.output.ledger import read_ledger
        from builder.engine.request import BuildRequest

        return BuildRequest(
            self.folder, opened.course, opened.theme, self.output, names, self.cache, read_ledger(self.ledger), key,
            self.wanted(), self.epoch, self.strict, self.force, self.workers, reader=reader, sandboxing=self.sandboxing,
        )  # fmt: skip


def _manifest(output: Path) -> object:
    """Return the manifest of an output folder, {} where there is none."""
    import json

    from builder.engine.output.manifest import MANIFEST

    where = WritableFolder(output)
    return json.loads(where.read(MANIFEST)) if where.is_file(MANIFEST) else {}


def _open(reader: CourseReader, modules: tuple[str, ...]) -> tuple[OpenCourse, tuple[str, ...]]:
    """Return the course and the modules to build. Exits when one of them cannot be had."""
    from builder.engine import run
    from builder.engine.reading.opening import choose_modules

    del run  # loaded while the course is read
    with report_reading_errors():
        opened = reader.opened()
        return opened, choose_modules(opened.course, modules)
    raise AssertionError


def _output_options(
    editions: tuple[str, ...], paper: str | None, up: str | None, *, large_print: bool, grey: bool
) -> OutputOptions:
    """Return what the options ask for. Exits 2 for what cannot be made."""
    from builder.engine.plan import OutputOptions

    if up and editions and SEVERAL_UP not in editions:
        stop(f"--slide-handout is a way to set the edition `{SEVERAL_UP}`: name it too, or no edition.", USAGE)
    return OutputOptions(
        editions, "a4" if paper == "a4" else "letter" if paper else None, large_print, grey, int(up or 0)
    )


def _imposition(editions: tuple[str, ...], *, booklet: bool, two_up: bool, slides: bool) -> Imposition:
    """Return how pages are to be set on sheets. Exits 2 for what cannot be made."""
    option: Imposition = "booklet" if booklet else "2up" if two_up else ""
    if option and ((booklet and two_up) or slides):
        stop("--booklet, --two-up and --slide-handout are ways to set pages on sheets: choose one.", USAGE)
    if option and not set(editions) <= set(BOUND_EDITIONS):
        stop(f"--booklet and --two-up are for {', '.join(BOUND_EDITIONS)}: name some of these, or no edition.", USAGE)
    return option
