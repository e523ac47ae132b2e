"""Questions, audiences and scripts as people mistype them. Participants may read the words of OPEN, and nothing else of them.

What is secret has the word SECRET in it, and `✓`, `x` and their kin mark what is right. A specimen is one topic's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import strategies as st

OPEN = frozenset("Which one ALPHA BETA Open T Check".split())
"""The words that participants may read."""


def question(right: str, wrong: str, reason: str = "  SECRET", between: str = "\n", after: str = "") -> str:
    """Return a question whose options begin as given; `@` in a beginning is where the option's words go."""
    rows = [(one if "@" in one else f"{one}@").replace("@", word) for one, word in ((right, "ALPHA"), (wrong, "BETA"))]
    options = between.join(f"{row}\n{reason}" for row in rows)
    return f"::: check\nWhich one?\n\n{options}\n{after}\n:::"


_PAIRS = """
- [x] |- [ ] ;- [X] |- [ ] ;-[x] |-[ ] ;- [x]|- [ ];- [ x ] |- [  ] ;- [x ] |- [] ;* [x] |* [ ] ;+ [x] |+ [ ] ;– [x] |– [ ] ;— [x] |— [ ] ;−[x]|−[ ]
• [x] |• [ ] ;· [x] |· [ ] ;◦ [x] |◦ [ ] ;1. [x] |2. [ ] ;1) [x] |2) [ ] ;a) [x] |b) [ ] ;A. [x] |B. [ ] ;(a) [x] |(b) [ ] ;[x] |[ ] ;[X]|[ ]
- (x) |- ( ) ;* (X)|* ( );- ( x ) |- () ;- [✓] |- [ ] ;- [✔] |- [ ] ;- [✔️] |- [ ] ;- [✅] |- [ ] ;- [☑] |- [☐] ;- ☑ |- ☐ ;☑ |☐ ;- [√] |- [ ] ;- [v] |- [ ] ;- [V] |- [ ]
- [×] |- [ ] ;- [х] |- [ ] ;- [χ] |- [ ] ;- ［ｘ］ |- ［ ］ ;- 【x】 |- 【 】 ;－ [x] |－ [ ] ;- （ｘ） |- （　） ;- [ｘ] |- [　] ;- [[X]] |- [[ ]] ;- [(X)] |- [( )] ;- \\[x\\] |- \\[ \\]
- [x]: |- [ ]: ;- [x]. |- [ ]. ;- [x]) |- [ ]) ; - [x] | - [ ] ;  - [x] |  - [ ] ;    - [x] |    - [ ] ;-   [x] |-   [ ] ;- [x]   |- [ ]   ;-\u00a0[x]\u00a0|-\u00a0[\u00a0]\u00a0
- **[x]** |- **[ ]** ;- `[x]` |- `[ ]` ;- [*] |- [ ] ;- [+] |- [-] ;- [yes] |- [no] ;- [right] |- [wrong] ;- [1] |- [0] ;- [✗] |- [ ] ;- [☒] |- [ ] ;- ☒ |- ☐ ;- {x} |- { } ;- <x> |- < > ;- [x}|- [ }
- ✓ |- ;- ✅ |- ❌ ;✓ |;- (correct) |- (wrong) ;- Correct: |- Wrong: ;- CORRECT - |- ;- **Right answer:** |- ;- * |- ;- *|- ;- = |- ~ ;- => |- ;- → |- ;x |;X) |;(x) |( ) ;- x |- ;-> |;%100% |%0%
- **@** |- ;- ~~@~~ |- ;- @ [x]|- @ [ ];- @ (x)|- @;- @ ✓|- @;- @ ✔|- @;- @ (correct)|- @ (incorrect);- @ [correct]|- @;- @ – correct|- @;- @: correct|- @;- @ ← this|- @;- @ <-- this|- @;- @*|- @
- @ **|- @;- @ {.correct}|- @;- @ {correct}|- @;- @ (richtig)|- @;- @ (correcto)|- @;- @ (vrai)|- @;- @ (right answer)|- @;- @ // correct|- @;- @ # right|- @
- [x] @ ✓|- [ ] @;- [x] @ (correct)|- [ ] @;- [x] **@**|- [ ] @;- [x] @|- [ ] ~~@~~;- [x] @ {.correct}|- [ ] @;- [x] @ ←|- [ ] @;- [x] ✓ @|- [ ] ✗ @;- [x] @ *|- [ ] @;- [x] @ – right answer|- [ ] @
- [x]⏎  |- [ ]⏎  ;- [x] \\⏎  |- [ ] \\⏎  ;- [ ] |- [ ] ;- |- ;1. |2. ;a) |b) ;A. |B. ;* **@**|* @
"""
PAIRS = [
    tuple((one.replace("⏎", "\n") + "|").split("|")[:2])
    for row in _PAIRS.strip("\n").split("\n")
    for one in row.split(";")
    if one
]
"""How the right option and a wrong one begin."""

