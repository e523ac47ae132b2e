"""A file or a folder of other tools' Markdown → one text of ours, its pictures, and what became of the rest."""

from __future__ import annotations

import posixpath
import re
from collections import Counter

from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass, replace
from builder.core.problems import Problems
from builder.core.source import Unreadable
from builder.importing.document import DocMarkdown, DocPlace, DocRun, Document
from builder.importing.loss import LossLog
from builder.importing.markdown.account import account
from builder.importing.markdown.chapter import LessonChapter, read_chapter
from builder.importing.markdown.front_matter import Said, read_front, said_in
from builder.importing.markdown.headings import without_idle_attributes
from builder.importing.markdown.html import without_html
from builder.importing.markdown.lesson import Lesson, find_lesson
from builder.importing.markdown.levels import (
    first_title,
    minutes_of_items,
    with_levels,
    with_minutes,
    without_parts,
    without_underlines,
)
from builder.importing.markdown.merge import Merger, part_ids
from builder.importing.markdown.meta import with_values
from builder.importing.markdown.objectives import with_objectives
from builder.importing.markdown.pictures import PictureFinder
from builder.importing.words import count_words
from builder.parse.dialects.recognize import tools_of
from builder.parse.dialects.translate import translate
from builder.parse.lines.definitions import read_target
from builder.parse.lines.reader import NumberedLine

_SUMMED = frozenset({"teaching", "exercises", "duration", "time"})
"""Keys of chapters whose minutes are in the sum that a module's `duration` is."""

_DECKS = frozenset({"marp", "reveal", "remark", "liascript"})
"""Tools of slides, and LiaScript: their first heading is the title (liascript.github.io, “Document Structure”)."""

_LABEL = re.compile(r"\[([^\[\]]+)\](?!\(|:)")
_LINKS = ("links.md", "_includes/links.md", "episodes/links.md")


@dataclass(frozen=True)
class _Read:
    """A chapter in our language: its lines before pictures were named, what it says of itself, its title, and whether only its file's name says that."""

    chapter: LessonChapter
    lines: list[NumberedLine]
    said: Said
    title: str
    named: bool = False


def read_file(folder: Folder, name: str, log: LossLog) -> Document:
    """Return a file of Markdown as a document, with the files and pictures in its folder that it names. Raises Unreadable."""
    return _document(folder, Lesson((name,), {}), log)


def read_lesson(folder: Folder, name: str, log: LossLog) -> Document:
    """Return the lesson in the folder `name` as one document, each chapter as a part. Raises Unreadable, with the file's name."""
    own = replace(folder, root=folder.root / folder.inside / name, inside="")  # nothing outside of the lesson is read
    return _document(own, find_lesson(own), log)


def _document(folder: Folder, lesson: Lesson, log: LossLog) -> Document:
    whole = _said_by_settings(folder, lesson, log)
    several = len(lesson.chapters) > 1
    read = [_read(folder, name, log, alone=not several) for name in lesson.chapters]
    ids = part_ids({one.chapter.source.path: one.title for one in read}) if several else {}
    merger, pictures = Merger(ids), PictureFinder(folder, log)
    text: list[str] = []
    words, came = Counter[str](), Counter[str]()
    for number, one in enumerate(read, 1):
        lines, file = one.lines, one.chapter.source.path
        for line in range(1, len(one.chapter.source.lines) + 1):
            came.update(one.chapter.words(line))
        if several:
            at = DocPlace(file, "line", 1)
            lines = merger.joined(number, file, lines)
            _note_difference(at, one.lines, lines, log)
            head = f"# {one.title} {{#{ids[file]}}}"
            log.note_added(at, "id", "of the part that the chapter is", ids[file])
            if one.named:
                log.note_added(at, "title", "of the chapter, from its file's name", one.title)
            text += [head, ""]
            words.update(count_words(head))
        words.update(count_words(*(shown for _, shown in lines)))
        text += [shown for _, shown in pictures.with_marks(one.chapter, lines)]
        text.append("")
    addresses = _addresses(folder, text)
    words.update(count_words(*addresses))
    came.update(count_words(*addresses))
    text += addresses
    said = _merge_said(whole, [one.said for one in read], several=several)
    came.update(count_words(*_said_words(whole)))
    for name in lesson.beside:
        _report_beside(folder, name, log)
    title = whole.title or ("" if several else read[0].title)
    if said.minutes is not None:
        log.note_added(DocPlace(lesson.chapters[0]), "duration", "in minutes", str(said.minutes))
    body = DocMarkdown(_without_blank_ends(text), pictures.found, dict(words), DocPlace(lesson.chapters[0], "line", 1))
    return Document(
        topics=(),
        title=title,
        description=said.description,
        objectives=tuple((DocRun(text),) for text in said.objectives),
        lang=said.lang,
        minutes=said.minutes,
        keywords=said.keywords,
        audience=said.audience,
        prerequisites=said.prerequisites,
        license=said.license,
        opening=(body,),
        words=came,
    )


