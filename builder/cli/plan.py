"""`coursewright plan`: the run sheet of a day, with clock times, breaks, and materials for a number of people."""

from __future__ import annotations

import csv
import io
import re
import sys
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.course import ModuleName, find_root, report_reading_errors, root_option
from builder.cli.messages import CONTENT, USAGE, count_text, report, say, say_json, stop, talk
from builder.cli.readers import run_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.core.disk.folder import Folder
    from builder.core.problems import Problem
    from builder.model.module import Module
    from builder.writers.shared.labels import Labels

_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula (owasp.org, "CSV Injection"): an apostrophe before it makes it text."""

LUNCH = 60
"""Minutes of a lunch break."""


class TimeOfDay(click.ParamType[int]):
    """A time of day, `9:00` or `13:30`, as minutes since midnight."""

    name = "HH:MM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return minutes since midnight."""
        found = re.fullmatch(r"(\d{1,2}):([0-5]\d)", str(value))
        if isinstance(value, int):
            return value
        if not found or int(found[1]) > 23:
            self.fail(f"`{value}` is not a time of day such as 9:00 or 13:30", param, ctx)
        return int(found[1]) * 60 + int(found[2])


@dataclass(frozen=True)
class RunSheetLine:
    """One line of the sheet: a topic, or a break between modules (`module` ""). `clock` is minutes since midnight."""

    clock: int
    minutes: int | None
    module: str
    topic: str
    method: str = ""


@dataclass(frozen=True)
class RunSheet:
    """The whole sheet: its lines, what to bring for each module, the end, and what does not add up."""

    lines: list[RunSheetLine] = field(default_factory=list)
    bring: dict[str, list[str]] = field(default_factory=dict)
    end: int = 0
    remarks: list[str] = field(default_factory=list)


@click.command()
@click.argument("modules", nargs=-1, type=ModuleName())
@root_option
@click.option("--start", type=TimeOfDay(), default="9:00", show_default=True, help="When the first module begins.")
@click.option("--end", type=TimeOfDay(), help="When the day must be over; what runs past it is told.")
@click.option("--people", type=click.IntRange(1, 10_000), help="How many take part: what to bring is counted for them.")
@click.option("--minutes", type=click.IntRange(1, 1440), help="Cut each module to a session of so many minutes.")
@click.option(
    "--break",
    "break_minutes",
    type=click.IntRange(0, 240),
    default=15,
    show_default=True,
    help="Minutes between modules.",
)
@click.option(
    "--lunch", type=TimeOfDay(), help="An hour's break before the first module that would begin, or last, past this."
)
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
def plan(
    modules: tuple[str, ...],
    root: Path | None,
    start: int,
    end: int | None,
    people: int | None,
    minutes: int | None,
    break_minutes: int,
    lunch: int | None,
    form: str,
) -> None:
    """Print the run sheet of MODULE…, or of the whole course, with times of day and what to bring."""
    if end is not None and end <= start:
        stop("--end is not after --start.", USAGE)
    from builder.engine.reading.loading import load_reading

    folder = find_root(root)
    with report_reading_errors():
        call = partial(_make_sheet, folder, modules, minutes, start, end, people or 0, break_minutes, lunch)
        sheet, found = run_reader(call, folder.root, forks=True, load=load_reading)
    if sheet is None:
        from builder.core.problems import Problems

        report(Problems(found), "text", err=True)
        sys.exit(CONTENT)
    if form == "json":
        say_json(_plain(sheet))
    else:
        say({"text": _text, "csv": _csv}[form](sheet).removesuffix("\n"))
    for remark in sheet.remarks:
        talk(remark)


def _make_sheet(
    folder: Folder,
    modules: tuple[str, ...],
    minutes: int | None,
    start: int,
    end: int | None,
    people: int,
    break_minutes: int,
    lunch: int | None,
) -> tuple[RunSheet | None, list[Problem]]:
    """Return the run sheet, None when there are errors, and the problems found."""
    from builder.engine.reading.modules import read_modules
    from builder.engine.reading.opening import choose_modules, open_course
    from builder.transform.lengths import cut
    from builder.writers.shared.labels import Labels

    course, theme, problems = open_course(folder, None)
    sessions = []
    for whole, own in read_modules(folder, course, choose_modules(course, modules), problems).values():
        module = cut(whole, minutes, problems)
        if module is not None:
            sessions.append((module, Labels(theme, module.lang)))
        del own  # among the problems
    if problems.has_errors:
        return None, problems.found
    return _sheet(sessions, start, end, people, break_minutes, lunch), problems.found


