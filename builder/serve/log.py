"""What the preview's server says of itself: few lines, each short, whoever sends it requests and however many."""

from __future__ import annotations

import logging
from collections.abc import Callable

MOST_MESSAGES = 20
"""Messages shown in a minute; the first of the next minute says how many were not."""

MOST_CHARACTERS = 4_000
"""Of one message, a traceback included."""

_MINUTE = 60.0


class BoundedLog(logging.Handler):
    """Gives warnings and errors of the server's libraries to `say`, at most MOST_MESSAGES in a minute."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._say = say
        self._began, self._shown, self._left = float("-inf"), 0, 0

    def emit(self, record: logging.LogRecord) -> None:
        """Show a message, or count it."""
        if record.created - self._began >= _MINUTE:
            if self._left:
                self._say(f"{self._left} more messages of the server were not shown.")
            self._began, self._shown, self._left = record.created, 0, 0
        if self._shown >= MOST_MESSAGES:
            self._left += 1
            return
        self._shown += 1
        text = self.format(record)
        self._say(text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]} …")
