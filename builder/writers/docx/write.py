"""A module as a Word file: the handout, for whoever must localize it, and the copy for reviewers. The same input gives the same bytes.

Why not python-docx: it has no footnotes, bookmarks, fields or lists of one's own, and its template brings styles, names and dates.
"""

from __future__ import annotations

from builder.core.bidi import direction
from builder.core.frozen import replace
from builder.core.source import Span
from builder.model import module as m
from builder.model.outputs import LICENSES, Imprint, PageIndex, RenderedFile, Variant
from builder.slides.template.color_scheme import SLOTS
from builder.slides.template.package import HEAD, Package
from builder.theme.templates import template_environment
from builder.theme.theme import Theme
from builder.transform.editions import Edition
from builder.writers.docx import oxml, review
from builder.writers.docx.blocks import Input, WordWriter
from builder.writers.docx.flow import DOCUMENT, FOOTNOTES, Flow, Place
from builder.writers.docx.inlines import SOURCE, TERM
from builder.writers.docx.oxml import Marks
from builder.writers.docx.styles import Sheet
from builder.writers.docx.words import finish
from builder.writers.pages.pictures import page_assets
from builder.writers.pptx.oxml import core_properties, custom_properties
from builder.writers.shared.back_matter import collect_back_matter
from builder.writers.shared.labels import Labels

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
_SCHEME = {
    "dk1": "foreground",
    "lt1": "background",
    "dk2": "primary",
    "lt2": "surface",
    "hlink": "link",
    "folHlink": "link",
}
"""The slots of a color scheme that are no accents (ECMA-376-1, 20.1.6.2), and the roles of their colors."""

_PAPERS = {"a4": (11906, 16838), "letter": (12240, 15840)}
"""Papers in twips."""

_MARGIN = 1247
"""22 mm in twips: room for line numbers in the margin of a copy for reviewers."""


def write_docx(
    module: m.Module, edition: Edition, theme: Theme, variant: Variant, imprint: Imprint, page_index: PageIndex
) -> RenderedFile:
    """Return a module that went through `select` for an edition as a .docx. Its pages are made by the program that shows it."""
    return RenderedFile(_pack(_write(module, edition, theme, variant, imprint, page_index)), {}, 0)


def write_placed(
    module: m.Module, edition: Edition, theme: Theme, variant: Variant, imprint: Imprint
) -> tuple[bytes, tuple[Span, ...]]:
    """Return a copy for reviewers, and the place in the source of each of its paragraphs, by the number in its name (words.NAME)."""
    writer = _write(module, edition, theme, variant, imprint, PageIndex())
    return _pack(writer), tuple(writer.flow.places)


def _write(
    module: m.Module, edition: Edition, theme: Theme, variant: Variant, imprint: Imprint, page_index: PageIndex
) -> WordWriter:
    """Return the writer of a file, with the whole module written."""
    large = theme.tokens.typography.large.size / theme.tokens.typography.base.size if variant.large else 1.0
    labels, package = Labels(theme, module.lang), Package()
    given = Input(
        module, edition, theme, variant, imprint, page_index,
        collect_back_matter(module, theme.files[f"csl/{imprint.citations}.csl"]), labels, page_assets(module, theme),
        _PAPERS[variant.paper][0] - 2 * _MARGIN, review.audiences(module) if edition.for_reviewers else {}, edition.for_reviewers,
    )  # fmt: skip
    flow = Flow(Sheet(theme, module.lang, large, edition.for_reviewers), package, placed=edition.for_reviewers)
    writer = review.ReviewWriter(given, flow) if edition.for_reviewers else WordWriter(given, flow)
    _write_front(writer)
    writer.blocks(module.body, Place())
    _write_back(writer)
    return writer


