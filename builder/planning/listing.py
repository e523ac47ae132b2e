"""A run sheet as text for people, as a table for spreadsheets, and as values of JSON."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict

from builder.core.reports.printable import printable
from builder.planning.run_sheet import RunSheet, RunSheetDay, counted, time_of_day

_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula (owasp.org, "CSV Injection"): an apostrophe before it makes it text."""


def as_text(sheet: RunSheet) -> str:
    """Return a run sheet as text: by day and module, then what to bring and the groups."""
    wide = max((len(line.topic) for line in sheet.lines), default=0)
    written = [line for day in sheet.days for line in _day(sheet, day, wide)] if sheet.lines else []
    for one in sheet.modules:
        if one.bring:
            written += [f"\nBring for “{one.title}”", *(f"  [ ] {item}" for item in one.bring)]
        if one.groups:
            written += [f"\nGroups in “{one.title}”", *(f"  {group.task}: {group.words()}" for group in one.groups)]
    return "\n".join(written).lstrip("\n") + "\n"


def _day(sheet: RunSheet, day: RunSheetDay, wide: int) -> list[str]:
    written, module = [], ""
    if len(sheet.days) > 1:
        written.append(f"\nDay {day.number}{f', {day.date.isoformat()}' if day.date else ''}")
    for line in sheet.lines_of(day):
        if line.module and line.module != module:
            written.append(f"\n{line.module}")
            module = line.module
        elif not line.module:
            module = ""
            written.append("")
        taken = "–" if line.minutes is None else str(line.minutes)
        written.append(f"  {time_of_day(line.clock):>5}  {taken:>3} min  {line.topic:<{wide}}  {line.method}".rstrip())
    written.append(f"\n  {time_of_day(day.end):>5}  End, {counted(day.end - day.start, 'minute')} in all")
    return written


def as_csv(sheet: RunSheet) -> str:
    """Return a run sheet as a table; where there are several days, the last column says which."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    several = len(sheet.days) > 1
    writer.writerow(["start", "minutes", "module", "topic", "method", *(["day"] if several else [])])
    for line in sheet.lines:
        taken = "" if line.minutes is None else line.minutes
        texts = (f"'{text}" if text.startswith(_FORMULA) else text for text in (line.module, line.topic, line.method))
        day = [line.day] if several else []
        writer.writerow([time_of_day(line.clock), taken, *map(printable, texts), *day])
    return text.getvalue()


def as_values(sheet: RunSheet) -> dict[str, object]:
    """Return a run sheet as values of JSON."""
    lines = [{**asdict(line), "clock": time_of_day(line.clock)} for line in sheet.lines]
    for line in lines:
        del line["lang"]
    days = [
        {
            "day": day.number,
            "date": day.date.isoformat() if day.date else None,
            "start": time_of_day(day.start),
            "end": time_of_day(day.end),
        }
        for day in sheet.days
    ]
    return {
        "lines": lines,
        "end": time_of_day(sheet.days[-1].end),
        "bring": {one.title: list(one.bring) for one in sheet.modules},
        "remarks": list(sheet.remarks),
        "days": days,
        "groups": {
            one.title: [
                {
                    "task": group.task,
                    "groups": [{"count": count, "people": size} for count, size in group.sizes],
                    "left": group.left,
                }
                for group in one.groups
            ]
            for one in sheet.modules
            if one.groups
        },
    }
