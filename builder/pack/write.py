"""Writes sheets that are filled in: PDFs with form fields, and e-mails as text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from builder.build import imprint_of
from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.model.course import Course, Paper
from builder.model.outputs import Imprint, PageIndex, Variant
from builder.pack.filling import fill_in
from builder.pack.plain_text import plain_text
from builder.pack.session import PackSession, report_uneven_groups
from builder.pack.sheets import Sheets
from builder.pack.values import Values
from builder.theme.theme import Theme
from builder.transform.editions import Audience, Edition, PageLayout
from builder.writers.shared.labels import Labels


@dataclass(frozen=True)
class SheetFile:
    """One finished file. `name` is the sheet's id and `pages` how many sides it has, 0 for text."""

    name: str
    title: str
    ending: str
    data: bytes
    pages: int
    audience: Audience


def _edition(kind: str, audience: Audience) -> Edition:
    layout = PageLayout("pack.html", blocks="pack", duplex=False, forms=True)
    return Edition(kind, audience, rank=0, formats=(), shows=frozenset(), page=layout, lists_sources=False)


def write_pack(
    module: m.Module, sheets: Sheets, course: Course, theme: Theme, session: PackSession, paper: Paper, epoch: date | None,
    problems: Problems, cache: Path | None = None,
) -> list[SheetFile]:  # fmt: skip
    """Return the files of a session's pack. A sheet with an error is left out, and the others are made."""
    report_uneven_groups(module, session.people, problems)
    values = Values(module, imprint_of(module, course, epoch), Labels(theme, sheets.module.lang), session)
    if not values.minutes:
        message = "this module does not say how long it takes, so the pack has no hours and no end"
        hint = "write `duration:` in the front matter, or `time=` on its topics"
        problems.add(ProblemCode.MISSING_MINUTES, message, Span(module.path, 1, 1, 1, 1), hint)
    found = (_write(topic, "pack", values, sheets, theme, paper, problems, cache) for topic in sheets.topics)
    return [file for file in found if file is not None]


def write_review(
    module: m.Module, sheets: Sheets, roles: tuple[str, ...], course: Course, theme: Theme, paper: Paper, epoch: date | None,
    problems: Problems, cache: Path | None = None,
) -> list[SheetFile]:  # fmt: skip
    """Return the forms for reviewers of a module, of these roles, or of all."""
    values = Values(module, imprint_of(module, course, epoch), Labels(theme, sheets.module.lang))
    chosen = (topic for topic in sheets.topics if not roles or topic.id in roles)
    found = (_write(topic, "review-form", values, sheets, theme, paper, problems, cache) for topic in chosen)
    return [file for file in found if file is not None]


def list_review(
    module: m.Module, sheets: Sheets, roles: tuple[str, ...], course: Course, theme: Theme, epoch: date | None,
    problems: Problems,
) -> list[str]:  # fmt: skip
    """Return what reviewers of a module should judge as text: one for each of these roles, or of all."""
    values = Values(module, imprint_of(module, course, epoch), Labels(theme, sheets.module.lang))
    chosen = [topic for topic in sheets.topics if not roles or topic.id in roles]
    filled = [fill_in(topic, values, problems) for topic in chosen]
    return [f"{module.id}: {m.plain(*one.title)}\n\n{plain_text(one.body, values.labels)}" for one in filled]


def _write(
    topic: m.Topic, kind: str, values: Values, sheets: Sheets, theme: Theme, paper: Paper, problems: Problems,
    cache: Path | None,
) -> SheetFile | None:  # fmt: skip
    own = Problems(sources=problems.sources)
    sheet = fill_in(topic, values, own)
    problems.extend(own.found)
    if own.has_errors:
        return None
    audience: Audience = "facilitators" if topic.audience == "facilitator" else "participants"
    title = m.plain(*sheet.title)
    if sheet.layout == "email":
        text = plain_text(sheet.body, values.labels)
        return SheetFile(sheet.id, title, "txt", text.encode(), 0, audience)
    data, pages = _pdf(sheet, kind, audience, values, sheets, theme, paper, problems, cache)
    return SheetFile(sheet.id, title, "pdf", data, pages, audience)


def _pdf(
    sheet: m.Topic, kind: str, audience: Audience, values: Values, sheets: Sheets, theme: Theme, paper: Paper,
    problems: Problems, cache: Path | None,
) -> tuple[bytes, int]:  # fmt: skip
    """Return a sheet of a module as a PDF with form fields, and the number of its pages."""
    meta = values.module.meta.model_copy(update={"lang": sheets.module.lang})
    works = {**values.module.works, **sheets.module.works}
    module = replace(values.module, meta=meta, body=(sheet,), assets=sheets.module.assets, works=works, terms=())
    return sheet_pdf(module, kind, audience, theme, paper, values.imprint, problems, cache)


def sheet_pdf(
    module: m.Module, kind: str, audience: Audience, theme: Theme, paper: Paper, imprint: Imprint, problems: Problems,
    cache: Path | None = None,
) -> tuple[bytes, int]:  # fmt: skip
    """Return a module of one topic, a sheet, as a PDF with form fields, and the number of its pages."""
    from builder.writers.pages.html import page_assets, page_html
    from builder.writers.pdf.write import write_pdf

    html = page_html(module, _edition(kind, audience), theme, Variant(paper), imprint, PageIndex())
    made = write_pdf(html, page_assets(module, theme, None, "", large=False), theme, problems, forms=True, cache=cache)
    return made.data, made.count
