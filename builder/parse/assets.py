"""Pictures and data files that a module shows: found, judged safe, and read. Nothing outside the course is touched."""

from __future__ import annotations

import csv
import io
import posixpath
import re
import warnings
from dataclasses import replace

from builder import model as m
from builder.problems import Code, Problems, did_you_mean
from builder.source import Folder, Span, Unreadable, decode

RASTER = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp", ".gif": "image/gif"}
ASSET_BYTES = 20_000_000
PIXELS = 25_000_000
"""Largest picture, in pixels: what an A4 page can show at 600 dpi with bleed; more only exhausts memory."""
CELLS = 2_000
_SVG_DANGER = re.compile(
    rb"<!(?:DOCTYPE|ENTITY)|<script|<foreignObject|\son\w+\s*=|javascript:|@import|<iframe", re.IGNORECASE
)
_SVG_OUTSIDE = re.compile(
    rb"(?:href|src)\s*=\s*[\"'](?!#|data:image/(?:png|jpeg))|url\(\s*[\"']?(?!#)[^)]", re.IGNORECASE
)


def load_assets(module: m.Module, folder: Folder, problems: Problems) -> m.Module:
    """Return the module with its pictures' bytes and its charts' data; what cannot be used is a problem at its place."""
    home = posixpath.dirname(module.path)
    assets: dict[str, m.Asset] = {}
    for node in m.walk(*module.body):
        if isinstance(node, m.Figure | m.InlineImage) and node.src not in assets:
            asset = _picture(node.src, home, node.at, folder, problems)
            if asset:
                assets[node.src] = asset

    def fill(node: m.Node, context: None) -> tuple[m.Node, None]:
        return (_chart(node, home, folder, problems) if isinstance(node, m.Chart) else node), context

    return replace(module, assets=assets, body=m.rewrite_blocks(module.body, fill, None))


def _resolved(name: str, home: str, at: Span, folder: Folder, problems: Problems) -> str | None:
    """Return the path of an asset from the course root, or None with a problem: only the module's and shared files serve."""
    if re.match(r"(?i)[a-z][a-z0-9+.-]*:|//", name):
        hint = "save the file beside module.md and name it here"
        problems.add(Code.UNSAFE_ASSET, f"`{name}` is an address; nothing is fetched while building", at, hint)
        return None
    path = posixpath.normpath(posixpath.join(home, name.replace("%20", " ")))
    if not path.startswith((home + "/", "modules/shared/")) or name.startswith("/"):
        hint = "put it into the module's folder, or into modules/shared/"
        problems.add(Code.UNSAFE_ASSET, f"`{name}` lies outside the module's folder", at, hint)
        return None
    if not folder.is_file(path):
        try:
            folder.path(path)
        except Unreadable as error:
            problems.add(Code.UNSAFE_ASSET, f"`{name}` cannot be used: {error.reason}", at)
            return None
        siblings = (
            sorted(p.name for p in folder.path(posixpath.dirname(path)).glob("*"))
            if folder.path(posixpath.dirname(path)).is_dir()
            else []
        )
        problems.add(
            Code.MISSING_ASSET, f"there is no file `{name}`", at, did_you_mean(posixpath.basename(name), siblings)
        )
        return None
    return path


def _picture(name: str, home: str, at: Span, folder: Folder, problems: Problems) -> m.Asset | None:
    path = _resolved(name, home, at, folder, problems)
    if path is None:
        return None
    suffix = posixpath.splitext(path)[1].lower()
    if suffix not in RASTER and suffix != ".svg":
        problems.add(Code.UNSAFE_ASSET, f"`{name}` is not a picture that is known", at, "use SVG, PNG, JPEG or WebP")
        return None
    try:
        data = folder.data(path, limit=ASSET_BYTES)
        return _svg(name, data) if suffix == ".svg" else _raster(name, data, RASTER[suffix])
    except Unreadable as error:
        code = Code.UNSAFE_ASSET if suffix == ".svg" and "script" in error.reason else Code.MISSING_ASSET
        problems.add(code, f"`{name}` cannot be used: {error.reason}", at)
        return None


def _raster(name: str, data: bytes, media_type: str) -> m.Asset:
    from PIL import Image, ImageFile, UnidentifiedImageError

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it as soon as it is imported (its images.py)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                width, height = image.size
                if width * height > PIXELS:
                    msg = f"it has {width * height / 1e6:.0f} million pixels; at most {PIXELS / 1e6:.0f} are used"
                    raise Unreadable(msg)
                image.load()
                data, media_type = _cleaned(image, data, media_type)
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        msg = "it is damaged, or not what its name says"
        raise Unreadable(msg) from error
    return m.Asset(name, data, media_type, float(width), float(height))


