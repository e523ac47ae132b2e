"""What was found changed in a deck, before it is known whether the source can take it."""

from __future__ import annotations

from collections.abc import Iterable

from builder.core.frozen import dataclass
from builder.returning.deck.change import Change
from builder.returning.deck.source_now import SourceParagraph
from builder.slides.record.paragraphs import SeenParagraph


@dataclass(frozen=True, slots=True)
class FoundChange:
    """A change with what it can be placed by: `told` is the paragraph of the source that was changed or deleted.

    `after` and `before` are the paragraphs next to an added one, `new` is that as it came back; `row` are the words of an added
    row, `cells` those of the row that was deleted or that an added one follows; `moved` are those of a row that now follows `cells`.
    `final`: nothing more is to be done about it.
    """

    change: Change
    told: SourceParagraph | None = None
    after: SourceParagraph | None = None
    before: SourceParagraph | None = None
    new: SeenParagraph | None = None
    row: tuple[str, ...] = ()
    cells: tuple[SourceParagraph, ...] = ()
    moved: tuple[SourceParagraph, ...] = ()
    final: bool = False


def pair_moves(deleted: Iterable[FoundChange], added: Iterable[FoundChange]) -> dict[int, FoundChange]:
    """Return the deletion of each pair that deletes and adds the same words, by the identities (`id`) of both.

    Additions take the first deletion that is left, in their order.
    """
    left = list(deleted)
    pairs: dict[int, FoundChange] = {}
    for one in added:
        other = next((other for other in left if other.change.old == one.change.new), None)
        if other is not None:
            left.remove(other)
            pairs[id(one)] = pairs[id(other)] = other
    return pairs
