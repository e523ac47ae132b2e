"""Rule about what reviewers wrote (`module.review.md`): whoever builds a module knows what nobody has dealt with yet."""

from __future__ import annotations

from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source
from builder.model import module as m
from builder.model.remarks import remarks_of

_WORDS = 60


def open_remarks(remarks: Source, module: m.Module, problems: Problems) -> None:
    """Report each remark that is open, and those on a block that the module no longer has."""
    blocks = {node.id for node in m.nodes(module) if isinstance(node, m.BlockNode)}
    for one in remarks_of(remarks.text):
        if not one.is_open:
            continue
        at = remarks.whole_line(one.row)
        where = f"module.md:{one.line}" if one.line else "the module"
        said = " ".join(line for line in one.text.split("\n") if not line.startswith(">")).strip()
        short = said if len(said) <= _WORDS else f"{said[: _WORDS - 1]}…"
        if one.block != "-" and one.block not in blocks:
            message = f"a remark of a reviewer is on `{one.block}`, which the module no longer has: {short}"
            hint = "see whether it was dealt with; then write `done`, else the id of the block that it is about now"
            problems.add(ProblemCode.UNKNOWN_REVIEW_ANCHOR, message, at, hint)
        else:
            message = f"a remark of a reviewer on {where} is open: {short}"
            problems.add(ProblemCode.OPEN_REVIEW_COMMENT, message, at, "deal with it, then write `done` for `open`")
