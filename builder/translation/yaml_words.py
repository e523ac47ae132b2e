"""The texts in YAML files and front matter: where they stand, and the same file with other texts in their places.

Whatever is put in, it is written as a double-quoted scalar on one line, so that it can be nothing but a text; the lines that it
takes away are given back as empty ones, so that what follows stands where it stood.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import yaml

from builder.core.frozen import dataclass
from builder.core.problems import Problems
from builder.core.source import Source
from builder.core.yaml_text import read_yaml
from builder.model.frontmatter import DECORATIVE
from builder.parse.lines.texts import PlacedText, Rewrite, has_words, one_line
from builder.parse.prerequisites import MODULE_ID

if TYPE_CHECKING:
    from builder.transform.audience import Seen

Path = tuple[str | int, ...]
Name = Callable[[Path, str], tuple[str, str, int] | None]
"""From the place of a value (keys and indexes) and the value to its owner, kind and number, None if it is not printed."""


@dataclass(frozen=True)
class YamlTexts:
    """YAML with texts that are printed: a source, or the part of it between two lines. `name` says which values these are."""

    source: Source
    name: Name
    first_line: int = 1
    last_line: int = 0
    seen: Seen = frozenset()

    @property
    def _text(self) -> str:
        lines = self.source.lines
        return "\n".join(lines[self.first_line - 1 : self.last_line or len(lines)])

    def rewritten(self, change: Rewrite) -> Source:
        """Return the source with the texts that `change` gives. What cannot be read stays as it is."""
        text = self._text
        _, node = read_yaml(Source(self.source.path, text), Problems())
        edits = []
        for path, scalar in _scalars(node, ()) if node is not None else ():
            named = self.name(path, scalar.value) if has_words(scalar.value) else None
            if named is None:
                continue
            owner, kind, number = named
            line = self.first_line + scalar.start_mark.line
            placed = PlacedText(scalar.value, line, kind, owner, number, seen=self.seen, is_plain=True)
            new = change(placed)
            if new is not None and (new := _clean(new, scalar.value)):
                edits.append((scalar.start_mark.index, scalar.end_mark.index, new))
        for start, end, new in reversed(edits):
            gone = text[start:end].count("\n")
            text = f"{text[:start]}{json.dumps(new, ensure_ascii=False)}{chr(10) * gone}{text[end:]}"
        lines = self.source.lines
        after = lines[self.last_line :] if self.last_line else []
        return Source(self.source.path, "\n".join([*lines[: self.first_line - 1], text, *after]))


def _clean(new: str, old: str) -> str:
    if "\n" in old.strip():
        return "\n".join(one_line(line) if line.strip() else "" for line in new.split("\n"))
    return one_line(new)


def _scalars(node: yaml.Node, path: Path) -> Iterator[tuple[Path, yaml.ScalarNode]]:
    if isinstance(node, yaml.ScalarNode):
        yield path, node
    elif isinstance(node, yaml.SequenceNode):
        for number, one in enumerate(node.value):
            yield from _scalars(one, (*path, number))
    elif isinstance(node, yaml.MappingNode):
        for key, one in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield from _scalars(one, (*path, key.value))


_META = frozenset(
    "title description objectives audience level keywords content_note materials cover_alt prerequisites questions keypoints reviewed_by".split()
)


def front_matter(path: Path, value: str) -> tuple[str, str, int] | None:
    """Name the values of a module's front matter that are printed."""
    match path:
        case ("lengths", str(minutes), "description"):
            return "front matter", f"description for {minutes}{' minutes' if minutes.isdecimal() else ''}", 1
        case ("prerequisites", *number) if MODULE_ID.fullmatch(value):  # a module, whose title is printed
            return None
        case ("cover_alt",) if value == DECORATIVE:
            return None
        case ("objectives", int(), str(key)) if key != "text":
            return None
        case (str(key), *number) if key in _META:
            return "front matter", key, number[0] + 1 if number and isinstance(number[0], int) else 1
        case _:
            return None


def course_file(path: Path, value: str) -> tuple[str, str, int] | None:
    """Name the values of course.yml that are printed."""
    match path:
        case ("title" | "description" | "draft_notice" as key,):
            return "course", key, 1
        case ("contacts" | "local-lines" as key, str(of)):
            return f"course, {of}", key, 1
        case ("contacts" as key, int(number)):
            return "course", key, number + 1
        case _:
            del value
            return None


def glossary(source: Source) -> Name:
    """Return what names the values of a glossary that are printed: each by its term."""
    entries, _ = read_yaml(source, Problems())
    terms = (
        [str(one.get("term", "")) if isinstance(one, dict) else "" for one in entries]
        if isinstance(entries, list)
        else []
    )

    def name(path: Path, value: str) -> tuple[str, str, int] | None:
        del value
        match path:
            case (int(entry), "term" | "meaning" as key) if entry < len(terms):
                return f"glossary, {terms[entry]}", key, 1
            case (int(entry), "also", *rest) if entry < len(terms):
                number = rest[0] + 1 if rest and isinstance(rest[0], int) else 1
                return f"glossary, {terms[entry]}", "other form", number
            case _:
                return None

    return name


_SERVICE = frozenset(
    {"name", "for", "who_answers", "hours", "languages", "cost", "reports", "asks_name", "checked", "source", "where"}
)


def local_file(path: Path, value: str) -> tuple[str, str, int] | None:
    """Name the values of local.yml that are printed."""
    del value
    match path:
        case ("helplines", int(number), str(key)) if key in _SERVICE:
            return f"helpline {number + 1}", key, 1
        case (str(key),) if key != "helplines":
            return "local", key, 1
        case _:
            return None