REASONS = [
    *("SECRET", " SECRET", "\nSECRET\n", "\n SECRET\n", "> SECRET", "\n> SECRET\n", "Explanation: SECRET", ": SECRET"),
    *("\n:   SECRET", "→ SECRET", "_SECRET_", "(SECRET)", "\n### Reason\nSECRET\n", "\n```\nSECRET\n```\n", "\tSECRET"),
    *(
        "\n    SECRET\n",
        "\n\tSECRET",
        "- SECRET",
        " - SECRET",
        "  - SECRET",
        "::: note\nSECRET\n:::",
        "\n---\n\nSECRET\n",
    ),
    *("::: feedback\nSECRET\n:::", "\n::: hint\nSECRET\n:::\n", "::: answer\nSECRET\n:::", "\n[^a]: SECRET\n"),
    *("\n| a |\n|---|\n| SECRET |\n", "  SECRET\nSECRET", "  ::: note\n  SECRET\n  :::", "  > SECRET", "      SECRET"),
    *("\n::: {.answer}\nSECRET\n:::\n", "::: solution\nSECRET\n:::", "\n**Why?** SECRET\n", "\nBecause SECRET\n"),
]
"""What stands under an option."""

LABELS = [
    *(
        "Answer: SECRET",
        "**Answer:** SECRET",
        "ANSWER: SECRET",
        "Answer\n\nSECRET",
        "### Answer\nSECRET",
        "Ans. SECRET",
        "Possible answers: SECRET",
        "| SECRET | Right? |\n|---|---|\n| SECRET | yes |",
    ),
    *("The answer is SECRET", "Right answer: SECRET", "Correct answer – SECRET", "Solution: SECRET", "Key: SECRET"),
    *("Antwort: SECRET", "Richtige Antwort: SECRET", "Réponse : SECRET", "Respuesta correcta: SECRET", "Ответ: SECRET"),
    *("答案：SECRET", "正确答案：SECRET", "答え：SECRET", "정답: SECRET", "الإجابة الصحيحة: SECRET", "תשובה: SECRET"),
    *("Explanation: SECRET", "Rationale. SECRET", "Feedback: SECRET", "Why: SECRET", "> Answer: SECRET", "A: SECRET"),
    *("Which one? Answer: SECRET", "Q: Which? A: SECRET", "| Answer |\n|---|\n| SECRET |", "```\nAnswer: SECRET\n```"),
    *(
        "One\n:   SECRET",
        "{=ALPHA ~BETA SECRET}",
        "::: note\nAnswer: SECRET\n:::",
        "- ALPHA\n\n  SECRET\n- BETA",
    ),
    *(
        "- ALPHA\n  SECRET\n- BETA",
        "1. ALPHA\n   SECRET\n2. BETA",
        "One[^n]\n\n[^n]: Answer: SECRET",
        "::: hint\nSECRET\n:::",
    ),
    *("<details><summary>Answer</summary>SECRET</details>", "::: {.note .answer}\nSECRET\n:::", "Hint: SECRET"),
]
"""Answers in a question without options."""

FENCES = [
    *(
        "::: Check",
        "::: CHECK",
        "::: {.Check}",
        '::: {class="check"}',
        "::: chekc",
        "::: quiz",
        "::: question",
        ":: check",
    ),
    *(
        "：：： check",
        "::: check :::",
        "    ::: check",
        "::: {check}",
        "::: check {#a",
        "::: check question",
        "::: ｃｈｅｃｋ",
    ),
    *(
        "::: {.activity .check time=5}",
        "::: mcq",
        "::: cheque",
        "::: poll",
        "::: Frage",
        ": : : check",
        "::: .check",
        "::::check",
    ),
]
"""How a question begins."""

