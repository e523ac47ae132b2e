"""Names signs in running text that other tools read and that are printed here as they stand."""

from __future__ import annotations

import re
from functools import lru_cache

from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source
from builder.parse.audiences.words import restricting_word
from builder.parse.inlines.attributes import read_attributes

_AS_IT_STANDS = "is printed as it stands"
_FOREIGN = ProblemCode.FOREIGN_SYNTAX

_SIGNS = re.compile(r"[$\\{\[`]|\]\s\($|\+\+|\*\*|~~|:[a-z]|^\s*\.\. ")
"""One of these is in every text that is named: others are not looked at further."""

_BRACKETED_MATH = re.compile(r"\\\((?:(?!\\\().)+?\\\)")


@lru_cache(maxsize=1)
def _bracketed_math(line: str) -> str:
    """Return the first formula in a line, between round brackets with backslashes, or "". It is sought once for all texts of a line."""
    found = _BRACKETED_MATH.search(line)
    return found[0] if found else ""


_KINDS: tuple[tuple[re.Pattern[str], ProblemCode, str, str], ...] = tuple(
    (re.compile(pattern), code, message, hint)
    for pattern, code, message, hint in (
        (
            r"\$\$|(?<![\w$\\])\$[^\s$\d][^$\n]*[^\s$]\$(?![\w$])|\\begin\{",
            ProblemCode.MATH,
            "`{0}` looks like a formula; it is printed as written",
            "use a picture with alt text",
        ),
        (
            r"(?<![\w:\\])\\[a-zA-Z]{3,}(?:\{[^{}]*\}|\b(?![\\:.]))",
            _FOREIGN,
            f"`{{0}}` is TeX; it {_AS_IT_STANDS}",
            "write Markdown, or `code` in backticks",
        ),
        (
            r"\{(?:\+\+|--|~~|>>|==).{0,300}?(?:\+\+|--|~~|<<|==)\}",
            _FOREIGN,
            f"`{{0}}` marks a change to a text; it {_AS_IT_STANDS}",
            "accept or reject the change, then remove the signs",
        ),
        (
            r"(?<![\\_^])\{:?\s*(?:[.#][\w-]++|[A-Za-z][\w-]*+=)[^{}]*\}",
            _FOREIGN,
            f"attributes have no effect here; `{{0}}` {_AS_IT_STANDS}",
            "write `[words]{.class}`, or `\\{` for the sign itself",
        ),
        (
            r"(?i)\[\[?_?toc_?\]\]?|\$\{toc\}",
            _FOREIGN,
            f"`{{0}}` {_AS_IT_STANDS}: every output makes its own contents",
            "remove it",
        ),
        (
            r"(?<![\w:/]):[a-z][a-z0-9_+-]*:(?![\w:])",
            _FOREIGN,
            f"`{{0}}` is an emoji or a role of another tool; it {_AS_IT_STANDS}",
            "write the sign itself, or Markdown",
        ),
        (
            r"(?<!\w)\+\+\S(?:.{0,300}?\S)?\+\+(?!\w)",
            _FOREIGN,
            f"`{{0}}` {_AS_IT_STANDS}",
            "write `**words**`, or `\\+` for the sign itself",
        ),
        (
            r"\^\[(?=\S)",
            _FOREIGN,
            f"the note that `{{0}}` begins is not closed; it {_AS_IT_STANDS}",
            "write `^[text]`, or `\\^` for the sign itself",
        ),
        (
            r"^\s*\.\. [\w-]+::",
            _FOREIGN,
            f"`{{0}}` is a directive of reStructuredText; it {_AS_IT_STANDS}",
            "write `::: note`, text, and `:::`",
        ),
        (
            r"\]\s\($",
            _FOREIGN,
            "words in brackets and their address are apart: no link, they are printed as they stand",
            "write `[words](address)` without a space between",
        ),
        (
            r"(?<!\*)\*\*(?=[^\s*])|(?<=[^\s*])\*\*(?!\*)|(?<!~)~~(?=[^\s~])|(?<!`)`(?=[^\s`'’])",
            _FOREIGN,
            f"`` {{0}} `` has no partner in this paragraph; it {_AS_IT_STANDS}",
            "close it where the words end, without a space before it, or write a backslash before it",
        ),
    )
)


_ATTRIBUTES = re.compile(r"(?:^|(?<=[\])]))\{:?\s*(?:[.#][\w-]|[A-Za-z][\w-]*=)[^{}]*(?:\}|$)")
"""What can only be meant as attributes: right after a bracket, or after what was read as a link, a picture or code."""


def _names_audience(text: str) -> bool:
    """Say whether attributes keep a text from participants: that has an error of its own (parse/audiences)."""
    return text[0] == "{" and any(map(restricting_word, re.findall(r"\.([\w-]+)", text)))


def name_leftovers(text: str, number: int, source: Source, problems: Problems) -> None:
    """Add a problem for each kind of sign that is left in the text of a line, in which it stands as it is written.

    What its author wrote with a backslash before it is meant as it stands.
    """
    if "(" in text and "\\(" in (line := source.line(number)) and (formula := _bracketed_math(line)):
        message = f"`{formula}` looks like a formula; it is printed without the backslashes"
        problems.add(ProblemCode.MATH, message, source.find(number, formula), "use a picture with alt text")
    if not _SIGNS.search(text):
        return
    line = source.line(number)
    if (found := _ATTRIBUTES.search(text)) and read_attributes(found[0]) is None:
        hint = 'write `{#id .class key="value"}`, or `\\{` for the sign itself'
        problems.add(
            ProblemCode.BROKEN_ATTRIBUTES, "these are not attributes", source.find(number, found[0].rstrip()), hint
        )
        return
    for pattern, code, message, hint in _KINDS:
        if (
            (found := pattern.search(text))
            and not _names_audience(found[0])
            and (place := line.find(found[0])) >= 0
            and line[:place][-1:] != "\\"
        ):
            problems.add(code, message.format(found[0].strip()), source.find(number, found[0].strip()), hint)
            if code is ProblemCode.MATH:
                return  # what else is in it is TeX
