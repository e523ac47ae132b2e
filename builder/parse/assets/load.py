"""Loads a module's pictures and chart data. Only the module's folder and modules/shared/ are read, never the network."""

from __future__ import annotations

import posixpath

from builder.core.disk.folder import Folder
from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span, Unreadable
from builder.model import module as m
from builder.parse.assets.chart_data import with_data
from builder.parse.assets.cover import cover_place
from builder.parse.assets.find import MAX_ASSET_BYTES, find_asset
from builder.pictures.clean import clean_picture
from builder.pictures.formats import UnsafePicture

MAX_TOTAL_BYTES = 80_000_000
"""Largest total of a module's pictures, in bytes after cleaning."""


def load_assets(module: m.Module, folder: Folder, problems: Problems) -> m.Module:
    """Return the module with its pictures and its charts' data; a file that cannot be used is a problem at its place."""
    home = posixpath.dirname(module.path)
    assets: dict[str, m.Asset] = {}
    shown = [(node.src, node.at) for node in m.nodes(module) if isinstance(node, m.Figure | m.InlineImage)]
    if module.meta.cover or module.meta.cover_alt:
        at = cover_place(module, problems)
        shown[:0] = [(module.meta.cover, at)] if module.meta.cover else []
    for name, at in shown:
        if name not in assets:
            asset = _asset(name, home, at, folder, problems)
            if asset and sum(len(one.data) for one in assets.values()) + len(asset.data) > MAX_TOTAL_BYTES:
                message = f"with `{name}` the module's pictures are more than {MAX_TOTAL_BYTES / 1e6:.0f} MB"
                problems.add(ProblemCode.TOO_LARGE, message, at, "make pictures smaller, or divide the module")
            elif asset:
                assets[name] = asset

    def fill(node: m.Node, context: None) -> tuple[m.Node, None]:
        filled = with_data(node, module.lang, home, folder, problems) if isinstance(node, m.Chart) else node
        return filled, context

    return replace(module, assets=assets, body=m.rewrite_blocks(module.body, fill, None))


def _asset(name: str, home: str, at: Span, folder: Folder, problems: Problems) -> m.Asset | None:
    path = find_asset(name, home, at, folder, problems)
    if path is None:
        return None
    try:
        picture = clean_picture(folder.data(path, limit=MAX_ASSET_BYTES))
    except Unreadable as error:
        code = ProblemCode.UNSAFE_ASSET if isinstance(error, UnsafePicture) else ProblemCode.MISSING_ASSET
        problems.add(code, f"`{name}` cannot be used: {error.reason}", at, error.hint)
        return None
    for change in picture.changes:
        problems.add(ProblemCode.PICTURE_CHANGED, f"`{name}` is shown otherwise than its file says: {change}", at)
    return m.Asset(name, picture.data, picture.media_type, float(picture.width), float(picture.height))
