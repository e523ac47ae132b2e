"""Several chapters as one text: labels of footnotes and addresses, and ids, that two chapters give are told apart; links between chapters lead inside."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from builder.parse.identity import slug
from builder.parse.lines.reader import NumberedLine
from builder.parse.lines.signs.patterns import AROUND, FENCE

_NOTE = re.compile(r"\[\^([^\]\s]{1,200})\]")
_DEFINED = re.compile(r"^(\s{0,3}\[)([^\]^@][^\]]*)(\]:\s*)(\S.*)$")
_LABEL = re.compile(r"(\[(?P<words>[^\[\]]+)\])(?:\[(?P<label>[^\[\]]*)\])?(?![(\[:{])")
_ID = re.compile(r"(\{[^{}\n]*?#)([\w.:-]++)([^{}\n]*+\})")
_TO_ID = re.compile(r"\]\(#([^)\s]{1,300})\)")
_TO_FILE = re.compile(r"(?<!!)(\[(?:[^\[\]]|\[[^\[\]]*\])*\])\(\s*<?([^\s()<>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)


@dataclass
class Merger:
    """What the chapters so far have given: labels of notes, addresses by label, and ids. `chapters`: the id of each file's part."""

    chapters: Mapping[str, str]
    notes: set[str] = field(default_factory=set)
    addresses: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    def joined(self, number: int, file: str, lines: list[NumberedLine]) -> list[NumberedLine]:
        """Return the lines of chapter `number` (from 1), in which nothing has the name of something in a chapter before it."""
        labels = {name for _, text, code in _lines(lines) if not code for name in _NOTE.findall(text)}
        defined = {_key(found[2]): found[4].strip() for _, text in lines if (found := _DEFINED.match(text))}
        ids = {found[2] for _, text, code in _lines(lines) if not code for found in _ID.finditer(text)}
        twice = {key for key, address in defined.items() if self.addresses.get(key, address) != address}
        notes, same = labels & self.notes, ids & self.ids
        self.notes |= {f"{name}-{number}" if name in notes else name for name in labels}
        self.ids |= {f"{name}-{number}" if name in same else name for name in ids}
        for key, address in defined.items():
            self.addresses.setdefault(f"{key}-{number}" if key in twice else key, address)
        out: list[NumberedLine] = []
        for line, text, code in _lines(lines):
            shown = text
            if not code:
                if notes:
                    shown = _NOTE.sub(lambda m: f"[^{m[1]}-{number}]" if m[1] in notes else m[0], shown)
                if twice:
                    shown = self._relabeled(number, shown, twice)
                if same:
                    shown = _ID.sub(lambda m: f"{m[1]}{m[2]}-{number}{m[3]}" if m[2] in same else m[0], shown)
                    shown = _TO_ID.sub(lambda m: f"](#{m[1]}-{number})" if m[1] in same else m[0], shown)
                shown = _TO_FILE.sub(lambda m: self._inside(file, m), shown)
            out.append((line, shown))
        return out

    @staticmethod
    def _relabeled(number: int, text: str, twice: set[str]) -> str:
        if found := _DEFINED.match(text):
            return f"{found[1]}{found[2]}-{number}{found[3]}{found[4]}" if _key(found[2]) in twice else text

        def one(found: re.Match[str]) -> str:
            label = found["label"] or found["words"]
            return f"{found[1]}[{label}-{number}]" if _key(label) in twice else found[0]

        return _LABEL.sub(one, text)

    def _inside(self, file: str, found: re.Match[str]) -> str:
        """Return a link to another chapter, or to a heading in it, as a reference."""
        if _SCHEME.match(found[2]):
            return found[0]
        path, _, fragment = found[2].partition("#")
        name = posixpath.normpath(posixpath.join(posixpath.dirname(file), path)) if path else file
        stem = posixpath.splitext(name)[0]
        for chapter, ident in self.chapters.items():
            own = posixpath.splitext(chapter)[0]
            if own == stem or posixpath.basename(own) == posixpath.basename(stem):
                return f"{found[1]}(#{fragment or ident})"
        return found[0]


def part_ids(titles: Mapping[str, str]) -> dict[str, str]:
    """Return the id of each chapter's part, by its file: that of its title, told apart where two are equal."""
    found: dict[str, str] = {}
    for file, title in titles.items():
        ident = slug(title) or "chapter"
        found[file] = ident if ident not in found.values() else f"{ident}-{len(found) + 1}"
    return found


def _lines(lines: list[NumberedLine]) -> Iterator[tuple[int, str, bool]]:
    fence = ""
    for number, text in lines:
        if mark := FENCE.match(AROUND.sub("", text).strip()):
            fence = "" if fence and mark[1].startswith(fence) and not mark[2] else fence or mark[1]
        yield number, text, bool(fence or mark)


def _key(label: str) -> str:
    return " ".join(label.split()).casefold()
