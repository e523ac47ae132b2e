"""The styles of a Word file, made from a theme's tokens: those that a document uses, and what they are based on.

A paragraph's style says three things: what it is (`Caption`), in which block it stands (`Caution`), and in a copy for
reviewers who sees it. Their names are put together, so that whoever edits the file finds them in Word's list of styles.
"""

from __future__ import annotations

import re
from dataclasses import field

from builder.core.bidi import direction
from builder.core.frozen import dataclass
from builder.theme.theme import Theme
from builder.writers.docx.oxml import NS, quote

_BAR, _SPACE = 18, 8
"""The width of the bar beside a block, eighths of a point, and its distance from the text, points."""

INDENT = 360
"""How far each level of a list is set in, twips."""

BOXES: dict[str, tuple[str, str]] = {
    "Caution": ("caution", "caution-surface"),
    "Content Note": ("caution", "caution-surface"),
    "Facilitator": ("facilitator", ""),
    "Script": ("facilitator", ""),
    "Answer": ("facilitator", ""),
    "Quote": ("rule", ""),
    "Local": ("rule", ""),
    "Cards": ("rule", ""),
}
"""The color of the bar beside a block, and of its ground, "" for none. Other blocks have those of `_OTHERS`."""

_OTHERS = ("primary", "surface")

AUDIENCES = {
    "facilitators": "facilitator",
    "answers": "facilitator",
    "handout": "muted",
    "slides": "link",
    "cards": "muted",
}
"""Who sees a passage of a copy for reviewers, where not everybody does: the color of the line at its end."""


@dataclass(frozen=True, slots=True)
class StyleKey:
    """What a paragraph is: its kind, the block that it stands in, who sees it, and how far it is set in (levels of lists)."""

    kind: str
    box: str = ""
    audience: str = ""
    indent: int = 0

    @property
    def name(self) -> str:
        """The name in Word's list of styles."""
        kind = "" if self.kind == "Body Text" and self.box else self.kind
        words = [self.box, kind, str(self.indent) if self.indent else ""]
        return " ".join(filter(None, words)) + (f" ({self.audience})" if self.audience else "")

    @property
    def id(self) -> str:
        """The style's id."""
        return re.sub(r"\W", "", self.name.title() if not self.box and not self.audience else self.name)


