"""`::: contact` divs to records of services: a name, and one fact for each field, `- Call: 988`.

Fields stand in a list, which other tools show as one, or in lines of their own. What is no field is kept as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from builder.core.frozen import replace
from builder.core.nearest import nearest_name
from builder.core.problems import ProblemCode
from builder.core.source import Source
from builder.model import module as m
from builder.model.contact_fields import CONTACT_FIELDS, NAMED_FIELDS
from builder.parse.divs.source import DivContext, DivSource

_LABEL = re.compile(r"\s*([^\W\d_][\w -]{0,22}?)\s*:(?=\s|$)\s*")
"""A field's word and its colon, at the start of a text."""

_LINE_LABEL = re.compile(r"\s*(?:\*{1,2}|_{1,2})?([^\W\d_][\w -]{0,22}?)\s*:")
"""The same at the start of a line of the source."""

_REACHED = re.compile(r"\d{3}|@|\w\.\w")
"""What a number, an address of letters or one of the web has in it."""


def make_contact(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return a service. One without a name, or without a way to reach it, is a problem, and so is a field that is not known."""
    title, body = div.title_and_body()
    facts: list[m.ContactFact] = []
    rest: list[m.Block] = []
    for block in body:
        found, left = _facts_of(context, block)
        facts += found
        rest += left
    contact = m.Contact(title=title, facts=tuple(facts), body=tuple(rest), at=div.at)
    if not title:
        message = "this contact has no name"
        context.problems.add(
            ProblemCode.CONTACT_WITHOUT_NAME, message, div.at, "begin it with `### The service's name`"
        )
    if not any(fact.kind == "where" or _can_reach(fact) for fact in contact.reaches):
        message = "this contact has no number or address: nobody can reach it"
        hint = "write `- Call: 555-0100`, or a `Text:`, `Web:`, `Email:` or `Where:`"
        at = title[0].at.through(title[-1].at) if title else div.at
        context.problems.add(ProblemCode.CONTACT_WITHOUT_NUMBER, message, at, hint)
    return (contact,)


def _can_reach(fact: m.ContactFact) -> bool:
    linked = any(isinstance(node, m.Link) for node in m.walk(*fact.content))
    return linked or bool(_REACHED.search(m.plain(*fact.content)))


def listed(blocks: Iterable[m.Block]) -> tuple[m.Block, ...]:
    """Return blocks in which services that stand one after the other are in one list."""
    found: list[m.Block] = []
    for block in blocks:
        one = m.ContactList(body=(block,), at=block.at) if isinstance(block, m.Contact) else block
        last = found[-1] if found else None
        if isinstance(one, m.ContactList) and isinstance(last, m.ContactList):
            found[-1] = replace(last, body=(*last.body, *one.body))
        else:
            found.append(one)
    return tuple(found)


def _facts_of(context: DivContext, block: m.Block) -> tuple[list[m.ContactFact], list[m.Block]]:
    """Return the facts in a block of a contact, and what of it is no field."""
    match block:
        case m.List():
            facts: list[m.ContactFact] = []
            items: list[m.ListItem] = []
            for item in block.items:
                fact = _fact_of_item(context, item)
                if fact:
                    facts.append(fact)
                else:
                    items.append(item)
            return facts, [replace(block, items=tuple(items))] if items else []
        case m.DefinitionList():
            return _facts_of_definitions(context, block)
        case m.Paragraph():
            pieces = _lines(block, context.source)
            known = [_fact(context, piece) for piece in pieces]
            left = tuple(inline for piece, fact in zip(pieces, known, strict=True) if fact is None for inline in piece)
            return [fact for fact in known if fact], [replace(block, content=left)] if left else []
        case _:
            return [], [block]


def _facts_of_definitions(context: DivContext, block: m.DefinitionList) -> tuple[list[m.ContactFact], list[m.Block]]:
    """Return the facts in a list of terms and meanings, and the entries that are none."""
    facts: list[m.ContactFact] = []
    left: list[m.DefinitionEntry] = []
    for entry in block.entries:
        word = m.plain(*entry.terms).strip(" :")
        texts = [one for meaning in entry.meanings for one in meaning.body]
        kind = _kind(context, word, entry.terms[0]) if all(isinstance(one, m.Paragraph) for one in texts) else ""
        facts += (
            m.ContactFact(kind=kind, content=one.content, at=entry.terms[0].at)
            for one in texts
            if kind and isinstance(one, m.Paragraph)
        )
        left += () if kind else (entry,)
    return facts, [replace(block, entries=tuple(left))] if left else []


def _fact_of_item(context: DivContext, item: m.ListItem) -> m.ContactFact | None:
    """Return the fact that an item of a list is: a field and one paragraph."""
    if len(item.body) != 1 or item.checked is not None:
        return None
    only = item.body[0]
    return _fact(context, only.content) if isinstance(only, m.Paragraph) else None


def _fact(context: DivContext, content: tuple[m.Inline, ...]) -> m.ContactFact | None:
    """Return the fact that running text is when it begins with a field, None for other text."""
    if not content:
        return None
    first, rest = content[0], content[1:]
    if isinstance(first, m.Strong | m.Emphasis):  # `**Call:** 988`, `*Call*: 988`
        word, after = m.plain(first), rest[0] if rest else None
        colon = isinstance(after, m.Text) and after.text.lstrip().startswith(":")
        if not word.rstrip().endswith(":") and not colon:
            return None
        said = word.strip(" :")
        if isinstance(after, m.Text):
            left = after.text.lstrip().removeprefix(":").lstrip()
            rest = (*((replace(after, text=left),) if left else ()), *rest[1:])
    elif isinstance(first, m.Text) and (found := _LABEL.match(first.text)):
        said, left = found[1], first.text[found.end() :]
        rest = (*((replace(first, text=left),) if left else ()), *rest)
    else:
        return None
    kind = _kind(context, said, first)
    return m.ContactFact(kind=kind, content=rest, at=first.at) if kind else None


def _kind(context: DivContext, word: str, node: m.Node) -> str:
    """Return the kind of fact that a word before a colon stands for, or "" with a problem."""
    kind = CONTACT_FIELDS.get(" ".join(word.casefold().split()), "")
    if not kind:
        near = nearest_name(word.casefold(), CONTACT_FIELDS)
        named = next((one for one in NAMED_FIELDS if CONTACT_FIELDS[one.casefold()] == CONTACT_FIELDS.get(near)), "")
        hint = f"did you mean `{named}:`?" if named else f"fields are {', '.join(NAMED_FIELDS)}"
        message = f"`{word}:` is not a field of a contact; it is printed as it stands"
        context.problems.add(ProblemCode.UNKNOWN_FIELD, message, context.source.find(node.at.line, word), hint)
    return kind


def _lines(block: m.Paragraph, source: Source) -> list[tuple[m.Inline, ...]]:
    """Return the content of a paragraph, divided where a line of the source begins with a field."""
    labels = [
        found[1]
        for number in range(block.at.line, block.at.end_line + 1)
        if (found := _LINE_LABEL.match(source.line(number)))
    ]
    if not labels:
        return [block.content]
    start = re.compile(rf"(?:^|(?<=\s))(?=(?:{'|'.join(map(re.escape, labels))})\s*:)")
    pieces: list[list[m.Inline]] = [[]]
    for inline in block.content:
        if isinstance(inline, m.Strong | m.Emphasis) and m.plain(inline).strip(" :") in labels:
            pieces.append([inline])
        elif isinstance(inline, m.Text):
            for text, begins in _divided(inline.text, start):
                if begins and pieces[-1]:
                    pieces.append([])
                pieces[-1].append(replace(inline, text=text))
        else:
            pieces[-1].append(inline)
    return [tuple(_trimmed(piece)) for piece in pieces if piece]


def _divided(text: str, start: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """Yield a text in parts, each with whether it begins with a field."""
    places = [found.start() for found in start.finditer(text)]
    ends = [*places, len(text)]
    if ends[0] > 0:
        yield text[: ends[0]], False
    for begin, end in zip(places, ends[1:], strict=True):
        yield text[begin:end], True


def _trimmed(piece: list[m.Inline]) -> list[m.Inline]:
    """Return a piece of a paragraph without the white space at its ends, where another line began."""
    last = piece[-1]
    if isinstance(last, m.LineBreak):
        return piece[:-1]
    return [*piece[:-1], replace(last, text=last.text.rstrip())] if isinstance(last, m.Text) else piece
