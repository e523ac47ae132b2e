"""The headings over a slide in the module, and the title and kicker (the line over the title) that follow from them.

Captions of tables and figures are the title where they are short, else a line at the slide's foot.
"""

from __future__ import annotations

from collections.abc import Sequence

from builder.core.frozen import dataclass
from builder.core.source import NOWHERE, Span
from builder.model import module as m
from builder.slides.deck.deck import SEPARATOR, Run, SlideLine, text_of
from builder.slides.outline.context import Context, numbered_name
from builder.slides.outline.runs import to_runs
from builder.slides.outline.slide_draft import Runs, SlideDraft

CAPTION_AS_TITLE = 90
"""Characters of a caption that may be a slide's title; a longer one stands at the foot."""


@dataclass(frozen=True)
class Headings:
    """The headings over a slide: of its part, its topic, its segment (`above`), and one right before its block (`heading`).

    `first`: the topic has no slide yet. `at`, `above_at`, `heading_at`: places of the last three in the source.
    """

    topic: Runs
    part: Runs = ()
    above: Runs = ()
    heading: Runs = ()
    first: bool = False
    at: Span = NOWHERE
    above_at: Span = NOWHERE
    heading_at: Span = NOWHERE

    def set_title(self, draft: SlideDraft, own: Runs = (), kind: str = "", name: str = "") -> SlideDraft:
        """Set a draft's title and kicker. The title is its own, else the nearest heading, else the topic's.

        The kicker holds headings that are not the title, else the topic or part; then `name` (“Activity 1”), or, for a block
        without a title of its own, `kind` (“Important”).
        """
        over = self.above or self.topic
        if own:
            above = [runs for runs in (self.above, self.heading) if runs]
            where = above or ([self.topic] if text_of(self.topic) != text_of(own) else [self.part])
            draft.title, draft.carries = own, bool(above)
        elif self.heading:
            draft.title, draft.carries, where = self.heading, bool(self.above), [over]
            draft.at = self.heading_at
        else:
            draft.title, draft.carries, where = over, False, [self.topic if self.above else self.part]
            draft.at = self.above_at if self.above else self.at
        said = name or ("" if own else kind)
        parts = [runs for runs in (*where, (Run(said),) if said else ()) if runs]
        kicker = (run for part in parts for run in ((Run(SEPARATOR),) * (part is not parts[0]) + part))
        noted = self.first or draft.carries  # else the slide with this title has its footnotes
        draft.kicker = tuple(run for run in kicker if noted or not run.call)
        return draft


def place_caption(
    caption: Sequence[m.Inline], block: m.Table | m.Figure, draft: SlideDraft, headings: Headings, context: Context
) -> Runs:
    """Use a caption as the title where it is short and no heading waits for a slide, else put it in the slot `source`.

    Returns its runs. The number (“Table 1”) goes where the caption goes.
    """
    runs = to_runs(caption, context, draft.gathered)
    name = numbered_name(block, context)
    as_title = runs and not headings.first and not headings.heading and len(text_of(runs)) <= CAPTION_AS_TITLE
    headings.set_title(draft, runs if as_title else (), name=name if as_title else "")
    if runs and not as_title:
        number = (Run(f"{name}. ", bold=True),) if name else ()
        draft.foot.append(SlideLine((*number, *runs), role="source", at=block.at))
    return runs
