"""Where in the module a slide stands, and the title and kicker that follow from it."""

from __future__ import annotations

from builder.core.frozen import dataclass
from builder.core.source import NOWHERE, Span
from builder.slides.deck.deck import SEPARATOR, Run, text_of
from builder.slides.outline.slide_draft import Runs, SlideDraft


@dataclass(frozen=True)
class Headings:
    """Where in the module a slide stands: its part, topic, the heading over its stretch, and one right before it.

    `first`: the topic has shown nothing yet. `at`, `above_at`, `heading_at`: where the three headings stand.
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
        """Give a draft its title and kicker. Its own title comes first, then the nearest heading, then the topic's.

        The kicker says where it belongs: headings that are not the title, else topic or part; then `name` (“Activity 1”),
        or, when it has no title of its own, `kind` (“Important”).
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
        draft.kicker = tuple(run for part in parts for run in ((Run(SEPARATOR),) * (part is not parts[0]) + part))
        return draft
