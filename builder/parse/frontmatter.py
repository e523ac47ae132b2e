"""The YAML between `---` lines at the top of a module, validated."""

from __future__ import annotations

import re

from builder.core.disk.names import normal
from builder.core.problems import ProblemCode, Problems
from builder.core.records import validate
from builder.core.source import Source
from builder.model.frontmatter import Meta
from builder.parse.dialects.lessons import listed_objectives


def read_front_matter(source: Source, folder: str, problems: Problems) -> tuple[Meta, int]:
    """Return the front matter and the number of the first line after it.

    Objectives that it does not have are taken from the first `objectives` div.
    If it cannot be used, that is a problem, and a placeholder with the folder's name lets the rest be checked.
    """
    start = next((n for n, text in enumerate(source.lines, 1) if text.strip()), 1)
    if not source.text.strip():
        problems.add(
            ProblemCode.EMPTY_MODULE,
            "this file is empty",
            source.whole_line(1),
            "begin with front matter: a line `---`, then `title: …`",
        )
        return _placeholder_meta(folder), 1
    if source.line(start).strip() != "---":
        message = "this module does not begin with front matter"
        problems.add(
            ProblemCode.MISSING_FRONT_MATTER,
            message,
            source.whole_line(start),
            "begin with `---`, then `title:`, `description:`, `objectives:`, then `---`",
        )
        return _placeholder_meta(folder), 1
    end = next(
        (n for n in range(start + 1, len(source.lines) + 1) if re.fullmatch(r"(---|\.\.\.)\s*", source.line(n))), 0
    )
    if not end:
        problems.add(
            ProblemCode.MISSING_FRONT_MATTER,
            "the front matter is never closed",
            source.whole_line(start),
            "close it with a line of `---`",
        )
        return _placeholder_meta(folder), len(source.lines) + 1
    text = "\n".join(source.lines[start : end - 1])
    _refuse_two_names(text, start + 1, source, problems)
    here = re.search(r"^objectives[ \t]*:", text, re.MULTILINE)
    found = [] if here else listed_objectives(source.lines[end:])
    defaults = {"objectives": found} if found else {}
    meta = validate(Meta, source, problems, text=text, first_line=start + 1, what="front matter", defaults=defaults)
    if meta is None:
        return _placeholder_meta(folder), end + 1
    return meta.model_copy(update={"id": meta.id or normal(folder)}), end + 1


def _refuse_two_names(text: str, first_line: int, source: Source, problems: Problems) -> None:
    """Add a problem for each key that stands there under two of its names, such as `lang` and `language`: one would win."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), first_line):
        if found := re.match(r"""(["']?)([a-z]+)\1[ \t]*:""", line):
            lines.setdefault(found[2], number)
    for info in Meta.model_fields.values():
        names = [name for name in getattr(info.validation_alias, "choices", ()) if name in lines]
        for name in names[1:]:
            message = f"`{name}` in line {lines[name]} says the same as `{names[0]}` in line {lines[names[0]]}"
            problems.add(ProblemCode.BROKEN_YAML, message, source.whole_line(lines[name]), "keep one of the two")


def _placeholder_meta(folder: str) -> Meta:
    return Meta.model_construct(title=folder, description="", objectives=(), id=normal(folder))
