"""Loads a Course from course.yml, references.yml, local.yml, glossary.yml, shared.md and the folders of modules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass
from builder.core.names import COURSE_ID
from builder.core.problems import MOST, ProblemCode, Problems, did_you_mean
from builder.core.records import Places, validate, validate_value
from builder.core.source import Source, Span, Unreadable
from builder.core.yaml_text import place, read_yaml
from builder.model import module as m
from builder.model.course import Course, CourseFile, LocalFile, LocalLine, TermFile
from builder.model.references import CSL_VARIABLES, Work
from builder.model.rules import KINDS, Rules
from builder.parse.inlines.typesetting import typeset_blocks, typeset_record, typeset_work
from builder.parse.lines.texts import Rewrite
from builder.parse.markdown import parse_blocks, parse_shared

COURSE, SHARED, REFERENCES, LOCAL, GLOSSARY = (
    f"modules/{name}" for name in ("course.yml", "shared.md", "references.yml", "local.yml", "glossary.yml")
)


def read_source(folder: Folder, name: str, problems: Problems) -> Source | None:
    """Return a source file of the course, or None with a problem `unreadable-source`."""
    try:
        source = folder.source(name)
    except Unreadable as error:
        at = Span(name, error.line, 1, error.line, 1)
        problems.add(ProblemCode.UNREADABLE_SOURCE, f"this file cannot be read: {error.reason}", at, error.hint)
        return None
    problems.add_source(source)
    return source


_PLAIN = re.compile(r"\w[\w-]*")
"""A name that no shell takes for anything else."""


@dataclass(frozen=True)
class Rewording:
    """How a course is read in other words: its language, YAML files with other texts, and texts of shared.md."""

    lang: str
    source: Callable[[Source], Source]
    shared: Rewrite


def load_course(folder: Folder, problems: Problems, rewording: Rewording | None = None) -> Course | None:
    """Return the course in a folder, or None, with problems, when its course.yml cannot be used. `rewording` puts other words in."""
    source = _read(folder, COURSE, problems, rewording)
    file = validate(CourseFile, source, problems, what="course") if source else None
    if file is None or source is None:
        return None
    found = module_folders(folder)
    listed = list(file.modules) if file.modules is not None else [name for name in found if name != COURSE_ID]
    named = set(listed)
    if rewording:
        file = file.model_copy(update={"lang": rewording.lang})
    misnamed = _misnamed_modules(folder, set(folder.folders("modules")) - {*found, "shared"})
    for name, file_name in misnamed.items():
        if name not in named:
            at = Span(f"modules/{name}/{file_name}")
            problems.add(
                ProblemCode.MISNAMED_MODULE, "this folder has no module.md", at, f"rename {file_name} to module.md"
            )
    there = set(found)
    for number, name in enumerate([name for name in listed if name not in there]):
        lines = enumerate(source.lines, 1) if number < MOST else ()  # more problems are counted, not shown
        line = next((n for n, text in lines if name in text), 1)
        renamed = f"rename modules/{name}/{misnamed[name]} to module.md" if name in misnamed else ""
        made = "make it" + f" with `coursewright new module {name}`" * bool(_PLAIN.fullmatch(name))  # it may be pasted
        hint = renamed or did_you_mean(name, found) or made
        problems.add(ProblemCode.MISSING_MODULE, f"there is no modules/{name}/module.md", source.find(line, name), hint)
    listed = [name for name in listed if name in there]
    local = _local(folder, file, problems, rewording)
    shared = _shared_blocks(folder, local, problems, rewording)
    _known_names(file.checks, found, shared, source, problems)
    return Course(
        file=typeset_record(file, ("title", "description", "draft_notice", "contacts"), file.lang),
        listed=tuple(listed),
        modules={name: f"modules/{name}" for name in (*listed, *(name for name in found if name not in named))},
        works=_works(folder, file.lang, problems),
        shared=shared,
        local=local,
        terms=_terms(folder, file.lang, problems, rewording),
    )


def outline_course(folder: Folder, problems: Problems) -> Course | None:
    """Return a course with its course.yml and the names of its modules, and nothing of what they share; None as `load_course`."""
    source = read_source(folder, COURSE, problems)
    file = validate(CourseFile, source, problems, what="course") if source else None
    if file is None:
        return None
    found = module_folders(folder)
    listed = tuple(name for name in file.modules or found if name in found)
    return Course(file, listed, {name: f"modules/{name}" for name in dict.fromkeys((*listed, *found))})


def _read(folder: Folder, name: str, problems: Problems, rewording: Rewording | None) -> Source | None:
    """Return a source of the course, in the words that it is to have."""
    source = read_source(folder, name, problems)
    return rewording.source(source) if source and rewording else source


def module_folders(folder: Folder) -> list[str]:
    """Return the names of the folders in modules/ that have a module.md, whether or not it can be read."""
    names = (name for name in folder.names("modules") if not name.startswith("."))
    return [name for name in names if folder.is_there(f"modules/{name}/module.md")]


def _misnamed_modules(folder: Folder, others: Iterable[str]) -> dict[str, str]:
    """Return which of the folders in modules/ without a module.md hold Markdown, each with its first file of Markdown."""
    return {name: files[0] for name in sorted(others) if (files := folder.files(f"modules/{name}", ".md"))}


def _known_names(
    rules: Rules, modules: Iterable[str], shared: Mapping[str, m.Block], source: Source, problems: Problems
) -> None:
    """Add a problem for each module or block that `checks:` in course.yml names and that does not exist."""
    wanted = [(name, "module", set(modules)) for rule in rules.active() for name in rule.spared]
    if rules.missing_block:
        wanted += [(name, "block", {*shared, *KINDS}) for name in rules.missing_block.blocks]
    for name, what, known in wanted:
        if name not in known:
            line = next((n for n, text in enumerate(source.lines, 1) if name in text), 1)
            message = f"`checks:` names the {what} `{name}`, and there is none"
            problems.add(ProblemCode.UNKNOWN_KEY, message, source.find(line, name), did_you_mean(name, known))


def _works(folder: Folder, lang: str, problems: Problems) -> dict[str, Work]:
    """Return the course's sources by key."""
    source = read_source(folder, REFERENCES, problems) if folder.is_there(REFERENCES) else None
    if source is None:
        return {}
    value, node = read_yaml(source, problems)
    root = ("references",) if isinstance(value, dict) else ()
    entries = value.get("references") if isinstance(value, dict) else value
    works: dict[str, Work] = {}
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        places = Places(source, node, root=(*root, index))
        work = validate_value(
            Work, entry, places, problems, what="source", label=f"source {index + 1}", unused=CSL_VARIABLES
        )
        if work is None:
            continue
        at = places.of(())
        if work.id in works:
            problems.add(
                ProblemCode.DUPLICATE_ID, f"`{work.id}` is the id of two sources", at, "give one of them another id"
            )
        if work.seen and not work.accessed:
            message = f"`seen` of `{work.id}` has no day: nobody said when it was opened"
            problems.add(
                ProblemCode.UNCLEAR_OPENING, message, places.of(("seen",)), "add `accessed: 2026-01-31`, the day"
            )
        if work.copy_dated and work.seen not in {"copy", "abstract"}:
            message = f"`copy_dated` of `{work.id}` is the age of a stored copy, and `seen` names none"
            problems.add(ProblemCode.UNCLEAR_OPENING, message, places.of(("copy_dated",)), "write `seen: copy`")
        works[work.id] = typeset_work(work, lang)
    return works


