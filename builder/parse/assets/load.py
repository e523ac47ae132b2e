"""Loads a module's pictures and chart data. Only the module's folder and modules/shared/ are read, never the network."""

from __future__ import annotations

import csv
import io
import posixpath
import re

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems, did_you_mean
from builder.core.source import Folder, Span, Unreadable, decode
from builder.core.typography import typeset
from builder.model import module as m
from builder.parse.assets.raster import TYPES, clean_raster
from builder.parse.assets.svg import clean_svg

MAX_ASSET_BYTES = 20_000_000
"""Largest picture or data file, in bytes."""

MAX_TOTAL_BYTES = 80_000_000
"""Largest total of a module's pictures, in bytes after cleaning."""

MAX_CELLS = 2_000
MAX_NUMBER = 1e15
"""Limit of a chart's numbers: larger ones would hide all others on the axis."""


def load_assets(module: m.Module, folder: Folder, problems: Problems) -> m.Module:
    """Return the module with its pictures and its charts' data; a file that cannot be used is a problem at its place."""
    home = posixpath.dirname(module.path)
    assets: dict[str, m.Asset] = {}
    for node in m.nodes(module):
        if isinstance(node, m.Figure | m.InlineImage) and node.src not in assets:
            asset = _picture(node.src, home, node.at, folder, problems)
            if asset and sum(len(one.data) for one in assets.values()) + len(asset.data) > MAX_TOTAL_BYTES:
                message = f"with `{node.src}` the module's pictures are more than {MAX_TOTAL_BYTES / 1e6:.0f} MB"
                problems.add(ProblemCode.TOO_LARGE, message, node.at, "make pictures smaller, or divide the module")
            elif asset:
                assets[node.src] = asset

    def fill(node: m.Node, context: None) -> tuple[m.Node, None]:
        return (
            _typeset_chart(_chart(node, home, folder, problems), module.lang) if isinstance(node, m.Chart) else node
        ), context

    return replace(module, assets=assets, body=m.rewrite_blocks(module.body, fill, None))


def _resolve(name: str, home: str, at: Span, folder: Folder, problems: Problems) -> str | None:
    """Return the path of an asset from the course root, or None, with a problem, when it may not be used."""
    if re.match(r"(?i)[a-z][a-z0-9+.-]*:|//", name):
        hint = "save the file beside module.md and name it here"
        problems.add(ProblemCode.UNSAFE_ASSET, f"`{name}` is an address; nothing is fetched while building", at, hint)
        return None
    path = posixpath.normpath(posixpath.join(home, name.replace("%20", " ")))
    if not path.startswith((home + "/", "modules/shared/")):
        hint = "put it into the module's folder, or into modules/shared/"
        problems.add(ProblemCode.UNSAFE_ASSET, f"`{name}` lies outside the module's folder", at, hint)
        return None
    if not folder.is_file(path):
        try:
            folder.path(path)
        except Unreadable as error:
            problems.add(ProblemCode.UNSAFE_ASSET, f"`{name}` cannot be used: {error.reason}", at)
            return None
        siblings = (
            sorted(p.name for p in folder.path(posixpath.dirname(path)).glob("*"))
            if folder.path(posixpath.dirname(path)).is_dir()
            else []
        )
        problems.add(
            ProblemCode.MISSING_ASSET,
            f"there is no file `{name}`",
            at,
            did_you_mean(posixpath.basename(name), siblings),
        )
        return None
    return path


def clean_picture(name: str, data: bytes) -> m.Asset:
    """Return a picture made safe to publish. Raises Unreadable when it is damaged, too large or unsafe."""
    if name.lower().endswith(".svg"):
        drawn, wide, tall = clean_svg(data)
        return m.Asset(name, drawn, "image/svg+xml", wide, tall)
    pixels, kind, width, height = clean_raster(data)
    return m.Asset(name, pixels, kind, float(width), float(height))


