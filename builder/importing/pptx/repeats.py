"""Pictures that stand on most slides of a deck, as logos do in decks without a master: they are noted, and not taken."""

from __future__ import annotations

import hashlib
from collections import Counter

from builder.core.frozen import replace
from builder.importing.document import DocPicture, DocTopic
from builder.importing.loss import LossLog

_LEAST, _SHARE = 4, 0.5
"""Slides, and share of all slides, that a picture is on at least to be taken for a part of the deck's look."""


def without_logos(topics: list[DocTopic], log: LossLog) -> list[DocTopic]:
    """Return topics without the pictures that most of them have; each is noted, with its text alternative."""
    counts: Counter[str] = Counter()
    for topic in topics:
        counts.update({_key(block) for block in topic.blocks if isinstance(block, DocPicture)})
    logos = {key for key, count in counts.items() if count >= max(_LEAST, _SHARE * len(topics))}
    if not logos:
        return topics
    found = []
    for topic in topics:
        gone = [block for block in topic.blocks if isinstance(block, DocPicture) and _key(block) in logos]
        for picture in gone:
            log.note_left(topic.at, "picture", "it stands on most slides, as a logo does", picture.alt or "")
        kept = tuple(block for block in topic.blocks if all(block is not one for one in gone))
        found.append(replace(topic, blocks=kept))
    return found


def _key(picture: DocPicture) -> str:
    return hashlib.sha256(picture.data).hexdigest()
