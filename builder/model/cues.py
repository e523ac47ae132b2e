"""The cues of a script: the words that begin a paragraph of speaker notes, and the kind of cue that each stands for."""

from __future__ import annotations

import re

CUES = {"SAY": "say", "DO": "do", "ASK": "ask", "LISTEN FOR": "listen"}
"""Cue word as authors write it → `Cue.kind`."""

CUE_KINDS = frozenset(CUES.values())

CUE = re.compile(rf"^({'|'.join(CUES)}):")
"""A line that begins with a cue; group 1 is the cue word."""
