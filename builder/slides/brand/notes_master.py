"""The notes master of an organization's template that has none: ours, in its colors and fonts."""

from __future__ import annotations

from lxml import etree

from builder.slides.deck.deck import EMU_PER_INCH, Box
from builder.slides.template.masters import P, R, require
from builder.slides.template.package import Package
from builder.theme.templates import template_environment
from builder.theme.theme import Theme

_MAIN = "ppt/presentation.xml"
_TYPE = "application/vnd.openxmlformats-officedocument."


def give_notes_master(package: Package, theme: Theme, lang: str) -> None:
    """Add our notes master, in the template's colors and fonts, to a template without one."""
    if package.related_parts(_MAIN, "notesMaster"):
        return
    root = etree.fromstring(package.parts[_MAIN])
    size = require(root.find(f"{P}sldSz"))
    width, height = int(size.get("cx", "0")), int(size.get("cy", "0"))
    masters = package.related_parts(_MAIN, "slideMaster")
    if not masters or not package.related_parts(masters[0].target, "theme"):
        raise ValueError("it has no slide master")
    themed = package.related_parts(masters[0].target, "theme")[0].target

    def inches(*values: float) -> Box:
        return Box(*(round(value * EMU_PER_INCH) for value in values))

    content = (
        template_environment(theme.files, trim=False)
        .get_template("slides/notes-master.xml")
        .render(
            lang=lang,
            rtl=0,
            side="l",
            paper={"slot": "bg1", "moves": ()},
            picture=inches(0.75, 0.6, 6, 6 * height / max(width, 1)),
            body=inches(0.75, 5.3, 6, 4),
            number=inches(4.75, 9.45, 2, 0.35),
            prompt=theme.label("prompt-notes", lang),
        )
    )
    part = package.add("ppt/notesMasters/notesMaster1.xml", content, f"{_TYPE}presentationml.notesMaster+xml")
    number = next(n for n in range(1, len(package.parts) + 2) if f"ppt/theme/theme{n}.xml" not in package.parts)
    copied = package.add(f"ppt/theme/theme{number}.xml", package.parts[themed], package.types[themed])
    package.relationships[copied] = dict(package.relationships.get(themed, {}))
    package.relate(part, "theme", copied)
    listed = etree.Element(f"{P}notesMasterIdLst")
    etree.SubElement(listed, f"{P}notesMasterId").set(f"{R}id", package.relate(_MAIN, "notesMaster", part))
    for old in root.findall(f"{P}notesMasterIdLst"):
        root.remove(old)
    root.insert(list(root).index(require(root.find(f"{P}sldMasterIdLst"))) + 1, listed)
    package.parts[_MAIN] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
