"""Reads `pack.md` or `review.md`: each topic is a sheet, with a file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Literal, get_args

from pydantic import ConfigDict, Field

from builder.core.disk.folder import Folder, our_folder
from builder.core.disk.names import fault_of
from builder.core.frozen import dataclass, replace
from builder.core.names import COURSE_ID
from builder.core.problems import ProblemCode, Problems, did_you_mean
from builder.core.records import LinedModel, validate
from builder.core.source import Source
from builder.model import module as m
from builder.model.course import Course
from builder.model.frontmatter import Language, Meta
from builder.model.lengths import Objective
from builder.parse.assets.load import load_assets
from builder.parse.course import read_source
from builder.parse.lines.texts import Rewrite
from builder.parse.markdown import ParseContext, parse_body
from builder.parse.prerequisites import module_title
from builder.theme.folder import themes_folder
from builder.theme.labels import tags_of
from builder.translation.course import read_catalog, report_unsafe_blocks, required_blocks, sheet_texts
from builder.translation.module import SourceModule, translate_body
from builder.translation.po import po_path
from builder.translation.titles import given_titles
from builder.translation.use import Use

Kind = Literal["pack", "review"]
Layout = Literal["page", "certificate", "signs", "email"]

KINDS: tuple[Kind, ...] = get_args(Kind)
_LONGEST_NAME = 80
"""Bytes of a sheet's id, which stands in file names behind module and day."""

LAYOUTS: tuple[Layout, ...] = get_args(Layout)

ENGLISH = "en-US"
"""The language of the general sheets that every other is translated from."""