def _cleaned(image: object, data: bytes, media_type: str) -> tuple[bytes, str]:
    """Return a picture's bytes without what a camera wrote in them (place, time, owner), as PNG or JPEG."""
    from PIL import Image, ImageOps

    if not isinstance(image, Image.Image):
        raise TypeError(image)
    upright = ImageOps.exif_transpose(image)
    bare = not upright.info.keys() & {"exif", "xmp", "comment", "XML:com.adobe.xmp", "photoshop", "parameters"}
    if bare and media_type in {"image/png", "image/jpeg"} and not image.getexif():
        return data, media_type
    out = io.BytesIO()
    if media_type == "image/jpeg":
        upright.convert("RGB").save(out, "JPEG", quality=90)
        return out.getvalue(), "image/jpeg"
    clean = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
    clean.info.clear()
    clean.save(out, "PNG")
    return out.getvalue(), "image/png"


def _svg(name: str, data: bytes) -> m.Asset:
    from lxml import etree

    if _SVG_DANGER.search(data) or _SVG_OUTSIDE.search(data):
        msg = "it holds script, or reaches for other files"
        raise Unreadable(msg)
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        msg = f"it is not well-formed SVG ({error.msg})"
        raise Unreadable(msg) from error
    if not isinstance(root.tag, str) or not root.tag.endswith("}svg"):
        msg = "it is not an SVG picture"
        raise Unreadable(msg)
    box = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))]
    sizes = [
        float(found[0]) if (found := re.findall(r"^\d+(?:\.\d+)?", root.get(key, ""))) else 0.0
        for key in ("width", "height")
    ]
    width, height = (box[2], box[3]) if len(box) == 4 else (sizes[0], sizes[1])
    if width <= 0 or height <= 0:
        msg = "it has no viewBox, so its size is unknown"
        raise Unreadable(msg)
    return m.Asset(name, data, "image/svg+xml", width, height)


def _chart(chart: m.Chart, home: str, folder: Folder, problems: Problems) -> m.Chart:
    """Return a chart with its data read: first column names, other columns numbers."""
    path = _resolved(chart.data, home, chart.at, folder, problems) if chart.data else None
    if path is None:
        return chart
    try:
        text = decode(folder.data(path, limit=ASSET_BYTES))
    except Unreadable as error:
        problems.add(
            Code.BROKEN_DATA, f"`{chart.data}` cannot be used: {error.reason}", Span(path, error.line, 1, error.line, 1)
        )
        return chart
    lines = [(n, row) for n, row in enumerate(csv.reader(io.StringIO(text)), 1) if any(cell.strip() for cell in row)]
    if len(lines) < 2 or len(lines[0][1]) < 2:
        hint = "first line: names of the columns; then a name and numbers a line"
        problems.add(Code.BROKEN_DATA, f"`{chart.data}` holds no table of data", Span(path), hint)
        return chart
    if len(lines) * len(lines[0][1]) > CELLS:
        problems.add(
            Code.BROKEN_DATA,
            f"`{chart.data}` has more than {CELLS} cells",
            Span(path),
            "a chart of so many cannot be read",
        )
        return chart
    header = lines[0][1]
    rows: list[tuple[str, tuple[float, ...]]] = []
    for number, row in lines[1:]:
        values: list[float] = []
        column = 1 + len(row[0]) + 1
        for cell in row[1:]:
            try:
                values.append(float(cell.strip().replace("\u2212", "-")))
            except ValueError:
                at = Span(path, number, column, number, column + max(len(cell), 1))
                problems.add(
                    Code.BROKEN_DATA,
                    f"`{cell.strip()}` is not a number",
                    at,
                    "write 1234.5, without thousands' commas or signs",
                )
            column += len(cell) + 1
        if len(row) != len(header):
            at = Span(path, number, 1, number, 2)
            problems.add(Code.BROKEN_DATA, f"this line has {len(row)} cells, the first has {len(header)}", at)
        rows.append((row[0].strip(), tuple(values)))
    if any(len(values) != len(header) - 1 for _, values in rows):
        return chart
    return replace(chart, columns=tuple(cell.strip() for cell in header), rows=tuple(rows))
