"""Pictures, text boxes, charts, diagrams and embedded objects that are anchored in a paragraph (ISO/IEC 29500-1, 20.4; VML: -4, 19)."""

from __future__ import annotations

import re

from lxml import etree

from builder.importing.document import DocBlock, DocCrop, DocPicture
from builder.importing.docx.context import WordContext
from builder.importing.docx.names import ADEC, ASVG, DGM, WP, WPS, A, C, O, R, V, W, number, walk_shown
from builder.importing.folders import without_folders
from builder.importing.pptx.graphics import chart_block, chart_words, diagram_blocks, diagram_words

_WHOLE = 100_000
"""What shares of a crop are counted in: thousandths of a percent (20.1.8.55)."""

_GENERATED = re.compile(
    r"^(?:picture|image|grafik|bild|imagen?|immagine|graphic|shape|chart|diagram|text ?box|rectangle)\s*\d*$|description automatically generated|^(?:a|an) (?:picture|screenshot|close ?up) (?:containing|of)\b.*$|^[\w %()-]+\.(?:png|jpe?g|gif|emf|wmf|tiff?|bmp|svg)$",
    re.IGNORECASE,
)
"""What programs write where people have written no text alternative: it says nothing, or nobody has read it."""


def read_drawing(context: WordContext, drawing: etree._Element, link: str = "") -> list[DocBlock]:
    """Return the blocks that a drawing is: its pictures, the text of its boxes, its chart or diagram; what is no such thing is noted."""
    holder = next((one for one in drawing if one.tag in {f"{WP}inline", f"{WP}anchor"}), None)
    if holder is None:
        return []
    properties = holder.find(f"{WP}docPr")
    if properties is not None and properties.get("hidden") in {"1", "true"}:
        context.log.note_left(context.at, "hidden drawing", "Word shows it to nobody", _box_text(drawing))
        return []
    found: list[DocBlock] = []
    boxes: list[etree._Element] = []
    bare = 0  # shapes without text beside others
    for one in walk_shown(drawing):
        if one.tag == f"{A}blip":
            found.append(_picture(context, one, properties, link))
        elif one.tag == f"{W}txbxContent":
            boxes.append(one)
        elif one.tag == f"{WPS}wsp":
            bare += one.find(f"{WPS}txbx") is None
        elif one.tag == f"{C}chart":
            found += _chart(context, one, properties)
        elif one.tag == f"{DGM}relIds":
            found += _diagram(context, one)
    for box in _outermost(boxes):
        found += _text_box(context, box)
    if found and bare:
        context.log.note_left(context.at, "drawing", "lines and shapes without text", count=bare)
    if not found:
        name = without_folders(properties.get("descr", "")) if properties is not None else ""
        context.log.note_left(
            context.at, "drawing", f"lines and shapes without text{': ' + name[:120] if name else ''}"
        )
    return found


def _outermost(boxes: list[etree._Element]) -> list[etree._Element]:
    """Return the boxes that stand in no other of them: one in another is read with it."""
    all_of = set(boxes)
    return [box for box in boxes if not any(around in all_of for around in box.iterancestors())]


def _box_text(element: etree._Element) -> str:
    return " ".join(" ".join(one.text or "" for one in element.iter(f"{W}t", f"{A}t")).split())


def _text_box(context: WordContext, box: etree._Element) -> list[DocBlock]:
    if not _box_text(box) and box.find(f".//{A}blip") is None and box.find(f".//{V}imagedata") is None:
        return []
    blocks = context.read_blocks(context, box, "text box")
    context.log.note_changed(context.at, "text box", "its text stands after the paragraph that it is anchored to")
    return blocks


def _picture(context: WordContext, blip: etree._Element, properties: etree._Element | None, link: str) -> DocPicture:
    vector = next((one.get(f"{R}embed", "") for one in blip.iter(f"{ASVG}svgBlip")), "")
    data, name = _media(context, vector) if vector else (b"", "")
    if not data:
        data, name = _media(context, blip.get(f"{R}embed", ""), blip.get(f"{R}link", ""))
    alt, decorative = _alternative(context, properties)
    around = blip.getparent()
    rect = around.find(f"{A}srcRect") if around is not None else None
    for one in properties.iter(f"{A}hlinkClick") if properties is not None else ():
        related = context.related(one.get(f"{R}id", ""))
        link = related.target if related is not None and related.external else link
    return DocPicture(data, name, alt, decorative, crop=_crop(rect), link=link, at=context.at)