def _sheet(
    sessions: list[tuple[Module, Labels]],
    start: int,
    end: int | None,
    people: int,
    break_minutes: int,
    lunch: int | None,
) -> RunSheet:
    from builder.model import module as m
    from builder.transform.session import materials, run_sheet, total_minutes

    sheet, clock, lunched = RunSheet(end=start), start, lunch is None
    for place, (module, labels) in enumerate(sessions):
        rows = run_sheet(module)
        length = total_minutes(rows)
        if lunch is not None and not lunched and clock + length > lunch:
            sheet.lines.append(RunSheetLine(clock, LUNCH, "", "Lunch"))
            clock, lunched = clock + LUNCH, True
        elif place and break_minutes:
            sheet.lines.append(RunSheetLine(clock, break_minutes, "", "Break"))
            clock += break_minutes
        for row in rows:
            method = row.method or ", ".join(labels.plain(key) for key in row.methods) or labels.plain("talk")
            sheet.lines.append(
                RunSheetLine(clock + row.start, row.minutes, module.id, m.plain(*row.topic.title), method)
            )
        sheet.bring[module.meta.title] = [
            f"{material.count} × {material.thing} ({material.words})" if material.count else material.words
            for material in materials(module, people)
        ]
        sheet.remarks.extend(_remarks(module, length))
        clock += length
    if end is not None and clock > end:
        sheet.remarks.append(f"The day runs {count_text(clock - end, 'minute')} past {_time(end)}.")
    return replace(sheet, end=clock)


def _remarks(module: Module, length: int) -> Iterator[str]:
    from builder.model import module as m
    from builder.transform.session import is_in_session, minutes_of

    said = module.meta.minutes
    if said and length > said:
        yield f"{module.id}: its topics take {length} minutes, {length - said} more than its {said}."
    untimed = [
        m.plain(*topic.title) for topic in m.topics(module) if is_in_session(topic) and minutes_of(topic) is None
    ]
    if untimed:
        yield f"{module.id}: without minutes, and so not counted: {'; '.join(untimed)}."


def _time(minutes: int) -> str:
    """Return minutes since midnight as a time of day; past midnight the hours begin again."""
    return f"{minutes // 60 % 24}:{minutes % 60:02d}"


def _text(sheet: RunSheet) -> str:
    wide = max((len(line.topic) for line in sheet.lines), default=0)
    written, module = [], ""
    for line in sheet.lines:
        if line.module and line.module != module:
            written.append(f"\n{line.module}")
            module = line.module
        elif not line.module:
            module = ""
            written.append("")
        taken = "–" if line.minutes is None else str(line.minutes)
        written.append(f"  {_time(line.clock):>5}  {taken:>3} min  {line.topic:<{wide}}  {line.method}".rstrip())
    written.append(
        f"\n  {_time(sheet.end):>5}  End, {count_text(sheet.end - sheet.lines[0].clock, 'minute')} in all"
        if sheet.lines
        else ""
    )
    for title, bring in sheet.bring.items():
        if bring:
            written += [f"\nBring for “{title}”", *(f"  [ ] {item}" for item in bring)]
    return "\n".join(written).lstrip("\n") + "\n"


def _csv(sheet: RunSheet) -> str:
    from builder.core.reports.printable import printable

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["start", "minutes", "module", "topic", "method"])
    for line in sheet.lines:
        taken = "" if line.minutes is None else line.minutes
        texts = (f"'{text}" if text.startswith(_FORMULA) else text for text in (line.module, line.topic, line.method))
        writer.writerow([_time(line.clock), taken, *map(printable, texts)])
    return text.getvalue()


def _plain(sheet: RunSheet) -> dict[str, object]:
    """Return the sheet as values of JSON."""
    lines = [{**asdict(line), "clock": _time(line.clock)} for line in sheet.lines]
    return {"lines": lines, "end": _time(sheet.end), "bring": sheet.bring, "remarks": sheet.remarks}
