"""PO files, gettext's: what they hold, and how they are written, with the same bytes for the same content.

https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cached_property

from builder.core.frozen import dataclass
from builder.core.problems import ProblemCode, Problems
from builder.core.source import NOWHERE, Source, Span

FOLDER = "locale"

_OF = "X-Coursewright-Source"
REVIEWED = "X-Coursewright-Reviewed"
"""The header that says who reviewed a translation, and when; empty until somebody did."""

_LINE = re.compile(r"line (\d+)")
_WRITTEN = re.compile(r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?"(?:[^"\\]|\\.)*"\s*)?')
"""A line of a PO file: blank, a comment, or a text in quotes, with or without a keyword before it."""
_WIDTH = 100


def po_path(lang: str, name: str) -> str:
    """Return the path of the PO file of a module, by its folder, or of the course, from the course's root."""
    return f"{FOLDER}/{lang}/{name}.po"


@dataclass(frozen=True)
class PoEntry:
    """One unit of a PO file. `previous` is the source that a fuzzy translation was made of; `line` where it stands, from 1.

    `comments` are for translators; `place` is the file of the source, `note` what translators wrote.
    """

    context: str
    source: str
    text: str = ""
    fuzzy: bool = False
    previous: str = ""
    comments: tuple[str, ...] = ()
    place: str = ""
    note: str = ""
    line: int = field(default=0, compare=False)

    @property
    def is_usable(self) -> bool:
        """Whether it can be printed: translated, and not of another source."""
        return bool(self.text.strip()) and not self.fuzzy


@dataclass(frozen=True)
class Catalog:
    """The content of a PO file. `obsolete` are translations of what the source no longer has."""

    path: str
    lang: str
    entries: tuple[PoEntry, ...] = ()
    obsolete: tuple[PoEntry, ...] = ()
    header: Mapping[str, str] = field(default_factory=dict)

    @property
    def reviewed(self) -> str:
        """Who reviewed it and when, "" for nobody."""
        return self.header.get(REVIEWED, "").strip()

    @cached_property
    def _named(self) -> dict[tuple[str, str], PoEntry]:
        return {(entry.context, entry.source): entry for entry in reversed(self.entries)}

    @cached_property
    def _by_source(self) -> dict[str, PoEntry]:
        ranked = sorted(self.entries, key=lambda entry: entry.is_usable)
        return {entry.source: entry for entry in ranked}

    @cached_property
    def _by_context(self) -> dict[str, PoEntry]:
        return {entry.context: entry for entry in reversed(self.entries)}

    def find(self, context: str, source: str) -> PoEntry | None:
        """Return the entry of a text: by its name and words, else by its words alone, as where a block was moved."""
        return self._named.get((context, source)) or self._by_source.get(source)

    def at_context(self, context: str) -> PoEntry | None:
        """Return the entry that a text of this name has, whatever its words are: where the source changed since."""
        return self._by_context.get(context)


def read_po(source: Source, lang: str, name: str, problems: Problems) -> Catalog | None:
    """Return what a PO file holds, or None, with a problem, when it cannot be used: broken, or of another module or language."""
    from polib import pofile

    broken = next((n for n, line in enumerate(source.lines, 1) if not _WRITTEN.fullmatch(line)), 0)
    if broken:
        _report_broken(source, broken, problems)
        return None
    ahead = "#" * 5_000  # polib takes a text for a path if there is such a file; no path is as long
    try:
        found = pofile(f"{ahead}\n{source.text}\n")
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
        line = int(match[1]) - 1 if (match := _LINE.search(str(error))) else 1
        _report_broken(source, min(max(line, 1), len(source.lines)), problems)
        return None
    header = {str(key): str(value) for key, value in found.metadata.items()}
    if not _belongs(header, source, lang, name, problems):
        return None
    entries, obsolete = [], []
    seen: dict[tuple[str, str], int] = {}
    for one in found:
        entry = _entry(one)
        if one.obsolete:
            obsolete.append(entry)
            continue
        first = seen.setdefault((entry.context, entry.source), entry.line)
        if first != entry.line:
            message = f"this text stands in line {first} already; that one is used"
            at = source.whole_line(entry.line)
            problems.add(ProblemCode.DUPLICATE_TRANSLATION, message, at, "keep one of the two")
        else:
            entries.append(entry)
    return Catalog(source.path, lang, tuple(entries), tuple(obsolete), header)


def _report_broken(source: Source, line: int, problems: Problems) -> None:
    message = "this is no PO file, or this line of it is broken"
    hint = "write each text in straight quotes, with a backslash before quotes in it; `msgfmt --check` names more"
    problems.add(ProblemCode.BROKEN_TRANSLATION, message, source.whole_line(line), hint)


def _entry(one: object) -> PoEntry:
    def text(name: str) -> str:
        return str(getattr(one, name, None) or "")

    places = getattr(one, "occurrences", None) or [("", "")]
    return PoEntry(
        context=text("msgctxt"),
        source=text("msgid"),
        text=text("msgstr"),
        fuzzy="fuzzy" in getattr(one, "flags", ()),
        previous=text("previous_msgid"),
        comments=tuple(text("comment").split("\n")) if text("comment") else (),
        place=str(places[0][0]),
        note=text("tcomment"),
        line=max(int(getattr(one, "linenum", 1) or 1) - 1, 1),
    )


def _belongs(header: Mapping[str, str], source: Source, lang: str, name: str, problems: Problems) -> bool:
    """Say whether a file is for this module and language, as far as its header tells; if not, add a problem."""
    for key, wanted, what in ((_OF, name, "module"), ("Language", lang, "language")):
        given = header.get(key, "").strip()
        if given and given.replace("_", "-").casefold() != wanted.casefold():
            line = next((n for n, text in enumerate(source.lines, 1) if key in text), 1)
            message = f"this file is for the {what} `{given}`, and stands where that of `{wanted}` does"
            problems.add(ProblemCode.BROKEN_TRANSLATION, message, source.find(line, given), "put it back in its place")
            return False
    return True


def new_header(lang: str, name: str, title: str, version: str) -> dict[str, str]:
    """Return the header of a new PO file. It has no date: who translates puts that in."""
    return {
        "Project-Id-Version": f"{title} {version}".strip(),
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": "",
        "PO-Revision-Date": "",
        "Last-Translator": "",
        "Language-Team": "",
        "Language": lang,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        _OF: name,
        REVIEWED: "",
    }


def po_text(catalog: Catalog) -> str:
    """Return a PO file as text: entries in the given order, then what is obsolete."""
    from polib import POEntry, POFile

    file = POFile(wrapwidth=_WIDTH)
    file.metadata = dict(catalog.header)
    for entry, obsolete in _both(catalog):
        one = POEntry(
            msgctxt=entry.context or None,
            msgid=entry.source,
            msgstr=entry.text,
            comment="\n".join(entry.comments),
            tcomment=entry.note,
            occurrences=[(entry.place, "")] if entry.place else [],
            flags=["fuzzy"] if entry.fuzzy else [],
            previous_msgid=entry.previous or None,
            obsolete=obsolete,
        )
        file.append(one)
    return f"{file}".rstrip("\n") + "\n"


def _both(catalog: Catalog) -> Iterable[tuple[PoEntry, bool]]:
    yield from ((entry, False) for entry in catalog.entries)
    yield from ((entry, True) for entry in catalog.obsolete)


def entry_span(catalog: Catalog | None, entry: PoEntry | None) -> Span:
    """Return where an entry stands in its file, NOWHERE without one."""
    return Span(catalog.path, entry.line, 1, entry.line, 1) if catalog and entry else NOWHERE
