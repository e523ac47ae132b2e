"""Notes and answers of other tools' files never reach participants; links to other lessons become titles of modules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from builder.build import read_module
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.core.source import Source
from builder.model import module as m
from builder.parse.course import load_course
from builder.parse.markdown import ParseContext, parse
from builder.transform.editions import EDITIONS
from builder.transform.selection import select

FRONT = "---\ntitle: A\ndescription: B\nobjectives: [C]\n{}---\n\n"

SECRETS = {
    "github": "> [!INSTRUCTOR]\n> SECRET",
    "obsidian": "> [!question]- Answer\n> SECRET",
    "mkdocs": '!!! instructor "Title"\n    SECRET',
    "mkdocs-title": '??? tip "Possible solutions"\n    SECRET\n\n    ```\n    SECRET\n    ```',
    "mkdocs-classes": "!!! note instructor\n    SECRET",
    "myst": "```{instructor-note}\nSECRET\n```",
    "myst-colons": "::::{admonition} T\n:class: instructor\n:::{note}\nSECRET\n:::\n::::",
    "myst-solution": "- item\n\n  ```{solution} ex\n  SECRET\n  ```",
    "myst-gate": "```{solution-start} x\n```\nSECRET\n```{solution-end}\n```",
    "myst-dropdown": "```{dropdown} Solution\nSECRET\n```",
    "myst-code": "```{code-cell}\n:tags: [remove-cell]\nSECRET\n```",
    "myst-raw": "```{raw} html\nSECRET\n```",
    "quarto": "::: {.notes}\nSECRET\n:::",
    "quarto-callout": '::: {.callout-tip title="Solution"}\nSECRET\n:::',
    "quarto-heading": '::: {.callout-tip collapse="true"}\n## Solution\n\nSECRET\n:::',
    "spoiler-heading": "::: spoiler\n### Answer key\nSECRET\n:::",
    "alert-bold": "> [!TIP]\n> **Solution:**\n>\n> SECRET",
    "details-german": "<details><summary>Lösung</summary>\nSECRET\n</details>",
    "quarto-profile": '::: {.content-visible when-profile="trainer"}\nSECRET\n:::',
    "quarto-cell": "```{r}\n#| echo: false\nSECRET\n```",
    "knitr": "```{r ex-solution, fig.width=2}\nSECRET\n```",
    "docusaurus": ":::tip[Solution]\nSECRET\n:::",
    "vitepress": "::: details Answer\nSECRET\n:::",
    "carpentries": "::::: instructor\nSECRET\n:::::",
    "carpentries-old": "> ## Challenge\n> A\n> > ## Solution\n> > SECRET\n> {: .solution}\n{: .challenge}",
    "carpentries-heading": "> ## Notes for the instructor\n> SECRET",
    "kramdown": "SECRET\nSECRET\n{: .instructor}",
    "reveal": "<!-- .slide: a -->\nNote: SECRET\n\nSECRET\n\n- SECRET\n\n---",
    "reveal-alone": "A\n\nNotes:\n\n- SECRET\n\n---\n\nB",
    "reveal-aside": 'A\n<aside class="notes">\nSECRET\n</aside>',
    "reveal-aside-line": "A\n\n<aside class='notes'>SECRET</aside>",
    "remark": "class: center\n\nA\n\n???\n\n## SECRET\n\nSECRET\n\n---",
    "remark-alone": "A\n\n???\nSECRET",
    "remark-excluded": "name: a\n\nA\n\n---\nexclude: true\n\nSECRET\n\n---\nB",
    "comment": "A <!-- SECRET\n\nSECRET --> B",
    "liascript-spoken": "    --{{1}}--\nSECRET\nSECRET",
    "liascript-block": "--{{1 English}}--\n****\nSECRET\n\nSECRET\n****",
    "liascript-text": "<!-- narrator: x -->\nWhat?\n\n    [[SECRET]]\n    [[?]] SECRET\n    *****\n    SECRET\n    *****",
    "liascript-inline": "<!-- narrator: x -->\nThe answer is [[SECRET]].",
    "liascript-choice": "<!-- narrator: x -->\nPick:\n\n[[a|(SECRET)|b]]".replace("(SECRET)", "(b)") + "\n[[?]] SECRET",
    "details": "<details>\n<summary>Click for the <b>answer</b></summary>\n\nSECRET\n\n</details>",
    "details-line": "<details><summary>Solution</summary>SECRET</details>",
    "div": '<div class="box instructor">\n\nSECRET\n\n</div>',
    "mkdocs-loose": "!!! instructor\nSECRET\nSECRET",
    "mkdocs-narrow": "!!! instructor\n  SECRET\n\n  SECRET",
    "pymdown": "/// details | Solution\nSECRET\n///",
    "hugo": '{{< details "Solution" >}}\nSECRET\n{{< /details >}}',
    "gitbook": '{% hint style="solution" %}\nSECRET\n{% endhint %}',
    "dev-to": "{% details Show the answer %}\nSECRET\n{% enddetails %}",
    "myst-only": "```{only} trainer\nSECRET\n```",
    "myst-todo": ":::{todo}\nSECRET\n:::",
    "myst-comment": "```{note}\nA\n```\n\n% SECRET",
    "myst-rst": "```{eval-rst}\n.. solution:: A\n\n   SECRET\n```",
    "learnr": '```{r}\nquestion("A", answer("SECRET", correct = TRUE))\n```',
    "nbgrader": "```python\nA\n```\n\n```{code-cell}\n### BEGIN SOLUTION\nSECRET\n### END SOLUTION\n```",
    "obsidian-comment": "A %%SECRET%% B",
    "liquid-comment": "A {% comment %} SECRET\n\nSECRET {% endcomment %} B",
    "kramdown-word": "SECRET\n{: .answer-key}",
    "myst-class": "```{note}\n:class: hidden\nSECRET\n```",
    "myst-code-class": "```{code-block} python\n:class: solution\nSECRET\n```",
    "remark-class": "---\nname: a\n\n.answer[\nSECRET\n]\n\n.hidden[SECRET] A",
    "details-class": '<details class="solution">\n<summary>More</summary>\nSECRET\n</details>',
    "div-word": '<div class="answer-key">\nSECRET\n</div>',
    "liquid-tag": "{% solution %}SECRET{% endsolution %}",
    "reveal-hidden": '<!-- .slide: data-visibility="hidden" -->\nSECRET\n\n- SECRET\n\n---',
    "reveal-textarea": "<section data-markdown>\n  <textarea data-template>\n    A\n\n    Note:\n    SECRET\n  </textarea>\n</section>",
    "hidden": "<div hidden>\n\nSECRET\n\n</div>",
    "in-quote": "> A\n>\n> > [!instructor]\n> > SECRET",
    "in-list": "1. A\n\n    !!! solution\n        SECRET",
}


def _indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line if line else "" for line in text.split("\n"))


AROUND: dict[str, Callable[[str], str]] = {
    "topic": lambda text: text,
    "item": lambda text: "- item\n\n" + _indented(text, 2),
    "item, no blank": lambda text: "- item\n" + _indented(text, 2),
    "quote": lambda text: "> q\n>\n" + "\n".join(f"> {line}" for line in text.split("\n")),
    "activity": lambda text: f"::: {{.activity time=5}}\n{text}\n:::",
    "alert": lambda text: "> [!NOTE]\n" + "\n".join(f"> {line}" for line in text.split("\n")),
    "directive": lambda text: f"````{{note}}\n{text}\n````",
    "tab": lambda text: '=== "A"\n' + _indented(text, 4),
    "details": lambda text: f"<details><summary>More</summary>\n\n{text}\n\n</details>",
    "footnote": lambda text: "call[^a]\n\n[^a]: foot\n\n" + _indented(text, 4),
}
"""Places where a note may stand."""


@pytest.mark.parametrize("dialect", SECRETS)
def test_notes_of_other_tools_never_reach_participants(dialect: str) -> None:
    turn = list(SECRETS).index(dialect)
    for index, (place, around) in enumerate(AROUND.items()):
        if place != "topic" and (index + turn) % 3:
            continue  # each in a third of the places: together they try all
        if dialect in {
            "remark-excluded",
            "comment",
            "liquid-comment",
            "reveal-hidden",
            "remark-class",
        } and place not in {
            "topic",
            "activity",
        }:
            continue  # a property stands at the head of a slide; a comment over lines of a quote is an error
        problems = Problems()
        text = f"{FRONT.format('')}## Topic\n\nShown.\n\n{around(SECRETS[dialect])}\n\n## Next\n\nShown, too.\n"
        module = parse(Source("m.md", text), "m", ParseContext(), problems)
        for edition in ("handout", "workbook", "slides-share", "sheet"):
            assert "SECRET" not in repr(select(module, EDITIONS[edition])), (place, edition)
        assert "Shown, too." in repr(select(module, EDITIONS["handout"])), place
        told = " ".join(problem.message for problem in problems)
        assert "SECRET" in repr(module) + told or dialect in {"comment", "myst-comment", "liquid-comment"}, place


def test_comments_of_marp_are_notes() -> None:
    for text in (
        "<!-- SECRET -->",
        "A <!-- SECRET --> B",
        "<!--\nSECRET\n\n- SECRET\n-->",
        "<!-- a --> <!-- SECRET -->",
    ):
        module = parse(
            Source("m.md", FRONT.format("marp: true\n") + f"## T\n\n{text}\n"), "m", ParseContext(), Problems()
        )
        assert "SECRET" not in repr(select(module, EDITIONS["handout"]))
        assert "SECRET" in repr(select(module, EDITIONS["guide"]))


def test_links_to_other_lessons_are_titles_of_modules() -> None:
    text = "[why](08-motivation.md) [x](../motivation/index.html#a) [y](none.md) [z](/setup)\n"
    problems = Problems()
    titles = ParseContext(module_title={"motivation": "Why people learn"}.get)  # type: ignore[arg-type]  # None for ""
    body = parse(Source("m.md", FRONT.format("") + text), "m", titles, problems).body
    assert m.plain(*body).replace("( ", "(").replace(" )", ")") == "why (Why people learn) x (Why people learn) y z"
    assert [problem.code.value for problem in problems] == ["local-link", "local-link"]


def test_addresses_may_stand_in_a_file_beside_the_module(tmp_path: Path) -> None:
    files = {
        "course.yml": "title: T\nversion: 0.1.0\nlicense: CC0\n",
        "links.md": "[far]: https://example.org/far\n[near]: https://example.org/other\n",
        "a/links.md": "Words.\n[near]: https://example.org/near\n[why]: 08-b.md\n",
        "a/module.md": FRONT.format("") + "[x][far] [y][near] [z][why]\n",
        "b/module.md": FRONT.format("").replace("title: A", "title: Bees") + "Text.\n",
    }
    for name, text in files.items():
        (tmp_path / "modules" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "modules" / name).write_text(text, encoding="utf-8")
    problems, folder = Problems(), Folder(tmp_path)
    course = load_course(folder, problems)
    assert course is not None
    module = read_module(folder, course, "a", problems)
    assert module is not None
    links = [node.target for node in m.walk(*module.body) if isinstance(node, m.Link)]
    assert links == ["https://example.org/far", "https://example.org/near"]
    assert "Bees" in repr(module.body)
    assert not len(problems), list(problems)


def test_a_title_that_begins_with_such_a_word_hides_nothing_else() -> None:
    shown = [
        '::: {.activity time=5 title="Answer these questions"}\nSHOWN\n:::',
        '::: {.note title="Answer in pairs"}\nSHOWN\n:::',
        '!!! tip "Hint"\n    SHOWN',
        "> ## Discussion points\n> SHOWN",
        "Note: SHOWN",
        "We saw {ref}`no` and SHOWN {{ tag }}.",
    ]
    for text in shown:
        module = parse(Source("m.md", FRONT.format("") + text + "\n"), "m", ParseContext(), Problems())
        assert "SHOWN" in repr(select(module, EDITIONS["handout"])), text


UNCLOSED = (
    '<aside class="notes">',
    "<details>\n<summary>Solution</summary>",
    ":::{instructor-note}",
    "```{solution}",
    "::: trainer",
)


@pytest.mark.parametrize("opening", UNCLOSED)
def test_what_is_never_closed_is_an_error_and_hides_the_rest(opening: str) -> None:
    problems = Problems()
    module = parse(Source("m.md", f"{FRONT.format('')}{opening}\n\nSECRET\n"), "m", ParseContext(), problems)
    assert problems.has_errors
    assert "SECRET" not in repr(select(module, EDITIONS["handout"]))


@pytest.mark.parametrize(
    "line", ["<details>", "```{note}", ":::{note}", "!!! note", "/// note", "{% hint %}", "???", "--{{0}}--", "> > > a"]
)
def test_a_thousand_openings_are_read_in_one_pass(line: str) -> None:
    parse(Source("m.md", FRONT.format("") + f"{line}\n" * 1_000), "m", ParseContext(), Problems())


def test_slides_that_are_hidden_are_for_the_guide_alone() -> None:
    text = '## A {visibility="hidden"}\n\nSECRET\n\n## B {visibility="uncounted"}\n\nShown.\n'
    module = parse(Source("m.md", FRONT.format("") + text), "m", ParseContext(), Problems())
    shown = repr(select(module, EDITIONS["handout"]))
    assert "SECRET" not in shown
    assert "Shown." in shown
