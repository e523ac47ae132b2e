"""The copy of a module for reviewers: everything that it holds, who sees each passage, and where it stands in the source."""

from __future__ import annotations

from builder.core.frozen import replace
from builder.core.source import Span
from builder.model import module as m
from builder.transform.audience import ALL, HELD_BY_PARTICIPANTS, Seen, audience
from builder.writers.docx import oxml
from builder.writers.docx.blocks import Input, WordWriter
from builder.writers.docx.flow import Flow, Place
from builder.writers.docx.styles import HUNG

MODULE_PROPERTY = "Coursewright module"
"""The custom property that names the module of a copy."""

COUNT_PROPERTY = "Coursewright paragraphs"
"""The custom property with the number of paragraphs that have a name."""

_OURS = Place(ours=True)
_QUESTIONS = 3
"""How many questions a topic asks of its reviewers, and the module as a whole."""


def audiences(module: m.Module) -> dict[int, str]:
    """Return who sees each node, by its `id`: "" for everybody, else a name of `styles.AUDIENCES`."""
    found: dict[int, str] = {}

    def note(node: m.Node, around: tuple[Seen, bool]) -> tuple[m.Node, tuple[Seen, bool]]:
        seen, inside = audience(node, around[0], inside=around[1])
        found[id(node)] = _group(seen)
        return node, (seen, inside)

    m.rewrite_blocks(module.body, note, (ALL, False))
    return found


def _group(seen: Seen) -> str:
    held = seen & HELD_BY_PARTICIPANTS
    if not held:
        return "answers" if "answers" in seen else "facilitators"
    if held == {"cards"}:
        return "cards"
    shown = "slides-share" in held
    return "" if shown and "handout" in held else "slides" if shown else "handout"


def properties(given: Input, paragraphs: int) -> dict[str, str]:
    """Return the custom properties by which a copy is recognized when it comes back."""
    return {MODULE_PROPERTY: given.module.id, COUNT_PROPERTY: str(paragraphs)}


class ReviewWriter(WordWriter):
    """Writes blocks for reviewers: with lines of the source in the margin, who sees what, and questions after each topic."""

    def __init__(self, given: Input, flow: Flow) -> None:
        """Take what the copy is made from, and see what goes ahead of each paragraph."""
        super().__init__(given, flow)
        self._audience = ""
        self._line = 0
        flow.before = self._ahead

    def _ahead(self, kind: str, place: Place) -> str:
        """Say who sees what follows where that changes. Return the line in the source where there is a new one."""
        if not place.ours and place.audience != self._audience:
            self._audience = place.audience
            words = self.labels(f"review-for-{place.audience or 'everyone'}")
            self.flow.paragraph("Audience", self.runs.text(words), Place(audience=place.audience, ours=True))
        here, line = place.at, 0
        if not place.ours and here.path == self.given.module.path and here.line > 1 and here.line != self._line:
            line = self._line = here.line
        return oxml.line_number(line, hung=kind in HUNG and not place.box)

    def block(self, block: m.Block, place: Place) -> None:
        """Add one block; after a topic, questions to its reviewers."""
        if not isinstance(block, m.Topic):
            super().block(block, place)
            return
        inner = self.heading(block.title, place)
        method = block.method or ""
        minutes = self.labels.count("minutes", block.minutes) if block.minutes else ""
        hidden = self.labels("review-optional") if block.optional else ""
        self.say("Meta", " · ".join(filter(None, (minutes, method, hidden))), inner)
        self.blocks(block.body, inner)
        self.ask("review-topic", m.plain(*block.title))

    def front(self) -> None:
        """Add what the front matter says, which reviewers judge too, how to review, and questions about the whole."""
        meta, labels, top = self.given.module.meta, self.labels, Place(at=Span(self.given.module.path))
        self.say("Subtitle", labels("review-copy"), _OURS)
        if self.given.imprint.draft_notice:
            word, notice = self.facts.draft()
            self.flow.paragraph("Body Text", self.runs.lead_in(word) + self.runs.text(notice), Place(box="Caution"))
        for number in range(1, 5):
            self.say("Body Text", labels(f"review-how-{number}"), _OURS)
        rows = (
            ("review-description", (meta.description,)),
            ("objectives", tuple(one.text for one in meta.objectives)),
            ("fact-audience", meta.audience),
            ("fact-level", (meta.level,)),
            ("content-note", (meta.content_note,)),
            ("needs", self.given.module.prerequisites(lambda title: labels("needs-module", title=title))),
            ("bring", meta.materials),
            ("key-points", meta.keypoints),
            ("review-cover", (meta.cover_words,)),
        )
        inner = self.heading((), Place(), labels("review-front"))
        for key, values in rows:
            for value in filter(None, values):
                name = labels(key)
                self.tell(
                    "Body Text", value, replace(top, level=inner.level), self.runs.lead_in(name[:1].upper() + name[1:])
                )
        self.ask("review-whole", "")

    def ask(self, key: str, title: str) -> None:
        """Add questions to reviewers, each with a line to answer on."""
        heading = self.labels(f"{key}-head", title=title)
        place = _OURS
        self.flow.paragraph("Review Question", self.runs.text(heading), place)
        for number in range(1, _QUESTIONS + 1):
            self.flow.paragraph("Review Question", self.runs.text(self.labels(f"{key}-{number}")), place)
            self.flow.paragraph("Review Answer", "", place)
