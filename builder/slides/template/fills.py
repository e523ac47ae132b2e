"""What a shape or a background is filled with: a color, a gradient, a picture; in the file itself or by its theme's styles.

Rules: ECMA-376-1, 20.1.8.54 (solid), 20.1.8.33 (gradients), 20.1.8.14 (pictures), 19.3.1.3 (backgrounds by theme: `bgRef`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml import etree
from PIL import Image, ImageOps, UnidentifiedImageError

from builder.core.frozen import dataclass
from builder.slides.template.masters import A, Master, P, R

GRID = 8
"""Rows and columns of the colors that a picture is sampled at."""

MEDIA = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml"}

_FIRST_BACKGROUND = 1001
"""Index of the first background fill of a theme (20.1.4.1.7)."""


@dataclass(frozen=True, slots=True)
class Fill:
    """A fill. `colors` are those that may stand behind text: one, a gradient's stops, or GRID × GRID samples of a picture.

    `css` paints it, "" for a picture, whose bytes and media type follow.
    """

    css: str
    colors: tuple[str, ...]
    picture: bytes = b""
    media_type: str = ""


def fill_of(
    master: Master, part: str, parent: etree._Element | None, mapping: Mapping[str, str] | None = None, paper: str = ""
) -> Fill | None:
    """Return the fill that is written in an element, None without one. `part` resolves pictures, `paper` shows through them."""
    if parent is None:
        return None
    names = dict(mapping or master.map)
    for element in parent:
        match etree.QName(element).localname:
            case "solidFill":
                color = master.color(element, names)
                return Fill(_with_alpha(color, element), (color,)) if color else None
            case "gradFill":
                return _gradient(master, element, names)
            case "pattFill":
                back = master.color(element.find(f"{A}bgClr"), names) or master.color(element.find(f"{A}fgClr"), names)
                return Fill(back, (back,)) if back else None
            case "blipFill":
                return _picture(master, part, element, paper)
            case "noFill":
                return None
            case _:
                continue
    return None


def background_of(master: Master, part: str, root: etree._Element, mapping: Mapping[str, str]) -> Fill | None:
    """Return the background of a master or layout, None when it has none of its own."""
    own = root.find(f"{P}cSld/{P}bg")
    if own is None:
        return None
    written = fill_of(master, part, own.find(f"{P}bgPr"), mapping)
    reference = own.find(f"{P}bgRef")
    if written or reference is None:
        return written
    color = master.color(reference, dict(mapping))
    styles = master.theme.find(f"{A}themeElements/{A}fmtScheme/{A}bgFillStyleLst")
    place = int(reference.get("idx", "0")) - _FIRST_BACKGROUND
    if styles is not None and 0 <= place < len(styles):
        holder = etree.Element("holder")
        holder.append(etree.fromstring(etree.tostring(styles[place])))
        for scheme in [one for one in holder.iter(f"{A}schemeClr") if one.get("val") == "phClr"]:
            scheme.tag = f"{A}srgbClr"
            scheme.set("val", color.removeprefix("#"))
        themed = master.package.related_parts(master.name, "theme")[0]
        found = fill_of(master, themed, holder, mapping, color)
        if found:
            return found
    return Fill(color, (color,)) if color else None


def _gradient(master: Master, element: etree._Element, names: dict[str, str]) -> Fill | None:
    stops = []
    for stop in element.iter(f"{A}gs"):
        color = master.color(stop, names)
        if color:
            stops.append((int(stop.get("pos", "0")) / 1000, _with_alpha(color, stop), color))
    if not stops:
        return None
    stops.sort(key=lambda stop: stop[0])
    turned = element.find(f"{A}lin")
    angle = int(turned.get("ang", "0")) / 60_000 + 90 if turned is not None else 180
    shape = "radial-gradient(" if element.find(f"{A}path") is not None else f"linear-gradient({angle:g}deg,"
    return Fill(
        shape + ",".join(f"{css} {at:g}%" for at, css, _ in stops) + ")", tuple(dict.fromkeys(c for *_, c in stops))
    )


def _with_alpha(color: str, parent: etree._Element) -> str:
    """Return a color as CSS, with the transparency that its element gives it."""
    alpha = parent.find(f"./*/{A}alpha")
    if alpha is None or int(alpha.get("val", "100000")) >= 100_000:
        return color
    red, green, blue = (int(color[n : n + 2], 16) for n in (1, 3, 5))
    return f"rgba({red},{green},{blue},{int(alpha.get('val', '0')) / 100_000:.3f})"


def _picture(master: Master, part: str, element: etree._Element, paper: str) -> Fill | None:
    blip = element.find(f"{A}blip")
    targets = {ident: target for ident, kind, target in master.package.targets(part) if kind == "image"}
    target = targets.get(blip.get(f"{R}embed", ""), "") if blip is not None else ""
    media = MEDIA.get(target.rsplit(".", 1)[-1].lower())
    if not target or not media or target not in master.package.files:
        return None
    data = master.package.files[target]
    tones = [master.color(holder) for holder in _tones(blip)]
    if len(tones) == 2 and media != "image/svg+xml":
        data, media = _duotone(data, tones[0], tones[1]) or data, "image/png"
    return Fill("", sample(data, paper or master.slot("lt1")), data, media)


def _tones(blip: etree._Element | None) -> Iterator[etree._Element]:
    """Yield the two colors of a picture's duotone effect (20.1.8.23), each in an element of its own."""
    effect = blip.find(f"{A}duotone") if blip is not None else None
    for color in effect if effect is not None else ():
        holder = etree.Element("holder")
        holder.append(etree.fromstring(etree.tostring(color)))
        yield holder


@lru_cache(maxsize=16)
def _duotone(data: bytes, dark: str, light: str) -> bytes:
    """Return a picture as PNG in the shades between two colors; b"" when it cannot be read."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            colored = image.convert("RGBA")
            shown = ImageOps.colorize(colored.convert("L"), dark, light)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return b""
    shown.putalpha(colored.getchannel("A"))
    out = io.BytesIO()
    shown.save(out, "PNG")
    return out.getvalue()


@lru_cache(maxsize=64)
def sample(data: bytes, paper: str) -> tuple[str, ...]:
    """Return a picture's colors on a grid, row by row, over `paper` where it is clear; () when it cannot be read."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            small = image.convert("RGBA").resize((GRID, GRID), Image.Resampling.BOX)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return ()
    ground = Image.new("RGBA", small.size, paper)
    ground.alpha_composite(small)
    pixels = ground.convert("RGB").tobytes()
    return tuple(f"#{pixels[n : n + 3].hex()}" for n in range(0, len(pixels), 3))
