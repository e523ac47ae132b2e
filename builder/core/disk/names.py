"""Names of files and folders, judged: which a path may have, and which every system and every reader can take.

Imports the standard library only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 255
"""Bytes that a name may have, in UTF-8 (ext4, APFS and NTFS: 255 units)."""

LONGEST_STEM = 100
"""Bytes of a name that names of files begin with: `NAME-120min-slides-share-grey-6up-letter-en-US.pptx`."""

_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?: *(?:\..*)?)?")
"""Names that Windows takes for devices, in any folder and with any extension (learn.microsoft.com, “Naming Files, Paths”)."""

_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')
"""Signs that no name on Windows may have (same source)."""

_UNSEEN = frozenset(("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"))
"""Categories of characters that are not seen, that turn text around, or that are none (Unicode Standard Annex 44)."""


def is_name(name: str) -> bool:
    """Say whether a name with `/` between its parts can be that of a file below a folder: no part is empty, `.` or `..`."""
    return not any(part in {"", ".", ".."} for part in name.split("/")) and not set(name) & set("\\\0:")


def fault_of(name: str, longest: int = LONGEST) -> str:
    """Return why one part of a path is no name that can be published, as the end of “its name …”; "" when it is one.

    `longest` counts bytes. Names whose letters and accents are apart are no fault: `normal` joins them.
    """
    if any(0xD800 <= ord(char) <= 0xDFFF for char in name):
        return "is not UTF-8"
    if any(unicodedata.category(char) in _UNSEEN for char in name):
        return "has characters that are not seen"
    if len(name.encode()) > longest:
        return f"is longer than {longest} bytes"
    if _FORBIDDEN.search(name):
        return 'has one of the signs < > : " | ? * \\ /, which Windows refuses'
    if name != name.strip(" ") or name.endswith("."):
        return "begins or ends with a space, or ends with a period, which Windows drops"
    if _DEVICES.fullmatch(name):
        return "is a device's on Windows"
    return ""


def fault_of_folder(name: str, others: Iterable[str]) -> str:
    """Return why a folder beside `others` cannot give files their name, as `fault_of` does.

    Of names that are one to systems that do not tell capitals from small letters, all but the first are at fault.
    """
    if fault := fault_of(normal(name), LONGEST_STEM):
        return fault
    wanted = folded(name)
    twin = next((one for one in sorted(others) if one != name and folded(one) == wanted), "")
    return (
        f"is the same as `{twin}` to computers that do not tell capitals from small letters"
        if twin and twin < name
        else ""
    )


def normal(name: str) -> str:
    """Return a name in the form in which computers exchange them: letters and accents as one (Unicode's form NFC)."""
    return unicodedata.normalize("NFC", name)


def folded(name: str) -> str:
    """Return a name as systems compare them that do not tell capitals from small letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def shown(name: str) -> str:
    r"""Return a name, or a path, for people: what cannot be seen is written as an escape, `\n` or `\udce9`."""
    return "".join(
        char.encode("unicode_escape").decode() if unicodedata.category(char) in _UNSEEN else char for char in name
    )
