"""Slides that belong to no topic: title, objectives, content note, agenda, parts, sources, closing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from builder.core.addresses import NO_ADDRESS
from builder.core.frozen import replace
from builder.core.source import NOWHERE, Span
from builder.core.typography import NO_BREAK
from builder.model import module as m
from builder.model.outputs import LICENSES, Imprint, license_name
from builder.model.references import Work, opening_notes
from builder.slides.deck.deck import SEPARATOR, PictureContent, Run, SlideLine
from builder.slides.deck.logo import logo_on
from builder.slides.outline import notes
from builder.slides.outline.agenda import MOST, agenda, part_lines
from builder.slides.outline.context import Context
from builder.slides.outline.runs import to_runs
from builder.slides.outline.slide_draft import PLAIN, SlideDraft
from builder.theme.drawings import apply_colors
from builder.transform.agenda import FEWEST

ROOMY = 8
"""A list of contents with more lines uses the layout `contents`, which sets them closer."""


def opening(context: Context, imprint: Imprint) -> list[SlideDraft]:
    """Return the slides before the first topic: title, objectives, content note, agenda."""
    meta = context.module.meta
    title = SlideDraft("title", (Run(meta.title),), Span(context.module.path))
    picture = _cover_picture(context)
    if picture or has_motif(context):
        title.layout = "cover"
    if picture:
        title.shown["picture"] = picture
    title.shown["subtitle"] = _text(meta.description)
    title.shown["kicker"] = [*_text(imprint.course), *_text(_brief(context, imprint))]
    title.shown["facts"] = _text(" · ".join(meta.audience))
    title.shown["notice"] = _text(imprint.draft_notice)
    _logo(title, "logo", context)
    title.opening.append(notes.label(context, "deck-facilitator-copy"))
    needs = context.module.prerequisites(lambda title: context.label("needs-module", title=title))
    for key, values in (("needs", needs), ("bring", meta.materials)):
        if values:
            title.opening += [notes.label(context, key), *_bullets(values)]
    drafts = [title]
    if meta.objectives:
        objectives = SlideDraft(PLAIN, (Run(context.label("objectives")),), NOWHERE)
        objectives.text("body").extend(_bullets(tuple(one.text for one in meta.objectives)))
        drafts.append(objectives)
    if meta.content_note:
        lines = [SlideLine((Run(text.strip()),)) for text in meta.content_note.split("\n\n") if text.strip()]
        if _has_own_note(context.module):
            title.opening += [notes.label(context, "deck-content-note"), *lines]
        else:
            note = SlideDraft(PLAIN, (Run(context.label("deck-content-note")),), NOWHERE)
            note.text("body").extend(lines)
            drafts.append(note)
    session = agenda(context)
    drafts += [session] if session else _contents(context)
    return drafts


def _contents(context: Context) -> list[SlideDraft]:
    """Return the slide that lists topics without times; [] for few topics, and for too many."""
    lines = list(_topics(context.module.body, context))
    if len(lines) > MOST:
        lines = [replace(line, bullet="disc", bound=False) for line in lines if line.bound]
        lines = lines if len(lines) <= MOST else []
    if sum(line.bullet == "disc" for line in lines) < FEWEST:
        return []
    layout = "contents" if len(lines) > ROOMY else PLAIN
    contents = SlideDraft(layout, (Run(context.label("deck-contents")),), NOWHERE)
    contents.text("body").extend(lines)
    return [contents]


def _topics(blocks: Sequence[m.Block], context: Context, level: int = 0) -> Iterator[SlideLine]:
    """Yield a line for each part and each topic that is not optional, with a link to its first slide."""
    for block in blocks:
        if isinstance(block, m.Topic) and not block.optional and block.title:
            yield SlideLine((Run(m.plain(*block.title), jump=block.id),), level, bullet="disc", at=block.at)
        elif isinstance(block, m.Part):
            yield SlideLine((Run(m.plain(*block.title), bold=True, jump=block.id),), level, bound=True, at=block.at)
            yield from _topics(block.body, context, level)


def _has_own_note(module: m.Module) -> bool:
    """Say whether the module's body has a content note at or before its first topic; then no slide is made for another."""
    first = next(
        (index for index, block in enumerate(module.body) if isinstance(block, m.Topic | m.Part)), len(module.body)
    )
    return any(isinstance(node, m.ContentNote) for node in m.walk(*module.body[: first + 1]))


