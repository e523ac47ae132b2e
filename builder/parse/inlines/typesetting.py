"""Typographic apostrophes in blocks and records. Runs after ids are made, so that ids do not depend on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel

from builder.core.frozen import replace
from builder.core.typography import Apostrophes, typeset
from builder.model import module as m
from builder.model.frontmatter import Meta
from builder.model.references import Name, Work

_READ = ("caveat", "group", "materials", "method", "backs", "expansion", "locator")
"""Fields of nodes that are typeset. Text alternatives, code and addresses stay as written."""

_META = (
    "title", "description", "level", "audience", "keywords", "authors", "content_note", "prerequisites",
    "materials", "reviewed_by", "cover_alt",
)  # fmt: skip
_WORK = ("title", "container_title", "publisher", "genre")
_NAME = ("family", "given", "literal")

R = TypeVar("R", bound=BaseModel)


def typeset_blocks(blocks: tuple[m.Block, ...], lang: str) -> tuple[m.Block, ...]:
    """Return blocks with their text typeset for `lang`, or for a node's own language."""
    signs = Apostrophes()

    def change(node: m.Node, lang: str) -> tuple[m.Node, str]:
        lang = node.lang or lang
        if not isinstance(node, m.InlineNode | m.Cited):
            signs.before, signs.quoted = "", False  # a new line of text begins
        new = {
            name: typeset(value, lang)
            for name in _READ
            if isinstance(value := getattr(node, name, None), str) and "'" in value
        }
        if isinstance(node, m.Text | m.Abbreviation):
            new["text"] = signs.typeset(node.text, lang)
        elif isinstance(node, m.Code | m.Keyboard):
            signs.before = node.text[-1:]
        elif isinstance(node, m.LineBreak):
            signs.before = " "
        changed = any(getattr(node, name) != value for name, value in new.items())
        return (replace(node, **new) if changed else node), lang  # type: ignore[arg-type]  # those fields are text

    return m.rewrite_blocks(blocks, change, lang)


def typeset_record(record: R, names: Iterable[str], lang: str) -> R:
    """Return a record with the texts in the fields `names` typeset."""
    update: dict[str, object] = {}
    for name in names:
        value = getattr(record, name)
        new = typeset(value, lang) if isinstance(value, str) else tuple(typeset(one, lang) for one in value)
        if new != value:
            update[name] = new
    return record.model_copy(update=update) if update else record


def typeset_meta(meta: Meta, lang: str) -> Meta:
    """Return front matter with its texts typeset."""
    objectives = tuple(replace(one, text=typeset(one.text, lang)) for one in meta.objectives)
    lengths = {length: typeset_record(words, ("description",), lang) for length, words in meta.lengths.items()}
    return typeset_record(meta, _META, lang).model_copy(update={"objectives": objectives, "lengths": lengths})


def typeset_work(work: Work, lang: str) -> Work:
    """Return a source with its titles and names typeset. Addresses and numbers stay."""

    def names(given: tuple[Name, ...]) -> tuple[Name, ...]:
        return tuple(typeset_record(name, _NAME, lang) for name in given)

    people = {"author": names(work.author), "editor": names(work.editor)}
    return typeset_record(work, _WORK, lang).model_copy(update=people)
