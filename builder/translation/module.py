"""A module in the words of a translation."""

from __future__ import annotations

from collections.abc import Callable

from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode, Problems, Severity
from builder.core.source import Source, Span
from builder.model import module as m
from builder.model.course import Course
from builder.parse.lines.texts import Rewrite
from builder.translation.assets import translate_assets
from builder.translation.transfer import Transfer
from builder.translation.use import Use
from builder.translation.yaml_words import YamlTexts, front_matter


@dataclass(frozen=True)
class SourceModule:
    """A module as it was read from its source, with `parse`, which reads it again: another source text, with other words, in the course's language."""

    source: Source
    module: m.Module
    found: Problems
    parse: Callable[[Source, Rewrite, Problems], m.Module]


def front_lines(source: Source) -> tuple[int, int]:
    """Return the first and the last line of a module's YAML, (1, 0) where it has none."""
    start = next((n for n, text in enumerate(source.lines, 1) if text.strip()), 1)
    if source.line(start).strip() != "---":
        return 1, 0
    end = next((n for n in range(start + 1, len(source.lines) + 1) if source.line(n).rstrip() in {"---", "..."}), 0)
    return (start + 1, end - 1) if end > start + 1 else (1, 0)


def front_texts(source: Source) -> YamlTexts | None:
    """Return the texts in a module's front matter, None where it has none."""
    first, last = front_lines(source)
    return YamlTexts(source, front_matter, first, last) if last else None


def translate_module(one: SourceModule, course: Course, use: Use) -> m.Module:
    """Return a module in the language of a course that is a translation. What is not translated, or refused, is told to `use`.

    Its blocks are those of its source: only words come from the translation (`transfer`).
    """
    module = one.module
    change = use.rewrite(one.source.path)
    texts = front_texts(one.source)
    source = texts.rewritten(change) if texts else one.source
    target, body = translate_body(one, use, source, change)
    fields: dict[str, object] = {
        name: getattr(target.meta, name)
        for name in _META
        if _alike(getattr(module.meta, name), getattr(target.meta, name))
    }
    ours, theirs = module.meta, target.meta
    if len(ours.objectives) == len(theirs.objectives):
        pairs = zip(ours.objectives, theirs.objectives, strict=True)
        fields["objectives"] = tuple(replace(one, text=new.text) for one, new in pairs)
    if ours.lengths.keys() == theirs.lengths.keys():
        fields["lengths"] = theirs.lengths
    if not (use.catalog and use.catalog.reviewed):  # who reviewed the source did not read the translation
        fields |= {"reviewed": None, "reviewed_by": ()}
    meta = module.meta.model_copy(update={**fields, "lang": course.file.lang})
    translated = replace(module, meta=meta, body=body, terms=course.terms)
    return translate_assets(translated, use)


def translate_body(
    one: SourceModule, use: Use, source: Source, change: Rewrite
) -> tuple[m.Module, tuple[m.Block, ...]]:
    """Return a module as it is with other words, and the blocks of its source with as many of these words as they can take.

    `source` has other words in its front matter, `change` gives those of its text. What is refused is told to `use`.
    """
    found = Problems()
    target = one.parse(source, change, found)
    known = {(problem.code, problem.at.path, problem.at.line) for problem in one.found}
    for problem in found:
        if problem.code in _OF_WORDS or (problem.code, problem.at.path, problem.at.line) in known:
            continue
        if problem.severity is Severity.ERROR:
            use.refuse(problem.at, problem.message)
    transfer = Transfer(use, one.module.lang)
    return target, transfer.blocks(one.module.body, target.body, Span(one.source.path))


_OF_WORDS = frozenset({ProblemCode.NUMBER_WITHOUT_SOURCE})
"""What is wrong by words of the source's language, such as “made up”: the source was looked at for it."""

_META = (
    "title", "description", "level", "audience", "keywords", "content_note", "materials", "cover_alt",
    "prerequisites", "questions", "keypoints", "reviewed_by",
)  # fmt: skip


def _alike(source: object, target: object) -> bool:
    if isinstance(source, tuple) and isinstance(target, tuple):
        return len(source) == len(target)
    return bool(source) == bool(target)
