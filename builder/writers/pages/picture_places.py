"""Where pictures stand on pages, so that the words in them can be read: in the text, wider than it, or on a page of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.transform.drawings import least_type, smallest_words
from builder.writers.shared.styles import LARGE_LEAST

LARGE = {"": (500.0, 340.0), "tall": (500.0, 595.0), "pictured": (709.0, 425.0)}
"""Width and height that a picture can have in large print, pt: in the text, high on a page, on a page turned on its side.

They are those of print.css on Letter, whose lines are shorter than those of A4.
"""

USUAL = {"": (409.0, 340.0), "broad": (503.0, 340.0)}
"""The same in ordinary print: in the text, and across the column of labels too."""

PRINT_LEAST = 8.0
"""The smallest words of a drawing in ordinary print, pt: the size of a footer."""

SCREEN, SCREEN_LEAST = 338.0, 11.0
"""The width of text on a small phone, and the smallest words of a drawing there, px; a wider drawing can be moved sideways."""

SCREENS = 2
"""A drawing is at most so many times as wide as a phone: further, nobody finds back."""


def picture_place(asset: m.Asset | None, *, large: bool, free: bool = True) -> str:
    """Return the place of a picture, in LARGE or USUAL: the first where its words are large enough, else where they are largest.

    Only a drawing's words are known. `free`: the picture stands directly in a topic, and need not keep to the text's width.
    """
    rooms, least = (LARGE, LARGE_LEAST) if large else (USUAL, PRINT_LEAST)
    places = [place for place in rooms if free or place not in {"pictured", "broad"}]
    sizes = {place: smallest_words(asset, *rooms[place]) for place in places}
    return next((place for place in places if sizes[place] >= least), max(places, key=lambda place: sizes[place]))


def screen_width(asset: m.Asset | None) -> float:
    """Return the least width, px, at which a picture is shown on a phone; 0 where the width of the phone is enough."""
    words = least_type(asset)
    if asset is None or not 0 < words < float("inf"):
        return 0.0
    needed = asset.width * SCREEN_LEAST / words
    return min(needed, SCREENS * SCREEN) if needed > SCREEN else 0.0


def blocks_of_topics(module: m.Module) -> frozenset[int]:
    """Return the identities (`id`) of blocks that stand directly in a topic, or on paper only, and so can have a page of their own."""
    direct = [block for topic in m.topics(module) for block in topic.body]
    paper = [block for only in direct if isinstance(only, m.HandoutOnly) for block in only.body]
    return frozenset(map(id, (*direct, *paper)))


def pictures_last(module: m.Module, place: Callable[[m.Figure | m.Chart], str]) -> m.Module:
    """Return a module whose pictures with a page of their own stand after the text under their heading, so that it goes on.

    `place` gives a picture's place in LARGE.
    """

    def arranged(topic: m.Topic) -> m.Topic:
        body: list[m.Block] = []
        held: list[m.Block] = []
        for block in topic.body:
            if isinstance(block, m.Heading):
                body += held
                held = []
            turned = isinstance(block, m.Figure | m.Chart) and place(block) == "pictured"
            (held if turned else body).append(block)
        return replace(topic, body=(*body, *held)) if body + held != list(topic.body) else topic

    def change(block: m.Block) -> m.Block:
        if isinstance(block, m.Part):
            return replace(block, body=tuple(map(change, block.body)))
        return arranged(block) if isinstance(block, m.Topic) else block

    return replace(module, body=tuple(map(change, module.body)))


def report_small_words(module: m.Module, problems: Problems) -> None:
    """Warn of drawings whose words are too small on pages, in large print or on phones, wherever they stand there."""
    free = blocks_of_topics(module)
    for node in m.nodes(module):
        asset = module.assets.get(node.src) if isinstance(node, m.Figure) else None
        if asset is None:
            continue
        assert isinstance(node, m.Figure)  # noqa: S101  # only figures have a source
        small = list(_small_words(asset, node.width or 1.0, free=id(node) in free))
        if small:
            problems.add(
                ProblemCode.IMAGE_TOO_SMALL,
                f"words in `{asset.name}` are " + ", ".join(words for words, _ in small),
                node.at,
                f"draw them {max(factor for _, factor in small):.0%} as large, or set the picture directly in a topic",
            )


def _small_words(asset: m.Asset, share: float, *, free: bool) -> Iterator[tuple[str, float]]:
    """Yield where the words of a drawing are too small, and how many times as large they should be."""
    wide, high = USUAL[picture_place(asset, large=False, free=free and share == 1)]
    usual = smallest_words(asset, wide * share, high)
    large = smallest_words(asset, *LARGE[picture_place(asset, large=True, free=free)])
    phone = smallest_words(asset, SCREENS * SCREEN)
    for size, least, words in (
        (usual, PRINT_LEAST, "{:.1f} pt high on a page ({:g} is the least)"),
        (large, LARGE_LEAST, "{:.1f} pt high in large print ({:g} is the least)"),
        (phone, SCREEN_LEAST, "{:.1f} px high on a phone ({:g} is the least)"),
    ):
        if size < least - 0.05:
            yield words.format(size, least), least / size if size else 1.0
