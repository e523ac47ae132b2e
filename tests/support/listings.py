"""Made-up catalogues of any size, with the difficult content of real ones."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from builder.core.addresses import Address
from builder.model.catalogue import (
    Catalogue,
    CatalogueEntry,
    CatalogueHeading,
    CatalogueModule,
    CatalogueSource,
    SitePicture,
    ZipArchive,
)
from builder.model.releases import Release
from builder.theme.theme import Theme
from builder.writers.site import pages
from builder.writers.site.downloads import GROUPS
from builder.writers.site.web_fonts import web_fonts
from tests.support.print.pages import theme

NOTICE = "Draft. Nobody whom it is about has reviewed this yet."
AWAY = "https://neutral.example/"

FILES = (
    ("handout", "pdf", "participants", ""),
    ("handout", "pdf", "participants", "large"),
    ("handout", "html", "participants", ""),
    ("answers", "pdf", "participants", ""),
    ("slides-share", "pdf", "participants", ""),
    ("slides", "pptx", "facilitators", ""),
    ("guide", "pdf", "facilitators", ""),
    ("quiz", "gift", "facilitators", ""),
)
AUDIENCES = ("Health workers", "Librarians", "Newsroom staff", "Police liaison")
TOPICS = ("listening", "law", "evidence", "language", "money", "housing", "clinics", "borders")


def rows(ident: str, lang: str = "en-US", minutes: int = 60) -> tuple[dict[str, object], ...]:
    """Return a module's rows of the manifest."""
    return tuple(_row(ident, lang, minutes, *file) for file in FILES)


def _row(
    ident: str, lang: str, minutes: int, edition: str, form: str, audience: str, variant: str
) -> dict[str, object]:
    name = "-".join(filter(None, (ident, edition, variant, lang)))
    unit = {"html": {}, "gift": {}, "pptx": {"slides": 34}}.get(form, {"pages": 6})
    return {
        "path": f"{lang}/{ident}/{name}.{form}", "module": ident, "edition": edition, "audience": audience, "format": form,
        "language": lang, "paper": "letter" if form == "pdf" else None, "variant": variant, "minutes": minutes, **unit,
        "bytes": 430_000, "sha256": hashlib.sha256(name.encode()).hexdigest(),
    }  # fmt: skip


def entry(number: int, **changes: object) -> CatalogueEntry:
    """Return a module's entry."""
    topic = TOPICS[number % len(TOPICS)]
    made = CatalogueEntry(
        id=f"module-{number:03}",
        lang="en-US",
        title=f"Module on {topic}, part {number}",
        description=f"In one session you will learn what {topic} has to do with the work, and practice asking first. "
        "Then you will try it on made-up cases, in pairs, and say what you still do not know before you name anything.",
        number=number,
        objectives=("Say what is known.", "Ask before you act."),
        keywords=(topic, "asking"),
        authors=("Coursewright contributors",),
        audience=(AUDIENCES[number % len(AUDIENCES)],),
        level=("introductory", "intermediate")[number % 2],
        minutes=(30, 60, 90, 150)[number % 4],
        prerequisites=("Module 1",),
        license="CC-BY-4.0",
        version="0.1.0",
        draft_notice=NOTICE,
        course="A course",
        contents=(CatalogueHeading(words="Beginning", part=True), CatalogueHeading(words="Ask first")),
        sources=(
            CatalogueSource(words="Author. Title. 2022.", url=Address("https://example.org/source")),
            CatalogueSource(words="A book. 1999."),
        ),
        history=(Release(version="0.1.0", date="2026-11-25", changes=("Written.",)),),
    )
    return made.model_copy(update=changes)


SEARCHED = ("policing hotline hiv", "police trafficking", "policy prostitution حقوق")
"""The words that participants read in the first modules of `small()`, for its search."""


def listed(
    one: CatalogueEntry, files: Iterable[dict[str, object]] | None = None, pictures: int = 12
) -> CatalogueModule:
    """Return a module with its files and so many slides."""
    folder = f"{one.lang}/{one.id}"
    return CatalogueModule(
        entry=one,
        rows=tuple(rows(one.id, one.lang, one.minutes) if files is None else files),
        page=SitePicture(f"{folder}/img/page.webp", 236, 305) if pictures else None,
        slides=tuple(
            SitePicture(f"{folder}/img/slide-{n:02}.webp", 380, 214, f"Slide {n}") for n in range(1, pictures + 1)
        ),
        zips={group: ZipArchive(f"{folder}/{one.id}-{group}-{one.lang}.zip", 1_100_000, 4) for group in GROUPS},
    )


ARABIC = "مصطلحان ومعنيان: ما الذي نعرفه حقًا"

AWKWARD = (
    entry(1, title="<script>alert(1)</script> & “quotes” </title>", description='<b onclick="x">bold</b>'),
    entry(2, title="Long " * 38 + "W" * 110, description="W" * 400),
    entry(3, title=ARABIC, description="وصف قصير WHO 2022 للوحدة", lang="ar", level="تمهيدي", audience=("معلمون",)),
    entry(4, title="Emoji 🙂 and nothing more", description="", keywords=(), audience=(), objectives=(), contents=()),
    entry(5, minutes=0, level="", sources=(), history=(), license="", draft_notice="", reviewed="2026-10-01",
          reviewed_by=("a nurse", "a union"), checked="2026-09-12", date="2026-10-01"),
)  # fmt: skip
"""What is sound for most modules must be sound for these."""


def catalogue(modules: Iterable[CatalogueModule], lang: str = "en-US") -> Catalogue:
    """Return a catalogue of modules."""
    return Catalogue(
        title="A course",
        description="Ready-to-run modules.",
        version="0.1.0",
        lang=lang,
        leave=Address(AWAY),
        modules=tuple(modules),
    )


def site_files(shown: Catalogue, look: Theme) -> dict[str, bytes]:
    """Return a site with its fonts, as a build puts it out."""
    fonts = web_fonts(look)
    return pages.site_files(shown, look, fonts) | {font.path: font.data for font in fonts}


@cache
def small(name: str = "plain") -> dict[str, bytes]:
    """Return the site of six modules, and of the awkward ones, under a theme."""
    words = dict(enumerate(SEARCHED, 6))
    plain = [listed(entry(number, search=words.get(number, ""))) for number in range(6, 12)]
    return site_files(catalogue([*plain, *(listed(one) for one in AWKWARD)]), theme(name))


@cache
def large() -> dict[str, bytes]:
    """Return the site of three hundred modules."""
    return site_files(catalogue(listed(entry(number)) for number in range(1, 301)), theme())


def put(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files by path below a folder, and return it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def webp(width: int, height: int) -> bytes:
    """Return a plain WebP picture of a size in px."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 210, 210)).save(out, "WEBP")
    return out.getvalue()
