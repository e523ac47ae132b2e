"""From a deck that came back to the changes of its module's source: read, compare, place, try out."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from builder.build import imprint_of, read_module
from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass, replace
from builder.core.problems import Problems
from builder.core.source import SOURCE_BYTES, Source
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.model.course import Course
from builder.model.module import Module
from builder.returning.deck.change import APPLIES, LISTED, Change
from builder.returning.deck.compare import DeckComparison, changed_share
from builder.returning.deck.placing.merge import merge_insertions, together, without_overlaps
from builder.returning.deck.placing.place import Placer
from builder.returning.deck.placing.verify import Verifier
from builder.returning.deck.reading import ReturnedDeck, UnusableDeckError, read_deck
from builder.returning.deck.source_now import SourceNow, source_slides
from builder.returning.edits import SourceFile
from builder.slides.record.made import MadeDeck, Origin, find_record
from builder.slides.template.package import Package
from builder.theme.theme import Theme
from builder.transform.lengths import cut

OTHER = 0.5
"""With more of its paragraphs changed, a deck is a translation, or another version, and nothing of it is applied."""

FEW = 10
"""So many changes are applied whatever share of a short deck they are."""


class ForeignDeckError(UnusableDeckError):
    """A deck has no record of ours."""


@dataclass(frozen=True)
class DeckChanges:
    """What a person changed in a deck. `path` is the source, `data` its bytes as read, `new` with all changes that apply.

    `remarks` are lines about the deck as a whole.
    """

    origin: Origin
    path: str
    changes: tuple[Change, ...]
    data: bytes
    new: bytes
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class OpenedModule:
    """A module whose decks are compared: what its source says now, the deck that it makes, how to read it with another text."""

    deck: bytes
    file: SourceFile
    module: Module
    now: SourceNow
    folder: Folder
    course: Course
    name: str

    def read(self, source: Source) -> tuple[Module | None, Problems]:
        """Return the module with another text in place of its module.md."""
        problems = Problems()
        return read_module(self.folder, self.course, self.name, problems, source), problems


def find_changes(
    folder: Folder, course: Course, theme: Theme, data: bytes, epoch: date | None, cache: Path | None = None
) -> DeckChanges:
    """Return what a person changed in a deck. Raises UnusableDeckError when it cannot be told."""
    deck = read_deck(data)
    made = record_of(deck)
    return compare_deck(deck, made, open_module(folder, course, theme, made.origin, epoch, cache))


def record_of(deck: ReturnedDeck) -> MadeDeck:
    """Return the record of a deck's words as made. Raises ForeignDeckError when it has none."""
    if deck.made is None:
        raise ForeignDeckError(
            "it does not say what it was made of: it is no deck of Coursewright's, or an older one, or its record was removed "
            "with the file's hidden data"
        )
    return deck.made


def open_module(
    folder: Folder, course: Course, theme: Theme, origin: Origin, epoch: date | None, cache: Path | None = None
) -> OpenedModule:
    """Return the module that a deck was made of. Raises UnusableDeckError when the course does not have it, or it cannot be read."""
    name = _module_folder(folder, course, origin.module)
    problems = Problems()
    whole = read_module(folder, course, name, problems)
    minutes = int(origin.minutes) if origin.minutes.isdecimal() and int(origin.minutes) else None
    module = whole and cut(whole, minutes, problems)
    if module is None or whole is None:
        raise UnusableDeckError(f"the source of its module cannot be read as it is now: `check {name}` says why")
    imprint = imprint_of(module, course, epoch)
    inputs = ModuleInputs(module, theme, imprint, course.file.paper, cache, minutes=minutes)
    build = ModuleBuild(inputs, problems)
    made = build.pptx.data
    record = find_record(Package.read(made))
    if record is None:
        message = "a deck without its record"
        raise AssertionError(message)
    now = SourceNow(record.origin, source_slides(build.deck, made))
    file = SourceFile(whole.path, folder.read(whole.path, SOURCE_BYTES + 1))
    return OpenedModule(made, file, whole, now, folder, course, name)


def _module_folder(folder: Folder, course: Course, ident: str) -> str:
    """Return the folder of the module with an id."""
    names = sorted(course.modules, key=lambda name: name != ident)
    for name in names:
        path = f"modules/{name}/module.md"
        head = (
            folder.read(path, SOURCE_BYTES).decode(errors="replace").partition("\n---")[0]
            if folder.is_file(path)
            else ""
        )
        found = re.search(r"^id:[ \t]*[\"']?([\w-]+)", head, re.MULTILINE)
        if (found[1] if found else name) == ident:
            return name
    shown = ", ".join(f"`{name}`" for name in names[:20])
    raise UnusableDeckError(f"it was made of the module `{ident}`, which this course does not have; it has {shown}")


def compare_deck(deck: ReturnedDeck, made: MadeDeck, opened: OpenedModule) -> DeckChanges:
    """Return what a person changed in a deck of an opened module."""
    findings = list(DeckComparison(deck, made, opened.now).findings())
    placer = Placer(opened.file, opened.module)
    changes = merge_insertions([placer.place(one) for one in findings])
    changes = together(without_overlaps(changes, opened.file))
    remarks = list(_remarks(deck, made, opened.now.origin))
    share = changed_share(findings, made)
    if share > OTHER and len(findings) > FEW:
        why = "too much of this deck has changed for changes to be applied"
        changes = [replace(one, state=LISTED, why=why, edits=()) if one.state == APPLIES else one for one in changes]
        remarks.append(
            f"{share:.0%} of its paragraphs have other words: is it a translation, or another version? Nothing is applied."
        )
    elif any(one.state == APPLIES for one in changes):
        changes = together(Verifier(opened.file, opened.read).verify(changes))
    edits = [edit for one in changes if one.state == APPLIES for edit in one.edits]
    new = opened.file.apply(edits).data
    return DeckChanges(made.origin, opened.file.path, tuple(changes), opened.file.data, new, tuple(remarks))


def _remarks(deck: ReturnedDeck, made: MadeDeck, now: Origin) -> list[str]:
    """Return lines about the deck as a whole: another version, language or length than the source's, another program."""
    found = []
    origin = made.origin
    if origin.source != now.source:
        versions = f" (version {origin.version}; it is {now.version} now)" if origin.version != now.version else ""
        found.append(f"the source has changed since this deck was made{versions}")
    if origin.lang != now.lang:
        found.append(f"it was made in `{origin.lang}`; the source is in `{now.lang}` now")
    if deck.rewritten:
        found.append(
            f"it was saved by {deck.saved_by.split('/')[0]}, which spells out every format: formatting is not compared"
        )
    return found
