"""Words of slides made comparable, and their fingerprints: what programs change of a text by themselves does not count."""

from __future__ import annotations

import base64
import re
import unicodedata
from hashlib import blake2s

from builder.core.typography import straight_quotes

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Signs that direct text or its breaks, and are not seen: programs add and drop them."""


def comparable(text: str) -> str:
    """Return text in Unicode's composed form, without unseen signs, every white space (a line break, too) as one space."""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def word_print(text: str) -> str:
    """Return the fingerprint of a comparable text, however its quotation marks are drawn."""
    return fingerprint(straight_quotes(text))


def fingerprint(data: str | bytes) -> str:
    """Return four characters that stand for a text or for bytes: 24 bits, one chance in 16 million that another has the same.

    They are compared with those of one text each time, never looked up among many.
    """
    digest = blake2s(data.encode() if isinstance(data, str) else data, digest_size=3).digest()
    return base64.urlsafe_b64encode(digest).decode()
