"""The languages of an output folder: which modules its catalogues have in each, and what they say of each other.

A catalogue's pages link to the same module in other languages. They are made while each language is built; those that were made
before another language was there, or went, are made again, without anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from builder.engine.output.manifest import MANIFEST, SUMS, ManifestRow, SiteRow, read_manifest, read_rows
from builder.engine.state.records import SiteNote
from builder.engine.state.state import State
from builder.transform.editions import is_for_reviewers

INDEX, DATA = "index.html", "catalogue.json"
_PAGE = re.compile(r"([^/]+)/([^/]+)/index\.html")

Versions = Mapping[str, frozenset[str]]
"""The ids of the modules that have a page in each language."""


def index_of(lang: str) -> str:
    """Return the path of the catalogue of a course in a language that it is translated into."""
    return f"{lang}/{INDEX}"


def versions(rows: Iterable[ManifestRow], site: Iterable[str], source: str) -> dict[str, frozenset[str]]:
    """Return the modules that catalogues in an output folder show, by language. `site` are the paths of the catalogues' files.

    `source` is the language in which the course is written. That of a module which is written in another is no catalogue's.
    """
    files = set(site)
    offered = {(row["language"], row["module"]) for row in rows if not is_for_reviewers(row["edition"])}
    found: dict[str, set[str]] = {}
    for page in filter(None, map(_PAGE.fullmatch, files)):
        lang, ident = page.groups()
        if (lang, ident) in offered and (DATA if lang == source else index_of(lang)) in files:
            found.setdefault(lang, set()).add(ident)
    return {lang: frozenset(found[lang]) for lang in sorted(found, key=lambda lang: (lang != source, lang))}


def others(there: Versions, lang: str) -> dict[str, list[str]]:
    """Return what the catalogue in a language links to in others, as its note has it."""
    return {other: sorted(modules) for other, modules in there.items() if other != lang}


def site_note(state: State, output: Path, translation: str) -> SiteNote:
    """Return the note of a catalogue: of a language that the course is translated into, "" for its own."""
    return state.sites.setdefault(f"{output}\n{translation}" if translation else str(output), {})


def catalogues(output: Path, source: str) -> dict[str, frozenset[str]]:
    """Return the modules that the catalogues in an output folder show, by language."""
    rows, pages = read_rows(read_manifest(output))
    return versions(rows, (row["path"] for row in pages), source)


def stale_catalogues(there: Versions, state: State, output: Path, source: str) -> tuple[str, ...]:
    """Return the languages whose catalogues link to other languages than there are: those of translations, "" for the course's own."""
    tags = [("" if lang == source else lang, lang) for lang in there]
    root = output.resolve()
    return tuple(tag for tag, lang in tags if site_note(state, root, tag).get("languages", {}) != others(there, lang))


def note_outputs(state: State, keys: Iterable[str], output: Path, listing: Mapping[str, str]) -> None:
    """Note the files of an output folder as they are now for builds of which another one has changed some: pages, and the lists of files."""
    artifacts, pages = read_rows(read_manifest(output))
    rows: list[SiteRow] = [*artifacts, *pages]
    now = {row["path"]: row["sha256"] for row in rows} | {name: listing.get(name, "") for name in (MANIFEST, SUMS)}
    for note in filter(None, map(state.builds.get, keys)):
        note["outputs"] = {path: now.get(path, digest) for path, digest in note["outputs"].items()}
