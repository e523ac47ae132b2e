"""Other secrets, same files: nothing that participants are given depends on what they are not shown, not even on its length."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builder.core.problems import Problems
from builder.core.source import Source
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.model import module as m
from builder.model.outputs import Variant
from builder.model.references import Name, Work
from builder.parse.markdown import ParseContext, parse
from builder.transform.books import bind
from builder.transform.editions import EDITIONS
from builder.writers.pages.phone import write_phone
from builder.writers.site.catalogue import module_entry
from builder.writers.slides_pdf.html import slides_html
from tests.support.commands import run_within
from tests.support.print.pages import theme
from tests.support.specimen import IMPRINT
from tests.transform import other_secrets as secrets

PARTICIPANTS = [name for name, row in EDITIONS.items() if row.audience == "participants" and row.page]
AFTERWARD = {"answers"}
"""What participants are given when it is over: it holds the answers."""

PLACES: dict[str, dict[str, int]] = {name: {} for name in EDITIONS}
"""Pages are not laid out here: what is laid out is equal already."""

WORKS = {
    key: Work(id=key, title=f"The title of {key}", author=(Name(literal="An Office"),), issued="2020")
    for key in ("public", "secret", "answered")
}
TERMS = tuple(
    m.Entry(id=word, term=word, meaning=(m.Text(text=f"What {word} is."), m.Citation(items=(m.Cited(key=key),))))
    for word, key in (("consent", "public"), ("police", "secret"), ("wrong", "answered"))
)
FIRST = secrets.module_text(lambda texts: texts[-1])
"""A module with secrets in every place."""


def given(text: str) -> Iterator[tuple[str, str]]:
    """Yield what participants are given of a module: names, and pages or data before they are laid out."""
    problems = Problems()
    source = Source("modules/m/module.md", text)
    module = parse(source, "m", ParseContext(works=WORKS, terms=TERMS), problems)
    assert [problem.message for problem in problems if problem.severity.value == "error"] == [], text
    module = replace(module, assets={"secret.svg": m.Asset("secret.svg", secrets.DRAWING, "image/svg+xml", 60, 40)})
    build = ModuleBuild(ModuleInputs(module, theme(), IMPRINT, "letter", known_places=PLACES), Problems())
    for edition in PARTICIPANTS:
        yield edition, build.html(edition, Variant())
    shown = build.selection("handout"), theme(), Variant(), build.imprint_of("handout"), build.page_index("handout")
    yield "phone", write_phone(*shown, Problems()).data.decode()
    yield "catalogue", module_entry(module, IMPRINT, theme()).model_dump_json()
    deck, template = build.deck_to_share, build.template
    deck = replace(deck, slides=tuple(replace(slide, number=0) for slide in deck.slides))
    yield "slides-share", slides_html(deck, template.layouts, template.theme, build.imprint_of("slides-share"))
    own = parse(Source("modules/course/module.md", secrets.FRONT.format(more="")), "course", ParseContext(), problems)
    book = ModuleBuild(ModuleInputs(bind(replace(own, terms=TERMS), [module]), theme(), IMPRINT, "letter"), Problems())
    yield "handbook", book.html("handout", Variant())


@pytest.mark.parametrize("seed", range(2))
def test_other_secrets_change_nothing_that_participants_are_given(seed: int) -> None:
    whole, other = dict(given(FIRST)), dict(given(secrets.module_text(random.Random(seed).choice)))
    for name in whole.keys() - AFTERWARD:
        assert other[name] == whole[name], name


def test_what_facilitators_are_told_changes_no_answers() -> None:
    text = secrets.module_text(random.Random(5).choice, answers=lambda texts: texts[-1])
    assert dict(given(text)) == dict(given(FIRST))


SIZES = re.compile(r'[0-9a-f]{64}|[0-9.]+ (?:[kM]B|pages|questions)|"(?:bytes|pages|questions|contentSize)": ?"?[0-9]+')
"""What the catalogue says of every file; for participants' files the manifest is compared as well."""


@pytest.mark.slow
def test_every_byte_for_participants_is_the_same_under_other_secrets(tmp_path: Path) -> None:
    files = [_built(tmp_path / str(number), number) for number in range(2)]
    manifests: list[dict[str, Any]] = [json.loads(made.pop("manifest.json")) for made in files]
    rows = [_theirs(manifest["artifacts"]) for manifest in manifests]
    assert rows[0] == rows[1]
    assert {row["edition"] for row in rows[0]} == {*PARTICIPANTS, "slides-share"} - AFTERWARD
    assert files[0].keys() == files[1].keys()
    for name in {row["path"] for row in rows[0]} | {row["path"] for row in manifests[0]["site"]}:
        if "-facilitators-" not in name:
            one, other = (SIZES.sub("", made[name].decode("latin-1")) for made in files)
            assert one == other, name


def _theirs(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["audience"] == "participants" and row["edition"] not in AFTERWARD]


def _built(course: Path, number: int) -> dict[str, bytes]:
    """Return the files of a course with secrets of its own, and as many slides as another: those to share have their numbers."""
    chance = random.Random(number)

    def answers(texts: Sequence[str]) -> str:
        if texts is secrets.ANSWERS:
            return f"::: answer\nAnswer {number}.\n:::"
        return f"Reason {number}." if texts is secrets.REASONS else texts[number]

    def topics(texts: Sequence[str]) -> str:
        return chance.choice([text for text in texts if ".notes" not in text])

    own = f"{secrets.FRONT.format(more='')}\n## About\n\nWords.\n\n{chance.choice(secrets.BLOCKS[:4])}\n"
    secrets.write_course(course, secrets.module_text(chance.choice, answers=answers, topics=topics), own)
    done = run_within(600, "build", cwd=course)
    assert done.returncode == 0, done.stderr
    output = course / "output"
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}