AUDIENCES = [
    *(
        "FACILITATOR",
        "Facilitator",
        "ｆａｃｉｌｉｔａｔｏｒ",
        "facilitator-only",
        "facilitators",
        "facilitater",
        "faciltator",
    ),
    *(
        "trainer",
        "teacher",
        "instructor-notes",
        "hidden",
        "private",
        "draft",
        "hint",
        "feedback",
        "correct",
        "solution",
    ),
    *(
        "Lösung",
        "formateur",
        "respuesta",
        "docente",
        "ответ",
        "讲师",
        "答案",
        "מנחה",
        "الإجابة",
        "notas",
        "Notes",
        "NOTES",
    ),
    *("speaker_notes", "for-facilitators", "internal", "comment", "anser", "explanation", "Answer", "{.Answer}"),
    *(
        '{class="facilitator"}',
        "{.note audience=facilitator}",
        "{.note audience=trainers}",
        '{.note data-for="trainer"}',
    ),
    *("{.note .facilitator}", "{#facilitator}", "{facilitator}", "{.facilitator", "facilitator notes", '"facilitator"'),
]
"""What follows the colons of a block that participants must not read."""

PLACES = [
    *(
        "[SECRET]{.facilitator}",
        "[SECRET]{.notes}",
        "[SECRET]{.answer}",
        "[SECRET]{audience=facilitator}",
        "SECRET {.facilitator}",
    ),
    *(
        "[SECRET](https://example.org){.facilitator}",
        "`SECRET`{.facilitator}",
        "- SECRET {.facilitator}",
        "**SECRET**{.hidden}",
    ),
    *(
        "```{.facilitator}\nSECRET\n```",
        "```facilitator\nSECRET\n```",
        "``` text {.answer}\nSECRET\n```",
        "SECRET {: .notes}",
    ),
    *(
        "| Open |\n|---|\n| SECRET |\n\n: Open {.facilitator}",
        "| Open |\n|---|\n| SECRET {.hidden} |",
        "SECRET\n{: .facilitator}",
        "{: .facilitator}\nSECRET",
    ),
    *(
        "### SECRET {.facilitator}\n\nSECRET",
        "### SECRET {.Notes}\n\nSECRET",
        "#### SECRET {audience=trainer}\n\nSECRET",
    ),
    *(
        "# SECRET {.facilitator}\n\n## SECRET\n\nSECRET",
        "## SECRET {.trainer}\n\nSECRET",
        "## [SECRET]{.facilitator}\n\nSECRET",
    ),
    *('<span class="answer">SECRET</span>', '<div class="facilitator">\n\nSECRET\n\n</div>', "<p hidden>SECRET</p>"),
    *(
        ":: facilitator\nSECRET\n::",
        "：：： facilitator\nSECRET\n：：：",
        "    ::: facilitator\n    SECRET\n    :::",
        ": : : notes\nSECRET\n: : :",
    ),
    *(
        "\t::: facilitator\n\tSECRET\n\t:::",
        "- Open\n\n  ::: Facilitator\n  SECRET\n  :::",
        "> ::: FACILITATOR\n> SECRET\n> :::",
    ),
    *(
        "![SECRET](a.png){.facilitator}",
        "Term {.facilitator}\n:   SECRET",
        "SECRET {facilitator}",
        "[SECRET]{.Facilitator}",
    ),
    *("Open[^1]\n\n::: facilitator\n[^1]: SECRET\n:::", "::: notes\n*[Open]: SECRET\n:::\n\nOpen"),
    *(
        "::: facilitator\n[a]: https://example.org/SECRET\n:::\n\n[Open][a]",
        "## T {.facilitator}\n\n[^1]: SECRET\n\n## T\n\nOpen[^1]",
    ),
    *(
        text.replace("W", word)
        for word in ("hidden", "Facilitator")
        for text in (
            "<W>\n\nSECRET\n\n</W>",
            "<p class=W>SECRET</p>",
            '<div class="W">\n\nSECRET\n\n</div>',
            "{% W %}\nSECRET\n{% endW %}",
            "[W]\nSECRET\n[/W]",
            "+++ W\nSECRET\n+++",
            "::: {.callout-note .W}\nSECRET\n:::",
            "!!! W\n    SECRET",
            "> [!W]\n> SECRET",
            "*SECRET*{: .W}",
            "```{W}\nSECRET\n```",
            "{{< W >}}\nSECRET\n{{< /W >}}",
            "\\begin{W}\nSECRET\n\\end{W}",
        )
    ),
]
"""A word for who sees a text in other places, and what is defined where not everyone sees it."""

