"""Every construct of Pandoc's manual and its near relations is read, or named; and no word of any is lost without a problem.

https://pandoc.org/MANUAL.html#pandocs-markdown. The constructs stand in constructs-read.md and constructs-named.md, apart
by `%%`. In each, `W` (or `WWWWW`, where columns matter) stands for a word that can be told from the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random

import pytest

from builder.core.problems import Problems
from builder.inspect.module_text import module_text
from tests.test_cases import Compiled, compiled

HERE = Path(__file__).parent
READ, NAMED = (
    [text.strip("\n") for text in re.split(r"^%%\n", (HERE / name).read_text(encoding="utf-8"), flags=re.MULTILINE)]
    for name in ("constructs-read.md", "constructs-named.md")
)
WORD = re.compile(r"zq\d+z")
SIGNS = re.compile(r"[\^~|{}\\`*]|\[(?!\S+\])|::+|--|==|!\[|^#|\+-", re.MULTILINE)
"""What is left in a text of which something was not read."""


def with_words(text: str) -> str:
    number = count(11)
    return re.sub(r"WWWWW|W", lambda _: f"zq{next(number)}z", text)


def indented(text: str, by: str) -> str:
    return "\n".join(by + line if line else "" for line in text.split("\n"))


def places(text: str) -> Iterator[str]:
    """Yield a construct where it may stand: after text, in items, quotes, divs, meanings, notes, and in each other."""
    quoted = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    yield f"Before.\n\n{text}\n\nAfter.\n"
    yield f"> Quote\n>\n{quoted}\n"
    yield f":::: note\n{text}\n\n::::\n"
    yield f"Term\n: Meaning\n\n{indented(text, '    ')}\n\nAfter\n"
    yield f"Call[^c].\n\n[^c]: Note\n\n{indented(text, '    ')}\n\nAfter\n"
    yield f"1. a\n   - b\n\n{indented(text, '     ')}\n\n2. c\n"
    yield f"- Item\n\n  Term\n  : Meaning\n\n{indented(text, '      ')}\n\nAfter\n"
    yield f"- > q\n  >\n{indented(quoted, '  ')}\n"
    yield "> - i\n>\n" + "\n".join(f">   {line}".rstrip() for line in text.split("\n")) + "\n"
    yield f"## T\n\n::: notes\nSAY: x\n\n{text}\n\n:::\n"


def lost(text: str, made: Compiled) -> list[str]:
    """Return the words of a source that are neither in the module nor in a problem, nor in the line of one."""
    lines = text.split("\n")
    kept = module_text(made.module)
    for problem in made.problems:
        kept += problem.message + "\n".join(lines[problem.at.line - 1 : problem.at.end_line])
    return [word for word in WORD.findall(text) if word not in kept]


def problems_of(problems: Problems) -> list[str]:
    return [f"{problem.code.value}: {problem.message}" for problem in problems]


@pytest.mark.parametrize("construct", READ)
def test_what_is_read_leaves_no_sign(construct: str) -> None:
    made = compiled(text := with_words(construct) + "\n")
    assert lost(text, made) == problems_of(made.problems) == []
    written = re.sub(r"https?:[^\s\"\]]+|code\S*\[.*?\]|code-block.*", "", module_text(made.module))
    assert not SIGNS.search("\n".join(re.findall(r'"(.*?)"', written))), written


@pytest.mark.parametrize("construct", NAMED)
def test_what_is_not_read_is_named(construct: str) -> None:
    made = compiled(text := with_words(construct) + "\n")
    assert lost(text, made) == []
    assert len(made.problems)


@pytest.mark.parametrize("construct", [*READ, *NAMED])
def test_no_word_is_lost_in_an_item(construct: str) -> None:
    text = f"- Item\n\n{indented(with_words(construct), '  ')}\n\n- Item\n"
    assert lost(text, compiled(text)) == []


@pytest.mark.slow
@pytest.mark.parametrize("construct", [*READ, *NAMED])
def test_no_word_is_lost_anywhere(construct: str) -> None:
    for text in places(with_words(construct)):
        assert lost(text, compiled(text)) == [], text


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_no_word_is_lost_in_mixtures(seed: int) -> None:
    """Constructs follow each other, indented by chance, with and without a blank line. Labels that they share are left out."""
    random = Random(seed)  # not for secrets
    alone = [text for text in (*READ, *NAMED) if "[^" not in text and "*[" not in text]
    for _ in range(30):
        mixed = "Before.\n\n"
        for construct in random.choices(alone, k=3):
            first, rest = random.choice(
                [("", ""), ("", ""), ("  ", "  "), ("    ", "    "), ("> ", "> "), ("- ", "  "), (": ", "  ")]
            )
            mixed += first + construct.replace("\n", f"\n{rest}") + random.choice(["\n\n", "\n"])
        text = with_words(mixed)
        assert lost(text, compiled(text)) == [], text
