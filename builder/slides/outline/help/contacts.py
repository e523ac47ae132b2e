"""Services to drafts of slides, two on each: the number large under the name, then what to know before one calls.

Who answers and where the facts come from stands in the notes. A line that an organization has not filled in is not shown
empty: its slide says where in the handout there is room for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.core.frozen import replace
from builder.model import module as m
from builder.slides.deck.deck import Run, SlideLine
from builder.slides.deck.forms import HEAD
from builder.slides.outline.context import Context
from builder.slides.outline.headings import Headings
from builder.slides.outline.lines import LineWriter
from builder.slides.outline.notes import notes_lines
from builder.slides.outline.runs import to_runs
from builder.slides.outline.slide_draft import PLAIN, SlideDraft, line_writer, text_lines

HelpBlock = m.Resources | m.Local | m.ContactList | m.Contact

MOST = 2
"""The most services on a slide."""

SHORT = 260
"""Characters of text that may stand in the place of a service, beside the first or last; longer text has its own slide."""

ON_PAPER = ("who", "source", "checked")
"""Facts that stand in the notes, not on the wall."""

SPARED = ("cost",)
"""Facts that stand in the notes, too, and leave the slide where all does not fit (role "lead")."""

_Item = m.Contact | tuple[m.Block, ...]
"""A service, or the text before, between or after services."""


def has_services(block: m.Resources | m.Local) -> bool:
    """Say whether a block lists services as such, and not as text."""
    return any(isinstance(inner, m.ContactList) for inner in block.body)


def help_drafts(block: HelpBlock, headings: Headings, kind: str, context: Context) -> list[SlideDraft]:
    """Return the slides of services and of the text around them. `kind` is the printed name of the block's kind."""
    drafts: list[SlideDraft] = []
    for page in _pages(_items(block)):
        draft = SlideDraft(PLAIN, headings.topic, block.at)
        title = to_runs(block.title, context, draft.gathered) if isinstance(block, m.Resources | m.Local) else ()
        replace(headings, first=headings.first and not drafts).set_title(draft, title, kind)
        draft.ids = [block.id] if block.id and not drafts else []
        _fill(draft, page, context)
        drafts.append(draft)
    if isinstance(block, m.Local) and block.blanks:
        if drafts[-1].layout != PLAIN:
            drafts.append(headings.set_title(SlideDraft(PLAIN, headings.topic, block.at), drafts[0].title, kind))
        drafts[-1].text("body").extend(blank_lines(block, context))
    return drafts


def blank_lines(block: m.Local, context: Context) -> tuple[SlideLine, ...]:
    """Return where there is room for the lines that an organization has not filled in, and which these are."""
    if not block.blanks:
        return ()
    page = context.page("handout", block.id)
    said = context.label("deck-blanks", page=page) if page else context.label("deck-blanks-handout")
    names = (SlideLine((Run(context.blank(name)),), bullet="disc", at=block.at) for name in block.blanks)
    return (SlideLine((Run(said),), bound=True, at=block.at), *names)


def _items(block: HelpBlock) -> Iterator[_Item]:
    """Yield services, and the text between them."""
    if isinstance(block, m.ContactList | m.Contact):
        yield from block.contacts if isinstance(block, m.ContactList) else (block,)
        return
    text: list[m.Block] = []
    for inner in block.body:
        if isinstance(inner, m.ContactList):
            if text:
                yield tuple(text)
            yield from inner.contacts
            text = []
        else:
            text.append(inner)
    if text:
        yield tuple(text)


def _pages(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """Yield what stands on each slide: long text alone, everything else in order, `MOST` at a time."""
    page: list[_Item] = []
    for item in items:
        alone = not isinstance(item, m.Contact) and not _is_short(item)
        if page and (alone or len(page) == MOST):
            yield page
            page = []
        page.append(item)
        if alone:
            yield page
            page = []
    if page:
        yield page


def _is_short(text: tuple[m.Block, ...]) -> bool:
    return all(isinstance(block, m.Paragraph) for block in text) and len(m.plain(*text)) <= SHORT


def _fill(draft: SlideDraft, page: list[_Item], context: Context) -> None:
    """Fill a draft with what stands on its slide, a slot each, or with text in the slot `body` where there is no service."""
    services = [item for item in page if isinstance(item, m.Contact)]
    found: list[tuple[SlideLine, ...]] = []
    for item in page:
        if isinstance(item, m.Contact):
            draft.add_ids(item)
            found.append(_service(item, draft, context))
            facts = tuple(fact for fact in item.facts if fact.kind in (*ON_PAPER, *SPARED) and fact.is_verified)
            if facts:
                draft.prose += notes_lines((replace(item, facts=facts, body=()),), context)
        else:
            draft.add_ids(*item)
            found.append(tuple(text_lines(item, draft, context, 1 if services else 0)))
    shown = [lines for lines in found if lines]
    draft.layout = f"contacts-{len(shown)}" if services and shown else PLAIN
    for place, lines in enumerate(shown, 1):
        draft.text(f"contact-{place}" if services else "body").extend(lines)


def _service(contact: m.Contact, draft: SlideDraft, context: Context) -> tuple[SlideLine, ...]:
    """Return a service: its name and purpose, the ways to reach it (level 0: they are large), what to know.

    Its first line cites the sources of its facts, which are named at the slide's foot.
    """
    writer = line_writer(draft, context)
    cited = [key for fact in contact.origins for key in writer.runs_with_keys(fact.content)[1]]
    lines = tuple(line for line in _service_lines(contact, writer, context) if line.runs)
    if not lines:
        return ()
    return (replace(lines[0], keys=tuple(dict.fromkeys((*lines[0].keys, *cited)))), *lines[1:])


def _service_lines(contact: m.Contact, writer: LineWriter, context: Context) -> Iterator[SlideLine]:
    name, keys = writer.runs_with_keys(contact.title, lang=contact.lang)
    yield SlideLine(name, 1, role=HEAD, bound=True, keys=keys, at=contact.at)
    for fact in contact.purpose:
        runs, keys = writer.runs_with_keys(fact.content, lang=fact.lang)
        yield SlideLine(runs, 1, bound=True, keys=keys, at=fact.at)
    ways = contact.ways
    large = [one for one in ways if one[1].is_number] or list(ways[:1])
    for kind, fact in large:
        runs, keys = writer.runs_with_keys(fact.content, lang=fact.lang)
        key = f"contact-{kind}" if context.has_label(f"contact-{kind}") else f"contact-{fact.kind}"
        lead = (Run(f"{context.label(key)} "),) if fact.is_number else ()
        yield SlideLine((*lead, *runs), 0, keys=keys, at=fact.at)
    for fact in (*(fact for kind, fact in ways if (kind, fact) not in large), *contact.details):
        if fact.kind not in ON_PAPER:
            line = writer.fact(fact, 1)
            yield replace(line, role="lead") if fact.kind in SPARED else line
    yield from writer.lines(contact.body, 1)
    yield from writer.gaps(contact, 1)