@dataclass(frozen=True)
class Sheet:
    """The styles of one document. `used` grows while it is written. `scale` is how much larger print is than usual.

    `numbered`: paragraphs have the line of the source in the margin.
    """

    theme: Theme
    lang: str
    scale: float = 1.0
    numbered: bool = False
    used: dict[StyleKey, None] = field(default_factory=dict)

    def style(self, kind: str, box: str = "", audience: str = "", indent: int = 0) -> str:
        """Return the id of the style of a paragraph."""
        key = StyleKey(kind, box, audience, indent)
        self.used[key] = None
        return key.id

    def xml(self) -> str:
        """Return the part of styles."""
        kinds = {key.kind: None for key in self.used}
        plain = {StyleKey(kind): None for kind in (*_KINDS, *kinds)}
        written = [self._paragraph(key) for key in {**plain, **self.used} if key != StyleKey("Body Text")]
        return (
            f"<w:styles {NS}>{self._defaults()}{self._normal()}{self._paragraph(StyleKey('Body Text'))}{''.join(written)}"
            f"{self._characters()}{self._tables()}</w:styles>"
        )

    def color(self, role: str) -> str:
        """Return a color as Word writes it."""
        return self.theme.colors[role].lstrip("#").upper()

    def _size(self, points: float) -> str:
        half = round(points * 2 * self.scale)
        return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'

    def _defaults(self) -> str:
        fonts, tongue = quote(self.theme.tokens.slides.font), quote(self.lang)
        rtl = direction(self.lang) == "rtl"
        langs = f"<w:lang w:val={tongue} w:eastAsia={tongue} w:bidi={tongue if rtl else quote('ar-SA')}/>"
        return (
            f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii={fonts} w:hAnsi={fonts} w:eastAsia={fonts} w:cs={fonts}/>"
            f'<w:color w:val="{self.color("foreground")}"/>{self._size(self.theme.tokens.typography.base.size)}{langs}</w:rPr></w:rPrDefault>'
            '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        )

    def _normal(self) -> str:
        bidi = "<w:pPr><w:bidi/></w:pPr>" if direction(self.lang) == "rtl" else ""
        return f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>{bidi}</w:style>'

    def _paragraph(self, key: StyleKey) -> str:
        """Return one paragraph style. A kind is based on another kind; in a block or for an audience, on its kind."""
        plain = StyleKey(key.kind)
        if key == plain:
            kind = _KINDS.get(key.kind, _Kind())
            based, look = kind.based, self._kind_look(key.kind, kind)
            follows = f'<w:next w:val="{StyleKey("Body Text").id}"/>' if key.kind in _TITLES else ""
            quick = "<w:qFormat/>"
        else:
            based, look, follows, quick = plain.name, self._box_look(key), "", "<w:qFormat/>"
        name = quote(_BUILT_IN.get(key.name, key.name))
        base = StyleKey(based).id if based != "Normal" else "Normal"
        return (
            f'<w:style w:type="paragraph"{"" if key.name in _BUILT_IN else " w:customStyle=" + quote("1")} w:styleId="{key.id}">'
            f'<w:name w:val={name}/><w:basedOn w:val="{base}"/>{follows}{quick}{look}</w:style>'
        )

    def _kind_look(self, name: str, kind: _Kind) -> str:
        sizes, inner = self.theme.tokens.typography.sizes, ""
        if kind.keeps:
            inner += "<w:keepNext/><w:keepLines/>"
        if kind.line:
            ruled = "".join(
                f'<w:{side} w:val="single" w:sz="6" w:space="1" w:color="{self.color("field")}"/>'
                for side in ("bottom", "between")
            )
            inner += f"<w:pBdr>{ruled}</w:pBdr>"
        if kind.before or kind.after is not None:
            inner += f'<w:spacing w:before="{kind.before}" w:after="{120 if kind.after is None else kind.after}"/>'
        hanging = _MARGIN if self.numbered and name in HUNG else 0
        if kind.indent or hanging:
            inner += f'<w:ind w:left="{kind.indent}" w:hanging="{hanging}"/>'
        if kind.level:
            inner += f'<w:outlineLvl w:val="{kind.level - 1}"/>'
        marks = "<w:b/><w:bCs/>" if kind.bold else ""
        if kind.mono:
            marks = f'<w:rFonts w:ascii="{_MONO}" w:hAnsi="{_MONO}" w:cs="{_MONO}"/>{marks}'
        marks += f'<w:color w:val="{self.color(kind.color)}"/>' if kind.color else ""
        size = getattr(sizes, kind.size, 0) if kind.size else 0
        marks += self._size(max(size, _LEAST)) if size else ""
        return (f"<w:pPr>{inner}</w:pPr>" if inner else "") + (f"<w:rPr>{marks}</w:rPr>" if marks else "")

    def _box_look(self, key: StyleKey) -> str:
        """Return the bar and ground of a block, the line of who sees it, and how far it is set in."""
        bar, ground = BOXES.get(key.box, _OTHERS) if key.box else ("", "")
        begin, end = ("right", "left") if direction(self.lang) == "rtl" else ("left", "right")
        sides = {begin: bar, end: AUDIENCES[key.audience] if key.audience else ""}
        edges = "".join(self._edge(side, sides[side]) for side in ("left", "right") if sides[side])
        inner = f"<w:pBdr>{edges}</w:pBdr>" if edges else ""
        inner += f'<w:shd w:val="clear" w:color="auto" w:fill="{self.color(ground)}"/>' if ground else ""
        indent = 0 if key.box else _KINDS.get(key.kind, _Kind()).indent
        inner += f'<w:ind w:left="{indent + key.indent * INDENT}" w:hanging="0"/>' if key.indent or key.box else ""
        return f"<w:pPr>{inner}</w:pPr>" if inner else ""

    def _edge(self, side: str, role: str) -> str:
        return f'<w:{side} w:val="single" w:sz="{_BAR}" w:space="{_SPACE}" w:color="{self.color(role)}"/>'

    def _characters(self) -> str:
        made = ""
        for name, look in {
            "Default Paragraph Font": "",
            "Hyperlink": f'<w:color w:val="{self.color("link")}"/><w:u w:val="single"/>',
            "footnote reference": '<w:vertAlign w:val="superscript"/>',
            "Label": f'<w:b/><w:bCs/><w:color w:val="{self.color("primary")}"/>',
            "Citation": '<w:vertAlign w:val="superscript"/>',
            "Code": f'<w:rFonts w:ascii="{_MONO}" w:hAnsi="{_MONO}" w:cs="{_MONO}"/>',
            "Keyboard": f'<w:rFonts w:ascii="{_MONO}" w:hAnsi="{_MONO}" w:cs="{_MONO}"/><w:bdr w:val="single" w:sz="4" w:space="0" w:color="{self.color("field")}"/>',
            "Highlight": f'<w:shd w:val="clear" w:color="auto" w:fill="{self.color("caution-surface")}"/>',
            "Key Sentence": "<w:b/><w:bCs/>",
            "Source Line": f'<w:b w:val="0"/><w:bCs w:val="0"/><w:color w:val="{self.color("muted")}"/>{self._size(_LEAST)}',
        }.items():
            default = name == "Default Paragraph Font"
            built = name in {"Default Paragraph Font", "Hyperlink", "footnote reference"}
            made += (
                f'<w:style w:type="character"{" w:default=" + quote("1") if default else ""}{"" if built else " w:customStyle=" + quote("1")}'
                f' w:styleId="{re.sub(" ", "", name.title())}"><w:name w:val="{name}"/>'
                + ("" if default else '<w:basedOn w:val="DefaultParagraphFont"/>')
                + (f"<w:rPr>{look}</w:rPr>" if look else "")
                + "</w:style>"
            )
        return made

    def _tables(self) -> str:
        rule, tint = self.color("rule"), self.color("surface")
        edges = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{rule}"/>' for side in ("top", "bottom", "insideH")
        )
        grid = "".join(
            f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="{self.color("field")}"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        margins = '<w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="57" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        head = f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{tint}"/></w:tcPr></w:tblStylePr>'
        side = '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr>'
        normal = '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        return normal + "".join(
            f'<w:style w:type="table" w:customStyle="1" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/>'
            f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders>{margins}</w:tblPr>{head}{side}</w:style>"
            for name, lines in (("Module Table", edges), ("Table to Fill", grid))
        )


