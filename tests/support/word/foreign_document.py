"""A Word document as other programs write it, part by part, with one of each thing that importing has to decide about."""

from __future__ import annotations

from builder.core.archive import zip_bytes
from tests.support.decks.foreign_deck import photograph

AUTHOR = "Zelda Quux"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def run(text: str, look: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph of runs, or of plain text, in a style."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inner if inner.startswith('<') else run(inner)}</w:p>"


def item(inner: str, number: int = 1, level: int = 0) -> str:
    """Return a paragraph that is an item: list 1 has bullets, 2 numbers, 3 goes on with 2 from 1 again."""
    return paragraph(inner, "", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def code(instruction: str, result: str) -> str:
    """Return a field of Word with its result."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def picture(ident: str, alt: str) -> str:
    """Return a run with a picture in the line."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="{alt}"/><a:graphic><a:graphicData>'
        f'<pic:pic><pic:blipFill><a:blip r:embed="{ident}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def cell(text: str, properties: str = "") -> str:
    """Return a cell of a table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


_STYLES = f"""{_HEAD}<w:styles {_NAMES}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Untertitel"><w:name w:val="Subtitle"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Section"><w:name w:val="Our section"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Code"><w:name w:val="Source Code"/></w:style>
</w:styles>"""

_LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="%1."/></w:lvl>'
_NUMBERING = (
    f"{_HEAD}<w:numbering {_NAMES}>"
    f'<w:abstractNum w:abstractNumId="0">{_LEVEL.format(0, "bullet")}{_LEVEL.format(1, "bullet")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{_LEVEL.format(0, "decimal")}{_LEVEL.format(1, "lowerLetter")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)
_NOTES = (
    f'{_HEAD}<w:footnotes {_NAMES}><w:footnote w:type="separator" w:id="-1">{paragraph("")}</w:footnote>'
    f'<w:footnote w:id="2">{paragraph("A court said so.")}</w:footnote></w:footnotes>'
)
_COMMENTS = f'{_HEAD}<w:comments {_NAMES}><w:comment w:id="4" w:author="{AUTHOR}">{paragraph("Is this true?")}</w:comment></w:comments>'
_HEADER = f"{_HEAD}<w:hdr {_NAMES}>{paragraph('Confidential draft')}</w:hdr>"

BODY = (
    paragraph("Rights at work", "Titel")
    + paragraph("What to ask before you sign", "Untertitel")
    + paragraph(code("TOC \\o", run("Contracts")) + run(" 3"), "TOC1")
    + paragraph("Learning objectives", "berschrift1")
    + item("Name two rights")
    + item("Ask for a contract")
    + paragraph('<w:bookmarkStart w:id="0" w:name="_Ref1"/>' + run("Contracts (15 min)"), "Section")
    + paragraph(
        run("Ask for a ")
        + run("con", "<w:b/>")
        + run("tract", "<w:b/>")
        + '<w:ins w:author="x">'
        + run(" in your language")
        + '</w:ins><w:del w:author="x"><w:r><w:delText>, or a promise</w:delText></w:r></w:del>'
        + run(".")
        + '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="4"/></w:r>'
        + run("secret", "<w:vanish/>")
    )
    + paragraph(
        '<w:hyperlink r:id="rLink">'
        + run("The law")
        + "</w:hyperlink>"
        + run(" and H")
        + run("2", '<w:vertAlign w:val="subscript"/>')
        + run("O, ")
        + code(" REF _Ref1 \\h ", run("see there"))
        + run(", page ")
        + code("PAGEREF _Ref1", run("7"))
        + '<w:r><w:tab/></w:r><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
        + run(" plan\u00adning", "<w:u w:val='single'/>")
    )
    + item("First", 2)
    + item("inner", 2, 1)
    + item("Second", 2)
    + paragraph("Between.")
    + item("Third", 2)
    + item("Anew", 3)
    + paragraph("They asked for nothing else.", "Zitat")
    + paragraph("ls -l", "Code")
    + paragraph("cd ..", "Code")
    + paragraph("Pay", "berschrift2")
    + paragraph(picture("rPicture", "A pay slip"))
    + paragraph(run("Figure ") + code("SEQ Figure", run("1")) + run(": What a slip says"), "Beschriftung")
    + paragraph(
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="2" name="Box"/>'
        f"<wps:wsp><wps:txbx><w:txbxContent>{paragraph('Keep a copy')}</w:txbxContent></wps:txbx></wps:wsp></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{paragraph('Keep a copy')}</w:txbxContent></v:textbox>"
        "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>" + run("Beside a box.")
    )
    + "<w:tbl><w:tblPr/><w:tr><w:trPr><w:tblHeader/></w:trPr>"
    + cell("Who")
    + cell("Pay", '<w:gridSpan w:val="2"/>')
    + "</w:tr><w:tr>"
    + cell("Cook", '<w:vMerge w:val="restart"/>')
    + cell("12")
    + cell("14")
    + "</w:tr><w:tr>"
    + cell("", "<w:vMerge/>")
    + cell("16")
    + cell("18")
    + "</w:tr></w:tbl>"
    + paragraph(
        "<m:oMath><m:f><m:num><m:r><m:t>pay</m:t></m:r></m:num><m:den><m:r><m:t>hours</m:t></m:r></m:den></m:f></m:oMath>"
    )
    + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
    + paragraph("Click here to enter text")
    + "</w:sdtContent></w:sdt>"
    + paragraph(run("مرحبا", '<w:rtl/><w:lang w:bidi="ar-SA"/>'))
    + '<w:sectPr><w:headerReference r:id="rHeader"/></w:sectPr>'
)


def word_file(body: str, **more: str) -> bytes:
    """Return a document with this body, and parts by name that are other than usual: `styles`, `numbering`, `document`."""
    parts = {
        "document": f"{_HEAD}<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
        "styles": _STYLES,
        "numbering": _NUMBERING,
        "footnotes": _NOTES,
        "comments": _COMMENTS,
        "header": _HEADER,
    } | more
    kinds = {name: name for name in parts if name != "document"}
    links = "".join(
        f'<Relationship Id="r{name.capitalize()}" Type="{_R}/{kind}" Target="{name}.xml"/>'
        for name, kind in kinds.items()
    )
    links += f'<Relationship Id="rPicture" Type="{_R}/image" Target="media/photo.jpg"/>'
    links += f'<Relationship Id="rLink" Type="{_R}/hyperlink" Target="https://example.org/law" TargetMode="External"/>'
    links += f'<Relationship Id="rMacro" Type="{_R}/vbaProject" Target="vba.bin"/>'
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    members = [("[Content_Types].xml", f"{_HEAD}{types}".encode())]
    members.append(
        (
            "_rels/.rels",
            f'{_HEAD}{rels}<Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'.encode(),
        )
    )
    members.append(("word/_rels/document.xml.rels", f"{_HEAD}{rels}{links}</Relationships>".encode()))
    members += [(f"word/{name}.xml", text.encode()) for name, text in parts.items()]
    members += [("word/media/photo.jpg", photograph()), ("docProps/core.xml", AUTHOR.encode())]
    return zip_bytes(members)
