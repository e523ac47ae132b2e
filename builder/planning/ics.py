"""A plan as a calendar file (RFC 5545): an event for each module, and for the tests.

Whoever comes may be sent it: events say what a module is about, and nothing of its run sheet, which facilitators have.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from builder.core.source import clean_line
from builder.planning.run_sheet import PlannedModule, RunSheet
from builder.writers.shared.labels import Labels

_OCTETS = 75
"""The most octets of a line, its end not counted (RFC 5545, 3.1)."""


def as_calendar(
    sheet: RunSheet, course: str, labels: Labels, place: str, zone: ZoneInfo | None, stamp: date | None
) -> bytes:
    """Return a plan whose days have dates as a calendar.

    Times are those of the clocks of whoever reads it, or with a `zone` those of that zone, written in UTC. `stamp` is the date
    that events say they were made on (None: the first day). An event's UID depends on the course, the module and the date, so
    that the same plan made again, at another time of day, is the same events. Raises ValueError for days without dates.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Coursewright//plan//EN", "CALSCALE:GREGORIAN"]
    made = stamp or _date(sheet, sheet.days[0].number)
    seen = Counter[str]()
    for event in sorted(_events(sheet, labels), key=lambda one: (one.day, one.clock)):
        day = _date(sheet, event.day)
        name = f"{course}\0{event.id}\0{day.isoformat()}"
        seen[name] += 1
        ident = uuid.uuid5(uuid.NAMESPACE_URL, f"{name}\0{seen[name]}")
        begins = datetime.combine(day, time()) + timedelta(minutes=event.clock)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{ident}",
            f"DTSTAMP:{made:%Y%m%d}T000000Z",
            f"DTSTART:{_moment(begins, zone)}",
            f"DTEND:{_moment(begins + timedelta(minutes=event.minutes), zone)}",
            f"SUMMARY:{_escaped(event.title)}",
        ]
        lines += [f"DESCRIPTION:{_escaped(event.description)}"] if event.description else []
        lines += [f"LOCATION:{_escaped(place)}"] if place else []
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _events(sheet: RunSheet, labels: Labels) -> Iterator[PlannedModule]:
    """Yield modules and tests as events."""
    yield from (one for one in sheet.modules if one.minutes)
    for line in sheet.lines:
        if line.kind in {"test-before", "test-after"}:
            title = labels.plain(f"plan-{line.kind}")
            yield PlannedModule(line.kind, title, "", labels.lang, line.day, line.clock, line.minutes or 0)


def _date(sheet: RunSheet, day: int) -> date:
    found = next(one.date for one in sheet.days if one.number == day)
    if found is None:
        message = "a calendar needs the date of each day"
        raise ValueError(message)
    return found


def _moment(local: datetime, zone: ZoneInfo | None) -> str:
    if zone is None:
        return f"{local:%Y%m%dT%H%M%S}"
    return f"{local.replace(tzinfo=zone).astimezone(UTC):%Y%m%dT%H%M%S}Z"


def _escaped(text: str) -> str:
    """Return a text as a value (RFC 5545, 3.3.11), without control characters."""
    clean = " ".join(clean_line(line)[0] for line in text.splitlines())
    for sign in ("\\", ";", ","):
        clean = clean.replace(sign, f"\\{sign}")
    return clean


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 octets; all but the first begin with a space, and no letter is divided."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
