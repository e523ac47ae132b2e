"""Modules and courses with the same public text and other secrets: what participants are given must be the same.

A secret is whatever facilitators alone see, and the answers. `PUBLIC` has places for them: `@@` for blocks for
facilitators (`!!`: in a question), `%%` for an answer, `??` for the reason of an option. A marked option, pairs, an order, a time and a label of a note are secrets, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

Pick = Callable[[Sequence[str]], str]
"""Chooses one of several texts."""

FRONT = """---
title: Listening
description: What to say, and what not.
objectives: [Sort words.]
duration: 60
{more}---
"""

PUBLIC = """
@@
Before all topics, on consent.

@@
## Opening {{time}}

One step at a time.[^{first}] It rests on a source.[@public]

@@
- A point.

  @@
- Another point.

  One step at a time.

@@
### Practice

Words of practice.[^{second}]

@@
| a | b |
|---|---|
| c | d |

: Numbers

::: {.activity #sort {time}}
### Sort the cards

1. In pairs.

   @@
2. One step at a time.

@@
%%
:::

@@
::: check
Which of these?

- [{one}] This

  ??
- [{other}] That

  ??

!!
:::

## Practice {{time}}

::: discussion
What now?

@@
:::

::: columns
::: column
Left.

@@
:::
::: column
Right.
:::
:::

> Said by somebody.

::: caution
### Careful

@@
Words.
:::

::: handout
On paper.

@@
:::

::: slide
- On the wall.

@@
:::

::: {.check #open}
Open to all?

%%
:::

::: {.check kind="true-false"}
All meet.

- [{one}] Yes

  ??
- [{other}] No

  ??
:::

::: {.check kind="short-answer"}
Who?

{accepted}
:::

::: {.check kind="matching" {bank}}
What belongs?

| This | That | Why |
|---|---|---|
{pairs}

!!
:::

::: {.check kind="ordering" {bank}}
Which first?

{order}

!!
:::

::: keypoints
- Keep it.

  @@
:::

::: definition
### Term

Meaning.

@@
:::

::: cards
- **One** Words.

  @@
- **Two** Words.
:::

::: reflection
And you?

@@
:::

::: resources
- A line

  @@
:::

@@
[^{first}]: A note.

    @@

[^{second}]: Another note.
"""

BLOCKS = (
    "",
    "::: facilitator\nOne step at a time.\n:::",
    "::: facilitator\nOf the police, and a trade union. [@secret]\n\n- A point.\n- [ ] Chairs\n:::",
    "::: facilitator\n### Practice\n\n| s |\n|---|\n| t |\n\n: Secret numbers\n\nA note.[^s]\n\n[^s]: A secret one.\n:::",
    "::: facilitator\n::: activity\n### Sort the chairs\n\nBefore they come.\n:::\n\n::: check\nWhich of these?\n\n- [x] This\n\n  Yes.\n- [ ] That\n\n  No.\n:::\n:::",
    "::: facilitator\n::: objectives\n- Of facilitators.\n:::\n\n::: content-note\nFor facilitators.\n:::\n:::",
    '::: facilitator\n![Secret](secret.svg){alt="A secret"}\n:::',
    '::: facilitator\n::: {.chart kind="bar" data="secret.csv" source="secret" alt="Bars"}\n### Numbers\n:::\n:::',
    "::: notes\nSAY: One step at a time, on police.\n\nDO: Wait. [@secret]\n:::",
    "::: notes\n- A point.\n:::",
    "::: facilitator\nA [link][secret] and `code`.\n\n[secret]: https://example.org/secret\n\n*[SEC]: Secret form\n\n- [SEC]{lang=ar}\n:::",
    "::: facilitator\n:::: columns\n::: column\nLeft.\n:::\n::: column\n> Said by somebody.\n:::\n::::\n\nTerm\n:   Meaning.\n:::",
)
"""Blocks for facilitators alone, with words, numbers and headings that the public text has, too."""

TOPICS = (
    "",
    "## Practice {.facilitator time=7}\n\nOne step at a time.\n\n",
    "## Opening {.notes}\n\nOne step at a time.\n\n::: activity\nFor nobody else.\n:::\n\n",
    "### Answer key {.facilitator}\n\nOne step at a time.\n\n1. A point.\n\n",
    "## Term {.facilitator}\n\n### Practice\n\nWords.\n\n| a | b |\n|---|---|\n| c | d |\n\n: Numbers\n\n",
)
"""Topics for facilitators alone."""

ANSWERS = (
    "::: answer\nLeft.\n:::",
    '::: answer\nRight, and a long story why, with a source. [@answered]\n\n- A point.\n\n![Secret](secret.svg){alt="A secret"}\n:::',
    "::: answer\nOne step at a time.\n\n| a | b |\n|---|---|\n| c | d |\n\n: Numbers\n:::",
)
REASONS = ("Because.", "One step at a time, and a long story why. [@answered]", "So it is.[^s]\n\n[^s]: A note.")
TIMES = ("", "time=5", 'time="15" method="Talk"')
MORE = ("", "materials: [Chairs]\nhardest: open\n", "materials: [Cards, Pens]\nx-secret: S\n")

GLOSSARY = """
- {term: consent, meaning: A free yes., source: public}
- {term: police, meaning: Who comes., source: secret}
- {term: trade union, also: [unions], meaning: Who helps.}
"""
REFERENCES = "".join(
    f"- {{id: {key}, title: The title of {key}, author: [{{literal: An Office}}], issued: '2020', URL: 'https://example.org/{key}'}}\n"
    for key in ("public", "secret", "answered")
)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><rect width="30" height="20"/></svg>'


PAIRS = (
    "| a | red | |\n| b | green | Because. |\n| c | red | Because. |\n| | blue | |",
    "| a | blue | A long story why, with a source. [@answered] |\n| b | red | |\n| c | green | |",
    "| a | green | |\n| b | blue | |\n| c | blue | |\n| | red | Because. |",
)
"""The same prompts and options in other pairs: a row for each."""

ORDERS = (
    "1. red\n2. green\n3. blue\n4. grey",
    "1. blue\n2. grey\n\n   One step at a time, and a long story why. [@answered]\n\n3. green\n\n   Because.\n4. red",
    "1. green\n\n   ::: facilitator\n   Words.\n   :::\n2. red\n3. grey\n4. blue\n\n   - A point.",
)
ACCEPTED = ("::: answer\n- Left.\n:::", "::: answer\n- Left.\n- Right.\n\nA long story why. [@answered]\n:::")
BANKS = ("", 'bank="no"')

_SIGNS = {"@@": BLOCKS, "!!": BLOCKS[:3], "%%": ANSWERS, "??": REASONS}


def module_text(pick: Pick, *, answers: Pick | None = None, topics: Pick | None = None) -> str:
    """Return a module's source. `pick` chooses what facilitators see, `answers` and `topics` those, else `pick` does."""
    answer = answers or pick
    labels = pick(("1 2", "a b", "note-7 1"))
    right = answer(("x| ", " |x"))
    public = PUBLIC.replace("{accepted}", answer(ACCEPTED)).replace("{bank}", pick(BANKS))
    public = public.replace("{pairs}", answer(PAIRS)).replace("{order}", answer(ORDERS))

    def fill(found: re.Match[str]) -> str:
        indent, sign = found[1], found[2]
        text = {"@@": pick, "!!": pick}.get(sign, answer)(_SIGNS[sign])
        text = text.replace("[^s]", f"[^s{found.start()}]")  # no label stands twice
        return "\n".join(f"{indent}{line}".rstrip() for line in text.splitlines()) + "\n"

    text = re.sub(r"^( *)(@@|!!|%%|\?\?)$", fill, public, flags=re.MULTILINE)
    text = re.sub(r"\{\{time\}\}", lambda _: "{" + pick(TIMES) + "}", text)
    parts = re.split(r"^(?=## )", text.replace(" {time}", ""), flags=re.MULTILINE)
    text = "".join(part + "\n" + (topics or pick)(TOPICS) for part in parts[:-1]) + parts[-1]
    for name, value in zip(("first", "second"), labels.split(), strict=True):
        text = text.replace("{" + name + "}", value)
    for name, value in zip(("one", "other"), right.split("|"), strict=True):
        text = text.replace("{" + name + "}", value)
    return FRONT.format(more=pick(MORE)) + text


def write_course(folder: Path, module: str, own: str) -> None:
    """Write a course of one module, with a book: its sources, glossary, picture and numbers, and the source of its own pages."""
    files = {
        "course.yml": "title: A course\nmodules: [m]\n",
        "references.yml": REFERENCES,
        "glossary.yml": GLOSSARY,
        "m/module.md": module,
        "m/secret.svg": DRAWING.decode(),
        "m/secret.csv": "Year,Cases\n2020,1\n2021,2\n",
        "course/module.md": own,
    }
    for name, text in files.items():
        path = folder / "modules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
