"""The commands. The only file that prints, exits, reads the environment or today's date."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from builder import __version__
from builder.engine.lock import Busy, locked
from builder.engine.state import FOLDER, asked_key, read_state, unchanged, whole_key, write_state
from builder.writers.pdf_guard import UnknownRendererError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from builder.course import Course
    from builder.engine.plan import Asked
    from builder.engine.run import Event, Order
    from builder.engine.state import State
    from builder.problems import Problems
    from builder.source import Folder
    from builder.theme import Theme

CONTENT, USAGE, TOOL = 1, 2, 3
"""Exit codes: errors in content; wrong usage or configuration; a missing or wrong tool, font or library."""

EDITION_NAMES = ("handout", "sheet", "workbook", "answers", "cards", "slides-share", "slides", "guide")


def talk(text: str = "") -> None:
    """Print for people: on stderr, so that data on stdout stays clean."""
    click.echo(text, err=True)


def stop(text: str, code: int) -> None:
    """Say why, and leave."""
    talk(text)
    sys.exit(code)


def color() -> bool:
    """Say whether stderr is a terminal that wants colors (no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def paint(text: str, role: str) -> str:
    """Color a part of a problem for a terminal."""
    styles = {
        "error": ("red", True),
        "warning": ("yellow", True),
        "path": ("", True),
        "caret": ("cyan", False),
        "hint": ("green", False),
    }
    foreground, bold = styles.get(role, ("", False))
    return click.style(text, fg=foreground or None, bold=bold)


class Group(click.Group):
    """Commands in the order in which one meets them, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands as they were added."""
        del ctx
        return list(self.commands)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="coursewright")
def cli() -> None:
    """Compile Markdown training modules into handouts, facilitator guides and PowerPoint decks."""


def root_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add `-C DIR`."""
    return click.option(
        "-C",
        "root",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="The course's folder (default: here, or the nearest above).",
    )(command)


def find_root(given: Path | None) -> Folder:
    """Return the course folder that was named, or the nearest one from here upward. Exits 2 where there is none."""
    from builder.source import Folder

    here = Path.cwd() if given is None else given
    for folder in [here] if given is not None else [here, *here.parents]:
        if (folder / "modules" / "course.yml").is_file():
            return Folder(folder)
    stop(f"There is no modules/course.yml in {given or 'this folder'}. `coursewright init DIR` makes a course.", USAGE)
    raise AssertionError


def load(folder: Folder, theme: str | None) -> tuple[Course, Theme, Problems]:
    """Return the course and theme to work with. Exits 2, with the problems, when the configuration cannot be used."""
    from builder.parse.course import load_course
    from builder.problems import Problems
    from builder.theme import load_theme

    problems = Problems()
    course = load_course(folder, problems)
    chosen = load_theme(theme or course.file.theme, problems, folder) if course else None
    if course is None or chosen is None or problems.has_errors:
        report(problems, "text", err=True)
        sys.exit(USAGE)
    return course, chosen, problems


def named(course: Course, modules: tuple[str, ...]) -> tuple[str, ...]:
    """Return the modules to work on. Exits 2 for a name that is no module."""
    from builder.problems import did_you_mean

    for name in modules:
        if name not in course.modules:
            stop(f"There is no module `{name}`. {did_you_mean(name, course.modules)}".rstrip(), USAGE)
    return modules or course.listed


def report(problems: Problems, form: str, *, err: bool) -> None:
    """Print problems: as data on stdout for `check`, as talk on stderr for `build`."""
    from builder.problems import as_github, as_json, as_text

    if form == "json":
        click.echo(as_json(problems), err=err)
        return
    for problem in problems:
        shown = (
            as_github(problem) if form == "github" else as_text(problem, paint if color() else lambda text, _role: text)
        )
        click.echo(shown, err=err)


def counted(number: int, what: str) -> str:
    """Return "1 error", "2 errors"."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def tally(problems: Problems) -> str:
    """Return how many problems there are, in words."""
    errors = sum(problem.severity.value == "error" for problem in problems)
    return f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}"


