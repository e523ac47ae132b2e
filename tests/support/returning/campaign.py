"""The campaign of scripted edits: each deck is edited, perhaps saved by LibreOffice, compared, and what is reported is judged.

    PYTHONPATH=. .venv/bin/python -P -m tests.support.returning.campaign --count 200 --seed 1 --office 5

`lost` are edits of which nothing is reported, `invented` reports that no edit made. With `--again`, each source with its changes makes
a deck anew: one that does not say what the edited deck said is `unsaid`.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pptx import Presentation

from builder.core.disk.folder import Folder
from builder.engine.reading.opening import open_course
from builder.returning.deck.change import APPLIES, Change
from builder.returning.deck.find import DeckChanges, OpenedModule, compare_deck, open_module
from builder.returning.deck.reading import read_deck
from builder.slides.record.made import Origin
from tests.support.returning.deck_edits import ONLY_WORDS, scripted
from tests.support.returning.edit import Edit

ROOT = Path(__file__).parent.parent.parent.parent


@dataclass(frozen=True)
class Subject:
    """A module whose deck is edited, and its deck as made."""

    opened: OpenedModule
    deck: bytes


@dataclass(frozen=True)
class Judged:
    """An edit with what was reported of it; `fault` says what is wrong with that, "" for nothing."""

    module: str
    edit: Edit
    found: DeckChanges
    office: bool
    fault: str = ""


def subject(root: Path, name: str, cache: Path | None = None) -> Subject:
    """Return a module of a course, with its deck."""
    folder = Folder(root)
    course, theme, _ = open_course(folder, None)
    opened = open_module(folder, course, theme, Origin(name), None, cache)
    return Subject(opened, opened.deck)


def judged(one: Subject, edit: Edit, data: bytes, *, office: bool, again: SecondBuild | None = None) -> Judged:
    """Return an edit with what is reported of the deck that it was made to."""
    deck = read_deck(data)
    assert deck.made is not None
    found = compare_deck(deck, deck.made, one.opened)
    result = Judged(one.opened.name, edit, found, office, _fault(edit, found.changes, office=office))
    return replace(result, fault=result.fault or again.fault(result, data)) if again else result


def _fault(edit: Edit, changes: Sequence[Change], *, office: bool) -> str:
    if office and edit.name in ONLY_WORDS:
        return "invented" if any(one.kind != "motion" for one in changes) else ""
    if not edit.kinds:
        return "invented" if changes else ""
    mine = [one for one in changes if one.kind in edit.kinds]
    if len(mine) < len(changes):
        return "invented"
    if not any(_plain(edit.new) in _plain(one.new) and _plain(edit.old) in _plain(one.old) for one in mine):
        return "lost"
    return "invented" if len(mine) > 2 else ""


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("’", "'")


class SecondBuild:
    """The course in a folder of its own, in which changed sources make their decks anew."""

    def __init__(self, root: Path, place: Path) -> None:
        for name in ("modules", "themes"):
            shutil.copytree(root / name, place / name)
        self.root = place

    def fault(self, one: Judged, data: bytes) -> str:
        """Return "unsaid" if the source with its changes does not say what the deck does where they were made, else ""."""
        if one.found.new == one.found.data:
            return ""
        source = self.root / one.found.path
        source.write_bytes(one.found.new)
        try:
            opened = subject(self.root, one.module).opened
        finally:
            source.write_bytes(one.found.data)
        deck = read_deck(data)
        assert deck.made is not None
        known = {(c.kind, c.slide, c.where, c.new) for c in one.found.changes if c.state != APPLIES}
        left = compare_deck(deck, deck.made, opened).changes
        return "unsaid" if any((c.kind, c.slide, c.where, c.new) not in known for c in left) else ""


def saved_by_office(decks: Sequence[bytes]) -> list[bytes]:
    """Return decks as LibreOffice saves them."""
    with tempfile.TemporaryDirectory(prefix="changes-") as place:
        folder = Path(place)
        names = [folder / f"{number}.pptx" for number in range(len(decks))]
        for name, data in zip(names, decks, strict=True):
            name.write_bytes(data)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pptx"]
        subprocess.run([*command, "--outdir", folder / "out", *names], check=True, capture_output=True, timeout=600)
        return [(folder / "out" / name.name).read_bytes() for name in names]


def campaign(
    subjects: Sequence[Subject], count: int, seed: int, office: int, again: SecondBuild | None = None
) -> Iterator[Judged]:
    """Yield judged edits, as many of each module; every one in `office` is saved by LibreOffice too, 0 for none."""
    waiting: list[tuple[Subject, Edit, bytes]] = []
    for number, one in enumerate(subjects):
        share = count // len(subjects) + (number < count % len(subjects))
        source = io.BytesIO(one.deck)
        edits = scripted(lambda s=source: Presentation(s), share, seed + number, number * share)  # type: ignore[misc]
        for turn, (edit, deck) in enumerate(edits):
            out = io.BytesIO()
            deck.save(out)
            if office and turn % office == office - 1:
                waiting.append((one, edit, out.getvalue()))
            else:
                yield judged(one, edit, out.getvalue(), office=False, again=again)
    if waiting:
        for (one, edit, _), data in zip(waiting, saved_by_office([data for *_, data in waiting]), strict=True):
            yield judged(one, edit, data, office=True, again=again)


def main() -> None:
    """Run the campaign on the shipped course and print what came of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--office", type=int, default=5)
    options.add_argument("--again", action="store_true", help="make a deck of each changed source, and compare it")
    options.add_argument("--verbose", action="store_true", help="print each change of words that is not applied")
    options.add_argument("modules", nargs="*")
    given = options.parse_args()
    course, _, _ = open_course(Folder(ROOT), None)
    began = time.monotonic()
    subjects = [subject(ROOT, name) for name in given.modules or course.listed]
    states: Counter[str] = Counter()
    faults: list[Judged] = []
    by_name: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory(prefix="again-") as place:
        again = SecondBuild(ROOT, Path(place)) if given.again else None
        found = list(campaign(subjects, given.count, given.seed, given.office, again))
    for one in found:
        state = one.fault or (APPLIES if any(change.state == APPLIES for change in one.found.changes) else "listed")
        states[state] += 1
        by_name.setdefault(one.edit.name, Counter())[state] += 1
        faults += [one] if one.fault else []
        for change in one.found.changes:
            if change.state != APPLIES and change.kind in {
                "words",
                "added",
                "deleted",
                "moved",
                "row-added",
                "row-deleted",
            }:
                by_name[one.edit.name][f"  {change.why[:70]}"] += 1
                if given.verbose:
                    sys.stdout.write(
                        f"  {change.kind} {change.at.path}:{change.at.line} {change.why}: {change.old} -> {change.new}\n"
                    )
    for name, counts in sorted(by_name.items()):
        sys.stdout.write(f"{name:32} {dict(counts)}\n")
    for one in faults:
        shown = [(c.kind, c.slide, c.where, c.old[:60], c.new[:60]) for c in one.found.changes][:4]
        sys.stdout.write(f"{one.fault}: {one.module} {'office ' if one.office else ''}{one.edit} {shown}\n")
    sys.stdout.write(f"{dict(states)} in {time.monotonic() - began:.0f} s\n")


if __name__ == "__main__":
    main()
