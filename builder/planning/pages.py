"""A run sheet as a page to print: an accessible PDF in the course's theme, made as the sheets of a pack are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from builder.core.problems import Problems
from builder.model import module as m
from builder.model.course import Course, Paper
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.model.outputs import Imprint
from builder.pack.values import clock_words, date_words
from builder.pack.write import SheetFile, sheet_pdf
from builder.planning.request import PlanRequest
from builder.planning.run_sheet import PlannedModule, RunSheet, RunSheetDay, RunSheetLine
from builder.theme.theme import Theme
from builder.writers.shared.labels import Labels


def write_pages(
    sheet: RunSheet, request: PlanRequest, course: Course, theme: Theme, paper: Paper, problems: Problems
) -> SheetFile:
    """Return the run sheet as a PDF for facilitators."""
    file = course.file
    labels = Labels(theme, file.lang)
    page = _PlanPage(sheet, request, labels)
    title = labels("run-sheet")
    topic = m.Topic(id="run-sheet", title=(m.Text(text=title),), body=tuple(page.blocks()), audience="facilitator")
    meta = Meta(
        title=file.title,
        description=title,
        objectives=(Objective(title),),
        id="plan",
        lang=file.lang,
        license=file.license,
    )
    module = m.Module(meta=meta, body=(topic,), path="", folder="plan")
    imprint = Imprint(course=file.title, course_version=file.version, license=file.license, citations=file.citations)
    data, pages = sheet_pdf(module, "plan", "facilitators", theme, paper, imprint, problems)
    return SheetFile("run-sheet", title, "pdf", data, pages, "facilitators")


class _PlanPage:
    """Makes the blocks of the page."""

    def __init__(self, sheet: RunSheet, request: PlanRequest, labels: Labels) -> None:
        self.sheet, self.request, self.labels = sheet, request, labels
        self.titles = {one.id: one for one in sheet.modules}

    def blocks(self) -> Iterator[m.Block]:
        """Yield everything: where and for whom, the days, then what to bring and the groups of each module."""
        facts = [self.labels.count("plan-people", self.request.people)] if self.request.people else []
        facts += [self.request.place] if self.request.place else []
        if facts:
            yield _paragraph(" · ".join(facts))
        for day in self.sheet.days:
            yield from self._day(day)
        needs = [one for one in self.sheet.modules if one.bring or one.groups]
        if needs:
            yield _heading(self.labels("plan-prepare"), "prepare", 3)
        for number, one in enumerate(needs, 1):
            yield _heading(one.title, f"prepare-{number}", 4, self._lang(one.lang))
            yield from self._needs(one)

    def _day(self, day: RunSheetDay) -> Iterator[m.Block]:
        labels = self.labels
        name = labels("plan-day", number=day.number) if len(self.sheet.days) > 1 else ""
        date = date_words(labels, day.date) if day.date else ""
        hours = labels("plan-from-to", start=clock_words(labels, day.start), end=clock_words(labels, day.end))
        yield _heading(" · ".join(filter(None, (name, date, hours))), f"day-{day.number}", 3)
        for number, (module, own) in enumerate(groupby(self.sheet.lines_of(day), lambda line: line.module)):
            lines = [*own]
            if module:
                planned = self.titles[module]
                yield _heading(planned.title, f"day-{day.number}-{number}", 4, self._lang(planned.lang))
                yield self._table(lines)
            else:
                yield m.List(items=tuple(m.ListItem(body=(_paragraph(self._pause(line)),)) for line in lines))

    def _pause(self, line: RunSheetLine) -> str:
        """Return what stands between modules as one line."""
        name = self.labels(f"plan-{line.kind}")
        return self.labels(
            "plan-line", start=clock_words(self.labels, line.clock), name=name, minutes=self._minutes(line)
        )

    def _minutes(self, line: RunSheetLine) -> str:
        return self.labels("no-minutes") if line.minutes is None else self.labels("minutes-short", count=line.minutes)

    def _table(self, lines: list[RunSheetLine]) -> m.Table:
        labels = self.labels

        def row(*cells: str, lang: str = "") -> m.Row:
            return m.Row(
                cells=tuple(
                    m.Cell(content=(m.Text(text=text, lang=lang if n in {1, 3} else ""),) if text else ())
                    for n, text in enumerate(cells)
                )
            )

        head = row(labels("clock"), labels("agenda-topic"), labels("minutes-head"), labels("method"))
        rows = tuple(
            row(
                clock_words(labels, line.clock),
                labels("plan-reserve") if line.kind == "reserve" else line.topic,
                self._minutes(line),
                line.method or labels("no-minutes"),
                lang=self._lang(line.lang),
            )
            for line in lines
        )
        return m.Table(header=(head,), rows=rows, aligns=("", "", "", ""))

    def _needs(self, one: PlannedModule) -> Iterator[m.Block]:
        lang = self._lang(one.lang)
        if one.bring:
            items = (m.ListItem(body=(_paragraph(words, lang),), checked=False) for words in one.bring)
            yield m.List(items=tuple(items))
        for group in one.groups:
            labels = self.labels
            said = [
                labels(labels.theme.counted("plan-groups", count, labels.lang), count=count, people=size)
                for count, size in group.sizes
            ]
            said += [labels.count("plan-left", group.left)] if group.left else []
            yield m.Paragraph(
                content=(
                    m.Strong(content=(m.Text(text=group.task, lang=lang),)),
                    m.Text(text=f" {labels('plan-list').join(said)}"),
                )
            )

    def _lang(self, lang: str) -> str:
        """Return a module's language where it is not the page's."""
        return lang if lang and lang != self.labels.lang else ""


def _paragraph(text: str, lang: str = "") -> m.Paragraph:
    return m.Paragraph(content=(m.Text(text=text),), lang=lang)


def _heading(text: str, ident: str, level: int, lang: str = "") -> m.Heading:
    return m.Heading(level=level, content=(m.Text(text=text),), id=ident, lang=lang)
