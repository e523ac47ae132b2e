"""The catalogue as data for search engines and scripts: JSON-LD in each page, and catalogue.json.

JSON-LD follows schema.org's LearningResource and Bioschemas' TrainingMaterial profile, version 1.0-RELEASE.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from builder.core.addresses import WEB, address_or_none
from builder.model.catalogue import ArtifactRow, CatalogueEntry
from builder.model.outputs import LICENSES, license_name

PROFILE = "https://bioschemas.org/profiles/TrainingMaterial/1.0-RELEASE"

SCHEMA = 1
"""The version of catalogue.json's format."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "html": "text/html",
    "gift": "text/plain",
}

_KINDS = {"handout": "handout", "workbook": "workbook", "slides": "slides", "slides-share": "slides", "guide": "guide"}
"""The `learningResourceType` of our editions; schema.org allows any text."""


def address(entry: CatalogueEntry, path: str) -> str:
    """Return the URL of a file of the site: absolute when the course has a URL, else relative to the index."""
    return f"{entry.url.rstrip('/')}/{path}" if entry.url else path


def linked_data(entry: CatalogueEntry, rows: Iterable[ArtifactRow], page: str, none_needed: str = "") -> dict[str, Any]:
    """Return a module as JSON-LD, with all required and recommended fields of the profile for which the module has data.

    `none_needed` is the text for a module without prerequisites.
    """
    rows, here = tuple(rows), address(entry, page)
    license_url = LICENSES.get(entry.license) or address_or_none(entry.license, WEB)
    named = {"@type": "CreativeWork", "name": license_name(entry.license)} if entry.license else ""
    data: dict[str, Any] = {
        "@context": ["https://schema.org", {"dct": "http://purl.org/dc/terms/"}],
        "@type": "LearningResource",
        "@id": here,
        "dct:conformsTo": {"@id": PROFILE, "@type": "CreativeWork"},
        "name": entry.title,
        "description": entry.description,
        "keywords": ", ".join(entry.keywords or (entry.title,)),
        "about": [{"@type": "DefinedTerm", "name": word} for word in entry.keywords],
        "abstract": entry.description,
        "audience": [{"@type": "Audience", "audienceType": who} for who in entry.audience],
        "author": [{"@type": "Organization", "name": name} for name in entry.authors],
        "competencyRequired": list(entry.prerequisites) or none_needed,
        "educationalLevel": entry.level,
        "identifier": entry.id,
        "inLanguage": [entry.lang],
        "learningResourceType": list(
            dict.fromkeys(_KINDS.get(str(row["edition"]), str(row["edition"])) for row in rows)
        ),
        "license": license_url or named,
        "mentions": [
            {"@type": "CreativeWork", "name": source.words, **({"url": source.url} if source.url else {})}
            for source in entry.sources
        ],
        "teaches": list(entry.objectives),
        "timeRequired": f"PT{entry.minutes}M" if entry.minutes else "",
        "url": here,
        "accessMode": ["textual", "visual"],
        "creativeWorkStatus": "Under development" if entry.draft_notice else "Active",
        "dateModified": entry.date,
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "Course", "name": entry.course} if entry.course else None,
        "version": entry.version,
        "encoding": [_media(entry, row) for row in rows],
    }
    return {key: value for key, value in data.items() if value not in ("", [], None)}


def whole_course_entry(course: CatalogueEntry, modules: Iterable[CatalogueEntry]) -> CatalogueEntry:
    """Return the course's entry with the combined data of its modules, for JSON-LD, which needs the same fields as a module."""
    modules = tuple(modules)
    return course.model_copy(
        update={
            "audience": tuple(dict.fromkeys(who for entry in modules for who in entry.audience)),
            "level": ", ".join(dict.fromkeys(entry.level for entry in modules if entry.level)),
            "minutes": sum(entry.minutes for entry in modules),
            "objectives": tuple(dict.fromkeys(words for entry in modules for words in entry.objectives)),
            "sources": tuple(dict.fromkeys(source for entry in modules for source in entry.sources)),
        }
    )


def _media(entry: CatalogueEntry, row: ArtifactRow) -> dict[str, Any]:
    form = str(row["format"])
    return {
        "@type": "MediaObject",
        "name": row["path"].rsplit("/", 1)[-1],
        "contentUrl": address(entry, row["path"]),
        "encodingFormat": MEDIA_TYPES.get(form, "application/octet-stream"),
        "contentSize": str(row["bytes"]),
        "sha256": row["sha256"],
        "inLanguage": row["language"],
    }


def script_json(data: dict[str, Any]) -> Markup:
    """Return data as JSON for a `<script>` element, with `&<>` escaped so that it cannot end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # escaped above


def catalogue_json(
    title: str, version: str, modules: Iterable[tuple[CatalogueEntry, str, Iterable[ArtifactRow]]]
) -> bytes:
    """Return catalogue.json: each module's entry, page, and files as in manifest.json."""
    listed = [
        {**entry.model_dump(exclude_defaults=True), "page": page, "files": [dict(row) for row in rows]}
        for entry, page, rows in modules
    ]
    whole = {"schema": SCHEMA, "title": title, "version": version, "modules": listed}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
