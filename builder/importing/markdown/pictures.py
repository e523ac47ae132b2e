"""Pictures that Markdown shows: found in the lesson's folder, to be cleaned and named anew; those from elsewhere become links."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import unquote

from builder.core.disk.folder import Folder
from builder.core.source import Unreadable
from builder.importing.document import DocPicture
from builder.importing.loss import LossLog
from builder.importing.markdown.chapter import LessonChapter
from builder.parse.lines.reader import NumberedLine
from builder.parse.lines.signs.patterns import AROUND, FENCE

MOST_BYTES = 50_000_000
"""Largest picture that is read, in bytes."""

MOST_TOGETHER = 400_000_000
"""Most bytes of all pictures of a lesson as they are read: cleaned ones stay within a module's own limit."""

_INLINE = re.compile(
    r"!\[(?P<alt>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(\s*(?:<(?P<angle>[^<>]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*))"
    r"(?P<rest>(?:\s+(?:\"[^\"]*\"|'[^']*'|=\S*))?)\s*\)"
)
_LABELED = re.compile(r"!\[(?P<alt>[^\[\]]*)\](?:\[(?P<label>[^\[\]]*)\])?(?![(\[])")
_DEFINED = re.compile(r"^\s{0,3}\[(?P<label>[^\]^@][^\]]*)\]:\s*<?(?P<address>[^\s<>]+)>?")
_CODE = re.compile(r"(?<!`)(`++).*?[^`]\1(?!`)")
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


@dataclass
class PictureFinder:
    """Finds the pictures of a lesson's chapters and gives each a mark, `picture-N:`, which the writer replaces by its name.

    `roots` are folders in the lesson in which tools look for pictures, beside that of the chapter.
    """

    folder: Folder
    log: LossLog
    found: dict[str, DocPicture] = field(default_factory=dict)
    _marks: dict[str, str] = field(default_factory=dict)
    _bytes: int = 0

    def with_marks(self, chapter: LessonChapter, lines: list[NumberedLine]) -> list[NumberedLine]:
        """Return lines whose pictures are named by marks. A picture at an address becomes a link to it: nothing is fetched."""
        addresses = {_normal(one["label"]): one["address"] for _, text in lines if (one := _DEFINED.match(text))}
        used: set[str] = set()
        out: list[NumberedLine] = []
        for number, text, code in _with_code(lines):
            if code or "![" not in text:
                out.append((number, text))
                continue
            shown = _outside_code(_INLINE, text, partial(self._inline, chapter, number))
            shown = _outside_code(_LABELED, shown, partial(self._labeled, chapter, number, addresses, used))
            out.append((number, shown))
        return [(n, text) for n, text in out if not _is_unused(text, used, out)]

    def _inline(self, chapter: LessonChapter, number: int, found: re.Match[str]) -> str:
        address = found["angle"] if found["angle"] is not None else found["bare"]
        return self._shown(chapter, number, found, address, found["rest"])

    def _labeled(
        self, chapter: LessonChapter, number: int, addresses: Mapping[str, str], used: set[str], found: re.Match[str]
    ) -> str:
        label = _normal(found["label"] or found["alt"])
        if label not in addresses:
            return found[0]
        used.add(label)
        return self._shown(chapter, number, found, addresses[label], "")

    def _shown(self, chapter: LessonChapter, number: int, found: re.Match[str], address: str, rest: str) -> str:
        """Return a picture with its mark, or what stands for one that there is not."""
        at, alt = chapter.place(number), found["alt"]
        if not address:
            return found[0]
        if _ELSEWHERE.match(address):
            if address.lower().startswith(("http:", "https:")):
                self.log.note_changed(
                    at, "picture", f"{address[:200]} is elsewhere and is not fetched: a link leads to it"
                )
                return f"[{alt or address}]({_bracketed(address)})"
            self.log.note_left(at, "picture", "its address is not that of a file in the lesson", address[:200])
            return alt
        mark = self._mark(chapter, number, address)
        title = "" if rest.strip().startswith("=") else rest
        return f"![{alt}]({mark}{title})" if mark else found[0]

    def _mark(self, chapter: LessonChapter, number: int, address: str) -> str:
        at = chapter.place(number)
        home = posixpath.dirname(at.file)
        for name in _spellings(address, home):
            if name in self._marks:
                return self._marks[name]
            if not self.folder.is_file(name):
                continue
            try:
                data = self.folder.data(name, MOST_BYTES)
            except Unreadable as error:
                self.log.note_left(at, "picture", f"{address}: {error.reason}")
                return ""
            self._bytes += len(data)
            if self._bytes > MOST_TOGETHER:
                self.log.note_left(
                    at, "picture", f"{address}: the pictures are more than {MOST_TOGETHER // 1_000_000} MB together"
                )
                return ""
            mark = self._marks[name] = f"picture-{len(self._marks) + 1}:"
            self.found[mark] = DocPicture(data, posixpath.basename(name), at=at)
            return mark
        reason = next(filter(None, (self.folder.refusal(name) for name in _spellings(address, home))), "")
        outside = not any(True for _ in _spellings(address, home))
        why = "it lies outside the folder that is imported" if outside else reason or "there is no such file"
        self.log.note_left(at, "picture", f"{address}: {why}")
        return ""


def _outside_code(pattern: re.Pattern[str], text: str, change: Callable[[re.Match[str]], str]) -> str:
    """Return a line in which what a pattern finds outside code is changed."""
    spans = [found.span() for found in _CODE.finditer(text)]
    return pattern.sub(lambda found: found[0] if any(a <= found.start() < b for a, b in spans) else change(found), text)


def _spellings(address: str, home: str) -> Iterator[str]:
    """Yield the names in the lesson's folder that an address may mean, those beside the chapter first."""
    path = re.split(r"[?#]", address)[0]
    for one in dict.fromkeys((path, unquote(path), path.replace("\\", "/"))):
        places = [""] if one.startswith("/") else [home, ""]
        for place in places:
            name = posixpath.normpath(posixpath.join(place, one.lstrip("/")))
            if not name.startswith("../") and name not in {"..", "."}:
                yield name
                yield f"static/{name}"
                yield f"public/{name}"
                if name.startswith("fig/"):
                    yield f"episodes/{name}"


def _with_code(lines: list[NumberedLine]) -> Iterator[tuple[int, str, bool]]:
    fence = ""
    for number, text in lines:
        if mark := FENCE.match(AROUND.sub("", text).strip()):
            fence = "" if fence and mark[1].startswith(fence) and not mark[2] else fence or mark[1]
        yield number, text, bool(fence or mark)


def _is_unused(text: str, used: set[str], lines: list[NumberedLine]) -> bool:
    """Say whether a line defines the address of a label that only pictures used, which name their files themselves now."""
    found = _DEFINED.match(text)
    label = _normal(found["label"]) if found else ""
    return label in used and not any(f"[{label}]" in other.casefold() for _, other in lines if other != text)


def _normal(label: str) -> str:
    return " ".join(label.split()).casefold()


def _bracketed(address: str) -> str:
    return f"<{address}>" if re.search(r"[()\s]", address) else address
