"""Shapes of a slide → blocks, in the order of the shape tree.

That is the order in which PowerPoint and screen readers read them out. Where they stand is not taken as an order: columns, labels
and drawings would be read across, and an author who has set the order on purpose would lose it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from builder.core.frozen import dataclass, replace
from builder.importing.document import DocBlock, DocCode, DocCrop, DocList, DocParagraph, DocPicture, DocRuns
from builder.importing.office import OfficeFile
from builder.importing.pptx.alternatives import everything, inside
from builder.importing.pptx.graphics import chart_block, diagram_blocks, table_block
from builder.importing.pptx.layouts import SlideLayout, placeholder_key
from builder.importing.pptx.names import CHART, DECORATIVE, DIAGRAM, SVG, TABLE, A, C, P, R
from builder.importing.pptx.text import TextSetting, link_of, raw_text, text_blocks, text_runs

TITLES = {"title", "ctrTitle"}
FEET = {"ftr": "footer", "sldNum": "slide number", "dt": "date", "hdr": "header"}
_FILE_NAME = re.compile(
    r"(?i)\s*(?:\S[^\n]{0,200}\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp|heic)"
    r"|(?:[mj][pc][jn]?|j0|img_|dsc_?|pxl_|image|picture|grafik|bild|screenshot|unknown)[\s_]?[\d_ .:\[\]-]*)\s*"
)
"""Text alternatives that name a file, or are what programs, cameras and clip art are numbered with."""

_MADE = re.compile(
    r"(?i)(?:description automatically generated|automatisch generierte beschreibung|ai-generated content)"
)


@dataclass(frozen=True)
class SlideContext:
    """What shapes of a slide are read with: the file, the slide's part, its layout, and the setting of its text.

    `title` is a shape that is taken for its title though it is no placeholder for one.
    """

    office: OfficeFile
    part: str
    layout: SlideLayout
    setting: TextSetting
    title: etree._Element | None = None


@dataclass(frozen=True)
class SlideContent:
    """What a slide says: its title, and its blocks. `opens`: its title is of the kind that title slides have, or it has a subtitle."""

    title: DocRuns
    blocks: tuple[DocBlock, ...]
    opens: bool = False


def read_shapes(tree: etree._Element, context: SlideContext) -> SlideContent:
    """Return what a shape tree (p:spTree) says."""
    title: DocRuns = ()
    blocks: list[DocBlock] = []
    opens = False
    for shape in flat(tree, context):
        kind, _ = placeholder_key(shape)
        opens = opens or kind in {"ctrTitle", "subTitle"}
        if (kind in TITLES and shape.tag == f"{P}sp") or shape is context.title:
            words = text_runs(shape.find(f"{P}txBody"), _setting(shape, context))
            if not any(run.text.strip() for run in words):
                _note_empty(shape, context, kind)
            elif title:
                context.setting.log.changed(context.setting.at, "second title", "it is a paragraph")
                blocks.append(DocParagraph(words, context.setting.at))
            else:
                if shape is context.title:
                    context.setting.log.changed(
                        context.setting.at, "text box", "it stands where several slides have their title, and is it"
                    )
                context.setting.log.taken(context.setting.at, "title")
                title = _plain_title(words)
            _note_alt(shape, context)
            continue
        blocks += _blocks(shape, context)
    return SlideContent(title, tuple(_code_joined(_lists_joined(blocks))), opens)


def _plain_title(words: DocRuns) -> DocRuns:
    """Return a title without the looks that titles have as a whole: bold, and italic if all of it is."""
    italic = any(not run.italic for run in words if run.text.strip())
    return tuple(replace(run, bold=False, italic=run.italic and italic) for run in words)


def flat(tree: etree._Element, context: SlideContext) -> Iterator[etree._Element]:
    """Yield the shapes of a tree, those of groups in their place."""
    for shape in inside(tree):
        if shape.tag == f"{P}grpSp":
            context.setting.log.changed(context.setting.at, "group", "its shapes stand one after the other")
            _note_alt(shape, context)
            yield from flat(shape, context)
        else:
            yield shape


def _blocks(shape: etree._Element, context: SlideContext) -> tuple[DocBlock, ...]:
    at, log = context.setting.at, context.setting.log
    match shape.tag.rpartition("}")[2]:
        case "sp":
            return _text_shape(shape, context)
        case "pic":
            return _picture(shape, context)
        case "graphicFrame":
            return _graphic(shape, context)
        case "cxnSp":
            log.left(at, "line", "lines between shapes are not taken")
            _note_alt(shape, context)
        case "contentPart":
            log.left(at, "ink", "what was drawn by hand is not taken")
        case "nvGrpSpPr" | "grpSpPr" | "extLst":
            pass
        case other:
            log.left(at, other, "this kind of object is not read", " ".join(_raw(shape)))
    return ()


def _text_shape(shape: etree._Element, context: SlideContext) -> tuple[DocBlock, ...]:
    at, log = context.setting.at, context.setting.log
    kind, _ = placeholder_key(shape)
    body = shape.find(f"{P}txBody")
    words = [line for line in raw_text(body) if line.strip()] if body is not None else []
    if kind in FEET:
        log.left(at, FEET[kind], "our pages and slides have their own", " ".join(words))
        _note_alt(shape, context)
        return ()
    picture = shape.find(f"{P}spPr/{A}blipFill/{A}blip")
    pictures = (
        (_picture_of(shape, picture, shape.find(f"{P}spPr/{A}blipFill"), context),) if picture is not None else ()
    )
    if not pictures:
        _note_alt(shape, context)
    if not words:
        if not pictures:
            _note_empty(shape, context, kind)
        return pictures
    log.taken(at, "placeholder" if kind is not None else "text box")
    blocks = text_blocks(body, _setting(shape, context))
    link = link_of(shape.find(f"{P}nvSpPr/{P}cNvPr/{A}hlinkClick"), context.setting)
    return (*pictures, *(_linked(block, link) for block in blocks))


def _linked(block: DocBlock, link: str) -> DocBlock:
    """Return a paragraph of a shape that leads somewhere as a whole with that link."""
    if not link or not isinstance(block, DocParagraph) or any(run.link for run in block.runs):
        return block
    return replace(block, runs=tuple(replace(run, link=link) for run in block.runs))


def _note_empty(shape: etree._Element, context: SlideContext, kind: str | None) -> None:
    at, log = context.setting.at, context.setting.log
    if kind is not None:
        log.left(at, "empty placeholder", "nothing stands in it")
    elif shape.find(f"{P}nvSpPr/{P}cNvSpPr[@txBox]") is not None:
        log.left(at, "empty text box", "nothing stands in it")
    else:
        log.left(at, "drawn shape", "it has no words")


def _setting(shape: etree._Element, context: SlideContext) -> TextSetting:
    return replace(context.setting, levels=context.layout.levels(placeholder_key(shape)))


def _properties(shape: etree._Element) -> etree._Element | None:
    return next((one for child in shape for one in child if one.tag == f"{P}cNvPr"), None)


def _alt(shape: etree._Element, context: SlideContext) -> str:
    """Return a shape's text alternative; what is only the name of a file is noted and not taken."""
    at, log = context.setting.at, context.setting.log
    properties = _properties(shape)
    if properties is None:
        return ""
    title, text = properties.get("title", ""), properties.get("descr", "")
    if title.strip() and text.strip():
        if title.strip() != text.strip():
            text = f"{title.strip()}: {text.strip()}"
        else:
            log.left(at, "title of a text alternative", "it repeats it", title)
    text = text if text.strip() else title
    if text.strip() and _FILE_NAME.fullmatch(text):
        log.left(at, "text alternative", "it is only the name of a file, or a number", text)
        return ""
    if _MADE.search(text):
        log.changed(at, "text alternative", "a program made it: read it against the picture")
    return text


