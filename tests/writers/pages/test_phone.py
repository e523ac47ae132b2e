"""The handout for phones: one light file that loads nothing."""

from __future__ import annotations

import io
import re

from builder.core.problems import Problems
from builder.model import module as m
from builder.model.outputs import PageIndex, Variant
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.phone import LIMIT as PHONE_LIMIT
from builder.writers.pages.phone import write_phone
from tests.support.print.links import Links
from tests.support.print.pages import theme
from tests.support.specimen import IMPRINT, specimen


def test_the_handout_for_phones_is_one_file_that_asks_for_nothing() -> None:
    handout, problems = select(specimen(), EDITIONS["handout"]), Problems()
    made = write_phone(handout, theme(), Variant(), IMPRINT, PageIndex(), problems)
    page = Links(made.data)
    assert not list(problems)
    assert len(made.data) < PHONE_LIMIT
    assert "script" not in page.tags
    assert all(address.startswith("data:") for address in page.asked)
    assert b"asset:" not in made.data
    assert b"url(" not in made.data
    words = " ".join(m.plain(*handout.body).split())
    text = re.sub(r"<[^>]+>", "", made.data.decode())
    assert all(word in text for word in words.split()[:200] if word.isalpha())


def test_a_heavy_picture_is_made_lighter_for_phones() -> None:
    from PIL import Image

    noise = Image.effect_noise((1400, 1400), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    handout = select(specimen(), EDITIONS["handout"])
    name, asset = next((n, a) for n, a in handout.assets.items())
    heavy = m.Asset(name, out.getvalue(), "image/png", asset.width, asset.height)
    problems = Problems()
    made = write_phone(
        m.Module(handout.meta, handout.body, handout.path, handout.folder, {**handout.assets, name: heavy}, handout.works),
        theme(), Variant(), IMPRINT, PageIndex(), problems,
    )  # fmt: skip
    assert len(out.getvalue()) > 5 * PHONE_LIMIT
    assert len(made.data) < PHONE_LIMIT
    assert not list(problems)


def test_a_handout_that_cannot_be_made_light_says_so() -> None:
    handout = select(specimen(), EDITIONS["handout"])
    name = next(iter(handout.assets))
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<path d='M0 0'/>" * 30_000 + b"</svg>"
    heavy = m.Asset(name, drawing, "image/svg+xml", 10, 10)
    problems = Problems()
    module = m.Module(
        handout.meta, handout.body, handout.path, handout.folder, {**handout.assets, name: heavy}, handout.works
    )
    write_phone(module, theme(), Variant(), IMPRINT, PageIndex(), problems)
    assert [problem.code.value for problem in problems] == ["heavy-page"]
