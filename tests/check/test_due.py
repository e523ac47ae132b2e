"""What `coursewright due` lists: what nobody opened first, then what was read in a copy, then what was opened long ago."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from builder.build import read_module
from builder.check.due import find_due
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.model.outputs import PageIndex
from builder.parse.course import load_course
from builder.theme.load import load_theme
from builder.writers.pages.guide.quick_start import QuickStart

REFERENCES = """
- id: never
  title: Never
- id: heard
  title: Heard
  accessed: 2026-11-20
  seen: secondary
- id: copied
  title: Copied
  accessed: 2026-11-27
  seen: copy
  copy_dated: 2025-03
  note: A mirror.
- id: summed
  title: Summed
  accessed: 2026-11-27
  seen: abstract
- id: moving
  title: Moving
  accessed: 2026-05-01
  seen: original
  volatile: true
- id: fresh
  title: Fresh
  accessed: 2026-05-01
  seen: original
"""


def test_sources_are_due_until_the_original_was_opened_and_readers_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "modules" / "one"
    folder.mkdir(parents=True)
    (tmp_path / "modules/course.yml").write_text("title: T\nmodules: [one]\n")
    (tmp_path / "modules/references.yml").write_text(REFERENCES)
    keys = "; ".join(f"@{key}" for key in ("fresh", "moving", "summed", "copied", "heard", "never"))
    text = f"---\ntitle: One\ndescription: D\nobjectives: [Do]\n---\n\n## One\n\nWords [{keys}].\n"
    (folder / "module.md").write_text(text)
    problems = Problems()
    course = load_course(Folder(tmp_path), problems)
    assert course
    module = read_module(Folder(tmp_path), course, "one", problems)
    assert module
    due = find_due(course, [module], date(2026, 11, 27), problems.sources["modules/references.yml"])
    assert [(item.name, item.seen, item.line, item.why) for item in due if item.kind == "source"] == [
        ("never", "never", 2, "nobody has noted opening it"),
        ("heard", "secondary", 4, "only what others say of it was read"),
        ("summed", "abstract", 14, "only the abstract was read"),
        ("copied", "copy", 8, "a stored copy was read: A mirror."),
        ("moving", "original", 18, "it changes often"),
    ]
    theme = load_theme("plain", Problems())
    assert theme

    def label(key: str, **values: object) -> str:
        return theme.label(key, "en", **values)

    said = {key: work.opening_note(label) for key, work in course.works.items()}
    assert said == {
        "never": "",
        "heard": "Read only as others report it, November 2026.",
        "copied": "Read in a stored copy of March 2025, November 2026.",
        "summed": "Only the abstract was read, November 2026.",
        "moving": "It changes often.",
        "fresh": "",
    }
    guide = QuickStart(module, PageIndex())
    assert [work.id for work in guide.volatile_sources] == ["moving"]
