"""Several documents as one: a lesson of several files becomes one module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import TypeVar, cast

from builder.core.frozen import replace
from builder.importing.document import DocRun, DocTopic, Document

T = TypeVar("T")


def join_documents(documents: Sequence[Document]) -> Document:
    """Return documents as one. The first says what the whole is; each further one with a title of its own is a part under it.

    Ids and labels of footnotes get the number of their document, so that none stands for two things.
    """
    if len(documents) == 1:
        return documents[0]
    first, *others = (_with_file_number(document, number) for number, document in enumerate(documents, 1))
    topics = [*first.topics]
    footnotes = {**first.footnotes}
    words = Counter(first.words)
    for other in others:
        if other.title or other.opening:
            at = other.topics[0].at if other.topics else first.topics[0].at
            topics.append(DocTopic((DocRun(other.title),), other.opening, level=1, at=at))
        topics += other.topics
        footnotes |= other.footnotes
        words.update(other.words)
    return replace(first, topics=tuple(topics), footnotes=footnotes, words=dict(words))


def _with_file_number(document: Document, number: int) -> Document:
    """Return a document with the number of its file in the ids of its topics and the labels of its footnotes."""

    def link(target: str) -> str:
        return f"part-{number}-{target}"

    def label(name: str) -> str:
        return f"{number}-{name}"

    return replace(
        document,
        topics=tuple(
            replace(one, id=link(one.id) if one.id else "") for one in with_new_ids(document.topics, link, label)
        ),
        opening=with_new_ids(document.opening, link, label),
        footnotes={label(name): with_new_ids(blocks, link, label) for name, blocks in document.footnotes.items()},
    )


def with_new_ids(value: T, link: Callable[[str], str], label: Callable[[str], str] = str) -> T:
    """Return blocks, or anything that holds runs, with other ids that their runs lead to, and other labels that they call.

    `link` gives an id for an id, "" for none; `label` a label for a label.
    """
    if isinstance(value, DocRun):
        target = link(value.link[1:]) if value.link.startswith("#") else ""
        to = f"#{target}" * bool(target) if value.link.startswith("#") else value.link
        return cast("T", replace(value, link=to, footnote=label(value.footnote) if value.footnote else ""))
    if isinstance(value, tuple):
        return cast("T", tuple(with_new_ids(one, link, label) for one in value))
    if is_dataclass(value) and not isinstance(value, type):
        changes = {
            field.name: with_new_ids(getattr(value, field.name), link, label)
            for field in fields(value)
            if not isinstance(getattr(value, field.name), str | bytes | int | Mapping)
        }
        return cast("T", replace(value, **changes)) if changes else value
    return value