def _picture(name: str, home: str, at: Span, folder: Folder, problems: Problems) -> m.Asset | None:
    path = _resolve(name, home, at, folder, problems)
    if path is None:
        return None
    suffix = posixpath.splitext(path)[1].lower()
    if suffix not in TYPES and suffix != ".svg":
        problems.add(
            ProblemCode.UNSAFE_ASSET, f"`{name}` is not a picture that is known", at, "use SVG, PNG, JPEG or WebP"
        )
        return None
    try:
        data = folder.data(path, limit=MAX_ASSET_BYTES)
        return clean_picture(name, data)
    except Unreadable as error:
        unsafe = suffix == ".svg" and ("script" in error.reason or "reaches" in error.reason)
        code = ProblemCode.UNSAFE_ASSET if unsafe else ProblemCode.MISSING_ASSET
        problems.add(code, f"`{name}` cannot be used: {error.reason}", at)
        return None


def _number(cell: str) -> float:
    """Return a cell as a number. Raises ValueError for text, and for numbers of MAX_NUMBER or more."""
    value = float(cell.strip().replace("\u2212", "-"))
    if not abs(value) < MAX_NUMBER:
        raise ValueError(cell)
    return value


def _typeset_chart(chart: m.Chart, lang: str) -> m.Chart:
    """Return a chart with the texts of its data typeset."""
    lang = chart.lang or lang
    columns = tuple(typeset(column, lang) for column in chart.columns)
    return replace(chart, columns=columns, rows=tuple((typeset(name, lang), values) for name, values in chart.rows))


def _chart(chart: m.Chart, home: str, folder: Folder, problems: Problems) -> m.Chart:
    """Return a chart with the data of its CSV file; unchanged, with a problem, when the file cannot be used."""
    path = _resolve(chart.data, home, chart.at, folder, problems) if chart.data else None
    if path is None:
        return chart
    try:
        text = decode(folder.data(path, limit=MAX_ASSET_BYTES))
    except Unreadable as error:
        problems.add(
            ProblemCode.BROKEN_DATA,
            f"`{chart.data}` cannot be used: {error.reason}",
            Span(path, error.line, 1, error.line, 1),
        )
        return chart
    if found := re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text):
        line = text.count("\n", 0, found.start()) + 1
        at = Span(path, line, 1, line, 1)
        problems.add(
            ProblemCode.BROKEN_DATA, f"`{chart.data}` holds a control character", at, "save it as plain CSV, in UTF-8"
        )
        return chart
    try:
        lines = [
            (n, row) for n, row in enumerate(csv.reader(io.StringIO(text)), 1) if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        problems.add(
            ProblemCode.BROKEN_DATA, f"`{chart.data}` cannot be read: {error}", Span(path), "look for an open quote"
        )
        return chart
    if len(lines) < 2 or len(lines[0][1]) < 2:
        hint = "first line: names of the columns; then a name and numbers a line"
        problems.add(ProblemCode.BROKEN_DATA, f"`{chart.data}` holds no table of data", Span(path), hint)
        return chart
    if len(lines) * len(lines[0][1]) > MAX_CELLS:
        problems.add(
            ProblemCode.BROKEN_DATA,
            f"`{chart.data}` has more than {MAX_CELLS} cells",
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
                values.append(_number(cell))
            except ValueError:
                at = Span(path, number, column, number, column + max(len(cell), 1))
                problems.add(
                    ProblemCode.BROKEN_DATA,
                    f"`{cell.strip()}` is not a number",
                    at,
                    "write 1234.5, without thousands' commas or signs",
                )
            column += len(cell) + 1
        if len(row) != len(header):
            at = Span(path, number, 1, number, 2)
            problems.add(ProblemCode.BROKEN_DATA, f"this line has {len(row)} cells, the first has {len(header)}", at)
        rows.append((row[0].strip(), tuple(values)))
    if any(len(values) != len(header) - 1 for _, values in rows):
        return chart
    return replace(chart, columns=tuple(cell.strip() for cell in header), rows=tuple(rows))
