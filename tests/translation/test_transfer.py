"""No translation can move words to other readers, or change anything but words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.core.problems import ProblemCode
from builder.model import module as m
from builder.parse.lines.texts import PlacedText
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from tests.support.translated.module import translated

EVERYWHERE = """
w1 before any topic.

## w2 a topic {time="5" method="w3 talk"}

w4 prose with [a link](https://example.org/) and a note.[^n] [w5 the key.]{.key}

[^n]: w6 the note.

> w7 a quotation

w8 term
:   w9 meaning

::: notes
SAY: w10 said

w11 noted
:::

::: {.activity time="5" materials="w12 pens"}
### w13 do it

1. w14 first
   - w15 under it

::: answer
w16 the answer
:::
:::

::: {.check #q}
w17 which?

- [x] w18 this
  w19 because
- [ ] w20 that
  w21 not so
:::

::: {.check kind="matching"}
w22 match

| w23 what | w24 part | w25 why |
|----------|----------|---------|
| w26 a    | w27 x    | w28 it  |
| w29 b    | w30 y    | w31 is  |
:::

::: {.check kind="ordering"}
w32 order

1. w33 one

   w34 as it is
2. w35 two
3. w36 three
:::

::: {.panels caveat="w37 made up"}
- **w38 head** w39 body
- **w40 head** w41 body
:::

::: contact
### w42 service
- Call: 555-0100
- Hours: w43 daily
:::

::: form
- w44 name: lines 3
- [ ] w45 agreed
:::

::: facilitator
w46 for the guide

| w47 | w48 |
|-----|-----|
| w49 | w50 |

: w51 caption
:::

### w52 apart {.facilitator}

w53 text of that

## w54 for facilitators {.facilitator}

w55 behind it
"""
"""A module in which every text is named, in all kinds of blocks."""

HOSTILE = (
    ":::", "::: notes", ":::\n:::", "::: {.facilitator}", "## x", "# x {.facilitator}", "{.facilitator}", "[x]{.facilitator}",
    "[x] ", "- [x] y", "- [ ] y", "1. y", "> y", "| a | b |", "|---|---|", "---", "***", "SAY: y", "[^n]", "[^n]: y", "^[y]", "[@key]",
    "<!--", "-->", "<div>", "</div>", "<script>", "<details>", "```", "~~~", "`", "**", "*", "_", "[", "]", "](", "![a](b.svg)",
    "[a](https://evil.example/)", "[a](#q)", "[b]{.key}", "\\", "\n", "\n\n", ": y", ":   y", "*[up]: y", "{{<", "\uf8f00\uf8f1", "\U000f0003",
    "\u202e", "&#58;&#58;&#58;", "yes: ", "Call: 1", ": choice", "$$", "???", "Note:", "    y", "\t", '"', "{#q}", "x{audience=", "Answer:",
)  # fmt: skip
pieces = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=8)), max_size=4)


def names(module: m.Module, edition: str) -> set[str]:
    shown = select(module, EDITIONS[edition])
    printed = f"{shown.body!r} {shown.meta!r}"
    return set(re.findall(r"[wz]\d+", printed))


def shape(module: m.Module) -> list[tuple[object, ...]]:
    """Return all but the words of a module: its blocks and pieces, and what the compiler goes by."""
    return [
        (type(node).__name__, getattr(node, "id", ""), getattr(node, "minutes", 0), getattr(node, "audience", ""), getattr(node, "right", None))
        for node in m.nodes(module)
        if not isinstance(node, m.InlineNode)
    ]  # fmt: skip


TEXTS = 56
"""At least as many as there are in EVERYWHERE."""


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.integers(0, TEXTS), st.tuples(pieces, pieces), min_size=1, max_size=6))
def test_a_translation_changes_who_sees_what_never(hostile: dict[int, tuple[list[str], list[str]]]) -> None:
    def word(placed: PlacedText) -> str:
        number = int(found[1]) if (found := re.search(r"w(\d+)", placed.text)) else 0
        before, after = ("".join(part) for part in hostile.get(number, ("", "")))
        return f"{before} z{number}; {after}"

    same_but_for_words(word)


def same_but_for_words(word: Callable[[PlacedText], str]) -> None:
    module, made, _ = translated(EVERYWHERE, word)
    assert shape(made) == shape(module)
    for edition in EDITIONS:
        before, after = names(module, edition), names(made, edition)
        assert {name.replace("z", "w") for name in after} - {"w0"} == before, edition


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_nor_does_one_whose_every_text_is_hostile(piece: str) -> None:
    for form in ("{} z{};", "z{1};{0}", "{}z{};"):
        same_but_for_words(lambda one, form=form: form.format(piece, (re.search(r"w(\d+)", one.text) or "00")[1]))  # type: ignore[misc]


def test_the_same_words_give_the_same_module() -> None:
    module, made, problems = translated(EVERYWHERE, lambda placed: placed.text)
    assert repr(made.body) == repr(module.body)
    assert not problems.found


REFUSED = {
    "a lost source": ("One. [@a]", "Uno."),
    "a new source": ("One.", "Uno. [@a]"),
    "a lost link": ("See [this](https://example.org/).", "Vea esto."),
    "another link": ("See [this](https://example.org/).", "Vea [esto](https://example.com/)."),
    "a lost reference": ("See [](#q).", "Vea."),
    "a key sentence unmarked": ("[One.]{.key} Two.", "Uno. Dos."),
    "lost code": ("Type `exit` here.", "Escriba salir aquí."),
    "a new footnote": ("One.", "Uno.^[Más.]"),
    "an answer's label": ("::: {.check}\nWhich?\n\n- [x] One\n  Yes.\n- [ ] Two\n  No.\n:::", "Two=Answer: dos"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_more_than_words_is_refused_and_the_source_is_printed(case: str) -> None:
    text, words = REFUSED[case]
    only, _, given = words.rpartition("=") if words.startswith("Two=") else ("", "", words)
    text = f"## Topic {{#q}}\n\n{text}\n"

    def word(placed: PlacedText) -> str:
        return given if placed.text == (only or text.splitlines()[2]) else placed.text

    _, made, problems = translated(text, word)
    (problem,) = [one for one in problems if one.code is not ProblemCode.UNTRANSLATED_SAFETY]
    assert problem.code is ProblemCode.REFUSED_TRANSLATION
    assert problem.at.path == "locale/es/m.po"
    assert "modules/m/module.md:" in problem.message
    kept = [node for node in m.nodes(made) if isinstance(node, m.Phrase) and node.lang == "en-US"]
    assert m.plain(*kept).startswith("[en] ")


def test_other_numbers_and_loose_signs_are_named() -> None:
    text = "## Topic\n\nIn 2019 it was **clear**.\n"
    _, _, problems = translated(text, lambda one: "En 2020 era **claro*." if "2019" in one.text else one.text)
    found = problems.found
    assert {problem.code for problem in found} == {ProblemCode.UNLIKE_TRANSLATION}
    assert {problem.message.partition(" (")[0] for problem in found} == {
        "the translation lacks 2019 and adds 2020",
        "`**` is printed as it stands",
    }


def test_who_reviewed_the_source_did_not_review_the_translation() -> None:
    text = "## Topic\n\nText.\n"
    head = "reviewed: 2026-01-31\nreviewed_by: [a lawyer]\n---\n\n"
    module, made, _ = translated(text, lambda one: one.text, head=head)
    assert str(module.meta.reviewed) == "2026-01-31"
    assert (made.meta.reviewed, made.meta.reviewed_by) == (None, ())


def test_what_keeps_people_safe_must_be_translated() -> None:
    text = "## Topic\n\nText.\n\n::: content-note\nYou may leave.\n:::\n\n::: {.note #under-18}\nUnder 18.\n:::\n"

    def word(placed: PlacedText) -> str:
        return "" if placed.text in {"You may leave.", "Under 18.", "Text."} else placed.text

    _, made, problems = translated(text, word, frozenset({"under-18"}))
    codes = [problem.code for problem in problems]
    assert codes.count(ProblemCode.UNTRANSLATED) == 3
    assert codes.count(ProblemCode.UNTRANSLATED_SAFETY) == 2
    assert "[en] Text." in m.plain(*made.body)


def test_a_mark_of_a_matrix_has_its_sign_whatever_its_word_is() -> None:
    text = "## Topic\n\n::: matrix\n| Law | Bans it | Fines |\n|--|--|--|\n| One | yes | no: a warning |\n:::\n"
    spanish = {"yes": "sí", "a warning": "un aviso"}
    _, made, problems = translated(text, lambda one: spanish.get(one.text, one.text))
    cells = [node for node in m.nodes(made) if isinstance(node, m.Cell) and node.mark]
    assert [(cell.mark, m.plain(cell), cell.has_words_beside_mark) for cell in cells] == [
        ("yes", "sí", False),
        ("no", "un aviso", True),
    ]
    assert not problems.found
