"""`::: form` divs to forms: a list whose items are fields, `- What helped?: lines 3`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast, get_args

from builder.core.frozen import replace
from builder.core.nearest import nearest_name
from builder.core.problems import ProblemCode, did_you_mean
from builder.core.source import Span
from builder.model import module as m
from builder.parse.divs.source import DivContext, DivSource

ATTRIBUTES = frozenset({"look", "rows", "each"})

_KIND = re.compile(r"(?<!\s)\s*+:\s*+(?P<kind>[^\W\d_]++)(?:\s++(?P<size>\d{1,4}))?\s*+$")
"""What an item ends with: a colon, the kind, and how many lines or steps it has."""

_SIZES = {"lines": (3, 1, 30), "rating": (5, 2, 10)}
"""Kinds with a size: what it is by itself, the least, the most."""

_MOST_ROWS = 200
_ALIKE = 0.7


def make_form(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return a form. A field twice, a form without fields, and a choice without answers are errors: nobody could use it."""
    title, body = div.title_and_body()
    before = tuple(block for block in body if not isinstance(block, m.List))
    lists = [block for block in body if isinstance(block, m.List)]
    fields = tuple(_field(context, item) for block in lists for item in block.items)
    if not fields:
        hint = "write a list: `- Name: text`, `- What helped?: lines 3`, `- [ ] I agree`"
        context.problems.add(ProblemCode.FORM_WITHOUT_FIELDS, "this form has no fields", div.at, hint)
    _report_twins(context, fields)
    rows = context.number(div.values, "rows", div.at)
    if rows > _MOST_ROWS:
        at = context.source.find(div.at.line, div.values["rows"])
        context.problems.add(ProblemCode.WRONG_VALUE, f"`rows`: {rows} are too many", at, f"write at most {_MOST_ROWS}")
        rows = _MOST_ROWS
    if "each" in div.values and context.source.path.endswith("module.md"):
        message = "`each` has no effect in a module: nobody knows there who comes, or what is to be judged"
        at = context.source.find(div.at.line, "each")
        context.problems.add(ProblemCode.WRONG_VALUE, message, at, 'write `rows="8"`')
    form = m.FormFields(
        title=title, body=before, fields=fields, look=_look(context, div), rows=rows, each=div.values.get("each", "")
    )
    return (form,)


def _look(context: DivContext, div: DivSource) -> m.FormLook:
    look = div.values.get("look", "table" if "rows" in div.values else "list")
    if look not in get_args(m.FormLook):
        at, hint = context.source.find(div.at.line, look), did_you_mean(look, m.FORM_LOOKS) or "table or cards"
        context.problems.add(ProblemCode.WRONG_VALUE, f"`look`: a form has no look `{look}`", at, hint)
        return "list"
    return cast("m.FormLook", look)


def _report_twins(context: DivContext, fields: Sequence[m.FormField]) -> None:
    known: dict[str, Span] = {}
    for field in fields:
        words = m.plain(*field.label).strip().casefold()
        if not words:
            message = "this field has no words that say what to write"
            context.problems.add(ProblemCode.UNCLEAR_FIELD, message, field.at, "write `- Name: text`")
        elif words in known:
            message = f"this form has the field “{m.plain(*field.label).strip()}” in line {known[words].line} already"
            context.problems.add(ProblemCode.DUPLICATE_FIELD, message, field.at, "name it otherwise, or remove one")
        known.setdefault(words, field.at)


def _field(context: DivContext, item: m.ListItem) -> m.FormField:
    first, *rest = item.body or (m.Paragraph(content=(), at=item.at),)
    content = first.content if isinstance(first, m.Paragraph) else (m.Text(text=m.plain(first)),)
    options = tuple(
        m.FieldOption(content=_words(one.body), at=one.at)
        for block in rest
        if isinstance(block, m.List)
        for one in block.items
    )
    if item.checked is not None:
        return m.FormField(kind="checkbox", label=content, at=item.at)
    label, kind, size = _kind(context, content, item.at)
    if kind == "choice" and len(options) < 2:  # a choice is between two things at least
        hint = "write the answers as a list under it, set in by two spaces"
        context.problems.add(ProblemCode.UNCLEAR_FIELD, "this choice has fewer than two answers", item.at, hint)
    if (kind == "rating" and len(options) not in {0, 2}) or (kind not in {"choice", "rating"} and options):
        message = (
            "a rating has two ends, the lowest and the highest" if kind == "rating" else f"`{kind}` has no answers"
        )
        hint = (
            "write two items under it" if kind == "rating" else "write `: choice` after the words, or remove the list"
        )
        context.problems.add(ProblemCode.UNCLEAR_FIELD, f"{message}; here are {len(options)}", item.at, hint)
    return m.FormField(kind=kind, label=label, size=size, options=options, at=item.at)


def _words(body: tuple[m.Block, ...]) -> tuple[m.Inline, ...]:
    first = body[0] if body else None
    return first.content if isinstance(first, m.Paragraph) else ()


def _kind(
    context: DivContext, content: tuple[m.Inline, ...], at: Span
) -> tuple[tuple[m.Inline, ...], m.FieldKind, int]:
    """Return the label of a field, its kind, and its size. Without a kind it is a text of one line."""
    last = content[-1] if content else None
    found = _KIND.search(last.text) if isinstance(last, m.Text) else None
    if not found or not isinstance(last, m.Text):
        return content, "text", 0
    word = found["kind"].casefold()
    if word not in m.FIELD_KINDS:
        if near := nearest_name(word, m.FIELD_KINDS, _ALIKE):
            message = f"`{found['kind']}` is no kind of field"
            context.problems.add(
                ProblemCode.UNCLEAR_FIELD,
                message,
                context.source.find(at.line, found["kind"]),
                f"did you mean `{near}`?",
            )
        return content, "text", 0
    kind = cast("m.FieldKind", word)
    text = last.text[: found.start()]
    label = (*content[:-1], replace(last, text=text)) if text else content[:-1]
    return label, kind, _size(context, kind, found["size"], at)


def _size(context: DivContext, kind: m.FieldKind, written: str | None, at: Span) -> int:
    if kind not in _SIZES:
        if written:
            message = f"`{kind}` has no number"
            context.problems.add(ProblemCode.WRONG_VALUE, message, context.source.find(at.line, written), "remove it")
        return 0
    usual, least, most = _SIZES[kind]
    size = int(written) if written else usual
    if not least <= size <= most:
        place = context.source.find(at.line, written or kind)
        context.problems.add(
            ProblemCode.WRONG_VALUE, f"`{kind} {size}`: the number is between {least} and {most}", place
        )
        return min(most, max(least, size))
    return size
