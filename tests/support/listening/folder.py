"""Listens to every file of an output folder, and measures its large print."""

from __future__ import annotations

import io
from collections import defaultdict
from pathlib import Path

import pptx

from tests.support.listening.deck import chart_values, listen_to_deck
from tests.support.listening.large_print import measure
from tests.support.listening.page import listen_to_page
from tests.support.listening.pdf import listen_to_pdf
from tests.support.listening.speech import Speech


def faults_heard(output: Path) -> dict[str, list[str]]:
    """Return what was found, by file: in speech, in large print, and files of one module with one title."""
    found: dict[str, list[str]] = {}
    titles: dict[tuple[Path, str], list[Path]] = defaultdict(list)
    for path in sorted(output.rglob("*")):
        speech = _listen(path)
        if speech is None:
            continue
        faults = list(speech.findings)
        if "-large" in path.stem and path.suffix == ".pdf" and any(measure(path.read_bytes()).figures):
            faults.append(f"no large print: {measure(path.read_bytes()).figures} hyphens, italics, small characters")
        if faults:
            found[path.name] = faults
        titles[path.parent, speech.title].append(path)
    for (_, title), paths in titles.items():
        kinds = {path.suffix for path in paths}
        if len(paths) > len(kinds):  # a deck and its PDF hold the same
            found[paths[0].name] = [*found.get(paths[0].name, []), f"{len(paths)} files are called “{title}”"]
    return found


def _listen(path: Path) -> Speech | None:
    """Return what is heard of a file, None for one that nobody reads: archives and lists."""
    if path.suffix == ".pptx":
        return listen_to_deck(path.read_bytes())
    if path.suffix == ".html":
        return listen_to_page(path.read_text(encoding="utf-8"), scrolls=path.stem.startswith(f"{path.parent.name}-"))
    if path.suffix != ".pdf":
        return None
    decks = sorted(path.parent.glob("*.pptx"))
    shows_charts = any(f"-{edition}-" in path.name for edition in ("handout", "slides"))
    charts = chart_values(pptx.Presentation(io.BytesIO(decks[0].read_bytes()))) if decks and shows_charts else ()
    return listen_to_pdf(path.read_bytes(), charts, slides="-slides-" in path.name)
