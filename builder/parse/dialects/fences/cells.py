"""Cells of Quarto, R Markdown and notebooks: their code is shown and never run; what they hide is for the guide alone."""

from __future__ import annotations

import re

from builder.parse.dialects.boxes.kinds import Kin, nearest_kin
from builder.parse.dialects.translation import Lines, Translation, indented

_ENGINES = frozenset(
    "python python3 r julia ojs bash sh zsh sql stan observable mermaid dot graphviz webr webr-r pyodide pyodide-python"
    " exec rust js javascript typescript css html scss c cpp rcpp octave matlab perl ruby fortran sas stata cat asis"
    " tikz block block2 verbatim embed yaml json shinylive-python shinylive-r node go java powershell console text".split()
)
"""Languages of cells (Quarto, knitr, quarto-live); other names in braces are directives."""

_HIDDEN = re.compile(
    r"(?:\b(?:echo|include)\s*[=:]\s*(?:f|false)\b|\b(?:exercise|setup)-(?:solution|check)\b|\bsolution\s*[=:]\s*(?:t|true)\b)",
    re.IGNORECASE,
)
RIGHT_IN_CODE = re.compile(r"\bcorrect\s*=\s*(?:T|TRUE|True|true)\b|BEGIN (?:SOLUTION|HIDDEN)")
"""Right answers in code: of learnr's questions, of nbgrader's exercises."""

_SOLUTION = re.compile(r"-solution\b|\bsolution\s*[=:]\s*(?:t|true)\b|-check\b|-code-check\b", re.IGNORECASE)


def is_cell(name: str) -> bool:
    """Say whether a name in braces is the language of a cell."""
    return name.casefold() in _ENGINES


def read_cell(
    translation: Translation, number: int, indent: str, opening: re.Match[str], body: Lines, close: Lines
) -> Lines:
    """Return a cell as code; as an answer when its name says that it is one, for the guide alone when it is hidden."""
    info = opening[2].strip("{} ")
    language = re.split(r"[\s,]", info)[0]
    options = (
        info[len(language) :] + "\n" + "\n".join(text for _, text in body if re.match(r"\s*(#\||//\||%%\|)", text))
    )
    message = f"`{{{language}}}` cells are not run: their code is printed, and what it would show is not"
    translation.name(f"cell {language}", number, message, "put in the result as text, a table or a picture", opening[2])
    code = [(number, f"{indent}{opening[1]}{language}"), *body, *close]
    if _SOLUTION.search(options) or any(RIGHT_IN_CODE.search(text) for _, text in body):
        return translation.div(number, Kin("answer"), code, indent=indent)
    if _HIDDEN.search(options):
        message = "a cell that its tool hides from readers is kept for the guide alone"
        translation.name("hidden cell", number, message, "delete it if nobody needs it", opening[2])
        return translation.div(number, Kin("facilitator"), code, indent=indent)
    return code


def read_text_cell(translation: Translation, number: int, indent: str, box: re.Match[str], body: Lines) -> Lines:
    """Return a cell of R Markdown that holds text: a box by its type, or text that a condition may hide."""
    shown = indented(translation.translate(body), indent)
    if _HIDDEN.search(box[2]) or "echo" in box[2] or "include" in box[2]:
        return translation.div(number, Kin("facilitator"), shown, indent=indent)
    if box[1] == "asis":
        return [(number, ""), *shown, (number, "")]
    kind = re.search(r"type\s*=\s*['\"]?(?:rmd)?([\w-]+)", box[2])
    return translation.div(number, nearest_kin(kind[1] if kind else "note"), shown, indent=indent)