def _terms(folder: Folder, lang: str, problems: Problems, rewording: Rewording | None) -> tuple[m.Entry, ...]:
    """Return the course's glossary. A form of two terms is a problem, and belongs to the first."""
    source = _read(folder, GLOSSARY, problems, rewording) if folder.is_there(GLOSSARY) else None
    if source is None:
        return ()
    value, node = read_yaml(source, problems)
    entries: list[m.Entry] = []
    known: dict[str, str] = {}
    for index, given in enumerate(value if isinstance(value, list) else []):
        at = place(node, (index, "term"), source)
        places = Places(source, node, root=(index,))
        read = validate_value(TermFile, given, places, problems, what="glossary", label=f"term {index + 1}")
        if read is None:
            continue
        file = typeset_record(read, ("term", "also"), lang)
        forms = []
        for form in (file.term, *file.also):
            if known.setdefault(form.casefold(), file.term) == file.term:
                forms.append(form)
            else:
                message = f"“{form}” already stands for `{known[form.casefold()]}`"
                problems.add(ProblemCode.DUPLICATE_TERM, message, at, "take it out of one of the two entries")
        line = place(node, (index, "meaning"), source).line
        blocks = typeset_blocks(_parse_text(file.meaning, source, line, problems), lang)
        meaning = tuple(inline for block in blocks if isinstance(block, m.Paragraph) for inline in block.content)
        if file.source:
            cited = m.Cited(key=file.source, at=place(node, (index, "source"), source))
            meaning = (*meaning, m.Citation(items=(cited,), at=cited.at))
        ident = re.sub(r"\W+", "-", file.term.casefold()).strip("-")
        term = m.Entry(id=ident, term=file.term, forms=tuple(forms[1:]), meaning=meaning, in_books=file.in_books, at=at)
        entries.append(term)
    return tuple(entries)


def _local(
    folder: Folder, course: CourseFile, problems: Problems, rewording: Rewording | None
) -> Mapping[str, LocalLine]:
    """Return the lines that course.yml names, then others that local.yml fills in, each with its text parsed."""
    source = _read(folder, LOCAL, problems, rewording) if folder.is_there(LOCAL) else None
    keys = frozenset(key for name in course.local_lines for key in (name, name.replace("-", "_")))
    file = validate(LocalFile, source, problems, what="local file", keep_sound=True, unused=keys) if source else None
    texts = file.lines() if file else {}
    return {
        name: LocalLine(
            course.local_lines.get(name, ""),
            _parse_text(texts[name], source, _line_of_key(source, name), problems) if name in texts and source else (),
        )
        for name in (*course.local_lines, *(name for name in texts if name not in course.local_lines))
    }


def _line_of_key(source: Source, name: str) -> int:
    """Return the line in which a key of a YAML file stands, with `_` or `-` in it; 1 when it stands in none."""
    key = re.compile(re.escape(name).replace(r"\-", "[-_]") + r"\s*:")
    return next((n for n, line in enumerate(source.lines, 1) if key.match(line)), 1)


def _parse_text(text: str, source: Source, first: int, problems: Problems) -> tuple[m.Block, ...]:
    """Return the blocks of Markdown in a value of a YAML file that begins at a line, with problems where its words stand there."""
    alone, found = Source(source.path, "\n" * (first - 1) + text), Problems()
    blocks = parse_blocks(alone, found, first)
    for one in found:
        words = alone.line(one.at.line)[one.at.column - 1 : one.at.end_column - 1].strip()
        line = next((n for n in range(first, len(source.lines) + 1) if words and words in source.line(n)), first)
        problems.add(one.code, one.message, source.find(line, words), one.hint)
    return blocks


def _shared_blocks(
    folder: Folder, local: Mapping[str, LocalLine], problems: Problems, rewording: Rewording | None
) -> Mapping[str, m.Block]:
    source = read_source(folder, SHARED, problems) if folder.is_there(SHARED) else None
    rewrite = rewording.shared if rewording else None
    return parse_shared(source, problems, local, rewrite) if source else {}
