"""Shapes of a slide → blocks, in the order of the shape tree.

That is the order in which PowerPoint and screen readers read them out. Where they stand is not taken as an order: columns, labels
and drawings would be read across, and an author who has set the order on purpose would lose it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeGuard

from lxml import etree

from builder.core.frozen import dataclass, replace
from builder.importing.document import DocBlock, DocBox, DocCode, DocList, DocParagraph, DocRuns
from builder.importing.pptx.alternatives import everything, inside
from builder.importing.pptx.context import SlideContext, alt_of, note_alt
from builder.importing.pptx.graphics import chart_block, diagram_blocks, table_block
from builder.importing.pptx.layouts import placeholder_key
from builder.importing.pptx.names import CHART, DIAGRAM, TABLE, A, C, P, R
from builder.importing.pptx.pictures import filled_picture, picture_blocks
from builder.importing.pptx.text import TextSetting, link_of, raw_text, text_blocks, text_runs

TITLES = {"title", "ctrTitle"}
_BODIES = {"", "body", "obj"}
FEET = {"ftr": "footer", "sldNum": "slide number", "dt": "date", "hdr": "header"}


@dataclass(frozen=True)
class SlideContent:
    """What a slide says: its title, and its blocks. `opens`: its title is of the kind that title slides have, or it has a subtitle.

    `subtitle` is one among the blocks that may be a module's description.
    """

    title: DocRuns
    blocks: tuple[DocBlock, ...]
    opens: bool = False
    subtitle: tuple[DocBlock, ...] = ()


def read_shapes(tree: etree._Element, context: SlideContext) -> SlideContent:
    """Return what a shape tree (p:spTree) says."""
    title: DocRuns = ()
    blocks: list[DocBlock] = []
    bodies: list[tuple[DocBlock, ...]] = []
    opens = False
    subtitle: tuple[DocBlock, ...] = ()
    for shape in flat(tree, context):
        if any(shape is one for one in context.apart):
            note_alt(shape, context)
            continue
        kind, _ = placeholder_key(shape)
        opens = opens or kind in {"ctrTitle", "subTitle"}
        if (kind in TITLES and shape.tag == f"{P}sp") or shape is context.title:
            words = text_runs(shape.find(f"{P}txBody"), _setting(shape, context))
            if not any(run.text.strip() for run in words):
                _note_empty(shape, context, kind)
            elif title:
                context.setting.log.note_changed(context.setting.at, "second title", "it is a paragraph")
                blocks.append(DocParagraph(words, context.setting.at))
            else:
                if shape is context.title:
                    context.setting.log.note_changed(
                        context.setting.at, "text box", "it stands where several slides have their title, and is it"
                    )
                context.setting.log.note_taken(context.setting.at, "title")
                title = _plain_title(words)
            note_alt(shape, context)
            continue
        found = _blocks(shape, context)
        if kind == "subTitle" and not subtitle and found and all(map(is_plain, found)):
            subtitle = found
        if kind in _BODIES and found:
            bodies.append(found)
        blocks += found
    if (columns := _columns(bodies, context)) is not None:
        blocks = [block for block in blocks if not any(block is one for body in bodies for one in body)]
        blocks.insert(0, columns)
    return SlideContent(title, tuple(_join_code(_join_lists(blocks))), opens, subtitle)


def _columns(bodies: Sequence[tuple[DocBlock, ...]], context: SlideContext) -> DocBox | None:
    """Return two bodies that the layout puts side by side as columns, each with its heading where the layout has one; else None.

    Tables, charts and pictures beside text have slides of their own, or are put beside it by ours.
    """
    kind, at = context.layout.kind, context.setting.at
    pairs: tuple[tuple[DocRuns, tuple[DocBlock, ...]], ...] = ()
    if kind == "twoObj" and len(bodies) == 2:  # ECMA-376-1, 19.7.15: ST_SlideLayoutType
        pairs = tuple(((), body) for body in bodies)
    elif kind == "twoTxTwoObj" and len(bodies) == 4:
        heads = [body[0].runs for body in bodies[::2] if len(body) == 1 and isinstance(body[0], DocParagraph)]
        pairs = tuple(zip(heads, bodies[1::2], strict=True)) if len(heads) == 2 else ()
    if not pairs or not all(isinstance(one, DocParagraph | DocList) for _, body in pairs for one in body):
        return None
    context.setting.log.note_changed(at, "two bodies", "they are columns")
    return DocBox("columns", tuple(DocBox("column", body, _plain_title(head), at=at) for head, body in pairs), at=at)


def is_plain(block: DocBlock) -> TypeGuard[DocParagraph]:
    """Say whether a block is a paragraph without links."""
    return isinstance(block, DocParagraph) and not any(run.link for run in block.runs)


def _plain_title(words: DocRuns) -> DocRuns:
    """Return a title without the looks that titles have as a whole: bold, and italic if all of it is."""
    italic = any(not run.italic for run in words if run.text.strip())
    return tuple(replace(run, bold=False, italic=run.italic and italic) for run in words)


def flat(tree: etree._Element, context: SlideContext) -> Iterator[etree._Element]:
    """Yield the shapes of a tree, those of groups in their place."""
    for shape in inside(tree):
        if shape.tag == f"{P}grpSp":
            context.setting.log.note_changed(context.setting.at, "group", "its shapes stand one after the other")
            note_alt(shape, context)
            yield from flat(shape, context)
        else:
            yield shape


def _blocks(shape: etree._Element, context: SlideContext) -> tuple[DocBlock, ...]:
    at, log = context.setting.at, context.setting.log
    match shape.tag.rpartition("}")[2]:
        case "sp":
            return _text_shape(shape, context)
        case "pic":
            return picture_blocks(shape, context)
        case "graphicFrame":
            return _graphic(shape, context)
        case "cxnSp":
            log.note_left(at, "line", "lines between shapes are not taken")
            note_alt(shape, context)
        case "contentPart":
            log.note_left(at, "ink", "what was drawn by hand is not taken")
        case "nvGrpSpPr" | "grpSpPr" | "extLst":
            pass
        case other:
            log.note_left(at, other, "this kind of object is not read", " ".join(_raw(shape)))
    return ()


def _text_shape(shape: etree._Element, context: SlideContext) -> tuple[DocBlock, ...]:
    at, log = context.setting.at, context.setting.log
    kind, _ = placeholder_key(shape)
    body = shape.find(f"{P}txBody")
    words = [line for line in raw_text(body) if line.strip()] if body is not None else []
    if kind in FEET:
        log.note_left(at, FEET[kind], "our pages and slides have their own", " ".join(words))
        note_alt(shape, context)
        return ()
    picture = shape.find(f"{P}spPr/{A}blipFill/{A}blip")
    pictures = (
        (filled_picture(shape, picture, shape.find(f"{P}spPr/{A}blipFill"), context),) if picture is not None else ()
    )
    if not pictures:
        note_alt(shape, context)
    if not words:
        if not pictures:
            _note_empty(shape, context, kind)
        return pictures
    log.note_taken(at, "placeholder" if kind is not None else "text box")
    blocks = text_blocks(body, _setting(shape, context))
    link = link_of(shape.find(f"{P}nvSpPr/{P}cNvPr/{A}hlinkClick"), context.setting)
    return (*pictures, *(_with_link(block, link) for block in blocks))


def _with_link(block: DocBlock, link: str) -> DocBlock:
    """Return a paragraph of a shape that leads somewhere as a whole with that link."""
    if not link or not isinstance(block, DocParagraph) or any(run.link for run in block.runs):
        return block
    return replace(block, runs=tuple(replace(run, link=link) for run in block.runs))


def _note_empty(shape: etree._Element, context: SlideContext, kind: str | None) -> None:
    at, log = context.setting.at, context.setting.log
    if kind is not None:
        log.note_left(at, "empty placeholder", "nothing stands in it")
    elif shape.find(f"{P}nvSpPr/{P}cNvSpPr[@txBox]") is not None:
        log.note_left(at, "empty text box", "nothing stands in it")
    else:
        log.note_left(at, "drawn shape", "it has no words")


def _setting(shape: etree._Element, context: SlideContext) -> TextSetting:
    return replace(context.setting, levels=context.layout.levels(placeholder_key(shape)))


def _graphic(shape: etree._Element, context: SlideContext) -> tuple[DocBlock, ...]:
    at, log = context.setting.at, context.setting.log
    data = shape.find(f"{A}graphic/{A}graphicData")
    links = context.office.links(context.part)
    uri = data.get("uri", "") if data is not None else ""
    if data is None:
        return ()
    if uri == TABLE and (table := data.find(f"{A}tbl")) is not None:
        note_alt(shape, context)
        return (table_block(table, replace(context.setting, levels=context.layout.levels((None, "")))),)
    if uri == CHART and (chart := data.find(f"{C}chart")) is not None:
        link = links.get(chart.get(f"{R}id", ""))
        if link is not None and context.office.has(link.target):
            found = chart_block(context.office.xml(link.target), alt_of(shape, context), at, log)
            return (found,) if found is not None else ()
    if uri == DIAGRAM:
        part = diagram_part(shape, context)
        if part:
            log.note_changed(at, "SmartArt", "its words are a list; its drawing is not taken")
            note_alt(shape, context)
            return diagram_blocks(context.office.xml(part), at)
    what = next((one.get("progId", "") for one in everything(data) if one.get("progId")), "")
    log.note_left(
        at,
        "embedded object",
        f"{what or 'of a kind that is not read'}: open it, and copy what is needed",
        " ".join(_raw(shape)),
    )
    note_alt(shape, context)
    return ()


def diagram_part(shape: etree._Element, context: SlideContext) -> str:
    """Return the name of the part that holds the words of a SmartArt, "" without one."""
    ids = next((one for one in everything(shape) if str(one.tag).endswith("}relIds")), None)
    link = context.office.links(context.part).get(ids.get(f"{R}dm", "")) if ids is not None else None
    return link.target if link is not None and context.office.has(link.target) else ""


def _raw(shape: etree._Element) -> Iterator[str]:
    return raw_text(shape)


def _join_lists(blocks: list[DocBlock]) -> list[DocBlock]:
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


def _join_code(blocks: list[DocBlock]) -> Iterator[DocBlock]:
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
