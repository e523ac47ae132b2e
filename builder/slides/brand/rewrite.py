"""The XML of an organization's template, written anew from what masters, layouts and themes may hold.

Left out are: everything of other namespaces, comments, processing instructions, extensions, tags, links, sounds, animations,
embedded objects, text alternatives, hidden shapes and those beside the slide; words of headers, footers and dates; names of shapes that are no placeholders; any
attribute with a path, an address or a mail address in it. Numbers are kept in the ranges of their types (ECMA-376-1, 20.1.10).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from builder.slides.template.masters import A, P, R

MOST_SHAPES = 1_000
"""Most shapes of a master or layout. Each is drawn on every slide."""

MOST_POINTS = 20_000
"""Most points of freeforms of a master or layout: a map of the world has some thousand."""

MOST_GROUPS = 30
"""Most groups that stand in each other. They are read by recursion."""

_SVG_URI = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_SVG_BLIP = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_REMOVED = frozenset(
    [
        f"{P}{name}"
        for name in (
            "custDataLst tags controls control oleObj contentPart timing sndAc snd stSnd custShowLst photoAlbum smartTags"
            " modifyVerifier embeddedFontLst sldIdLst extLst"
        ).split()
    ]
    + [
        f"{A}{name}"
        for name in (
            "hlinkClick hlinkHover hlinkMouseOver snd audioCd wavAudioFile audioFile videoFile quickTimeFile extLst"
        ).split()
    ]
)
"""Elements that are left out wherever they stand. Of extensions only the drawing behind a picture is kept."""

_SHAPES = {f"{P}{name}": name for name in ("sp", "pic", "grpSp", "cxnSp", "graphicFrame")}
_KINDS = {"sp": "Shape", "pic": "Picture", "grpSp": "Group", "cxnSp": "Line", "graphicFrame": "Table"}
_LINES = frozenset({"hdr", "ftr", "dt"})
"""Placeholders whose words slides do not take over: a header, a footer, and the day on which a program last wrote it."""

_LISTED = frozenset(f"{P}{name}" for name in ("sldLayoutId", "sldMasterId", "notesMasterId", "handoutMasterId"))
_FILLS = frozenset(f"{A}{name}" for name in ("fillStyleLst", "bgFillStyleLst"))
_RUNS = frozenset(f"{A}{name}" for name in ("rPr", "defRPr", "endParaRPr"))

_MAIN_ATTRIBUTES = frozenset({"serverZoom", "rtl", "autoCompressPictures", "compatMode"})
"""Attributes of the presentation part that are kept. Others number slides, or say how its owner saves."""

_TRACE = re.compile(
    r"(?i)\b[a-z]:[\\/]|\\\\|(?:^|[\s\"'(])[~.]?/\w+/|/(?:home|users|volumes|mnt|tmp)/|\w:/|\w@\w|[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""What an attribute says that names a place on a computer, an address or a person's mail, or that nobody sees."""

_PLACES = frozenset({"x", "y", "cx", "cy"})
_WHOLE = frozenset(
    "idx w h marL marR indent lvl lIns tIns rIns bIns rot ang pos stAng swAng wR hR l t r b startAt".split()
)
"""Attributes that are whole numbers, where they are not names of formulas."""

_WORDS = frozenset({"name", "typeface", "styleName"})
"""Attributes that may have digits alone, and are words."""

_HEXADECIMAL = {"panose": r"[0-9A-Fa-f]{20}"}
"""Attributes whose values are not numbers, though they may have digits alone: what a face looks like (20.1.10.50)."""

_FAR, _HIGHEST = 2**31 - 1, 2**32 - 1
_SLIDE = (914_400, 51_206_400)
"""Least and greatest side of a slide, EMU (ECMA-376-1, 19.7.15)."""

_RANGES: dict[str, tuple[int, int]] = {
    f"{A}spcPct": (0, 13_200_000), f"{A}spcPts": (0, 158_400), f"{A}buSzPct": (25_000, 400_000), f"{A}buSzPts": (100, 400_000),
}  # fmt: skip


