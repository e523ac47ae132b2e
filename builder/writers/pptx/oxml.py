"""XML of the PowerPoint writer: functions that return PresentationML and DrawingML as text (ECMA-376-1, 19 and 21).

Extensions name their source. No function writes a theme's colors or fonts: both come from the layout. Lengths are EMU.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from builder.core.bidi import by_language, direction, has_rtl, isolate, isolate_whole, unmarked
from builder.core.frozen import replace
from builder.slides.deck.deck import Box, Run, SlideLine, line_direction
from builder.slides.deck.layouts import BOXES, Slot, set_line
from builder.slides.deck.numbering import NUMBERINGS
from builder.slides.template.package import HEAD

NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_GRAPHIC = "http://schemas.openxmlformats.org/drawingml/2006/"
_ALIGNS = {"left": "l", "right": "r", "center": "ctr"}
_BASELINES = {"super": "30000", "sub": "-25000"}
_MONO = "Courier New"
"""The font of code, whatever the theme: every system has it, or a substitute with equal widths."""

_QUIET = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr'
    ' xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext></a:extLst>'
)
"""Gives a link the color of its text ([MS-ODRAWXML] 2.33.1, ahyp:hlinkClr)."""

DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
"""Marks a shape as decoration, which screen readers pass over ([MS-ODRAWXML] 2.2.4.1)."""

_NOTES_INDENT = 228_600
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class TextContext:
    """What paragraphs need to know of their part: the deck's language, the color behind highlighted text, and links.

    `link` and `jump` return the id of a relationship to an address or a slide, "" when there is no such slide. `ink` is the
    color to be written, `#rrggbb`, "" where text inherits its own.
    """

    lang: str
    marker: str
    link: Callable[[str], str]
    jump: Callable[[str], str]
    ink: str = ""


def safe(text: str) -> str:
    """Return text escaped for XML, without characters that XML forbids."""
    return escape(_UNPRINTABLE.sub("", unmarked(text)))


def quote(text: str) -> str:
    """Return text as a quoted attribute value on one line."""
    return quoteattr(_UNPRINTABLE.sub("", " ".join(unmarked(text).split())))


# ── Text ──────────────────────────────────────────────────────────────────────────────────────────────────────


def paragraph(
    line: SlideLine,
    slot: Slot,
    scale: float,
    context: TextContext,
    start: int = 0,
    align: str = "",
    *,
    bold: bool = False,
    apart: bool = False,
) -> str:
    """Return a line as a paragraph with only the properties that differ from its layout.

    `start` is the number that the list it belongs to begins with; `align` overrules the level's; `bold` is for headers.
    `apart`: what is written inherits no direction from the layout, as in a table.
    """
    level, base = set_line(slot, line, scale), slot.levels[min(line.level, len(slot.levels) - 1)]
    attributes = f' lvl="{line.level}"' if line.level else ""
    if (level.left, level.hanging) != (base.left, base.hanging):
        attributes += f' marL="{level.left}" indent="{-level.hanging}"'
    bullet = "" if level.bullet == base.bullet and level.bullet not in NUMBERINGS else _bullet(level.bullet, start)
    if level.bullet and level.bullet_color == level.color:
        bullet = "<a:buClrTx/>" + bullet  # LibreOffice takes bullet colors from another placeholder of the layout
    attributes += _direction(
        line_direction(line, context.lang), layout_rtl=base.rtl, align=base.align, own=align, apart=apart
    )
    size = round(level.size * 100) if scale != 1.0 else 0
    heavy = bold or (level.bold and not base.bold)
    return _paragraph(line, attributes, bullet, size, replace(context, ink=slot.ink), bold=heavy)


def notes_paragraph(line: SlideLine, context: TextContext, start: int = 0) -> str:
    """Return a line of speaker notes as a paragraph; notes have no layout, so lists have their own indents."""
    marked = line.bullet != ""
    left = _NOTES_INDENT * (line.level + marked)
    attributes = f' lvl="{line.level}"' if line.level else ""
    attributes += f' marL="{left}" indent="{-_NOTES_INDENT if marked else 0}"' + _direction(
        line_direction(line, context.lang), layout_rtl=False, align="left", own=""
    )
    kind = {"disc": "•" if line.level % 2 == 0 else "–", **BOXES}.get(line.bullet, line.bullet)
    bullet = _bullet(kind, start) if marked else ""
    return _paragraph(line, attributes, bullet, 0, context, bold=line.role in {"heading", "label"})


def _paragraph(line: SlideLine, attributes: str, bullet: str, size: int, context: TextContext, *, bold: bool) -> str:
    inner = f"<a:pPr{attributes}>{bullet}</a:pPr>" if bullet else f"<a:pPr{attributes}/>" if attributes else ""
    way = line_direction(line, context.lang)
    runs = "".join(_run(run, size, context, bold=bold) for run in isolate_runs(line.runs, context.lang, way))
    last = line.runs[-1].lang if line.runs else ""
    sized = f' sz="{size}"' if size else ""
    return f'<a:p>{inner}{runs}<a:endParaRPr lang="{last or context.lang}"{sized}/></a:p>'


def isolate_runs(runs: Iterable[Run], lang: str, way: str) -> Iterator[Run]:
    """Yield runs as they are written in a paragraph of direction `way`: a run has a language, but no direction.

    What runs the other way stands between isolates (U+2066 to U+2069): words in another language, code, numbers with signs.
    Words of ours that are not translated become runs in English.
    """
    opened: list[str] = []
    for run in runs:
        for piece, english in by_language(run.text, opened):
            spoken = "en" if english else run.lang
            own = "ltr" if run.mono else direction(spoken or lang)
            text = piece if run.mono else isolate(piece, own)
            if own != way and (own == "ltr" or has_rtl(piece)):
                text = isolate_whole(text, own)
            if text:
                yield replace(run, text=text, lang=spoken)


def _run(run: Run, size: int, context: TextContext, *, bold: bool) -> str:
    attributes = f' lang="{run.lang or context.lang}"'
    attributes += f' sz="{size}"' if size else ""
    attributes += ' b="1"' if run.bold or bold else ""
    attributes += ' i="1"' if run.italic else ""
    attributes += ' u="none"' if run.quiet else ""
    attributes += ' strike="sngStrike"' if run.strike else ""
    attributes += f' baseline="{_BASELINES[run.baseline]}"' if run.baseline else ""
    inner = solid(context.ink) if context.ink else ""
    inner += f'<a:highlight><a:schemeClr val="{context.marker}"/></a:highlight>' if run.highlight else ""
    inner += f'<a:latin typeface="{_MONO}"/><a:cs typeface="{_MONO}"/>' if run.mono else ""
    if run.link and (ident := context.link(run.link)):
        inner += f'<a:hlinkClick r:id="{ident}"/>'
    elif run.jump and (ident := context.jump(run.jump)):
        jump = f'<a:hlinkClick r:id="{ident}" action="ppaction://hlinksldjump"'
        inner += f"{jump}>{_QUIET}</a:hlinkClick>" if run.quiet else f"{jump}/>"
    properties = f"<a:rPr{attributes}>{inner}</a:rPr>" if inner else f"<a:rPr{attributes}/>"
    words = (f"<a:r>{properties}<a:t>{safe(text)}</a:t></a:r>" if text else "" for text in run.text.split("\v"))
    return f"<a:br>{properties}</a:br>".join(words)


def solid(color: str) -> str:
    """Return a fill of a color `#rrggbb`; "" is the scheme's color of text."""
    return (
        f'<a:solidFill><a:srgbClr val="{color[1:]}"/></a:solidFill>'
        if color
        else '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    )


def _bullet(bullet: str, start: int) -> str:
    if not bullet:
        return "<a:buNone/>"
    if bullet in NUMBERINGS:
        begins = f' startAt="{start}"' if start > 1 else ""
        return f'<a:buSzTx/><a:buFont typeface="+mj-lt"/><a:buAutoNum type="{NUMBERINGS[bullet].scheme}"{begins}/>'
    size = (
        '<a:buSzPct val="80000"/>' if bullet == BOXES["ticked"] else ""
    )  # from another font, and wider than an open box
    return f'{size}<a:buFont typeface="+mn-lt"/><a:buChar char={quoteattr(bullet)}/>'


def _direction(way: str, *, layout_rtl: bool, align: str, own: str, apart: bool = False) -> str:
    """Return alignment and direction where they differ from the layout; a line of the other direction is mirrored."""
    rtl = way == "rtl"
    turned = rtl != layout_rtl
    if not own and not turned and not apart:
        return ""
    mirrored = {"left": "right", "right": "left"}
    asked = (mirrored.get(own, own) if rtl else own) if own else mirrored.get(align, align) if turned else align
    return f' algn="{_ALIGNS[asked]}"' + (f' rtl="{int(rtl)}"' if turned or apart else "")


# ── Shapes ────────────────────────────────────────────────────────────────────────────────────────────────────


def shape(ident: int, slot: Slot, paragraphs: Iterable[str], box: Box | None = None) -> str:
    """Return a text placeholder; without `box` it stands where its layout puts it."""
    frame = f"<p:spPr>{_frame('a:xfrm', box)}</p:spPr>" if box else "<p:spPr/>"
    body = f"<p:txBody><a:bodyPr/><a:lstStyle/>{''.join(paragraphs)}</p:txBody>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{ident}" name={quote(slot.name)}/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr>{_ph(slot)}</p:nvPr></p:nvSpPr>{frame}{body}</p:sp>"
    )