def _note_difference(at: DocPlace, before: list[NumberedLine], after: list[NumberedLine], log: LossLog) -> None:
    """Note what joining a chapter with others changed: labels and links."""
    old, new = (count_words(*(text for _, text in lines)) for lines in (before, after))
    if old != new:
        lost, added = " ".join((old - new).elements()), " ".join((new - old).elements())
        log.note_changed(
            at, "label or link", "told apart from, or leading to, another chapter's", words=lost, added=added
        )


def _read(folder: Folder, name: str, log: LossLog, *, alone: bool) -> _Read:
    chapter = read_chapter(folder, name, log)
    source, front = chapter.source, chapter.front
    said = read_front(source, front)
    problems = Problems()
    problems.add_source(source)
    shown_lines = with_values(source.text, front, folder).split("\n")
    numbered = [(n, shown_lines[n - 1]) for n in range(front + 1, len(shown_lines) + 1)]
    tools = tools_of("\n".join(source.lines[:front]), "\n".join(source.lines[front:]))
    lines = _with_blank_lines(numbered) if "remark" in tools else without_underlines(numbered)
    lines = without_html(translate(source, front + 1, lines, problems))
    title = said.title
    at, first = first_title(lines, is_deck=bool(tools & _DECKS))
    numbered_at = lines[at][0] if at >= 0 else 0
    if at >= 0 and (not title or _plain(first) == _plain(title) or not alone):
        title = title or first
        same = _plain(first) == _plain(title)
        lines = [*lines[:at], *lines[at + 1 :]] if same else lines
    lines = without_idle_attributes(lines)
    lines = with_minutes(with_levels(lines) if alone else without_parts(lines))
    if said.minutes is None and (minutes := minutes_of_items(lines)) is not None:
        said = replace(said, minutes=minutes)
    lines = with_objectives(lines) if not said.objectives else lines
    if said.objectives and not alone:
        lines = _with_list(said.objectives, front, lines)
    title = _words(title)
    reasons = {problem.at.line: problem.message for problem in problems}
    summed = frozenset(_line_of(chapter, key) for key in said.keys & _SUMMED)
    reasons |= dict.fromkeys(summed, "counted in the module's duration")
    for key in said.keys - _SUMMED if alone else said.keys & {"title", "objectives"}:
        reasons[_line_of(chapter, key)] = "a key of ours, or the module's language"
        summed |= {_line_of(chapter, key)}
    if at >= 0 and _plain(first) == _plain(said.title):
        reasons[numbered_at] = "it repeats the title"
    shown = _said_words(replace(said, title=title)) if alone else [title, *said.objectives]
    account(chapter, lines, " ".join(shown), summed, reasons, log)
    _count(chapter, lines, log)
    return _Read(chapter, lines, said, title if alone else title or _title_by_name(name), named=not title)


def _said_by_settings(folder: Folder, lesson: Lesson, log: LossLog) -> Said:
    if not lesson.settings:
        return Said()
    said = said_in(lesson.values)
    rest = [str(key) for key in lesson.values if key not in said.keys]
    at = DocPlace(lesson.settings)
    log.note_taken(at, "setting", len(said.keys))
    if rest:
        log.note_left(at, "setting", f"say nothing for a module: {', '.join(rest)}"[:500], count=len(rest))
    del folder
    return said


def _merge_said(whole: Said, chapters: list[Said], *, several: bool) -> Said:
    """Return what a module says of itself: its settings first, then its only chapter, or what the chapters say together."""
    if not several:
        one = chapters[0]
        values = {name: getattr(whole, name) or getattr(one, name) for name in Said.__dataclass_fields__}
        return Said(**values)
    times = [one.minutes for one in chapters if one.minutes is not None]
    langs = [one.lang for one in chapters if one.lang]
    minutes = whole.minutes if whole.minutes is not None else sum(times) if times else None
    return replace(whole, minutes=minutes, lang=whole.lang or next(iter(langs), ""))


