"""Deck → Deck in which nothing overflows: font sizes are set, and long content is continued on further slides.

Text is tried at the layout's size, then smaller down to the theme's floor, then on continuation slides (docs/language.md,
"From module to slides"). These keep the layout where it has room for more text, the line over the title, and the sources;
the script stays with the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import assert_never

from builder.core.faults import faults_at
from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode, Problems
from builder.slides.deck.deck import (
    ChartContent,
    Deck,
    FilledSlot,
    PictureContent,
    Run,
    Slide,
    SlideLine,
    TableContent,
    TextContent,
    lines_of,
    text_of,
)
from builder.slides.deck.forms import is_piece
from builder.slides.deck.layouts import Layout, Layouts
from builder.slides.deck.pictures import picture_box
from builder.slides.deck.slide_ids import numbered
from builder.slides.deck.source_lines import distribute_source_lines, divide_for_sources, joins, source_lines
from builder.slides.fit.columns import flow_columns
from builder.slides.fit.font_metrics import FontSet
from builder.slides.fit.forms import FormFit, alike
from builder.slides.fit.glyphs import report_missing_on_slides
from builder.slides.fit.measure import Measure
from builder.slides.fit.missing_slots import keep_content, slot_of
from builder.slides.fit.opening import OPENINGS, fit_opening
from builder.slides.fit.questions import QuestionFit, in_one_size, with_titles_alike
from builder.slides.fit.stack import Stacker, link_targets
from builder.slides.fit.tables.table import TableFit
from builder.slides.fit.text import TextFit
from builder.slides.fit.title import TitleFitter
from builder.slides.fit.variants import VariantChooser
from builder.theme.theme import Theme

PLAIN = "content"

GOES_ON = {
    "image-and-text",
    "portrait-and-text",
    "image",
    "chart",
    "answer",
    "number",
    "number-of",
    "section",
    "closing",
}
"""Layouts whose text is continued in `PLAIN`: they would repeat a picture, or have no room for more text."""

MAIN = {"body", "left", "middle", "right", "quote", "statement", "table"}
"""Slots whose content is continued in the same slot of another slide with the same layout."""

REPEATED = {"kicker", "source", "attribution", "minutes", "facts"}
"""Slots that are repeated on continuation slides, so that sources and caveats stay with their claims."""

ONE_SIZE = (("left", "middle", "right"), tuple(f"{kind}-{n}" for kind in ("option", "right") for n in range(1, 7)))
"""Groups of slots that get the same font size."""

GROWS = {"body", "left", "middle", "right"}
"""Slots in which little text is set larger."""

CALM = {"sources", "closing", "three-columns"}
"""Layouts in which no text is set larger."""

FLOWS = {"sources"}
"""Layouts in which one text flows through two columns, then on to the next slide."""

ROOMY = 0.83
"""Prose of an activity (role "lead") stays on the slide if all then fits at this factor of the layout's size."""

TOGETHER = 0.83
"""Sections under sub-headings share a slide if they fit at this factor of the layout's size."""

MOST = 3
"""Most slides for one slide of the outline; more is reported as crowded."""


def fit(deck: Deck, layouts: Layouts, theme: Theme, problems: Problems) -> Deck:
    """Return the deck with font sizes, boxes, continuation slides and unique titles. Reports to `problems`."""
    measure = Measure(FontSet(theme))
    tokens = theme.tokens.slides
    text = TextFit(measure, tokens.floor, tokens.ceiling)
    tables = TableFit(measure, layouts.table, tokens.floor.table, problems)
    questions = QuestionFit(layouts, text, theme, deck.lang)
    fitter = _Fitter(layouts, theme, deck.lang, problems, text, tables, questions, FormFit(text, layouts, problems))
    stacker = Stacker(layouts, text, tables, link_targets(deck.slides))
    slides = [part for one, done in stacker.groups(deck.slides) for part in ([one] if done else fitter.slide(one))]
    settled = list(VariantChooser(layouts, text).settle(list(in_one_size(list(alike(slides))))))
    namer = TitleFitter(text, layouts, theme, deck.lang, problems)
    fitted = replace(deck, slides=tuple(with_titles_alike(list(namer.with_titles(settled)))))
    report_missing_on_slides(fitted, measure, problems)
    return fitted


