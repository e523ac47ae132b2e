"""A course with pictures and a template that tell who made them: what a build gives away says nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parse.test_drawings_rewritten import UNSEEN
from tests.slides.test_hostile_templates import hostile, photograph
from tests.support.attack_courses import svg
from tests.support.attacks import FRONT, unpack_text
from tests.support.watched.command import Budget, Reader

TRACE = "SECRET"


@pytest.mark.slow
def test_no_output_tells_who_made_a_picture_or_a_template(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    skipped = {"languages", "references to what is not there"}
    inside = "".join(drawing for kind, drawing in UNSEEN.items() if kind not in skipped)
    reader.lay_out(
        {
            "modules/course.yml": "title: C\ntheme: ours\n",
            "modules/x/module.md": FRONT + "![A](a.svg){alt=a}\n\n![B](b.jpg){alt=b}\n",
            "modules/x/a.svg": svg(inside),
            "modules/x/b.jpg": photograph(),
            "themes/ours/theme.yml": "name: Ours\nextends: plain\nslides:\n  template: brand.potx\n",
            "themes/ours/brand.potx": hostile(rIdX=svg("<script>SECRET</script>")),
        }
    )
    ended = reader.run("build", "--edition", "handout", "--edition", "slides", budget=Budget(seconds=120, cpu=120))
    ended.held(codes={0})
    assert "is left out: it holds script" in ended.told
    made = dict(reader.outputs())
    assert {name.rpartition(".")[2] for name in made} >= {"pdf", "pptx", "html", "zip"}
    telling = []
    for name, data in made.items():
        form = name.rpartition(".")[2]
        if TRACE in unpack_text(data, "pptx" if form == "zip" else form) or TRACE.encode() in data:
            telling.append(name)
    assert not telling