def _said_words(said: Said) -> list[str]:
    """Return the texts that go from front matter or settings into a module's own."""
    lists = (*said.objectives, *said.keywords, *said.audience, *said.prerequisites)
    return [said.title, said.description, said.license, *lists]


def _with_list(objectives: tuple[str, ...], front: int, lines: list[NumberedLine]) -> list[NumberedLine]:
    """Return lines that begin with the objectives of a chapter's front matter."""
    number = max(front, 1)
    return [
        (number, "::: objectives"),
        *((number, f"- {one}") for one in objectives),
        (number, ":::"),
        (number, ""),
        *lines,
    ]


def _line_of(chapter: LessonChapter, key: str) -> int:
    lines = chapter.source.lines[: chapter.front]
    return next((n for n, text in enumerate(lines, 1) if text.startswith((f"{key}:", f"{key} :"))), 1)


def _with_blank_lines(lines: list[NumberedLine]) -> list[NumberedLine]:
    """Return lines of remark with a blank one before each `---`, which divides its slides right under text, too."""
    out: list[NumberedLine] = []
    for number, text in lines:
        if text.rstrip() == "---" and out and out[-1][1].strip():
            out.append((number, ""))
        out.append((number, text))
    return out


_THINGS = (
    (re.compile(r"^#{1,6}\s"), "heading"),
    (re.compile(r"^\s*:{3,}\s*\{?\.?[\w-]"), "block"),
    (re.compile(r"^(?>[\s:|-]*?---)[\s:|-]*\|"), "table"),
    (re.compile(r"^\s*(?:[-*+]|\d+[.)])\s"), "list item"),
)


def _count(chapter: LessonChapter, lines: list[NumberedLine], log: LossLog) -> None:
    """Note how many things of each kind are taken."""
    found = Counter[str]()
    for _, text in lines:
        found.update([kind for sign, kind in _THINGS if sign.match(text)][:1])
        found["link"] += len(re.findall(r"(?<!!)\[[^\[\]]*\]\(", text))
    for kind, count in found.items():
        if count:
            log.note_taken(DocPlace(chapter.source.path), kind, count)


def _addresses(folder: Folder, text: list[str]) -> list[str]:
    """Return the lines of the lesson's `links.md` whose labels the text uses and does not define."""
    used = {" ".join(found.split()).casefold() for line in text for found in _LABEL.findall(line)}
    own = {found[0] for line in text if (found := read_target(line.strip()))}
    lines: list[str] = []
    for name in _LINKS:
        try:
            source = folder.source(name) if folder.is_file(name) else None
        except Unreadable:
            source = None
        for line in source.lines if source else ():
            found = read_target(line.strip())
            if found and found[0] in used - own:
                own.add(found[0])
                lines.append(line.strip())
    return lines


def _report_beside(folder: Folder, name: str, log: LossLog) -> None:
    try:
        words = count_words(folder.source(name).text).total()
    except Unreadable as error:
        log.note_left(DocPlace(name), "file", f"no chapter of the lesson; {error.reason}")
        return
    log.note_left(DocPlace(name), "file", f"no chapter of the lesson; it has {words} words")


def _without_blank_ends(lines: list[str]) -> str:
    """Return lines as one text, without blank lines at its ends and without several that follow each other outside code."""
    out: list[str] = []
    fence = ""
    for line in lines:
        if mark := re.match(r"\s*(`{3,}|~{3,})", line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        if line.strip() or fence or (out and out[-1].strip()):
            out.append(line.rstrip() if not fence and not line.endswith("  ") else line)
    return "\n".join(out).strip("\n")


def _plain(title: str) -> str:
    return _words(title).casefold()


def _words(title: str) -> str:
    """Return a heading's words without marks and attributes."""
    text = re.sub(r"\s*\{[^{}]*\}\s*$", "", title)
    text = re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    return " ".join(re.sub(r"[*`]|<[^<>]*>|(?<![^\W_])_|_(?![^\W_])", "", text).split())


def _title_by_name(name: str) -> str:
    """Return a chapter's title by the name of its file, without its number."""
    stem = posixpath.splitext(posixpath.basename(name))[0]
    return re.sub(r"^\d+[-_. ]*|[-_]+", " ", stem).strip().capitalize() or stem
