"""What reviewers wrote on a module, as `module.review.md` beside it keeps it until somebody has dealt with it.

A remark is a section of that file; its heading is its state, the id of the block that it is about, and its line:

    ## open: sort-cards, line 41

    > the words that it is about

    What the reviewer wrote.
"""

from __future__ import annotations

import re

from builder.core.frozen import dataclass

REMARKS = "module.review.md"
"""The name of the file beside `module.md`."""

_HEAD = re.compile(r"## (?P<state>\w+): (?P<block>[^\s,]+)(?:, line (?P<line>\d{1,6}))?\s*\Z")


@dataclass(frozen=True, slots=True)
class KeptRemark:
    """One remark. `row` is the line of its heading in the file, `line` that in `module.md`, 0 for none. `block` is "-" for none."""

    state: str
    block: str
    line: int
    row: int
    text: str

    @property
    def is_open(self) -> bool:
        """Whether somebody must deal with it: anything but “done” is open."""
        return self.state.casefold() != "done"


def remarks_of(text: str) -> tuple[KeptRemark, ...]:
    """Return the remarks in a file's text, in order."""
    found: list[KeptRemark] = []
    for row, line in enumerate(text.split("\n"), 1):
        if head := _HEAD.match(line):
            found.append(KeptRemark(head["state"], head["block"], int(head["line"] or 0), row, ""))
        elif found:
            last = found[-1]
            found[-1] = KeptRemark(last.state, last.block, last.line, last.row, f"{last.text}{line}\n")
    return tuple(KeptRemark(one.state, one.block, one.line, one.row, one.text.strip()) for one in found)


def remark_text(state: str, block: str, line: int, on: str, texts: tuple[str, ...]) -> str:
    """Return a remark as it stands in the file; `on` are the words that it is about. No line of it can be read as a heading."""
    head = f"## {state}: {block or '-'}{f', line {line}' if line else ''}\n"
    said = [f"> {on}\n"] if on else []
    said += [
        re.sub(r"(?m)^([^\S\n]*)(#|>|:::|---|===|~~~|```)", r"\1\\\2", text.strip()) + "\n"
        for text in texts
        if text.strip()
    ]
    return "\n".join([head, *said])
