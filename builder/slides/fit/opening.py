"""The first slide of a deck. It never goes on to a second one, which would hold the end of a sentence under the module's title.

Each of its texts becomes smaller, down to its floor. One that then has no room gives way whole and stands in the notes: half a
sentence on a cover is worse than none. Only the draft notice stays: where its own place is too small it takes that of the facts over it, or
the description's.
"""

from __future__ import annotations

from textwrap import shorten

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems
from builder.slides.deck.deck import Slide, SlideLine, TextContent, lines_of, words
from builder.slides.deck.layouts import Layout, Slot
from builder.slides.fit.text import TextFit

OPENINGS = frozenset({"title", "cover"})
"""Layouts of a deck's first slide."""

SAID = 60
"""Characters of a text that a problem repeats."""

Texts = dict[str, tuple[SlideLine, ...]]


def fit_opening(slide: Slide, layout: Layout, text: TextFit, problems: Problems) -> Slide:
    """Return a first slide whose texts fit, with their factors of size; what has no room is in its notes, and in `problems`."""
    texts = {item.slot: lines_of(item.content) for item in slide.filled if isinstance(item.content, TextContent)}
    lost = [slot for slot, lines in texts.items() if _scale(slot, lines, layout, text) is None]
    shown = {slot: lines for slot, lines in texts.items() if slot not in lost}
    higher = _over_facts(layout) if "notice" in lost else None
    if higher and text.fitting_scale(texts["notice"], higher) is not None:
        shown = {slot: lines for slot, lines in shown.items() if slot != "facts"} | {"notice": texts["notice"]}
        lost = [slot for slot in lost if slot not in {"notice", "facts"}] + ["facts"] * ("facts" in texts)
    else:
        higher = None
    if "notice" in lost and "subtitle" in texts:
        both, alone = (*texts["subtitle"], *texts["notice"]), texts["notice"]
        held = next((one for one in (both, alone) if _scale("subtitle", one, layout, text) is not None), None)
        if held is not None:
            shown["subtitle"] = held
            lost = [slot for slot in lost if slot not in {"notice", "subtitle"}] + ["subtitle"] * (held is alone)
    filled = []
    for item in slide.filled:
        place = layout.slot(item.slot)
        if not isinstance(item.content, TextContent):
            filled.append(item)
        elif place and item.slot in shown:
            lines = shown[item.slot]
            here = higher if higher and item.slot == "notice" else place
            scale = text.fitting_scale(lines, here) or 1.0
            bound = TextContent(text.bind_last_words(lines, here, scale))
            filled.append(replace(item, content=bound, scale=scale, box=None if here is place else here.box))
    _report(lost, texts, slide, layout, problems)
    told = (line for slot in lost for line in texts[slot])
    notes = (*slide.notes, *(replace(line, role="label", bullet="") for line in told))
    return replace(slide, filled=tuple(filled), notes=notes)


def _over_facts(layout: Layout) -> Slot | None:
    """Return the slot of the draft notice with the room of the facts over it, None where they do not stand over it."""
    facts, notice = layout.slot("facts"), layout.slot("notice")
    if facts is None or notice is None or facts.box.x != notice.box.x or facts.box.y >= notice.box.y:
        return None
    box = replace(notice.box, y=facts.box.y, height=notice.box.y + notice.box.height - facts.box.y)
    return replace(notice, box=box)


def _scale(slot: str, lines: tuple[SlideLine, ...], layout: Layout, text: TextFit) -> float | None:
    """Return the largest factor at which lines fit a slot; None if they do not, or the layout lacks it."""
    place = layout.slot(slot)
    return text.fitting_scale(lines, place) if place else None


def _report(lost: list[str], texts: Texts, slide: Slide, layout: Layout, problems: Problems) -> None:
    """Report texts without room. What an organization's layout has no place for at all is no fault of the text."""
    for slot in lost:
        if layout.slot(slot):
            begins = shorten(" ".join(map(words, texts[slot])), SAID, placeholder="…")
            message = f"the title slide has no room for “{begins}”; it stands in the notes"
            problems.add(ProblemCode.NOT_ON_SLIDE, message, slide.at, "say it in fewer words")