def _note_alt(shape: etree._Element, context: SlideContext) -> None:
    """Note the text alternative of what is no picture, table or chart here."""
    properties = _properties(shape)
    words = " ".join((properties.get("title", ""), properties.get("descr", ""))) if properties is not None else ""
    if words.strip():
        context.setting.log.left(
            context.setting.at, "text alternative", "of a shape that is taken as text, or not at all", words
        )


def _picture(shape: etree._Element, context: SlideContext) -> tuple[DocBlock, ...]:
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
        log.left(at, kind, "a module holds no films or sounds: put it on a site, and link to it")
        _note_alt(shape, context)
        return ()
    fill = shape.find(f"{P}blipFill")
    blip = fill.find(f"{A}blip") if fill is not None else None
    return (_picture_of(shape, blip, fill, context),)


def _picture_of(
    shape: etree._Element, blip: etree._Element | None, fill: etree._Element | None, context: SlideContext
) -> DocPicture:
    properties = _properties(shape)
    alt = _alt(shape, context)
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


def _graphic(shape: etree._Element, context: SlideContext) -> tuple[DocBlock, ...]:
    at, log = context.setting.at, context.setting.log
    data = shape.find(f"{A}graphic/{A}graphicData")
    links = context.office.links(context.part)
    uri = data.get("uri", "") if data is not None else ""
    if data is None:
        return ()
    if uri == TABLE and (table := data.find(f"{A}tbl")) is not None:
        _note_alt(shape, context)
        return (table_block(table, replace(context.setting, levels=context.layout.levels((None, "")))),)
    if uri == CHART and (chart := data.find(f"{C}chart")) is not None:
        link = links.get(chart.get(f"{R}id", ""))
        if link is not None and context.office.has(link.target):
            found = chart_block(context.office.xml(link.target), _alt(shape, context), at, log)
            return (found,) if found is not None else ()
    if uri == DIAGRAM:
        part = diagram_part(shape, context)
        if part:
            log.changed(at, "SmartArt", "its words are a list; its drawing is not taken")
            _note_alt(shape, context)
            return diagram_blocks(context.office.xml(part), at)
    what = next((one.get("progId", "") for one in everything(data) if one.get("progId")), "")
    log.left(
        at,
        "embedded object",
        f"{what or 'of a kind that is not read'}: open it, and copy what is needed",
        " ".join(_raw(shape)),
    )
    _note_alt(shape, context)
    return ()


