"""A copy for reviewers that comes home: which module it is of, what was done with it, and what that makes of the source."""

from __future__ import annotations

from datetime import date
from functools import partial

from builder.build import imprint_of, read_module, selection_hash
from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass, replace
from builder.core.problems import Problems
from builder.core.source import SOURCE_BYTES, Source, Unreadable, decode
from builder.model.course import Course
from builder.model.module import Module
from builder.model.outputs import Variant
from builder.model.remarks import REMARKS
from builder.returning.edits import SourceFile, unified_diff
from builder.returning.review.compare import Compared, compare
from builder.returning.review.findings import ReviewFinding
from builder.returning.review.notes import merge_notes
from builder.returning.review.passages import MadeCopy, without_line
from builder.returning.review.patch import Texts, make_patch
from builder.returning.review.reading import ReturnedCopy, read_copy
from builder.theme.theme import Theme
from builder.transform.editions import EDITIONS
from builder.transform.lengths import cut
from builder.transform.selection import select
from builder.writers.docx.words import digest

_EDITION = EDITIONS["review"]
_ENOUGH = 0.3
"""The share of a copy's passages that a module must have, where the copy does not say whose it is."""


class ForeignCopyError(Unreadable):
    """A file is no copy for reviewers."""


@dataclass(frozen=True)
class HomeCopy:
    """What a copy gives. `source` is `module.md` with the changes that can be applied, `notes` is `module.review.md` with the rest.

    Both are as they were where nothing is new; `was` and `notes_were` say how they were. `patch` is the difference of the first.
    `words` has, of each passage of known place whose words differ, its name, its words as made, and as they came back.
    """

    name: str
    findings: tuple[ReviewFinding, ...]
    older: bool
    was: bytes
    source: bytes
    patch: str
    notes_were: str
    notes: str
    words: tuple[tuple[str, str, str], ...]


def bring_home(
    folder: Folder, course: Course, theme: Theme, data: bytes, epoch: date | None, *, authors: bool
) -> HomeCopy:
    """Return what a reviewer did with a copy. Raises Unreadable for what is no copy of a module of this course."""
    copy = read_copy(data)
    read = partial(_make, folder, course, theme, epoch=epoch)
    name, made, module = _find(copy, course, read)
    found = compare(copy, made, module)
    path = f"modules/{name}/module.md"
    file = SourceFile(path, folder.data(path, SOURCE_BYTES))
    source, findings = _apply(found, file, made, read, name)
    notes_path = f"modules/{name}/{REMARKS}"
    kept = decode(folder.data(notes_path, SOURCE_BYTES)) if folder.is_there(notes_path) else ""
    notes = merge_notes(kept, findings, authors=authors)
    patch = unified_diff(path, file.data, source)
    words = tuple((passage.name, base, passage.now) for passage, _, base in found.changed)
    return HomeCopy(name, findings, found.older, file.data, source, patch, kept, notes, words)


def _apply(
    found: Compared, file: SourceFile, made: MadeCopy, read: partial[tuple[MadeCopy, Module] | None], name: str
) -> tuple[bytes, tuple[ReviewFinding, ...]]:
    """Return the source with what can be applied, and the findings with what became of each."""

    def texts(data: bytes) -> Texts | None:
        result = read(name, Source(file.path, decode(data)))
        return result[0].texts if result else None

    patch = make_patch(found.changed, file, made.texts, texts)
    result = file.apply(patch.edits)
    applied = {passage.name for passage, _, _ in found.changed} - patch.refused.keys()
    findings = tuple(
        one if one.state or one.kind in {"comment", "answer"} or not one.passage
        else replace(one, state="applied" if one.passage in applied else patch.refused.get(one.passage, "it changes nothing"))
        for one in found.findings
    )  # fmt: skip
    return result.data, findings


def _make(
    folder: Folder, course: Course, theme: Theme, name: str, changed: Source | None = None, *, epoch: date | None
) -> tuple[MadeCopy, Module] | None:
    """Return the copy that a module gives, None where it has errors that it had not."""
    from builder.writers.docx.write import write_placed

    problems = Problems()
    read = read_module(folder, course, name, problems, changed)
    module = read and cut(read, None, problems)
    if module is None or (changed is not None and problems.has_errors):
        return None
    chosen = select(module, _EDITION)
    imprint = replace(imprint_of(module, course, epoch), source_hash=selection_hash(chosen))
    data, places = write_placed(chosen, _EDITION, theme, Variant(course.file.paper), imprint)
    return MadeCopy(read_copy(data), places), module


def _find(
    copy: ReturnedCopy, course: Course, read: partial[tuple[MadeCopy, Module] | None]
) -> tuple[str, MadeCopy, Module]:
    """Return the module that a copy is of, by what it says, else by its words."""
    digests = {words for one in copy.paragraphs for _, _, words in one.names}
    digests = digests or {digest(without_line(one).before) for one in copy.paragraphs if len(one.before.split()) > 3}
    if not digests and not copy.module:
        raise ForeignCopyError(
            "it is not a copy for reviewers", hint="`coursewright build MODULE --edition review` makes one"
        )
    best: tuple[float, str, MadeCopy, Module] | None = None
    for name in sorted(course.modules, key=lambda one: (one != copy.module, one)):
        result = read(name)
        if result is None:
            continue
        made, module = result
        if copy.module and module.id == copy.module:
            return name, made, module
        ours = {words for one in made.copy.paragraphs for line, _, words in one.names if line}
        share = len(digests & ours) / max(1, len(digests))
        if not copy.module and share >= _ENOUGH and (best is None or share > best[0]):
            best = share, name, made, module
    if best is not None:
        return best[1:]
    whose = (
        f"it is a copy of the module `{copy.module}`, which this course does not have"
        if copy.module
        else "no module of this course has its words"
    )
    raise Unreadable(whose, hint="name the course's folder with -C")
