"""The faults of an organization's template: each kind is told once, with the layouts that have it, and the worst instance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from builder.core.problems import ProblemCode, Problems
from builder.slides.deck.deck import EMU_PER_INCH, Box
from builder.slides.deck.layouts import BODY, FOOT, Layout, Slot
from builder.theme.theme import PowerPointFile

_RATIOS = (1.2, 2.0)
"""Width to height of slides that our layouts are drawn for: 5:4 to 2:1."""

OVERLAP = 0.25
"""Share of the lower of two boxes that may lie on the other: boxes are higher than their text."""

TEXT = {"title", "text", "footer", "number"}
"""Kinds of placeholders that hold text of ours."""


@dataclass
class TemplateFaults:
    """The faults of a template by kind: what is wrong, with the worst instance, and the template's layouts that have it."""

    found: dict[str, dict[str, None]] = field(default_factory=dict)
    worst: dict[str, tuple[float, str]] = field(default_factory=dict)

    def add(self, kind: str, layout: str, measure: float = 0.0, what: str = "") -> None:
        """Add a layout that has a kind of fault. The lowest `measure` is the worst; `what` says it."""
        self.found.setdefault(kind, {})[layout] = None
        if kind not in self.worst or measure < self.worst[kind][0]:
            self.worst[kind] = measure, what

    def report(self, file: PowerPointFile, problems: Problems) -> None:
        """Report each kind of fault once, with all layouts that have it."""
        for kind, names in self.found.items():
            said, hint = _SAID[kind]
            message = said.format(
                file=file.name, layouts=", ".join(f"“{name}”" for name in names), what=self.worst[kind][1]
            )
            problems.add(ProblemCode.TEMPLATE_FAULT, message, file.at, hint)


_SAID = {
    "color": (
        "{file} has text that can hardly be read, in {layouts}: {what}; it gets another color of the template",
        "change the color of these placeholders, or of what is behind them, in the slide master",
    ),
    "plate": (
        "{file} has text on light and dark ground at once, in {layouts}: {what}; it gets a plate behind it",
        "move these placeholders in the slide master to where one color is behind them",
    ),
    "small": (
        "{file} has text too small for the last row, in {layouts}: {what}; it is set larger",
        f"give placeholders for text {BODY:g} pt or more in the slide master, and feet {FOOT:g} pt",
    ),
    "room": (
        "{file} has little room for text, in {layouts}: {what}; it is made higher where nothing stands below",
        "make the placeholder for text larger in the slide master, or name another layout in `layouts:`",
    ),
    "overlap": (
        "{file} has a title and text that stand on each other, in {layouts}: {what}",
        "move one of these placeholders in the slide master",
    ),
    "outside": (
        "{file} has placeholders that stand beside the slide, in {layouts}: {what}",
        "move these placeholders onto the slide in the slide master",
    ),
    "ratio": (
        "{file} has slides of {what}, for which none of our layouts is drawn; look at every slide",
        "choose 16:9 or 4:3 under Design, Slide Size, in PowerPoint",
    ),
}


def find_faults(layouts: Iterable[tuple[str, Layout]], size: tuple[int, int], faults: TemplateFaults) -> None:
    """Add faults that are told and not mended: of places, room and the ratio of slides. `layouts` are those in use, with their names for people."""
    wide, high = size
    if not _RATIOS[0] <= wide / high <= _RATIOS[1]:
        inches = f"{wide / EMU_PER_INCH:.3g} × {high / EMU_PER_INCH:.3g} inches"
        faults.add("ratio", "", what=inches)
    for shown, layout in layouts:
        for kind, measure, what in _places(layout, wide, high):
            faults.add(kind, shown, measure, what)


def _places(layout: Layout, wide: int, high: int) -> Iterator[tuple[str, float, str]]:
    """Yield kind, measure and words for what stands wrong in a layout."""
    texts = [slot for slot in layout.slots if slot.kind == "text"]
    for slot in layout.slots:
        box = slot.box
        middle = box.x + box.width // 2, box.y + box.height // 2
        if slot.kind in TEXT and not (0 <= middle[0] <= wide and 0 <= middle[1] <= high):
            yield (
                "outside",
                0.0,
                f"{said_of(slot)} at {middle[0] / EMU_PER_INCH:.1f}, {middle[1] / EMU_PER_INCH:.1f} inches",
            )
    titles = [slot for slot in layout.slots if slot.kind == "title"]
    for title, slot in product(titles, texts):
        a, b = title.box, slot.box
        across = width_across(a, b)
        down = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
        if across > 0 and down > min(a.height, b.height) * OVERLAP:
            yield "overlap", -down / max(min(a.height, b.height), 1), f"by {down / EMU_PER_INCH:.1f} inches"


def said_of(slot: Slot) -> str:
    """Return what a slot is, in words for the template's owner."""
    return {"title": "a title", "footer": "a footer", "number": "a number"}.get(slot.kind, "text")


def width_across(one: Box, other: Box) -> int:
    """Return how wide one box stands over another, EMU; negative when they stand side by side."""
    return min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
