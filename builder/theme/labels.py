"""Printed words by language: ours, and translations that a course keeps in its folder `themes/labels`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from string import Formatter

from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems, did_you_mean
from builder.core.source import Source, Span, Unreadable
from builder.core.yaml_text import read_yaml

FOLDER = "labels"
OF_DAY = "-of-day"
"""What the key of a month ends in where it stands behind a day."""

_FORMS = re.compile(rf"(?:-(?:\d+|zero|one|two|few|many)|{OF_DAY})$")
"""What the key of a form ends in, which only languages that need it have."""

_TRADITIONAL = frozenset(("hant", "tw", "hk", "mo"))


_HOURS = dict.fromkeys(("time-am", "time-pm"), frozenset({"hour"}))
"""What labels may be filled with besides what English is: hours from 0 to 23, where English has 1 to 12."""


@cache
def tags_of(lang: str) -> tuple[str, ...]:
    """Return the tags whose words a language takes, the nearest first: es-US, then es. Chinese without a script is simplified."""
    parts = lang.split("-")
    tags = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    if parts[0] == "zh":
        tags.append("zh-Hant" if _TRADITIONAL & {part.lower() for part in parts} else "zh-Hans")
    return tuple(dict.fromkeys(tags))


def read_labels(base: Folder, course: Folder | None, problems: Problems) -> dict[str, dict[str, str]]:
    """Return the printed words by language; a course's translations take precedence over ours, word for word.

    A word of a course that cannot be used is a problem; ours, in that language or in English, is printed.
    """
    found = {
        name.removesuffix(".yml"): _words(base.source(f"{FOLDER}/{name}"), Problems())
        for name in base.files(FOLDER, ".yml")
    }
    for file in course.files(f"themes/{FOLDER}", ".yml") if course else ():
        name, lang = f"themes/{FOLDER}/{file}", file.removesuffix(".yml")
        try:
            source = course.source(name) if course else Source(name, "")
        except Unreadable as error:
            problems.add(ProblemCode.BROKEN_LABEL, f"it cannot be read: {error.reason}", Span(name))
            continue
        problems.add_source(source)
        words = _words(source, problems)
        usable = {
            key: text
            for key, text in words.items()
            if _is_usable(key, text, found["en"], _line_of(key, source), problems)
        }
        found[lang] = found.get(lang, {}) | usable
    return found


def _line_of(key: str, source: Source) -> Span:
    return next(
        (source.whole_line(n) for n, line in enumerate(source.lines, 1) if line.startswith(f"{key}:")),
        Span(source.path),
    )


def override_labels(
    labels: dict[str, dict[str, str]],
    own: Mapping[str, Mapping[str, str]],
    place: Callable[..., Span],
    problems: Problems,
) -> dict[str, dict[str, str]]:
    """Return printed words with those that a theme has in other words; `place` says where a key of theme.yml stands.

    A word that cannot be used is a problem, and is printed as before.
    """
    found = dict(labels)
    for lang, words in own.items():
        at = {key: place("labels", lang, key, key=True) for key in words}
        usable = {key: text for key, text in words.items() if _is_usable(key, text, labels["en"], at[key], problems)}
        found[lang] = found.get(lang, {}) | usable
    return found


def _words(source: Source, problems: Problems) -> dict[str, str]:
    value, _ = read_yaml(source, problems)
    return {str(key): str(text) for key, text in value.items()} if isinstance(value, dict) else {}


def _is_usable(key: str, text: str, english: dict[str, str], at: Span, problems: Problems) -> bool:
    """Say whether a word of a course can be printed: its key is one of ours, and it is filled with what ours is."""
    models = [words for name in (key, _FORMS.sub("", key)) if (words := english.get(name)) is not None]
    if not models:
        hint = did_you_mean(key, english)
        problems.add(ProblemCode.BROKEN_LABEL, f"`{key}` is not a label; it is printed nowhere", at, hint)
        return False
    filled = set(_HOURS.get(key, ())).union(*map(_holes, models))
    unknown = _holes(text) - filled
    if unknown:
        known, names = (", ".join(f"{{{name}}}" for name in sorted(some)) for some in (filled, unknown))
        message = f"`{key}` cannot be filled: there is no {names}; what we have is printed"
        problems.add(
            ProblemCode.BROKEN_LABEL, message, at, f"known here: {known}" if known else "write braces twice: {{ }}"
        )
    return not unknown


def _holes(text: str) -> set[str]:
    """Return the names of what a label is filled with; one that says how, or whose braces do not match, has one that nothing has."""
    try:
        return {
            f"{name}…" if form or conversion else name
            for _, name, form, conversion in Formatter().parse(text)
            if name is not None
        }
    except ValueError:
        return {"…"}
