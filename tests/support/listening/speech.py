"""What someone hears of a file, line by line, and what they cannot make out of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

LABELS = Path(__file__).parents[3] / "themes" / "base" / "labels" / "en.yml"
LONG_ADDRESS = 40
"""The most characters of an address that may be read out letter by letter."""

_BOXES = """objectives key key-points discussion scenario check reflection definition note caution content-note quote
resources local facilitator notes answer in-the-handout""".split()
_LEADS = "say do ask listen draft caveat table figure activity question module-number".split()


@cache
def _words(keys: tuple[str, ...]) -> str:
    labels = yaml.safe_load(LABELS.read_text(encoding="utf-8"))
    return "|".join(re.escape(labels[key]).replace(r"\{number\}", r"\d+") for key in keys)


@dataclass
class Speech:
    """The lines of speech, and findings: what is missing, doubled, or run together.

    `slides`: it is of slides, where the title is the heading of whatever a slide holds.
    """

    lines: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    title: str = ""
    slides: bool = False
    depth: int = 0
    _level: int = 0
    _before: str = ""
    _picture: str = ""
    _pending: str = ""

    def say(self, words: str, kind: str = "") -> None:
        """Say words; `kind` says what they are, as a screen reader does before them."""
        words = " ".join(words.split())
        if not words and not kind:
            return
        self.lines.append("  " * self.depth + ": ".join(filter(None, (kind, words))))
        if self._picture and words and not kind and (self._picture == words or self._picture.startswith(f"{words}:")):
            self.findings.append(f"said twice: {words}")
        self._before, self._picture, self._pending = "" if kind else words, self._pending, ""

    def text(self, words: str) -> None:
        """Say a paragraph. A label must be parted from the words after it."""
        words = " ".join(words.split())
        if run := re.match(rf"(?:{_words((*_BOXES, *_LEADS))})\s+(?!I\b)(?=[A-Z])", words):
            self.findings.append(f"a label runs into a word: {words[: run.end() + 20]}")
        if not self.slides and re.match(rf"(?:{_words(('question',))})$", words):
            self.findings.append(f"a question without a heading: {words}")
        self.say(words)

    def heading(self, level: int, words: str) -> None:
        """Say a heading. Nobody who goes from heading to heading may pass by what belongs to it."""
        if level > self._level + 1:
            self.findings.append(f"a heading skips a level: {words}")
        if not words.strip():
            self.findings.append("an empty heading")
        if re.fullmatch(_words(tuple(_BOXES)), self._before):
            self.findings.append(f"a label stands before its heading: {self._before}, {words}")
        if run := re.match(
            rf"(?:{_words((*_BOXES, *_LEADS))})\s+(?=[A-Z])", words
        ):  # “Say “this”” is a heading of its own
            self.findings.append(f"a label runs into a word: {words[: run.end() + 20]}")
        self._level = level
        self.say(words, f"heading {level}")

    def picture(self, alternative: str) -> str:
        """Return how a picture is said, by its alternative."""
        if not alternative.strip():
            self.findings.append("a picture without words")
        self._pending = " ".join(alternative.split())
        return f"[picture: {self._pending}]"

    def link(self, name: str, target: str) -> str:
        """Return how a link is said, by its name."""
        name = " ".join(name.split())
        if not name or name == "Link":
            self.findings.append(f"a link without a name: {target}")
        if " " not in name and "/" in name and len(name) > LONG_ADDRESS:
            self.findings.append(f"a raw address is read out: {name}")
        kind = {"tel": "call", "sms": "message"}.get(target.partition(":")[0], "link")
        return f"[{kind}: {name}]"

    def form_field(self, kind: str, name: str) -> str:
        """Return how a field is said, by its name, which no other field has."""
        if not name.strip() or name in self.fields:
            self.findings.append(f"two fields are said alike: {name}" if name.strip() else "a field without a name")
        self.fields.add(name)
        return f"[{kind}: {name}]"

    def cell(self, headers: list[str], words: str) -> None:
        """Say a cell of a table after its headers."""
        if words.strip() and not any(map(str.strip, headers)):
            self.findings.append(f"a cell without a header: {words}")
        self.say(words or "blank", ", ".join(filter(None, map(str.strip, headers))) or "cell")

    def numbers(self, alternative: str, values: Sequence[float]) -> None:
        """Find fault with a chart's alternative that does not say all its values."""
        plain = re.sub(r"(?<=\d)[,\u00a0\u202f ](?=\d{3})", "", alternative)
        if missing := [value for value in values if f"{value:g}" not in plain]:
            self.findings.append(f"a figure without data: {alternative[:60]} ({missing[:3]} …)")

    def transcript(self) -> str:
        """Return all that was said, then what was found."""
        return "\n".join([*self.lines, *(f"FOUND {finding}" for finding in self.findings)]) + "\n"