def epoch() -> date | None:
    """Return the day that SOURCE_DATE_EPOCH names, or None (reproducible-builds.org)."""
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(value), UTC).date() if value.isdigit() else None


# ── build ─────────────────────────────────────────────────────────────────────────────────────────────────────


@cli.command()
@click.argument("modules", nargs=-1)
@root_option
@click.option(
    "--edition",
    "editions",
    multiple=True,
    type=click.Choice(EDITION_NAMES),
    help="Only this edition (may be repeated).",
)
@click.option("--theme", help="The theme to build under (default: the course's).")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="Paper to print on (default: the course's).")
@click.option("--large-print", is_flag=True, help="Printed editions in large print.")
@click.option("--ink", type=click.Choice(["grey"]), help="Printed editions without color.")
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
@click.option("--force", is_flag=True, help="Make every file, changed or not.")
@click.option("--explain", is_flag=True, help="Say why each file was made, or not.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--json", "as_data", is_flag=True, help="Print the manifest of what was built as JSON on stdout.")
def build(
    modules: tuple[str, ...],
    root: Path | None,
    editions: tuple[str, ...],
    theme: str | None,
    paper: str | None,
    large_print: bool,  # click's way
    ink: str | None,
    up: str | None,
    output: Path | None,
    workers: int,
    force: bool,
    explain: bool,
    strict: bool,
    as_data: bool,
) -> None:
    """Make the files of MODULE…, or of all modules that the course lists. What has not changed is not made again."""
    folder = find_root(root)
    where = output or folder.root / "output"
    key = asked_key(modules, editions, theme, paper, large_print, ink, up, where.resolve(), epoch(), strict)
    try:
        with locked(folder.root / FOLDER) as kept:
            state = read_state(folder.root.resolve())
            note = None if force or as_data else unchanged(state, folder.root.resolve(), key, where.resolve())
            if note is not None:
                sys.exit(_told_again(note, where))
            course, chosen, problems = load(folder, theme)
            names = named(course, modules)
            wanted = _asked(editions, paper, up, large_print=large_print, grey=ink == "grey")
            from builder.engine.run import Order

            order = Order(folder, course, chosen, where, names, key, wanted, epoch(), strict, force, workers)
            code = _run(order, state, problems, as_data=as_data, explain=explain)
            if kept:
                write_state(state)
            sys.exit(code)
    except Busy as error:
        stop(f"Another build (process {error}) is at work in this course. Wait for it to end.", USAGE)
    except PermissionError as error:
        stop(f"{error.filename or where} cannot be written to. Name another folder with --output.", USAGE)
    except UnknownRendererError as error:
        stop(str(error), TOOL)
    except OSError as error:
        _missing_library(error)


def _asked(editions: tuple[str, ...], paper: str | None, up: str | None, *, large_print: bool, grey: bool) -> Asked:
    """Return what the options ask for. Exits 2 for what cannot be made."""
    from builder.engine.plan import HANDOUT, MADE, Asked

    for edition in editions:
        if edition not in MADE:
            stop(f"The edition `{edition}` cannot be made yet. These can: {', '.join(MADE)}.", USAGE)
    if up and editions and HANDOUT not in editions:
        stop(f"--slide-handout is a way to set the edition `{HANDOUT}`: name it too, or no edition.", USAGE)
    return Asked(editions, "a4" if paper == "a4" else "letter" if paper else None, large_print, grey, int(up or 0))


def _told_again(note: dict[str, Any], where: Path) -> int:
    """Say what the last build said, and return its exit code."""
    from builder.problems import Problems, problem_of

    problems = Problems()
    problems.extend(problem_of(kept) for kept in note["problems"])
    report(problems, "text", err=True)
    skipped = f"; left out for errors: {', '.join(note['skipped'])}" if note["skipped"] else ""
    talk(
        f"Nothing has changed: {counted(len(note['outputs']), 'file')} in {_relative(where)}{skipped} ({tally(problems)})."
    )
    return int(note["code"])


