"""Questions for a learning platform, read back by a program that is not ours."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.build import read_module
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.core.source import Source
from builder.model import module as m
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.model.outputs import Imprint, RenderedFile
from builder.model.references import Work
from builder.parse.course import load_course
from builder.parse.markdown import ParseContext, parse_body
from builder.theme.load import load_theme
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.questions.gift import write_gift
from tests.support import tools
from tests.support.commands import ROOT

WORKS = {"a": Work(id="a", title="Act", issued="2000")}

BODY = r"""## Questions

::: {.check #one}
What is 1 = 1 {really} ~ #yes: a\\b? It is *so*. [@a, p. 3]

Second paragraph.

- [ ] Nothing: 50%
  Not = right.
- [x] {All} 1 < 2
  Right & good.

  Twice.

::: answer
In general: yes.
:::
:::

::: {.activity time="5"}
### Sort

Secret step.

::: {.check #many select=many}
Which two?

- [x] A
  Yes.
- [x] B
  Yes.
- [ ] C
  No.
:::
:::

::: {.check #open}
What would you do?

::: answer
It depends.
:::
:::

::: {.check #bare}
What else?
:::

::: notes
SAY: Secret script.
:::

::: facilitator
::: {.check #hidden}
Secret question?
:::
:::
"""


def gift(body: str) -> tuple[RenderedFile, Problems]:
    problems = Problems()
    meta = Meta(title="Title/1: two", description="…", objectives=(Objective("One"),), id="case")
    module = parse_body(Source("module.md", body), 1, meta, ParseContext(works=WORKS), problems)
    assert not problems.has_errors, list(problems)
    return write_questions(module, problems), problems


def write_questions(module: m.Module, problems: Problems) -> RenderedFile:
    theme = load_theme("plain", problems)
    assert theme is not None
    imprint = Imprint(course="A course", draft_notice="Draft = true.", source_hash="12345678")
    return write_gift(select(module, EDITIONS["questions"]), theme, imprint, problems)


def text(value: dict[str, Any] | None) -> str:
    return str(value["text"]) if value else ""


def test_another_program_reads_every_question_with_every_reason() -> None:
    made, problems = gift(BODY)
    assert not len(problems), list(problems)
    assert made.places == {"one": 1, "many": 2, "open": 3, "bare": 4}
    assert made.count == 4
    one, many, opened, bare = tools.gift_questions(made.data.decode())
    assert [question["title"] for question in (one, many, opened, bare)] == [
        "case one", "case many", "case open", "case bare",
    ]  # fmt: skip
    assert [question["type"] for question in (one, many, opened, bare)] == ["MC", "MC", "Essay", "Essay"]
    assert text(one["stem"]) == (
        "What is 1 = 1 {really} ~ #yes: a\\b? It is <i>so</i>. (Act, 2000, p. 3)<br>Second paragraph."
    )
    assert [(choice["isCorrect"], text(choice["text"]), text(choice["feedback"])) for choice in one["choices"]] == [
        (False, "Nothing: 50%", "Not = right."),
        (True, "{All} 1 &lt; 2", "Right &amp; good.<br>Twice."),
    ]
    assert text(one["globalFeedback"]) == "In general: yes."
    assert [(choice["weight"], text(choice["feedback"])) for choice in many["choices"]] == [
        (50, "Yes."), (50, "Yes."), (-100, "No."),
    ]  # fmt: skip
    assert text(opened["globalFeedback"]) == "It depends."
    assert "Secret" not in made.data.decode()


def test_the_file_says_what_it_is_and_how_to_import_it() -> None:
    made, _ = gift(BODY)
    head = made.data.decode().split("::case one")[0]
    assert head.startswith("// ")
    assert head.count("\n// ") == 8
    assert "For facilitators" in head
    assert "not tried in a live Moodle" in head
    assert "$CATEGORY: $course$/top/A course/Title//1: two" in head


def test_what_a_question_bank_cannot_carry_is_a_problem_at_its_line() -> None:
    body = (
        "::: {.check select=none}\nSee the table.[^n]\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n- one\n- two\n\n"
        'Then `code`, and ![](x.png){alt="a sign"} it.\n\n[^n]: A note.\n:::\n'
    )
    made, problems = gift(f"## T\n\n{body}")
    lost = [(p.at.line, p.message) for p in problems if p.code.value == "not-in-question-bank"]
    assert lost == [
        (4, "a question bank cannot carry a footnote; its words are kept"),
        (6, "a question bank cannot carry a table; its words are kept"),
        (10, "a question bank cannot carry a list; its words are kept"),
        (13, "a question bank cannot carry a picture; its words are kept"),
    ]
    [question] = tools.gift_questions(made.data.decode())
    stem = text(question["stem"])
    assert stem == (
        "See the table. (A note.)<br>A | B<br>1 | 2<br>– one<br>– two<br>Then <code>code</code>, and a sign it."
    )


def test_a_question_whose_options_nobody_decided_is_open_and_keeps_them() -> None:
    made, _ = gift("## T\n\n::: {.check select=none}\nWhat comes *first*: a?\n\n- [ ] This\n- [ ] That {one}\n:::\n")
    [question] = tools.gift_questions(made.data.decode())
    assert question["type"] == "Essay"
    assert text(question["stem"]) == "What comes <i>first</i>: a?<br>– This<br>– That {one}"


def test_words_in_another_language_and_steps_keep_what_they_are() -> None:
    made, _ = gift(
        "## T {#t}\n\n::: {.check select=none}\nIs [oui]{lang=fr} a word? See [](#t).\n\n3. three\n4. four\n:::\n"
    )
    [question] = tools.gift_questions(made.data.decode())
    assert text(question["stem"]) == ('Is <span lang="fr">oui</span> a word? See t.<br>3. three<br>4. four')


def test_more_options_than_there_are_shares_for_are_told_of() -> None:
    _, problems = gift(
        "## T\n\n::: {.check select=many}\nWhich?\n\n" + "".join(f"- [x] Yes {n}\n  Y.\n" for n in range(11)) + ":::\n"
    )
    assert [(p.code.value, p.at.line) for p in problems] == [("not-in-question-bank", 3)]


@pytest.mark.parametrize(
    ("right", "wrong", "marks"),
    [(1, 3, ["100", "-33.33333"]), (2, 0, ["50", "-100"]), (3, 2, ["33.33333", "-50"]), (7, 1, ["14.28571", "-100"])],
)
def test_shares_are_those_that_moodle_knows(right: int, wrong: int, marks: list[str]) -> None:
    options = "- [x] Yes\n  Y.\n" * right + "- [ ] No\n  N.\n" * wrong
    made, _ = gift(f"## T\n\n::: {{.check select=many}}\nWhich?\n\n{options}:::\n")
    found = list(dict.fromkeys(re.findall(r"~%([-\d.]+)%", made.data.decode())))
    assert found == marks[: 2 if wrong else 1]


WORDS = st.text(st.sampled_from("ab1 ~=#{}:\\%<>&/-.[]$é"), min_size=1, max_size=25).map(str.strip).filter(bool)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=6))
def test_no_sign_of_an_author_s_breaks_a_file(drawn: list[tuple[str, str, str, str]]) -> None:
    def p(words: str) -> m.Paragraph:
        return m.Paragraph(content=(m.Text(text=words),))

    checks = tuple(
        m.Check(
            id=f"q{number}",
            question=(p(f"{question}?"),),
            options=tuple(
                m.Option(content=(m.Text(text=f"{option}!"),), verdict=m.Verdict(right=right, feedback=(p(reason),)))
                for option, right in ((good, True), (bad, False))
            ),
        )
        for number, (question, good, bad, reason) in enumerate(drawn)
    )
    meta = Meta(title="T", description="…", objectives=(Objective("One"),), id="case")
    module = m.Module(meta=meta, body=(m.Topic(id="t", body=checks),), path="module.md", folder="case")
    found = tools.gift_questions(write_questions(module, Problems()).data.decode())

    def bare(words: str) -> str:
        unescaped = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        return re.sub(r"\s+", "", unescaped)

    assert [bare(text(question["stem"])) for question in found] == [bare(f"{question}?") for question, *_ in drawn]
    reasons = [[bare(text(choice["feedback"])) for choice in question["choices"]] for question in found]
    assert reasons == [[bare(reason)] * 2 for *_, reason in drawn]


KINDS = """## T

::: {.check #truth kind="true-false"}
A = b.

- [ ] True
  Not = so.
- [x] False
  So.
:::

::: {.check #myth kind="true-false"}
Which?

- [x] Myth
  Yes.
- [ ] Fact
  No.
:::

::: {.check #short kind="short-answer"}
Who?

::: answer
- R&D {x}
- 5 * 3
- a -> b

Any of them.
:::
:::

::: {.check #pairs kind="matching"}
Match = it.

| Left | Right | Why |
|------|-------|-----|
| *a* | R&D | It is. |
| b | two | |
| c | two | |
| | none | Not. |
:::

::: {.check #order kind="ordering"}
Which first?

1. One
2. Two
3. Three
:::

::: {.check #kept bank="no"}
For the room alone?
:::
"""


def test_each_kind_is_asked_as_its_own_and_an_order_is_left_out_with_its_line() -> None:
    made, problems = gift(KINDS)
    lost = [(p.at.line, p.message) for p in problems if p.code.value == "not-in-question-bank"]
    assert lost == [
        (21, "a question bank reads the `->` in “a -> b” as a pair; this answer is left out"),
        (44, "a question bank in GIFT cannot ask for an order; this question is left out"),
    ]
    truth, myth, short, pairs = tools.gift_questions(made.data.decode())
    assert made.places == {"truth": 1, "myth": 2, "short": 3, "pairs": 4}
    assert (truth["type"], truth["isTrue"]) == ("TF", False)
    assert (text(truth["trueFeedback"]), text(truth["falseFeedback"])) == ("Not = so.", "So.")
    assert [(text(one["text"]), one["isCorrect"]) for one in myth["choices"]] == [("Myth", True), ("Fact", False)]
    assert short["type"] == "Short"
    assert [text(one["text"]) for one in short["choices"]] == ["R&D {x}", "5 \\* 3"]
    assert text(short["globalFeedback"]) == "Any of them."
    assert [(text(one["subquestion"]), one["subanswer"]) for one in pairs["matchPairs"]] == [
        ("<i>a</i>", "R&D"), ("b", "two"), ("c", "two"), ("", "none"),
    ]  # fmt: skip
    assert text(pairs["globalFeedback"]) == "<i>a</i> – R&amp;D: It is.<br>none: Not."


def test_the_shipped_course_s_questions_are_all_read_back() -> None:
    problems = Problems()
    course = load_course(Folder(ROOT), problems)
    assert course is not None
    for name in course.listed:
        module = read_module(Folder(ROOT), course, name, problems)
        assert module is not None
        asked = [node for node in m.walk(*select(module, EDITIONS["guide"]).body) if isinstance(node, m.Question)]
        checks = [node for node in asked if not node.unbanked and not isinstance(node, m.Ordering)]
        found = tools.gift_questions(write_questions(module, Problems()).data.decode())
        assert [question["title"] for question in found] == [f"{module.id} {check.id}" for check in checks]
        for question, check in zip(found, checks, strict=True):
            if not isinstance(check, m.Check) or check.kind:
                continue
            reasons = [bool(option.verdict and option.verdict.feedback) for option in check.options]
            assert [bool(choice["feedback"]) for choice in question.get("choices", [])] == reasons or not any(reasons)