def _write_front(writer: WordWriter) -> None:
    """Add what a cover says: title, what it is about, facts, the notice on drafts, objectives."""
    given, top, say = writer.given, Place(at=Span(writer.given.module.path)), writer.say
    meta, labels = given.module.meta, given.labels
    writer.flow.paragraph("Kicker", writer.runs.text(writer.facts.kicker(meta)), Place())
    writer.tell("Title", meta.title, top)
    if given.reviewed:
        assert isinstance(writer, review.ReviewWriter)  # noqa: S101  # made for reviewers
        writer.front()
        return
    writer.tell("Subtitle", meta.description, top)
    asset = given.assets.get(meta.cover) if meta.cover else None
    if asset is not None:
        shown = writer.picture_of(asset, meta.cover_words, decorative=not meta.cover_words)
        writer.flow.paragraph("Figure", shown, top)
    facts = (
        labels.count("minutes", given.variant.minutes or meta.minutes) if meta.minutes else "",
        ", ".join(meta.audience),
        meta.level.capitalize(),
        labels("checked", date=labels.month(meta.checked)) if meta.checked else "",
    )
    say("Meta", " · ".join(filter(None, facts)), top)
    if given.imprint.draft_notice:
        word, notice = writer.facts.draft()
        writer.flow.paragraph(
            "Body Text", writer.runs.lead_in(word) + writer.runs.text(notice), replace(top, box="Caution")
        )
    first = next((n for n, block in enumerate(given.module.body) if isinstance(block, m.Topic | m.Part)), 0)
    opening = [*m.walk(*given.module.body[: first + 1])]
    if meta.content_note and not any(isinstance(node, m.ContentNote) for node in opening):
        note = replace(top, box="Content Note")
        writer.tell("Body Text", meta.content_note, writer.heading((), note, labels("content-note")))
    if not any(isinstance(node, m.Objectives) for node in opening):
        box = replace(top, box="Objectives")
        inner, numbering = writer.heading((), box, labels("objectives")), writer.flow.numbers.add("bullet", 0)
        for objective in meta.objectives:
            writer.flow.paragraph("List Paragraph", writer.runs.text(objective.text), inner, numbering=numbering)


def _write_back(writer: WordWriter) -> None:
    """Add the glossary, the sources, and where the file comes from."""
    given, labels, top = writer.given, writer.given.labels, Place()
    if given.module.terms:
        listed = replace(top, audience="handout") if given.reviewed else top
        writer.flow.name("cw:glossary")
        writer.heading((), listed, labels("glossary"))
        for entry in given.module.terms:
            writer.flow.name(entry.id, TERM)
            here = replace(listed, at=entry.at)
            writer.tell("Term", entry.term, here)
            writer.paragraph("Meaning", entry.meaning, here)
    matter = given.back_matter
    if matter.sources:
        writer.heading((), top, labels("sources"))
        numbered = matter.bibliography.numbered
        numbering = writer.flow.numbers.add("1." if numbered else "bullet", 0)
        for number, work in enumerate(matter.sources, 1):
            writer.flow.name(str(number), SOURCE)
            written = writer.runs.html(str(matter.bibliography.entries[work.id]))
            if work.address:
                shown = work.address.removeprefix("https://").removeprefix("http://")
                written += oxml.run(" ", Marks()) + writer.flow.address(
                    work.address, oxml.run(shown, Marks("Hyperlink"))
                )
            writer.flow.paragraph("Bibliography", written, top, numbering=numbering)
    for line in _colophon(writer):
        writer.say("Colophon", line, top)


def _colophon(writer: WordWriter) -> list[str]:
    """Return who made the module, what it is part of, its version, license and address, a line each."""
    given, labels, imprint = writer.given, writer.given.labels, writer.given.imprint
    meta = given.module.meta
    of = (
        labels("by", names=", ".join(meta.authors)) if meta.authors else "",
        labels("part-of", course=imprint.course) if imprint.course else "",
        labels("course-version", version=imprint.course_version) if imprint.course_version else "",
        labels("version-source", version=meta.version, hash=imprint.source_hash[:8])
        if meta.version
        else labels("source-hash", hash=imprint.source_hash[:8]),
    )
    name, address = writer.facts.license(given.module)
    where = imprint.address(given.module.lang, given.module.id)
    return [
        " ".join(filter(None, of)),
        f"{labels('license', license=name)} {address}".rstrip() if name else "",
        labels("address", url=where) if where else "",
        *imprint.contacts,
    ]


def _pack(writer: WordWriter) -> bytes:
    """Return the file: the text, and the parts that it needs."""
    given, flow = writer.given, writer.flow
    package, rtl = flow.package, direction(given.module.lang) == "rtl"
    package.relate("", "officeDocument", DOCUMENT)
    references = _edges(writer)
    body = "".join(flow.out) + oxml.section(_PAPERS[given.variant.paper], _MARGIN, references, rtl=rtl)
    package.add(
        DOCUMENT,
        finish(f"<w:document {oxml.NS}><w:body>{body}</w:body></w:document>", flow.places),
        f"{_TYPE}document.main+xml",
    )
    for name, xml in (
        ("numbering", flow.numbers.xml()),
        ("settings", _settings(given)),
        ("fontTable", _fonts(given.theme)),
    ):
        _add(package, name, xml)
    package.relate(DOCUMENT, "theme", package.add("word/theme/theme1.xml", _theme(given.theme), _THEME_TYPE))
    if flow.notes:
        flow.sheet.style("footnote text")
        package.add(FOOTNOTES, finish(oxml.footnotes(flow.notes), flow.places), f"{_TYPE}footnotes+xml")
        package.relate(DOCUMENT, "footnotes", FOOTNOTES)
    _add(package, "styles", flow.sheet.xml())
    _add_properties(package, writer)
    return package.to_bytes()


