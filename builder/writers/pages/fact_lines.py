"""Short lines of facts built from labels, for the cover, the run sheet and the headers of blocks."""

from __future__ import annotations

from dataclasses import dataclass

from builder.core.typography import NO_BREAK, tie_numbers
from builder.model import module as m
from builder.model.frontmatter import Meta
from builder.model.outputs import LICENSES, Imprint, PageIndex, Variant, license_name
from builder.transform.session import clock, methods_of
from builder.writers.pages.guide.plan import GuideTopic
from builder.writers.pages.guide.quick_start import PrintRow
from builder.writers.pages.guide.script import SlidePictures
from builder.writers.shared.labels import Labels

_BETWEEN = " · "


@dataclass(frozen=True)
class FactLines:
    """Writes lines of facts in a module's language."""

    labels: Labels
    imprint: Imprint
    variant: Variant
    edition: str

    def kicker(self, meta: Meta) -> str:
        """Return the line above the title: module number, edition, session length, large print.

        A module that is shorter than the session that was asked for takes its own time.
        """
        number = self.labels("module-number", number=self.imprint.number) if self.imprint.number else ""
        asked = self.variant.minutes
        session = self.labels("session", minutes=min(asked, meta.minutes or asked)) if asked else ""
        large = self.labels("large-print") if self.variant.large else ""
        return _join(number, self.labels(self.edition), session, large)

    def foot(self, module: m.Module) -> str:
        """Return the running footer: title, edition, version, date of the last check, draft. Copied pages lose their cover.

        Large print has room for the title and the word “draft” in one line.
        """
        meta = module.meta
        version = self.labels("version", version=meta.version) if meta.version else ""
        checked = self.labels("checked", date=self.labels.month(meta.checked)) if meta.checked else ""
        draft = self.labels("draft-foot") if self.imprint.draft_notice else ""
        more = () if self.variant.large else (self.labels(self.edition), version.replace(" ", NO_BREAK), checked)
        facts = _join(meta.title, *more, draft)
        return facts.replace(_BETWEEN, NO_BREAK + _BETWEEN.lstrip())  # no line begins with a separator

    def draft(self) -> tuple[str, str]:
        """Return the word “Draft” and the rest of the course's draft notice; ("", "") when there is no notice."""
        notice, word = self.imprint.draft_notice.strip(), self.labels("draft")
        if notice.casefold().startswith(word.casefold()):
            notice = notice[len(word) :].lstrip(" .:–—。：،")
        return (word, notice) if self.imprint.draft_notice else ("", "")

    def license(self, module: m.Module) -> tuple[str, str]:
        """Return the license's name as printed (`CC BY-SA 4.0` for `CC-BY-SA-4.0`) and its URL, "" when unknown."""
        name = module.meta.license or self.imprint.license
        return license_name(name), LICENSES.get(name, "")

    def task(self, block: m.Activity | m.Discussion) -> str:
        """Return the time, grouping and materials of a task: `25 minutes · in pairs · 12 cards`."""
        minutes = self.labels.count("minutes", block.minutes) if block.minutes else ""
        group = self.labels.group(block.group) if block.group else ""
        return self._line(minutes, group, block.materials if isinstance(block, m.Activity) else "")

    def topic_line(self, guide_topic: GuideTopic) -> str:
        """Return the line under a topic of the guide: `0:05 · 3 minutes · handout page 2 · workbook page 1 · slides 3–5`."""
        if guide_topic.topic.audience == "facilitator" and guide_topic.start is None:
            return self.labels("not-in-handout")
        clock = self.clock(guide_topic.start) if guide_topic.start is not None else ""
        minutes = self.labels.count("minutes", guide_topic.minutes) if guide_topic.minutes else ""
        page = self.labels("at-handout", number=guide_topic.handout_page) if guide_topic.handout_page else ""
        written = self.labels("at-workbook", number=guide_topic.workbook_page) if guide_topic.workbook_page else ""
        key = "slide-line" if len(guide_topic.slides) == 1 else "slides-line"
        slides = self.labels(key, slides=self.slide_ranges(guide_topic.slides)) if guide_topic.slides else ""
        return self._line(clock, minutes, page, written, slides)

    def places(self, page_index: PageIndex, ident: str, *editions: str) -> str:
        """Return where a block is in other editions: `handout page 4 · workbook page 2 · slide 7`."""
        found = ((edition, page_index.find(edition, ident)) for edition in editions)
        return self._line(*(self.labels(f"at-{edition}", number=number) for edition, number in found if number))

    def method(self, guide_topic: GuideTopic) -> str:
        """Return a topic's teaching method: the author's, else derived from its blocks, "" for a break."""
        if guide_topic.topic.method:
            return guide_topic.topic.method
        return self.labels("plan-list").join(self.labels(key) for key in methods_of(guide_topic.topic))

    def materials(self, guide_topic: GuideTopic) -> str:
        """Return the materials of a topic's activities."""
        needed = (
            node.materials for node in m.walk(guide_topic.topic) if isinstance(node, m.Activity) and node.materials
        )
        return tie_numbers("; ".join(needed), self.labels.plain)

    def slide_ranges(self, slides: SlidePictures) -> str:
        """Return slide numbers as ranges: `3–5, 9`."""
        runs: list[list[int]] = []
        for slide in slides:
            if runs and slide.number == runs[-1][-1] + 1:
                runs[-1].append(slide.number)
            else:
                runs.append([slide.number])
        shown = (str(r[0]) if len(r) == 1 else self.labels("slides-range", first=r[0], last=r[-1]) for r in runs)
        return self.labels("plan-list").join(shown)

    def slide_numbers(self, slides: SlidePictures) -> str:
        """Return the caption of a slide's picture: `Slide 4`, or `Slides 16–17` when others follow it."""
        return (
            self.labels("slide", number=slides[0].number)
            if len(slides) == 1
            else self.labels("slides-under", slides=self.slide_ranges(slides))
        )

    def letter(self, place: int) -> str:
        """Return the letter of an option by its place from 1."""
        return self.labels.theme.letter(place, self.labels.lang)

    def copy_size(self, row: PrintRow) -> str:
        """Return the size of one copy: `11 pages, 6 sheets on both sides`; for cards how many people share a set."""
        sheets = self.labels.count("quick-sheets", row.sheets)
        if row.edition == "cards":
            key = self.labels.theme.counted("copy-of-one-side", row.shared, self.labels.lang)
            return self.labels.tie_numbers(key, sheets=sheets, shared=row.shared)
        return self.labels.tie_numbers("copy-of", pages=self.labels.count("pages", row.pages), sheets=sheets)

    def copies_size(self, row: PrintRow, copies: int) -> str:
        """Return how much paper a number of copies takes: `60 sheets`, or for cards `5 sets, 15 sheets`."""
        sheets = copies * row.sheets
        if row.edition != "cards":
            return self.labels.count("quick-sheets", sheets)
        key = self.labels.theme.counted("quick-sets", copies, self.labels.lang)
        return self.labels(key, copies=copies, sheets=sheets)

    def clock(self, minutes: int) -> str:
        """Return minutes since the session began as “1:05”."""
        return clock(minutes)

    def _line(self, *facts: str) -> str:
        """Return facts as one line, with no line break between a number and its unit."""
        return tie_numbers(_join(*facts), self.labels.plain)


def _join(*facts: str) -> str:
    return _BETWEEN.join(filter(None, facts))