class Front(LinedModel):
    """The front matter of a file of sheets."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    lang: Language = Field(default="", validate_default=False)


@dataclass(frozen=True)
class Sheets:
    """All sheets of a file, in its language: `module` holds a topic for each, and the pictures and sources in them."""

    module: m.Module
    is_own: bool

    @property
    def topics(self) -> tuple[m.Topic, ...]:
        """The sheets, in order."""
        return tuple(block for block in self.module.body if isinstance(block, m.Topic))


def read_sheets(folder: Folder, kind: Kind, lang: str, course: Course, problems: Problems) -> Sheets | None:
    """Return the course's sheets for a language, else the general ones; None, with problems, when they cannot be read.

    Both are looked up as printed words are, the nearest tag first; general ones that are not translated are in English.
    """
    tags = tags_of(lang)
    own = next((tag for tag in (*tags, "") if folder.is_there(f"modules/{_name(kind, tag)}")), None)
    if own == "" and course.origin:
        return _translated(folder, kind, course, course.origin, problems)
    if own is not None:
        return read_file(folder, f"modules/{_name(kind, own)}", kind, course, problems, lang if own else "")
    general = our_folder(themes_folder() / "base" / "pack")
    tag = next((tag for tag in tags if general.is_there(_name(kind, tag))), "")
    source = Source(f"themes/base/pack/{_name(kind, tag)}", general.read(_name(kind, tag)).decode())
    return _read(source, kind, course, folder, problems, lang if tag else ENGLISH, is_own=False)


def read_file(
    folder: Folder, path: str, kind: Kind, course: Course, problems: Problems, lang: str = ""
) -> Sheets | None:
    """Return the sheets in a file of the course; None, with a problem, when it cannot be read.

    `lang` is their language where the file says none; "" for the course's.
    """
    source = read_source(folder, path, problems)
    return _read(source, kind, course, folder, problems, lang or course.file.lang, is_own=True) if source else None


def _translated(folder: Folder, kind: Kind, course: Course, written: Course, problems: Problems) -> Sheets | None:
    """Return the sheets of a course that is a translation, from those as they are `written`; these, when they have another language."""
    source = read_source(folder, f"modules/{_name(kind, '')}", problems)
    if source is None:
        return None
    sheets = _read(source, kind, written, folder, problems, written.file.lang, is_own=True)
    if sheets.module.lang != written.file.lang:
        return sheets
    lang = course.file.lang
    catalog = read_catalog(folder, lang, COURSE_ID, Problems())  # what is wrong in it is told with the course
    use = Use(catalog, po_path(lang, COURSE_ID), written.file.lang, problems)

    def read_again(text: Source, rewrite: Rewrite, found: Problems) -> m.Module:
        return _read(text, kind, course, folder, found, lang, is_own=True, rewrite=rewrite).module

    one = SourceModule(source, sheets.module, problems, read_again)
    target, body = translate_body(one, use, source, sheet_texts(kind, use.rewrite(source.path)))
    module = replace(sheets.module, meta=target.meta, body=body)
    use.report(required_blocks(written))
    report_unsafe_blocks(module, course, problems)
    return Sheets(module, is_own=True)


def _name(kind: Kind, tag: str) -> str:
    return f"{kind}.{tag}.md" if tag else f"{kind}.md"


def _read(
    source: Source, kind: Kind, course: Course, folder: Folder, problems: Problems, lang: str, *, is_own: bool,
    rewrite: Rewrite | None = None,
) -> Sheets:  # fmt: skip
    problems.add_source(source)
    front, first_line = _front(source, problems)
    lang = lang if rewrite else front.lang or lang
    meta = Meta(
        title=kind, description=kind, objectives=(Objective(kind),), id=kind, lang=lang, license=course.file.license
    )
    context = ParseContext(
        lang,
        course.file.license,
        course.shared,
        course.local,
        course.works,
        module_title=partial(module_title, folder, course, titles=given_titles(folder, course)),
        rewrite=rewrite,
    )
    module = load_assets(parse_body(source, first_line, meta, context, problems), folder, problems)
    sheets = tuple(_accept_sheets(module, problems))
    if not sheets:
        hint = "write `## Sign-in sheet {#sign-in}`, and what stands on it"
        problems.add(ProblemCode.UNCLEAR_SHEET, "this file has no sheet", source.whole_line(1), hint)
    return Sheets(replace(module, body=sheets), is_own)


def _front(source: Source, problems: Problems) -> tuple[Front, int]:
    """Return the front matter, which may be absent, and the number of the first line after it."""
    end = next((n for n in range(2, len(source.lines) + 1) if source.line(n).strip() in {"---", "..."}), 0)
    if source.line(1).strip() != "---" or not end:
        return Front(), 1
    text = "\n".join(source.lines[1 : end - 1])
    return validate(Front, source, problems, text=text, first_line=2, what="front matter") or Front(), end + 1


def _accept_sheets(module: m.Module, problems: Problems) -> Iterator[m.Topic]:
    """Yield the topics that are sheets, and report what is not."""
    for block in module.body:
        if not isinstance(block, m.Topic):
            message = "this stands on no sheet, and is not printed"
            problems.add(ProblemCode.UNCLEAR_SHEET, message, block.at, "begin a sheet before it: `## Title {#name}`")
            continue
        if not m.plain(*block.title).strip():
            message = "this sheet has no title"
            problems.add(ProblemCode.UNCLEAR_SHEET, message, block.at, "write `## Title {#name}`")
        if fault := fault_of(f"{block.id}.pdf", _LONGEST_NAME):
            message = f"the id of this sheet is part of a file's name, and {fault}"
            problems.add(
                ProblemCode.UNCLEAR_SHEET, message, block.at, "write `## Title {#name}`: letters, digits and hyphens"
            )
        if block.layout and block.layout not in LAYOUTS:
            hint = did_you_mean(block.layout, LAYOUTS) or f"write {', '.join(LAYOUTS[:-1])} or {LAYOUTS[-1]}"
            problems.add(ProblemCode.UNCLEAR_SHEET, f"there is no layout `{block.layout}`", block.at, hint)
        yield block


def unknown_roles(sheets: Sheets, roles: tuple[str, ...], problems: Problems) -> None:
    """Report roles that no sheet is for."""
    known = [topic.id for topic in sheets.topics]
    for role in roles:
        if role not in known:
            at = sheets.topics[0].at if sheets.topics else sheets.module.body[0].at
            hint = did_you_mean(role, known) or f"there are {', '.join(known)}"
            problems.add(ProblemCode.UNCLEAR_SHEET, f"there is no sheet for the role `{role}`", at, hint)
