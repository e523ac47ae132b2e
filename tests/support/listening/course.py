"""A small course with what is hardest to hear: a table, a chart, a picture, questions, a script, places to write, contact lines."""

from __future__ import annotations

from pathlib import Path

MODULE = """---
title: Meetings that end on time
description: Why meetings run late, and what to do.
objectives: [Name one cause., Try one cure.]
duration: 20
content_note: Nothing here is upsetting.
---

## Most meetings run late {time=10}

::: notes
SAY: We begin on time.

DO: Point to the clock.
:::

Half of all meetings end late.[@lee-2021]

| | Minutes | Cure |
|---|--:|---|
| Check-in | 10 | stand up |
| Review | 45 | an agenda |

: Two meetings {#tbl-two}

::: {.chart kind="bar" data="late.csv" source="lee-2021" caveat="Made up."}
### How late they end
:::

::: caution
### Never lock the door

People may need to leave.
:::

## Try a cure {time=10}

::: {.activity time=5 group="pairs"}
### Fill in the plan

| Meeting | Cure |
|---|---|
| … | … |
| … | … |

: Your plan {#tbl-plan}
:::

::: check
What helps most?

- [x] An agenda
  It names an end.
- [ ] More people
  More people talk longer.
:::

::: reflection
What will you try?
:::

::: resources
### Whom to ask

- **Help with meetings: The Clock.** Call 800-555-0199, or text TIME to 64673.
:::
"""
REFERENCES = """- {id: lee-2021, type: book, title: Meetings That End, author: [{family: Lee, given: Ann}], issued: "2021", URL: "https://example.org/meetings/that/end?edition=2"}
"""
DATA = "Meeting,Minutes late\nCheck-in,2\nReview,12.5\n"


def write_course(root: Path) -> None:
    """Write the course below a folder."""
    folder = root / "modules" / "meetings"
    folder.mkdir(parents=True)
    (folder / "module.md").write_text(MODULE, encoding="utf-8")
    (folder / "late.csv").write_text(DATA, encoding="utf-8")
    (root / "modules" / "references.yml").write_text(REFERENCES, encoding="utf-8")
    (root / "modules" / "course.yml").write_text(
        "title: Work well\nlang: en-US\nmodules: [meetings]\nlicense: CC-BY-4.0\nurl: https://example.org/course/\n",
        encoding="utf-8",
    )
