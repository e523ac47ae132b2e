"""The answer to a question with options, as text for slots: in the frames of the question, or apart from them.

Outline and fit both arrange it: the outline where the question has no frames, the fit where the frames cannot hold the reasons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from builder.core.frozen import dataclass, replace
from builder.slides.deck.deck import DEEPEST, Run, SlideLine, words

FRAMES = range(2, 7)
"""Numbers of options for which there are layouts with a frame for each: `question-2` to `question-6`, and `answer-2` and on."""

FRAME = re.compile(r"(option|right)-\d")
"""Slots of these layouts. An option has the same box in both; on the answer's slide the right ones stand in `right-n`."""


_BEHIND = "  "
"""What stands between an option, or a reason, and the mark."""


@dataclass(frozen=True)
class JudgedOption:
    """An option with the reasons why it is right or not, at level 0."""

    right: bool
    option: SlideLine
    reasons: tuple[SlideLine, ...] = ()


def with_mark(option: SlideLine, mark: str) -> SlideLine:
    """Return a right option with a mark and its word behind it (“✓ Right”), so that it is known without its color."""
    return replace(option, runs=(*option.runs, Run(f"{_BEHIND}{mark}", bold=True)))


def mark_below(lines: Sequence[SlideLine]) -> tuple[SlideLine, ...]:
    """Return the lines of a right option's frame with the mark that `with_mark` put behind it before its reason, if it has both."""
    option, reasons = lines[0], lines[1:]
    mark = option.runs[-1]
    if not reasons or reasons[0].bullet or reasons[0].role != "body" or not mark.text.startswith(_BEHIND):
        return tuple(lines)
    before = replace(mark, text=f"{mark.text.strip()}{_BEHIND}")
    return (replace(option, runs=option.runs[:-1]), replace(reasons[0], runs=(before, *reasons[0].runs)), *reasons[1:])


def framed(options: Iterable[JudgedOption]) -> dict[str, list[SlideLine]]:
    """Return options by slot, each in the frame that it has in the question, with its reasons under it."""
    return {
        f"{'right' if one.right else 'option'}-{number}": [
            replace(one.option, role="label" if one.right else one.option.role, bound=bool(one.reasons)),
            *deepened(one.reasons),
        ]
        for number, one in enumerate(options, 1)
    }


def unframed(slots: Iterable[tuple[str, Sequence[SlideLine]]]) -> tuple[JudgedOption, ...]:
    """Return the options of frames, given as slots and their lines: the reverse of `framed`."""
    return tuple(
        JudgedOption(
            slot.startswith("right"),
            replace(lines[0], role="body", bound=False),
            tuple(replace(line, level=max(line.level - 1, 0)) for line in lines[1:]),
        )
        for slot, lines in slots
    )


def apart(options: Sequence[JudgedOption]) -> dict[str, list[SlideLine]]:
    """Return options for the slots `right`, `reason` and `others`: the right ones and why, then the others and why not."""
    shown: dict[str, list[SlideLine]] = {"right": [], "reason": [], "others": []}
    several = sum(one.right for one in options) > 1
    for one in options:
        if one.right:
            shown["right"].append(one.option)
            shown["reason"] += _lettered(one) if several else one.reasons
        else:
            shown["others"].append(replace(one.option, role="label", bound=bool(one.reasons)))
            shown["others"] += deepened(one.reasons)
    return {slot: lines for slot, lines in shown.items() if any(words(line).strip() for line in lines)}


def deepened(lines: Iterable[SlideLine]) -> Iterable[SlideLine]:
    """Yield lines one level deeper."""
    return (replace(line, level=min(line.level + 1, DEEPEST)) for line in lines)


def _lettered(one: JudgedOption) -> Sequence[SlideLine]:
    """Return the reasons of one of several right options under its letter, as they do not stand beside it."""
    if not one.reasons:
        return ()
    first = one.reasons[0]
    own = not first.bullet and first.role == "body"
    head = first if own else SlideLine((), at=first.at)
    bound = head.bound or not head.runs
    if one.option.number:
        letter = replace(head, bullet="letter", number=one.option.number, bound=bound)
    else:  # the option has its letter as text
        letter = replace(head, runs=(*one.option.runs[:1], *head.runs), bound=bound)
    return (letter, *deepened(one.reasons[1:] if own else one.reasons))