def rewrite_part(data: bytes, ids: Mapping[str, str], slide: tuple[int, int] | None = None) -> bytes:
    """Return a part written anew; `ids` maps relationships that it may keep to their new ids, `slide` is a slide's size in EMU.

    Raises ValueError, in words for the template's owner, or etree.XMLSyntaxError.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(data, parser)
    if not str(root.tag).startswith((A, P)):
        raise ValueError("a part of it is of no kind that PowerPoint writes")
    _choose(root)
    for element in list(root.iter(etree.Element)):
        if element.tag != _SVG_BLIP and _uses_others(element, ids):
            _remove_user(element)
    _keep_known(root, ids)
    _clean_shapes(root, slide)
    for element in root.iter(etree.Element):
        element.tail = None
        if element.tag != f"{A}t":
            element.text = None
        for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
            _clean_attribute(element, key, value, ids)
    if root.tag == f"{P}presentation":
        for empty in [
            one for one in root.iterchildren(f"{P}notesMasterIdLst", f"{P}handoutMasterIdLst") if not len(one)
        ]:
            root.remove(empty)
        for key in [str(key) for key in root.attrib if str(key) not in _MAIN_ATTRIBUTES]:
            del root.attrib[key]
    etree.cleanup_namespaces(root, keep_ns_prefixes=["a", "p", "r"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def slide_size(data: bytes) -> tuple[int, int]:
    """Return the width and height of slides, EMU, by the presentation part. Raises ValueError for none that PowerPoint takes."""
    size = etree.fromstring(data).find(f"{P}sldSz")
    if size is None:
        raise ValueError("this PowerPoint file lacks a part that it must have")
    width, height = (_integer(size.get(key, "")) or 0 for key in ("cx", "cy"))
    if not all(_SLIDE[0] <= side <= _SLIDE[1] for side in (width, height)):
        raise ValueError("its slides have no size that PowerPoint takes")
    return width, height


def _choose(root: etree._Element) -> None:
    """Put what every program reads (`mc:Fallback`) in the place of what some read; nothing where there is none."""
    for choice in list(root.iter(f"{_CHOICE}AlternateContent")):
        parent = choice.getparent()
        if parent is None:
            continue
        kept = choice.find(f"{_CHOICE}Fallback")
        for child in list(kept) if kept is not None else []:
            choice.addprevious(child)
        parent.remove(choice)


def _uses_others(element: etree._Element, ids: Mapping[str, str]) -> bool:
    return any(str(key).startswith(R) and value and value not in ids for key, value in element.attrib.items())


def _remove_user(element: etree._Element) -> None:
    """Remove what uses a relationship that is not kept: a link or a row of a list alone, else the whole shape or background.

    A picture among a theme's fills becomes a plain fill, as shapes count on the fill's number.
    """
    place = element
    while element.tag not in _LISTED | _REMOVED and (above := place.getparent()) is not None:
        if above.tag in _FILLS:
            plain = etree.Element(f"{A}solidFill")
            etree.SubElement(plain, f"{A}schemeClr").set("val", "phClr")
            above.replace(place, plain)
            return
        if above.tag in {f"{P}spTree", f"{P}cSld", f"{P}grpSp"} or above.getparent() is None:
            break
        place = above
    parent = place.getparent()
    if parent is not None:
        parent.remove(place)


def _keep_known(root: etree._Element, ids: Mapping[str, str]) -> None:
    """Remove elements of other namespaces and those that no master needs; keep the drawing behind a picture."""
    for element in list(root.iter(etree.Element)):
        parent = element.getparent()
        if parent is None:
            continue
        drawing = element.find(f"{A}ext[@uri='{_SVG_URI}']/{_SVG_BLIP}") if element.tag == f"{A}extLst" else None
        name = drawing.get(f"{R}embed", "") if drawing is not None and parent.tag == f"{A}blip" else ""
        if drawing is not None and name in ids:
            kept = etree.SubElement(parent, f"{A}extLst")
            holder = etree.SubElement(kept, f"{A}ext")
            holder.set("uri", _SVG_URI)
            etree.SubElement(holder, _SVG_BLIP, nsmap={"asvg": _SVG_BLIP[1:].partition("}")[0]}).set(f"{R}embed", name)
            parent.remove(element)
        elif not str(element.tag).startswith((A, P)) or element.tag in _REMOVED:
            parent.remove(element)


def _clean_shapes(root: etree._Element, slide: tuple[int, int] | None) -> None:
    """Remove shapes that nobody sees, and give those that are no placeholders names that say nothing."""
    shapes = list(root.iter(*_SHAPES))
    if len(shapes) > MOST_SHAPES:
        raise ValueError(f"a master or layout of it has more than {MOST_SHAPES:,} shapes")
    if sum(1 for _ in root.iter(f"{A}pt")) > MOST_POINTS:
        raise ValueError(f"shapes of it have more than {MOST_POINTS:,} points together; make a picture of them")
    for shape in shapes:
        parent, seen = shape.getparent(), shape.find(f"*/{P}cNvPr")
        if parent is None or seen is None:
            continue
        if sum(1 for above in shape.iterancestors(f"{P}grpSp")) > MOST_GROUPS:
            raise ValueError(f"shapes of it are grouped more than {MOST_GROUPS} deep")
        ph = shape.find(f"*/{P}nvPr/{P}ph")
        placeholder = ph is not None
        if ph is not None and ph.get("type") in _LINES:
            for words in shape.iter(f"{A}t"):
                words.text = None
        empty = shape.tag == f"{P}graphicFrame" and shape.find(f".//{A}tbl") is None
        hidden = seen.get("hidden") in {"1", "true"} or (slide is not None and _is_outside(shape, slide))
        if empty or (hidden and not placeholder):
            parent.remove(shape)
            continue
        name = seen.get("name", "")
        if not placeholder or len(name) > 100 or _TRACE.search(name):
            kind = "Placeholder" if placeholder else _KINDS[_SHAPES[str(shape.tag)]]
            seen.set("name", f"{kind} {_integer(seen.get('id', '')) or 0}")


def _is_outside(shape: etree._Element, slide: tuple[int, int]) -> bool:
    """Say whether a shape lies wholly beside the slide, where its designer alone sees it."""
    parent = shape.getparent()
    frame = shape.find(f"{P}spPr/{A}xfrm")
    if frame is None:
        frame = shape.find(f"{P}grpSpPr/{A}xfrm")
    off, ext = (frame.find(f"{A}off"), frame.find(f"{A}ext")) if frame is not None else (None, None)
    if (
        parent is None
        or parent.tag != f"{P}spTree"
        or frame is None
        or off is None
        or ext is None
        or frame.get("rot", "0") != "0"
    ):
        return False
    x, y = (_integer(off.get(key, "")) or 0 for key in ("x", "y"))
    width, height = (_integer(ext.get(key, "")) or 0 for key in ("cx", "cy"))
    return x >= slide[0] or y >= slide[1] or x + width < 0 or y + height < 0


def _clean_attribute(element: etree._Element, key: str, value: str, ids: Mapping[str, str]) -> None:
    if key in {f"{R}id", f"{R}embed"} and value in ids:
        element.set(key, ids[value])
    elif key.startswith("{") or (element.tag == f"{P}cNvPr" and key in {"descr", "title"}):
        del element.attrib[key]
    elif key == "uri":
        if not value.startswith(("http://schemas.openxmlformats.org/drawingml/2006/", _SVG_URI)):
            del element.attrib[key]
    elif len(value) > 10_000 or _TRACE.search(value):
        if key in {"name", "styleName", "typeface"}:
            element.set(key, "" if key == "typeface" else "Template")
        else:
            del element.attrib[key]
    else:
        _bound(element, key, value)


def _bound(element: etree._Element, key: str, value: str) -> None:
    """Bring a number into the range of its type; drop one that is none."""
    tag, number = str(element.tag), _integer(value)
    if key in _WORDS and not (key == "name" and tag == f"{A}clrScheme" and not value):
        return
    if key in _HEXADECIMAL:
        if not re.fullmatch(_HEXADECIMAL[key], value):
            del element.attrib[key]
        return
    if key == "name" and tag == f"{A}clrScheme" and not value:
        element.set(key, "Template")
    if number is None:
        if key in _PLACES and tag in {f"{A}off", f"{A}ext", f"{A}chOff", f"{A}chExt"}:
            element.set(key, "0")
        elif key == "id" and tag in _LISTED | {f"{P}cNvPr"}:
            element.set(key, "0")  # and a number of its own later
        elif (key in _WHOLE and not value.isidentifier()) or (key == "sz" and tag in _RUNS):
            del element.attrib[key]
        return
    least, most = -_FAR if key in _PLACES | _WHOLE - {"idx"} else -_HIGHEST, _FAR if key in _PLACES else _HIGHEST
    if key in {"cx", "cy"} and tag in {f"{A}ext", f"{A}chExt"}:
        least = 0
    elif key == "sz" and tag in _RUNS:
        least, most = 100, 400_000
    elif key in {"id", "idx"}:
        least = 0
    elif key == "val" and tag in _RANGES:
        least, most = _RANGES[tag]
    elif key in {"marL", "marR", "indent"}:
        least, most = -_SLIDE[1] if key == "indent" else 0, _SLIDE[1]
    elif key == "w" and tag == f"{A}ln":
        least, most = 0, 20_116_800
    if not least <= number <= most:
        element.set(key, str(min(max(number, least), most)))
    elif not value.isascii() or "_" in value or value != value.strip():
        element.set(key, str(number))


def _integer(text: str) -> int | None:
    """Return a whole number as XML Schema writes it, None for other text."""
    return int(text) if re.fullmatch(r"\s*[+-]?[0-9]{1,400}\s*", text) else None
