"""Our own decks, and decks that another program has rewritten, come back with their words and structure."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from builder.core.disk.folder import Folder
from builder.importing.odf import convert
from builder.importing.readers import ImportSource, import_files
from builder.model.outputs import Imprint
from builder.slides.template.read_layouts import read_layouts
from builder.slides.template.template import make_template
from builder.writers.pptx.write import write_pptx
from tests.support import tools
from tests.support.decks.deck_checks import theme_of
from tests.support.decks.foreign_deck import foreign_deck
from tests.support.decks.sample_deck import sample_deck


@pytest.mark.parametrize("lang", ["en-US", "ar"])
def test_a_deck_of_ours_with_every_layout_comes_back(lang: str, tmp_path: Path) -> None:
    theme = theme_of("plain")
    template = make_template(theme, lang)
    deck = sample_deck(lang)
    imprint = Imprint(course="Words", course_version="1", license="CC-BY-4.0", date=dt.date(2025, 5, 1))
    data = write_pptx(deck, read_layouts(template), template, imprint, theme=theme).data
    (tmp_path / "deck.pptx").write_bytes(data)
    made = import_files([ImportSource(Folder(tmp_path), "deck.pptx")], "en-US")
    assert (made.words.lost, made.words.invented) == ({}, {})
    assert made.words.went > 0.8 * made.words.came
    text = made.files["module.md"].decode()
    slides = sum(loss.count for loss in made.losses if loss.what == "slide")
    assert slides == len(deck.slides)
    assert (f"lang: {lang}" in text) == (lang != "en-US")


@pytest.mark.slow
def test_an_opendocument_deck_is_read_as_libreoffice_saves_it(tmp_path: Path) -> None:
    office = tools.need("LibreOffice")
    (tmp_path / "talk.pptx").write_bytes(foreign_deck())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    order = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "odp",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "talk.pptx"),
    ]
    subprocess.run(order, check=True, capture_output=True, timeout=120)
    data = convert(office, (tmp_path / "talk.odp").read_bytes(), ".odp")
    (tmp_path / "talk.odp").write_bytes(data)
    made = import_files([ImportSource(Folder(tmp_path), "talk.odp")], "en-US")
    text = made.files["module.md"].decode()
    assert (made.words.lost, made.words.invented) == ({}, {})
    assert "- Ask for a contract\n    - in your language\n" in text
    assert "SAY: Nobody has to sign today." in text
    assert "## For the trainer {.facilitator}" in text
