"""Pictures of a slide: their bytes, what hides parts of them, and where they lead. Films and sounds are noted."""

from __future__ import annotations

import re

from lxml import etree

from builder.importing.document import DocBlock, DocCrop, DocPicture
from builder.importing.pptx.context import SlideContext, alt_of, note_alt, properties_of
from builder.importing.pptx.names import DECORATIVE, SVG, A, P, R
from builder.importing.pptx.text import link_of


def picture_blocks(shape: etree._Element, context: SlideContext) -> tuple[DocBlock, ...]:
    """Return a picture (p:pic); of a film or a sound, which is noted, nothing."""
    at, log = context.setting.at, context.setting.log
    properties = shape.find(f"{P}nvPicPr/{P}nvPr")
    film = next(
        (
            one
            for one in (properties if properties is not None else ())
            if str(one.tag).rpartition("}")[2].endswith(("ideoFile", "udioFile", "udioCd", "avAudioFile"))
        ),
        None,
    )
    if film is not None:
        kind = "video" if str(film.tag).endswith("ideoFile") else "sound"
        log.note_left(at, kind, "a module holds no films or sounds: put it on a site, and link to it")
        note_alt(shape, context)
        return ()
    fill = shape.find(f"{P}blipFill")
    blip = fill.find(f"{A}blip") if fill is not None else None
    return (filled_picture(shape, blip, fill, context),)


def filled_picture(
    shape: etree._Element, blip: etree._Element | None, fill: etree._Element | None, context: SlideContext
) -> DocPicture:
    """Return what fills a shape (p:blipFill or a:blipFill, with its a:blip) as a picture."""
    properties = properties_of(shape)
    alt = alt_of(shape, context)
    decorative = any(one.get("val", "1") in {"1", "true"} for one in shape.iter(DECORATIVE))
    link = link_of(properties.find(f"{A}hlinkClick") if properties is not None else None, context.setting)
    name = (properties.get("name", "") if properties is not None else "")[:80]
    return DocPicture(
        _picture_data(blip, context),
        name,
        alt or None,
        decorative and not alt,
        crop=_crop(fill),
        link=link,
        at=context.setting.at,
    )


def _picture_data(blip: etree._Element | None, context: SlideContext) -> bytes:
    """Return the bytes of a picture, of its drawing where it has one beside pixels; b"" when the file does not hold them."""
    if blip is None:
        return b""
    links = context.office.links(context.part)
    drawing = blip.find(f".//{SVG}svgBlip")
    for element in (drawing, blip):
        link = links.get(element.get(f"{R}embed", "")) if element is not None else None
        if link is not None and not link.external and context.office.has(link.target):
            return context.office.read(link.target)
    return b""


def _crop(fill: etree._Element | None) -> DocCrop | None:
    """Return what a picture's shape hides of it (a:srcRect, in 1/100,000)."""
    cut = fill.find(f"{A}srcRect") if fill is not None else None
    shares = [_share(cut.get(edge, "0")) for edge in "ltrb"] if cut is not None else []
    return DocCrop(*shares) if any(share > 0.001 for share in shares) else None


def _share(text: str) -> float:
    found = re.fullmatch(r"(-?[0-9.]{1,9})(%?)", text)
    try:
        return float(found[1]) / (100 if found[2] else 100_000) if found else 0.0
    except ValueError:
        return 0.0
