"""The option `--sandbox`: whether the kernel holds workers to what they may use, and what is said about it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from builder.cli.messages import TOOL, stop

if TYPE_CHECKING:
    from builder.engine.workers.sandbox.access import Sandboxing

_VARIABLE = "COURSEWRIGHT_SANDBOX"


def sandbox_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add the option `--sandbox`, which the environment may give too."""
    return click.option(
        "--sandbox",
        "sandboxing",
        envvar=_VARIABLE,
        type=click.Choice(["auto", "require", "off"]),
        default="auto",
        show_default=True,
        help="Whether the kernel keeps workers from other files, programs and the network: as far as it can, or else no build.",
    )(command)


def sandboxing_named() -> Sandboxing:
    """Return what the environment says about the sandbox, for a command without the option `--sandbox`."""
    named = os.environ.get(_VARIABLE, "")
    return "require" if named == "require" else "off" if named == "off" else "auto"


def require_sandbox(sandboxing: Sandboxing) -> None:
    """Exit 3 when the sandbox is required and this machine cannot give it. To be called before threads start."""
    if sandboxing == "require":
        from builder.engine.workers.sandbox.confine import try_out

        found = try_out()
        if not found.is_whole:
            stop(f"The sandbox cannot be had: {'; '.join(found.missing)}. Nothing was read.", TOOL)


def sandbox_in_words(sandboxing: Sandboxing) -> str:
    """Return what holds workers on this machine, and what cannot. To be called before threads start."""
    if sandboxing == "off":
        return "switched off; limits of time and memory alone"
    from builder.engine.workers.sandbox.confine import try_out

    found = try_out()
    held = ", ".join(found.held) or "none"
    return f"{held}; not to be had: {'; '.join(found.missing)}" if found.missing else held
