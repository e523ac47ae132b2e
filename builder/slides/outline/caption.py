"""Captions of tables and figures on slides: the slide's title where they are short, else a line at its foot."""

from __future__ import annotations

from collections.abc import Sequence

from builder.model import module as m
from builder.slides.deck.deck import Run, SlideLine, text_of
from builder.slides.outline.context import Context, numbered_name
from builder.slides.outline.headings import Headings
from builder.slides.outline.runs import to_runs
from builder.slides.outline.slide_draft import Runs, SlideDraft

CAPTION_AS_TITLE = 90
"""Characters of a caption that may be a slide's title; a longer one stands at the foot."""


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
