"""Several documents as one: a lesson of several files becomes one module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
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
    first, *others = (_numbered(document, number) for number, document in enumerate(documents, 1))
    topics = [*first.topics]
    footnotes = {**first.footnotes}
    words = Counter(first.words)
    for other in others:
        if other.title or other.opening:
            at = other.topics[0].at if other.topics else replace(first.topics[0].at)
            topics.append(DocTopic((DocRun(other.title),), other.opening, level=1, at=at))
        topics += other.topics
        footnotes |= other.footnotes
        words.update(other.words)
    return replace(first, topics=tuple(topics), footnotes=footnotes, words=dict(words))


def _numbered(document: Document, number: int) -> Document:
    prefix = f"{number}-"
    labels = {f"{prefix}{label}": _renamed(blocks, prefix) for label, blocks in document.footnotes.items()}
    topics = tuple(replace(topic, id=f"part-{prefix}{topic.id}" if topic.id else "") for topic in document.topics)
    return replace(
        document, topics=_renamed(topics, prefix), opening=_renamed(document.opening, prefix), footnotes=labels
    )


def _renamed(value: T, prefix: str) -> T:
    """Return a value with the ids that its runs lead to, and the labels that they call, under new names."""
    if isinstance(value, DocRun):
        link = f"#part-{prefix}{value.link[1:]}" if value.link.startswith("#") else value.link
        return cast("T", replace(value, link=link, footnote=f"{prefix}{value.footnote}" if value.footnote else ""))
    if isinstance(value, tuple):
        return cast("T", tuple(_renamed(one, prefix) for one in value))
    if is_dataclass(value) and not isinstance(value, type):
        changes = {
            field.name: _renamed(getattr(value, field.name), prefix)
            for field in fields(value)
            if not isinstance(getattr(value, field.name), str | bytes | int | Mapping)
        }
        return cast("T", replace(value, **changes)) if changes else value
    return value