def _run(order: Order, state: State, problems: Problems, *, as_data: bool, explain: bool) -> int:
    """Build, show progress, note what was done, and return the exit code."""
    from builder.engine.run import Finished
    from builder.engine.run import build as run

    done = Finished((), (), (), {}, problems)
    for event in _shown(run(order, state, problems)):
        if isinstance(event, Finished):
            done = event
    report(problems, "text", err=True)
    if explain:
        for path in (*done.written, *done.kept):
            talk(f"{path}: {'made, for ' + done.why[path] if path in done.why else 'kept, nothing has changed'}")
    if as_data:
        manifest = order.output / "manifest.json"
        click.echo(manifest.read_text(encoding="utf-8") if manifest.is_file() else "{}")
    code = CONTENT if problems.has_errors or (order.strict and len(problems)) else 0
    outputs = {path: digest for path, digest in _digests(order.output).items() if path in {*done.written, *done.kept}}
    state.builds[order.key] = {
        "inputs": whole_key(state, order.folder.root.resolve()),
        "outputs": outputs,
        "problems": [{**problem.as_dict(), "excerpt": problem.excerpt} for problem in problems],
        "skipped": done.skipped,
        "code": code,
    }
    summary = (
        f"Built {counted(len(done.written), 'file')} in {_relative(order.output)}" if done.written else "Built nothing"
    )
    if done.kept:
        summary += f", kept {counted(len(done.kept), 'unchanged file')}"
    if done.skipped:
        summary += f"; left out for errors: {', '.join(done.skipped)}"
    talk(f"{summary} ({tally(problems)}).")
    _talk_of_decks(order.output, done.written)
    return code


def _talk_of_decks(output: Path, written: Sequence[str]) -> None:
    """Say how accessible the decks are that were written, from the files themselves."""
    decks = [path for path in written if path.endswith(".pptx")]
    if not decks:
        return
    from builder.slides.accessibility import examine, summary

    for path in decks:
        checks = examine((output / path).read_bytes())
        module = path.split("/")[1]
        failed = (
            "" if all(check.passed for check in checks) else f"; see `coursewright show {module} --stage accessibility`"
        )
        talk(f"deck {module}: {summary(checks)}{failed}")


def _digests(output: Path) -> dict[str, str]:
    """Return the hash of each file that the manifest lists."""
    from builder.engine.manifest import read_manifest

    rows = read_manifest(output).get("artifacts")
    return {str(row["path"]): str(row["sha256"]) for row in rows} if isinstance(rows, list) else {}


def _shown(events: Iterator[Event]) -> Iterator[Event]:
    """Pass events on, with a progress bar on a terminal and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield from events
        return
    from rich.console import Console
    from rich.progress import Progress

    from builder.engine.run import Started

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Reading", total=None)
        for event in events:
            if isinstance(event, Started):
                progress.update(task, description=event.name, completed=event.number, total=event.total)
            yield event


def _relative(path: Path) -> str:
    """Return a path as a person here would name it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _missing_library(error: OSError) -> None:
    """Explain a library that could not be loaded; anything else is our fault and is raised."""
    if "library" not in str(error) and "dlopen" not in str(error):
        raise error
    stop(f"A system library is missing: {str(error).splitlines()[0]}\nRun `coursewright doctor` for the cure.", TOOL)


# ── check, show ───────────────────────────────────────────────────────────────────────────────────────────────


