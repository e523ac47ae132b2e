"""What slides have from their layouts and masters: the list styles of placeholders, and text that stands on every slide."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from builder.core.frozen import dataclass
from builder.importing.office import OfficeFile
from builder.importing.pptx.alternatives import everything, inside
from builder.importing.pptx.names import A, P
from builder.importing.pptx.text import raw_text

Key = tuple[str | None, str]
"""A placeholder's type, None for a shape that is none, and its index."""

_LIKE = {"subTitle": "body", "ctrTitle": "title", "obj": "body", "": "body"}
_STYLES = {
    "title": "titleStyle",
    "ctrTitle": "titleStyle",
    "body": "bodyStyle",
    "obj": "bodyStyle",
    "subTitle": "bodyStyle",
    "": "bodyStyle",
}


def placeholder_key(shape: etree._Element) -> Key:
    """Return the type and index of a shape's placeholder; a type that is not given is ""."""
    found = (
        next((one for child in shape for one in child.iter(f"{P}ph")), None)
        if shape.tag.endswith(("}sp", "}pic", "}graphicFrame"))
        else None
    )
    return (None, "") if found is None else (found.get("type", ""), found.get("idx", "0"))


@dataclass(frozen=True)
class SlideLayout:
    """A layout with its master: `kind` is its type (ECMA-376-1, 19.7.15), `name` what people see."""

    part: str
    name: str
    kind: str
    roots: tuple[etree._Element, ...]
    default: etree._Element | None

    def levels(self, key: Key) -> tuple[etree._Element, ...]:
        """Return the list styles that a shape's paragraphs have, nearest first."""
        kind, index = key
        if kind is None:
            other = self._text_style("otherStyle")
            return tuple(one for one in (self.default, other) if one is not None)
        found = [style for root in self.roots if (style := _own_style(root, kind, index)) is not None]
        text = self._text_style(_STYLES.get(kind, "otherStyle"))
        return (*found, *((text,) if text is not None else ()))

    def _text_style(self, name: str) -> etree._Element | None:
        return next((one for root in self.roots if (one := root.find(f"{P}txStyles/{P}{name}")) is not None), None)


def _own_style(root: etree._Element, kind: str, index: str) -> etree._Element | None:
    """Return the list style of the placeholder of a layout or master that one of a slide takes after."""
    best: tuple[int, etree._Element | None] = (0, None)
    for shape in root.iter(f"{P}sp"):
        other, number = placeholder_key(shape)
        if other is None:
            continue
        same = number == index and root.tag == f"{P}sldLayout"
        score = 3 * same + 2 * (other == kind) + (_LIKE.get(other, other) == _LIKE.get(kind, kind))
        if score > best[0]:
            best = score, shape.find(f"{P}txBody/{A}lstStyle")
    return best[1]


class LayoutReader:
    """The layouts of a file, each read once."""

    def __init__(self, office: OfficeFile, main: str) -> None:
        """Read layouts of `office` when they are asked for; `main` is its presentation part."""
        self._office = office
        self._default = office.xml(main).find(f"{P}defaultTextStyle")
        self._known: dict[str, SlideLayout] = {}

    def of(self, slide: str) -> SlideLayout:
        """Return the layout of a slide's part; an empty one where the file has none."""
        part = next(iter(self._office.led_to(slide, "slideLayout")), "")
        if part not in self._known:
            self._known[part] = self._read(part)
        return self._known[part]

    def _read(self, part: str) -> SlideLayout:
        if not part:
            return SlideLayout("", "", "", (), self._default)
        root = self._office.xml(part)
        master = next(iter(self._office.led_to(part, "slideMaster")), "")
        roots = (root, self._office.xml(master)) if master else (root,)
        content = root.find(f"{P}cSld")
        name = content.get("name", "") if content is not None else ""
        return SlideLayout(part, name, root.get("type", ""), roots, self._default)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the words that layouts in use, and their masters, show on each slide: where they stand, and the words."""
        seen: set[int] = set()
        for layout in self._known.values():
            for root in layout.roots:
                name = f"layout “{layout.name}”" if root.tag == f"{P}sldLayout" else "master"
                words = " ".join(filter(str.strip, _fixed(root))).strip()
                if words and hash(words) not in seen:
                    seen.add(hash(words))
                    yield name, words


def _fixed(root: etree._Element) -> Iterator[str]:
    """Yield the text of shapes that are no placeholders."""
    tree = root.find(f"{P}cSld/{P}spTree")
    waiting = [*inside(tree)] if tree is not None else []
    while waiting:
        shape = waiting.pop(0)
        if shape.tag == f"{P}grpSp":
            waiting = [*inside(shape), *waiting]
        elif placeholder_key(shape)[0] is None and shape.tag != f"{P}nvGrpSpPr":
            yield from (text for one in everything(shape) if one.tag == f"{P}txBody" for text in raw_text(one))
