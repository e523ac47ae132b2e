"""`coursewright import`: makes a module of files of other programs, and says what became of everything in them."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.cache import cache_option, find_cache
from builder.cli.check import find_problems
from builder.cli.course import find_root, report_reading_errors, root_option
from builder.cli.messages import (
    CONTENT,
    TOOL,
    USAGE,
    command_name,
    count_text,
    json_bytes,
    named,
    relative,
    report,
    say_json,
    say_line,
    stop,
    talk,
    tally,
)
from builder.cli.new import NAME, make_files
from builder.cli.readers import run_reader
from builder.core.disk.folder import Folder
from builder.core.disk.private import make_temporary
from builder.core.disk.writable import WritableFolder
from builder.core.names import COURSE_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.core.problems import Problems
    from builder.importing.readers import ImportSource, UnreadableImportError
    from builder.importing.write_module import ImportedModule


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(exists=True, path_type=Path))
@click.option("--to", "to", required=True, metavar="modules/NAME", help="The module to make, which is not there yet.")
@root_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--report", "kept", metavar="FILE", type=click.Path(path_type=Path), help="Also write the report as JSON."
)
@cache_option
def import_command(
    files: tuple[Path, ...],
    to: str,
    root: Path | None,
    form: str,
    kept: Path | None,
    cache: Path | None,
) -> None:  # click's way
    """Make a module of decks, documents or lessons of other programs, and report what was taken, changed and left.

    What a file does not say, such as objectives or what a picture shows, is a problem in the new module, in its line.
    """
    from builder.importing.readers import UnreadableImportError

    folder = find_root(root)
    name = _new_name(folder, to)
    if kept is not None and not WritableFolder(kept.absolute().parent).is_free(kept.name):
        stop(f"{relative(kept)} is there already; nothing was changed. Name another file.", USAGE)
    try:
        with ExitStack() as stack:
            made = _read(folder, _sources(files, stack))
    except UnreadableImportError as error:
        report(_unreadable(error), form, err=form == "text")
        talk("Nothing was made.")
        sys.exit(CONTENT)
    record = _record(name, made)
    make_files(folder.root, {f"modules/{name}/{file}": data for file, data in made.files.items()})
    if kept is not None:
        make_files(kept.absolute().parent, {kept.name: json_bytes(record)})
    problems, _ = find_problems(folder, None, (name,), find_cache(cache, folder.root).of_course(folder.root.resolve()))
    if form == "json":
        say_json(record | {"problems": [problem.as_dict() for problem in problems]})
    else:
        _tell(name, made, problems)
    sys.exit(CONTENT if problems.has_errors else 0)


def _unreadable(error: UnreadableImportError) -> Problems:
    from builder.core.problems import Problem, ProblemCode, Problems
    from builder.core.source import Span

    return Problems([Problem(ProblemCode.UNREADABLE_IMPORT, error.reason, Span(error.name), error.hint)])


def _new_name(folder: Folder, to: str) -> str:
    """Return the name of the module to make. Exits 2 when it is none, or taken."""
    parts = [part for part in to.replace("\\", "/").rstrip("/").split("/") if part not in {"", "."}]
    name = parts[-1] if parts else ""
    inside = (
        len(parts) == 1
        or (Path.cwd() / to).resolve().parent == (folder.root / "modules").resolve()
        or parts[:-1] == ["modules"]
    )
    if not inside or parts == ["modules"]:
        stop(f"{to} is not in this course: name a folder in {relative(folder.root / 'modules')}.", USAGE)
    if not NAME.fullmatch(name) or name in {COURSE_ID, "shared"} or len(name) > 100:
        stop(f"`{name}` is not a module's name: use small letters, digits and hyphens, such as `first-steps`.", USAGE)
    if folder.is_there(f"modules/{name}"):
        stop(f"modules/{name} is there already; nothing was changed. Choose another name, or remove it first.", USAGE)
    return name


def _sources(files: Sequence[Path], stack: ExitStack) -> list[ImportSource]:
    """Return the files with their folders; OpenDocument files as LibreOffice saves them, in folders that `stack` removes.

    Raises UnreadableImportError for one that it cannot open; exits 3 where it is not installed.
    """
    from builder.core.source import Unreadable
    from builder.importing.odf import SAVED_AS
    from builder.importing.readers import ImportSource, UnreadableImportError

    found = []
    for file in files:
        path = file.resolve()
        folder = Folder(path.parent)
        ending = path.suffix.lower()
        if ending in SAVED_AS:
            try:
                folder = _convert_file(folder, path.name, ending, stack)
            except Unreadable as error:
                raise UnreadableImportError(path.name, error.reason, error.hint) from error
        found.append(ImportSource(folder, path.name))
    return found


def _convert_file(folder: Folder, name: str, ending: str, stack: ExitStack) -> Folder:
    """Return a temporary folder that has a file as LibreOffice saves it, under the file's own name."""
    from builder.doctor import libreoffice
    from builder.importing.odf import convert
    from builder.importing.office import MOST_FILE

    program = libreoffice()
    if program is None:
        stop(f"{named(name)} needs LibreOffice, which is not installed. Or save it as .pptx or .docx.", TOOL)
    temporary = WritableFolder(make_temporary("import-"))
    stack.callback(temporary.remove_all)
    temporary.write(name, convert(program, folder.data(name, MOST_FILE), ending))
    return temporary


