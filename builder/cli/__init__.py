"""The commands. The only room that prints, exits or reads today's date. A file for each command."""

from __future__ import annotations

import errno
import gc
import io
import signal
import sys
from types import TracebackType

import click

from builder import __version__
from builder.cli.building.build import build
from builder.cli.check import check
from builder.cli.due import due
from builder.cli.exchange.changes import changes
from builder.cli.exchange.comments import comments
from builder.cli.exchange.import_files import import_command
from builder.cli.housekeeping import clean, doctor, init
from builder.cli.messages import USAGE, named, talk
from builder.cli.new import new
from builder.cli.publish import publish
from builder.cli.serve import serve
from builder.cli.session.pack import pack
from builder.cli.session.plan import plan
from builder.cli.session.review import review
from builder.cli.show import show
from builder.cli.themes.add_font import add_font
from builder.cli.themes.export_theme import theme
from builder.cli.themes.list_themes import themes
from builder.cli.themes.new_theme import theme as new_theme
from builder.cli.translating.translate import translate
from builder.core.disk.directory import TooManyFilesError

_DISK_FAULTS = {errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""Errors of the system that no change of ours mends: a full or read-only disk, missing rights."""


class Group(click.Group):
    """A group that lists commands in the order of use, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order in which they were added."""
        del ctx
        return list(self.commands)


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`COMMAND --help` says more. In a clone, ./coursewright test runs the project's own checks.",
)
@click.version_option(__version__, prog_name="coursewright")
def cli() -> None:
    """Compile Markdown training modules into handouts, facilitator guides and PowerPoint decks."""


for command in (
    build, check, serve, show, plan, pack, review, due, translate, changes, comments, publish, init, new, import_command, themes, theme,
    doctor, clean,
):  # fmt: skip
    cli.add_command(command)
new.add_command(new_theme)
theme.add_command(add_font)


def end_with_cleanup() -> list[int]:
    """Let SIGTERM and SIGHUP end a command as Ctrl-C does: workers are ended and temporary files removed.

    Returns a list that the number of the signal is added to. A second one ends the process at once; one that is ignored, as
    under `nohup`, stays ignored.
    """
    came: list[int] = []

    def interrupt(number: int, _frame: object) -> None:
        came.append(number)
        signal.signal(number, signal.SIG_DFL)
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, interrupt)
    return came


def show_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print the traceback of a fault of ours, as Python does, with control characters of a source in it as escapes."""
    import traceback

    talk("".join(traceback.format_exception(kind, error, trace)).removesuffix("\n"))


def main() -> None:
    """Run the command line."""
    sys.excepthook = show_fault
    gc.set_threshold(
        100_000, 20, 100
    )  # most objects of a command live until its end: collecting garbage often takes a tenth of the time
    ended = end_with_cleanup()
    try:
        cli(prog_name="coursewright", standalone_mode=False)
    except click.exceptions.Abort:
        talk("\nStopped.")
        sys.exit(128 + (ended[0] if ended else signal.SIGINT))
    except click.ClickException as error:
        said = io.StringIO()
        error.show(said)
        talk(said.getvalue().rstrip("\n"))
        sys.exit(USAGE)
    except TooManyFilesError as error:
        talk(str(error))
        sys.exit(USAGE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        if error.errno not in _DISK_FAULTS:
            raise
        talk(
            f"{f'{named(str(error.filename))}: ' if error.filename else ''}{error.strerror}. What was not written stays as it was."
        )
        sys.exit(USAGE)
    finally:
        gc.freeze()  # so that the interpreter does not search all objects once more at exit