def _add(package: Package, name: str, xml: str) -> str:
    part = package.add(f"word/{name}.xml", HEAD + xml, f"{_TYPE}{name}+xml")
    return package.relate(DOCUMENT, name, part)


def _edges(writer: WordWriter) -> str:
    """Add header and footer, and return the references to them."""
    given, labels, sheet = writer.given, writer.given.labels, writer.flow.sheet
    package, references = writer.flow.package, ""
    warning = labels("review-copy") if given.reviewed else ""
    foot = writer.facts.foot(given.module)
    page = [oxml.run(" · ", Marks()), oxml.field("PAGE", oxml.run("1", Marks()))]
    for kind, content in (("header", writer.runs.text(warning)), ("footer", writer.runs.text(foot) + "".join(page))):
        if kind == "header" and not warning:
            continue
        xml = f"{HEAD}<w:{'hdr' if kind == 'header' else 'ftr'} {oxml.NS}>{oxml.paragraph(sheet.style(kind), content)}</w:{'hdr' if kind == 'header' else 'ftr'}>"
        part = package.add(f"word/{kind}1.xml", xml, f"{_TYPE}{kind}+xml")
        references += f'<w:{kind}Reference w:type="default" r:id="{package.relate(DOCUMENT, kind, part)}"/>'
    return references


def _theme(theme: Theme) -> str:
    """Return the theme part: the colors and fonts that a person finds in Word's menus."""
    scheme = [(slot, theme.colors[_SCHEME.get(slot, slot)].lstrip("#").upper()) for slot in SLOTS]
    template = template_environment(theme.files, trim=False).get_template("slides/theme-part.xml")
    return template.render(
        name=theme.tokens.name, scheme=scheme, fonts=dict.fromkeys(("major", "minor"), theme.tokens.slides.font)
    )


def _settings(given: Input) -> str:
    notes = (
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        if any(isinstance(node, m.Footnote) for node in m.walk(*given.module.body, *given.module.terms))
        else ""
    )
    tongue = oxml.quote(given.module.lang)
    return (
        f'<w:settings {oxml.NS}><w:zoom w:percent="100"/><w:removePersonalInformation/><w:defaultTabStop w:val="720"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/>{notes}<w:compat><w:compatSetting w:name="compatibilityMode"'
        f' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val={tongue}/></w:settings>'
    ).replace("<w:removePersonalInformation/>", "" if given.reviewed else "<w:removePersonalInformation/>")


def _fonts(theme: Theme) -> str:
    fonts = {theme.tokens.slides.font: ("swiss", "variable"), "Courier New": ("modern", "fixed")}
    return f"<w:fonts {oxml.NS}>" + "".join(
        f'<w:font w:name={oxml.quote(name)}><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, (family, pitch) in fonts.items()
    ) + "</w:fonts>"  # fmt: skip


def _add_properties(package: Package, writer: WordWriter) -> None:
    """Add title, language, license and version, without a time, a user or data of this machine."""
    given = writer.given
    meta, imprint = given.module.meta, given.imprint
    core = {
        "dc:title": f"{meta.title} · {writer.facts.kicker(meta)}",
        "dc:language": given.module.lang,
        "dc:subject": meta.description,
        "cp:keywords": ", ".join(meta.keywords),
        "dc:description": " ".join(filter(None, (meta.license, LICENSES.get(meta.license, "")))),
        "cp:version": meta.version,
    }
    day = imprint.date.isoformat() if imprint.date else ""
    part = package.add(
        "docProps/core.xml", core_properties(core, day), "application/vnd.openxmlformats-package.core-properties+xml"
    )
    package.relate("", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", part)
    custom = {
        "Course": imprint.course,
        "Version": meta.version,
        "License": meta.license,
        "Source SHA-256": imprint.source_hash,
    }
    if given.reviewed:
        custom |= review.properties(given, len(writer.flow.places))
    values = {name: value for name, value in custom.items() if value}
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    package.relate("", "custom-properties", package.add("docProps/custom.xml", custom_properties(values), kind))
