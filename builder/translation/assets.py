"""The words in a module's drawings, and the labels of its charts, in other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from builder.core.frozen import replace
from builder.model import module as m
from builder.parse.lines.texts import PlacedText, Rewrite, has_words, one_line
from builder.translation.drawing_room import FONT_SIZE, HALF_LINE, TAG, Room, estimated_width, rooms
from builder.translation.use import Use

WORDS, LABEL = "words in a picture", "label of a chart"
SMALLEST = 0.6
"""Share of its size that a text in a drawing has at the least, to fit where a shorter one stood."""

_SPLIT_BELOW = 0.86
"""Words that would be smaller than this share on one line are tried on two."""

_WORTH = 0.05
"""By how much larger two lines have to be, as a share of the size that the words had."""

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
    down to SMALLEST of their size, or on two lines, where these can be larger.
    """
    parts: list[str] = []
    sizes = [FONT_SIZE]
    number = at = 0
    begun = -1  # how many texts came before
    inside = 0  # how deep in a <text>
    text = data.decode()
    room = rooms(text)
    for tag in TAG.finditer(text):
        words = text[at : tag.start()]
        old = " ".join(unescape(words).split())
        if inside and has_words(old):
            number += 1
            new = change(PlacedText(old, 1, WORDS, name, number, is_plain=True))
            if new is not None and (new := one_line(new)) not in {"", old}:
                before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
                words = f"{before}{_fitted(escape(new, quote=False), old, new, sizes[-1], room[begun])}{after}"
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


def _fitted(shown: str, old: str, new: str, size: float, room: Room) -> str:
    """Return words for a place that held others, in a size in which they are not wider, but for what its room allows."""
    share = max((estimated_width(old) + room.spare / max(size, 1)) / max(estimated_width(new), 0.1), SMALLEST)
    if share >= 1:
        return shown
    if share < _SPLIT_BELOW and " " in new and room.on_two_lines:
        halves = _halve(new)
        both = min(room.on_two_lines / max(size, 1) / max(map(estimated_width, halves)), 1.0)
        if both > share + _WORTH:
            up = HALF_LINE * size * both
            return " ".join(
                f'<tspan x="{room.x:g}" y="{room.y + down:.1f}" font-size="{round(size * both, 1):g}">{escape(half, quote=False)}</tspan>'
                for half, down in zip(halves, (-up, up), strict=True)
            )
    return f'<tspan font-size="{round(size * share, 1):g}">{shown}</tspan>'


def _halve(words: str) -> tuple[str, str]:
    """Return two lines of words that differ as little in width as they can."""
    cuts = [at for at, sign in enumerate(words) if sign == " "]
    cut = min(cuts, key=lambda at: abs(estimated_width(words[:at]) - estimated_width(words[at:])))
    return words[:cut], words[cut + 1 :]


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
