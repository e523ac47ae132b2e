"""XML of the Word writer: functions that return WordprocessingML as text (ECMA-376-1, 17). Lengths are twips or EMU, as named.

Every text goes through `safe` or `quote`. Looks are never set on paragraphs and runs: styles have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from builder.core.frozen import dataclass

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
"""Name spaces of a part with text."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLACE = "place"
"""An attribute of paragraphs, without a name space: the number of their place in the source. It is taken out before a file is written."""

_UNSAFE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold (XML 1.0, 2.2)."""


def safe(text: str) -> str:
    """Return a text as XML."""
    return escape(_UNSAFE.sub("", text))


def quote(text: str) -> str:
    """Return a text as an attribute's value in quotation marks."""
    return quoteattr(_UNSAFE.sub("", text))


@dataclass(frozen=True, slots=True)
class Marks:
    """What a run is: a character style, marks of the author's, and its language.

    `style` is the id of a character style, "" for none. `lang` is a BCP 47 tag, "" for that of the paragraph.
    """

    style: str = ""
    bold: bool = False
    italic: bool = False
    strike: bool = False
    raised: bool = False
    lowered: bool = False
    lang: str = ""
    rtl: bool = False

    def properties(self) -> str:
        """Return `w:rPr`, "" without any. The order of elements is that of CT_RPr."""
        inner = f'<w:rStyle w:val="{self.style}"/>' if self.style else ""
        inner += "<w:b/><w:bCs/>" if self.bold else ""
        inner += "<w:i/><w:iCs/>" if self.italic else ""
        inner += "<w:strike/>" if self.strike else ""
        inner += '<w:vertAlign w:val="superscript"/>' if self.raised else ""
        inner += '<w:vertAlign w:val="subscript"/>' if self.lowered and not self.raised else ""
        inner += "<w:rtl/>" if self.rtl else ""
        if self.lang:
            inner += f"<w:lang w:bidi={quote(self.lang)}/>" if self.rtl else f"<w:lang w:val={quote(self.lang)}/>"
        return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def run(text: str, marks: Marks) -> str:
    """Return a run of text; line ends in it are line breaks."""
    parts = text.split("\n")
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{safe(part)}</w:t>' if part else "" for part in parts)
    return f"<w:r>{marks.properties()}{inner}</w:r>" if text else ""


def paragraph(style: str, content: str, *, numbering: tuple[int, int] | None = None, place: int = -1) -> str:
    """Return a paragraph. `numbering` is the id of a list and the level in it; `place` see `PLACE`, -1 for none."""
    listed = (
        f'<w:numPr><w:ilvl w:val="{numbering[1]}"/><w:numId w:val="{numbering[0]}"/></w:numPr>' if numbering else ""
    )
    at = f' {PLACE}="{place}"' if place >= 0 else ""
    return f'<w:p{at}><w:pPr><w:pStyle w:val="{style}"/>{listed}</w:pPr>{content}</w:p>'


LINE_STYLE = "SourceLine"
"""The character style of lines of the source."""


def line_number(line: int, *, hung: bool) -> str:
    """Return the line of the source before a paragraph, 0 for none; `hung`: it stands in the margin, and the text behind a tab.

    Why no frame (17.3.1.11): LibreOffice 7.4 loses tracked changes of a file that has frames.
    """
    number = f"<w:t>{line}</w:t>" if line else ""
    end = "<w:tab/>" if hung else '<w:t xml:space="preserve"> </w:t>' if line else ""
    return f'<w:r><w:rPr><w:rStyle w:val="{LINE_STYLE}"/></w:rPr>{number}{end}</w:r>' if number or end else ""


def bookmark(ident: int, name: str) -> str:
    """Return a bookmark for what follows it."""
    return f'<w:bookmarkStart w:id="{ident}" w:name={quote(name)}/><w:bookmarkEnd w:id="{ident}"/>'


def link(relationship: str, content: str) -> str:
    """Return a link to an address by the id of its relationship."""
    return f'<w:hyperlink r:id="{relationship}" w:history="1">{content}</w:hyperlink>'


def jump(name: str, content: str) -> str:
    """Return a link to a bookmark."""
    return f'<w:hyperlink w:anchor={quote(name)} w:history="1">{content}</w:hyperlink>'


def field(instruction: str, cached: str) -> str:
    """Return a field with the text that is shown until a program computes it."""
    return f"<w:fldSimple w:instr={quote(f' {instruction} ')}>{cached}</w:fldSimple>"


def footnote_call(ident: int) -> str:
    """Return the raised number of a footnote."""
    return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{ident}"/></w:r>'


FOOTNOTE_MARK = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
"""The number at the beginning of a footnote's own text."""


def footnotes(notes: Iterable[str]) -> str:
    """Return the part of footnotes: the two lines that part them from the text, then the notes with ids from 1 on."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{ident}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for ident, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    texts = "".join(f'<w:footnote w:id="{ident}">{note}</w:footnote>' for ident, note in enumerate(notes, 1))
    return f"<w:footnotes {NS}>{lines}{texts}</w:footnotes>"


_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
    ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def picture(ident: int, relationship: str, size: tuple[int, int], alt: str, *, decorative: bool = False) -> str:
    """Return a picture in a line; `size` in EMU. A decorative one says so ([MS-ODRAWXML] 2.28)."""
    name = f'id="{ident}" name="Picture {ident}"'
    inner = f' descr="">{_DECORATIVE}</wp:docPr>' if decorative else f" descr={quote(alt)}/>"
    wide, high = size
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr {name}{inner}<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relationship}"/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def table(style: str, widths: list[int], rows: Iterable[str], *, heads: tuple[bool, bool], rtl: bool, alt: str) -> str:
    """Return a table; `widths` in twips. `heads`: whether its first row, and its first column, are headers. `alt` names it."""
    first_row, first_column = heads
    look = (
        f'<w:tblLook w:val="{0x20 * first_row + 0x80 * first_column + 0x400 + 0x200:04X}" w:firstRow="{first_row:d}" w:lastRow="0"'
        f' w:firstColumn="{first_column:d}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )
    named = f"<w:tblCaption w:val={quote(alt)}/>" if alt else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{"<w:bidiVisual/>" if rtl else ""}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{look}{named}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def row(cells: Iterable[str], *, head: bool = False) -> str:
    """Return a row; a `head` is repeated on each page, and no row is divided between pages."""
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def cell(width: int, content: str) -> str:
    """Return a cell; `content` ends with a paragraph."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def section(size: tuple[int, int], margin: int, references: str, *, rtl: bool) -> str:
    """Return the properties of the section: size of the page and its margins in twips, header and footer."""
    edges = " ".join(f'w:{side}="{margin}"' for side in ("top", "right", "bottom", "left"))
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="{size[0]}" w:h="{size[1]}"/>'
        f'<w:pgMar {edges} w:header="{margin // 2}" w:footer="{margin // 2}" w:gutter="0"/>{"<w:bidi/>" if rtl else ""}</w:sectPr>'
    )
