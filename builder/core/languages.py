"""The languages that there are: to tell a misspelled tag from one that we have not heard of."""

from __future__ import annotations

import re

from builder.core.disk.names import fault_of

_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

TWO_LETTERS = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et
    eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk
    kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny
    oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
    tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()
)
"""ISO 639-1, https://www.loc.gov/standards/iso639-2/php/code_list.php. Tags of three letters are taken as they are: there are 8,000."""


def known_language(tag: str) -> str:
    """Return a language tag (BCP 47). Raises ValueError for one that is none, or whose two letters stand for no language."""
    if not _TAG.fullmatch(tag):
        message = f"`{tag}` is no language tag; write one such as `es` or `pt-BR`"
        raise ValueError(message)
    own = tag.partition("-")[0]
    if len(own) == 2 and own not in TWO_LETTERS:  # three letters are another list
        message = f"there is no language `{own}`; write one such as `es` or `pt-BR`"
        raise ValueError(message)
    if fault := fault_of(tag):
        message = f"`{tag}` {fault}, and names a folder; add a region, such as `{tag}-EC`"
        raise ValueError(message)
    return tag