@dataclass
class _Fitter:
    """Fits one slide after another."""

    layouts: Layouts
    theme: Theme
    lang: str
    problems: Problems
    text: TextFit
    tables: TableFit
    questions: QuestionFit
    forms: FormFit

    def slide(self, slide: Slide) -> list[Slide]:
        """Return a fitted slide and its continuation slides."""
        with faults_at(slide.at):
            slides = self._distribute_sources(slide, self._parts(self._move_lead_text(slide)))
        if slide.topic and len(slides) > MOST:
            message = f"“{text_of(slide.title)}” takes {len(slides)} slides"
            self.problems.add(
                ProblemCode.CROWDED_TOPIC, message, slide.at, "divide the topic, or move detail to the handout"
            )
        goes_on = (SlideLine((Run(self.theme.printed("deck-continued", self.lang)),), role="label"),)
        return [
            slides[0],
            *(
                replace(one, id=numbered(slide.id, n), notes=one.notes or goes_on, ids=())
                for n, one in enumerate(slides[1:], 2)
            ),
        ]

    def _parts(self, slide: Slide) -> list[Slide]:
        return [part for one in self.forms.slides(slide) for part in self._divided(one)]

    def _divided(self, slide: Slide) -> list[Slide]:
        layout = self.layouts[slide.layout]
        if slide.layout in OPENINGS:
            slide = fit_opening(slide, layout, self.text, self.problems)
            pictures = (item for item in slide.filled if not isinstance(item.content, TextContent))
            boxes = {item.slot: self._pages(item, layout, slide.layout)[0] for item in pictures}
            return [replace(slide, filled=tuple(boxes.get(item.slot, item) for item in slide.filled))]
        slide = keep_content(slide, layout)
        framed = self.questions.slides(slide)
        if framed != [slide]:
            return [part for one in framed for part in self._parts(one)]
        if slide.layout in FLOWS:
            return flow_columns(slide, layout, self.text)
        sections = self._sections(slide, layout)
        if sections:
            return [part for section in sections for part in self._parts(section)]
        pages = {item.slot: self._pages(item, layout, slide.layout) for item in slide.filled}
        if len(pages.get("source", ())) > 1 and (
            parts := divide_for_sources(slide, self.theme, self.lang) if slide.layout not in GOES_ON else []
        ):
            return [part for one in parts for part in self._parts(one)]
        slide, extra = self._move_to_notes(slide, pages), list[SlideLine]()
        count = 1 if slide.layout in GOES_ON else max((len(pages[slot]) for slot in pages.keys() & MAIN), default=1)
        slides = [replace(slide, filled=tuple(self._slots_of(slide, pages, layout, number))) for number in range(count)]
        slides[1:] = [replace(one, notes=()) for one in slides[1:]]
        for slot, found in pages.items():
            if slot not in MAIN or slide.layout in GOES_ON:
                extra += [line for page in found[1:] for line in lines_of(page.content)]
        if extra:
            slides += self._parts(self._continuation(slide, extra))
        return slides

    def _move_lead_text(self, slide: Slide) -> Slide:
        """Return a slide with its prose (role "lead") moved to the notes where all together would not fit at `ROOMY`."""
        slot = self.layouts[slide.layout].slot("body")
        lines = tuple(line for item in slide.filled if item.slot == "body" for line in lines_of(item.content))
        leads = tuple(line for line in lines if line.role == "lead")
        if slot is None or not leads or (self.text.fitting_scale(lines, slot) or 0.0) >= ROOMY:
            return slide
        rest = tuple(line for line in lines if line.role != "lead")
        filled = tuple(replace(one, content=TextContent(rest)) if one.slot == "body" else one for one in slide.filled)
        label = SlideLine((Run(self.theme.printed("deck-from-handout", self.lang)),), role="label")
        told = () if label in slide.notes else (label,)
        return replace(slide, filled=filled, notes=(*slide.notes, *told, *(replace(one, role="body") for one in leads)))

    def _distribute_sources(self, slide: Slide, parts: list[Slide]) -> list[Slide]:
        """Return continuation slides with only the sources that they cite; a slide where these do not fit stays as it was."""
        if len(parts) == 1 or not any(line.keys for line in source_lines(slide)):
            return parts
        found = []
        for part, own in zip(parts, distribute_source_lines(slide, parts, self.theme, self.lang), strict=True):
            layout = self.layouts[part.layout]
            pages = {item.slot: self._pages(item, layout, part.layout) for item in own.filled if item.slot == "source"}
            fits = all(len(page) == 1 for page in pages.values())
            filled = tuple(pages[item.slot][0] if item.slot in pages else item for item in own.filled)
            found.append(replace(own, filled=filled) if fits else part)
        return found

    def _pages(self, item: FilledSlot, layout: Layout, name: str) -> list[FilledSlot]:
        """Return a slot's content divided over as many slides as it needs, each with its factor of size."""
        slot = slot_of(item, layout)
        match item.content:
            case TextContent(lines=lines):
                if is_piece(item.slot):  # its form is fitted already
                    return [item]
                scale = self.text.fitting_scale(lines, slot)
                if scale is None and item.slot == "source":  # one paragraph takes less room than several
                    lines = next((one for one in joins(lines) if self.text.fitting_scale(one, slot)), lines)
                    item, scale = replace(item, content=TextContent(lines)), self.text.fitting_scale(lines, slot)
                if scale is None:
                    step, pages = self.text.split(lines, slot)
                    return [
                        replace(item, content=TextContent(self.text.bind_last_words(page, slot, step)), scale=step)
                        for page in pages
                    ]
                if scale == 1.0 and item.slot in GROWS and name not in CALM:
                    scale = self.text.enlarged_scale(lines, slot)
                return [replace(item, content=TextContent(self.text.bind_last_words(lines, slot, scale)), scale=scale)]
            case TableContent():
                return [
                    replace(item, content=page.content, scale=page.scale)
                    for page in self.tables.pages(item.content, slot)
                ]
            case PictureContent():
                return [replace(item, box=picture_box(item.content, slot, self.layouts.size[0]))]
            case ChartContent():
                return [item]
            case _:
                assert_never(item.content)

    def _slots_of(
        self, slide: Slide, pages: dict[str, list[FilledSlot]], layout: Layout, number: int
    ) -> Iterator[FilledSlot]:
        """Yield the slots of the `number`-th slide (from 0), in reading order; slots of `ONE_SIZE` share their factor."""
        here: list[FilledSlot] = []
        for item in slide.filled:
            found = pages[item.slot]
            if item.slot in MAIN:
                here += found[number : number + 1] if number < len(found) else []
            elif number == 0 or item.slot in REPEATED:
                here.append(found[0])
        for group in ONE_SIZE:
            sizes = [page.scale for slot in group for page in pages.get(slot, ())]
            here = [
                replace(item, scale=self._shared_scale(min(sizes), item, layout)) if item.slot in group else item
                for item in here
            ]
        order = {slot.name: place for place, slot in enumerate(layout.slots)}
        yield from sorted(here, key=lambda item: order[item.slot])

    def _shared_scale(self, scale: float, item: FilledSlot, layout: Layout) -> float:
        """Return the factor that a group of slots shares, but at least the floor of this slot's text."""
        slot = layout.slot(item.slot)
        return max(scale, self.text.least(slot, lines_of(item.content))) if slot else scale

    def _move_to_notes(self, slide: Slide, pages: dict[str, list[FilledSlot]]) -> Slide:
        """Move an overlong kicker, and facts that do not fit their panel, to the notes. Changes `pages`."""
        told: list[SlideLine] = []
        if len(pages.get("kicker", ())) > 1:
            told = [line for item in slide.filled if item.slot == "kicker" for line in lines_of(item.content)]
            del pages["kicker"]
        if len(pages.get("facts", ())) > 1:
            told += [line for page in pages["facts"][1:] for line in lines_of(page.content)]
            del pages["facts"][1:]
        if not told:
            return slide
        filled = tuple(item for item in slide.filled if item.slot in pages)
        return replace(slide, filled=filled, notes=(*slide.notes, *(replace(line, role="label") for line in told)))

    def _continuation(self, slide: Slide, lines: Sequence[SlideLine]) -> Slide:
        """Return a continuation slide in `PLAIN` for text. It has the sources from which its own are taken later."""
        text = [line for line in lines if line.role != "source"]
        lines = text if text and any(line.keys for line in source_lines(slide)) else lines
        kept = tuple(item for item in slide.filled if item.slot == "kicker")
        shown = replace(
            slide, layout=PLAIN, filled=(*kept, FilledSlot("body", TextContent(tuple(lines)))), notes=(), ids=()
        )
        sources = next((item for item in slide.filled if item.slot == "source"), None)
        if sources and not any(line.role == "source" for line in lines):
            shown = replace(shown, filled=(*shown.filled, sources))
        return shown

    def _sections(self, slide: Slide, layout: Layout) -> list[Slide]:
        """Return a slide with too much text divided at sub-headings; [] when the text fits, or has no sub-headings.

        A slide with a single section has the sub-heading in its title: “Topic: Sub-topic”.
        """
        body = next((item for item in slide.filled if item.slot == "body"), None)
        slot = layout.slot("body")
        if body is None or slot is None:
            return []
        lines = tuple(lines_of(body.content))
        starts = [index for index, line in enumerate(lines) if line.role == "heading" and line.level == 0]
        if not starts or len(lines) == 1 or self.text.fitting_scale(lines, slot) is not None:
            return []
        places = [0, *(start for start in starts if start), len(lines)]
        groups: list[tuple[SlideLine, ...]] = []
        for start, end in pairwise(places):
            section = lines[start:end]
            if groups and (self.text.fitting_scale((*groups[-1], *section), slot) or 0.0) >= TOGETHER:
                groups[-1] = (*groups[-1], *section)
            else:
                groups.append(section)
        if (
            len(groups) == 1
            and len(groups[0]) == len(lines)
            and not (len(lines) > 1 and lines[0].role == "heading" and len(starts) == 1)
        ):
            return []
        return [self._section(slide, group, first=number == 0) for number, group in enumerate(groups)]

    def _section(self, slide: Slide, lines: tuple[SlideLine, ...], *, first: bool) -> Slide:
        title = slide.title
        headings = [line for line in lines if line.role == "heading" and line.level == 0]
        if lines[0].role == "heading" and len(headings) == 1 and len(lines) > 1:
            label = self.theme.printed("deck-subtopic", self.lang, topic="\0", subtopic="\0")
            before, between, after = ((Run(words),) for words in label.split("\0"))
            parts = (before, title, between, headings[0].runs, after)
            title, lines = tuple(run for part in parts for run in part if run.text), lines[1:]
        filled = tuple(replace(one, content=TextContent(lines)) if one.slot == "body" else one for one in slide.filled)
        if first:
            return replace(slide, title=title, filled=filled)
        pictured = slide.layout in GOES_ON
        kept = tuple(
            item
            for item in filled
            if item.slot in {"body", *REPEATED} and not (pictured and item.slot not in {"body", "kicker", "source"})
        )
        return replace(slide, title=title, filled=kept, layout=PLAIN if pictured else slide.layout, notes=())
