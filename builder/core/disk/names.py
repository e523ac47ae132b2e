"""Names of files and folders, judged: which a path may have, and which every system and every reader can take.

Imports the standard library only.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 255
"""Bytes that a name may have, in UTF-8 (ext4, APFS and NTFS: 255 units)."""

_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?: *(?:\..*)?)?")
"""Names that Windows takes for devices, in any folder and with any extension (learn.microsoft.com, “Naming Files, Paths”)."""

_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')
"""Signs that no name on Windows may have (same source)."""

_UNSEEN = frozenset(("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"))
"""Categories of characters that are not seen, that turn text around, or that are none (Unicode Standard Annex 44)."""


def is_name(name: str) -> bool:
    """Say whether a name with `/` between its parts can be that of a file below a folder: no part is empty, `.` or `..`."""
    return not any(part in {"", ".", ".."} for part in name.split("/")) and not set(name) & set("\\\0:")


def fault_of(name: str) -> str:
    """Return why one part of a path is no name that can be published, as the end of “its name …”; "" when it is one."""
    if any(0xD800 <= ord(char) <= 0xDFFF for char in name):
        return "is not UTF-8"
    if any(unicodedata.category(char) in _UNSEEN for char in name):
        return "has characters that are not seen"
    if len(name.encode()) > LONGEST:
        return f"is longer than {LONGEST} bytes"
    if unicodedata.normalize("NFC", name) != name:
        return "has letters and accents apart; other computers write them as one (Unicode's form NFC)"
    if _FORBIDDEN.search(name):
        return 'has one of the signs < > : " | ? * \\ /, which Windows refuses'
    if name != name.strip(" ") or name.endswith("."):
        return "begins or ends with a space, or ends with a period, which Windows drops"
    if _DEVICES.fullmatch(name):
        return "is a device's on Windows"
    return ""


def twin_of(name: str, others: frozenset[str] | set[str] | dict[str, str]) -> str:
    """Return which of the other names is the same one to systems that do not tell capitals from small letters; "" for none."""
    wanted = _folded(name)
    return next((one for one in sorted(others) if one != name and _folded(one) == wanted), "")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