def diagram_part(shape: etree._Element, context: SlideContext) -> str:
    """Return the name of the part that holds the words of a SmartArt, "" without one."""
    ids = next((one for one in everything(shape) if str(one.tag).endswith("}relIds")), None)
    link = context.office.links(context.part).get(ids.get(f"{R}dm", "")) if ids is not None else None
    return link.target if link is not None and context.office.has(link.target) else ""


def _raw(shape: etree._Element) -> Iterator[str]:
    return raw_text(shape)


def _lists_joined(blocks: list[DocBlock]) -> list[DocBlock]:
    """Return blocks, a list that goes on in the next shape as one: options of a question may each have a shape."""
    found: list[DocBlock] = []
    for block in blocks:
        last = found[-1] if found else None
        if (
            isinstance(block, DocList)
            and isinstance(last, DocList)
            and block.ordered
            and last.ordered
            and (block.style, block.start) == (last.style, last.start + len(last.items))
        ):
            found[-1] = replace(last, items=(*last.items, *block.items))
        else:
            found.append(block)
    return found


def _code_joined(blocks: list[DocBlock]) -> Iterator[DocBlock]:
    """Yield blocks, paragraphs of nothing but code as one block of code."""
    lines: list[DocParagraph] = []
    for block in (*blocks, None):
        if isinstance(block, DocParagraph) and all(run.code or not run.text.strip() for run in block.runs):
            lines.append(block)
            continue
        if len(lines) > 1 or (lines and "\n" in "".join(run.text for run in lines[0].runs)):
            yield DocCode("\n".join("".join(run.text for run in line.runs) for line in lines), at=lines[0].at)
        else:
            yield from lines
        lines = []
        if block is not None:
            yield block
