"""The words in a module's drawings, and the labels of its charts, in other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from builder.core.frozen import replace
from builder.model import module as m
from builder.parse.lines.texts import PlacedText, Rewrite, has_words, one_line
from builder.translation.drawing_room import FONT_SIZE, TAG, estimated_width, spare_widths
from builder.translation.use import Use

WORDS, LABEL = "words in a picture", "label of a chart"
SMALLEST = 0.6
"""Share of its size that a text in a drawing has at the least, to fit where a shorter one stood."""

_FONT_SIZE = re.compile(r"\bfont-size\s*[:=]\s*\"?\s*(\d+(?:\.\d+)?)(?=px|[\s\";]|$)")
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
    """Return a drawing, as `pictures` writes it, with other words in the places of its own.

    Words that would be wider than those whose place they take, and than the room that there is around these, are set smaller,
    down to SMALLEST of their size.
    """
    parts: list[str] = []
    sizes = [FONT_SIZE]
    number = at = 0
    begun = -1  # how many texts came before
    inside = 0  # how deep in a <text>
    text = data.decode()
    spare = spare_widths(text)
    for tag in TAG.finditer(text):
        words = text[at : tag.start()]
        old = " ".join(unescape(words).split())
        if inside and has_words(old):
            number += 1
            new = change(PlacedText(old, 1, WORDS, name, number, is_plain=True))
            if new is not None and (new := one_line(new)) not in {"", old}:
                before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
                words = f"{before}{_fitted(escape(new, quote=False), old, new, sizes[-1], spare[begun])}{after}"
        parts += [words, tag[0]]
        at = tag.end()
        if tag["close"]:
            sizes[1:] = sizes[1:-1]
            inside -= inside > 0
        elif not tag["attributes"].endswith("/"):
            found = _FONT_SIZE.search(tag["attributes"])
            sizes.append(float(found[1]) if found else sizes[-1])
            begun += tag["name"] == "text"
            inside += inside > 0 or tag["name"] == "text"
    return "".join([*parts, text[at:]]).encode()


def _fitted(shown: str, old: str, new: str, size: float, spare: float) -> str:
    """Return words for a place that held others, in a size in which they are not wider, but for what there is to `spare`."""
    share = (estimated_width(old) + spare / max(size, 1)) / max(estimated_width(new), 0.1)
    if share >= 1:
        return shown
    return f'<tspan font-size="{round(size * max(share, SMALLEST), 1):g}">{shown}</tspan>'


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
