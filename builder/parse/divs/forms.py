"""Divs to forms: panels, steps, two sides, timelines, scales, numbers. What does not have the shape of its form stays what it is elsewhere, with a problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from builder.core.frozen import replace
from builder.core.problems import ProblemCode
from builder.core.source import Span
from builder.model import module as m
from builder.parse.divs.source import DivContext, DivSource
from builder.transform.claims import is_made_up

_LIST_OF_PANELS = "write two to six items, `- **Head** text`, in one list"
_LIST_OF_STEPS = "write two to seven items, `1. **Head** text`, in one list"
_STOPS = "write three to six items, `- **Name** text`, in one list, from one pole to the other"
_EVENTS = "write two to six items, `- **April 2018** text` or `- 2018-04: text`, in one list"
_TWO_SIDES = "write two headings, `### One side`, with text under each"

MOST_STOPS = 6
"""Most items of a scale, poles included: it is never divided over slides."""

_FILL = "write its words, or delete it"

_DATE = re.compile(r"(\d{4}(?:-\d{2}){0,2})\s*:\s+")
"""A date before the text of an entry: `2018-04: text`."""

_WHEN = re.compile(r"\b(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?\b")


def make_panels(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return panels, one for each item of the list inside; what stands around the list is kept before or after them."""
    title, body = div.title_and_body()
    place, listed = _only_list(context, body)
    if listed is None or len(listed.items) < 2:
        return _as_it_is(
            context, div, "these are no panels: they are a list of two items at the least", _LIST_OF_PANELS
        )
    icons = context.icons(div.values, "icons", len(listed.items), div.at)
    items = tuple(_panel(item, icon) for item, icon in zip(listed.items, icons, strict=True))
    return (*body[:place], m.Panels(title=title, items=items, caveat=_caveat(div)), *body[place + 1 :])