def _brief(context: Context, imprint: Imprint) -> str:
    """Return the module's number and minutes, for a line of its own under the course: one line for all would break at a dot."""
    minutes = context.module.meta.minutes
    number = context.label("module-number", number=imprint.number) if imprint.number else ""
    brief = SEPARATOR.join(filter(None, (number, context.minutes(minutes) if minutes else "")))
    return brief.replace(" ", NO_BREAK)


def has_motif(context: Context) -> bool:
    """Say whether the title slide has a motif: an organization's own template has a title slide of its own."""
    theme = context.theme
    return theme.tokens.cover == "motif" and theme.template is None and _cover_picture(context) is None


def _cover_picture(context: Context) -> PictureContent | None:
    """Return the picture of a module's cover, None without one."""
    meta = context.module.meta
    asset = context.module.assets.get(meta.cover)
    if asset is None:
        return None
    drawn = replace(asset, data=apply_colors(asset.data, asset.media_type, context.theme.colors))
    return PictureContent(drawn, meta.cover_words, decorative=not meta.cover_words)


def _text(text: str) -> list[SlideLine]:
    return [SlideLine((Run(text),))] if text else []


def _bullets(values: Sequence[str]) -> list[SlideLine]:
    return [SlideLine((Run(value),), bullet="disc") for value in values]


def section(part: m.Part, context: Context) -> SlideDraft:
    """Return the slide that opens a part of a long module, with the part's own agenda."""
    draft = SlideDraft("section", (), part.at)
    draft.title = to_runs(part.title, context, draft.gathered) or (Run(context.label("deck-untitled")),)
    draft.ids.append(part.id)
    if lines := part_lines(part, context):
        draft.text("text").extend(lines)
    draft.icon = context.theme.icon("part", part.icon)
    return draft


def closing(context: Context, imprint: Imprint) -> list[SlideDraft]:
    """Return the slides after the last topic: the sources in full, then license, contact and draft notice."""
    drafts = []
    if context.module.works:
        sources = SlideDraft("sources", (Run(context.label("sources")),), NOWHERE)
        works = sorted(context.module.works.values(), key=lambda work: (work.full().casefold(), work.id))
        opened = opening_notes(works, context.label)
        for mark, meaning in opened.legend:
            sources.text("left").append(SlideLine((Run(f"{mark} ", bold=True), Run(meaning))))
        sources.text("left").extend(_source(work, opened.notes[work.id]) for work in works)
        drafts.append(sources)
    meta = context.module.meta
    last = SlideDraft("closing", (Run(context.label("deck-closing")),), NOWHERE)
    body = last.text("body")
    body += _text(imprint.draft_notice)
    if imprint.course:
        body.append(SlideLine((Run(context.label("deck-part-of", course=imprint.course), link=imprint.url),)))
    if meta.authors:
        body += _text(context.label("deck-by", names=", ".join(meta.authors)))
    name = meta.license or imprint.license
    if name:
        body.append(
            SlideLine(
                (Run(context.label("deck-license", license=license_name(name)), link=LICENSES.get(name, NO_ADDRESS)),)
            )
        )
    for contact in imprint.contacts:
        body += _text(contact)
    _logo(last, "logo", context)
    return [*drafts, last]


def _source(work: Work, note: str) -> SlideLine:
    """Return a source in full, with its site's name as the link: programs break long addresses badly."""
    host = urlsplit(work.address).hostname or ""
    link = (Run(" "), Run(host.removeprefix("www."), link=work.address)) if host else ()
    return SlideLine((Run(f"{work.full()} {note}".rstrip()), *link))


def _logo(draft: SlideDraft, slot: str, context: Context) -> None:
    if context.theme.logo:
        draft.shown[slot] = PictureContent(
            logo_on(context.theme, context.theme.colors["ground"]), context.theme.logo.alt
        )
