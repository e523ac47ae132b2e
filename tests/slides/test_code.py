"""Code is code everywhere: it is copied, so its spaces, line ends and quotation marks stay as they were typed. Long words break."""

from __future__ import annotations

import re

from builder.core.problems import Problems
from builder.engine.module_build import ModuleBuild
from builder.model.outputs import Variant
from builder.slides.deck.deck import lines_of, words
from builder.writers.slides_pdf.html import slides_html
from tests.engine.test_promise import IMPRINT, checked
from tests.slides.test_fit import fitted
from tests.support.decks.deck_checks import LAYOUTS, THEME
from tests.support.sources import FRONT

TYPED = "it's  --done..."
BLOCK = 'if x:\n        "it\'s -- 5 minutes"\n\n    y'
TEXT = f"""## One

- Type `{TYPED}`

```
    {BLOCK}
```

```
second
```

| a |
|---|
| `{TYPED}` |

::: notes
SAY: Type `{TYPED}`.

```
    {BLOCK}
```
:::
"""


def test_spaces_of_code_are_not_tied_and_blocks_stay_apart() -> None:
    long = "- Type this command into the window that you have just opened, `command another-value --third`\n"
    deck, _ = fitted(f"## One\n\n{long}")
    assert not any(
        "\u00a0" in words(line) for slide in deck.slides for one in slide.filled[-1:] for line in lines_of(one.content)
    )
    deck, _ = fitted(TEXT)
    (slide, *_) = (slide for slide in deck.slides if slide.topic)
    code = [words(line) for one in slide.filled for line in lines_of(one.content) if line.role == "code"]
    assert code == ["    " + BLOCK.replace("\n", "\v"), "second"]
    assert "    " + BLOCK.replace("\n", "\v") in [words(line) for line in slide.notes]


def test_a_block_of_code_goes_on_at_the_end_of_a_line() -> None:
    code = "".join(f"    line {number} = 'of  code'\n" for number in range(60))
    deck, _ = fitted(f"## One\n\n```\n{code}```\n")
    slides = [slide for slide in deck.slides if slide.topic]
    assert len(slides) > 1
    shown = "\v".join(words(line) for slide in slides for one in slide.filled for line in lines_of(one.content))
    assert shown == code.rstrip("\n").replace("\n", "\v")


def test_every_writer_prints_code_as_it_was_typed() -> None:
    assert THEME is not None
    inputs = checked(FRONT + TEXT)
    assert inputs
    build = ModuleBuild(inputs, Problems())
    pages = [build.html("handout", Variant("letter")), slides_html(build.deck, LAYOUTS, THEME, IMPRINT)]
    pages.append(build.render("handout", "html", Variant("letter")).data.decode())
    for page in pages:
        text = re.sub("<br>", "\n", page).replace("&#39;", "'").replace("&#34;", '"')
        plain = re.sub(r"<(?!/?code)[^>]+>", "", text)
        assert f"<code>{TYPED}</code>" in plain
        assert f"<code>    {BLOCK}</code>" in plain
    assert "code { font-family: " in pages[1]
    assert "white-space: pre-wrap" in pages[1]


def test_a_long_word_may_break_where_its_style_changes() -> None:
    assert THEME is not None
    bold, plain = "x" * 65, "y" * 65
    inputs = checked(f"{FRONT}## One\n\n- **{bold}**{plain} and **short**words\n")
    assert inputs
    build = ModuleBuild(inputs, Problems())
    for page in (build.html("handout", Variant("letter")), slides_html(build.deck, LAYOUTS, THEME, IMPRINT)):
        assert f"{bold}</strong><wbr>{plain} and <strong>short</strong>words" in page