SCRIPTS = [
    *(
        "SAY: SECRET",
        "ASK: SECRET",
        "DO: SECRET",
        "LISTEN FOR: SECRET",
        "**SAY:** SECRET",
        "*SAY:* SECRET",
        "SAY : SECRET",
    ),
    *(
        "SAY： SECRET",
        "ＳＡＹ：SECRET",
        "SAY - SECRET",
        "SAY – SECRET",
        "[SAY] SECRET",
        "SAY (softly): SECRET",
        "- SAY: SECRET",
    ),
    *(
        "> SAY: SECRET",
        "### SAY: SECRET",
        "| SAY: SECRET |\n|---|\n| SAY: SECRET |",
        "Open\nSAY: SECRET",
        "Open. SAY: SECRET",
    ),
    *(
        "::: note\nSAY: SECRET\n:::",
        "::: caution\nASK: SECRET\n:::",
        "::: handout\nSAY: SECRET\n:::",
        "T\n:   SAY: SECRET",
    ),
    *(
        "::: slide\nLISTEN FOR: SECRET\n:::",
        "Open[^s]\n\n[^s]: SAY: SECRET",
        "1. DO: SECRET",
        "“SAY: SECRET”",
        "__ASK__: SECRET",
    ),
    *("::: {.activity time=5}\nSAY: SECRET\n:::", "::: answer\nSAY: SECRET\n:::", "## SAY: SECRET\n\nSAY: SECRET"),
]
"""Lines of a script outside the notes."""


def by_hand() -> Iterator[str]:
    """Yield every specimen of the lists."""
    for right, wrong in PAIRS:
        yield question(right, wrong)
    for reason in REASONS:
        yield question("- [x] ", "- [ ] ", reason)
        yield question("- [x] ", "- [ ] ", "", after=reason)
    yield from (f"::: check\nWhich one?\n\n{label}\n:::" for label in LABELS)
    for fence in FENCES:
        yield question("- [x] ", "- [ ] ").replace("::: check", fence, 1)
    yield from (f"::: {name}\nSECRET\n:::" for name in AUDIENCES)
    yield from (*PLACES, *SCRIPTS)


_spaces = st.sampled_from(("", " ", "  ", "\u00a0", "\t"))
_bullets = st.sampled_from([*"- * + – — • · 1. 2) a) (b) ◦".split(), ""])
_boxes = st.sampled_from("[] () ［］ （） 【】 [()] [[]] \\[\\] ** {} <>".split())
_marks = st.sampled_from([*"xX×хХｘ✓✔✅☑√vV*+✗☒", "yes", "right", "x ", " x", "ok", "correct"])
_tails = st.sampled_from(
    ("", "", "", " ✓", " (correct)", " {.correct}", "*", " ←", ": right answer", " [x]", " – richtig")
)


@st.composite
def questions(draw: st.DrawFn) -> str:
    """Draw a question whose marks, spaces, reasons and fence are any of those that people type."""
    bullet, gap, box, after = draw(_bullets), draw(_spaces), draw(_boxes), draw(_spaces)
    half = len(box) // 2
    begin, end = f"{draw(st.sampled_from(('', '', ' ', '  ')))}{bullet}{gap}{box[:half]}", f"{box[half:]}{after}"
    right = f"{begin}{draw(_marks)}{end}"
    blank = draw(st.sampled_from((" ", "", "  ", "\u00a0")))
    reason = draw(st.sampled_from(("  SECRET", "  SECRET", *REASONS)))
    text = question(
        f"{right}@{draw(_tails)}",
        f"{begin}{blank}{end}@",
        reason,
        draw(st.sampled_from(("\n", "\n\n"))),
    )
    return re.sub("::: check", draw(st.sampled_from(("::: check", "::: check", *FENCES))), text, count=1)


@st.composite
def audiences(draw: st.DrawFn) -> str:
    """Draw a text with a word for who sees it, in some place and some letters."""
    words = ("facilitator", "notes", "answer", "hidden", "trainer", "solution", "respuesta", "draft", "private")
    word = draw(st.sampled_from(words))
    word = draw(st.sampled_from((str.lower, str.upper, str.title)))(word)
    place = draw(
        st.sampled_from((*PLACES[:21], *(f"::: {one}\nSECRET\n:::" for one in ("W", "{.W}", "{.note .W}", "W-only"))))
    )
    return re.sub(r"(?<=[.=])(?:facilitator|notes|answer|hidden|trainer|Notes|Facilitator)\b|\bW\b", word, place)
