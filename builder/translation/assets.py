"""The words in a module's drawings, and the labels of its charts, in other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from builder.core.frozen import replace
from builder.model import module as m
from builder.parse.lines.texts import PlacedText, Rewrite, has_words, one_line
from builder.translation.use import Use

WORDS, LABEL = "words in a picture", "label of a chart"
_TEXT = re.compile(r"<text\b[^>]*>.*?</text>", re.DOTALL)
_WORDS = re.compile(r"(?<=>)[^<>]+(?=<)")
SVG = "image/svg+xml"


def translate_assets(module: m.Module, use: Use) -> m.Module:
    """Return a module whose drawings and charts have the words of a translation."""
    home = module.path.rpartition("/")[0]
    assets = {
        name: replace(asset, data=rewrite_drawing(asset.data, name, use.rewrite(f"{home}/{name}")))
        if asset.media_type == SVG
        else asset
        for name, asset in module.assets.items()
    }

    def change(node: m.Node, context: None) -> tuple[m.Node, None]:
        return (rewrite_chart(node, use.rewrite(f"{home}/{node.data}")) if isinstance(node, m.Chart) else node), context

    return replace(module, assets=assets, body=m.rewrite_blocks(module.body, change, None))


def rewrite_drawing(data: bytes, name: str, change: Rewrite) -> bytes:
    """Return a drawing, as `pictures` writes it, with other words in the places of its own. What is wider than before is set smaller."""
    text = data.decode()
    number = 0

    def words(found: re.Match[str]) -> str:
        nonlocal number
        old = " ".join(unescape(found[0]).split())
        if not has_words(old):
            return found[0]
        number += 1
        new = change(PlacedText(old, 1, WORDS, name, number, is_plain=True))
        return found[0] if new is None or (new := one_line(new)) in {"", old} else escape(new, quote=False)

    return _TEXT.sub(lambda found: _WORDS.sub(words, found[0]), text).encode()


def rewrite_chart(chart: m.Chart, change: Rewrite) -> m.Chart:
    """Return a chart with other names of its columns and rows; two that would have the same name keep theirs."""
    names = [*chart.columns, *(name for name, _ in chart.rows)]
    numbers = iter(range(1, len(names) + 1))

    def ask(name: str) -> str:
        number = next(numbers)
        new = change(PlacedText(name, 1, LABEL, chart.data, number, is_plain=True)) if has_words(name) else None
        return one_line(new) or name if new else name

    columns = tuple(map(ask, chart.columns))
    rows = tuple((ask(name), values) for name, values in chart.rows)
    unlike = len({name for name, _ in rows}) == len({name for name, _ in chart.rows})
    return replace(chart, columns=columns, rows=rows if unlike else chart.rows)


def drawn_words(data: bytes) -> Iterator[str]:
    """Yield the words in a drawing."""
    found: list[str] = []
    rewrite_drawing(data, "", lambda placed: found.append(placed.text))
    yield from found
