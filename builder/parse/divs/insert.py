"""Divs that insert what the course keeps once: its shared blocks and the organization's local lines."""

from __future__ import annotations

from builder.core.problems import ProblemCode, did_you_mean
from builder.model import module as m
from builder.model.course import LocalLine
from builder.parse.divs.source import DivContext, DivSource


def make_local(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Make the organization's own lines: their text where the course has it, else lines to write on.

    Without `lines=` they are those that course.yml names under `local-lines:`.
    """
    title, body = div.title_and_body()
    names = tuple(div.values.get("lines", " ".join(context.local)).replace(",", " ").split())
    lines = [(name, context.local.get(name, LocalLine())) for name in names]
    ours = tuple(
        block
        for name, line in lines
        if line.text and context.insertions.allow(("local", name), line.text, div.at)
        for block in line.text
    )
    return (
        m.Local(
            title=title, body=(*body, *ours), blanks=tuple(line.label or name for name, line in lines if not line.text)
        ),
    )


def make_use(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return the shared block that `ref=` names, in a `Shared` node; an unknown name is a problem `dead-reference`.

    With `slides="once"` the node says which earlier module shows it on its slides.
    """
    ref = div.values.get("ref", "").lstrip("#")
    block = context.shared.get(ref)
    if block is None:
        hint = did_you_mean(ref, context.shared) or "write the block in modules/shared.md and give it this id"
        at = context.source.find(div.at.line, ref) if ref else div.at
        context.problems.add(ProblemCode.DEAD_REFERENCE, f"there is no shared block `{ref}`", at, hint)
        return div.body
    if not context.insertions.allow(("shared", ref), (block,), div.at):
        return div.body
    wanted = div.values.get("slides", "once")
    if wanted != "once":
        message, at = f"`slides`: `{wanted}` is not `once`", context.source.find(div.at.line, wanted or "slides")
        context.problems.add(ProblemCode.WRONG_VALUE, message, at, 'write `slides="once"`, or leave it out')
    shown = context.shown_before(ref) if div.values.get("slides") == "once" else ""
    return (m.Shared(body=(block, *div.body), ref=ref, shown_in=shown),)