def number(lang: str, value: int) -> str:
    """Return the paragraph of a slide number: a field that PowerPoint keeps up to date."""
    field = f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr lang="{lang}"/><a:t>{value}</a:t></a:fld>'
    return f'<a:p>{field}<a:endParaRPr lang="{lang}"/></a:p>'


def picture(
    ident: int,
    slot: Slot,
    box: Box,
    alt: str,
    image: str,
    vector: str = "",
    link: str = "",
    *,
    decorative: bool = False,
) -> str:
    """Return a picture in its placeholder. `image`, `vector`, `link` are ids of relationships: to PNG or JPEG, SVG, address.

    SVG beside its picture: [MS-ODRAWXML] 2.3.3.1, asvg:svgBlip.
    """
    svg = (
        '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip'
        f' xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{vector}"/></a:ext></a:extLst>'
    )
    blip = f'<a:blip r:embed="{image}">{svg}</a:blip>' if vector else f'<a:blip r:embed="{image}"/>'
    return (
        f'<p:pic><p:nvPicPr>{_non_visual_properties(ident, slot, alt, link, decorative=decorative)}<p:cNvPicPr><a:picLocks noGrp="1" noChangeAspect="1"/>'
        f"</p:cNvPicPr><p:nvPr>{_ph(slot)}</p:nvPr></p:nvPicPr><p:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></p:blipFill>"
        f'<p:spPr>{_frame("a:xfrm", box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def frame(ident: int, slot: Slot, box: Box, alt: str, kind: str, content: str) -> str:
    """Return a table or chart (`kind`) in its placeholder."""
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr>{_non_visual_properties(ident, slot, alt)}<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
        f"</p:cNvGraphicFramePr><p:nvPr>{_ph(slot)}</p:nvPr></p:nvGraphicFramePr>{_frame('p:xfrm', box)}<a:graphic>"
        f'<a:graphicData uri="{_GRAPHIC}{kind}">{content}</a:graphicData></a:graphic></p:graphicFrame>'
    )


