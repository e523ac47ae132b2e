"""The commands. The only room that prints, exits or reads today's date. A file for each command."""

from __future__ import annotations

import gc
import sys

import click

from builder import __version__
from builder.cli.build import build
from builder.cli.check import check
from builder.cli.due import due
from builder.cli.housekeeping import clean, doctor, init, themes
from builder.cli.messages import USAGE, talk
from builder.cli.new import new
from builder.cli.plan import plan
from builder.cli.publish import publish
from builder.cli.serve import serve
from builder.cli.show import show


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


for command in (build, check, serve, show, plan, due, publish, init, new, themes, doctor, clean):
    cli.add_command(command)


def main() -> None:
    """Run the command line."""
    gc.set_threshold(
        100_000, 20, 100
    )  # most objects of a command live until its end: collecting garbage often takes a tenth of the time
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
    finally:
        gc.freeze()  # so that the interpreter does not search all objects once more at exit
