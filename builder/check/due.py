"""Modules, sources and contact details that are due for a check on a given day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from builder.core.source import Source
from builder.model import module as m
from builder.model.course import Course

_MONTHS = "january february march april may june july august september october november december".split()
_DATE = re.compile(
    rf"\b(\d{{4}})-(\d\d)(?:-(\d\d))?\b|\b({'|'.join(_MONTHS)})(?:\s+(\d{{1,2}}),?)?\s+(\d{{4}})\b", re.IGNORECASE
)
_UNSURE = re.compile(r"\b(?:not re-?checked|not verified|undated|not opened)\b", re.IGNORECASE)
_REACHED = re.compile(r"\d{3}|@|https?:")


@dataclass(frozen=True)
class DueItem:
    """One thing to check again. `kind` is module, source or contact; `last` is its last check, None = never or unknown."""

    kind: str
    path: str
    line: int
    name: str
    last: date | None
    why: str


def find_due(
    course: Course, modules: Iterable[m.Module], on: date, references: Source | None = None
) -> Iterator[DueItem]:
    """Yield what was last checked longer ago than the course allows: modules, then contacts, then sources.

    `references` is the file of sources, in which the line of each source is looked up.
    """
    allowed = course.file.checks.due
    modules = tuple(modules)
    for module in modules:
        checked = module.meta.checked
        if checked is None or _months_between(checked, on) >= allowed.sources:
            why = "sources were opened long ago" if checked else "not all sources were opened at the original"
            yield DueItem("module", module.path, 1, module.id, checked, why)
    seen: set[tuple[str, int, str]] = set()
    blocks = [*(block for module in modules for block in module.body), *course.shared.values()]
    ours = [block for line in course.local.values() for block in line.text]
    for item in _contacts(blocks, ours):
        name, text = _said(item)
        place = (item.at.path, item.at.line, name)
        last = _latest_date(text)
        unsure = _UNSURE.search(text)
        if place not in seen and (last is None or unsure or _months_between(last, on) >= allowed.contacts):
            seen.add(place)
            why = f"it says “{unsure[0]}”" if unsure else "it has no date" if last is None else "listed long ago"
            yield DueItem("contact", item.at.path, item.at.line, name, last, why)
    cited = {key for module in modules for key in module.works}
    for key in sorted(cited):
        work = course.works[key]
        last = _latest_date(work.accessed)
        if last is None or _months_between(last, on) >= allowed.sources:
            why = "opened long ago" if last else " ".join(work.note.split()) or "nobody has noted opening it"
            lines = references.lines if references else []
            line = next(
                (n for n, text in enumerate(lines, 1) if re.fullmatch(rf"\W*id:\s*{re.escape(key)}\s*", text)), 1
            )
            yield DueItem("source", references.path if references else "", line, key, last, why)


def _contacts(blocks: Iterable[m.Block], ours: Iterable[m.Block]) -> Iterator[m.ListItem | m.Contact]:
    """Yield contacts, and list items in resources and in the organization's lines (`ours`) that hold a number or address."""
    helping = [node for node in m.walk(*blocks) if isinstance(node, m.Resources | m.ContactList)]
    for node in m.walk(*helping, *ours):
        if isinstance(node, m.Contact) or (isinstance(node, m.ListItem) and _REACHED.search(m.plain(node))):
            yield node


def _said(item: m.ListItem | m.Contact) -> tuple[str, str]:
    """Return the name of a contact, and what is said of when and how well it was checked: of a list item, all of it."""
    if isinstance(item, m.Contact):
        gaps = ("not verified",) if item.unverified else ()
        return m.plain(*item.title), " ".join((*(m.plain(*fact.content) for fact in item.origins), *gaps))
    text = " ".join(m.plain(item).split())
    return re.split(r"(?<=[.:])\s", text, maxsplit=1)[0].rstrip(".:"), text


def _latest_date(text: str) -> date | None:
    """Return the latest date in a text; a month without a day means its first day."""
    found = []
    for year, month, day, name, named_day, named_year in _DATE.findall(text):
        number = int(month) if month else _MONTHS.index(name.lower()) + 1
        try:
            found.append(date(int(year or named_year), number, int(day or named_day or 1)))
        except ValueError:
            continue
    return max(found, default=None)


def _months_between(then: date, now: date) -> int:
    """Return the number of whole months between two dates."""
    return (now.year - then.year) * 12 + now.month - then.month - (now.day < then.day)
