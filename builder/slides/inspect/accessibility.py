"""Accessibility checks of a finished .pptx: titles, reading order, text alternatives, languages, sizes, contrast.

Only the file is read, not our model, as a screen reader knows only the file. Rules: WCAG 2.2 (1.1.1, 1.3.1, 1.3.2, 1.4.3,
2.4.2, 3.1.1, 3.1.2) and Microsoft's Accessibility Checker (missing titles, reading order, headers).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from builder.core.frozen import dataclass
from builder.slides.deck.deck import Box
from builder.slides.deck.layouts import BODY, FOOT, SMALL, SMALL_PRINT, TABLE, Layout
from builder.slides.inspect.read_pptx import PptxDeck, PptxShape, read_pptx
from builder.slides.template.masters import A
from builder.theme.contrast import contrast

LARGE = 18.0
"""From this size (pt) on, 3:1 is enough (WCAG 2.2, 1.4.3); under it 4.5:1 is needed."""

_FILE = re.compile(r"\.(png|jpe?g|svg|gif|webp|bmp|tiff?)$", re.IGNORECASE)
_SLACK = 36_000
"""EMU that boxes may overlap and still count as one after the other: a millimeter."""


@dataclass(frozen=True, slots=True)
class AccessibilityFault:
    """A fault and its slide; 0 for the file or a layout."""

    slide: int
    what: str


@dataclass(frozen=True, slots=True)
class AccessibilityCheck:
    """The result of a check: its short name, what holds when it passes, and its faults."""

    name: str
    promise: str
    faults: tuple[AccessibilityFault, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def examine(data: bytes) -> tuple[AccessibilityCheck, ...]:
    """Return every check of a .pptx with what it found. Raises ValueError when the bytes are not a PowerPoint file."""
    deck = read_pptx(data)
    return tuple(AccessibilityCheck(name, promise, tuple(find(deck))) for name, (promise, find) in CHECKS.items())


def summary(checks: tuple[AccessibilityCheck, ...]) -> str:
    """Return “accessibility 12 of 12 checks pass”."""
    return f"accessibility {sum(check.passed for check in checks)} of {len(checks)} checks pass"


def report(checks: tuple[AccessibilityCheck, ...], name: str) -> str:
    """Return a report as text: a line for each check, and for each fault with its slides."""
    rows = [f"{name}: {summary(checks)}", ""]
    for check in checks:
        rows.append(f"{'pass' if check.passed else 'FAIL'}  {check.name:<13} {check.promise}")
        for what, slides in _slides_by_fault(check.faults):
            where = f"slide{'s' if len(slides) > 1 else ''} {', '.join(map(str, slides))}: " if slides else ""
            rows.append(f"      {'':<13} {where}{what}")
    return "\n".join(rows) + "\n"


def _slides_by_fault(faults: tuple[AccessibilityFault, ...]) -> Iterator[tuple[str, list[int]]]:
    """Yield each fault once, with the slides that have it."""
    found: dict[str, list[int]] = {}
    for fault in faults:
        slides = found.setdefault(fault.what, [])
        if fault.slide and fault.slide not in slides:
            slides.append(fault.slide)
    yield from found.items()


# ── the checks ────────────────────────────────────────────────────────────────────────────────────────────────


def _titles(deck: PptxDeck) -> Iterator[AccessibilityFault]:
    for slide in deck.slides:
        titles = [shape for shape in slide.shapes if shape.is_title]
        if len(titles) != 1:
            yield AccessibilityFault(
                slide.number, f"it has {len(titles) or 'no'} title{'s' if len(titles) > 1 else ''}"
            )
        elif not titles[0].text.strip():
            yield AccessibilityFault(slide.number, "its title is empty")


def _unique(deck: PptxDeck) -> Iterator[AccessibilityFault]:
    titles = {slide.number: " ".join(slide.title.split()) for slide in deck.slides}
    counts = Counter(title for title in titles.values() if title)
    yield from (
        AccessibilityFault(n, f"the title “{title}” stands {counts[title]} times")
        for n, title in titles.items()
        if counts[title] > 1
    )


def _order(deck: PptxDeck) -> Iterator[AccessibilityFault]:
    """Yield pairs of shapes where the one that is read later stands above the other, or before it in the same row.

    A title may be read before what stands over it: people go from title to title.
    """
    for slide in deck.slides:
        read = [shape for shape in slide.shapes if not (shape.is_foot or shape.is_ornament)]
        placed = [shape for shape in read if shape.box and shape.box.y >= 0]
        seen = [shape for shape in placed if not (shape.is_title and shape is slide.shapes[0])]
        for n, first in enumerate(seen):
            for second in seen[n + 1 :]:
                if first.box and second.box and _before(second.box, first.box, rtl=deck.rtl):
                    yield AccessibilityFault(
                        slide.number, f"“{second.name}” is read after “{first.name}”, and stands before it"
                    )


def _before(one: Box, other: Box, *, rtl: bool) -> bool:
    """Say whether a box comes before another visually: above it in the same column, or before it in the same row."""
    over = one.y + one.height <= other.y + _SLACK and one.x < other.x + other.width and other.x < one.x + one.width
    beside = one.x >= other.x + other.width - _SLACK if rtl else one.x + one.width <= other.x + _SLACK
    level = abs(one.y - other.y) < min(one.height, other.height) / 2
    return over or (beside and level)


def _feet(deck: PptxDeck) -> Iterator[AccessibilityFault]:
    for slide in deck.slides:
        kinds = [shape.is_foot for shape in slide.shapes if not shape.is_ornament]
        if kinds != sorted(kinds):
            yield AccessibilityFault(slide.number, "its footer or number is read before its content")


def _alternatives(deck: PptxDeck) -> Iterator[AccessibilityFault]:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.kind == "text":
                continue
            if shape.decorative and shape.alt.strip():
                yield AccessibilityFault(
                    slide.number, f"{shape.kind} “{shape.name}” is marked as decoration, and has a text alternative"
                )
            elif not shape.decorative and not shape.alt.strip():
                yield AccessibilityFault(slide.number, f"{shape.kind} “{shape.name}” has no text alternative")
            elif _FILE.search(shape.alt.strip()):
                yield AccessibilityFault(
                    slide.number, f"the text alternative of {shape.kind} “{shape.name}” is a file name"
                )


def _headers(deck: PptxDeck) -> Iterator[AccessibilityFault]:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.kind == "table" and not shape.header:
                yield AccessibilityFault(slide.number, f"table “{shape.name}” has no header row")


def _languages(deck: PptxDeck) -> Iterator[AccessibilityFault]:
    if not deck.language:
        yield AccessibilityFault(0, "the file names no language")
    for slide in deck.slides:
        for place, pages in (("text", [slide.root]), ("notes", [slide.notes] if slide.notes is not None else [])):
            runs = [run for page in pages for run in page.iter(f"{A}r", f"{A}fld")]
            without = sum((found := run.find(f"{A}rPr")) is None or not found.get("lang") for run in runs)
            if without:
                yield AccessibilityFault(
                    slide.number, f"{without} run{'s' if without > 1 else ''} of its {place} name no language"
                )


def _sizes(deck: PptxDeck) -> Iterator[AccessibilityFault]:
    for slide in deck.slides:
        for shape in slide.shapes:
            for size, least in _sizes_and_floors(shape):
                if size < least - 0.05:
                    yield AccessibilityFault(
                        slide.number,
                        f"“{shape.name}” has text of {size:g} pt; at least {least:g} pt can be read from the last row",
                    )
                    break


def _sizes_and_floors(shape: PptxShape) -> Iterator[tuple[float, float]]:
    """Yield each size of text in a shape, with the least for it."""
    if shape.kind == "chart":
        yield from ((size, SMALL) for size in shape.sizes)
        return
    slot = shape.slot
    for level, size in shape.levels():
        if slot is None:
            yield size, BODY
        elif shape.is_foot:
            yield size, FOOT
        elif shape.kind == "table":
            yield size, TABLE
        else:
            small = slot.name in SMALL_PRINT or slot.levels[min(level, len(slot.levels) - 1)].size <= TABLE
            yield size, SMALL if small else BODY


def _contrast(deck: PptxDeck) -> Iterator[AccessibilityFault]:
    """Yield text colors of layouts in use with too little contrast to what is behind them. Text over unknown pictures is not judged."""
    for layout in dict.fromkeys(slide.layout for slide in deck.slides):
        shapes = [shape for slide in deck.slides if slide.layout is layout for shape in slide.shapes if shape.slot]
        for slot, what, color, least in sorted({found for shape in shapes for found in _colors(layout, shape)}):
            papers = layout.behind(next(one for one in layout.slots if one.name == slot))
            ratio, paper = min(((contrast(color, paper), paper) for paper in papers), default=(least, ""))
            if ratio < least:
                message = f"layout “{layout.name}”: {what} is {color} on {paper}, {ratio:.1f}:1 of {least:g}:1"
                yield AccessibilityFault(0, message)


def _colors(layout: Layout, shape: PptxShape) -> Iterator[tuple[str, str, str, float]]:
    """Yield (slot, what it is, its color, the contrast that it needs) for the text of a shape, and for links in it."""
    slot = shape.slot
    if slot is None or shape.kind == "picture":
        return
    for level in {level for level, _ in shape.levels()} or {0}:
        style = slot.levels[min(level, len(slot.levels) - 1)]
        color = shape.written_color or style.color
        yield slot.name, f"“{slot.name}”", color, 3.0 if style.size >= LARGE else 4.5
        if shape.kind != "chart" and next(shape.root.iter(f"{A}hlinkClick"), None) is not None:
            yield slot.name, f"a link in “{slot.name}”", layout.link, 3.0 if style.size >= LARGE else 4.5


def _sections(deck: PptxDeck) -> Iterator[AccessibilityFault]:
    if not deck.sections:
        yield AccessibilityFault(0, "slides are not grouped in sections")
    elif [ident for _, ids in deck.sections for ident in ids] != deck.ids:
        yield AccessibilityFault(0, "sections do not hold every slide once, in order")
    yield from (AccessibilityFault(0, "a section has no name") for name, _ in deck.sections if not name.strip())


def _notes(deck: PptxDeck) -> Iterator[AccessibilityFault]:
    if not any(slide.notes_text.strip() for slide in deck.slides):
        yield AccessibilityFault(0, "no slide has speaker notes")
    yield from (
        AccessibilityFault(slide.number, "its notes are empty")
        for slide in deck.slides
        if slide.notes is not None and not slide.notes_text.strip()
    )


def _structure(deck: PptxDeck) -> Iterator[AccessibilityFault]:
    if not deck.title.strip():
        yield AccessibilityFault(0, "the file's properties name no title")
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.is_ornament:
                continue
            if shape.slot is None:
                yield AccessibilityFault(
                    slide.number,
                    f"“{shape.name}” stands in no placeholder of its layout; outline view does not show it",
                )
            elif shape.kind == "text" and not shape.text.strip():
                yield AccessibilityFault(slide.number, f"“{shape.name}” is an empty placeholder")


CHECKS: dict[str, tuple[str, Callable[[PptxDeck], Iterator[AccessibilityFault]]]] = {
    "titles": ("every slide has one title", _titles),
    "unique titles": ("no two slides have the same title", _unique),
    "reading order": ("what is read first is seen first", _order),
    "feet last": ("footer and number are read last", _feet),
    "alternatives": ("every picture, table and chart is told in words, or marked as decoration", _alternatives),
    "table headers": ("every table has a header row", _headers),
    "languages": ("the file and every run of text name their language", _languages),
    "sizes": (f"text has at least {BODY:g} pt, tables {TABLE:g}, sources {SMALL:g}, feet {FOOT:g}", _sizes),
    "contrast": ("text stands out from what it stands on", _contrast),
    "sections": ("slides are grouped in named sections", _sections),
    "notes": ("the script stands in the notes", _notes),
    "structure": ("the file is titled, and everything stands in a placeholder", _structure),
}
"""Every check: name → what holds when it passes, and the function that yields faults."""
