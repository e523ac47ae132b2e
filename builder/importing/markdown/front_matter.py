"""Other tools' front matter and settings to what a module says of itself. What says nothing for a module is left, with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from builder.core.frozen import dataclass
from builder.core.problems import Problems
from builder.core.source import Source
from builder.core.yaml_text import read_yaml
from builder.model.lengths import minutes

_NAMES = {
    "title": ("title", "pagetitle"),
    "description": ("description", "subtitle", "abstract", "summary", "tagline", "excerpt"),
    "lang": ("lang", "language"),
    "license": ("license", "copyright"),
}
"""A key of ours, and the keys of other tools that say it, the nearest first."""

_LISTS = {
    "objectives": ("objectives", "learning-objectives", "learning_objectives"),
    "keywords": ("keywords", "tags", "categories"),
    "audience": ("audience",),
    "prerequisites": ("prerequisites", "requirements"),
}
_INSIDE = ("project", "book", "website", "site", "params")
"""Keys of settings in which Quarto, MyST and others keep what a lesson says of itself."""


@dataclass(frozen=True)
class Said:
    """What front matter or settings say for a module; `keys` are the top-level keys that it was taken from."""

    title: str = ""
    description: str = ""
    lang: str = ""
    license: str = ""
    objectives: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    minutes: int | None = None
    keys: frozenset[str] = frozenset()


def read_front(source: Source, count: int) -> Said:
    """Return what the front matter in the first `count` lines of a source says; nothing where it is no YAML that can be read."""
    body = [text for text in source.lines[:count] if text.strip()]
    if len(body) < 2:  # the two lines of dashes
        return Said()
    start = next(n for n, text in enumerate(source.lines) if text.strip())
    value, _ = read_yaml(source, Problems(), start + 2, "\n".join(source.lines[start + 1 : count - 1]))
    return said_in(value) if isinstance(value, dict) else Said()


def said_in(values: Mapping[str, object]) -> Said:
    """Return what values say for a module, where they say it themselves or in one of `_INSIDE`."""
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    keys: set[str] = set()
    for key, value, top in _all(values):
        for ours, theirs in _NAMES.items():
            if key in theirs and not texts.get(ours) and isinstance(value, str) and (text := _one_line(value)):
                texts[ours] = text
                keys.add(top)
        for ours, theirs in _LISTS.items():
            if key in theirs and not lists.get(ours) and (found := _strings(value)):
                if ours == "keywords" and isinstance(value, str):
                    found = tuple(filter(None, map(str.strip, re.split("[,;]", found[0]))))
                lists[ours] = found
                keys.add(top)
    lang = texts.get("lang", "")
    return Said(
        title=texts.get("title", ""),
        description=texts.get("description", ""),
        lang=lang if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", lang) else "",
        license=texts.get("license", ""),
        objectives=lists.get("objectives", ()),
        keywords=lists.get("keywords", ()),
        audience=lists.get("audience", ()),
        prerequisites=lists.get("prerequisites", ()),
        minutes=_minutes(values, keys),
        keys=frozenset(keys),
    )


def _all(values: Mapping[str, object]) -> Iterable[tuple[str, object, str]]:
    """Yield each key, its value, and the top-level key that it stands in; those at the top first, in the order of `_NAMES`."""
    wanted = [name for names in (*_NAMES.values(), *_LISTS.values()) for name in names]
    for holder, inside in (("", values), *((key, values.get(key)) for key in _INSIDE)):
        if isinstance(inside, Mapping):
            yield from ((name, inside[name], holder or name) for name in wanted if name in inside)


def _minutes(values: Mapping[str, object], keys: set[str]) -> int | None:
    """Return how long it takes: `duration`, or `teaching` and `exercises` of The Carpentries."""
    total: int | None = None
    for names in (("duration", "time"), ("teaching", "exercises")):
        for name in names:
            try:
                found = minutes(values[name]) if name in values else None
            except (ValueError, ValidationError):
                continue
            if found is not None:
                total = (total or 0) + found
                keys.add(name)
        if total is not None:
            return total
    return None


def _strings(value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return tuple(text for one in given if isinstance(one, str) and (text := _one_line(one)))


def _one_line(text: str) -> str:
    return " ".join(text.split())
