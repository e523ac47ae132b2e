"""Rules about tests that can be passed without knowing: even letters, alike lengths, no words that mark wrong options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.model.question_items import QuestionItem, question_items
from builder.model.rules import GuessableTest

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Letters in messages, which are in English."""

_FEW = 8
"""So few questions have no shares worth counting."""

_SOME = 3
"""So few questions of one module may be alike by chance."""

_SHOWN = 20
"""How many places a hint names."""


def guessable_module(module: m.Module, rule: GuessableTest, problems: Problems) -> None:
    """Report a letter that is right too often in a row, and a module whose right options are all the longest or the shortest.

    Questions without letters are left out.
    """
    run, last = 0, -1
    asked = [item for item in question_items(module.body) if item.right >= 0]
    for item in asked:
        run, last = (run + 1 if item.right == last else 1), item.right
        if run == rule.run + 1:
            message = f"{LETTERS[item.right]} is right {run} times in a row, more than {rule.run}"
            _add(problems, message, item.at, "change the order of the options here, or in a question before it")
    for longest, word in ((True, "longest"), (False, "shortest")):
        if len(asked) >= _SOME and all(item.is_alone(longest=longest) for item in asked):
            message = f"in all {len(asked)} questions of this module the right option alone is the {word}"
            _add(problems, message, asked[0].at, "make right and wrong options alike in length")


def guessable_tests(
    rule: GuessableTest, items: Mapping[str, Sequence[QuestionItem]], at: Span, problems: Problems
) -> None:
    """Report what lets one guess in all questions of a course, by module: letters, lengths, and absolute words."""
    single = [(name, item) for name, found in items.items() for item in found if item.right >= 0]
    for count in sorted({len(item.options) for _, item in single}):
        _letters(rule, [(name, item) for name, item in single if len(item.options) == count], count, at, problems)
    if len(single) >= _FEW:
        _lengths(rule, single, at, problems)
        _absolutes(rule, [(name, item) for name, found in items.items() for item in found], at, problems)


_Placed = tuple[str, QuestionItem]
"""A module's folder, and one of its questions."""


def _letters(rule: GuessableTest, asked: Sequence[_Placed], count: int, at: Span, problems: Problems) -> None:
    """Report letters that are right too often or too seldom. As even as their number allows is even."""
    if count < 2:  # of one option nothing can be chosen
        return
    right = Counter(item.right for _, item in asked)
    totals = [right[place] for place in range(count)]
    if max(totals) - min(totals) <= 1:
        return
    least, most = (limit * 3 / count for limit in (rule.least, rule.most))
    shares = [100 * total / len(asked) for total in totals]
    if all(least <= share <= most for share in shares):
        return
    found = ", ".join(
        f"{LETTERS[n]} {total} ({share:.0f} %)" for n, (total, share) in enumerate(zip(totals, shares, strict=True))
    )
    message = f"of {len(asked)} questions with {count} options, right are {found}; each letter should have {least:.0f} to {most:.0f} %"
    often = shares.index(max(shares))
    hint = f"move the right option of some questions from {LETTERS[often]} to {LETTERS[shares.index(min(shares))]}; {_most_in(asked, often)}"
    _add(problems, message, at, hint)


def _most_in(asked: Sequence[_Placed], place: int) -> str:
    """Return which modules have a letter most often: “most in who-is-harmed (3 of 4)”."""
    total, own = Counter(name for name, _ in asked), Counter(name for name, item in asked if item.right == place)
    worst = sorted(own, key=lambda name: (-own[name] / total[name], -own[name], name))[:3]
    return f"{LETTERS[place]} is most in {', '.join(f'{name} ({own[name]} of {total[name]})' for name in worst)}"


def _lengths(rule: GuessableTest, asked: Sequence[_Placed], at: Span, problems: Problems) -> None:
    chance = 100 * sum(1 / len(item.options) for _, item in asked) / len(asked)
    for longest, word in ((True, "longest"), (False, "shortest")):
        found = [(name, item) for name, item in asked if item.is_alone(longest=longest)]
        share = 100 * len(found) / len(asked)
        if share > rule.longest:
            message = (
                f"in {len(found)} of {len(asked)} questions ({share:.0f} %) the right option alone is the {word}, more than"
                f" {rule.longest:g} %; by chance it would be at most {chance:.0f} %"
            )
            _add(problems, message, at, f"make right and wrong options alike in length: {_places(found)}")


def _absolutes(rule: GuessableTest, asked: Sequence[_Placed], at: Span, problems: Problems) -> None:
    options = [(name, option) for name, item in asked if item.kind in {"choice", "many"} for option in item.options]
    right, wrong = ([(name, one) for name, one in options if one.right is side] for side in (True, False))
    told = [[(name, one) for name, one in side if one.absolute] for side in (right, wrong)]
    shares = [100 * len(found) / max(1, len(side)) for found, side in zip(told, (right, wrong), strict=True)]
    if shares[1] - shares[0] <= rule.absolutes:
        return
    words = ", ".join(f"“{word}”" for word, _ in Counter(one.absolute for _, one in told[1]).most_common(4))
    message = (
        f"absolute words ({words}) stand in {shares[1]:.0f} % of wrong options and {shares[0]:.0f} % of right ones; the"
        f" difference may be {rule.absolutes:g} points"
    )
    lines = (f"{name}:{one.at.line}" for name, one in told[1])
    _add(problems, message, at, f"say the wrong options without them: {_some(lines)}")


def _places(found: Sequence[_Placed]) -> str:
    return _some(f"{name}:{item.at.line}" for name, item in found)


def _some(places: Iterator[str]) -> str:
    known = [*places]
    more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    return ", ".join(known[:_SHOWN]) + more


def _add(problems: Problems, message: str, at: Span, hint: str) -> None:
    problems.add(ProblemCode.GUESSABLE_TEST, message, at, hint)
