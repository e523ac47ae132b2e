"""A course in another language: what its modules share, in the words of `locale/LANG/course.po`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

from builder.core.disk.folder import Folder
from builder.core.frozen import replace
from builder.core.names import COURSE_ID
from builder.core.problems import ProblemCode, Problems, Severity
from builder.core.source import Source, Span
from builder.model import module as m
from builder.model.course import Course, LocalLine
from builder.parse.course import COURSE, GLOSSARY, LOCAL, SHARED, Rewording, load_course, read_source
from builder.parse.lines.texts import Rewrite
from builder.translation import po
from builder.translation.po import Catalog, read_po
from builder.translation.transfer import Transfer
from builder.translation.use import Use
from builder.translation.yaml_words import Name, YamlTexts, course_file, glossary, local_file

NAMED: Mapping[str, Callable[[Source], Name]] = {
    COURSE: lambda _: course_file,
    GLOSSARY: glossary,
    LOCAL: lambda _: local_file,
}
"""The YAML files of a course that have texts, and what names these."""


SHEETS = {"pack": "modules/pack.md", "review": "modules/review.md"}
"""The files of a course with sheets for a session and for reviewers, by what they are."""


def sheet_texts(kind: str, change: Rewrite) -> Rewrite:
    """Return what gives the translations of a file of sheets: topics there may have the same ids as other blocks."""
    return lambda placed: change(replace(placed, owner=f"{kind}, {placed.owner}"))


def read_catalog(folder: Folder, lang: str, name: str, problems: Problems) -> Catalog | None:
    """Return the PO file of a module, by its folder, or of the course; None where there is none, or it cannot be used (a problem)."""
    path = po.po_path(lang, name)
    if not folder.is_there(path):
        return None
    source = read_source(folder, path, problems)
    return read_po(source, lang, name, problems) if source else None


def required_blocks(course: Course) -> frozenset[str]:
    """Return the ids of the blocks that the course asks of every module: they keep people safe."""
    rule = course.file.checks.missing_block
    return frozenset(rule.blocks if rule else ())


def translate_course(folder: Folder, course: Course, lang: str, problems: Problems) -> Course:
    """Return a course in a language, its `origin` as it is written. What is not translated is printed in its own language, and is a problem."""
    use = Use(read_catalog(folder, lang, COURSE_ID, problems), po.po_path(lang, COURSE_ID), course.file.lang, problems)
    found = Problems()
    target = load_course(folder, found, Rewording(lang, partial(_reworded, use), use.rewrite(SHARED)))
    if target is None:  # a translation cannot do that
        return course
    for problem in found:
        if problem.severity is Severity.ERROR:
            use.refuse(problem.at, problem.message)
    transfer = Transfer(use, course.file.lang)
    shared = {
        ident: transfer.node(block, target.shared[ident]) if ident in target.shared else transfer.kept(block)
        for ident, block in course.shared.items()
    }
    local = {name: _local_line(transfer, line, target.local.get(name, line)) for name, line in course.local.items()}
    terms = course.terms
    if len(terms) == len(target.terms):
        pairs = zip(terms, target.terms, strict=True)
        terms = tuple(
            replace(transfer.node(ours, theirs), id=theirs.id, term=theirs.term, forms=theirs.forms)
            for ours, theirs in pairs
        )
        alike = Counter(term.id for term in terms)  # two terms may have one translation
        terms = tuple(
            replace(term, id=f"{term.id}-{n}") if alike[term.id] > 1 else term for n, term in enumerate(terms, 1)
        )
    unsafe = use.report(required_blocks(course), problems_of_safety=False)
    return replace(
        target,
        shared=shared,
        local=local,
        terms=terms,
        origin=course,
        unsafe=unsafe & shared.keys(),
    )


def _reworded(use: Use, source: Source) -> Source:
    name = NAMED.get(source.path)
    return YamlTexts(source, name(source)).rewritten(use.rewrite(source.path)) if name else source


def _local_line(transfer: Transfer, line: LocalLine, target: LocalLine) -> LocalLine:
    at = line.text[0].at if line.text else Span(LOCAL)
    return LocalLine(target.label, transfer.blocks(line.text, target.text, at))


def report_unsafe_blocks(module: m.Module, course: Course, problems: Problems) -> None:
    """Report the shared blocks of a module that keep people safe and have no translation."""
    known: set[str] = set()
    for node in m.nodes(module):
        if isinstance(node, m.Shared) and node.ref in course.unsafe - known:
            known.add(node.ref)
            message = f"the shared block `{node.ref}` keeps people safe, and is not translated"
            hint = f"translate it in {po.po_path(course.file.lang, COURSE_ID)}"
            problems.add(ProblemCode.UNTRANSLATED_SAFETY, message, node.at, hint)
