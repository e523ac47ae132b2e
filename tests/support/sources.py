"""Generates modules as source text: every kind of block in every other, under headings that could be taken for ids of ours."""

from __future__ import annotations

from hypothesis import strategies as st

FRONT = "---\ntitle: A module\ndescription: What it is about.\nobjectives: [Say one thing.]\nduration: 30\n---\n\n"

HEADINGS = (
    *("End", "Opening", "Before", "Opening.1", "End {#end}", "Before {#before}", "0", "Title {#x-1}"),
    *("*Stressed*, `code` and [a link](https://example.org)", "A note[^n]", "Long " * 30, "A module", "عنوان"),
    *(
        "Break {time=15}",
        "Hidden {.optional}",
        "Two {layout=two-columns}",
        "Table {layout=table}",
        "Key {.facilitator}",
    ),
)
LINES = (
    *("Plain words.", "[One sentence.]{.key}", "A claim[^n] and `a  b`.", "**Reading (20 minutes):**", "x" * 130),
    *("**" + "y" * 60 + "**" + "z" * 70, "[a link](https://example.org/a/b/c)", "![words in a line](p.svg){alt=a}"),
    *(
        "[](#x)",
        "[words](handout:#x)",
        "H~2~O, x^2^, ~~no~~",
        "A\\\nbreak",
        "<kbd>Ctrl</kbd>",
        "[!](https://e.org)",
        "ASL 4",
    ),
)
BLOCKS = (
    "- one\n- two\n    - deeper\n",
    "1. one\n2. two\n",
    "7. one\n\n    more\n\n8. two\n",
    "- [ ] open\n- [x] done\n",
    "Term\n:   A meaning.\n",
    "```python\nfor x in y:\n    print(x)\n\n\ndone --now\n```\n",
    "    indented  code\n",
    "| a | b |\n|---|--:|\n| 1 | 2 |\n| **3** | `4  5` |\n\n: A caption[^n]\n",
    "| a |\n|---|\n| " + "word " * 60 + "|\n",
    "![A figure](p.svg){alt=a}\n",
    "[![A figure](p.svg){alt=a}](https://example.org)\n",
    "> Quoted.\n>\n> - one\n",
    "---\n",
    "### A heading\n",
    "::: check\nWhat is it?\n\n- [x] This.\n    Because.\n- [ ] That.\n    Not so.\n:::\n",
    "::: {.check select=many}\nWhich?\n\n" + "".join(f"- [x] Option {n}.\n    Because.\n" for n in range(9)) + ":::\n",
    "::: check\nAn open question?\n\n::: answer\nThe answer.\n:::\n:::\n",
    "::: notes\nSAY: Hello.\n\n- a list\n:::\n",
    "::: columns\n::: column\nleft\n:::\n::: column\n![](p.svg){.decorative}\n:::\n:::\n",
    "::: cards\n- one\n- two\n:::\n",
    "::: quote\nWords.\n\n— Someone\n:::\n",
)
DIVS = (
    *(
        "note",
        "caution",
        "content-note",
        "definition",
        "objectives",
        "keypoints",
        "scenario",
        "reflection",
        "fill rows=2",
        "matrix",
        "resources",
    ),
    *("activity time=5", "activity group=pairs", "discussion", "answer", "quote", "local", "slide", "handout", "notes"),
)
END = "\n## Where words lead {#x}\n\n- here\n\n[^n]: A footnote.\n\n*[ASL]: A short form\n"


def _indented(text: str, by: str) -> str:
    return "".join(f"{by}{line}" if line.strip() else line for line in text.splitlines(keepends=True))


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inner, min_size=1, max_size=3).map("\n".join)
    return st.one_of(
        st.builds("::: {{.{}}}\n{}\n:::\n".format, st.sampled_from(DIVS), some),
        st.builds("- {}\n\n{}".format, st.sampled_from(LINES), some.map(lambda text: _indented(text, "    "))),
        st.builds("3. {}\n\n{}".format, st.sampled_from(LINES), some.map(lambda text: _indented(text, "    "))),
    )


blocks = st.recursive(
    st.one_of(st.sampled_from(BLOCKS), st.sampled_from(LINES).map("{}\n".format)), _nested, max_leaves=5
)
heading = st.builds("{} {}\n".format, st.sampled_from(("#", "##", "##", "##", "###")), st.sampled_from(HEADINGS))
sources = st.lists(st.one_of(heading, blocks, blocks), min_size=1, max_size=10).map(
    lambda parts: FRONT + "\n".join(parts) + END
)
