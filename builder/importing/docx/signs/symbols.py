"""Characters of Word's symbol fonts as Unicode: signs that documents use as bullets, arrows, boxes and marks.

Fonts of symbols have their signs at U+F020 to U+F0FF; what is not listed has no meaning that could be told.
"""

from __future__ import annotations

import re

from lxml import etree

from builder.importing.docx.names import W

_SYMBOL = {
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0xB7: "•", 0xB0: "°",
    0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xAB: "↔", 0xDE: "⇒", 0xDB: "⇔", 0xE5: "∑", 0xD6: "√", 0xD7: "⋅",
    0xD2: "®", 0xD3: "©", 0xD4: "™", 0xCE: "∈", 0xC7: "∩", 0xC8: "∪", 0xBC: "…", 0xA2: "′", 0xB2: "″",
}  # fmt: skip
_WINGDINGS = {
    0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x6E: "■", 0xA7: "▪", 0x6C: "●",
    0x9F: "•", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹",
    0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x46: "☞", 0x45: "☜", 0x76: "❖", 0x77: "◆", 0x75: "◆", 0xAB: "★", 0x3A: "💻", 0x26: "📖",
    0x21: "✏", 0x36: "⌛", 0xB7: "🕐", 0x25: "🔔", 0x40: "✍", 0x43: "👍", 0x44: "👎",
}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x51: "☒", 0xA3: "☐", 0x96: "•", 0x97: "●", 0x99: "■"}
_WINGDINGS_3 = {0x7D: "▶", 0x75: "▲", 0x76: "▼", 0xC6: "→"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "wingdings 3": _WINGDINGS_3}
_PRIVATE = range(0xF000, 0xF100)


def symbol(font: str, code: int) -> str:
    """Return a sign of a symbol font as Unicode, "" for one whose meaning is not known; of other fonts the character itself."""
    table = _FONTS.get(font.strip().lower())
    if table is None:
        return (
            "" if code in _PRIVATE or not 0x20 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)
        )  # Unicode's bounds
    low = code - 0xF000 if code in _PRIVATE else code
    return table.get(low, "")


def sign_of(element: etree._Element) -> str:
    """Return the sign of a `w:sym`, which names it by its font and number; "" for one whose meaning is not known."""
    code = element.get(f"{W}char", "")
    return symbol(element.get(f"{W}font", ""), int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else ""


def with_symbols(font: str, text: str) -> tuple[str, int]:
    """Return text that is set in a font with its private characters as Unicode, and how many have no known meaning."""
    lost = 0
    out: list[str] = []
    for char in text:
        if ord(char) in _PRIVATE:
            sign = symbol(font if font.strip().lower() in _FONTS else "wingdings", ord(char))
            lost += not sign
            out.append(sign)
        else:
            out.append(char)
    return "".join(out), lost
