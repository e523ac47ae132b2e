"""`::: {.use ref="…" slides="once"}`: slides of one module of a course show a shared block, later ones have it in their notes."""

from __future__ import annotations

from pathlib import Path

from builder.build import read_module
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.model.outputs import Imprint, PageIndex
from builder.parse.course import load_course
from builder.slides.inspect.deck_text import slide_text
from builder.slides.outline.outline import outline
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from tests.support.decks.deck_checks import LAYOUTS, THEME

ONCE = '::: {.use ref="under-18" slides="once"}\n:::\n'


def slides(root: Path, name: str, **bodies: str) -> list[str]:
    """Return the slides of the topics of one module, as text, in a course of modules with these bodies."""
    for module, body in bodies.items():
        (root / "modules" / module).mkdir(parents=True, exist_ok=True)
        text = f"---\ntitle: Title of {module}\ndescription: D.\nobjectives: [O]\n---\n{body}"
        (root / "modules" / module / "module.md").write_text(text, encoding="utf-8")
    (root / "modules" / "shared.md").write_text("::: {.caution #under-18}\n### Under 18\n\nOne rule.\n:::\n", "utf-8")
    (root / "modules" / "course.yml").write_text(f"title: T\nmodules: [{', '.join(bodies)}]\n", encoding="utf-8")
    problems, folder = Problems(), Folder(root)
    course = load_course(folder, problems)
    assert course
    read = read_module(folder, course, name, problems)
    assert read
    assert THEME
    deck = outline(select(read, EDITIONS["slides"]), THEME, LAYOUTS, Imprint(), PageIndex(), problems)
    assert not list(problems)
    return [slide_text(slide) for slide in deck.slides if slide.topic]


def test_the_first_module_that_shows_it_has_the_slide_and_the_others_have_it_in_their_notes(tmp_path: Path) -> None:
    bodies = dict.fromkeys(("one", "two"), f"## Topic\n\n- a\n\n{ONCE}")
    assert slides(tmp_path, "one", **bodies)[1:] == ["caution: Under 18\n  body       One rule.\n"]
    (slide,) = slides(tmp_path, "two", **bodies)
    assert slide.splitlines()[-3:] == [
        "  notes      On slides of “Title of one”; say it to whoever was not there:",
        "  notes      Under 18",
        "  notes      One rule.",
    ]


def test_what_an_earlier_module_hides_does_not_count(tmp_path: Path) -> None:
    """In doubt a slide is shown: a use in code, in another block, or under a heading that not all see is none."""
    later = f"## Topic\n\n- a\n\n{ONCE}"
    for earlier in (
        "## Topic\n\n- a\n",
        f"## Topic\n\n- a\n\n```\n{ONCE}```\n",
        f"## Topic\n\n- a\n\n:::: handout\n{ONCE}::::\n",
        f"## Topic {{.facilitator}}\n\n{ONCE}",
    ):
        assert len(slides(tmp_path, "two", one=earlier, two=later)) == 2, earlier
    assert len(slides(tmp_path, "two", one=ONCE.replace(' slides="once"', ""), two=later)) == 1