def _media(context: WordContext, embedded: str, linked: str = "") -> tuple[bytes, str]:
    """Return a picture's bytes and what to call it; none for one that is kept elsewhere, which is not fetched."""
    related = context.related(embedded) if embedded else None
    if related is not None and not related.external and context.office.has(related.target):
        return context.office.read(related.target), related.target.rpartition("/")[2]
    if linked and (outside := context.related(linked)) is not None:
        where = (
            outside.target if outside.target.lower().startswith(("http:", "https:")) else "a file of somebody's machine"
        )
        context.log.note_left(context.at, "picture from elsewhere", f"{where[:200]} is not fetched")
    return b"", ""


def _alternative(context: WordContext, properties: etree._Element | None) -> tuple[str | None, bool]:
    """Return the text alternative of a drawing, None where nobody wrote one, and whether it says nothing to readers."""
    if properties is None:
        return None, False
    text = without_folders(" ".join((properties.get("descr") or properties.get("title") or "").split()))
    context.said.append(text)
    if any(one.get("val") in {"1", "true"} for one in properties.iter(f"{ADEC}decorative")):
        if text:
            context.log.note_left(context.at, "text alternative", "of a picture that says nothing to readers", text)
        return "", True
    if text and _GENERATED.search(text):
        context.log.note_left(context.at, "text alternative", "a program wrote it", text)
        return None, False
    return text or None, False


def _crop(rect: etree._Element | None) -> DocCrop | None:
    if rect is None:
        return None
    left, top, right, bottom = (max(number(rect.get(edge)), 0) / _WHOLE for edge in "ltrb")
    return (
        DocCrop(left, top, right, bottom)
        if any((left, top, right, bottom)) and left + right < 1 > top + bottom
        else None
    )


def _chart(context: WordContext, element: etree._Element, properties: etree._Element | None) -> list[DocBlock]:
    root = context.tree_of(element.get(f"{R}id", ""), "chart")
    if root is None:
        return []
    alt, _ = _alternative(context, properties)
    context.said += chart_words(root)
    found = chart_block(root, alt or "", context.at, context.log)
    return [found] if found is not None else []


def _diagram(context: WordContext, element: etree._Element) -> list[DocBlock]:
    """Return SmartArt as a list of the texts of its points."""
    root = context.tree_of(element.get(f"{R}dm", ""), "SmartArt")
    if root is None:
        return []
    found = diagram_blocks(root, context.at)
    context.said += diagram_words(root)
    if found:
        context.log.note_changed(context.at, "SmartArt", "a list of its texts; how they are joined is not taken over")
    else:
        context.log.note_left(context.at, "SmartArt", "it has no text")
    return [*found]


# ── older drawings ────────────────────────────────────────────────────────────────────────────────────────────────


def read_vml(context: WordContext, picture: etree._Element, link: str = "") -> list[DocBlock]:
    """Return the blocks that a drawing in VML is: pictures, the text of boxes; what Word draws from text (a watermark) is noted."""
    found: list[DocBlock] = []
    boxes: list[etree._Element] = []
    for one in walk_shown(picture):
        if one.tag == f"{V}imagedata":
            data, name = _media(context, one.get(f"{R}id", ""), one.get(f"{R}href", ""))
            shape = one.getparent()
            alt = without_folders(" ".join((shape.get("alt", "") if shape is not None else "").split())) or None
            context.said.append(alt or "")
            if alt and _GENERATED.search(alt):
                context.log.note_left(context.at, "text alternative", "a program wrote it", alt)
                alt = None
            if data or one.get(f"{R}id"):
                found.append(DocPicture(data, name, alt, link=link, at=context.at))
        elif one.tag == f"{W}txbxContent":
            boxes.append(one)
        elif one.tag == f"{V}textpath" and (words := one.get("string", "").strip()):
            context.log.note_left(context.at, "WordArt", "drawn text, such as a watermark", words)
        elif one.get(f"{O}hr") in {"t", "true"}:
            context.looks["line across the page"] += 1
    for box in _outermost(boxes):
        found += _text_box(context, box)
    return found


def read_embedded(context: WordContext, element: etree._Element, link: str = "") -> list[DocBlock]:
    """Note an embedded object, such as a sheet or a sound. The picture that stands for it is taken where it is one that is read."""
    objects = [one.get("ProgID", "") for one in element.iter(f"{O}OLEObject")]
    program = next(iter(objects), "") or "an unknown program"
    context.log.note_left(context.at, "embedded object", f"of {program[:60]}; objects are not opened")
    return read_vml(context, element, link) if objects and not program.startswith("Equation") else []
