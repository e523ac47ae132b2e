"""Modules, sources and contact details that are due for a check on a given day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from builder.core.source import Source
from builder.model import module as m
from builder.model.course import Course
from builder.model.references import Work
from builder.model.rules import DueIntervals

_MONTHS = "january february march april may june july august september october november december".split()
_DATE = re.compile(
    rf"\b(\d{{4}})-(\d\d)(?:-(\d\d))?\b|\b({'|'.join(_MONTHS)})(?:\s+(\d{{1,2}}),?)?\s+(\d{{4}})\b", re.IGNORECASE
)
_UNSURE = re.compile(r"\b(?:not re-?checked|not verified|undated|not opened)\b", re.IGNORECASE)
_NOT_ORIGINAL = {
    "secondary": "only what others say of it was read",
    "abstract": "only the abstract was read",
    "copy": "a stored copy was read",
}
_ORDER = ("never", *_NOT_ORIGINAL, "original")
_REACHED = re.compile(r"\d{3}|@|https?:")


@dataclass(frozen=True)
class DueItem:
    """One thing to check again. `kind` is module, source or contact; `last` is its last check, None = never or unknown.

    `seen` is what was read of a source: original, copy, abstract, secondary, or never.
    """

    kind: str
    path: str
    line: int
    name: str
    last: date | None
    why: str
    seen: str = ""


def find_due(
    course: Course, modules: Iterable[m.Module], on: date, references: Source | None = None
) -> Iterator[DueItem]:
    """Yield what was last checked longer ago than the course allows: modules, then contacts, then sources.

    A source is due until it was opened at the original: what nobody ever opened comes before what was read in a copy, and
    what was read longest ago before the rest. What changes often is due as soon as a contact.

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
    found = filter(None, (_due_source(course.works[key], on, allowed, references) for key in cited))
    yield from sorted(found, key=lambda one: (_ORDER.index(one.seen), one.last or date.min, one.name))


def _due_source(work: Work, on: date, allowed: DueIntervals, references: Source | None) -> DueItem | None:
    """Return the source as due, or None where its original was opened lately enough."""
    last = _latest_date(work.accessed)
    months = allowed.contacts if work.volatile else allowed.sources
    said = " ".join(work.note.split())
    if last is None:
        seen, why = "never", said or "nobody has noted opening it"
    elif not work.is_opened_at_original:
        seen, why = work.seen, f"{_NOT_ORIGINAL[work.seen]}: {said}" if said else _NOT_ORIGINAL[work.seen]
    elif _months_between(last, on) >= months:
        seen, why = "original", "it changes often" if work.volatile else "opened long ago"
    else:
        return None
    lines = references.lines if references else []
    named = re.compile(rf"\W*id:\s*{re.escape(work.id)}\s*")
    line = next((number for number, text in enumerate(lines, 1) if named.fullmatch(text)), 1)
    return DueItem("source", references.path if references else "", line, work.id, last, why, seen)


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
