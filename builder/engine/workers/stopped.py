"""Why a job of a worker did not finish."""

from __future__ import annotations


class StoppedError(Exception):
    """A job did not finish; the message says which limit it exceeded, or how its worker process ended."""


class RefusedError(StoppedError):
    """A job tried to use the network or to start another program."""
