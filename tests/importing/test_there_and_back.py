"""Our own decks, and decks that another program has rewritten, come back with their words and structure."""

from __future__ import annotations

import datetime as dt
import io
import struct
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from builder.core.disk.folder import Folder
from builder.importing.assets import Assets
from builder.importing.document import DocPicture
from builder.importing.loss import LossLog
from builder.importing.odf import convert, convert_drawings
from builder.importing.readers import ImportSource, import_files
from builder.model.outputs import Imprint
from builder.slides.template.read_layouts import read_layouts
from builder.slides.template.template import make_template
from builder.writers.pptx.write import write_pptx
from tests.support import tools
from tests.support.decks.deck_checks import theme_of
from tests.support.decks.foreign_deck import foreign_deck
from tests.support.decks.sample_deck import sample_deck
from tests.support.returning.campaign import subject


@pytest.mark.parametrize("lang", ["en-US", pytest.param("ar", marks=pytest.mark.slow)])
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


QUESTIONS = """\
---
title: Doors
description: A short walk.
audience: Visitors
objectives:
  - Find the door.
---

## Doors open inwards {time="5"}

- Wait before you push.

### Ask first

- Knock twice.

## What do you know?

::: check
Which door is the oldest?

- [ ] The front door

    It is from 1920.

- [x] The **cellar** door

    It was there before the house.

- [ ] The gate
:::

::: check
Which of these do you need?

- [x] A key
- [x] A hand
- [ ] A hammer

    Nothing is broken.

::: answer
Keys hang in the hall.
:::
:::

::: check
What would you say to a stranger?

::: answer
That they are welcome.
:::
:::

::: discussion
What else opens?
:::
"""


def test_questions_of_ours_come_back_as_questions(tmp_path: Path) -> None:
    (folder := tmp_path / "modules" / "doors").mkdir(parents=True)
    (folder / "module.md").write_text(QUESTIONS, encoding="utf-8")
    (tmp_path / "modules" / "course.yml").write_text("title: House\nlang: en-US\n", encoding="utf-8")
    (tmp_path / "deck.pptx").write_bytes(subject(tmp_path, "doors").deck)
    made = import_files([ImportSource(Folder(tmp_path), "deck.pptx")], "en-US")
    assert (made.words.lost, made.words.invented) == ({}, {})
    assert made.files["module.md"].decode() == RETURNED


RETURNED = """\
---
title: Doors
description: A short walk.
objectives:
- Find the door.
audience:
- Visitors
---

::: notes
**Facilitator copy: the notes hold the script and answers.**
:::

## Doors open inwards {time="5" prose="slide"}

- Wait before you push.

**Ask first**

- Knock twice.

## What do you know?

::: check
Which door is the oldest?

- [ ] The front door

    It is from 1920.

- [x] The **cellar** door

    It was there before the house.

- [ ] The gate
:::

---

:::: {.check select="many"}
Which of these do you need?

- [x] A key
- [x] A hand
- [ ] A hammer

    Nothing is broken.


::: answer
Keys hang in the hall.
:::
::::

---

:::: check
What would you say to a stranger?

::: answer
That they are welcome.
:::
::::

## Talk it over {prose="slide"}

::: discussion
What do you know?

What else opens?
:::

## About this module {prose="slide"}

Part of “House.”
"""


@pytest.mark.slow
def test_a_drawing_of_windows_is_taken_as_libreoffice_draws_it() -> None:
    office = tools.need("LibreOffice")
    log = LossLog()
    first = Assets(log)
    name = first.add_picture(DocPicture(_placeable_square()))
    assert (name, first.files) == ("picture-1.wmf", {})
    again = Assets(LossLog(), convert_drawings(office, first.drawings))
    name = again.add_picture(DocPicture(_placeable_square()))
    assert name == "picture-1.png"
    with Image.open(io.BytesIO(again.files[name])) as image:
        assert abs(image.width - image.height) <= 4  # the page around it is cut away
        assert image.width > 200


def _placeable_square() -> bytes:
    """Return a drawing of a filled square of an inch ([MS-WMF] 2.3.2.3, META_PLACEABLE)."""
    words = [0x9AC6, 0, 0, 0, 1440, 1440, 1440, 0, 0]
    head = [0xCDD7, *words]
    check = 0
    for word in head:
        check ^= word
    brush = struct.pack("<IHHIH", 7, 0x02FC, 0, 0x00CC6600, 0)
    select = struct.pack("<IHH", 4, 0x012D, 0)
    window = struct.pack("<IHHH", 5, 0x020B, 0, 0) + struct.pack("<IHHH", 5, 0x020C, 1440, 1440)
    square = struct.pack("<IHHHHH", 7, 0x041B, 1440, 1440, 0, 0)
    body = window + brush + select + square + struct.pack("<IH", 3, 0)
    size = 9 + len(body) // 2
    return struct.pack("<11H", *head, check) + struct.pack("<HHHIHIH", 1, 9, 0x300, size, 1, 7, 0) + body
