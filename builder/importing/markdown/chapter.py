"""A chapter of a lesson as numbered lines: its own, and those of files that it includes, each with the place that it comes from."""

from __future__ import annotations

import posixpath
import re
from collections import Counter

from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass
from builder.core.source import Source, Unreadable, clean_line
from builder.importing.document import DocPlace
from builder.importing.loss import LossLog
from builder.importing.words import count_words
from builder.parse.lines.signs.patterns import AROUND, FENCE

DEEPEST = 8
"""Files that include files that include files: more is a circle, or made to be one."""

MOST_INCLUDED = 200
"""Most files that a chapter may include. Twenty that include two each, eight deep, would be a million lines."""

_PRIVATE = frozenset(
    "author authors by-author editor editors contributor contributors maintainer maintainers presenter speaker instructor organizer organization institute"
    " institution affiliation affiliations email contact orcid date updated last-modified github twitter narrator".split()
)
"""Keys of front matter that name people, where they work, or when they wrote: none of it reaches a module or a report."""

_INCLUDE = re.compile(
    r"""^\s*(?:\{\{<\s*include\s+(?P<quarto>[^\s<>{}]+)\s*>\}\}|\{%-?\s*include_relative\s+(?P<jekyll>[^\s%{}]+)[^%]*%\}"""
    r"""|;?-+8<-+\s+["']?(?P<mkdocs>[^"'\s]+)["']?|!INCLUDE\s+["'](?P<pandoc>[^"']+)["'])\s*$"""
)
_DIRECTIVE = re.compile(r"^\s*(?P<fence>`{3,}|~{3,}|:{3,})\{include\}\s*(?P<name>\S+)\s*$")


@dataclass(frozen=True)
class LessonChapter:
    """A chapter: its lines in `source`, which are numbered anew, and for each the file and line it comes from.

    `front`: how many of them are front matter, with both lines of `---`; `private` are those that name people, or when they wrote.
    """

    source: Source
    places: tuple[DocPlace, ...]
    front: int
    private: frozenset[int] = frozenset()

    def words(self, number: int) -> Counter[str]:
        """Return the words of a line, by its number in `source`; none of one that names people, or when they wrote."""
        return Counter() if number in self.private else count_words(self.source.line(number))

    def place(self, number: int) -> DocPlace:
        """Return where a line comes from, by its number in `source`."""
        return self.places[min(max(number, 1), len(self.places)) - 1]


def read_chapter(folder: Folder, name: str, log: LossLog) -> LessonChapter:
    """Return a chapter with the files that it includes in the place of what includes them. Raises Unreadable, with the file's name."""
    source = _source(folder, name)
    front = _front_lines(source.lines)
    state = _Including(folder, log)
    lines = [(DocPlace(name, "line", number), text) for number, text in enumerate(source.lines[:front], 1)]
    lines += state.lines(name, source.lines, front, (name,))
    text = "\n".join(clean_line(line)[0] for _, line in lines)
    private = _private_lines(source.lines[:front])
    if private:
        log.note_left(DocPlace(name, "line", min(private)), "setting", "who wrote it, and when", count=len(private))
    return LessonChapter(
        Source(name, text), tuple(place for place, _ in lines) or (DocPlace(name, "line", 1),), front, private
    )


def _private_lines(front: list[str]) -> frozenset[int]:
    """Return the numbers of the lines of front matter that stand in a key which names people, where they work, or a date."""
    found: set[int] = set()
    key = ""
    for number, text in enumerate(front, 1):
        if top := re.match(r"[\"']?([A-Za-z][\w-]*)[\"']?\s*:", text):
            key = top[1].lower()
        if key in _PRIVATE and text.strip() not in {"", "---", "..."}:
            found.add(number)
    return frozenset(found)


def _source(folder: Folder, name: str) -> Source:
    try:
        return folder.source(name)
    except Unreadable as error:
        raise Unreadable(f"{name}: {error.reason}", error.line, error.hint) from error


def _front_lines(lines: list[str]) -> int:
    """Return how many lines are front matter: 0 without one."""
    start = next((n for n, text in enumerate(lines) if text.strip()), 0)
    if not lines or lines[start].strip() != "---":
        return 0
    end = next((n for n in range(start + 1, len(lines)) if re.fullmatch(r"(?:---|\.\.\.)\s*", lines[n])), 0)
    inside = [text for text in lines[start + 1 : end] if text.strip()]
    has_keys = all(re.match(r"\s|[\w\"'-]+\s*:|#|-\s|[\]})]", text) for text in inside)  # else two slides' dividers
    return end + 1 if end and inside and has_keys else 0


class _Including:
    """Reads the files that a chapter includes, each at most so deep, and all at most so many."""

    def __init__(self, folder: Folder, log: LossLog) -> None:
        self._folder, self._log, self._count = folder, log, 0

    def lines(self, name: str, lines: list[str], first: int, around: tuple[str, ...]) -> list[tuple[DocPlace, str]]:
        """Return the lines of a file from index `first` on; `around` are the files that it is included in, itself last."""
        out: list[tuple[DocPlace, str]] = []
        fence, at = "", first
        while at < len(lines):
            text, place = lines[at], DocPlace(name, "line", at + 1)
            at += 1
            directive = _DIRECTIVE.match(text) if not fence else None
            found = _INCLUDE.match(text) if not fence and not directive else None
            wanted = directive["name"] if directive else next(filter(None, found.groups()), "") if found else ""
            if wanted and (inner := self._included(name, wanted, place, around)) is not None:
                if directive:
                    at = _after(lines, at, directive["fence"])
                self._log.note_changed(place, "included file", f"{wanted} stands in its place")
                out += inner
                continue
            if mark := FENCE.match(AROUND.sub("", text).strip()):
                fence = "" if fence and mark[1].startswith(fence) and not mark[2] else fence or mark[1]
            out.append((place, text))
        return out

    def _included(
        self, name: str, wanted: str, place: DocPlace, around: tuple[str, ...]
    ) -> list[tuple[DocPlace, str]] | None:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), wanted.lstrip("/")))
        self._count += 1
        if path in around or len(around) > DEEPEST or self._count > MOST_INCLUDED:
            self._log.note_left(place, "included file", f"{wanted} includes itself, or too many files")
            return None
        try:
            source = _source(self._folder, path)
        except Unreadable as error:
            self._log.note_left(place, "included file", error.reason)
            return None
        return self.lines(path, source.lines, _front_lines(source.lines), (*around, path))


def _after(lines: list[str], at: int, fence: str) -> int:
    """Return the index after the line that closes a directive."""
    end = next((n for n in range(at, len(lines)) if lines[n].strip().startswith(fence)), at)
    return min(end + 1, len(lines))