def _read(folder: Folder, sources: list[ImportSource]) -> ImportedModule:
    """Return the module that files become, read in a process of its own that may use them alone.

    Drawings of Windows, which it cannot draw, LibreOffice converts where it is installed, and the files are read once more.
    """
    from builder.doctor import libreoffice
    from builder.engine.workers.limits import IMPORTING
    from builder.importing.odf import convert_drawings
    from builder.importing.readers import reading_places

    with report_reading_errors():
        read, listed = reading_places(sources)
        apart = partial(run_reader, limits=IMPORTING, listed=listed, load=_load)
        made = apart(partial(_import, folder, sources, {}), folder.root, *read)
        if made.drawings and (program := libreoffice()) is not None:
            redrawn = convert_drawings(program, made.drawings)
            made = apart(partial(_import, folder, sources, redrawn), folder.root, *read) if redrawn else made
        return made


def _load() -> None:
    from builder.engine.reading.loading import load_reading
    from builder.importing.readers import load_readers

    load_reading()
    load_readers()


def _import(folder: Folder, sources: list[ImportSource], redrawn: dict[str, bytes]) -> ImportedModule:  # apart
    from builder.engine.reading.opening import open_course
    from builder.importing.readers import import_files

    course, theme, _ = open_course(folder, None)

    def untitled(number: int, lang: str) -> str:
        return theme.label("slide", lang, number=number)

    return import_files(sources, course.file.lang, untitled, redrawn)


def _record(name: str, made: ImportedModule) -> dict[str, object]:
    """Return the report as JSON has it (docs/contracts.md, “Loss reports”)."""
    from builder.importing.loss import loss_record

    words = made.words
    return {
        "module": f"modules/{name}",
        "files": sorted(made.files),
        "words": {
            "in": words.came,
            "out": words.went,
            "reported": words.left,
            "added": words.added,
            "lost": words.lost,
            "invented": words.invented,
        },
        "parts": [loss_record(loss) for loss in made.losses],
    }


def _tell(name: str, made: ImportedModule, problems: Problems) -> None:
    """Print the report for people, and what is to do."""
    from builder.importing.loss import losses_text

    words = made.words
    for line in losses_text(made.losses):
        say_line(line)
    say_line(
        f"words: {words.came} in the files, {words.went} in the module, {words.left} reported, {words.added} added"
    )
    for what, found in (("of the files", words.lost), ("of the module", words.invented)):
        if found:
            shown = ", ".join([*found][:20])
            talk(
                f"{count_text(sum(found.values()), 'word')} {what} cannot be accounted for; compare them yourself: {shown}"
            )
    report(problems, "text", err=True)
    talk(f"Made modules/{name} of {count_text(len(made.files), 'file')}: {tally(problems)}.")
    if problems.has_errors:
        talk(f"Next: decide what the problems ask for, then `{command_name()} check {name}`.")
