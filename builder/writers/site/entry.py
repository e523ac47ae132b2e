"""Makes a module's entry in the catalogue: its metadata, contents, sources and version history."""

from __future__ import annotations

import re

from builder.core.addresses import NO_ADDRESS
from builder.core.source import clean_line
from builder.core.typography import typeset
from builder.model import module as m
from builder.model.catalogue import (
    CatalogueContact,
    CatalogueEntry,
    CatalogueHeading,
    CatalogueSource,
    CatalogueWay,
    Release,
)
from builder.model.outputs import Imprint
from builder.transform.contacts import NumberWords, link_numbers, services
from builder.writers.shared.back_matter import collect_back_matter
from builder.writers.site.search_words import search_words

_VERSION = re.compile(r"^##\s+\[?v?(?P<version>[^\s\]()]+)\]?(?:[\s(–—:-]+(?P<date>[^)]*?)\)?)?\s*$")
_CHANGE = re.compile(r"^[-*+]\s+(?P<words>.*)")


def entry_of(
    handout: m.Module, imprint: Imprint, style: str, changelog: str = "", prerequisites: tuple[str, ...] = ()
) -> CatalogueEntry:
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
        history=releases("\n".join(typeset(line, meta.lang) for line in changelog.splitlines())),
        search=search_words(handout),
    )


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


def releases(changelog: str) -> tuple[Release, ...]:
    """Return the versions in a changelog, in its order (keepachangelog.com: `## 1.2.0 - 2026-11-25`, then a list).

    Indented lines continue the item before them; other lines are ignored.
    """
    found: list[Release] = []
    for line in (clean_line(one)[0] for one in changelog.splitlines()):
        if version := _VERSION.match(line):
            found.append(Release(version=version["version"], date=(version["date"] or "").strip()))
        elif found and (change := _CHANGE.match(line)):
            found[-1] = found[-1].model_copy(update={"changes": (*found[-1].changes, change["words"].strip())})
        elif found and found[-1].changes and line.startswith(" ") and line.strip():
            *before, last = found[-1].changes
            found[-1] = found[-1].model_copy(update={"changes": (*before, f"{last} {line.strip()}")})
    return tuple(found)
