"""Bullets of templates in symbol fonts, as characters that every font has: Wingdings' “l” is a disc.

Programs store such a character as itself or in the private area of Unicode, U+F000 and above (Microsoft's symbol encoding).
"""

from __future__ import annotations

_WINGDINGS = dict(zip("lmnopqrstuvw", "●○■□□❑❒◆◆◆❖◆", strict=True)) | dict(
    zip("\x9e\x9f\xa7\xa8\xab\xd8\xe0\xe8\xf0\xfb\xfc\xfd\xfe-", "••▪□★➢→➔⇒✗✓☒☑–", strict=True)
)
_WINGDINGS_3 = dict(zip("pqtu}\x84", "▲▼◀▶▶▶", strict=True))
_SYMBOL = {"\xb7": "•", "\xa8": "◆", "\xd8": "¬", "\xae": "→", "-": "–"}
_WEBDINGS = {"4": "▶", "=": "■", "a": "✓", "n": "●", "g": "■", "c": "□"}
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": {"\x97": "●", "\x9e": "●", "P": "✓", "R": "☑", "\xa1": "■", "\xa3": "□"},
    "wingdings 3": _WINGDINGS_3,
    "symbol": _SYMBOL,
    "opensymbol": _SYMBOL,
    "starsymbol": _SYMBOL,
    "webdings": _WEBDINGS,
}
_PRIVATE = {
    "\ue00c": "◆", "\ue00a": "●", "\ue009": "•", "\ue006": "■", "\ue003": "□", "\ue000": "•", "\ue4c4": "✓", "\ue4c6": "–",
}  # fmt: skip
"""Characters of OpenSymbol, LibreOffice's own font of symbols."""

PLAIN = "•"


def plain_bullet(character: str, font: str) -> str:
    """Return a bullet as a character that does not depend on `font`; a disc for a symbol that is not known."""
    one = character[:1] or PLAIN
    if one in _PRIVATE:
        return _PRIVATE[one]
    private = 0xF000 <= ord(one) <= 0xF0FF
    symbols = _FONTS.get(font.lower())
    if symbols is None and not private and not 0xE000 <= ord(one) <= 0xF8FF:
        return character
    low = chr(ord(one) - 0xF000) if private else one
    for table in (symbols,) if symbols else (_WINGDINGS, _SYMBOL):
        if low in table:
            return table[low]
    return PLAIN
