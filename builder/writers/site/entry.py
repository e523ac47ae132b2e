"""Makes a module's entry in the catalogue: its metadata, contents, sources and version history."""

from __future__ import annotations

from typing import Any

from builder.core.addresses import NO_ADDRESS
from builder.model import module as m
from builder.model.catalogue import (
    CatalogueContact,
    CatalogueEntry,
    CatalogueHeading,
    CatalogueSource,
    CatalogueWay,
)
from builder.model.outputs import Imprint
from builder.transform.contacts import NumberWords, link_numbers, services
from builder.writers.shared.back_matter import collect_back_matter
from builder.writers.site.search_words import search_words


def entry_of(handout: m.Module, imprint: Imprint, style: str, prerequisites: tuple[str, ...] = ()) -> CatalogueEntry:
    """Return the entry of a module. `handout` is the module after `select` for the handout: the page is public.

    `style` is the CSL style of its sources, `changelog` the text of its CHANGELOG.md ("" without one), `prerequisites` the
    prerequisites as printed.
    """
    meta, back_matter = handout.meta, collect_back_matter(handout, style)
    return CatalogueEntry(
        id=meta.id,
        lang=meta.lang,
        title=meta.title,
        description=meta.description,
        number=imprint.number,
        objectives=tuple(one.text for one in meta.objectives),
        keywords=meta.keywords,
        authors=meta.authors,
        audience=meta.audience,
        level=meta.level,
        minutes=meta.minutes or 0,
        prerequisites=prerequisites,
        content_note=meta.content_note,
        status=meta.status,
        license=meta.license or imprint.license,
        version=meta.version,
        checked=meta.checked.isoformat() if meta.checked else "",
        reviewed=meta.reviewed.isoformat() if meta.reviewed else "",
        reviewed_by=meta.reviewed_by,
        date=imprint.date.isoformat() if imprint.date else "",
        draft_notice=imprint.draft_notice,
        course=imprint.course,
        course_version=imprint.course_version,
        url=imprint.url,
        contents=tuple(
            CatalogueHeading(words=m.plain(*node.title), part=isinstance(node, m.Part))
            for node in m.walk(*handout.body)
            if isinstance(node, m.Part | m.Topic) and m.plain(*node.title).strip()
        ),
        sources=tuple(
            CatalogueSource(words=back_matter.bibliography.entries[work.id].striptags(), url=work.address)
            for work in back_matter.sources
        ),
        contacts=tuple(map(_contact, services(link_numbers(handout, NumberWords()).body))),
        history=handout.history,
        search=search_words(handout),
        **_translation(handout.translation),
    )


def _translation(found: m.TranslatedFrom | None) -> dict[str, Any]:
    """Return the fields of an entry that say what its words were translated from."""
    if found is None:
        return {}
    return {"translation_of": found.of, "translated": found.percent, "translation_reviewed": found.reviewed}


def _contact(contact: m.Contact) -> CatalogueContact:
    """Return a service whose numbers are links as the catalogue shows it."""
    ways = [(fact, [node for node in m.walk(fact) if isinstance(node, m.Link)]) for fact in contact.reaches]
    return CatalogueContact(
        name=m.plain(*contact.title),
        purpose="; ".join(m.plain(*fact.content) for fact in contact.purpose),
        ways=tuple(
            CatalogueWay(
                kind=fact.kind,
                words=m.plain(*fact.content),
                url=links[0].target if len(links) == 1 else NO_ADDRESS,
            )
            for fact, links in ways
        ),
    )