def make_steps(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return steps, one for each item of the numbered list inside."""
    title, body = div.title_and_body()
    place, listed = _only_list(context, body)
    lettered = listed is not None and listed.numbering.strip("(")[:1].isalpha()  # `a.`: the numbers of steps are drawn
    if listed is None or len(listed.items) < 2 or not listed.ordered or lettered:
        message = "these are no steps: they are a numbered list of two items at the least"
        return _as_it_is(context, div, message, _LIST_OF_STEPS)
    items = tuple(_step(item) for item in listed.items)
    return (
        *body[:place],
        m.Steps(title=title, items=items, start=listed.start, caveat=_caveat(div)),
        *body[place + 1 :],
    )


def make_versus(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return two sides, each a heading and what follows it. A single higher heading before them is the title."""
    headings = [(place, block) for place, block in enumerate(div.body) if isinstance(block, m.Heading)]
    title: tuple[m.Inline, ...] = ()
    if len(headings) == 3 and headings[0][0] == 0 and all(one.level > headings[0][1].level for _, one in headings[1:]):
        title = headings.pop(0)[1].content
    if len(headings) != 2 or headings[0][1].level != headings[1][1].level:
        return _as_it_is(context, div, f"these are not two sides, but {len(headings)}", _TWO_SIDES)
    (first, one), (second, other) = headings
    before = tuple(block for block in div.body[:first] if not (title and isinstance(block, m.Heading)))
    sides = (
        m.Side(head=one.content, body=div.body[first + 1 : second], at=one.at, lang=one.lang),
        m.Side(head=other.content, body=div.body[second + 1 :], at=other.at, lang=other.lang),
    )
    for side in sides:
        if not side.body:
            context.problems.add(ProblemCode.EMPTY_PIECE, "this side has a heading alone", side.at, _FILL)
    return (*before, m.Versus(title=title, items=sides, caveat=_caveat(div)))


def make_scale(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return a scale: a place on it for each item of the list inside, of which the first and the last are its poles."""
    title, body = div.title_and_body()
    place, listed = _only_list(context, body)
    if listed is None or not 3 <= len(listed.items) <= MOST_STOPS:
        message = "this is no scale: it is a list of two poles with one to four stops between them"
        return _as_it_is(context, div, message, _STOPS)
    items = tuple(_stop(item) for item in listed.items)
    return (*body[:place], m.Scale(title=title, items=items, caveat=_caveat(div)), *body[place + 1 :])


def make_timeline(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return a timeline: an entry for each item of the list, term of the definition list, or dated paragraph inside."""
    title, body = div.title_and_body()
    events = tuple(event for block in body for event in _events(block))
    around = tuple(block for block in body if not any(_events(block)))
    if len(events) < 2 or not all(event.head for event in events):
        return _as_it_is(
            context, div, "this is no timeline: it has two dates at the least, each with its text", _EVENTS
        )
    for before, after in pairwise(events):
        if _is_before(after, before):
            message = f"“{m.plain(*after.head)}” comes before “{m.plain(*before.head)}”, and stands after it"
            context.problems.add(ProblemCode.DATES_OUT_OF_ORDER, message, after.at, "put the earliest first")
    return (*around, m.Timeline(title=title, items=events, caveat=_caveat(div)))


def _events(block: m.Block) -> Iterator[m.Event]:
    """Yield the entries of a timeline that a block holds."""
    match block:
        case m.List():
            for item in block.items:
                head, body = _divided(item)
                yield (
                    m.Event(head=head, body=body, at=item.at, lang=item.lang)
                    if head
                    else _dated(item.body, item.at, item.lang)
                )
        case m.DefinitionList():
            for entry in block.entries:
                words = tuple(inline for term in entry.terms for inline in term.content)
                inner = tuple(one for meaning in entry.meanings for one in meaning.body)
                yield m.Event(head=words, body=inner, at=entry.at, lang=entry.lang or block.lang)
        case m.Paragraph() if (
            block.content and isinstance(block.content[0], m.Text) and _DATE.match(block.content[0].text)
        ):
            yield _dated((block,), block.at, block.lang)
        case _:
            return


def _dated(body: tuple[m.Block, ...], at: Span, lang: str) -> m.Event:
    """Return an entry whose date stands before a colon in its text; one without a date has no head."""
    first = body[0] if body else None
    text = first.content[0] if isinstance(first, m.Paragraph) and first.content else None
    found = _DATE.match(text.text) if isinstance(text, m.Text) else None
    if not (found and isinstance(first, m.Paragraph) and isinstance(text, m.Text)):
        return m.Event(body=body, at=at, lang=lang)
    rest = (replace(text, text=text.text[found.end() :]), *first.content[1:])
    head = (replace(text, text=found[1]),)
    return m.Event(head=head, body=(replace(first, content=rest), *body[1:]), at=at, lang=lang)


def _is_before(one: m.Event, other: m.Event) -> bool:
    """Say whether the date of an entry is certainly before that of another: by year, then by month and day where both have one."""
    dates = [_WHEN.search(m.plain(*event.head)) for event in (one, other)]
    first, second = ([int(part) for part in found.groups() if part] if found else [] for found in dates)
    known = min(len(first), len(second))
    return first[:known] < second[:known]


def make_number(context: DivContext, div: DivSource) -> tuple[m.Block, ...]:
    """Return a number shown large. One without a source or a caveat, or larger than its whole, is an error."""
    values, problems = div.values, context.problems
    title, body = div.title_and_body()
    value, of = (values.get(key, "").strip() for key in ("value", "of"))
    caveat = _caveat(div)
    if not value:
        problems.add(ProblemCode.WRONG_VALUE, "this number has no value", div.at, 'write `::: {.number value="92" …}`')
    part, whole = _amount(value), _amount(of)
    if of and (part is None or whole is None or not 0 <= part <= whole or not whole):
        message = f"`{value}` of `{of}` is not a part of a whole"
        problems.add(ProblemCode.WRONG_VALUE, message, context.source.find(div.at.line, of), "`value` is at most `of`")
        of = ""
    source = context.cited(values.get("source", ""), div.at)
    missing = [
        *([] if source or is_made_up(caveat) else ['`source="key"`']),
        *([] if caveat else ['`caveat="…"`, or `caveat="none"`']),
        *([] if body or title else ["under it what it counts"]),
    ]
    if missing:
        message = "this number lacks what people need to judge it"
        problems.add(ProblemCode.NUMBER_WITHOUT_SOURCE, message, div.at, f"write {' and '.join(missing)}")
    told = "" if caveat.casefold() == "none" else caveat
    return (m.Number(title=title, value=value, of=of, body=body, caveat=told, source=source),)


def _amount(text: str) -> float | None:
    """Return a number as written, with commas between thousands; None for any other text."""
    return float(text.replace(",", "")) if re.fullmatch(r"[0-9][0-9,]{0,15}(?:\.[0-9]{1,9})?", text) else None


def _as_it_is(context: DivContext, div: DivSource, message: str, hint: str) -> tuple[m.Block, ...]:
    """Report a div that has not the shape of its form, and return its blocks as they would stand without it."""
    context.problems.add(ProblemCode.FORM_AS_LIST, message, div.at, hint)
    if not (caveat := _caveat(div)):
        return div.body
    said = m.Paragraph(content=(m.Text(text=caveat),), at=div.at)
    match div.body:
        case (*before, m.List() as last):  # on slides a paragraph after a list would be in the notes alone
            return (*before, replace(last, items=(*last.items, m.ListItem(body=(said,), at=div.at))))
        case _:
            return (*div.body, said)


def _caveat(div: DivSource) -> str:
    return div.values.get("caveat", "").strip()


def _only_list(context: DivContext, body: Sequence[m.Block]) -> tuple[int, m.List | None]:
    """Return the only list of a div with its place, None where there is none, or several. Items of no words are left out."""
    found = [(place, block) for place, block in enumerate(body) if isinstance(block, m.List)]
    if len(found) != 1:
        return 0, None
    place, listed = found[0]
    for item in listed.items:
        if not item.body:
            context.problems.add(ProblemCode.EMPTY_PIECE, "this item has no words; it is left out", item.at, _FILL)
    return place, replace(listed, items=tuple(item for item in listed.items if item.body))


def _panel(item: m.ListItem, icon: str) -> m.Panel:
    head, body = _divided(item)
    return m.Panel(head=head, body=body, icon=icon, at=item.at, lang=item.lang)


def _stop(item: m.ListItem) -> m.Stop:
    head, body = _divided(item)
    if not head and body and isinstance(body[0], m.Paragraph):  # a name is enough
        head, body = body[0].content, body[1:]
    return m.Stop(head=head, body=body, at=item.at, lang=item.lang)


def _step(item: m.ListItem) -> m.Step:
    head, body = _divided(item, colon=True)  # a step may stand on one line with its head
    return m.Step(head=head, body=body, at=item.at, lang=item.lang)


def _divided(item: m.ListItem, *, colon: bool = False) -> tuple[tuple[m.Inline, ...], tuple[m.Block, ...]]:
    """Return the bold words with which an item begins, and what follows them. A colon after them stays if `colon`."""
    first = item.body[0] if item.body else None
    strong = first.content[0] if isinstance(first, m.Paragraph) and first.content else None
    if not isinstance(first, m.Paragraph) or not isinstance(strong, m.Strong):
        return (), item.body
    head, rest = strong.content if colon else _without_colon(strong.content), list(first.content[1:])
    if rest and isinstance(rest[0], m.Text):
        text = rest[0].text.lstrip()
        if text.startswith(":"):
            head, text = (*head, m.Text(text=":", at=rest[0].at)) if colon else head, text[1:].lstrip()
        rest[:1] = [replace(rest[0], text=text)] if text else []
    if not m.plain(*rest).strip():  # a source or a footnote alone belongs to the head
        return (*head, *rest), item.body[1:]
    return head, (replace(first, content=tuple(rest)), *item.body[1:])


def _without_colon(content: tuple[m.Inline, ...]) -> tuple[m.Inline, ...]:
    last = content[-1]
    if isinstance(last, m.Text) and last.text.endswith(":"):
        return (*content[:-1], replace(last, text=last.text[:-1].rstrip()))
    return content