def chart(ident: str) -> str:
    """Return the reference to a chart part."""
    return f'<c:chart xmlns:c="{_GRAPHIC}chart" r:id="{ident}"/>'


def _non_visual_properties(ident: int, slot: Slot, alt: str, link: str = "", *, decorative: bool = False) -> str:
    """Return a drawing's name, text alternative and link."""
    if not decorative:
        click = f'><a:hlinkClick r:id="{link}"/></p:cNvPr>' if link else "/>"
        return f'<p:cNvPr id="{ident}" name={quote(slot.name)} descr={quote(alt)}{click}'
    return f'<p:cNvPr id="{ident}" name={quote(slot.name)} descr="">{DECORATIVE}</p:cNvPr>'


def _ph(slot: Slot) -> str:
    """Return the `p:ph` element that connects a shape with its layout's placeholder, by the layout's own type and idx."""
    kind = f' type="{slot.type}"' if slot.type else ""
    small = ' sz="quarter"' if slot.kind in {"footer", "number"} else ""
    idx = f' idx="{slot.idx}"' if slot.idx else ""
    return f"<p:ph{kind}{small}{idx}/>"


def _frame(tag: str, box: Box) -> str:
    return f'<{tag}><a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.width}" cy="{box.height}"/></{tag}>'


# ── Slides and the file ───────────────────────────────────────────────────────────────────────────────────────

_GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
_MASTER_COLORS = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"


def slide(name: str, shapes: Iterable[str], colors: str = "", *, hidden: bool = False) -> str:
    """Return a slide part. `colors` is its layout's own p:clrMapOvr, which slides do not inherit."""
    show = ' show="0"' if hidden else ""
    tree = f"<p:spTree>{_GROUP}{''.join(shapes)}</p:spTree>"
    return f"{HEAD}<p:sld {NS}{show}><p:cSld name={quote(name)}>{tree}</p:cSld>{colors or _MASTER_COLORS}</p:sld>"


def notes(lang: str, paragraphs: Iterable[str], value: int) -> str:
    """Return the notes part of slide number `value`: its picture, the script, the number."""

    def sp(ident: int, title: str, ph: str, locks: str, body: str) -> str:
        head = f'<p:nvSpPr><p:cNvPr id="{ident}" name="{title}"/><p:cNvSpPr><a:spLocks noGrp="1"{locks}/></p:cNvSpPr>'
        return f"<p:sp>{head}<p:nvPr><p:ph {ph}/></p:nvPr></p:nvSpPr><p:spPr/>{body}</p:sp>"

    def text(content: str) -> str:
        return f"<p:txBody><a:bodyPr/><a:lstStyle/>{content}</p:txBody>"

    shapes = sp(2, "slide", 'type="sldImg" idx="2"', ' noRot="1" noChangeAspect="1"', "")
    shapes += sp(3, "notes", 'type="body" sz="quarter" idx="3"', "", text("".join(paragraphs)))
    shapes += sp(4, "number", 'type="sldNum" sz="quarter" idx="5"', "", text(number(lang, value)))
    return f"{HEAD}<p:notes {NS}><p:cSld><p:spTree>{_GROUP}{shapes}</p:spTree></p:cSld>{_MASTER_COLORS}</p:notes>"


def slide_list(rows: Iterable[tuple[int, str]]) -> str:
    """Return the list of slides: each slide's id and the id of its relationship."""
    inner = "".join(f'<p:sldId id="{ident}" r:id="{relationship}"/>' for ident, relationship in rows)
    return f"<p:sldIdLst {NS}>{inner}</p:sldIdLst>"


def sections(rows: Iterable[tuple[str, str, Sequence[int]]]) -> str:
    """Return PowerPoint's sections: name, id in braces, ids of slides. They must part all slides ([MS-PPTX] 2.2.13.1)."""
    p14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
    inner = ""
    for name, ident, slides in rows:
        ids = "".join(f'<p14:sldId id="{n}"/>' for n in slides)
        inner += f'<p14:section name={quote(name)} id="{ident}"><p14:sldIdLst>{ids}</p14:sldIdLst></p14:section>'
    extension = f'<p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst xmlns:p14="{p14}">{inner}</p14:sectionLst></p:ext>'
    return f"<p:extLst {NS}>{extension}</p:extLst>"


def core_properties(values: dict[str, str], day: str) -> str:
    """Return core properties (ECMA-376-2, 11): `values` by element name as `dc:title`; `day` an ISO date, "" for undated."""
    inner = "".join(f"<{name}>{safe(value)}</{name}>" for name, value in values.items() if value)
    if day:
        inner += "".join(
            f'<dcterms:{n} xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:{n}>' for n in ("created", "modified")
        )
    spaces = (
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    return f"{HEAD}<cp:coreProperties {spaces}>{inner}</cp:coreProperties>"


def custom_properties(values: dict[str, str]) -> str:
    """Return custom properties, all as text (ECMA-376-1, 22.3); ids begin at 2."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/"
    inner = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{n}" name={quote(name)}><vt:lpwstr>{safe(value)}</vt:lpwstr></property>'
        for n, (name, value) in enumerate(values.items(), 2)
    )
    return f'{HEAD}<Properties xmlns="{office}custom-properties" xmlns:vt="{office}docPropsVTypes">{inner}</Properties>'