@cli.command()
@click.argument("modules", nargs=-1)
@root_option
@click.option("--theme", help="The theme to check under (default: the course's).")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check(
    modules: tuple[str, ...], root: Path | None, theme: str | None, form: str, strict: bool
) -> None:  # click's way
    """Find everything that is wrong in MODULE…, or in all modules of the course, without making files."""
    folder = find_root(root)
    course, chosen, problems = load(folder, theme)
    from builder.engine.run import check_modules

    names = named(course, modules) if modules else tuple(course.modules)
    check_modules(folder, course, chosen, names, problems)
    report(problems, form, err=False)
    talk(f"Checked {counted(len(names), 'module')}: {tally(problems)}.")
    sys.exit(CONTENT if problems.has_errors or (strict and len(problems)) else 0)


STAGES = ("source", "module", "edition", "deck", "html", "slides-png", "accessibility")


@cli.command()
@click.argument("module")
@root_option
@click.option("--stage", type=click.Choice(STAGES), default="module", show_default=True)
@click.option("--edition", type=click.Choice(EDITION_NAMES), default="handout", show_default=True)
@click.option("--theme", help="The theme to show it under (default: the course's).")
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file or folder instead of stdout.")
def show(module: str, root: Path | None, stage: str, edition: str, theme: str | None, output: Path | None) -> None:
    """Print what the compiler understands of MODULE, at any stage on its way."""
    folder = find_root(root)
    course, chosen, problems = load(folder, theme)
    named(course, (module,))
    from builder.build import Bench, imprint_of, read_module
    from builder.outputs import Variant
    from builder.stages import stage_of

    parsed = read_module(folder, course, module, problems)
    if parsed is None:
        report(problems, "text", err=True)
        sys.exit(CONTENT)
    imprint = imprint_of(parsed, course, epoch())
    bench = Bench(parsed, chosen, imprint, course.file.paper, problems)
    try:
        shown = stage_of(bench, stage, edition, Variant(course.file.paper), folder.source(parsed.path))
    except UnknownRendererError as error:
        stop(str(error), TOOL)
        raise
    except OSError as error:
        _missing_library(error)
        raise
    report(problems, "text", err=True)
    _deliver(shown, output, stage)


def _deliver(shown: dict[str, bytes], output: Path | None, stage: str) -> None:
    """Print one text, or write the files of a stage into a folder."""
    if output is None and len(shown) == 1 and stage != "slides-png":
        sys.stdout.buffer.write(next(iter(shown.values())))
        return
    folder = output or Path()
    for name, data in shown.items():
        path = folder if output is not None and len(shown) == 1 and folder.suffix else folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        talk(_relative(path))


# ── housekeeping ──────────────────────────────────────────────────────────────────────────────────────────────


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a small course in DIR, ready to build."""
    from builder.starter import starter_files

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        stop(f"{folder} is there already, and not empty.", USAGE)
    for name, data in starter_files(folder.resolve().name).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    talk(f"Made a course in {folder}. Next: cd {folder} && coursewright build")


@cli.command()
@root_option
def themes(root: Path | None) -> None:
    """List the themes that a course can be built under."""
    from builder.source import Folder
    from builder.theme import theme_names

    here = root or Path.cwd()
    for name in sorted(theme_names(Folder(here))):
        click.echo(name)


@cli.command()
def doctor() -> None:
    """Say what this machine has, what it lacks, and how to get it."""
    from builder.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(f"{'ok     ' if finding.ok else 'missing'}  {finding.name}: {finding.found}")
        if not finding.ok and finding.cure:
            click.echo(f"         {finding.cure}")
    sys.exit(0 if all(finding.ok or finding.optional for finding in findings) else TOOL)


@cli.command()
@root_option
def clean(root: Path | None) -> None:
    """Remove what builds left: the files that the manifest lists, and the cache."""
    from builder.engine.clean import clean as run

    folder = find_root(root)
    removed = run(folder.root / "output", folder.root / ".coursewright")
    talk(f"Removed {counted(removed, 'file')}.")


def main() -> None:
    """Run the command line."""
    try:
        cli(prog_name="coursewright", standalone_mode=False)
    except click.exceptions.Abort:
        talk("\nStopped.")
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
