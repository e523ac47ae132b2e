"""Headings and labels that say that an answer, or a note for facilitators, follows: “Solution”, “Note to the trainer: …”."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from builder.parse.dialects.boxes.kinds import of_title
from builder.parse.stamps import STAMP

_COMMON = re.compile(r"^(?>.*?\bto\b).*\bquestions?\b", re.IGNORECASE)
"""“Answers to common questions” are for everybody."""
_LABEL = re.compile(r"^\W*([^\W\d_][^:\uff1a\n]{1,40})[:\uff1a]")


def label_in(element: ET.Element) -> tuple[str, str]:
    """Return the label that a heading or paragraph is or begins with, and the div that it asks for; two "" for none.

    A word for one person is the label of what that person says: `Trainer: Good morning.`
    """
    if element.tag not in {"p", "h1", "h2", "h3", "h4", "h5", "h6"}:
        return "", ""
    text = STAMP.sub("\n", "".join(element.itertext())).strip()
    if element.tag != "p":
        meaning = "" if _COMMON.search(text) else of_title(text)
        return (text, meaning) if meaning else ("", "")
    found = _LABEL.match(text)
    meaning = of_title(found[1]) if found else ""
    if not found or not meaning or (meaning == "facilitator" and " " not in found[1].strip()):
        return "", ""
    return found[1].strip(), meaning