_MONO = "Courier New"
_LEAST = 9.0
"""No text is smaller, points."""

HUNG = frozenset(
    {"Body Text", "Statement", "Caption", "Figure", "Code Block", "Term", *(f"Heading {n}" for n in range(1, 7))}
)
"""Kinds of paragraphs that, outside blocks, have the line of the source in the margin of a copy for reviewers."""

_MARGIN = 640
"""How far lines of the source stand in the margin, twips."""

_TITLES = frozenset({"Title", *(f"Heading {n}" for n in range(1, 7))})


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of paragraph looks. `size` is a name of the theme's sizes; spaces are twips; `level` is that of a heading."""

    based: str = "Normal"
    size: str = ""
    color: str = ""
    bold: bool = False
    mono: bool = False
    keeps: bool = False
    line: bool = False
    before: int = 0
    after: int | None = None
    level: int = 0
    indent: int = 0


_KINDS = {
    "Body Text": _Kind(),
    "Title": _Kind(size="title", color="primary", bold=True, keeps=True, after=120),
    "Subtitle": _Kind(size="lede", after=240),
    "Kicker": _Kind(size="label", color="primary", bold=True, keeps=True, after=60),
    "Heading 1": _Kind(size="topic", color="primary", bold=True, keeps=True, before=360, after=120, level=1),
    "Heading 2": _Kind(size="lede", color="primary", bold=True, keeps=True, before=280, after=100, level=2),
    "Heading 3": _Kind(size="heading", bold=True, keeps=True, before=200, after=80, level=3),
    **{f"Heading {n}": _Kind(size="heading", bold=True, keeps=True, before=160, after=60, level=n) for n in (4, 5, 6)},
    "List Paragraph": _Kind(after=60),
    "List Continue": _Kind(after=60),
    "Contact Fact": _Kind(keeps=True, after=60),
    "Table Text": _Kind(after=0),
    "Table Head": _Kind(based="Table Text", bold=True, after=0),
    "Caption": _Kind(bold=True, keeps=True, before=160, after=80),
    "Figure Caption": _Kind(size="small", after=160),
    "Figure": _Kind(keeps=True, before=120, after=60),
    "Caveat": _Kind(size="small", color="muted", after=160),
    "Meta": _Kind(size="small", color="muted", after=80),
    "Statement": _Kind(size="lede", color="primary", bold=True, before=120),
    "Number": _Kind(size="title", color="primary", bold=True, keeps=True, after=0),
    "Code Block": _Kind(mono=True, size="small"),
    "Attribution": _Kind(color="muted"),
    "Term": _Kind(bold=True, keeps=True, after=0),
    "Meaning": _Kind(indent=INDENT),
    "Bibliography": _Kind(size="small", after=80),
    "footnote text": _Kind(size="small", after=40),
    "Writing Line": _Kind(line=True, before=160, after=0),
    "header": _Kind(size="foot", color="muted", after=0),
    "footer": _Kind(size="foot", color="muted", after=0),
    "Colophon": _Kind(size="small", color="muted", after=40),
    "Audience": _Kind(size="label", color="facilitator", bold=True, keeps=True, before=120, after=40),
    "Alternative": _Kind(size="small", color="muted", after=80),
    "Review Question": _Kind(color="link", bold=True, keeps=True, before=80, after=0),
    "Review Answer": _Kind(line=True, after=120),
}
_BUILT_IN = {
    name: name.lower() if name.startswith("Heading") else name
    for name in _KINDS
    if name.startswith("Heading")
    or name
    in {
        "Title",
        "Subtitle",
        "Body Text",
        "List Paragraph",
        "List Continue",
        "header",
        "footer",
        "footnote text",
        "Bibliography",
    }
} | {"Caption": "caption"}
"""Styles that Word knows by name, and the names that it gives them in a file (ECMA-376-1, 17.7.4.9)."""
