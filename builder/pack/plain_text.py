"""Blocks as plain text, for an e-mail: paragraphs, lists and lines that a mail program sets as it likes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.core.bidi import direction, unmarked
from builder.model import module as m
from builder.writers.shared.labels import Labels


def plain_text(blocks: Iterable[m.Block], labels: Labels) -> str:
    """Return blocks as text: paragraphs with an empty line between them, addresses behind their words."""
    text = "\n\n".join(filter(None, (_block(block, labels) for block in blocks)))
    return unmarked(text, direction(labels.lang)) + "\n"


def _block(block: m.Block, labels: Labels) -> str:
    match block:
        case m.Paragraph() | m.Heading():
            return _words(block.content)
        case m.List():
            marks = (f"{n}." for n in range(block.start, block.start + len(block.items))) if block.ordered else None
            return "\n".join(_item(item.body, next(marks) if marks else "-", labels) for item in block.items)
        case m.Table():
            rows = (" | ".join(_words(cell.content) for cell in row.cells) for row in block.rows)
            return "\n".join((*filter(None, [_words(block.caption)]), *rows))
        case m.ContactList():
            return "\n\n".join(_contact(contact, labels) for contact in block.contacts)
        case m.FormFields():
            return "\n".join(_to_fill(_words(field.label), labels) for field in block.fields)
        case m.Local():
            blanks = (_to_fill(labels.blank(name), labels) for name in block.blanks)
            return "\n\n".join(filter(None, (_words(block.title), plain_text(block.body, labels).strip(), *blanks)))
        case m.Container():
            return "\n\n".join(filter(None, (_words(block.title), plain_text(block.body, labels).strip())))
        case _:
            return " ".join(m.plain(block).split())


def _to_fill(name: str, labels: Labels) -> str:
    return f"{labels('lead-in', name=name)} ______"


def _item(body: tuple[m.Block, ...], mark: str, labels: Labels) -> str:
    lines = plain_text(body, labels).strip().splitlines()
    return "\n".join(
        f"{mark} {line}" if not number else f"  {line}" if line else "" for number, line in enumerate(lines)
    )


def _contact(contact: m.Contact, labels: Labels) -> str:
    facts = [
        f"{labels('lead-in', name=labels(f'contact-{fact.kind}'))} {_words(fact.content)}"
        for fact in contact.facts
        if fact.is_verified
    ]
    if contact.unverified:
        names = ", ".join(labels(f"contact-{kind}") for kind in contact.unverified)
        facts.append(labels("review-gaps", names=names))
    return "\n".join((_words(contact.title), *(f"  {fact}" for fact in facts)))


def _words(content: tuple[m.Inline, ...]) -> str:
    return " ".join("".join(_inlines(content)).split(" ")).strip()


def _inlines(content: Iterable[m.Inline]) -> Iterator[str]:
    for inline in content:
        match inline:
            case m.LineBreak():
                yield "\n"
            case m.Link():
                words = m.plain(*inline.content)
                shown = str(inline.target).removeprefix("mailto:").removeprefix("tel:")
                yield words if shown in words else f"{words} ({shown})"
            case _:
                yield m.plain(inline)
